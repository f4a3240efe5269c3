"""Which passages carry which codes, decisions and memos?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Literal, cast
from uuid import UUID

import sqlalchemy as sa

from annotator.model.coding import Coding, CodingColumns, Decision, Memo, MemoOn
from annotator.store.schema import coding, decision, memo

_LIVE = coding.c.removed.is_(sa.false())
_CODING = tuple(coding.c["stop" if name == "end" else name] for name in Coding.__dataclass_fields__)


def columns(
    connection: sa.Connection, transcript_id: int, *, coder_id: int | None
) -> CodingColumns:
    """The codings of one transcript, of one coder or of all, in order of start, then -end."""
    query = sa.select(
        coding.c.id,
        coding.c.start,
        coding.c.stop,
        coding.c.code_id,
        coding.c.coder_id,
        coding.c.unsure,
    ).where(_LIVE, coding.c.transcript_id == transcript_id)
    if coder_id is not None:
        query = query.where(coding.c.coder_id == coder_id)
    rows = connection.execute(query.order_by(coding.c.start, coding.c.stop.desc())).fetchall()
    return CodingColumns(*zip(*rows, strict=True)) if rows else CodingColumns()


def one(connection: sa.Connection, coding_id: int) -> Coding | None:
    """A live coding, or None."""
    row = connection.execute(
        sa.select(*_CODING).where(_LIVE, coding.c.id == coding_id)
    ).one_or_none()
    return Coding(*row) if row else None


def some(connection: sa.Connection, coding_ids: Collection[int]) -> tuple[Coding, ...]:
    """Those of these codings that are live; meant for a few hundred at most."""
    rows = connection.execute(sa.select(*_CODING).where(_LIVE, coding.c.id.in_(coding_ids)))
    return tuple(Coding(*row) for row in rows)


def on_passage(connection: sa.Connection, **where: int) -> Coding | None:
    """The live coding with exactly these column values, or None."""
    conditions = [coding.c[name] == value for name, value in where.items()]
    row = connection.execute(sa.select(*_CODING).where(_LIVE, *conditions)).one_or_none()
    return Coding(*row) if row else None


def of_code(
    connection: sa.Connection, code_id: int, *, coder_id: int | None, limit: int | None = None
) -> tuple[Coding, ...]:
    """Codings of a code, the latest first."""
    query = sa.select(*_CODING).where(_LIVE, coding.c.code_id == code_id)
    if coder_id is not None:
        query = query.where(coding.c.coder_id == coder_id)
    rows = connection.execute(query.order_by(coding.c.id.desc()).limit(limit))
    return tuple(Coding(*row) for row in rows)


def in_transcript(connection: sa.Connection, transcript_id: int) -> Iterator[Coding]:
    """All codings of a transcript in order of start, then -end."""
    rows = connection.execute(
        sa.select(*_CODING)
        .where(_LIVE, coding.c.transcript_id == transcript_id)
        .order_by(coding.c.start, coding.c.stop.desc(), coding.c.id)
    )
    return (Coding(*row) for row in rows)


def count(connection: sa.Connection) -> int:
    """How many live codings the project holds."""
    return connection.execute(
        sa.select(sa.func.count()).select_from(coding).where(_LIVE)
    ).scalar_one()


def decisions(
    connection: sa.Connection, transcript_id: int, *, coder_id: int
) -> tuple[Decision, ...]:
    """Where a coder decided that nothing applies, in order."""
    rows = connection.execute(
        sa.select(decision)
        .where(
            decision.c.removed.is_(sa.false()),
            decision.c.transcript_id == transcript_id,
            decision.c.coder_id == coder_id,
        )
        .order_by(decision.c.start)
    )
    return tuple(_decision(row) for row in rows)


def memos(
    connection: sa.Connection, on: MemoOn | None = None, on_uuid: UUID | None = None
) -> tuple[Memo, ...]:
    """Live memos, of one thing or of all, the oldest first."""
    query = sa.select(memo).where(memo.c.removed.is_(sa.false()))
    if on is not None:
        query = query.where(memo.c.on_kind == on)
    if on_uuid is not None:
        query = query.where(memo.c.on_uuid == on_uuid)
    return tuple(_memo(row) for row in connection.execute(query.order_by(memo.c.id)))


def with_memos(connection: sa.Connection) -> dict[UUID, Coding]:
    """The live codings that carry a memo, by their uuid."""
    carrying = sa.select(memo.c.on_uuid).where(
        memo.c.removed.is_(sa.false()), memo.c.on_kind == "coding"
    )
    rows = connection.execute(sa.select(*_CODING).where(_LIVE, coding.c.uuid.in_(carrying)))
    return {row.uuid: Coding(*row) for row in rows}


def _decision(row: sa.Row[Any]) -> Decision:
    return Decision(
        id=row.id,
        text_version_id=row.text_version_id,
        coder_id=row.coder_id,
        round_id=row.round_id,
        level=row.level,
        start=row.start,
        end=row.stop,
        kind=cast("Literal['nothing', 'finishing']", row.kind),
    )


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
