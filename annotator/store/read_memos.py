"""Who noted what, and on which thing?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa

from annotator.model.coding import Memo, MemoOn
from annotator.store.schema import code, coding, memo, project, transcript

_LIVE = memo.c.removed.is_(sa.false())
_AT_ONCE = 500

_TARGETS: dict[MemoOn, sa.Table] = {
    "coding": coding,
    "passage": transcript,
    "transcript": transcript,
    "code": code,
    "project": project,
}


def memos(
    connection: sa.Connection, on: MemoOn | None = None, on_uuid: UUID | None = None
) -> tuple[Memo, ...]:
    """Live memos, of one thing or of all, the oldest first."""
    query = sa.select(memo).where(_LIVE)
    if on is not None:
        query = query.where(memo.c.on_kind == on)
    if on_uuid is not None:
        query = query.where(memo.c.on_uuid == on_uuid)
    return tuple(_memo(row) for row in connection.execute(query.order_by(memo.c.id)))


def on_any_of(connection: sa.Connection, on_uuids: Sequence[UUID]) -> list[int]:
    """The ids of all live memos on these things."""
    found: list[int] = []
    for start in range(0, len(on_uuids), _AT_ONCE):
        part = on_uuids[start : start + _AT_ONCE]
        query = sa.select(memo.c.id).where(_LIVE, memo.c.on_uuid.in_(part))
        found.extend(connection.execute(query).scalars())
    return found


def target_stands(connection: sa.Connection, on: MemoOn, uuid: UUID) -> bool:
    """Whether there is a live thing of this kind with this uuid, to write a memo on."""
    query = sa.select(sa.literal(1)).where(_is_live(_TARGETS[on]), _TARGETS[on].c.uuid == uuid)
    return connection.execute(query).one_or_none() is not None


def orphans(connection: sa.Connection) -> dict[MemoOn, int]:
    """How many live memos there are on things that are gone or never were, by kind of thing."""
    found: dict[MemoOn, int] = {}
    for on, table in _TARGETS.items():
        standing = sa.select(table.c.uuid).where(_is_live(table))
        query = (
            sa.select(sa.func.count())
            .select_from(memo)
            .where(_LIVE, memo.c.on_kind == on, memo.c.on_uuid.not_in(standing))
        )
        found[on] = connection.execute(query).scalar_one()
    return {on: number for on, number in found.items() if number}


def _is_live(table: sa.Table) -> sa.ColumnElement[bool]:
    return table.c.removed.is_(sa.false()) if "removed" in table.c else sa.true()


def _memo(row: sa.Row[Any]) -> Memo:
    return Memo(
        id=row.id,
        uuid=row.uuid,
        on=cast("MemoOn", row.on_kind),
        on_uuid=row.on_uuid,
        coder_id=row.coder_id,
        body=row.body,
        created_at=row.created_at,
        changed_at=row.changed_at,
        start=row.start,
        end=row.stop,
    )
