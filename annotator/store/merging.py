"""How do the rows of another copy of a project come into this one? By uuid, never by name.

What becomes of two states of one row is decided in `row_states`; so the outcome is the same in
whatever order copies arrive and however often. What comes back on an earlier text, under a code
that became another, or to work that was accepted before, is carried to its place (`carrying`);
what cannot stand is put aside (`aside`), never dropped.

Rows are read and written many at a time. Every row that changes gets its image, stamps included,
so that a merge can be taken back exactly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import sqlalchemy as sa

from annotator.errors import Progress, no_progress
from annotator.store import current_text, schema, subjects
from annotator.store.aside import Aside
from annotator.store.carrying import Carrying
from annotator.store.layers import IN_CELL, Cell, Layers, cell_of
from annotator.store.passages import Passages
from annotator.store.row_states import RowStates, damaged, parts
from annotator.store.taken import Taken
from annotator.store.text_chains import Places

if TYPE_CHECKING:
    from annotator.store.images import Values
    from annotator.store.writer import Writer

TRAVELLING = tuple(
    sorted(
        (
            table
            for table in schema.metadata.sorted_tables
            if {"uuid", "rev", "removed"} <= set(table.c.keys()) and table is not schema.tombstone
        ),
        key=lambda table: table in subjects.TABLES,
    )
)
"""Every table whose rows travel, what is referred to before what refers to it, by key or uuid."""

OWN_WORK = (
    *("coding", "coding_field", "decision", "finished", "memo"),
    *("recheck", "carried", "question", "receipt"),
)
"""Tables of which each row is the work of one coder."""

_CHUNK = 4000

NOT_HERE = "What it belongs to is not in this project."


class Wanted(Protocol):
    """What of a file may come in."""

    def takes(self, table: str) -> bool:
        """Whether any row of a table may."""

    def row(self, table: str, row: Mapping[str, Any]) -> bool:
        """Whether a row may, its foreign keys local already."""


def take_in(
    writer: Writer, source: sa.Connection, wanted: Wanted, *, progress: Progress = no_progress
) -> Taken:
    """Merge every row of `source` that is wanted.

    Raises `ProjectProblem` for rows that refer to what is neither here nor there, for a passage
    that does not stand on its words, and for a text that is not the one known under its name.
    """
    return _Merge(writer, source, wanted, progress).run()


class _Merge:
    """One file on its way in. Local keys of the other file are translated as tables go by."""

    def __init__(
        self, writer: Writer, source: sa.Connection, wanted: Wanted, progress: Progress
    ) -> None:
        self._writer = writer
        self._here = writer.connection
        self._source = source
        self._wanted = wanted
        self._progress = progress
        self._keys: dict[str, dict[int, int | None]] = {}
        """By table: key there to key here, None for a row that is not here and stays out."""
        self._taken = Taken()
        self._carrying = Carrying(self._here, self._taken)
        self._layers = Layers(writer, self._taken)
        self._passages = Passages(source)
        self._aside = Aside(writer, source, self._taken)
        self._ranks: Mapping[int, bytes] = {}
        self._places = Places(writer)
        self._came: dict[str, Collection[int]] = {}
        """By table, the rows that stand as the file has them."""
        self._codings_aside: dict[int | UUID | None, str] = {}
        """By key there and by uuid, why; what belongs to them goes aside with them."""

    def run(self) -> Taken:
        self._keys["replica"] = self._replicas()
        self._ranks = ranks_of(self._here)
        self._texts()
        for number, table in enumerate(TRAVELLING):
            self._progress(number, len(TRAVELLING))
            if table is schema.coding and self._layers.sealed:
                self._look_for_reopened()
            if not self._wanted.takes(table.name):
                self._map_keys(table)
                continue
            states = RowStates(self._writer, table, self._ranks)
            if table.name in OWN_WORK:
                self._offer_work(table, states)
            else:
                self._offer_rows(table, states)
            states.settle()
            states.write(self._taken)
            self._came[table.name] = states.taken_ids
            self._aside.keep_lost(table, states.lost)
        self._aside.write(self._ranks)
        self._places.follow(self._read_there(), self._came)
        return self._taken

    def _read_there(self) -> dict[int, int]:
        """By transcript, which text of it is read in the file; both as they are known here."""
        version = schema.text_version.c
        query = sa.select(version.transcript_id, version.id).where(
            version.id.in_(current_text.of_all())
        )
        transcripts, versions = self._keys["transcript"], self._keys["text_version"]
        pairs = (
            (transcripts.get(row[0]), versions.get(row[1])) for row in self._source.execute(query)
        )
        return {of: read for of, read in pairs if of is not None and read is not None}

    # what rows refer to

    def _replicas(self) -> dict[int, int | None]:
        replica = schema.replica
        known = {row.uuid: row.id for row in self._here.execute(sa.select(replica))}
        keys: dict[int, int | None] = {}
        for row in self._source.execute(sa.select(replica)).all():
            if row.uuid not in known:
                values = {"uuid": row.uuid, "drawn_at": row.drawn_at, "home": ""}
                made = self._here.execute(sa.insert(replica), values).inserted_primary_key
                known[row.uuid] = made[0] if made else 0
            keys[row.id] = known[row.uuid]
        return keys

    def _texts(self) -> None:
        """Texts are addressed by their hash; one that was edited would carry false passages."""
        text = schema.text
        takes = self._wanted.takes("text_version")
        known = set(self._here.execute(sa.select(text.c.sha256)).scalars())
        there = self._source.execution_options(yield_per=20).execute(sa.select(text))
        for row in there:
            if hashlib.sha256(row.body.encode("utf-8")).hexdigest() != row.sha256:
                raise damaged("a text is not the one it was")
            if takes and row.sha256 not in known:
                self._here.execute(sa.insert(text), {"sha256": row.sha256, "body": row.body})

    def _map_keys(self, table: sa.Table) -> None:
        """Where the rows of a table that stays out are known here."""
        keys = self._keys[table.name] = {}
        if table not in _REFERRED_TO:
            return
        columns = [table.c.id, table.c.uuid]
        if table is schema.text_version:
            columns.append(table.c.sha256)
        there = self._source.execute(sa.select(*columns)).all()
        known: dict[UUID, sa.Row[Any]] = {}
        for part in parts([row.uuid for row in there]):
            found = self._here.execute(sa.select(*columns).where(table.c.uuid.in_(part)))
            known.update((row.uuid, row) for row in found)
        for row in there:
            here = known.get(row.uuid)
            if here is not None and table is schema.text_version and here.sha256 != row.sha256:
                raise damaged("a text was changed without saying so")
            keys[row.id] = None if here is None else here.id
        if table is schema.text_version:
            self._carrying.place_versions(there, keys)

    def _read(self, table: sa.Table) -> Iterator[list[Values]]:
        """Rows some thousand at a time; all at once where rows refer to each other."""
        found = self._source.execute(sa.select(table).order_by(table.c.id))
        names = list(found.keys())
        if any(key.column.table is table for key in table.foreign_keys):
            yield [dict(zip(names, row, strict=True)) for row in found]
            return
        for part in found.partitions(_CHUNK):
            yield [dict(zip(names, row, strict=True)) for row in part]

    def _translation(self, table: sa.Table) -> _Translation:
        return _Translation(table, self._keys)

    # everything but work

    def _offer_rows(self, table: sa.Table, states: RowStates) -> None:
        keys = self._keys[table.name] = {}
        translation = self._translation(table)
        for rows in self._read(table):
            states.know([row["uuid"] for row in rows])
            for row in rows:
                keys[row["id"]] = states.key_of(row["uuid"])
            for row in rows:
                there = row["id"]
                whole = not translation.translate(row)
                row["id"] = keys[there]
                if whole and self._wanted.row(table.name, row):
                    states.offer(row)
                elif states.standing(row["uuid"]) is None:
                    keys[there] = None
                    self._taken.note("left out", table.name, row)

    # the work of coders

    def _offer_work(self, table: sa.Table, states: RowStates) -> None:
        keys = self._keys[table.name] = {}
        name, layers = table.name, self._layers
        for raw, row, hindrance in self._work(table, states):
            there = raw["id"]
            of_coding = self._codings_aside.get(raw.get("coding_id"))
            why = of_coding or hindrance
            if of_coding is None and not self._wanted.row(name, row):
                self._leave_out(table, there, row, states)
            elif why:
                self._put_aside(table, (raw, row), why, states)
            elif not layers.sealed:
                row["id"] = keys[there] = states.key_of(row["uuid"])
                states.offer(row)
            elif layers.lead(table, row, states):
                row["id"] = keys[there] = states.key_of(row["uuid"])
                layers.has_place(table, row)
                states.offer(row)
            else:
                self._keys[name][there] = states.id_of(row["uuid"])

    def _work(self, table: sa.Table, states: RowStates) -> Iterator[tuple[Values, Values, str]]:
        """A row as it is there, as it would stand here, and why it cannot."""
        translation, carry = self._translation(table), self._carrying.carry
        for rows in self._read(table):
            if table is schema.coding:
                self._passages.check(rows)
            states.know([row["uuid"] for row in rows])
            absent = subjects.absent(self._here, table, rows)
            for raw in rows:
                row = raw.copy()
                why = translation.translate_all(row) or carry(
                    table, row, raw.get("text_version_id")
                )
                yield raw, row, why or self._alone(table, row, absent, states)

    def _alone(
        self, table: sa.Table, row: Values, absent: Collection[UUID], states: RowStates
    ) -> str:
        """Why a row that is new here would be about nothing; "" where it is about something."""
        subject = subjects.subject_of(table, row) if absent else None
        if subject is None or subject[1] not in absent or self._layers.leads(subject[1]):
            return ""
        if states.standing(row["uuid"]) is not None:
            return ""  # it has its place: a pack holds what is about a coding that is not in it
        return self._codings_aside.get(subject[1], NOT_HERE)

    def _leave_out(self, table: sa.Table, there: int, row: Values, states: RowStates) -> None:
        self._keys[table.name][there] = states.id_of(row["uuid"])
        self._taken.note("left out", table.name, row)

    def _put_aside(
        self, table: sa.Table, rows: tuple[Values, Values], why: str, states: RowStates
    ) -> None:
        """Keep what cannot stand, unless it is no newer than what became of it here."""
        raw, row = rows
        standing = states.standing(row["uuid"])
        self._keys[table.name][raw["id"]] = states.id_of(row["uuid"])
        if standing is None or states.is_later(row, standing):
            self._aside.put(table, raw, row, why)
        if table is schema.coding:
            self._codings_aside |= {raw["id"]: why, raw["uuid"]: why}

    def _look_for_reopened(self) -> None:
        """Before anything is written: which accepted work comes back otherwise."""
        cells: dict[int, Cell] = {}
        aside, carrying = Taken(), self._carrying
        self._carrying = Carrying(self._here, aside)
        self._carrying.know_as(carrying)
        for table in (*IN_CELL, schema.coding_field):
            states = RowStates(self._writer, table, self._ranks)
            self._keys.setdefault(table.name, {})
            if table is schema.coding_field:
                self._look_at_values(states, cells)
                continue
            for raw, row, why in self._work(table, states):
                if not why and self._wanted.row(table.name, row):
                    if table is schema.coding:
                        cells[raw["id"]] = cell_of(row)
                    self._layers.look(row, states)
        self._carrying = carrying

    def _look_at_values(self, states: RowStates, cells: Mapping[int, Cell]) -> None:
        for rows in self._read(schema.coding_field):
            states.know([row["uuid"] for row in rows])
            for row in rows:
                row["replica_id"] = self._keys["replica"][row["replica_id"]]
                self._layers.look_at_value(row, cells.get(row["coding_id"]), states)


class _Translation:
    """Makes the foreign keys of rows of one table local ones."""

    def __init__(self, table: sa.Table, keys: Mapping[str, Mapping[int, int | None]]) -> None:
        self._table = table.name
        self._columns = [
            (key.parent.name, keys[key.column.table.name])
            for key in table.foreign_keys
            if key.column.table is not schema.text
        ]
        self._needed = {key.parent.name for key in table.foreign_keys if not key.parent.nullable}

    def translate(self, row: Values) -> str:
        """Why the row cannot stand: what it belongs to stays out; "" where it can."""
        return NOT_HERE if self._missing(row) & self._needed else ""

    def translate_all(self, row: Values) -> str:
        """The same for work, which waits for all that it names: else that would be forgotten."""
        return NOT_HERE if self._missing(row) - {"changed_by"} else ""

    def _missing(self, row: Values) -> set[str]:
        """Make the keys local; the columns of those that are of nothing that is here."""
        missing: set[str] = set()
        for name, known in self._columns:
            there = row[name]
            if there is None:
                continue
            if there not in known:
                raise damaged(f"a row of {self._table} belongs to nothing")
            row[name] = known[there]
            if row[name] is None:
                missing.add(name)
        return missing


_REFERRED_TO = frozenset(key.column.table for table in TRAVELLING for key in table.foreign_keys)


def ranks_of(connection: sa.Connection) -> dict[int, bytes]:
    """By local id of a replica, what decides between two states of one revision."""
    return {row.id: row.uuid.bytes for row in connection.execute(sa.select(schema.replica))}
