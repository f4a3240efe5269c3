"""What did a coder decide, and is it still the same? Counts, and a digest over every row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
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
VERSION = 2
"""Of the digest: the first was over values whose middle was cut out where they were long."""
_AT_ONCE = 2000
"""Rows; the digest depends on it."""
_SHORT = 300
"""Characters; of no more than so many no value is shortened in version 1."""
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
_SINCE_2 = {
    "recheck": "uuid, rev, removed, redefinition_id, round_id, coder_id, text_version_id, "
    "coding_uuid, start, stop, decision, given_id",
}
_as_json = json.JSONEncoder(default=bytes.hex).encode
"""The same under every version of Python, which `repr` is not; uuids are bytes."""


def counts_of_work(connection: sa.Connection) -> dict[str, int]:
    """How many of each a pack or return holds, all of its one coder; finishing decides nothing."""
    found = {}
    for name, table in _COUNTED.items():
        query = sa.select(sa.func.count()).where(table.c.removed.is_(sa.false()))
        if table is schema.decision:
            query = query.where(table.c.kind == "nothing")
        found[name] = int(connection.execute(query).scalar_one())
    return found


def digest_of_work(connection: sa.Connection, version: int = VERSION) -> str:
    """Of all that the coder of a pack decided: equal where nothing was changed on the way.

    `version` is the one that the receipt was written with; "" for one that is not known here.
    """
    if version == 1:
        return _first_digest(connection)
    if version != VERSION:
        return ""
    whole = hashlib.sha256()
    for table, columns in (_IN_DIGEST | _SINCE_2).items():
        whole.update(f"{table}\n".encode())
        for part in _rows(connection, table, columns):
            whole.update(_as_json([*map(tuple, part)]).encode())
    return whole.hexdigest()


def _first_digest(connection: sa.Connection) -> str:
    whole = hashlib.sha256()
    for table, columns in _IN_DIGEST.items():
        for part in _rows(connection, table, columns):
            whole.update(f"[{', '.join(map(_shortened, part))}]".encode())
    return whole.hexdigest()


def _rows(connection: sa.Connection, table: str, columns: str) -> Iterator[Sequence[sa.Row[Any]]]:
    query = f"SELECT {columns} FROM {table} ORDER BY uuid"  # noqa: S608 - names of ours alone
    return connection.exec_driver_sql(query).partitions(_AT_ONCE)


def _shortened(row: sa.Row[Any]) -> str:
    """As SQLAlchemy shows a row, which shortens long values; it takes five times as long."""
    values = repr(tuple(row))
    return values if len(values) <= _SHORT else repr(row)
