"""What was put aside, in words that a person can look at?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from annotator.model.put_aside import PutAside
from annotator.store.images import unpacked
from annotator.store.schema import aside, code, coder, round_, transcript


def put_aside(connection: sa.Connection) -> tuple[PutAside, ...]:
    """All that waits and that somebody may want to look at, the oldest first."""
    query = (
        sa.select(
            aside,
            coder.c.coder_id.label("who"),
            round_.c.name.label("in_round"),
            transcript.c.doc_id.label("doc"),
        )
        .outerjoin(coder, coder.c.id == aside.c.coder_id)
        .outerjoin(round_, round_.c.id == aside.c.round_id)
        .outerjoin(transcript, transcript.c.id == aside.c.transcript_id)
        .where(aside.c.removed.is_(sa.false()))
        .order_by(aside.c.id)
    )
    codes = {row.uuid: row.code_id for row in connection.execute(sa.select(code))}
    kept = (dict(each) for each in connection.execute(query).mappings())
    rows = ((each, unpacked(json.dumps(each["row"]))) for each in kept)
    return tuple(_told(each, row, codes) for each, row in rows if not row["removed"])


def _told(kept: Mapping[str, Any], row: Mapping[str, Any], codes: Mapping[UUID, str]) -> PutAside:
    return PutAside(
        what=kept["table_name"].replace("_", " "),
        coder=kept["who"] or "",
        round=kept["in_round"] or "",
        transcript=kept["doc"] or "",
        code=codes.get(row["code_id"], "") if row.get("code_id") else "",
        words=str(row.get("quote") or row.get("body") or row.get("value") or ""),
        why=kept["why"],
        decided_at=kept["changed_at"],
    )
