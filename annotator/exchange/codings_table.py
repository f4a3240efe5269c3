"""How does a table of codings made elsewhere become codings to apply?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from annotator.errors import UserError
from annotator.exchange.headers import recognised
from annotator.exchange.spreadsheets import Row, RowProblems, Table, read_table

SYNONYMS = {
    "doc_id": ("doc_id", "doc", "document", "transcript", "transcript_id"),
    "coder_id": ("coder_id", "coder", "user", "annotator"),
    "code_id": ("code_id", "code", "code_name"),
    "start": ("char_start", "start"),
    "end": ("char_stop", "stop", "end", "char_end"),
    "quote": ("segment", "quote", "passage", "text"),
    "certainty": ("certainty", "unsure"),
    "memo": ("memo", "note", "comment"),
    "created_at": ("created_at", "created"),
    "round": ("round",),
    "coding_id": ("coding_id", "id"),
}
_NEEDED = {"doc_id": "doc_id", "code_id": "code_id", "start": "char_start", "end": "char_stop"}
_UNSURE = {"unsure", "uncertain", "doubt", "low", "?", "1", "true", "yes"}
_SURE = {"", "sure", "certain", "high", "0", "false", "no"}


@dataclass(frozen=True, slots=True)
class CodingDraft:
    """A coding as a table describes it, by labels; nothing is looked up in a project yet."""

    row: int
    """The row of the table, for messages."""
    doc_id: str
    coder_id: str
    """Empty where the table does not say: then it is whoever imports."""
    code_id: str
    start: int
    """Code points from 0, as everywhere."""
    end: int
    quote: str
    """The passage to be found there; empty where the table does not quote."""
    unsure: bool
    memo: str
    created_at: str
    """UTC, ISO, milliseconds; empty where the table does not say."""
    round: str
    """Empty where the table does not say: then it is the current one."""
    coding_id: str
    """As the table calls it; only for messages and reports."""


def read_codings(path: Path | str) -> tuple[CodingDraft, ...]:
    """The codings of a .csv or .xlsx (its sheet *segments* where there is one), row by row.

    Headings as in `SYNONYMS`; positions are code points from 0, the end not included, as in the
    workbook. Raises `FileProblem` for a file that cannot be read, and `UserError`, which names
    the row and holds all problems in its detail, where one row cannot be used.
    """
    return codings_of(read_table(path, prefer_sheet="segments"))


def codings_of(table: Table) -> tuple[CodingDraft, ...]:
    """The codings of a table that is already read."""
    places = recognised(table.header, SYNONYMS)
    missing = [heading for field, heading in _NEEDED.items() if field not in places]
    if missing:
        raise UserError(
            f"{table.name} has no column {missing[0]}.",
            "A table of codings needs the columns doc_id, code_id, char_start and char_stop.",
            f"headings: {', '.join(table.header)}",
        )
    problems = RowProblems(table.name)
    drafts = [_draft(row, places, problems) for row in table.rows]
    problems.raise_if_any()
    return tuple(draft for draft in drafts if draft is not None)


def _draft(row: Row, places: Mapping[str, int], problems: RowProblems) -> CodingDraft | None:
    def cell(field: str) -> str:
        return row.cells[places[field]] if field in places else ""

    for field, heading in _NEEDED.items():
        if not cell(field).strip():
            problems.add(row.number, f"{heading} is missing.")
            return None
    start, end = _position(cell("start")), _position(cell("end"))
    if start is None or end is None:
        which = "char_start" if start is None else "char_stop"
        problems.add(row.number, f"{which} is not a whole number from 0 on.")
        return None
    if start >= end:
        problems.add(row.number, f"the passage from {start} to {end} is empty.")
        return None
    return CodingDraft(
        row=row.number,
        doc_id=cell("doc_id").strip(),
        coder_id=cell("coder_id").strip(),
        code_id=cell("code_id").strip(),
        start=start,
        end=end,
        quote=cell("quote"),
        unsure=_unsure(cell("certainty"), row.number, problems),
        memo=cell("memo"),
        created_at=_moment(cell("created_at"), row.number, problems),
        round=cell("round").strip(),
        coding_id=cell("coding_id").strip(),
    )


def _position(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() else None


def _unsure(text: str, row: int, problems: RowProblems) -> bool:
    word = text.strip().casefold()
    if word not in _UNSURE | _SURE:
        problems.add(row, "certainty is neither sure nor unsure.")
    return word in _UNSURE


def _moment(text: str, row: int, problems: RowProblems) -> str:
    """The moment in UTC; a time without a zone is taken as local, as the workbook writes it."""
    text = text.strip()
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        problems.add(row, "created_at is not a date and time such as 2024-01-15T09:00:28Z.")
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
