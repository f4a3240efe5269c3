"""Which day does a line name? Dates as transcripts write them, in several languages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTH_NAMES = (
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro января січня stycznia",
    "february feb februar februari février févr febrero febbraio fevereiro февраля лютого lutego",
    "march mar märz mär maart mars marzo março марта березня marca",
    "april apr avril avr abril abr aprile апреля квітня kwietnia",
    "may mai mei mayo maggio maio мая травня maja",
    "june jun juni juin junio giugno junho июня червня czerwca",
    "july jul juli juillet juil julio luglio julho июля липня lipca",
    "august aug août agosto ago augustus августа серпня sierpnia",
    "september sept sep septembre septiembre settembre setembro сентября вересня września",
    "october oct oktober okt octobre octubre ottobre outubro октября жовтня października",
    "november nov novembre noviembre novembro ноября листопада listopada",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro декабря грудня grudnia",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_DATE = re.compile(
    r"(?<![\d/.])(?:"
    r"(?P<iso_y>\d{4})-(?P<iso_m>\d{1,2})-(?P<iso_d>\d{1,2})"
    r"|(?P<cjk_y>\d{4})\s?年\s?(?P<cjk_m>\d{1,2})\s?月\s?(?P<cjk_d>\d{1,2})\s?日"
    r"|(?P<d1>\d{1,2})(?:st|nd|rd|th|er|\.|º)?[ \u00a0-](?:de |of )?(?P<name1>[^\W\d_]{3,12})\.?,?"
    r"[ \u00a0-](?:de |del )?(?P<y1>\d{4})"
    r"|(?P<d3>\d{1,2})\.\s?(?P<m3>\d{1,2})\.\s?(?P<y3>\d{4})"
    r"|(?P<s1>\d{1,2})/(?P<s2>\d{1,2})/(?P<s3>\d{4}|\d{2})"
    r")(?![\d/])"
    r"|\b(?P<name2>[^\W\d_]{3,12})\.?[ \u00a0](?P<d2>\d{1,2})(?:st|nd|rd|th)?,?[ \u00a0]"
    r"(?P<y2>\d{4})\b"
    r"|\b(?P<name4>[^\W\d_]{3,12})\.?,?[ \u00a0](?P<y4>\d{4})\b"
)
_TIME = re.compile(r"\b([0-2]?\d)[:.h]([0-5]\d)(?:\s?([ap])\.?m\b\.?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a line: ISO text, partial where the line says no more or can be read two ways."""

    iso: str
    start: int
    end: int
    ambiguous: bool = False


def dates_in(line: str) -> Iterator[FoundDate]:
    """The dates that `line` names, in order. Impossible ones (31 February) are passed over."""
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
    iso = _iso(int(year), month, int(day))
    return _at(found, iso) if iso else None


def _slashed(found: re.Match[str]) -> FoundDate | None:
    """9/16/24 is the American order and 16/9/24 the other; 9/5/24 says the year only."""
    first, second = int(found["s1"]), int(found["s2"])
    year = int(found["s3"]) + (
        0 if len(found["s3"]) == 4 else 2000 if int(found["s3"]) < 70 else 1900
    )
    readings = {iso for iso in (_iso(year, first, second), _iso(year, second, first)) if iso}
    if not readings:
        return None
    if len(readings) == 1:
        return _at(found, readings.pop())
    return FoundDate(f"{year:04}", found.start(), found.end(), ambiguous=True)


def _at(found: re.Match[str], iso: str) -> FoundDate:
    return FoundDate(iso, found.start(), found.end())


def _iso(year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""
