"""What does a spreadsheet say about files, one row each, by the names of the files?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import FileProblem, UserError
from annotator.exchange.headers import plain, recognised
from annotator.exchange.spreadsheets import Table, read_table
from annotator.transcripts.dates import DateQuestion, dates_in
from annotator.transcripts.name_patterns import NameFields, fields_in_name
from annotator.transcripts.surveys import FIELDS

if TYPE_CHECKING:
    from annotator.exchange.import_plan import Entry, ImportPlan

FILE_NAMES = (
    "file", "file_name", "filename", "name_of_file", "doc_id", "document", "datei", "dateiname",
    "fichier", "archivo", "name", "id",
)  # fmt: skip
SYNONYMS = {
    "title": ("title", "headline", "titel", "titre", "titulo"),
    "date": ("date", "datum", "day", "fecha"),
    "byline": ("byline", "by_line", "author"),
    "last_updated": ("last_updated", "updated"),
    "place": ("place", "location", "venue", "city", "ort", "lieu", "lugar"),
    "source": ("source", "url", "link", "publication", "quelle"),
    "note": ("note", "notes", "comment"),
    "kind": ("kind", "type", "genre", "doc_type"),
    "language": ("language", "lang", "sprache"),
}
_YEAR_OR_MONTH = (len("2023"), len("2023-11"))


class MetadataTable(Struct, frozen=True):
    """A table about files, and what each of its columns is taken for."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    file_column: int
    fields: Mapping[int, str]
    """Field of the metadata by column; other columns with a heading are kept as variables."""

    def about(self, name: str) -> NameFields | None:
        """What the table says of a file, with or without its ending; None where nothing."""
        wanted = {name.casefold(), PurePath(name).stem.casefold()}
        for row in self.rows:
            told = row[self.file_column].strip().casefold()
            if told in wanted or PurePath(told).name in wanted:
                return self._fields(row)
        return None

    def _fields(self, row: tuple[str, ...]) -> NameFields:
        fields: dict[str, str] = {}
        extra: dict[str, str] = {}
        questions: list[DateQuestion] = []
        for number, cell in enumerate(row):
            words, field = cell.strip(), self.fields.get(number)
            if not words or number == self.file_column:
                continue
            if field in {"date", "last_updated"}:
                found = next(dates_in(words), None)
                if found is not None and found.ambiguous:
                    name: Literal["date", "last_updated"] = (
                        "date" if field == "date" else "last_updated"
                    )
                    questions.append(DateQuestion(words, found.readings, "table", name))
                elif found is not None:
                    fields[field] = found.iso
                elif len(words) in _YEAR_OR_MONTH and words.replace("-", "").isdigit():
                    fields[field] = words
            elif field is not None:
                fields[field] = words
            elif self.header[number].strip():
                extra[self.header[number].strip()] = words
        return NameFields(fields, extra, tuple(questions))


def read_metadata_table(path: Path, plan: ImportPlan) -> MetadataTable:
    """A table about the files of a plan. Raises `UserError` where it names none of them.

    The column of the file names is the one that names most files; a heading decides between two.
    """
    table = read_table(path)
    names = {part for entry in plan.entries for part in _names(entry)}
    best = max(range(len(table.header)), key=lambda n: _hits(table, n, names), default=-1)
    if best < 0 or not _hits(table, best, names)[0]:
        raise FileProblem(
            f"{table.name} names none of these files.",
            "One of its columns must hold their names, for instance press_2023-11-28.txt.",
        )
    known = recognised([*table.header], SYNONYMS)
    fields = {number: field for field, number in known.items() if number != best}
    rows = tuple(row.cells for row in table.rows)
    return MetadataTable(table.name, table.header, rows, best, fields)


def with_columns(table: MetadataTable, columns: Mapping[str, str]) -> MetadataTable:
    """The table with columns taken for other fields: {heading: field, or "" for a variable}."""
    fields = dict(table.fields)
    for heading, field in columns.items():
        if heading not in table.header or (field and field not in FIELDS):
            raise UserError(
                f"{table.name} has no column “{heading}” that could be “{field}”.",
                f"Fields are {', '.join(FIELDS)}.",
            )
        number = table.header.index(heading)
        fields.pop(number, None)
        if field:
            fields = {n: f for n, f in fields.items() if f != field} | {number: field}
    return replace(table, fields=fields)


def filled_from_table(plan: ImportPlan, table: MetadataTable) -> tuple[ImportPlan, list[Entry]]:
    """The plan with what the table says, and the entries that it does not name."""
    return _filled(plan, {entry.id: table.about(entry.name) for entry in plan.entries})


def filled_from_names(plan: ImportPlan, pattern: str) -> tuple[ImportPlan, list[Entry]]:
    """The plan with what the file names say by a pattern, and the entries that do not fit it."""
    return _filled(plan, {entry.id: fields_in_name(pattern, entry.name) for entry in plan.entries})


def _filled(
    plan: ImportPlan, told: Mapping[int, NameFields | None]
) -> tuple[ImportPlan, list[Entry]]:
    left: list[Entry] = []
    dates: dict[int, tuple[DateQuestion, ...]] = {}
    for entry_id, found in told.items():
        entry = plan.entry(entry_id)
        if entry.survey is None:
            continue
        if found is None:
            left.append(entry)
            continue
        decisions = replace(
            entry.decisions,
            fields={**entry.decisions.fields, **found.fields},
            extra={**entry.decisions.extra, **found.extra},
        )
        plan = plan.decide(entry_id, decisions)
        if found.questions:
            dates[entry_id] = found.questions
    return plan.told_dates(dates), left


def _names(entry: Entry) -> set[str]:
    return {entry.name.casefold(), PurePath(entry.name).stem.casefold()}


def _hits(table: Table, column: int, names: set[str]) -> tuple[int, bool]:
    """How many rows name a file in this column, and whether its heading says that it does."""
    cells = (row.cells[column].strip().casefold() for row in table.rows)
    hits = sum(cell in names or PurePath(cell).name in names for cell in cells)
    return hits, plain(table.header[column]) in FILE_NAMES
