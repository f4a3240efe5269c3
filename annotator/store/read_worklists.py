"""Where are a coder's doubts and memos in a round, over all transcripts?"""

from __future__ import annotations

import sqlalchemy as sa

from annotator.model.worklist import WorkItem
from annotator.store import current_text
from annotator.store.read_codings import whose
from annotator.store.schema import coding, memo, transcript

_CODING = coding.c.removed.is_(sa.false())
_MEMO = memo.c.removed.is_(sa.false())


def unsure(connection: sa.Connection, *, coder_id: int, round_id: int) -> list[WorkItem]:
    """The codings that are marked unsure, in order of each text."""
    query = sa.select(coding.c.transcript_id, coding.c.start, coding.c.stop).where(
        _CODING,
        coding.c.unsure.is_(sa.true()),
        coding.c.text_version_id.in_(current_text.of_all()),
        *whose(coder_id, round_id),
    )
    return sorted(WorkItem(*row) for row in connection.execute(query))


def noted(connection: sa.Connection, *, coder_id: int, round_id: int) -> list[WorkItem]:
    """The codings, passages and transcripts with a memo of the coder, in order of each text."""
    own = sa.and_(_MEMO, memo.c.coder_id == coder_id)
    on_codings = (
        sa.select(coding.c.transcript_id, coding.c.start, coding.c.stop)
        .join(memo, sa.and_(own, memo.c.on_kind == "coding", memo.c.on_uuid == coding.c.uuid))
        .where(
            _CODING,
            coding.c.round_id == round_id,
            coding.c.text_version_id.in_(current_text.of_all()),
        )
    )
    nowhere = sa.literal(0)
    on_texts = (
        sa.select(
            transcript.c.id,
            sa.func.coalesce(memo.c.start, nowhere),
            sa.func.coalesce(memo.c.stop, nowhere),
        )
        .join(memo, sa.and_(own, memo.c.on_uuid == transcript.c.uuid))
        .where(transcript.c.removed.is_(sa.false()), memo.c.on_kind.in_(("passage", "transcript")))
    )
    rows = [*connection.execute(on_codings), *connection.execute(on_texts)]
    return sorted({WorkItem(*row) for row in rows})
