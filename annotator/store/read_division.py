"""How is a text divided in the file, and may its units still be changed?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.store import current_text
from annotator.store.schema import (
    assignment,
    coding,
    decision,
    finished,
    pack,
    turn,
    unit_boundaries,
)

if TYPE_CHECKING:
    from annotator.model.transcript import Level


def turn_rows(connection: sa.Connection, text_version_id: int) -> dict[int, sa.Row[Any]]:
    """The live turns of a text by where they start."""
    rows = connection.execute(
        sa.select(turn)
        .where(turn.c.text_version_id == text_version_id, turn.c.removed.is_(sa.false()))
        .order_by(turn.c.start)
    )
    return {row.start: row for row in rows}


def unit_rows(connection: sa.Connection, text_version_id: int) -> dict[str, sa.Row[Any]]:
    """The live rows that hold the units of a text, by level."""
    rows = connection.execute(
        sa.select(unit_boundaries).where(
            unit_boundaries.c.text_version_id == text_version_id,
            unit_boundaries.c.removed.is_(sa.false()),
        )
    )
    return {row.level: row for row in rows}


def why_frozen(connection: sa.Connection, transcript_id: int) -> str:
    """Why the units of a transcript may not change any more, in words; "" while they may."""
    versions = current_text.every(transcript_id)
    for table, why in (
        (coding, "it is coded already"),
        (decision, "decisions were made in it"),
        (finished, "somebody finished it"),
    ):
        query = sa.select(table.c.id).where(
            table.c.text_version_id.in_(versions), table.c.removed.is_(sa.false())
        )
        if connection.execute(query.limit(1)).one_or_none() is not None:
            return why
    gone_out = (
        sa.select(assignment.c.id)
        .join(
            pack,
            (pack.c.round_id == assignment.c.round_id) & (pack.c.coder_id == assignment.c.coder_id),
        )
        .where(
            assignment.c.transcript_id == transcript_id,
            assignment.c.removed.is_(sa.false()),
            pack.c.removed.is_(sa.false()),
        )
    )
    if connection.execute(gone_out.limit(1)).one_or_none() is not None:
        return "it went out in a pack"
    return ""


def decided_spans(
    connection: sa.Connection, text_version_id: int, level: Level
) -> set[tuple[int, int]]:
    """The units of one level that somebody decided on."""
    rows = connection.execute(
        sa.select(decision.c.start, decision.c.stop)
        .where(
            decision.c.text_version_id == text_version_id,
            decision.c.level == level,
            decision.c.removed.is_(sa.false()),
        )
        .distinct()
    )
    return {(start, stop) for start, stop in rows}
