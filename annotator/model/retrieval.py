"""Which coded passages are wanted, and what is shown of each?"""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct, field

from annotator.model.spans import Span

Scope = Literal["passage", "overlap", "near", "turn", "transcript"]
"""Where another code is looked for: on the very same words, on some of them, within so many
sentences, in the same turn, in the same transcript.
"""
SCOPES: tuple[Scope, ...] = ("passage", "overlap", "near", "turn", "transcript")


class Condition(Struct, frozen=True):
    """Another code of the same coder that stands, or does not stand, where a passage is."""

    codes: frozenset[int]
    """Any of these."""
    scope: Scope = "overlap"
    within: int = 0
    """For "near": sentences before and after."""
    absent: bool = False
    """None of these codes may stand there."""


class Wanted(Struct, frozen=True):
    """What must hold for a passage; what is not said is no limit.

    Conditions must hold all together; of the codes, coders, speakers and roles any will do.
    """

    codes: frozenset[int] | None = None
    conditions: tuple[Condition, ...] = ()
    coders: frozenset[int] | None = None
    round_id: int | None = None
    speakers: frozenset[str] | None = None
    roles: frozenset[str] | None = None
    attribute: tuple[str, str] | None = None
    """(kind, value) of who speaks, or of the transcript: ("party", "SPD"), ("source", "nato")."""
    since: str = ""
    until: str = ""
    """ISO dates, both included; partial ones too: 2023-11 is the whole month."""
    unsure: bool | None = None
    memo: bool | None = None
    words: str = ""
    """They stand in the passage; case and diacritics do not count."""


class PassageKey(NamedTuple):
    """One coding that was found."""

    coding_id: int
    transcript_id: int
    start: int
    end: int
    code_id: int
    coder_id: int
    unsure: bool


class Retrieved(Struct, frozen=True):
    """What was found, in the order of the transcripts and of their texts."""

    keys: tuple[PassageKey, ...] = ()
    is_cut: bool = False
    """There are more than are listed."""

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def n_transcripts(self) -> int:
        return len({key.transcript_id for key in self.keys})


class PassageShown(Struct, frozen=True):
    """One coded passage as it is read in a list."""

    key: PassageKey
    doc_id: str
    title: str
    date: str
    speaker: str
    role: str
    sentences: tuple[int, int] | None
    """Number of its first and last sentence, from 1."""
    quote: str
    before: str
    """What the same speaker says right before, on one line, with the blank between."""
    after: str
    coder: str
    memo: str = ""
    """Of the coder who made the coding."""
    fields: tuple[tuple[str, str], ...] = ()
    beside: tuple[int, ...] = ()
    """Other codes of the same coder on some of the same words."""

    @property
    def span(self) -> Span:
        return Span(self.key.start, self.key.end)


class PassageAround(Struct, frozen=True):
    """The paragraphs that a passage stands in."""

    text: str
    passage: tuple[int, int, int]
    """(start, end, code id) in code points of this text."""


class Choices(Struct, frozen=True):
    """By what passages of this project can be told apart."""

    speakers: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(kind, its values)."""
    dates: tuple[str, str] = field(default=("", ""))
    """The first and the last day, empty where no transcript has a date."""
