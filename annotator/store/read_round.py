"""What did who do in a round? Codings, decisions and finished marks as rows of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from annotator.store.schema import coding, decision, finished, round_

CodingRow = tuple[int, int, int, int, int, int]
"""transcript, text version, coder, code, start, end"""
DecisionRow = tuple[int, int, int, int, int, bool]
"""transcript, text version, coder, start, end, whether by finishing"""
FinishedRow = tuple[int, int, int]
"""transcript, text version, coder"""


def codings(connection: sa.Connection, round_id: int) -> Iterator[CodingRow]:
    """Every live coding of a round, transcript by transcript."""
    query = sa.select(
        coding.c.transcript_id,
        coding.c.text_version_id,
        coding.c.coder_id,
        coding.c.code_id,
        coding.c.start,
        coding.c.stop,
    ).where(_live(coding), coding.c.round_id == round_id)
    return _rows(connection, query.order_by(coding.c.transcript_id, coding.c.id))


def decisions(connection: sa.Connection, round_id: int) -> Iterator[DecisionRow]:
    """Every live decision of a round that nothing applies."""
    query = sa.select(
        decision.c.transcript_id,
        decision.c.text_version_id,
        decision.c.coder_id,
        decision.c.start,
        decision.c.stop,
        decision.c.kind == "finishing",
    ).where(_live(decision), decision.c.round_id == round_id)
    return _rows(connection, query.order_by(decision.c.transcript_id, decision.c.start))


def finished_marks(connection: sa.Connection, round_id: int) -> Iterator[FinishedRow]:
    """Who finished which transcript in a round."""
    query = sa.select(
        finished.c.transcript_id, finished.c.text_version_id, finished.c.coder_id
    ).where(_live(finished), finished.c.round_id == round_id)
    return _rows(connection, query)


def coders_by_round(connection: sa.Connection) -> dict[int, set[int]]:
    """Who coded, decided or finished anything, by round; consensus rounds are not in it."""
    found: dict[int, set[int]] = {}
    for table in (coding, decision, finished):
        query = (
            sa.select(table.c.round_id, table.c.coder_id)
            .join(round_, round_.c.id == table.c.round_id)
            .where(_live(table), _live(round_), round_.c.purpose != "consensus")
            .distinct()
        )
        for in_round, who in connection.execute(query):
            found.setdefault(in_round, set()).add(who)
    return found


def _live(table: sa.Table) -> sa.ColumnElement[bool]:
    return table.c.removed.is_(sa.false())


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Any]:
    """One row after another: a round may hold a million."""
    return (tuple(row) for row in connection.execute(query))
