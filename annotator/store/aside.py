"""What becomes of a row that came back and cannot stand? It is kept beside, until it can.

A row stands here as JSON with the uuids of what it belongs to. What lost against another state
of the same row is kept too, as removed: nobody has to look at it, but it is on record.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid5

import sqlalchemy as sa

from annotator.store import current_text, schema, subjects
from annotator.store.images import Values, packed, unpacked
from annotator.store.layers import IN_CELL, cell_of, sealed_cells
from annotator.store.row_states import RowStates
from annotator.store.taken import Taken

if TYPE_CHECKING:
    from annotator.store.writer import Writer

_NAMESPACE = UUID("5d6f2c5e-6a0c-4d0b-9a3b-6d1f3a7c2e11")
_SHOWN = ("coder_id", "round_id", "transcript_id")
_READ_IN = "read_in"
"""Beside the columns of a memo on a passage: in which text its place is to be looked for."""
_STAMPS = ("rev", "replica_id", "created_at", "changed_at", "changed_by")

LOST = "It was decided otherwise on another computer."


class Aside:
    """Collects what cannot stand while one file comes in."""

    def __init__(self, writer: Writer, source: sa.Connection, taken: Taken) -> None:
        self._writer = writer
        self._here = writer.connection
        self._source = source
        self._taken = taken
        self._rows: list[Values] = []

    def put(self, table: sa.Table, raw: Values, row: Values, why: str) -> None:
        """Keep a row; `raw` has the keys of the file, `row` those of here, where known.

        One that was removed is kept too: what it removed may be waiting, or come yet. Nobody has
        to look at it, and it holds nothing here.
        """
        known = as_uuids(self._source, table, raw)
        if table is schema.memo and raw["start"] is not None:
            known[_READ_IN] = self._text_of(raw["on_uuid"])
        if raw["removed"]:
            self._rows.append(self._made(table, known, row | dict.fromkeys(_SHOWN), why))
            return
        self._rows.append(self._made(table, known, row, why))
        self._taken.why_aside[why] += 1
        self._taken.note("aside", table.name, row)

    def keep_lost(self, table: sa.Table, rows: Sequence[Values]) -> None:
        """Keep on record what was decided and does not stand."""
        for row in rows:
            known = as_uuids(self._here, table, row)
            kept = self._made(table, known, row, LOST)
            version = f"{row['uuid'].hex} {row['rev']} {known['replica_id']}"
            self._rows.append(kept | {"uuid": uuid5(_NAMESPACE, version), "removed": True})
            self._taken.note("lost", table.name, row)

    def write(self, ranks: Mapping[int, bytes]) -> None:
        """Write down what was collected; what was put aside before stays as it is."""
        if not self._rows:
            return
        states = RowStates(self._writer, schema.aside, ranks)
        rows = {row["uuid"]: row for row in self._rows}
        states.know(list(rows))
        for row in rows.values():
            row["id"] = states.key_of(row["uuid"])
            states.offer(row)
        states.write(Taken())

    def _made(self, table: sa.Table, known: Values, row: Values, why: str) -> Values:
        return {
            **{name: row[name] for name in _STAMPS},
            "uuid": uuid5(_NAMESPACE, f"{table.name} {row['uuid'].hex}"),
            "removed": False,
            "merged_into": None,
            **{name: row.get(name) for name in _SHOWN},
            "table_name": table.name,
            "row": json.loads(packed(known)),
            "why": why,
        }

    def _text_of(self, transcript: UUID) -> UUID | None:
        """The text of a transcript that is read in the file."""
        version, of = schema.text_version.c, schema.transcript.c
        query = (
            sa.select(version.uuid)
            .join(schema.transcript, of.id == version.transcript_id)
            .where(of.uuid == transcript, version.id.in_(current_text.of_all()))
        )
        return cast("UUID | None", self._source.execute(query).scalar_one_or_none())


def as_uuids(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> Values:
    """A row with the uuids of what it belongs to instead of local keys."""
    found = {name: value for name, value in row.items() if name != "id"}
    for key in table.foreign_keys:
        name, target = key.parent.name, key.column.table
        if found.get(name) is not None and target is not schema.text:
            query = sa.select(target.c.uuid).where(target.c.id == found[name])
            found[name] = connection.execute(query).scalar_one_or_none()
    return found


def waiting(connection: sa.Connection) -> Iterator[Values]:
    """What is aside and still may come in, the oldest first."""
    query = sa.select(schema.aside).where(schema.aside.c.removed.is_(sa.false()))
    found = connection.execute(query.order_by(schema.aside.c.id)).mappings().all()
    return (dict(row) | {"row": unpacked(json.dumps(row["row"]))} for row in found)


class Back:
    """Lets rows stand whose place is there by now.

    They come in as from a file that comes now. So what they belong to may even be removed: it is
    brought back, or led to what stands for it, by all that follows on a merge.
    """

    def __init__(self, writer: Writer, ranks: Mapping[int, bytes]) -> None:
        self._writer = writer
        self._here = writer.connection
        self._ranks = ranks
        self._sealed = sealed_cells(writer.connection)
        self.done: list[Values] = []
        """What is no longer aside."""
        self.placed: defaultdict[int, list[int]] = defaultdict(list)
        """Memos on passages that came in, by the text version that their place is in."""

    def take(self, kept: Iterable[Values]) -> None:
        """Take in what can stand: first what is referred to, then what refers to it."""
        by_table: defaultdict[str, list[Values]] = defaultdict(list)
        for each in kept:
            by_table[each["table_name"]].append(each)
        tables = schema.metadata.sorted_tables
        for table in sorted(tables, key=lambda table: table in subjects.TABLES):
            if table.name in by_table:
                self._take(table, by_table[table.name])

    def _take(self, table: sa.Table, kept: Sequence[Values]) -> None:
        absent = subjects.absent(self._here, table, [each["row"] for each in kept])
        states = RowStates(self._writer, table, self._ranks)
        states.know([each["row"]["uuid"] for each in kept])
        read_in: dict[int, int] = {}
        for each in kept:
            row = self._with_keys(table, each["row"])
            if row is None or _is_about(table, row, absent) or self._is_sealed(table, row, states):
                continue
            row["id"] = states.key_of(row["uuid"])
            if (text := row.pop(_READ_IN, None)) is not None:
                read_in[row["id"]] = text
            states.offer(row)
            self.done.append(each)
        states.settle()
        states.write(Taken())
        for row_id in states.taken_ids & read_in.keys():
            self.placed[read_in[row_id]].append(row_id)

    def _with_keys(self, table: sa.Table, kept: Values) -> Values | None:
        """A row with local keys again; None where it still cannot stand."""
        row = kept.copy()
        targets = {key.parent.name: key.column.table for key in table.foreign_keys}
        for name, target in (targets | {_READ_IN: schema.text_version}).items():
            if row.get(name) is None or target is schema.text:
                continue
            query = sa.select(target.c.id).where(target.c.uuid == row[name])
            row[name] = self._here.execute(query).scalar_one_or_none()
            if row[name] is None and name != "changed_by":
                return None
        return row

    def _is_sealed(self, table: sa.Table, row: Values, states: RowStates) -> bool:
        """Whether a row would change work that was accepted meanwhile: a seal holds."""
        cell = row
        if table is schema.coding_field:
            cell = self._writer.row(schema.coding, row["coding_id"])
        elif table not in IN_CELL:
            return False
        if cell_of(cell) not in self._sealed:
            return False
        standing = states.standing(row["uuid"])
        return standing is None or states.is_later(row, standing)


def _is_about(table: sa.Table, row: Values, uuids: Collection[UUID]) -> bool:
    """Whether a row is about one of these."""
    subject = subjects.subject_of(table, row)
    return subject is not None and subject[1] in uuids
