"""How does a table of codings made elsewhere become codings to apply?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from annotator.errors import UserError
from annotator.exchange.headers import recognised
from annotator.exchange.spreadsheets import Row, RowProblems, Table, read_table, shortened

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
_MOST_DIGITS = 12
_NEEDED = {"doc_id": "doc_id", "code_id": "code_id", "start": "char_start", "end": "char_stop"}
_UNSURE = {"unsure", "uncertain", "doubt", "low", "?", "1", "true", "yes"}
_SURE = {"", "sure", "certain", "high", "0", "false", "no"}


class CodingDraft(Struct, frozen=True):
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
    headings = {field: table.header[number] for field, number in places.items()}
    drafts = [_draft(row, places, headings, problems) for row in table.rows]
    problems.raise_if_any()
    return tuple(draft for draft in drafts if draft is not None)


def _draft(
    row: Row, places: Mapping[str, int], headings: Mapping[str, str], problems: RowProblems
) -> CodingDraft | None:
    def cell(field: str) -> str:
        return row.cells[places[field]] if field in places else ""

    def wrong(field: str, what: str) -> None:
        problems.add(row.number, what, column=headings[field])

    for field in _NEEDED:
        if not cell(field).strip():
            wrong(field, "the cell is empty.")
            return None
    start, end = _position(cell("start")), _position(cell("end"))
    if start is None or end is None:
        field = "start" if start is None else "end"
        wrong(field, f'"{shortened(cell(field))}" is not a whole number from 0 on.')
        return None
    if start >= end:
        wrong("end", f"the passage from {start} to {end} is empty.")
        return None
    unsure = _unsure(cell("certainty"))
    if unsure is None:
        wrong("certainty", f'"{shortened(cell("certainty"))}" is neither sure nor unsure.')
    created_at = _moment(cell("created_at"))
    if created_at is None:
        given = shortened(cell("created_at"))
        wrong("created_at", f'"{given}" is not a date and time such as 2024-01-15T09:00:28Z.')
    return CodingDraft(
        row=row.number,
        doc_id=cell("doc_id").strip(),
        coder_id=cell("coder_id").strip(),
        code_id=cell("code_id").strip(),
        start=start,
        end=end,
        quote=cell("quote"),
        unsure=bool(unsure),
        memo=cell("memo"),
        created_at=created_at or "",
        round=cell("round").strip(),
        coding_id=cell("coding_id").strip(),
    )


def _position(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def _unsure(text: str) -> bool | None:
    """Whether it says unsure; None where it says neither."""
    word = text.strip().casefold()
    return word in _UNSURE if word in _UNSURE | _SURE else None


def _moment(text: str) -> str | None:
    """The moment in UTC; a time without a zone is taken as local, as the workbook writes it."""
    text = text.strip()
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
