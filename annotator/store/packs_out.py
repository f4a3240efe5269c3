"""Did packs go out with what an act had handed out? Nothing calls them back, so the act stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.store import steps
from annotator.store.schema import assignment, pack, round_, step

if TYPE_CHECKING:
    from annotator.store.steps import Step

_AT_ONCE = 500


def round_with_packs_since(connection: sa.Connection, handed: Step) -> str:
    """The round in which a step handed work out and packs were written after it; "" for none."""
    later = sa.select(step.c.id).where(step.c.id > handed.id, step.c.kind == "set-up")
    since = connection.execute(later).scalars().all()
    if not since:
        return ""
    rounds = _rounds(connection, _rows_of(connection, handed.id, assignment), assignment)
    if not rounds:
        return ""
    out = {
        round_id
        for step_id in since
        for round_id in _rounds(connection, _rows_of(connection, step_id, pack), pack)
    }
    name = sa.select(round_.c.name).where(round_.c.id.in_(rounds & out)).limit(1)
    return connection.execute(name).scalar_one_or_none() or ""


def _rows_of(connection: sa.Connection, step_id: int, table: sa.Table) -> list[int]:
    images = steps.images_of(connection, step_id)
    return sorted({each.row_id for each in images if each.table == table.name})


def _rounds(connection: sa.Connection, row_ids: list[int], table: sa.Table) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(row_ids), _AT_ONCE):
        query = sa.select(table.c.round_id).where(table.c.id.in_(row_ids[start : start + _AT_ONCE]))
        found.update(connection.execute(query.distinct()).scalars())
    return found
