"""What would change if an older state of a project came back? Row by row, by uuid."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from annotator.model.backups import Change
from annotator.store import schema

_KINDS = (
    (schema.transcript, "transcripts"),
    (schema.code, "codes"),
    (schema.coding, "codings"),
    (schema.decision, "decisions"),
    (schema.finished, "marks of finished work"),
    (schema.memo, "memos"),
    (schema.coder, "coders"),
)
_NAMES = {"transcript": ("title", "doc_id"), "code": ("name",), "coder": ("name",)}


def changes(now: sa.Connection, then: sa.Connection) -> tuple[Change, ...]:
    """What is there `now` and was not, or was otherwise, in `then`, and the other way round."""
    return tuple(_change(now, then, table, kind) for table, kind in _KINDS)


def _change(now: sa.Connection, then: sa.Connection, table: sa.Table, kind: str) -> Change:
    here, there = _live(now, table), _live(then, table)
    gone = here.keys() - there.keys()
    common = here.keys() & there.keys()
    return Change(
        kind,
        goes=len(gone),
        comes=len(there.keys() - here.keys()),
        changes=sum(here[uuid] != there[uuid] for uuid in common),
        of_coders=_by_coder(now, table, gone),
        names=_names(now, table, gone),
    )


def _live(connection: sa.Connection, table: sa.Table) -> dict[UUID, tuple[int, str]]:
    """The live rows with what tells two states of one apart."""
    query = sa.select(table.c.uuid, table.c.rev, table.c.changed_at).where(
        table.c.removed.is_(sa.false())
    )
    return {row.uuid: (row.rev, row.changed_at) for row in connection.execute(query)}


def _by_coder(connection: sa.Connection, table: sa.Table, gone: set[UUID]) -> dict[str, int]:
    if "coder_id" not in table.c or table is schema.coder:
        return {}
    coder = schema.coder
    rows = connection.execute(
        sa.select(table.c.uuid, coder.c.coder_id)
        .join(coder, coder.c.id == table.c.coder_id)
        .where(table.c.removed.is_(sa.false()))
    )
    return dict(Counter(row.coder_id for row in rows if row.uuid in gone).most_common())


def _names(connection: sa.Connection, table: sa.Table, gone: set[UUID]) -> tuple[str, ...]:
    columns = _NAMES.get(table.name, ())
    if not columns or not gone:
        return ()
    rows: Any = connection.execute(
        sa.select(table.c.uuid, *(table.c[name] for name in columns)).order_by(table.c.id)
    )
    return tuple(
        next((value for value in row[1:] if value), "") for row in rows if row.uuid in gone
    )
