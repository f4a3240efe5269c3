"""What is a row about that knows it by uuid alone, and is that here?

A memo says by uuid what it was written on, a passage to look at again which coding is meant. No
foreign key tells whether there is such a thing, so it is asked for here, many rows at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from annotator.store import schema
from annotator.store.row_states import parts

_OF_MEMO = {
    "coding": schema.coding,
    "passage": schema.transcript,
    "transcript": schema.transcript,
    "code": schema.code,
}
"""A memo on the project itself is always on something that is there."""

TABLES = (schema.recheck, schema.carried, schema.memo)
"""What knows by uuid what it is about. They come after all that they may be about."""


def subject_of(table: sa.Table, row: Mapping[str, Any]) -> tuple[sa.Table, UUID] | None:
    """What a row is about, and where that is to be looked for; None where it needs nothing."""
    if table is schema.memo:
        of = _OF_MEMO.get(row["on_kind"])
        return None if of is None else (of, row["on_uuid"])
    if table in TABLES and row["coding_uuid"] is not None:
        return schema.coding, row["coding_uuid"]
    return None


def absent(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]
) -> Collection[UUID]:
    """What these rows are about and is not known here, not even as removed."""
    wanted: defaultdict[sa.Table, set[UUID]] = defaultdict(set)
    for row in rows:
        subject = subject_of(table, row)
        if subject is not None:
            wanted[subject[0]].add(subject[1])
    return {uuid for of, uuids in wanted.items() for uuid in uuids - _known(connection, of, uuids)}


def _known(connection: sa.Connection, table: sa.Table, uuids: Collection[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for part in parts(sorted(uuids)):
        query = sa.select(table.c.uuid).where(table.c.uuid.in_(part))
        found.update(connection.execute(query).scalars())
    return found
