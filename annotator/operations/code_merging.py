"""How do two codes become one, with nothing that was said on either of them lost?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from annotator.errors import NotFound, Refused
from annotator.history import Act, History
from annotator.model.codebook import Code, Codebook
from annotator.model.people import Coder
from annotator.store import read_codebook
from annotator.store.schema import code, code_field, coding, memo

_PLACE = ("text_version_id", "round_id", "coder_id", "start", "stop")
_BETWEEN_MEMOS = "\n\n"
_MOST_AT_ONCE = 500
"""How many values one question to the database may name."""

Passage = tuple[int, ...]


def merge_codes(history: History, coder: Coder, source_id: int, target_id: int) -> int:
    """Move every coding of one code to another and remove the first; how many codings it had.

    Codings of all coders and rounds are meant. Where both codes stand on one passage for one
    coder, one coding is left: unsure if either was, with the memos of both.
    """
    with history.act(coder.id, "") as act:
        book = read_codebook.codebook(act.connection)
        source, target = _found(book, source_id), _found(book, target_id)
        _must_be_mergeable(act, source, target)
        act.label = f"“{source.name}” merged into “{target.name}”"
        moved = _codings(act, source.id)
        standing = {_passage(row): row for row in _codings(act, target.id)}
        joined: dict[UUID, UUID] = {source.uuid: target.uuid}
        for row in moved:
            twin = standing.get(_passage(row))
            if twin is None:
                act.change(coding, row.id, code_id=target.id)
            else:
                joined[row.uuid] = twin.uuid
                act.change(coding, twin.id, unsure=row.unsure or twin.unsure)
        _join_memos(act, joined)
        for row in moved:
            if row.uuid in joined:
                act.remove(coding, row.id, merged_into=joined[row.uuid])
        if source.memo:
            both = (target.memo, source.memo)
            act.change(code, target.id, memo=_BETWEEN_MEMOS.join(filter(None, both)))
        act.remove(code, source.id, merged_into=target.uuid)
        return len(moved)


def _must_be_mergeable(act: Act, source: Code, target: Code) -> None:
    if source.id == target.id:
        raise Refused("A code cannot be merged with itself.", "Choose another code.")
    for each in (source, target):
        if each.is_group:
            raise Refused(
                f"“{each.name}” is a group, and groups carry no codings.",
                "Move its codes into another group instead.",
            )
    fields = sa.select(code_field.c.id).where(
        code_field.c.code_id == source.id, code_field.c.removed.is_(sa.false())
    )
    if act.connection.execute(fields).first() is not None:
        raise Refused(
            f"“{source.name}” has fields, and “{target.name}” has no place for their values.",
            "Take the fields from the code first, or merge the other way round.",
        )


def _join_memos(act: Act, joined: dict[UUID, UUID]) -> None:
    """A coder's memos on two things that become one become one memo."""
    rows = _memos(act, [*joined, *joined.values()])
    by_thing: defaultdict[UUID, dict[int, sa.Row[tuple[int, UUID, int, str]]]] = defaultdict(dict)
    for row in rows:
        by_thing[row.on_uuid][row.coder_id] = row
    for gone, kept in joined.items():
        for coder_id, row in by_thing[gone].items():
            there = by_thing[kept].get(coder_id)
            if there is None:
                act.change(memo, row.id, on_uuid=kept)
            else:
                act.change(memo, there.id, body=f"{there.body}{_BETWEEN_MEMOS}{row.body}")
                act.remove(memo, row.id)


def _memos(act: Act, uuids: Sequence[UUID]) -> list[sa.Row[tuple[int, UUID, int, str]]]:
    found: list[sa.Row[tuple[int, UUID, int, str]]] = []
    for first in range(0, len(uuids), _MOST_AT_ONCE):
        query = sa.select(memo.c.id, memo.c.on_uuid, memo.c.coder_id, memo.c.body).where(
            memo.c.on_uuid.in_(uuids[first : first + _MOST_AT_ONCE]),
            memo.c.on_kind.in_(("coding", "code")),
            memo.c.removed.is_(sa.false()),
        )
        found.extend(act.connection.execute(query))
    return found


def _codings(act: Act, code_id: int) -> Sequence[sa.Row[tuple[int, ...]]]:
    columns = [coding.c[name] for name in ("id", "uuid", "unsure", *_PLACE)]
    query = sa.select(*columns).where(coding.c.code_id == code_id, coding.c.removed.is_(sa.false()))
    return act.connection.execute(query.order_by(coding.c.id)).all()


def _passage(row: sa.Row[tuple[int, ...]]) -> Passage:
    return tuple(getattr(row, name) for name in _PLACE)


def _found(book: Codebook, code_id: int) -> Code:
    found = book.by_id(code_id)
    if found is None:
        raise NotFound("This code is no longer in the codebook.", "It may have been deleted.")
    return found
