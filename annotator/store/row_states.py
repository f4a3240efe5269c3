"""What becomes of the rows of one table when those of another copy are offered?

Of two states of a row the greater one stands, in the order (revision, changed by whose it is,
replica, merged or not, content); clocks play no part. Rows that say the same under two uuids are
one: the smallest uuid stands, the others are tombstones that point to it and follow it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.errors import ProjectProblem
from annotator.store import schema
from annotator.store.images import Image, Values
from annotator.store.writer import Writer, insert_all

if TYPE_CHECKING:
    from annotator.store.taken import Taken, What

SAME: Mapping[str, tuple[str, ...]] = schema.SAME_DECISION | {
    "unit_boundaries": ("text_version_id", "level"),
    "label_choice": ("source", "label"),
    "assignment": ("round_id", "coder_id", "transcript_id", "start"),
    "stand_in": ("name",),
}
"""Columns in which two live rows cannot agree: where they do, they are made one."""

LABELS = {"coder": "coder_id", "transcript": "doc_id", "code": "code_id"}
"""Short labels that are unique without regard to case; of two, the greater uuid gets another."""

AT_ONCE = 500


class RowStates:
    """The rows of one table as they stand, what is offered for them, and what becomes of both."""

    def __init__(self, writer: Writer, table: sa.Table, ranks: Mapping[int, bytes]) -> None:
        self._writer = writer
        self._here = writer.connection
        self.table = table
        self._ranks = ranks
        """Of replicas, by their local id."""
        self._standing: dict[UUID, sa.Row[Any]] = {}
        self._offered: dict[int, Values] = {}
        self._patches: dict[int, Values] = {}
        """Standing rows that only become, or cease to be, the same as another."""
        self._new: dict[UUID, int] = {}
        self._top: int | None = None
        self._known = sa.select(*(table.c[name] for name in self._needed())).where(
            table.c.uuid.in_(sa.bindparam("uuids", expanding=True))
        )
        self.lost: list[Values] = []
        """What was offered, lost against what stands, and was no earlier state of it."""

    def _needed(self) -> Iterator[str]:
        yield from ("id", "uuid", "rev", "replica_id", "changed_at", "changed_by", "removed")
        yield "merged_into"
        if self.table is schema.text_version:
            yield "sha256"
        if "coder_id" in self.table.c:
            yield "coder_id"

    def know(self, uuids: Sequence[UUID]) -> None:
        """Look up the standing rows with these uuids."""
        for part in parts(uuids):
            rows = self._here.execute(self._known, {"uuids": part})
            self._standing.update((row.uuid, row) for row in rows)

    def standing(self, uuid: UUID) -> sa.Row[Any] | None:
        """The row with this uuid as it stands; ask `know` first."""
        return self._standing.get(uuid)

    def id_of(self, uuid: UUID) -> int | None:
        """The local key of a row that stands, None where there is none."""
        standing = self._standing.get(uuid)
        return None if standing is None else int(standing.id)

    def key_of(self, uuid: UUID) -> int:
        """The local key of a row, a new one where it is new."""
        if uuid in self._standing:
            return int(self._standing[uuid].id)
        if uuid in self._new:
            raise damaged(f"two rows of {self.table.name} have one uuid")
        if self._top is None:
            most = sa.select(sa.func.coalesce(sa.func.max(self.table.c.id), 0))
            self._top = int(self._here.execute(most).scalar_one())
        self._top += 1
        self._new[uuid] = self._top
        return self._top

    def offer(self, row: Values) -> None:
        """Take a row where it is new or greater than the one that stands."""
        standing = self._standing.get(row["uuid"])
        if standing is not None:
            if self.table is schema.text_version and standing.sha256 != row["sha256"]:
                raise damaged("a text was changed without saying so")
            if not self.is_greater(row, standing):
                if self._is_another_line(row, standing):
                    self.lost.append(row)
                return
        self._offered[row["id"]] = row

    def put(self, row: Values) -> None:
        """Take a standing row as it is here, with something in it that follows from the others."""
        self._offered[row["id"]] = row

    def _is_another_line(self, row: Values, standing: sa.Row[Any]) -> bool:
        """Whether it is no earlier state of what stands: of one copy all states follow."""
        return bool(row["rev"] > 1 and row["replica_id"] != standing.replica_id)

    @property
    def taken_ids(self) -> Collection[int]:
        """The rows that stand as they were offered."""
        return self._offered.keys()

    def settle(self) -> None:
        """Make rows that say the same one: the smallest uuid stands, the others point to it.

        One that points to itself went with what it was a part of (`bringing_back`).
        """
        columns = SAME.get(self.table.name)
        if columns is None or not self._offered:
            return
        key_of = itemgetter(*columns) if len(columns) > 1 else lambda row: row[columns[0]]
        gone = self._codes_that_became_others()
        groups: defaultdict[Any, list[Mapping[str, Any]]] = defaultdict(list)
        for row in self._alike(columns):
            if (not row["removed"] or row["merged_into"] not in {None, row["uuid"]}) and (
                row.get("code_id") not in gone
            ):
                groups[key_of(row)].append(row)
        for group in groups.values():
            first = group[0]["uuid"] if len(group) == 1 else min(row["uuid"] for row in group)
            for row in group:
                self._stand(row, first)

    def _stand(self, row: Mapping[str, Any], first: UUID) -> None:
        """Let a row stand, or point to the one that does."""
        stands = row["uuid"] == first
        if stands and not row["removed"]:
            return  # also where it points to the coding that it was made on
        merged_into = None if stands else first
        if row["removed"] is (not stands) and row["merged_into"] == merged_into:
            return
        now = {"removed": not stands, "merged_into": merged_into}
        if row["id"] in self._offered:
            self._offered[row["id"]] |= now
        else:
            self._patches[row["id"]] = now

    def _codes_that_became_others(self) -> frozenset[int]:
        """What was coded with these follows them, and is compared with what stands there then."""
        if "code_id" not in self.table.c:
            return frozenset()
        code = schema.code.c
        became = sa.select(code.id).where(
            code.removed.is_(sa.true()), code.merged_into != code.uuid
        )
        return frozenset(self._here.execute(became).scalars())

    def write(self, taken: Taken) -> None:
        """Write what was offered: first out of each other's way, then as it will be."""
        name = self.table.name
        standing = {row.id for row in self._standing.values()}
        new = [row for row_id, row in self._offered.items() if row_id not in standing]
        later = {row_id: row for row_id, row in self._offered.items() if row_id in standing}
        later |= self._patches
        if self.table is schema.text_version:
            taken.relabelled += self._renumber(new, later)
        if name in LABELS and self._offered:
            taken.relabelled += self._relabel(LABELS[name], new, later)
        before = self._whole(list(later))
        for part in parts(list(later)):
            self._here.execute(
                sa.update(self.table).where(self.table.c.id.in_(part)).values(removed=True)
            )
        if new:
            insert_all(self._here, self.table, new)
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
        removed = bool(values.get("removed", before["removed"]))
        self._here.execute(
            sa.update(self.table).where(self.table.c.id == before["id"]),
            after | {"removed": removed},
        )
        # With the revision, equal or not: by it later acts on the row are noticed.
        now = {"rev": before["rev"]} | after
        was = {name: before[name] for name in now}
        self._keep_image(before["id"], was, now, before | values)
        if not after.keys() <= _HOW or removed != before["removed"]:
            taken.note(_what(before, removed=removed, values=values), self.table.name, before)

    def _keep_image(self, row_id: int, before: Values | None, after: Values, row: Values) -> None:
        self._writer.images.append(Image(self.table.name, row_id, before, after))
        self._writer.touch(self.table, row_id, row)

    def _whole(self, row_ids: Sequence[int]) -> dict[int, Values]:
        found: dict[int, Values] = {}
        for part in parts(row_ids):
            rows = self._here.execute(sa.select(self.table).where(self.table.c.id.in_(part)))
            found.update((row["id"], dict(row)) for row in rows.mappings())
        return found

    def is_later(self, row: Values, standing: sa.Row[Any]) -> bool:
        """Whether a row on offer was decided above the one that is there; the same is not."""
        return self._order(row) > self._order_of(standing)

    def says_the_same(self, row: Values) -> bool:
        """Whether a live row of another uuid says what this one says."""
        columns = SAME[self.table.name]
        query = sa.select(self.table.c.id).where(
            self.table.c.removed.is_(sa.false()),
            *(self.table.c[name] == row[name] for name in columns),
        )
        return self._here.execute(query).first() is not None

    def is_greater(self, row: Values, standing: sa.Row[Any]) -> bool:
        """Whether a row on offer stands above the one that is there."""
        theirs = (*self._order(row), row["merged_into"] is not None)
        mine = (*self._order_of(standing), standing.merged_into is not None)
        if mine != theirs or row["changed_at"] == standing.changed_at:
            return theirs > mine
        # A file copied byte by byte goes on under the same replica: content decides.
        other = self._whole([standing.id])[standing.id]
        return self._content(row) > self._content(other)

    def _order(self, row: Values) -> tuple[int, bool, bytes]:
        owner = _by_owner(row.get("coder_id"), row["changed_by"])
        return row["rev"], owner, self._ranks[row["replica_id"]]

    def _order_of(self, standing: sa.Row[Any]) -> tuple[int, bool, bytes]:
        owner = _by_owner(getattr(standing, "coder_id", None), standing.changed_by)
        return standing.rev, owner, self._ranks[standing.replica_id]

    def _content(self, row: Values) -> str:
        local = {key.parent.name for key in self.table.foreign_keys} | {"id"}
        return repr([(name, row[name]) for name in sorted(row) if name not in local])

    def _alike(self, columns: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        """The rows on offer, and the standing ones that may say the same."""
        names = {"id", "uuid", "removed", "merged_into", *columns}
        if "code_id" in self.table.c:
            names.add("code_id")
        of_coders = {row.get("coder_id") for row in self._offered.values()}
        stands = self.table.c.removed.is_(sa.false()) | self.table.c.merged_into.is_not(None)
        if "coder_id" in columns:
            stands &= self.table.c.coder_id.in_(of_coders)
        first = self.table.c[columns[0]]
        places = {row[columns[0]] for row in self._offered.values()}
        yield from self._offered.values()
        query = sa.select(*(self.table.c[name] for name in sorted(names)))
        for part in parts(sorted(places)):
            rows = self._here.execute(query.where(first.in_(part), stands))
            yield from (dict(row) for row in rows.mappings() if row["id"] not in self._offered)

    def _renumber(self, new: list[Values], later: dict[int, Values]) -> list[str]:
        """Let corrections of one text that were made in several copies follow each other.

        Both are kept; of two with one number the greater uuid comes after, and is the one read.
        """
        offered = [*new, *(row for row in later.values() if "transcript_id" in row)]
        of = {row["transcript_id"] for row in offered if not row["removed"]}
        version, told = self.table.c, []
        columns = (version.id, version.uuid, version.transcript_id, version.number)
        for transcript_id in sorted(of):
            live = sa.select(*columns).where(
                version.transcript_id == transcript_id, version.removed.is_(sa.false())
            )
            rows = {row["id"]: dict(row) for row in self._here.execute(live).mappings()}
            rows |= {row["id"]: row for row in offered if row["transcript_id"] == transcript_id}
            last = 0
            for row in sorted(rows.values(), key=lambda row: (row["number"], row["uuid"].bytes)):
                if row.get("removed"):
                    continue
                number = max(row["number"], last + 1)
                if number != row["number"]:
                    told.append(self._corrected_twice(transcript_id))
                    row["number"] = number
                    if row["uuid"] not in self._new:
                        later[row["id"]] = later.get(row["id"], {}) | {"number": number}
                last = number
        return list(dict.fromkeys(told))

    def _corrected_twice(self, transcript_id: int) -> str:
        transcript = schema.transcript.c
        query = sa.select(transcript.title, transcript.doc_id).where(transcript.id == transcript_id)
        row = self._here.execute(query).one()
        return (
            f"The text of “{row.title or row.doc_id}” was corrected in several copies. All its "
            "states are kept; look whether the one that is read now has every correction."
        )

    def _relabel(self, column: str, new: list[Values], later: dict[int, Values]) -> list[str]:
        """Give the greater of two uuids with one label another label, and say so."""
        folded = f"{column}_folded"
        live = self._here.execute(
            sa.select(self.table).where(self.table.c.removed.is_(sa.false()))
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


def made_by(row: Mapping[str, Any]) -> str:
    """What an image keeps of a row that a merge brought: enough to see whether it was changed."""
    return f"{row['rev']} {row['replica_id']} {row['changed_at']}"


def parts(items: Sequence[Any] | Collection[Any]) -> Iterator[Sequence[Any]]:
    """Some hundred at a time: a statement takes no more."""
    listed = items if isinstance(items, Sequence) else list(items)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]


def damaged(what: str) -> ProjectProblem:
    """A file that no program of ours left like this."""
    return ProjectProblem(
        "This file was damaged or edited outside the program, and was not merged.",
        "Ask for it to be handed back again from the program.",
        what,
    )


_HOW = frozenset({"merged_into", "rev", "replica_id", "changed_at", "changed_by"})


def _what(before: Values, *, removed: bool, values: Values) -> What:
    """What a change means to a reader; becoming one with an equal row removes nothing."""
    if removed == before["removed"]:
        return "changed"
    if not removed:
        return "added"
    return "same" if values.get("merged_into") is not None else "removed"


def _by_owner(coder_id: int | None, changed_by: int | None) -> bool:
    """Whether somebody changed their own work: that goes before what was done to it for them."""
    return coder_id is not None and coder_id == changed_by
