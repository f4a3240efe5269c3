"""What was asked by coders, and what was answered?"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from annotator.model.questions import Answer, Question
from annotator.store.schema import answer, question


def questions(connection: sa.Connection, *, coder_id: int | None = None) -> tuple[Question, ...]:
    """All questions in the order they were asked, or those of one coder."""
    query = sa.select(question).where(question.c.removed.is_(sa.false()))
    if coder_id is not None:
        query = query.where(question.c.coder_id == coder_id)
    rows = connection.execute(query.order_by(question.c.created_at, question.c.id))
    return tuple(_question(row) for row in rows)


def answers(connection: sa.Connection) -> tuple[Answer, ...]:
    """All answers, the oldest first."""
    query = sa.select(answer).where(answer.c.removed.is_(sa.false()))
    rows = connection.execute(query.order_by(answer.c.created_at, answer.c.id))
    return tuple(
        Answer(row.id, row.uuid, row.on_uuid, row.asked, row.body, row.created_at) for row in rows
    )


def _question(row: sa.Row[Any]) -> Question:
    return Question(
        row.id, row.uuid, row.round_id, row.coder_id, row.transcript_id, row.code_id,
        row.start, row.stop, row.quote, row.body, row.created_at,
    )  # fmt: skip
