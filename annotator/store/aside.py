"""What becomes of a row that came back and cannot stand? It is kept beside, until it can.

A row stands here as JSON with the uuids of what it belongs to. What lost against another state
of the same row is kept too, as removed: nobody has to look at it, but it is on record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import sqlalchemy as sa

from annotator.store import schema
from annotator.store.images import Values, packed, unpacked
from annotator.store.row_states import RowStates
from annotator.store.taken import Taken

if TYPE_CHECKING:
    from annotator.store.writer import Writer

_NAMESPACE = UUID("5d6f2c5e-6a0c-4d0b-9a3b-6d1f3a7c2e11")
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
        """Keep a row; `raw` has the keys of the file, `row` those of here, where known."""
        if raw["removed"]:
            return
        self._rows.append(self._made(table, as_uuids(self._source, table, raw), row, why))
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
            "coder_id": row.get("coder_id"),
            "round_id": row.get("round_id"),
            "transcript_id": row.get("transcript_id"),
            "table_name": table.name,
            "row": json.loads(packed(known)),
            "why": why,
        }


def as_uuids(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> Values:
    """A row with the uuids of what it belongs to instead of local keys."""
    found = {name: value for name, value in row.items() if name != "id"}
    for key in table.foreign_keys:
        name, target = key.parent.name, key.column.table
        if found.get(name) is not None and target is not schema.text:
            query = sa.select(target.c.uuid).where(target.c.id == found[name])
            found[name] = connection.execute(query).scalar_one_or_none()
    return found


def back(connection: sa.Connection, kept: Mapping[str, Any]) -> Values | None:
    """A row that was put aside with local keys again; None where it still cannot stand."""
    table = schema.metadata.tables[kept["table_name"]]
    row = unpacked(json.dumps(kept["row"]))
    for key in table.foreign_keys:
        name, target = key.parent.name, key.column.table
        if row.get(name) is None or target is schema.text:
            continue
        columns = [target.c.id, *([target.c.removed] if "removed" in target.c else [])]
        query = sa.select(*columns).where(target.c.uuid == row[name])
        found = connection.execute(query).one_or_none()
        if found is None or (name != "changed_by" and getattr(found, "removed", False)):
            return None
        row[name] = found.id
    return row


def take_back(
    writer: Writer, kept: Iterable[Mapping[str, Any]], ranks: Mapping[int, bytes]
) -> tuple[Taken, list[int]]:
    """Let rows stand whose place is there by now; returns the ids of what is no longer aside."""
    taken, done = Taken(), []
    by_table: dict[str, list[Values]] = {}
    for each in kept:
        row = back(writer.connection, each)
        if row is not None:
            by_table.setdefault(each["table_name"], []).append(row)
            done.append(int(each["id"]))
    for table in schema.metadata.sorted_tables:
        rows = by_table.get(table.name)
        if rows:
            states = RowStates(writer, table, ranks)
            states.know([row["uuid"] for row in rows])
            for row in rows:
                row["id"] = states.key_of(row["uuid"])
                states.offer(row)
            states.settle()
            states.write(taken)
    return taken, done
