"""What does a coder want to know, and what did the principal investigator answer to everybody?"""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct


class Question(Struct, frozen=True):
    """Of a coder to the principal investigator, from a passage or in general."""

    id: int
    uuid: UUID
    round_id: int
    coder_id: int
    transcript_id: int | None
    code_id: int | None
    start: int | None
    end: int | None
    """Code points; None where it is about no passage."""
    quote: str
    body: str
    created_at: str
    """UTC, ISO."""


class Answer(Struct, frozen=True):
    """What everybody is told: neither who asked nor about which passage."""

    id: int
    uuid: UUID
    on_uuid: UUID
    """The question it answers, which need not be here."""
    asked: str
    """The question as everybody reads it."""
    body: str
    created_at: str


class Asked(Struct, frozen=True):
    """A question with its answer, where there is one; one's own, or of all who may be seen."""

    question: Question
    answer: Answer | None = None
