"""Who codes here, and in which rounds?"""

from __future__ import annotations

from typing import Any, cast

import sqlalchemy as sa

from annotator.model.people import Coder, LabelChoice, Role, Round
from annotator.model.rounds import RoundPlan
from annotator.store import about
from annotator.store.schema import coder, label_choice, round_


def coders(connection: sa.Connection) -> tuple[Coder, ...]:
    """All coders, in the order they joined."""
    rows = connection.execute(
        sa.select(coder).where(coder.c.removed.is_(sa.false())).order_by(coder.c.id)
    )
    return tuple(_coder(row) for row in rows)


def one_coder(connection: sa.Connection, coder_id: int) -> Coder:
    """The coder with this local id."""
    return _coder(connection.execute(sa.select(coder).where(coder.c.id == coder_id)).one())


def coder_called(connection: sa.Connection, name: str) -> Coder | None:
    """The coder with this short label or name, without regard to case."""
    wanted = name.casefold()
    live = coder.c.removed.is_(sa.false())
    rows = connection.execute(
        sa.select(coder.c.id, coder.c.coder_id_folded, coder.c.name)
        .where(live)
        .order_by(coder.c.id)
    )
    found = (row.id for row in rows if wanted in {row.coder_id_folded, row.name.casefold()})
    coder_id = next(found, None)
    return None if coder_id is None else one_coder(connection, coder_id)


def label_choices(connection: sa.Connection) -> tuple[LabelChoice, ...]:
    """What was decided on labels, of all sources."""
    rows = connection.execute(
        sa.select(*(label_choice.c[name] for name in LabelChoice.__struct_fields__))
        .where(label_choice.c.removed.is_(sa.false()))
        .order_by(label_choice.c.id)
    )
    return tuple(LabelChoice(*row) for row in rows)


def ids_of_label_choices(connection: sa.Connection) -> dict[tuple[str, str], int]:
    """The rows of what was decided on labels, by source and label."""
    live = sa.select(label_choice).where(label_choice.c.removed.is_(sa.false()))
    return {(row.source, row.label): row.id for row in connection.execute(live)}


def rounds(connection: sa.Connection) -> tuple[Round, ...]:
    """All rounds, the default one first."""
    rows = connection.execute(
        sa.select(round_).where(round_.c.removed.is_(sa.false())).order_by(round_.c.id)
    )
    return tuple(
        Round(
            row.id, row.uuid, row.name, row.purpose, row.blind, RoundPlan.from_json(row.plan or {})
        )
        for row in rows
    )


def current_round(connection: sa.Connection) -> Round:
    """The round that is at work; the default one where none was chosen, or it is gone."""
    chosen = about.current_round(connection)
    standing = rounds(connection)
    return next((item for item in standing if item.uuid == chosen), standing[0])


def _coder(row: sa.Row[Any]) -> Coder:
    return Coder(
        id=row.id,
        uuid=row.uuid,
        coder_id=row.coder_id,
        name=row.name,
        initials=row.initials,
        color=row.color,
        role=cast("Role", row.role),
    )
