"""What is this project called, and in which round is it at work? The one row about the project."""

from __future__ import annotations

import uuid as uuids
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa

from annotator.store.schema import project, replica
from annotator.store.writer import now

PACK_CODER = "pack_coder"
"""In the settings of a pack: the uuid, in hex, of the one coder whose work it holds."""

PACK = "pack"
"""In the settings of a pack: its uuid, in hex, as the project keeps it."""

_ROUND = "current_round"


def begin(connection: sa.Connection, *, name: str, replica_id: int) -> None:
    """Write the one row of a new project."""
    connection.execute(
        sa.insert(project),
        {
            "uuid": uuids.uuid4(),
            "name": name,
            "created_at": now(),
            "kind": "project",
            "replica_id": replica_id,
        },
    )


def about(connection: sa.Connection) -> sa.Row[Any]:
    """The row about the project, with the home of its replica."""
    return connection.execute(
        sa.select(project, replica.c.home).join(replica, replica.c.id == project.c.replica_id)
    ).one()


def project_uuid(connection: sa.Connection) -> UUID:
    """What tells this project from every other."""
    return cast("UUID", connection.execute(sa.select(project.c.uuid)).scalar_one())


def current_round(connection: sa.Connection) -> UUID | None:
    """The round that is at work, where one was chosen."""
    written = connection.execute(sa.select(project.c.settings)).scalar_one().get(_ROUND)
    return UUID(hex=written) if written else None


def set_current_round(connection: sa.Connection, round_uuid: UUID) -> None:
    """Choose the round that is at work from now on."""
    settings = connection.execute(sa.select(project.c.settings)).scalar_one()
    changed = {**settings, _ROUND: round_uuid.hex}
    connection.execute(sa.update(project).values(settings=changed))


def pack_coder(connection: sa.Connection) -> UUID | None:
    """Whose pack or return this is; None for a project."""
    written = connection.execute(sa.select(project.c.settings)).scalar_one().get(PACK_CODER)
    return UUID(hex=written) if written else None


def pack_uuid(connection: sa.Connection) -> UUID | None:
    """Which pack this is or came out of; None for a project and for packs of old programs."""
    written = connection.execute(sa.select(project.c.settings)).scalar_one().get(PACK)
    return UUID(hex=written) if written else None


def set_kind(connection: sa.Connection, kind: str) -> None:
    """Make of a project a pack, or of a pack a return."""
    connection.execute(sa.update(project).values(kind=kind))
