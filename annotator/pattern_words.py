"""Which words stand in every text that a regular expression fits? For a first quick look."""

from __future__ import annotations

import re

_LEAST = 2
"""Shorter runs of letters stand in nearly every text."""
_NO_ARGUMENT = frozenset("bBdDsSwWAZmMntrfv")
"""Escapes of one letter that stand for one character or for none."""
_GROUPS = ("(?:", "(?=", "(?!", "(?<", "(?>", "(?P<")
_CLASS = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]", re.DOTALL)
_COUNT = re.compile(r"\{[^{}]*\}")


class _Unread(Exception):
    """The pattern holds something that is not understood here: nothing is said about it."""


def required_words(pattern: str) -> tuple[str, ...]:
    """Runs of ASCII letters and digits, in small letters, that every match holds.

    Empty where none is certain. What stands in groups, in classes or beside "|" is left out, and
    so is whatever may be missing: a text that does not hold these words cannot be matched,
    whether or not case counts.
    """
    try:
        runs = _runs(pattern)
    except _Unread:
        return ()
    return tuple(dict.fromkeys(run for run in runs if len(run) >= _LEAST))


def _runs(pattern: str) -> list[str]:
    runs, run, at = [], "", 0
    while at < len(pattern):
        sign = pattern[at]
        if sign.isascii() and sign.isalnum():
            run += sign.lower()
            at += 1
            continue
        if sign == "|":
            raise _Unread
        if sign in "?*{":  # the character before may be missing
            run = run[:-1]
        runs.append(run)
        run, at = "", _behind(pattern, at)
    return [*runs, run]


def _behind(pattern: str, at: int) -> int:
    """Where the part ends that begins with a sign which is no letter."""
    match pattern[at]:
        case "\\":
            return _behind_escape(pattern, at)
        case "[":
            return _end_of(_CLASS.match(pattern, at))
        case "{":
            return _end_of(_COUNT.match(pattern, at))
        case "(":
            return _behind_group(pattern, at)
        case _:
            return at + 1


def _behind_escape(pattern: str, at: int) -> int:
    escaped = pattern[at + 1 : at + 2]
    if not escaped or (escaped.isalnum() and escaped not in _NO_ARGUMENT):
        raise _Unread
    return at + 2


def _behind_group(pattern: str, at: int) -> int:
    """Behind the bracket that closes a group; flags within one may change what follows."""
    if pattern.startswith("(?", at) and not pattern.startswith(_GROUPS, at):
        raise _Unread
    at += 1
    while at < len(pattern) and pattern[at] != ")":
        at = _behind(pattern, at)
    if at >= len(pattern):
        raise _Unread
    return at + 1


def _end_of(found: re.Match[str] | None) -> int:
    if found is None:
        raise _Unread
    return found.end()
