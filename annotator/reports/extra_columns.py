"""Which columns does the documents sheet have besides the fixed ones? The team's own variables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from annotator.reports.columns import Column
from annotator.reports.rows import document_row

if TYPE_CHECKING:
    from annotator.model.transcript import TranscriptInfo

_PREFIX = "x_"
"""So that a variable called `date` or `if` stands beside ours and means nothing to R or Stata."""
_LONGEST = 32
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


def extra_columns(transcripts: Iterable[TranscriptInfo]) -> dict[str, Column]:
    """A column for each variable that some transcript has, by the team's own name for it."""
    found: dict[str, Column] = {}
    taken: set[str] = set()
    for info in transcripts:
        for key, _ in info.metadata.extra:
            if key not in found:
                name = _free(_name(key), taken)
                taken.add(name)
                found[key] = Column(
                    name, "text", 18, f"“{key}”, as it came in.", "blank: none given"
                )
    return found


def document_rows(
    transcripts: Sequence[TranscriptInfo], extra: Mapping[str, Column]
) -> Iterator[SimpleNamespace]:
    """The row of each transcript with its own variables, by the names of the columns."""
    blank = {column.name: "" for column in extra.values()}
    for info in transcripts:
        own = {extra[key].name: value for key, value in info.metadata.extra if key in extra}
        yield SimpleNamespace(**asdict(document_row(info)), **(blank | own))


def _name(key: str) -> str:
    plain = unicodedata.normalize("NFKD", key.casefold()).encode("ascii", "ignore").decode("ascii")
    return (_PREFIX + _NOT_IN_NAMES.sub("_", plain).strip("_"))[:_LONGEST]


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken or free == _PREFIX:
        number += 1
        end = str(number)
        free = f"{name[: _LONGEST - len(end)]}{end}"
    return free
