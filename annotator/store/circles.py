"""What if two things were made one in one copy, and the other way round in another? One stands.

Each would be a tombstone that points to the other, and both would be out of sight. The smallest
uuid stands; that follows from what else is there, so the row keeps its stamps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.store.exactly import change_unstamped
from annotator.store.schema import SAME_DECISION, code, code_field, metadata

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.store.writer import Writer

CODES = (code, code_field)
WORK = tuple(metadata.tables[name] for name in SAME_DECISION)


def break_circles(writer: Writer, tables: tuple[sa.Table, ...]) -> None:
    """Let one stand of those that were made one with each other in a circle."""
    for table in tables:
        into, ids = _made_one(writer.connection, table)
        for first in {min(circle) for each in into if (circle := _circle(into, each))}:
            change_unstamped(writer, table, ids[first], removed=False, merged_into=None)


def _made_one(
    connection: sa.Connection, table: sa.Table
) -> tuple[dict[UUID, UUID], dict[UUID, int]]:
    """Rows that became one with a row that became one with another: into which, and their ids."""
    other = table.alias()
    gone = (
        table.c.removed.is_(sa.true()),
        other.c.removed.is_(sa.true()),
        table.c.merged_into != table.c.uuid,
        other.c.merged_into != other.c.uuid,
    )
    query = (
        sa.select(table.c.uuid, table.c.merged_into, table.c.id)
        .join(other, table.c.merged_into == other.c.uuid)
        .where(*gone)
    )
    rows = connection.execute(query).all()
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}


def _circle(into: dict[UUID, UUID], start: UUID) -> list[UUID]:
    """The circle that a row is in; none where it leads to something else."""
    path, at = [start], into.get(start)
    while at is not None and at != start and at not in path:
        path.append(at)
        at = into.get(at)
    return path if at == start else []
