"""Which text version of a transcript is the current one? Conditions for other questions.

Codings made on an earlier text stay in the file; nothing but a check counts or shows them.
"""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa

from annotator.store.schema import text_version

_LIVE = text_version.c.removed.is_(sa.false())


def of_one(transcript_id: int) -> sa.ScalarSelect[int]:
    """The id of one transcript's current text version."""
    return (
        sa.select(text_version.c.id)
        .where(_LIVE, text_version.c.transcript_id == transcript_id)
        .order_by(text_version.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )


@cache
def of_all() -> sa.Select[tuple[int]]:
    """The ids of all current text versions."""
    newer = text_version.alias()
    superseded = (
        sa.select(newer.c.id)
        .where(
            newer.c.removed.is_(sa.false()),
            newer.c.transcript_id == text_version.c.transcript_id,
            newer.c.number > text_version.c.number,
        )
        .exists()
    )
    return sa.select(text_version.c.id).where(_LIVE, ~superseded)


@cache
def of_this(transcript_id: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    """The same for a column of another table, asked row by row: for a few rows of many."""
    version = text_version.alias()
    return (
        sa.select(version.c.id)
        .where(version.c.removed.is_(sa.false()), version.c.transcript_id == transcript_id)
        .order_by(version.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )


def every(transcript_id: int) -> sa.Select[tuple[int]]:
    """The ids of all text versions of one transcript, earlier ones and removed ones too."""
    return sa.select(text_version.c.id).where(text_version.c.transcript_id == transcript_id)
