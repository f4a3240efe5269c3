"""Which day does the name of a file say? A fallback where the text itself names none."""

from __future__ import annotations

import re

from msgspec import Struct

from annotator.transcripts.dates import DateQuestion, iso_date, month_number, order_readings

_ZOOM = re.compile(r"GMT(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)-\d{6}")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<mark>[-_. ]?)(?P<m>\d\d)(?P=mark)(?P<d>\d\d)(?!\d)"
)
_YEAR_LAST = re.compile(
    r"(?<!\d)(?P<a>\d{1,2})(?P<mark>[-_. ])(?P<b>\d{1,2})(?P=mark)(?P<y>(?:19|20)\d\d)(?!\d)"
)
_NAMED = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})[-_. ]?(?P<name>[^\W\d_]{3,12})[-_. ]?(?P<y>(?:19|20)\d\d)(?!\d)"
    r"|(?P<name2>[^\W\d_]{3,12})[-_. ]?(?P<d2>\d{1,2})[-_., ]{1,2}(?P<y2>(?:19|20)\d\d)(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_.](?P<m>0[1-9]|1[0-2])(?![\d])")
_DAY_ONLY = re.compile(r"(?P<name>[A-Z][a-z]{2,8})[-_. ]?(?P<d>\d{1,2})(?!\d)")


class NameDate(Struct, frozen=True):
    """A date in a file name: ISO text, partial where the name says no more.

    `question` is set where the name can be read two ways; `iso` then holds the year.
    """

    iso: str
    words: str
    question: DateQuestion | None = None


def date_in_name(name: str) -> NameDate | None:
    """The date in a file name such as nato_2023-11-28.txt or GMT20240124-202901.vtt, or None."""
    stem = name.rsplit("/", 1)[-1]
    for found in (_ZOOM.search(stem), *_YEAR_FIRST.finditer(stem)):
        iso = iso_date(int(found["y"]), int(found["m"]), int(found["d"])) if found else ""
        if found is not None and iso:
            return NameDate(iso, found[0])
    return _year_last(stem) or _named(stem) or _month(stem)


def date_by_day(name: str, text: str) -> NameDate | None:
    """A full date in `text` with the month and the day that a name such as RepOct28.txt says."""
    for found in _DAY_ONLY.finditer(name):
        month, day = month_number(found["name"]), int(found["d"])
        if not month or not 1 <= day <= 31:
            continue
        short = re.escape(found["name"][:3])
        there = re.search(
            rf"(?i:{short})[a-z.]{{0,7}}\s{day}(?:st|nd|rd|th)?,?\s((?:19|20)\d\d)\b",
            text,
            re.IGNORECASE,
        )
        iso = iso_date(int(there[1]), month, day) if there is not None else ""
        if there is not None and iso:
            return NameDate(iso, there[0])
    return None


def _year_last(stem: str) -> NameDate | None:
    for found in _YEAR_LAST.finditer(stem):
        readings = order_readings(int(found["y"]), int(found["a"]), int(found["b"]))
        if len(readings) == 1:
            return NameDate(readings[0], found[0])
        if readings:
            return NameDate(found["y"], found[0], DateQuestion(found[0], readings, "file name"))
    return None


def _named(stem: str) -> NameDate | None:
    for found in _NAMED.finditer(stem):
        month = month_number(found["name"] or found["name2"])
        day, year = int(found["d"] or found["d2"]), int(found["y"] or found["y2"])
        iso = iso_date(year, month, day) if month else ""
        if iso:
            return NameDate(iso, found[0])
    return None


def _month(stem: str) -> NameDate | None:
    found = _MONTH.search(stem)
    return None if found is None else NameDate(f"{found['y']}-{found['m']}", found[0])
