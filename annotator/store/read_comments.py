"""What did coders write about a code, and where do the words stand that it quotes?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from annotator.changes import Place
from annotator.model.comments import Comment
from annotator.model.spans import Span
from annotator.store import current_text, read_assignments, read_transcripts
from annotator.store.schema import coder, coding, memo, text, text_version, transcript

if TYPE_CHECKING:
    from annotator.model.codebook import Code, Quoted

_MOST = 200
"""Memos on codings above which nobody reads on; those on the code itself are all there."""


def comments(connection: sa.Connection, of: Code) -> tuple[Comment, ...]:
    """Memos on a code, then those on its codings, each in the order in which they were written."""
    return (*_on_code(connection, of), *_on_codings(connection, of))


def place_of(connection: sa.Connection, quoted: Quoted) -> Place | None:
    """Where quoted words stand in the text as it is now; None where they are not there."""
    found = connection.execute(
        sa.select(transcript.c.id, text.c.body)
        .join(text_version, text_version.c.transcript_id == transcript.c.id)
        .join(text, text.c.sha256 == text_version.c.sha256)
        .where(
            transcript.c.uuid == quoted.transcript,
            transcript.c.removed.is_(sa.false()),
            text_version.c.id.in_(current_text.of_all()),
        )
    ).one_or_none()
    if found is None:
        return None
    words = found.body[quoted.start : quoted.end]
    if " ".join(words.split()) == quoted.quote:
        return Place(found.id, quoted.start, quoted.end)
    start = found.body.find(quoted.quote)
    return Place(found.id, start, start + len(quoted.quote)) if start >= 0 else None


def transcripts_of_round(connection: sa.Connection, round_id: int) -> frozenset[UUID]:
    """The transcripts that are coded in a round: those handed out, else all there are."""
    given = {each.transcript_id for each in read_assignments.assignments(connection, round_id)}
    query = sa.select(transcript.c.uuid).where(transcript.c.removed.is_(sa.false()))
    if given:
        query = query.where(transcript.c.id.in_(given))
    return frozenset(connection.execute(query).scalars())


def _on_code(connection: sa.Connection, of: Code) -> tuple[Comment, ...]:
    rows = connection.execute(
        sa.select(memo.c.uuid, memo.c.coder_id, coder.c.name, memo.c.body)
        .join(coder, coder.c.id == memo.c.coder_id)
        .where(memo.c.on_kind == "code", memo.c.on_uuid == of.uuid, memo.c.removed.is_(sa.false()))
        .order_by(memo.c.id)
    )
    return tuple(Comment(row[0], row[1], row[2], row[3]) for row in rows)


def _on_codings(connection: sa.Connection, of: Code) -> tuple[Comment, ...]:
    rows = connection.execute(
        sa.select(
            memo.c.uuid, memo.c.coder_id, coder.c.name, memo.c.body, coding.c.transcript_id,
            coding.c.start, coding.c.stop, coding.c.text_version_id, transcript.c.title,
            transcript.c.doc_id,
        )
        .join(coding, coding.c.uuid == memo.c.on_uuid)
        .join(coder, coder.c.id == memo.c.coder_id)
        .join(transcript, transcript.c.id == coding.c.transcript_id)
        .where(
            memo.c.on_kind == "coding",
            memo.c.removed.is_(sa.false()),
            coding.c.code_id == of.id,
            coding.c.removed.is_(sa.false()),
            coding.c.text_version_id.in_(current_text.of_all()),
        )
        .order_by(memo.c.id)
        .limit(_MOST)
    ).all()  # fmt: skip
    versions = {row.text_version_id for row in rows}
    units = {each: read_transcripts.unit_row(connection, each, "sentence") for each in versions}
    found = []
    for row in rows:
        number = units[row.text_version_id].at(row.start)
        found.append(
            Comment(
                row[0], row[1], row[2], row[3],
                transcript_id=row.transcript_id,
                span=Span(row.start, row.stop),
                sentence=None if number is None else number + 1,
                title=row.title or row.doc_id,
            )
        )  # fmt: skip
    return tuple(found)
