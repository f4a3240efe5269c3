"""What does a cell of a workbook hold, as a person reads it?"""

from __future__ import annotations

from datetime import date, datetime, time


def cell_text(value: object) -> str:
    """What a cell holds, as a person reads it; dates as ISO text."""
    if value is None:
        return ""
    if isinstance(value, str):
        # Excel's way to write a carriage return before a line feed.
        return value.replace("_x000D_\n", "\n").replace("_x000D_", "\n")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
