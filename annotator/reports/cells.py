"""What may stand in a cell of a sheet, and what becomes of that which may not?"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from annotator.model.long_texts import CUT_MARK

MAX_UNITS = 32_767
"""UTF-16 units that Excel takes in one cell; one more and it offers to repair the file."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEX_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")
_LINE_ENDS = re.compile("\r\n?")
_FIRST_DATE = date(1900, 3, 1)
"""Excel has no dates before 1900 and counts a 29 February 1900 that never was."""


def cleaned(text: str) -> tuple[str, int]:
    """The text with what XML cannot hold replaced by U+FFFD, and how many were replaced.

    Tab and line feed stay; a carriage return becomes a line feed, which is what a line break
    in a cell is (XML readers would do the same, silently).
    """
    if "\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    return _ILLEGAL.subn("\ufffd", text)


def looks_escaped(text: str) -> bool:
    """Whether Excel and R would read a part of the text (such as _x0041_) as one character.

    Excel's own escape for it would in turn stand in the text that pandas reads, so it is left.
    """
    return "_x" in text and _HEX_ESCAPE.search(text) is not None


def fits(text: str) -> bool:
    """Whether a cell can hold the text."""
    return len(text) * 2 <= MAX_UNITS or _units(text) <= MAX_UNITS


def cut(text: str) -> str:
    """As much of the text as a cell holds, with a mark at the end that says so."""
    room = MAX_UNITS - len(CUT_MARK)
    units = text.encode("utf-16-le")[: room * 2]
    # "ignore" drops the first half of a pair that the cut went through.
    return units.decode("utf-16-le", "ignore") + CUT_MARK


def full_date(text: str) -> date | None:
    """The day that ISO text names, or None where it is partial or older than Excel's calendar."""
    if len(text) != 10:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _FIRST_DATE else None


def moment(text: str) -> datetime | None:
    """The moment that ISO text names, in UTC; None for no text. Without a zone it is UTC."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def local(moment: datetime) -> datetime:
    """The moment on the clock of this computer, without a zone, as Excel wants it."""
    return moment.astimezone().replace(tzinfo=None)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
