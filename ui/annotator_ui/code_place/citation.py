"""How is a passage quoted in a paper: its words, who said them, when, and where they stand?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator_ui.code_place.inspector_feed import turn_at
from annotator_ui.item_models.dates import long_date
from annotator_ui.item_models.transcript_list import shown_title

if TYPE_CHECKING:
    from annotator.model.spans import Span
    from annotator.model.transcript import OpenTranscript


def citation(transcript: OpenTranscript, span: Span) -> str:
    """“Words” (Speaker, Title, Date, sentence n), a line for each speaker in the passage."""
    return "\n".join(_quoted(transcript, part) for part in transcript.codable(span))


def _quoted(transcript: OpenTranscript, part: Span) -> str:
    info, turn = transcript.info, turn_at(transcript, part.start)
    pieces = [
        (turn.speaker or turn.label) if turn is not None else "",
        shown_title(info),
        long_date(info.metadata.date),
        _where(transcript, part),
    ]
    words = " ".join(transcript.quote(part).split())
    return f"“{words}” ({', '.join(piece for piece in pieces if piece)})"


def _where(transcript: OpenTranscript, part: Span) -> str:
    numbers = transcript.spans("sentence").touching(part)
    if not numbers:
        return ""
    if len(numbers) == 1:
        return f"sentence {numbers[0] + 1}"
    return f"sentences {numbers[0] + 1}–{numbers[-1] + 1}"
