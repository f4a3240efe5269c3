"""How does a file become a transcript? Reading, speaker turns, metadata, units; all of it pure."""

from __future__ import annotations

from annotator.transcripts.formats import Refusal, read, read_all
from annotator.transcripts.pieces import clauses, words
from annotator.transcripts.plain_text import read_text
from annotator.transcripts.segmentation import sentences

__all__ = ["Refusal", "clauses", "read", "read_all", "read_text", "sentences", "words"]
