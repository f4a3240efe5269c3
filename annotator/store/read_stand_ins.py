"""What stands for names in packs? The list that never leaves the project."""

from __future__ import annotations

import sqlalchemy as sa

from annotator.store.schema import stand_in


def rows(connection: sa.Connection) -> dict[str, tuple[int, str]]:
    """Row id and stand-in by name, in the order they were written."""
    query = sa.select(stand_in.c.id, stand_in.c.name, stand_in.c.stands)
    live = query.where(stand_in.c.removed.is_(sa.false())).order_by(stand_in.c.id)
    return {row.name: (row.id, row.stands) for row in connection.execute(live)}
