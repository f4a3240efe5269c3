"""May something be called this? One rule for codes, coders, rounds and ids of transcripts."""

from __future__ import annotations

import unicodedata

LONGEST = 200
"""Code points of a name."""

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_NOT_ON_A_LINE = {"Cc", "Cs", "Zl", "Zp"}
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"}


def name_problem(name: str) -> str:
    """What stands against a name, as a sentence; "" where nothing does, or it is empty."""
    if len(name) > LONGEST:
        return f"A name or id has at most {LONGEST} characters, and this one has {len(name):,}."
    if any(unicodedata.category(character) in _NOT_ON_A_LINE for character in name):
        return "A name or id is one line, without line breaks, tabs or control characters."
    if not _TURNING.isdisjoint(name):
        return "A name or id holds no invisible characters that turn the direction of writing."
    if name and not any(is_seen(character) for character in name):
        return "A name or id needs at least one character that can be seen."
    return ""


def is_seen(character: str) -> bool:
    """Whether a character leaves something on the screen by itself."""
    return character not in _BLANK and unicodedata.category(character) not in _UNSEEN
