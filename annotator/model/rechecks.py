"""What did a change of a definition mean, and which passages are to be looked at again?

What coders decide on these passages is a layer of its own: finished work stays as it was, and
`rechecked` says how it reads with the decisions laid over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal
from uuid import UUID

from msgspec import Struct, field
from msgspec.structs import replace

from annotator.model.spans import Span

Meaning = Literal["narrower", "wider", "both", "wording"]
Why = Literal["coded", "neighbour", "search", "sample"]
Choice = Literal["keep", "change", "add", "remove"]

MEANINGS: Mapping[Meaning, str] = {
    "narrower": "Narrower: some passages may no longer belong",
    "wider": "Wider: other passages may now belong",
    "both": "Both: some may leave, others may come",
    "wording": "Only wording: what belongs stays the same",
}
WHY_WORDS: Mapping[Why, str] = {
    "coded": "has the code",
    "neighbour": "has a neighbouring code",
    "search": "found by the search",
    "sample": "drawn at random, without a code",
}


class Redefinition(Struct, frozen=True):
    """A code whose definition was changed while it had codings."""

    id: int
    uuid: UUID
    code_id: int
    codebook_version_id: int
    """The version that the change belongs to."""
    meaning: Meaning | Literal[""]
    """Empty until somebody says what it means."""
    note: str
    changed: Mapping[str, tuple[str, str]]
    """By text of the definition: before and after."""
    changed_at: str


class Wider(Struct, frozen=True):
    """Where to look for passages that may now belong to a code."""

    neighbours: tuple[int, ...] = ()
    """Codes whose passages are looked at."""
    hits: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    """By transcript: what a search found."""
    words: str = ""
    """What was searched for."""
    sample: int = 0
    """How many sentences without a code are drawn for each coder."""
    seed: int = 1


class Recheck(Struct, frozen=True):
    """One passage to look at again, and what its coder decided."""

    id: int
    uuid: UUID
    redefinition_id: int
    round_id: int
    coder_id: int
    transcript_id: int
    text_version_id: int
    coding_uuid: UUID | None
    start: int
    end: int
    why: Why
    decision: Choice | Literal[""]
    given_id: int | None
    """The code of a decision to change or add."""
    decided_at: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class RecheckProgress(Struct, frozen=True):
    """How far one coder is with the passages of one change."""

    redefinition_id: int
    coder_id: int
    done: int
    total: int


class LaidOver(Struct, frozen=True):
    """A coding as it reads with decisions of rechecks laid over it."""

    uuid: UUID | None
    """None where a decision added it."""
    code_id: int
    coder_id: int
    round_id: int
    text_version_id: int
    start: int
    end: int


def rechecked(codings: Iterable[LaidOver], decided: Sequence[Recheck]) -> list[LaidOver]:
    """Codings with decisions laid over them; of two decisions on one coding the later holds.

    A decision to add or change gives no second coding where an equal one stands.
    """
    standing = {each.uuid: each for each in codings if each.uuid is not None}
    added: list[LaidOver] = []
    for each in sorted(decided, key=lambda one: (one.decided_at, one.id)):
        uuid = each.coding_uuid
        known = None if uuid is None else standing.get(uuid)
        if uuid is not None and known is not None and each.decision == "remove":
            del standing[uuid]
        elif uuid is not None and known is not None and _changes(each):
            standing[uuid] = replace(known, code_id=each.given_id or known.code_id)
        elif each.decision in {"add", "change"} and each.given_id is not None:
            added.append(
                LaidOver(
                    None, each.given_id, each.coder_id, each.round_id, each.text_version_id,
                    each.start, each.end,
                )
            )  # fmt: skip
    found: dict[tuple[int, ...], LaidOver] = {}
    for one in (*standing.values(), *added):
        found.setdefault(_place(one), one)
    return list(found.values())


def _changes(each: Recheck) -> bool:
    return each.decision == "change" and each.given_id is not None


def _place(one: LaidOver) -> tuple[int, ...]:
    return one.text_version_id, one.round_id, one.coder_id, one.code_id, one.start, one.end
