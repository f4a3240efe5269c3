"""What did a coder decide, and is it still the same? Counts, and a digest over every row."""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa

from annotator.store import schema

_COUNTED = {
    "codings": schema.coding,
    "decisions": schema.decision,
    "memos": schema.memo,
    "questions": schema.question,
    "finished": schema.finished,
}
_AT_ONCE = 2000
"""Rows; the digest depends on it."""
_SHORT = 300
"""Characters; of no more than so many no value is shortened."""
_IN_DIGEST = {
    "coding": "uuid, rev, removed, text_version_id, round_id, coder_id, code_id, start, stop, "
    "quote, unsure",
    "coding_field": "uuid, rev, removed, coding_id, code_field_id, value",
    "decision": "uuid, rev, removed, text_version_id, round_id, coder_id, level, start, stop, kind",
    "finished": "uuid, rev, removed, text_version_id, round_id, coder_id",
    "memo": "uuid, rev, removed, on_kind, on_uuid, coder_id, start, stop, body",
    "question": "uuid, rev, removed, round_id, coder_id, code_id, start, stop, quote, body",
}
"""Columns by name: those that a later schema adds must not change a digest that was written."""


def counts_of_work(connection: sa.Connection) -> dict[str, int]:
    """How many of each a pack or return holds, all of its one coder; finishing decides nothing."""
    found = {}
    for name, table in _COUNTED.items():
        query = sa.select(sa.func.count()).where(table.c.removed.is_(sa.false()))
        if table is schema.decision:
            query = query.where(table.c.kind == "nothing")
        found[name] = int(connection.execute(query).scalar_one())
    return found


def digest_of_work(connection: sa.Connection) -> str:
    """Of all that the coder of a pack decided: equal where nothing was changed on the way."""
    whole = hashlib.sha256()
    for table, columns in _IN_DIGEST.items():
        query = f"SELECT {columns} FROM {table} ORDER BY uuid"  # noqa: S608 - names of ours alone
        for part in connection.exec_driver_sql(query).partitions(_AT_ONCE):
            whole.update(f"[{', '.join(map(_written, part))}]".encode())
    return whole.hexdigest()


def _written(row: sa.Row[Any]) -> str:
    """As SQLAlchemy shows a row, which shortens long values; it takes five times as long."""
    values = repr(tuple(row))
    return values if len(values) <= _SHORT else repr(row)
