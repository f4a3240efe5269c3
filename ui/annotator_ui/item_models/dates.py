"""How is a date written for a reader, when it may be partial?"""

from __future__ import annotations

from datetime import datetime

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_date(iso: str) -> str:
    """Write 2023-11-28 as "28 November 2023", 2023-11 as "November 2023", else as it is."""
    year, month, day = _parts(iso)
    if month is None:
        return year
    name = _MONTHS[month - 1]
    return f"{name} {year}" if day is None else f"{day} {name} {year}"


def short_date(iso: str) -> str:
    """Write 2023-11-28 as "28 Nov 2023", 2023-11 as "Nov 2023", else as it stands."""
    year, month, day = _parts(iso)
    if month is None:
        return year
    name = _MONTHS[month - 1][:3]
    return f"{name} {year}" if day is None else f"{day} {name} {year}"


def date_words(iso: str) -> str:
    """Say 2023-11-28T16:04 as "28 Nov 2023, 16:04"."""
    day, _, clock = iso.partition("T")
    return f"{short_date(day)}, {clock}" if clock else short_date(day)


def moment_words(utc: str) -> str:
    """Say a moment of the project, UTC ISO text, by the clock of this computer."""
    local = datetime.fromisoformat(utc).astimezone()
    return date_words(f"{local:%Y-%m-%dT%H:%M}")


def _parts(iso: str) -> tuple[str, int | None, int | None]:
    pieces = iso.partition("T")[0].split("-")
    if not all(piece.isascii() and piece.isdigit() for piece in pieces) or len(pieces) > 3:
        return iso, None, None
    numbers = [int(piece) for piece in pieces]
    if len(numbers) < 2 or not 1 <= numbers[1] <= 12:
        return iso, None, None
    return pieces[0], numbers[1], numbers[2] if len(numbers) == 3 else None
