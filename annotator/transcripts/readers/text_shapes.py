"""Is this plain text an export of a program that we know? Then its own reader reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.transcripts.readers import lexisnexis, zoom_chat

if TYPE_CHECKING:
    from annotator.model.transcript import Source
    from annotator.transcripts.drafts import Draft


def shaped_transcripts(text: str, source: Source) -> Iterator[Draft] | None:
    """The transcripts in a text of a known shape, or None where it is an ordinary text."""
    if zoom_chat.is_chat(text):
        return zoom_chat.read(text, source)
    if lexisnexis.is_batch(text):
        return lexisnexis.read(text, source)
    return None
