"""What did a coder decide, and is it still the same? Counts, and a digest over every row."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from annotator.store import schema
from annotator.store.writer import digest

_COUNTED = {
    "codings": schema.coding,
    "decisions": schema.decision,
    "memos": schema.memo,
    "questions": schema.question,
    "finished": schema.finished,
}
_IN_DIGEST = (*_COUNTED.values(), schema.coding_field)


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
    for table in _IN_DIGEST:
        found = connection.execute(sa.select(table).order_by(table.c.uuid))
        names = list(found.keys())
        for values in found:
            row = dict(zip(names, values, strict=True))
            content = digest(table, row)
            state = f"{row['uuid'].hex} {row['rev']} {row['removed']} {content}\n"
            whole.update(state.encode())
    return whole.hexdigest()
