"""Acts on memos: write, change and remove notes on codings, passages, codes and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from annotator.changes import Place
from annotator.errors import NotFound, Refused
from annotator.model.spans import Span
from annotator.store import read_codings, read_memos
from annotator.store.schema import memo

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.coding import Memo, MemoOn
    from annotator.model.people import Coder


class MemoTarget(Struct, frozen=True):
    """What a memo is about; `span` only for a passage of the transcript that `uuid` names."""

    on: MemoOn
    uuid: UUID
    span: Span | None = None


def write_memo(
    history: History,
    coder: Coder,
    target: MemoTarget,
    body: str,
    *,
    place: Place | None = None,
) -> Memo | None:
    """Write the coder's memo on a thing; an empty body removes it. `place` is a passage's."""
    body = body.strip()
    with history.act(coder.id, "Memo written" if body else "Memo removed") as act:
        act.place = place
        if body:
            _must_stand(act, target)
        standing = _own_memo(act, coder, target)
        if standing is None and body:
            add_memo(act, coder, target, body)
        elif standing is not None and body:
            act.change(memo, standing.id, body=body)
        elif standing is not None:
            act.remove(memo, standing.id)
        if target.on == "coding":
            _at_coding(act, target.uuid)
        return _own_memo(act, coder, target)


def add_memo(act: Act, coder: Coder, target: MemoTarget, body: str) -> None:
    """Write a memo where the coder has none yet."""
    act.insert(
        memo,
        on_kind=target.on,
        on_uuid=target.uuid,
        coder_id=coder.id,
        body=body,
        start=target.span.start if target.span else None,
        stop=target.span.end if target.span else None,
    )


def remove_memos(act: Act, on_uuids: Sequence[UUID]) -> None:
    """Remove all memos on things that are about to go."""
    for memo_id in read_memos.on_any_of(act.connection, on_uuids):
        act.remove(memo, memo_id)


def _must_stand(act: Act, target: MemoTarget) -> None:
    """A memo is written on something that is there."""
    if (target.span is None) == (target.on == "passage"):
        raise Refused(
            "A memo on a passage says where the passage starts and ends, any other memo does not.",
            "Give start and end for a passage, and for nothing else.",
        )
    if not read_memos.target_stands(act.connection, target.on, target.uuid):
        thing = "transcript of this passage" if target.on == "passage" else target.on
        raise NotFound(
            f"The {thing} that this memo is about is not in the project.",
            "It may have been removed; undo brings it back.",
        )


def _own_memo(act: Act, coder: Coder, target: MemoTarget) -> Memo | None:
    for found in read_memos.memos(act.connection, target.on, target.uuid):
        where = None if found.start is None or found.end is None else Span(found.start, found.end)
        if found.coder_id == coder.id and where == target.span:
            return found
    return None


def _at_coding(act: Act, uuid: UUID) -> None:
    """Say where a memo on a coding stands, so that the view shows it and undo goes there."""
    found = read_codings.of_uuid(act.connection, uuid)
    if found is not None:
        act.place = Place(found.transcript_id, found.start, found.end)
        act.touched["codings_in"].add(found.transcript_id)
