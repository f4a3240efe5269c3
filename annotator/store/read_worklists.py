"""Where are a coder's doubts and memos in a round, over all transcripts?"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from annotator.model.worklist import WorkItem
from annotator.store.read_codings import whose
from annotator.store.schema import coding, memo, transcript

_CODING = coding.c.removed.is_(sa.false())
_FEW = 100
_MEMO = memo.c.removed.is_(sa.false())


def unsure(
    connection: sa.Connection, versions: Mapping[int, int], *, coder_id: int, round_id: int
) -> list[WorkItem]:
    """The codings that are marked unsure, in order of each text.

    `versions` are the texts that are looked at, with their transcripts. Of a few the index leads
    to their codings; of many all that is asked is read from it.
    """
    query = sa.select(coding.c.text_version_id, coding.c.start, coding.c.stop).where(
        _CODING, coding.c.unsure.is_(sa.true()), *whose(coder_id, round_id)
    )
    if len(versions) <= _FEW:
        query = query.where(coding.c.text_version_id.in_(versions))
    rows = connection.execute(query)
    return sorted(WorkItem(versions[row[0]], row[1], row[2]) for row in rows if row[0] in versions)


def noted(
    connection: sa.Connection, versions: Mapping[int, int], *, coder_id: int, round_id: int
) -> list[WorkItem]:
    """The codings, passages and transcripts with a memo of the coder, in order of each text."""
    own = sa.and_(_MEMO, memo.c.coder_id == coder_id)
    on_codings = (
        sa.select(coding.c.text_version_id, coding.c.start, coding.c.stop)
        .select_from(memo)
        .join(coding, coding.c.uuid == memo.c.on_uuid)
        .where(own, memo.c.on_kind == "coding", _CODING, coding.c.round_id == round_id)
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
    coded = [
        (versions[row[0]], row[1], row[2])
        for row in connection.execute(on_codings)
        if row[0] in versions
    ]
    return sorted({WorkItem(*row) for row in (*coded, *connection.execute(on_texts))})
