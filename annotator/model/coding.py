"""What does a coder decide? Codings of passages, decisions that nothing applies, memos."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from msgspec import Struct

from annotator.model.spans import Span

MemoOn = Literal["coding", "transcript", "code", "project", "passage"]


class Coding(Struct, frozen=True):
    """One coder's code on one passage."""

    id: int
    uuid: UUID
    transcript_id: int
    text_version_id: int
    code_id: int
    coder_id: int
    round_id: int
    codebook_version_id: int
    start: int
    end: int
    quote: str
    unsure: bool
    created_at: str
    changed_at: str
    found_by: str = ""
    """The words of the search whose hit was coded; empty where a person chose the passage."""
    fields: tuple[tuple[str, str], ...] = ()
    """(field, value) of everything said about the passage beyond its code."""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class CodingColumns(Struct, frozen=True):
    """The codings of one transcript as columns of equal length, in order of start, then -end.

    Cheap to read and to hold: this is what a view of 50,000 codings is fed with.
    """

    ids: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    code_ids: tuple[int, ...] = ()
    coder_ids: tuple[int, ...] = ()
    unsure: tuple[bool, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)


class Decision(Struct, frozen=True):
    """A coder looked at a unit and decided that nothing applies."""

    id: int
    text_version_id: int
    coder_id: int
    round_id: int
    level: str
    start: int
    end: int
    kind: Literal["nothing", "finishing"]

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class DecisionColumns(Struct, frozen=True):
    """Where a coder decided that nothing applies: columns of equal length, in order of start."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    by_finishing: tuple[bool, ...] = ()

    def __len__(self) -> int:
        return len(self.starts)


class Finished(Struct, frozen=True):
    """A coder has done a transcript in a round: what is not coded there counts as zero."""

    id: int
    transcript_id: int
    text_version_id: int
    coder_id: int
    round_id: int
    finished_at: str
    """UTC, ISO, milliseconds."""
    sealed_at: str
    """Empty until the principal investigator accepted it."""


class Memo(Struct, frozen=True):
    """A note by a coder on a coding, a passage, a transcript, a code or the project."""

    id: int
    uuid: UUID
    on: MemoOn
    on_uuid: UUID
    coder_id: int
    body: str
    created_at: str
    changed_at: str
    start: int | None = None
    """Only for a passage: code points of the transcript that `on_uuid` names."""
    end: int | None = None
