"""What did who do in a round? Codings, decisions and finished marks as rows of numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa

from annotator.store.schema import (
    code,
    codebook_version,
    coding,
    coding_field,
    decision,
    finished,
    round_,
)

CodingRow = tuple[int, int, int, int, int, int]
"""text version, coder, code, start, end, id"""
DecisionRow = tuple[int, int, int, int, bool]
"""text version, coder, start, end, whether by finishing"""
FinishedRow = tuple[int, int, bool]
"""text version, coder, whether it was sealed"""


def codings(connection: sa.Connection, round_id: int) -> Iterator[CodingRow]:
    """Every live coding of a round, text by text."""
    query = sa.select(
        coding.c.text_version_id,
        coding.c.coder_id,
        coding.c.code_id,
        coding.c.start,
        coding.c.stop,
        coding.c.id,
    ).where(_live(coding), coding.c.round_id == round_id)
    return _rows(connection, query.order_by(coding.c.text_version_id))


def decisions(connection: sa.Connection, round_id: int) -> Iterator[DecisionRow]:
    """Every live decision of a round that nothing applies, text by text."""
    query = sa.select(
        decision.c.text_version_id,
        decision.c.coder_id,
        decision.c.start,
        decision.c.stop,
        decision.c.kind == "finishing",
    ).where(_live(decision), decision.c.round_id == round_id)
    return _rows(connection, query.order_by(decision.c.text_version_id, decision.c.start))


def finished_marks(connection: sa.Connection, round_id: int) -> Iterator[FinishedRow]:
    """Who finished which text in a round."""
    query = sa.select(
        finished.c.text_version_id, finished.c.coder_id, finished.c.sealed_at != ""
    ).where(_live(finished), finished.c.round_id == round_id)
    return _rows(connection, query)


def frozen_versions(connection: sa.Connection) -> dict[int, str]:
    """When each version of the codebook was frozen, "" for the open one; empty if none was."""
    query = sa.select(codebook_version.c.id, codebook_version.c.frozen_at).where(
        _live(codebook_version)
    )
    found = {row[0]: row[1] for row in connection.execute(query)}
    return found if any(found.values()) else {}


def code_births(connection: sa.Connection) -> dict[int, str]:
    """When each live code was made."""
    query = sa.select(code.c.id, code.c.created_at).where(_live(code))
    return {row[0]: row[1] for row in connection.execute(query)}


def codebooks_used(connection: sa.Connection, round_id: int) -> Iterator[tuple[int, int, int]]:
    """Which codebook versions each coder used on each text of a round: text, coder, version."""
    columns = (coding.c.text_version_id, coding.c.coder_id, coding.c.codebook_version_id)
    query = sa.select(*columns).where(_live(coding), coding.c.round_id == round_id)
    return _rows(connection, query.distinct())


def touched(connection: sa.Connection, round_id: int) -> Iterator[tuple[int, int]]:
    """Who did anything to which transcript in a round, also where nothing is left of it."""
    for table in (coding, decision, finished):
        query = sa.select(table.c.transcript_id, table.c.coder_id)
        yield from _rows(connection, query.where(table.c.round_id == round_id).distinct())


def last_coded(connection: sa.Connection, round_ids: Collection[int]) -> dict[int, str]:
    """When each text was last coded in these rounds; where nobody coded, last decided, finished."""
    found: dict[int, str] = {}
    for table in (finished, decision, coding):
        query = (
            sa.select(table.c.text_version_id, sa.func.max(table.c.created_at))
            .where(_live(table), table.c.round_id.in_(round_ids))
            .group_by(table.c.text_version_id)
        )
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found


def said_values(
    connection: sa.Connection, round_ids: Collection[int], field_ids: Collection[int]
) -> Iterator[tuple[int, int, str]]:
    """What was said in fields of the codings of these rounds: coding, field, value."""
    query = (
        sa.select(coding_field.c.coding_id, coding_field.c.code_field_id, coding_field.c.value)
        .join(coding, coding.c.id == coding_field.c.coding_id)
        .where(
            _live(coding_field), _live(coding), coding.c.round_id.in_(round_ids),
            coding_field.c.code_field_id.in_(field_ids), coding_field.c.value != "",
        )
    )  # fmt: skip
    return _rows(connection, query)


def coders_by_round(connection: sa.Connection) -> dict[int, set[int]]:
    """Who coded, decided or finished anything, by round; consensus rounds are not in it."""
    found: dict[int, set[int]] = {}
    for in_round, who in _present(connection):
        found.setdefault(in_round, set()).add(who)
    return found


def two_coders_in_one_round(connection: sa.Connection) -> bool:
    """Whether two coders worked in one round; looks no further than it has to."""
    first: dict[int, int] = {}
    return any(first.setdefault(in_round, who) != who for in_round, who in _present(connection))


def _present(connection: sa.Connection) -> Iterator[tuple[int, int]]:
    """Rounds and who coded, decided or finished anything in them; some more than once."""
    for table in (coding, decision, finished):
        query = (
            sa.select(table.c.round_id, table.c.coder_id)
            .join(round_, round_.c.id == table.c.round_id)
            .where(_live(table), _live(round_), round_.c.purpose != "consensus")
            .distinct()
        )
        yield from _rows(connection, query)


def _live(table: sa.Table) -> sa.ColumnElement[bool]:
    return table.c.removed.is_(sa.false())


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Any]:
    """One row after another: a round may hold a million."""
    return (tuple(row) for row in connection.execute(query))
