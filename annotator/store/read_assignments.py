"""Who is to code what, in which order? What was handed out in a round, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, cast

import sqlalchemy as sa

from annotator.model.work import Assignment, HandedBack, PackOut
from annotator.store.schema import assignment, finished, pack, receipt

_LIVE = assignment.c.removed.is_(sa.false())


def assignments(
    connection: sa.Connection, round_id: int, *, coder_id: int | None = None
) -> tuple[Assignment, ...]:
    """What was handed out in a round, coder by coder in the order to be coded."""
    columns = ("id", "coder_id", "transcript_id", "start", "stop", "position")
    query = sa.select(*(assignment.c[name] for name in columns)).where(
        _LIVE, assignment.c.round_id == round_id
    )
    if coder_id is not None:
        query = query.where(assignment.c.coder_id == coder_id)
    rows = connection.execute(query.order_by(assignment.c.coder_id, assignment.c.position))
    return tuple(Assignment(*row) for row in rows)


def rows_of(connection: sa.Connection, round_id: int) -> dict[tuple[int, int, int], int]:
    """The ids of the rows of a round, by coder, transcript and start."""
    query = sa.select(assignment).where(_LIVE, assignment.c.round_id == round_id)
    return {
        (row.coder_id, row.transcript_id, row.start): row.id for row in connection.execute(query)
    }


def of_transcript(connection: sa.Connection, transcript_id: int) -> list[int]:
    """The ids of what was handed out of one transcript, in all rounds."""
    query = sa.select(assignment.c.id).where(_LIVE, assignment.c.transcript_id == transcript_id)
    return list(connection.execute(query).scalars())


def with_work(connection: sa.Connection) -> dict[int, set[int]]:
    """By round, who was given something to code."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    query = sa.select(assignment.c.round_id, assignment.c.coder_id).where(_LIVE).distinct()
    for round_id, coder_id in connection.execute(query):
        found[round_id].add(coder_id)
    return dict(found)


def unsealed(connection: sa.Connection) -> dict[int, set[int]]:
    """By round, whose part is not accepted yet: something they were given carries no seal."""
    seal = sa.and_(
        finished.c.removed.is_(sa.false()),
        finished.c.round_id == assignment.c.round_id,
        finished.c.coder_id == assignment.c.coder_id,
        finished.c.transcript_id == assignment.c.transcript_id,
        finished.c.sealed_at != "",
    )
    query = (
        sa.select(assignment.c.round_id, assignment.c.coder_id)
        .where(_LIVE, ~sa.select(finished.c.id).where(seal).exists())
        .distinct()
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for round_id, coder_id in connection.execute(query):
        found[round_id].add(coder_id)
    return dict(found)


def packs(connection: sa.Connection, round_id: int | None = None) -> tuple[PackOut, ...]:
    """The packs that went out, in order."""
    query = sa.select(pack).where(pack.c.removed.is_(sa.false())).order_by(pack.c.id)
    if round_id is not None:
        query = query.where(pack.c.round_id == round_id)
    return tuple(PackOut.from_row(_columns(row), row.content) for row in connection.execute(query))


def receipts(connection: sa.Connection, round_id: int | None = None) -> tuple[HandedBack, ...]:
    """What was handed back, in the order of each pack."""
    query = (
        sa.select(receipt)
        .where(receipt.c.removed.is_(sa.false()))
        .order_by(receipt.c.coder_id, receipt.c.created_at, receipt.c.number, receipt.c.id)
    )
    if round_id is not None:
        query = query.where(receipt.c.round_id == round_id)
    return tuple(
        HandedBack.from_row(_columns(row), row.content) for row in connection.execute(query)
    )


def _columns(row: sa.Row[Any]) -> dict[str, Any]:
    return cast("dict[str, Any]", dict(row._mapping))  # noqa: SLF001 - the documented way
