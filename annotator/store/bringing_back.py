"""What if a merge takes away what somebody's decisions belong to? Then it stays, and says so.

One person deletes a code, another codes with it meanwhile on another laptop. No decision may be
lost or out of sight: the code comes back. What is only a part of something goes with it, and comes
back with it.

Neither is a decision of anybody: it follows from what else is there. So the rows keep their stamps,
and whatever arrives later is compared with what was decided, in whatever order copies come.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.store import schema
from annotator.store.carrying import let_fields_follow
from annotator.store.dependents import MAY_OUTLIVE
from annotator.store.exactly import change_unstamped
from annotator.store.images import Values
from annotator.store.joining import join_what_is_on_codings
from annotator.store.merging import TRAVELLING, ranks_of
from annotator.store.row_states import RowStates
from annotator.store.taken import Taken

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.store.writer import Writer

_PARTS = frozenset(
    {
        ("coding_field", "coding"),
        ("code_field", "code"),
        ("code_rule", "code"),
        ("redefinition", "code"),
        ("recheck", "redefinition"),
        ("carried", "transcript"),
        ("person_label", "person"),
        ("person_attribute", "person"),
        ("assignment", "coder"),
        ("assignment", "round"),
        ("assignment", "transcript"),
    }
)
"""Rows that are nothing without the other one, and no decision on a text."""

_LABELS = {"coder": "coder_id", "transcript": "doc_id", "code": "code_id"}


def bring_back(writer: Writer) -> list[str]:
    """Put back what live rows belong to and lost; returns a sentence for each thing with a name.

    What is put back may itself belong to something: so until all have what they belong to. A part
    that goes with its whole points to itself, and so is known when the whole is there again.
    """
    told: list[str] = []
    while lost := sorted(_lost(writer.connection)):
        for name, row_id in lost:
            told += _put_back(writer, schema.metadata.tables[name], row_id)
    let_fields_follow(writer)
    join_what_is_on_codings(writer)
    _make_whole(writer)
    while parts := sorted(_left(writer.connection)):
        for name, row_id in parts:
            table = schema.metadata.tables[name]
            mark = writer.row(table, row_id)["uuid"]
            change_unstamped(writer, table, row_id, removed=True, merged_into=mark)
    return told


def _lost(connection: sa.Connection) -> set[tuple[str, int]]:
    """Removed rows that a live one belongs to."""
    lost = {
        (key.column.table.name, parent)
        for table, key in _edges()
        if not _is_part(table, key)
        for _, parent in _pairs(connection, table, key)
    }
    return lost | set(_noted(connection))


def _noted(connection: sa.Connection) -> Iterator[tuple[str, int]]:
    """Removed rows that somebody noted something on, which knows them by uuid."""
    memo = schema.memo
    for table in (schema.coding, schema.code, schema.transcript):
        query = (
            sa.select(table.c.id)
            .join(memo, memo.c.on_uuid == table.c.uuid)
            .where(memo.c.removed.is_(sa.false()), table.c.removed.is_(sa.true()))
        )
        yield from ((table.name, row_id) for row_id in connection.execute(query).scalars())


def _left(connection: sa.Connection) -> set[tuple[str, int]]:
    """Live rows that are part of a removed one."""
    return {
        (table.name, child)
        for table, key in _edges()
        if _is_part(table, key)
        for child, _ in _pairs(connection, table, key)
    }


def _make_whole(writer: Writer) -> None:
    """Let parts stand again that went with what is there again; those alike become one."""
    ranks = ranks_of(writer.connection)
    for table in TRAVELLING:
        owners = [key for edge, key in _edges() if edge is table and _is_part(table, key)]
        if not owners:
            continue
        gone = sa.select(table).where(
            table.c.removed.is_(sa.true()), table.c.merged_into == table.c.uuid
        )
        for key in owners:
            live = sa.select(key.column).where(key.column.table.c.removed.is_(sa.false()))
            gone = gone.where(key.parent.is_(None) | key.parent.in_(live))
        rows = [dict(row) for row in writer.connection.execute(gone).mappings()]
        states = RowStates(writer, table, ranks)
        states.know([row["uuid"] for row in rows])
        for row in rows:
            states.put(row | {"removed": False, "merged_into": None})
        states.settle()
        states.write(Taken())


def _is_part(table: sa.Table, key: sa.ForeignKey) -> bool:
    return (table.name, key.column.table.name) in _PARTS


def _edges() -> Iterator[tuple[sa.Table, sa.ForeignKey]]:
    for table in TRAVELLING:
        for key in table.foreign_keys:
            target = key.column.table
            if (
                "removed" in target.c
                and key.parent.name not in schema.STAMPS
                and (table.name, target.name) not in MAY_OUTLIVE
            ):
                yield table, key


def _pairs(connection: sa.Connection, table: sa.Table, key: sa.ForeignKey) -> list[tuple[int, int]]:
    parent = key.column.table.alias()
    query = (
        sa.select(table.c.id.label("child"), parent.c.id.label("parent"))
        .select_from(table.join(parent, key.parent == parent.c.id))
        .where(table.c.removed.is_(sa.false()), parent.c.removed.is_(sa.true()))
    )
    return [(row.child, row.parent) for row in connection.execute(query)]


def _put_back(writer: Writer, table: sa.Table, row_id: int) -> Iterator[str]:
    row = writer.row(table, row_id)
    twin = _says_the_same(writer, row) if table is schema.coding else None
    if twin is not None and twin["uuid"] < row["uuid"]:
        change_unstamped(writer, table, row_id, merged_into=twin["uuid"])
        _note_on(writer, row["uuid"], twin["uuid"])
        return
    if twin is not None:
        change_unstamped(writer, table, twin["id"], removed=True, merged_into=row["uuid"])
    values = _other_label(writer, table, row)
    change_unstamped(writer, table, row_id, removed=False, merged_into=None, **values)
    name = row.get("name") or row.get("title") or row.get(_LABELS.get(table.name, ""))
    if name:
        yield f"The {table.name} “{name}” was removed and is back: there is work on it."


def _says_the_same(writer: Writer, row: Values) -> Values | None:
    """The coding that stands and says what one says that does not; the smallest uuid stands."""
    coding = schema.coding
    alike = (coding.c[name] == row[name] for name in schema.SAME_DECISION[coding.name])
    query = sa.select(coding.c.id, coding.c.uuid).where(coding.c.removed.is_(sa.false()), *alike)
    found = writer.connection.execute(query).mappings().one_or_none()
    return None if found is None else dict(found)


def _note_on(writer: Writer, made_on: UUID, twin: UUID) -> None:
    """Put what was noted on one coding on the other, as where both were made one by a merge."""
    memo = schema.memo
    noted = sa.select(memo.c.id).where(memo.c.on_uuid == made_on, memo.c.removed.is_(sa.false()))
    for row_id in writer.connection.execute(noted).scalars().all():
        change_unstamped(writer, memo, row_id, on_uuid=twin, merged_into=made_on)


def _other_label(writer: Writer, table: sa.Table, row: Values) -> Values:
    """Another label, and no key, where a live row has them by now."""
    if table.name not in _LABELS:
        return {}
    column, other = _LABELS[table.name], Values()
    if _is_taken(writer, table, f"{column}_folded", row[f"{column}_folded"]):
        label = f"{row[column]}_{row['uuid'].hex[:4]}"
        other |= {column: label, f"{column}_folded": label.casefold()}
    if row.get("key") and _is_taken(writer, table, "key", row["key"]):
        other["key"] = ""
    return other


def _is_taken(writer: Writer, table: sa.Table, column: str, value: str) -> bool:
    query = sa.select(table.c.id).where(table.c[column] == value, table.c.removed.is_(sa.false()))
    return writer.connection.execute(query.limit(1)).one_or_none() is not None
