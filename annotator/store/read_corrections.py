"""Which states did a text have, and which codings did a correction touch?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa

from annotator.model.corrections import Carried, TextVersion, What
from annotator.model.text_map import Change
from annotator.store import current_text
from annotator.store.schema import carried, coding, text, text_version


def versions(connection: sa.Connection, transcript_id: int) -> tuple[TextVersion, ...]:
    """The states of a transcript's text, the newest first."""
    rows = connection.execute(
        sa.select(text_version)
        .where(
            text_version.c.transcript_id == transcript_id,
            text_version.c.removed.is_(sa.false()),
        )
        .order_by(text_version.c.number.desc())
    ).all()
    return tuple(
        TextVersion(
            id=row.id,
            number=row.number,
            length=row.length,
            at=row.created_at,
            by=row.changed_by,
            note=row.note,
            changes=tuple(Change(*each) for each in row.changes or ()),
            is_current=row is rows[0],
        )
        for row in rows
    )


def corrected(connection: sa.Connection) -> set[int]:
    """The transcripts whose text was ever corrected."""
    of = text_version.c.transcript_id
    live = sa.select(of).where(text_version.c.removed.is_(sa.false()))
    return set(connection.execute(live.group_by(of).having(sa.func.count() > 1)).scalars())


def numbers(connection: sa.Connection, transcript_id: int) -> list[int]:
    """The numbers of all versions of a transcript's text, those taken back too."""
    query = sa.select(text_version.c.number).where(text_version.c.transcript_id == transcript_id)
    return list(connection.execute(query).scalars())


def left_behind(connection: sa.Connection, transcript_id: int) -> set[UUID]:
    """Codings that stay on a text before, because none of their words is left."""
    query = sa.select(carried.c.coding_uuid).where(
        carried.c.transcript_id == transcript_id,
        carried.c.what == "gone",
        carried.c.removed.is_(sa.false()),
    )
    return set(connection.execute(query).scalars())


def is_put_down(connection: sa.Connection, uuid: UUID) -> bool:
    """Whether a coding that a correction touched is on the list already, looked at or not."""
    query = sa.select(carried.c.id).where(carried.c.uuid == uuid)
    return connection.execute(query).one_or_none() is not None


def body(connection: sa.Connection, text_version_id: int) -> str | None:
    """The text of one version; None where there is no such version."""
    query = (
        sa.select(text.c.body)
        .join(text_version, text_version.c.sha256 == text.c.sha256)
        .where(text_version.c.id == text_version_id)
    )
    return connection.execute(query).scalar_one_or_none()


def row(connection: sa.Connection, text_version_id: int) -> sa.Row[Any]:
    """The row of one text version."""
    query = sa.select(text_version).where(text_version.c.id == text_version_id)
    return connection.execute(query).one()


def to_look_at(
    connection: sa.Connection,
    *,
    transcript_id: int | None = None,
    coder_id: int | None = None,
    waiting: bool | None = None,
) -> tuple[Carried, ...]:
    """Codings that corrections touched, in the order of the texts; None stands for all."""
    query = (
        sa.select(
            carried,
            coding.c.id.label("coding_id"),
            coding.c.code_id,
            coding.c.start.label("now_start"),
            coding.c.stop.label("now_stop"),
            coding.c.quote.label("now_quote"),
            coding.c.removed.label("is_removed"),
            coding.c.text_version_id.in_(current_text.of_all()).label("is_current"),
        )
        .outerjoin(coding, coding.c.uuid == carried.c.coding_uuid)
        .where(carried.c.removed.is_(sa.false()))
    )
    if transcript_id is not None:
        query = query.where(carried.c.transcript_id == transcript_id)
    if coder_id is not None:
        query = query.where(carried.c.coder_id == coder_id)
    if waiting is not None:
        query = query.where((carried.c.looked_at == "") if waiting else (carried.c.looked_at != ""))
    order = (carried.c.transcript_id, carried.c.start, carried.c.id)
    return tuple(_carried(row) for row in connection.execute(query.order_by(*order)))


def on_version(
    connection: sa.Connection, table: sa.Table, text_version_id: int
) -> Sequence[sa.Row[Any]]:
    """The live rows of a table that stand on one text version, in order."""
    query = sa.select(table).where(
        table.c.text_version_id == text_version_id, table.c.removed.is_(sa.false())
    )
    return connection.execute(query.order_by(table.c.id)).all()


def _carried(row: sa.Row[Any]) -> Carried:
    stands = row.coding_id is not None and not row.is_removed
    shown = stands and row.is_current
    return Carried(
        id=row.id,
        transcript_id=row.transcript_id,
        coder_id=row.coder_id,
        round_id=row.round_id,
        code_id=row.code_id,
        coding_id=row.coding_id if stands else None,
        what=cast("What", row.what),
        start=row.start,
        end=row.stop,
        quote=row.quote,
        now_start=row.now_start if shown else None,
        now_end=row.now_stop if shown else None,
        now_quote=row.now_quote if shown else "",
        looked_at=row.looked_at,
    )
