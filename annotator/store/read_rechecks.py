"""Which changes of definitions were there, and which passages are to be looked at again?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from annotator.model.rechecks import LaidOver, Recheck, RecheckProgress, Redefinition
from annotator.store import current_text
from annotator.store.schema import coding, decision, finished, recheck, redefinition

_ITEM = tuple(recheck.c["stop" if name == "end" else name] for name in Recheck.__struct_fields__)
_LIVE = recheck.c.removed.is_(sa.false())


def redefinitions(
    connection: sa.Connection, *, code_id: int | None = None
) -> tuple[Redefinition, ...]:
    """The changes of definitions, of one code or of all, the newest first."""
    query = sa.select(redefinition).where(redefinition.c.removed.is_(sa.false()))
    if code_id is not None:
        query = query.where(redefinition.c.code_id == code_id)
    rows = connection.execute(query.order_by(redefinition.c.id.desc()))
    return tuple(_redefinition(row) for row in rows)


def items(
    connection: sa.Connection,
    *,
    coder_id: int | None = None,
    redefinition_id: int | None = None,
    decided: bool | None = None,
) -> tuple[Recheck, ...]:
    """Passages to look at again on the current texts, in the order of changes and of the text."""
    query = sa.select(*_ITEM).where(_LIVE, recheck.c.text_version_id.in_(current_text.of_all()))
    if coder_id is not None:
        query = query.where(recheck.c.coder_id == coder_id)
    if redefinition_id is not None:
        query = query.where(recheck.c.redefinition_id == redefinition_id)
    if decided is not None:
        query = query.where((recheck.c.decision != "") if decided else (recheck.c.decision == ""))
    order = (recheck.c.redefinition_id, recheck.c.transcript_id, recheck.c.start, recheck.c.id)
    return tuple(Recheck(*row) for row in connection.execute(query.order_by(*order)))


def one(connection: sa.Connection, recheck_id: int) -> Recheck | None:
    """A passage to look at again, or None."""
    query = sa.select(*_ITEM).where(_LIVE, recheck.c.id == recheck_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else Recheck(*row)


def progress(connection: sa.Connection) -> tuple[RecheckProgress, ...]:
    """How far every coder is with every change that has passages."""
    is_done = sa.case((recheck.c.decision != "", 1), else_=0)
    rows = connection.execute(
        sa.select(
            recheck.c.redefinition_id, recheck.c.coder_id, sa.func.sum(is_done), sa.func.count()
        )
        .where(_LIVE, recheck.c.text_version_id.in_(current_text.of_all()))
        .group_by(recheck.c.redefinition_id, recheck.c.coder_id)
        .order_by(recheck.c.redefinition_id, recheck.c.coder_id)
    )
    return tuple(RecheckProgress(*row) for row in rows)


def of(connection: sa.Connection, **where: Any) -> list[int]:
    """The ids of live passages to look at again with these column values."""
    conditions = [recheck.c[name] == value for name, value in where.items()]
    return list(connection.execute(sa.select(recheck.c.id).where(_LIVE, *conditions)).scalars())


def open_on(connection: sa.Connection, code_id: int) -> Redefinition | None:
    """The change of a code that nobody has said yet what it means, or None."""
    found = redefinitions(connection, code_id=code_id)
    return next((each for each in found if not each.meaning), None)


def codings_of(connection: sa.Connection, code_id: int) -> list[sa.Row[Any]]:
    """The codings of a code on the current texts: what a recheck needs of them."""
    names = ("uuid", "round_id", "coder_id", "transcript_id", "text_version_id", "start", "stop")
    query = sa.select(
        *(coding.c[name] for name in names), coding.c.codebook_version_id, coding.c.created_at
    ).where(
        coding.c.code_id == code_id,
        coding.c.removed.is_(sa.false()),
        coding.c.text_version_id.in_(current_text.of_all()),
    )
    return list(connection.execute(query.order_by(coding.c.transcript_id, coding.c.start)))


def has_codings(connection: sa.Connection, code_id: int) -> bool:
    """Whether any coding has the code."""
    query = sa.select(coding.c.id).where(
        coding.c.code_id == code_id, coding.c.removed.is_(sa.false())
    )
    return connection.execute(query.limit(1)).one_or_none() is not None


def workers(connection: sa.Connection) -> Iterator[tuple[int, int, int, int]]:
    """(transcript, text version, round, coder) for everybody who worked on a current text."""
    found: set[tuple[int, int, int, int]] = set()
    for table in (coding, decision, finished):
        query = (
            sa.select(
                table.c.transcript_id, table.c.text_version_id, table.c.round_id, table.c.coder_id
            )
            .where(
                table.c.removed.is_(sa.false()),
                table.c.text_version_id.in_(current_text.of_all()),
            )
            .distinct()
        )
        found.update(tuple(row) for row in connection.execute(query))
    yield from sorted(found)


def laid_over(connection: sa.Connection) -> Iterator[LaidOver]:
    """Every coding on the current texts, as decisions of rechecks are laid over it."""
    names = ("uuid", "code_id", "coder_id", "round_id", "text_version_id", "start", "stop")
    query = sa.select(*(coding.c[name] for name in names)).where(
        coding.c.removed.is_(sa.false()), coding.c.text_version_id.in_(current_text.of_all())
    )
    for row in connection.execute(query.order_by(coding.c.id)):
        yield LaidOver(*row)


def _redefinition(row: Any) -> Redefinition:
    return Redefinition(
        id=row.id,
        uuid=row.uuid,
        code_id=row.code_id,
        codebook_version_id=row.codebook_version_id,
        meaning=row.meaning,
        note=row.note,
        changed={name: (texts[0], texts[1]) for name, texts in row.changed.items()},
        changed_at=row.created_at,
    )
