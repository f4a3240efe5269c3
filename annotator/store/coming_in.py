"""What was put aside because its place was not here: does it have one by now?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.store.aside import take_back
from annotator.store.exactly import change_exactly
from annotator.store.merging import ranks_of
from annotator.store.schema import aside, finished

if TYPE_CHECKING:
    from annotator.store.writer import Writer


def let_come_in(writer: Writer) -> int:
    """Bring in, as part of a merge, what can stand now; how many rows.

    What belongs to work that was accepted meanwhile stays where it is: a seal holds.
    """
    query = sa.select(aside).where(aside.c.removed.is_(sa.false())).order_by(aside.c.id)
    kept = writer.connection.execute(query).mappings().all()
    if not kept:
        return 0
    sealed = _sealed(writer.connection)
    waiting = [
        dict(each)
        for each in kept
        if (each["round_id"], each["coder_id"], each["transcript_id"]) not in sealed
    ]
    _, done = take_back(writer, waiting, ranks_of(writer.connection))
    for row_id in done:
        change_exactly(writer, aside, row_id, removed=True)
    return len(done)


def _sealed(connection: sa.Connection) -> set[tuple[int, int, int]]:
    query = sa.select(finished.c.round_id, finished.c.coder_id, finished.c.transcript_id).where(
        finished.c.removed.is_(sa.false()), finished.c.sealed_at != ""
    )
    return {(row.round_id, row.coder_id, row.transcript_id) for row in connection.execute(query)}
