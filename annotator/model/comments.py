"""What did somebody write about a code?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

if TYPE_CHECKING:
    from annotator.model.spans import Span


class Comment(Struct, frozen=True):
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
