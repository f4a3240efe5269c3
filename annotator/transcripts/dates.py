"""Which day does a line name? Dates as transcripts write them, in several languages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

# Latin letters first, then Cyrillic; one line a month.
_LATIN_MONTHS = """
january jan januar januari jänner janvier janv enero ene gennaio gen janeiro stycznia styczeń
february feb februar februari février févr febrero febbraio fevereiro lutego luty
march mar märz mär maart mars marzo março marca marzec
april apr avril avr abril abr aprile kwietnia kwiecień
may mai mei mayo maggio maio maja maj
june jun juni juin junio giugno junho czerwca czerwiec
july jul juli juillet juil julio luglio julho lipca lipiec
august aug août agosto ago augustus sierpnia sierpień
september sept sep septembre septiembre settembre setembro września wrzesień
october oct oktober okt octobre octubre ottobre outubro października październik
november nov novembre noviembre novembro listopada listopad
december dec dezember dez décembre déc diciembre dic dicembre dezembro grudnia grudzień
"""
_CYRILLIC_MONTHS = """
января январь січня січень
февраля февраль лютого лютий
марта березня березень
апреля апрель квітня квітень
мая май травня травень
июня июнь червня червень
июля июль липня липень
августа август серпня серпень
сентября сентябрь вересня вересень
октября октябрь жовтня жовтень
ноября ноябрь листопада листопад
декабря декабрь грудня грудень
"""
_MONTHS = {
    name: number
    for table in (_LATIN_MONTHS, _CYRILLIC_MONTHS)
    for number, names in enumerate(table.strip().split("\n"), 1)
    for name in names.split()
}
_NAME = r"[^\W\d_]{3,13}"
_DATE = re.compile(
    r"(?<![\d/.])(?:"
    r"(?P<iso_y>\d{4})(?P<iso_mark>[-/.])(?P<iso_m>\d{1,2})(?P=iso_mark)(?P<iso_d>\d{1,2})"
    r"|(?P<cjk_y>\d{4})\s?[年년]\s?(?P<cjk_m>\d{1,2})\s?[月월]\s?(?P<cjk_d>\d{1,2})\s?[日号號일]"
    r"|(?P<d1>\d{1,2})(?:st|nd|rd|th|er|\.|º|ª|-?го)?[ \u00a0-](?:de |of )?"
    rf"(?P<name1>{_NAME})\.?,?"
    r"[ \u00a0-](?:de |del )?(?P<y1>\d{4})"
    r"|(?P<d3>\d{1,2})\.\s?(?P<m3>\d{1,2})\.\s?(?P<y3>\d{4}|\d{2})"
    r"|(?P<s1>\d{1,2})(?P<s_mark>[/-])(?P<s2>\d{1,2})(?P=s_mark)(?P<s3>\d{4}|\d{2})"
    r")(?![\d/]|\.\d)"
    rf"|\b(?P<name2>{_NAME})\.?[ \u00a0](?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?[ \u00a0]"
    r"(?P<y2>\d{4})\b"
    rf"|\b(?P<name4>{_NAME})\.?,?[ \u00a0](?:de |del )?(?P<y4>\d{{4}})\b"
)
_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"\b([0-2]?\d)[:.h]([0-5]\d)(?:\s?([ap])\.?m\b\.?)?", re.IGNORECASE)


class FoundDate(Struct, frozen=True):
    """A date in a line: ISO text, partial where the line says no more or can be read two ways."""

    iso: str
    start: int
    end: int
    readings: tuple[str, ...] = ()
    """ISO dates, where the same digits name more than one: 3 April or 4 March."""

    @property
    def ambiguous(self) -> bool:
        return len(self.readings) > 1


class DateQuestion(Struct, frozen=True):
    """A date that a person must decide: the words, and the days that they may name."""

    words: str
    readings: tuple[str, ...]
    where: Literal["text", "file name", "table"] = "text"
    field: Literal["date", "last_updated"] = "date"
    """Which field of the metadata it would fill."""

    def __str__(self) -> str:
        place = "" if self.where == "text" else f"in the {self.where} "
        return f"the date {self.words} {place}can be read two ways"


def month_number(name: str) -> int:
    """The month that a name or its short form stands for in any of the languages, or 0."""
    return _MONTHS.get(name.lower().rstrip("."), 0)


def dates_in(line: str) -> Iterator[FoundDate]:
    """The dates that `line` names, in order. Impossible ones (31 February) are passed over."""
    if _DIGIT.search(line) is None:
        return
    for found in _DATE.finditer(line):
        read = _read(found)
        if read is not None:
            yield read


def time_in(line: str) -> str:
    """The first time of day in `line` as HH:MM, or nothing."""
    for found in _TIME.finditer(line):
        hour, half = int(found[1]), (found[3] or "").lower()
        if half:
            hour = hour % 12 + 12 * (half == "p")
        if hour < 24:
            return f"{hour:02}:{found[2]}"
    return ""


def _read(found: re.Match[str]) -> FoundDate | None:
    if found["s1"]:
        return _slashed(found)
    if found["name4"]:
        month = _MONTHS.get(found["name4"].lower())
        return None if month is None else _at(found, f"{found['y4']}-{month:02}")
    year = found["iso_y"] or found["cjk_y"] or found["y1"] or found["y2"] or found["y3"]
    day = found["iso_d"] or found["cjk_d"] or found["d1"] or found["d2"] or found["d3"]
    month_name = found["name1"] or found["name2"]
    number = found["iso_m"] or found["cjk_m"] or found["m3"] or 0
    month = _MONTHS.get(month_name.lower(), 0) if month_name else int(number)
    iso = iso_date(_full_year(year), month, int(day))
    return _at(found, iso) if iso else None


def _slashed(found: re.Match[str]) -> FoundDate | None:
    """9/16/24 is the American order and 16/9/24 the other; 9/5/24 says the year only."""
    year = _full_year(found["s3"])
    readings = order_readings(year, int(found["s1"]), int(found["s2"]))
    if not readings:
        return None
    if len(readings) == 1:
        return _at(found, readings[0])
    return FoundDate(f"{year:04}", found.start(), found.end(), readings)


def order_readings(year: int, first: int, second: int) -> tuple[str, ...]:
    """The days that two numbers name as day and month, then as month and day, without repeats."""
    found = (iso_date(year, second, first), iso_date(year, first, second))
    return tuple(dict.fromkeys(iso for iso in found if iso))


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 70 else 1900)


def _at(found: re.Match[str], iso: str) -> FoundDate:
    return FoundDate(iso, found.start(), found.end())


def iso_date(year: int, month: int, day: int) -> str:
    """The day as ISO text, or nothing where there is no such day."""
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""
