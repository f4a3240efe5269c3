"""Under which uuid does a row travel that has a local id here?"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa


def uuids(connection: sa.Connection, table: sa.Table) -> dict[int, UUID]:
    """The uuid of every row of a table, removed ones too, by local id."""
    return {row.id: row.uuid for row in connection.execute(sa.select(table.c.id, table.c.uuid))}


def ids(connection: sa.Connection, table: sa.Table) -> dict[UUID, int]:
    """The local id of every row of a table, removed ones too, by uuid."""
    return {uuid: row_id for row_id, uuid in uuids(connection, table).items()}
