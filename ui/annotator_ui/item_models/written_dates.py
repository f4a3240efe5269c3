"""Which day did somebody write?"""

from __future__ import annotations

import re

from annotator.transcripts.dates import dates_in, time_in

_PARTIAL = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:T\d{2}:\d{2})?)?)?")


def date_from(said: str) -> str | None:
    """The ISO text of a date that somebody wrote; None where it is none, or two."""
    said = said.strip()
    if not said or _PARTIAL.fullmatch(said):
        return said
    found = next(iter(dates_in(said)), None)
    if found is None or found.ambiguous:
        return None
    clock = time_in(said[found.end :])
    return f"{found.iso}T{clock}" if clock else found.iso
