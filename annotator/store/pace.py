"""How long did a coder work, as their own acts tell?"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from annotator.store.schema import step

PAUSE = timedelta(minutes=5)
"""Between two acts further apart nobody was at work."""


def minutes_at_work(connection: sa.Connection, coder_id: int) -> int:
    """Minutes between acts of a coder, pauses left out; clocks that jump back count nothing."""
    query = sa.select(step.c.at).where(step.c.coder_id == coder_id).order_by(step.c.id)
    total, before = timedelta(), None
    for at in connection.execute(query).scalars():
        moment = datetime.fromisoformat(at)
        if before is not None and timedelta() < moment - before <= PAUSE:
            total += moment - before
        before = moment
    return round(total.total_seconds() / 60)
