"""What did somebody write about a code?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from annotator.model.spans import Span


@dataclass(frozen=True, slots=True)
class Comment:
    """A memo on a code, or on a coding that has it."""

    uuid: UUID
    coder_id: int
    coder: str
    body: str
    transcript_id: int | None = None
    """Where the coding stands; None for a memo on the code itself."""
    span: Span | None = None
    sentence: int | None = None
    """Its number as people count, from 1."""
    title: str = ""
    """Of the transcript."""
