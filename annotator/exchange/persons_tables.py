"""Which persons does a table hold, and how does the register become a table?

One row says one thing that held of a person for a time; what holds of the person as such stands
in the first of their rows, or in every one. A table of a team's own is taken too: any column
that means nothing else is an attribute by its heading, as in name, country, party, from, to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from annotator.errors import FileProblem
from annotator.exchange.headers import recognised
from annotator.exchange.plain_tables import write_rows
from annotator.exchange.spreadsheets import Row, Table, read_table
from annotator.model.code_ids import key_of
from annotator.model.persons import Attribute, Person, PersonDraft, PersonLabel
from annotator.transcripts.dates import dates_in

COLUMNS = ("name", "role", "labels", "note", "kind", "value", "since", "until")
SYNONYMS = {
    "name": ("name", "person", "full_name", "speaker", "speaker_name", "nom", "nombre"),
    "role": ("role", "function", "position", "title"),
    "labels": ("labels", "label", "aliases", "alias", "also_called", "speaker_label"),
    "note": ("note", "notes", "comment", "comments", "remark"),
    "kind": ("kind", "attribute", "variable"),
    "value": ("value",),
    "since": ("since", "from", "start", "valid_from", "start_date", "begin", "von"),
    "until": ("until", "to", "end", "valid_to", "valid_until", "end_date", "bis"),
}
_NOT_ATTRIBUTES = frozenset({"person_id", "turns", "transcripts", ""})
_BETWEEN_LABELS = " | "
_LABEL = re.compile(r"(?P<label>.*?)\s*\[(?P<source>[^\[\]]+)\]\s*$")
_PARTIAL = re.compile(r"\d{4}(-\d{2}){0,2}")
_NOTED = 5
_WIDTHS = (28, 28, 34, 30, 16, 30, 12, 12)


class PersonsTable(Struct, frozen=True):
    """What a table says, one draft a person, and what of it could not be read."""

    persons: tuple[PersonDraft, ...]
    notes: tuple[str, ...] = ()


class PersonsImported(Struct, frozen=True):
    """What became of a table of persons."""

    added: int
    changed: int
    same: int
    notes: tuple[str, ...] = ()


class _Gathered(Struct):
    """What the rows said of one person so far."""

    name: str
    role: str = ""
    note: str = ""
    labels: list[PersonLabel] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)

    def draft(self) -> PersonDraft:
        return PersonDraft(
            self.name, self.role, self.note, tuple(self.labels), tuple(self.attributes)
        )


def read_persons_table(path: Path) -> PersonsTable:
    """The persons in a .csv or .xlsx. Raises `FileProblem` where no column holds names."""
    table = read_table(path, prefer_sheet="persons")
    columns = recognised(table.header, SYNONYMS)
    if "name" not in columns:
        raise FileProblem(
            f"{table.name} has no column of names.", "Call the column with the names “name”."
        )
    return _Reading(table, columns).persons()


def write_persons_table(persons: Sequence[Person], path: Path) -> Path:
    """Write the register as .xlsx or .csv. Raises `FileProblem` where that cannot be."""
    rows = [COLUMNS, *(row for one in persons for row in _rows(one))]
    write_rows(rows, path, sheet="persons", widths=_WIDTHS)
    return path


class _Reading:
    """One table, row by row."""

    def __init__(self, table: Table, columns: Mapping[str, int]) -> None:
        self._table = table
        self._columns = columns
        self._notes: list[str] = []
        taken = set(columns.values())
        self._kinds = {
            number: heading.strip()
            for number, heading in enumerate(table.header)
            if number not in taken and heading.strip().casefold() not in _NOT_ATTRIBUTES
        }
        """Columns of the team's own: the kind of an attribute by the number of the column."""

    def persons(self) -> PersonsTable:
        found: dict[str, _Gathered] = {}
        for row in self._table.rows:
            name = " ".join(self._cell(row, "name").split())
            if not name:
                self._notes.append(f"row {row.number} has no name")
                continue
            self._add(found.setdefault(key_of(name), _Gathered(name)), row)
        notes = self._notes[:_NOTED]
        if len(self._notes) > _NOTED:
            notes.append(f"and {len(self._notes) - _NOTED} more rows")
        return PersonsTable(tuple(one.draft() for one in found.values()), tuple(notes))

    def _add(self, one: _Gathered, row: Row) -> None:
        one.role = one.role or self._cell(row, "role")
        one.note = one.note or self._cell(row, "note")
        one.labels += [each for each in self._labels(row) if each not in one.labels]
        since, until = self._day(row, "since"), self._day(row, "until")
        for kind, value in self._values(row):
            attribute = Attribute(kind, value, since, until)
            if attribute not in one.attributes:
                one.attributes.append(attribute)

    def _values(self, row: Row) -> Iterator[tuple[str, str]]:
        kind, value = self._cell(row, "kind"), self._cell(row, "value")
        if kind and value:
            yield kind, value
        for number, heading in self._kinds.items():
            if row.cells[number].strip():
                yield heading, row.cells[number].strip()

    def _labels(self, row: Row) -> Iterator[PersonLabel]:
        for part in re.split(r"\s*[|\n]\s*", self._cell(row, "labels")):
            found = _LABEL.fullmatch(part)
            if found is not None and found["label"]:
                yield PersonLabel(found["label"], found["source"].strip())
            elif part:
                yield PersonLabel(part)

    def _day(self, row: Row, column: str) -> str:
        """An ISO date, perhaps only its year or month; what is none, or two, is noted."""
        words = self._cell(row, column)
        if not words or _PARTIAL.fullmatch(words):
            return words
        found = next(iter(dates_in(words)), None)
        if found is None or found.ambiguous:
            why = "is no date" if found is None else "reads two ways"
            self._notes.append(f"“{words}” in row {row.number} {why}; write it as 2023-11-28")
            return ""
        return found.iso

    def _cell(self, row: Row, column: str) -> str:
        number = self._columns.get(column)
        return "" if number is None else row.cells[number].strip()


def _rows(one: Person) -> Iterator[tuple[str, ...]]:
    labels = _BETWEEN_LABELS.join(
        f"{each.label} [{each.source}]" if each.source else each.label for each in one.labels
    )
    first = (one.name, one.role, labels, one.note)
    if not one.attributes:
        yield (*first, "", "", "", "")
    for each in one.attributes:
        yield (*first, each.kind, each.value, each.since, each.until)
        first = (one.name, "", "", "")
