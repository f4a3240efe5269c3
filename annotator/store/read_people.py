"""Who codes here, in which rounds, and what is this project called?"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa

from annotator.model.people import Coder, Role, Round
from annotator.store.schema import coder, project, replica, round_


def coders(connection: sa.Connection) -> tuple[Coder, ...]:
    """All coders, in the order they joined."""
    rows = connection.execute(
        sa.select(coder).where(coder.c.removed.is_(sa.false())).order_by(coder.c.id)
    )
    return tuple(_coder(row) for row in rows)


def rounds(connection: sa.Connection) -> tuple[Round, ...]:
    """All rounds, the default one first."""
    rows = connection.execute(
        sa.select(round_).where(round_.c.removed.is_(sa.false())).order_by(round_.c.id)
    )
    return tuple(Round(row.id, row.uuid, row.name, row.purpose, row.blind) for row in rows)


def about(connection: sa.Connection) -> sa.Row[Any]:
    """The one row about the project, with the home of its replica."""
    return connection.execute(
        sa.select(project, replica.c.home).join(replica, replica.c.id == project.c.replica_id)
    ).one()


def project_uuid(connection: sa.Connection) -> UUID:
    """What tells this project from every other."""
    return cast("UUID", connection.execute(sa.select(project.c.uuid)).scalar_one())


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
