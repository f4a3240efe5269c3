"""Where did somebody look, and what did they mark as finished?"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Literal, cast

import sqlalchemy as sa

from annotator.model.coding import Decision, DecisionColumns, Finished
from annotator.store import current_text
from annotator.store.schema import decision, finished

if TYPE_CHECKING:
    from annotator.model.spans import Span

_LIVE = decision.c.removed.is_(sa.false())
_AT_ONCE = 500
_ANY_SEALED = (
    sa.select(finished.c.id)
    .where(finished.c.removed.is_(sa.false()), finished.c.sealed_at != "")
    .limit(1)
)
_MARK = sa.select(finished).where(
    finished.c.removed.is_(sa.false()),
    finished.c.text_version_id == sa.bindparam("version"),
    finished.c.round_id == sa.bindparam("round"),
    finished.c.coder_id == sa.bindparam("coder"),
)


def decisions(
    connection: sa.Connection, transcript_id: int, *, coder_id: int, round_id: int | None
) -> tuple[Decision, ...]:
    """Where a coder decided that nothing applies, on the current text, in order."""
    return _found(
        connection,
        decision.c.text_version_id == current_text.of_one(transcript_id),
        decision.c.coder_id == coder_id,
        *([] if round_id is None else [decision.c.round_id == round_id]),
    )


def columns(
    connection: sa.Connection,
    transcript_id: int,
    *,
    coder_id: int,
    round_id: int,
    within: Span | None = None,
) -> DecisionColumns:
    """The same as columns, for a transcript of tens of thousands of units.

    `within` leaves out what shares no words with that passage.
    """
    query = sa.select(decision.c.start, decision.c.stop, decision.c.kind == "finishing").where(
        _LIVE,
        decision.c.text_version_id == current_text.of_one(transcript_id),
        decision.c.coder_id == coder_id,
        decision.c.round_id == round_id,
    )
    if within is not None:
        query = query.where(decision.c.start < within.end, decision.c.stop > within.start)
    rows = connection.execute(query.order_by(decision.c.start, decision.c.id)).fetchall()
    return DecisionColumns(*zip(*rows, strict=True)) if rows else DecisionColumns()


def touching(
    connection: sa.Connection, text_version_id: int, span: Span, *, coder_id: int, round_id: int
) -> tuple[Decision, ...]:
    """The decisions of a coder in a round that share words with a passage."""
    return _found(
        connection,
        decision.c.text_version_id == text_version_id,
        decision.c.round_id == round_id,
        decision.c.coder_id == coder_id,
        decision.c.start < span.end,
        decision.c.stop > span.start,
    )


def finished_mark(
    connection: sa.Connection, text_version_id: int, *, coder_id: int, round_id: int
) -> Finished | None:
    """Whether a coder finished one text in a round; asked before every act on it."""
    where = {"version": text_version_id, "coder": coder_id, "round": round_id}
    row = connection.execute(_MARK, where).one_or_none()
    return None if row is None else _finished(row)


def finished_by(connection: sa.Connection, *, coder_id: int, round_id: int) -> tuple[Finished, ...]:
    """What a coder finished in a round, on earlier texts too."""
    query = sa.select(finished).where(
        finished.c.removed.is_(sa.false()),
        finished.c.coder_id == coder_id,
        finished.c.round_id == round_id,
    )
    return tuple(_finished(row) for row in connection.execute(query.order_by(finished.c.id)))


def finished_marks(
    connection: sa.Connection, *, transcript_id: int | None = None, round_id: int | None = None
) -> tuple[Finished, ...]:
    """Who finished which transcripts, on their current texts; None stands for all."""
    versions: Any = current_text.of_all()
    if transcript_id is not None:
        versions = [current_text.of_one(transcript_id)]
    query = sa.select(finished).where(
        finished.c.removed.is_(sa.false()), finished.c.text_version_id.in_(versions)
    )
    if round_id is not None:
        query = query.where(finished.c.round_id == round_id)
    return tuple(_finished(row) for row in connection.execute(query.order_by(finished.c.id)))


def _finished(row: Any) -> Finished:
    return Finished(
        id=row.id,
        transcript_id=row.transcript_id,
        text_version_id=row.text_version_id,
        coder_id=row.coder_id,
        round_id=row.round_id,
        finished_at=row.created_at,
        sealed_at=row.sealed_at,
    )


def count_finished(connection: sa.Connection) -> int:
    """How many transcripts coders have marked finished, in all rounds."""
    live = sa.select(sa.func.count()).where(finished.c.removed.is_(sa.false()))
    return int(connection.execute(live).scalar_one())


def sealed_among(
    connection: sa.Connection, table: sa.Table, row_ids: Collection[int]
) -> tuple[int, int] | None:
    """The first of these codings or decisions that is sealed: its id and its transcript's."""
    seal = sa.and_(
        finished.c.text_version_id == table.c.text_version_id,
        finished.c.round_id == table.c.round_id,
        finished.c.coder_id == table.c.coder_id,
        finished.c.removed.is_(sa.false()),
        finished.c.sealed_at != "",
    )
    if connection.execute(_ANY_SEALED).one_or_none() is None:
        return None
    for start in range(0, len(ids := sorted(row_ids)), _AT_ONCE):
        query = (
            sa.select(table.c.id, table.c.transcript_id)
            .join(finished, seal)
            .where(table.c.id.in_(ids[start : start + _AT_ONCE]))
            .limit(1)
        )
        row = connection.execute(query).one_or_none()
        if row is not None:
            return row[0], row[1]
    return None


def of_transcript(connection: sa.Connection, table: sa.Table, transcript_id: int) -> list[int]:
    """The ids of the live decisions or finished marks of a transcript, on earlier texts too."""
    query = sa.select(table.c.id).where(
        table.c.removed.is_(sa.false()),
        table.c.text_version_id.in_(current_text.every(transcript_id)),
    )
    return list(connection.execute(query).scalars())


def _found(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> tuple[Decision, ...]:
    rows = connection.execute(
        sa.select(decision).where(_LIVE, *conditions).order_by(decision.c.start, decision.c.id)
    )
    return tuple(
        Decision(
            id=row.id,
            text_version_id=row.text_version_id,
            coder_id=row.coder_id,
            round_id=row.round_id,
            level=row.level,
            start=row.start,
            end=row.stop,
            kind=cast("Literal['nothing', 'finishing']", row.kind),
        )
        for row in rows
    )
