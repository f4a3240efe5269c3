"""What does a file name say, by a pattern such as {date}_{title}?

A pattern is the name without its ending, with a word in braces where something stands that is
wanted: a field of the metadata, or a name of the person's own for anything else. `{}` is passed
over. White space, - and _ in a title are one thing.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from msgspec import Struct

from annotator.errors import UserError
from annotator.transcripts.dates import DateQuestion, dates_in, iso_date
from annotator.transcripts.file_names import date_in_name
from annotator.transcripts.surveys import FIELDS

_PLACE = re.compile(r"\{([^{}]*)\}")
_DATES = frozenset({"date", "last_updated"})
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)|(\d\d)(\d\d)(\d{4})")
_PARTIAL = re.compile(r"(?:1[5-9]|20|21)\d\d(?:-(?:0[1-9]|1[0-2]))?")


class NameFields(Struct, frozen=True):
    """What a file name says."""

    fields: dict[str, str]
    """Fields of the metadata."""
    extra: dict[str, str]
    """Anything else that has a name in the pattern."""
    questions: tuple[DateQuestion, ...] = ()
    """Dates that can be read two ways; they are in none of the fields."""


def fields_in_name(pattern: str, name: str) -> NameFields | None:
    """What `name` says by `pattern`, or None where it is not built like that.

    Raises `UserError` for a pattern that cannot be one.
    """
    rule, places = _rule(pattern)
    found = rule.fullmatch(_stem(name))
    if found is None:
        return None
    fields: dict[str, str] = {}
    extra: dict[str, str] = {}
    questions: list[DateQuestion] = []
    for place, words in zip(places, found.groups(), strict=True):
        if place in _DATES:
            day = _day(words)
            if isinstance(day, DateQuestion):
                questions.append(day)
            elif day:
                fields[place] = day
            else:
                return None
        elif place in FIELDS:
            fields[place] = _as_words(words)
        elif place:
            extra[place] = _as_words(words)
    return NameFields(fields, extra, tuple(questions))


def _rule(pattern: str) -> tuple[re.Pattern[str], list[str]]:
    """The pattern as a regular expression, and the words in its braces."""
    pieces = _PLACE.split(_stem(pattern) if "}" not in PurePath(pattern).suffix else pattern)
    places = [place.strip().casefold().replace(" ", "_") for place in pieces[1::2]]
    named = [place for place in places if place]
    if not places or any(mark in piece for piece in pieces[::2] for mark in "{}"):
        raise _wrong("A pattern has words in braces where something stands.")
    if len(named) != len(set(named)):
        raise _wrong("A word in braces may stand only once.")
    if any(not piece for piece in pieces[2:-1:2]):
        raise _wrong("Between two braces must stand a sign that divides them.")
    parts = [re.escape(pieces[0])]
    for place, after in zip(places, pieces[2::2], strict=True):
        parts += ["(.+?)" if place not in _DATES else r"(.{4,30}?)", re.escape(after)]
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL), places


def _wrong(message: str) -> UserError:
    return UserError(message, "For instance {date}_{title} for 2023-11-28_Joint statements.txt.")


def _stem(name: str) -> str:
    return PurePath(name).stem


def _day(words: str) -> str | DateQuestion:
    """The day as ISO text, a question where it reads two ways, or an empty text."""
    found = date_in_name(words) or date_in_name(words.replace("_", "-"))
    if found is not None:
        return found.question or found.iso
    digits = _DIGITS.fullmatch(words)
    if digits is not None:
        y, m, d, d2, m2, y2 = digits.groups()
        return iso_date(int(y or y2), int(m or m2), int(d or d2))
    if _PARTIAL.fullmatch(words):
        return words
    day = next(dates_in(words.replace("_", " ")), None)
    return "" if day is None or day.ambiguous else day.iso


def _as_words(words: str) -> str:
    """The words of a name with blanks between them; hyphens inside words stay."""
    if " " in words:
        return words.strip()
    return " ".join(words.replace("_", " ").split() or [words])
