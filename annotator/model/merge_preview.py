"""What would merging one code into another touch?"""

from __future__ import annotations

from msgspec import Struct


class MergePreview(Struct, frozen=True):
    """What merging one code into another would touch, as far as somebody may see it."""

    codings: int
    """Of the code that goes, of all coders in all rounds."""
    twins: int
    """Those whose passage has the other code already: of each two one is left."""
    transcripts: int
    coders: int
    rounds: int
    fields: tuple[str, ...]
    """Fields that come along because the other code has none of that name."""
    refused: str
    """Why it cannot be; "" where it can."""
