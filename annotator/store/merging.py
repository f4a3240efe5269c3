"""How do the rows of another copy of a project come into this one? By uuid, never by name.

Of two states of a row the greater one stands, in the order (revision, replica, merged or not,
content); clocks play no part. So the outcome is the same in whatever order copies arrive and
however often. Equal decisions of one coder that were made in two copies have two uuids; they are
one decision: the smallest uuid stands, the others are tombstones that point to it and follow it.

Rows are read and written many at a time. Every row that changes gets its image, stamps included,
so that a merge can be taken back exactly.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from annotator.errors import ProjectProblem
from annotator.store import schema
from annotator.store.writer import Image, Values, Writer

Keep = Callable[[str, Mapping[str, Any]], bool]
"""Whether a row, its foreign keys local already, may come in; asked with the table's name."""

TRAVELLING = tuple(
    table
    for table in schema.metadata.sorted_tables
    if {"uuid", "rev", "removed"} <= set(table.c.keys()) and table is not schema.tombstone
)
"""Every table whose rows travel, what is referred to before what refers to it."""

_SAME: Mapping[str, tuple[str, ...]] = schema.SAME_DECISION | {
    "unit_boundaries": ("text_version_id", "level"),
    "label_choice": ("source", "label"),
    "assignment": ("round_id", "coder_id", "transcript_id", "start"),
    "stand_in": ("name",),
}
"""Columns in which two live rows cannot agree: where they do, they are made one."""

_LABELS = {"coder": "coder_id", "transcript": "doc_id", "code": "code_id"}
"""Short labels that are unique without regard to case; of two, the greater uuid gets another."""

_AT_ONCE = 500


What = Literal["added", "changed", "removed", "left out"]


class Count(NamedTuple):
    """What happened to rows of which table, and of which coder where rows have one."""

    what: What
    table: str
    coder_id: int | None


@dataclass(slots=True)
class Taken:
    """What came in from one file."""

    counts: Counter[Count] = field(default_factory=Counter)
    relabelled: list[str] = field(default_factory=list)
    """Short labels that were taken, and what stands now, in words."""

    def number(self, what: What, table: str, coder_id: int | None = None) -> int:
        """How many rows of a table; of all coders where none is named."""
        return sum(
            number
            for count, number in self.counts.items()
            if (count.what, count.table) == (what, table) and coder_id in {None, count.coder_id}
        )

    def note(self, what: What, table: str, row: Values) -> None:
        self.counts[Count(what, table, row.get("coder_id"))] += 1


def take_in(writer: Writer, source: sa.Connection, keep: Keep) -> Taken:
    """Merge every row of `source` that `keep` wants; what belongs to a row left out is left out.

    Raises `ProjectProblem` for rows that refer to what is neither here nor there, and for a text
    that is not the one known under its name.
    """
    return _Merge(writer, source, keep).run()


class _Merge:
    """One file on its way in. Local keys of the other file are translated as tables go by."""

    def __init__(self, writer: Writer, source: sa.Connection, keep: Keep) -> None:
        self._writer = writer
        self._here = writer.connection
        self._source = source
        self._keep = keep
        self._keys: dict[str, dict[int, int | None]] = {}
        """By table: key there to key here, None for a row that was left out."""
        self._taken = Taken()

    def run(self) -> Taken:
        self._keys["replica"] = self._replicas()
        ranks = {row.id: row.uuid.bytes for row in self._here.execute(sa.select(schema.replica))}
        self._texts()
        for table in TRAVELLING:
            state = _State(self._writer, table, ranks)
            self._offer_rows(table, state)
            state.settle()
            state.write(self._taken)
        return self._taken

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
        known = set(self._here.execute(sa.select(text.c.sha256)).scalars())
        there = self._source.execution_options(yield_per=20).execute(sa.select(text))
        for row in there:
            if hashlib.sha256(row.body.encode("utf-8")).hexdigest() != row.sha256:
                raise _damaged("a text is not the one it was")
            if row.sha256 not in known:
                self._here.execute(sa.insert(text), {"sha256": row.sha256, "body": row.body})

    def _offer_rows(self, table: sa.Table, state: _State) -> None:
        keys = self._keys[table.name] = {}
        for rows in self._read(table):
            state.know([row["uuid"] for row in rows])
            for row in rows:
                keys[row["id"]] = state.key_of(row["uuid"])
            for row in rows:
                there = row["id"]
                wanted = self._translate(table, row)
                row["id"] = keys[there]
                if wanted and self._keep(table.name, row):
                    state.offer(row)
                elif not state.knows(row["uuid"]):
                    keys[there] = None
                    self._taken.note("left out", table.name, row)

    def _read(self, table: sa.Table) -> Iterator[list[Values]]:
        """Rows some thousand at a time; all at once where rows refer to each other."""
        found = self._source.execute(sa.select(table).order_by(table.c.id)).mappings()
        if any(key.column.table is table for key in table.foreign_keys):
            yield [dict(row) for row in found]
            return
        for part in found.partitions(4000):
            yield [dict(row) for row in part]

    def _translate(self, table: sa.Table, row: Values) -> bool:
        """Make the foreign keys local ones; False where the row belongs to one left out."""
        for key in table.foreign_keys:
            name, target = key.parent.name, key.column.table
            if target is schema.text or row[name] is None:
                continue
            known = self._keys[target.name]
            if row[name] not in known:
                raise _damaged(f"a row of {table.name} belongs to nothing")
            row[name] = known[row[name]]
            if row[name] is None and not key.parent.nullable:
                return False
        return True


class _State:
    """The rows of one table as they stand, what is offered for them, and what becomes of both."""

    def __init__(self, writer: Writer, table: sa.Table, ranks: Mapping[int, bytes]) -> None:
        self._writer = writer
        self._here = writer.connection
        self._table = table
        self._ranks = ranks
        """Of replicas, by their local id."""
        self._standing: dict[UUID, sa.Row[Any]] = {}
        self._offered: dict[int, Values] = {}
        self._patches: dict[int, Values] = {}
        """Standing rows that only become, or cease to be, the same as another."""
        self._new: dict[UUID, int] = {}
        self._top: int | None = None

    def know(self, uuids: Sequence[UUID]) -> None:
        """Look up the standing rows with these uuids."""
        names = ("id", "uuid", "rev", "replica_id", "changed_at", "merged_into")
        columns = [self._table.c[name] for name in names]
        if self._table is schema.text_version:
            columns.append(self._table.c.sha256)
        for part in _parts(uuids):
            rows = self._here.execute(sa.select(*columns).where(self._table.c.uuid.in_(part)))
            self._standing.update((row.uuid, row) for row in rows)

    def knows(self, uuid: UUID) -> bool:
        return uuid in self._standing

    def key_of(self, uuid: UUID) -> int:
        """The local key of a row, a new one where it is new."""
        if uuid in self._standing:
            return int(self._standing[uuid].id)
        if uuid in self._new:
            raise _damaged(f"two rows of {self._table.name} have one uuid")
        if self._top is None:
            most = sa.select(sa.func.coalesce(sa.func.max(self._table.c.id), 0))
            self._top = int(self._here.execute(most).scalar_one())
        self._top += 1
        self._new[uuid] = self._top
        return self._top

    def offer(self, row: Values) -> None:
        """Take a row where it is new or greater than the one that stands."""
        standing = self._standing.get(row["uuid"])
        if standing is not None:
            if self._table is schema.text_version and standing.sha256 != row["sha256"]:
                raise _damaged("a text was changed without saying so")
            if not self._is_greater(row, standing):
                return
        self._offered[row["id"]] = row

    def settle(self) -> None:
        """Make rows that say the same one: the smallest uuid stands, the others point to it."""
        columns = _SAME.get(self._table.name)
        if columns is None or not self._offered:
            return
        groups: defaultdict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
        for row in self._alike(columns):
            if not row["removed"] or row["merged_into"] is not None:
                groups[tuple(row[name] for name in columns)].append(row)
        for group in groups.values():
            first = min(row["uuid"] for row in group)
            for row in group:
                stands = row["uuid"] == first
                now = {"removed": not stands, "merged_into": None if stands else first}
                if row["id"] in self._offered:
                    self._offered[row["id"]] |= now
                elif any(row[name] != value for name, value in now.items()):
                    self._patches[row["id"]] = now

    def write(self, taken: Taken) -> None:
        """Write what was offered: first out of each other's way, then as it will be."""
        name = self._table.name
        standing = {row.id for row in self._standing.values()}
        new = [row for row_id, row in self._offered.items() if row_id not in standing]
        later = {row_id: row for row_id, row in self._offered.items() if row_id in standing}
        later |= self._patches
        if name in _LABELS and self._offered:
            taken.relabelled += self._relabel(_LABELS[name], new, later)
        before = self._whole(list(later))
        for part in _parts(list(later)):
            self._here.execute(
                sa.update(self._table).where(self._table.c.id.in_(part)).values(removed=True)
            )
        if new:
            self._here.execute(sa.insert(self._table), new)
        for row in new:
            self._keep_image(row["id"], None, {"digest": made_by(row)}, row)
            if not row["removed"]:
                taken.note("added", name, row)
        for row_id, row in later.items():
            self._change(before[row_id], row, taken)

    def _change(self, before: Values, values: Values, taken: Taken) -> None:
        after = {
            name: value for name, value in values.items() if name != "id" and value != before[name]
        }
        removed = values.get("removed", before["removed"])
        self._here.execute(
            sa.update(self._table).where(self._table.c.id == before["id"]),
            after | {"removed": removed},
        )
        # With the revision, equal or not: by it later acts on the row are noticed.
        now = {"rev": before["rev"]} | after
        was = {name: before[name] for name in now}
        self._keep_image(before["id"], was, now, before | values)
        what: What = "changed" if removed == before["removed"] else "added"
        taken.note(
            "removed" if removed and not before["removed"] else what, self._table.name, before
        )

    def _keep_image(self, row_id: int, before: Values | None, after: Values, row: Values) -> None:
        self._writer.images.append(Image(self._table.name, row_id, before, after))
        self._writer.touch(self._table, row_id, row)

    def _whole(self, row_ids: Sequence[int]) -> dict[int, Values]:
        found: dict[int, Values] = {}
        for part in _parts(row_ids):
            rows = self._here.execute(sa.select(self._table).where(self._table.c.id.in_(part)))
            found.update((row["id"], dict(row)) for row in rows.mappings())
        return found

    def _is_greater(self, row: Values, standing: sa.Row[Any]) -> bool:
        theirs = (row["rev"], self._ranks[row["replica_id"]], row["merged_into"] is not None)
        mine = (standing.rev, self._ranks[standing.replica_id], standing.merged_into is not None)
        if mine != theirs or row["changed_at"] == standing.changed_at:
            return theirs > mine
        # A file copied byte by byte goes on under the same replica: content decides.
        other = self._whole([standing.id])[standing.id]
        return self._content(row) > self._content(other)

    def _content(self, row: Values) -> str:
        local = {key.parent.name for key in self._table.foreign_keys} | {"id"}
        return repr([(name, row[name]) for name in sorted(row) if name not in local])

    def _alike(self, columns: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        """The rows on offer, and the standing ones that may say the same."""
        names = ("id", "uuid", "removed", "merged_into", *columns)
        of_coders = {row.get("coder_id") for row in self._offered.values()}
        stands = self._table.c.removed.is_(sa.false()) | self._table.c.merged_into.is_not(None)
        if "coder_id" in columns:
            stands &= self._table.c.coder_id.in_(of_coders)
        first = self._table.c[columns[0]]
        places = {row[columns[0]] for row in self._offered.values()}
        yield from self._offered.values()
        for part in _parts(sorted(places)):
            rows = self._here.execute(
                sa.select(*(self._table.c[name] for name in names)).where(first.in_(part), stands)
            )
            yield from (dict(row) for row in rows.mappings() if row["id"] not in self._offered)

    def _relabel(self, column: str, new: list[Values], later: dict[int, Values]) -> list[str]:
        """Give the greater of two uuids with one label another label, and say so."""
        folded = f"{column}_folded"
        live = self._here.execute(
            sa.select(self._table).where(self._table.c.removed.is_(sa.false()))
        ).mappings()
        rows = {row["id"]: dict(row) for row in live} | later | {row["id"]: row for row in new}
        taken: set[str] = set()
        keys: set[str] = set()
        told = []
        for row in sorted(rows.values(), key=lambda row: row["uuid"].bytes):
            if row["removed"]:
                continue
            other: Values = {}
            if row[folded] in taken:
                label = f"{row[column]}_{row['uuid'].hex[:4]}"
                told.append(f"{row[column]} stands twice; the other one is called {label}")
                other |= {column: label, folded: label.casefold()}
            if row.get("key", "").casefold() in keys:
                told.append(f"The key {row['key'].upper()} stands twice; {row['name']} lost it")
                other["key"] = ""
            if other:
                row.update(other, rev=row["rev"] + 1)
                if row["uuid"] in self._standing or row["uuid"] not in self._new:
                    later[row["id"]] = row
            taken.add(row[folded])
            keys |= {row.get("key", "").casefold()} - {""}
        return told


def change_exactly(writer: Writer, table: sa.Table, row_id: int, **values: Any) -> None:
    """Change a row as part of a merge: the image holds the stamps too."""
    before = writer.row(table, row_id)
    images = len(writer.images)
    if writer.change(table, row_id, **values):
        del writer.images[images:]
        after = writer.row(table, row_id)
        changed = [name for name, value in after.items() if value != before[name]]
        writer.images.append(
            Image(
                table.name,
                row_id,
                {name: before[name] for name in changed},
                {name: after[name] for name in changed},
            )
        )


def insert_exactly(writer: Writer, table: sa.Table, **values: Any) -> int:
    """Insert a row as part of a merge: taking the merge back deletes it."""
    row_id = writer.insert(table, **values)
    after = {"digest": made_by(writer.row(table, row_id))}
    writer.images[-1] = Image(table.name, row_id, None, after)
    return row_id


def made_by(row: Mapping[str, Any]) -> str:
    """What an image keeps of a row that a merge brought: enough to see whether it was changed."""
    return f"{row['rev']} {row['replica_id']} {row['changed_at']}"


def _parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]


def _damaged(what: str) -> ProjectProblem:
    return ProjectProblem(
        "This file was damaged or edited outside the program, and was not merged.",
        "Ask for it to be handed back again from the program.",
        what,
    )
