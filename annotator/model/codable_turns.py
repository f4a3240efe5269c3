"""Which part of a transcript may be coded in a round: all turns, answers, some persons, a stretch?

What may not be coded has no units: neither the cursor nor a count goes there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from annotator.model.spans import Span, SpanRow
from annotator.model.transcript import OpenTranscript, Turn, Units

if TYPE_CHECKING:
    from annotator.model.rounds import Codable

_WORDS = """
    q question questions questioner reporter reporters journalist journalists moderator interviewer
    host audience correspondent press media frage fragender journalistin moderatorin interviewerin
    pregunta periodista moderador moderadora domanda giornalista pytanie dziennikarz dziennikarka
    journaliste modérateur вопрос журналист корреспондент ведущий питання журналістка ведучий
    ведуча кореспондент 问 記者 记者 سؤال שאלה
"""
ASKING = frozenset(_WORDS.split())
"""Words in labels and roles of those who ask."""


class Scope(Struct, frozen=True):
    """What may be coded; without anything said it is everything."""

    codable: Codable = "all"
    persons: tuple[str, ...] = ()
    """Names as the turns have them, for `codable` "persons"."""
    stretches: tuple[tuple[int, int], ...] = ()
    """Start and end in code points; none is the whole transcript."""

    @property
    def is_everything(self) -> bool:
        return self.codable == "all" and not self.stretches

    def limited(self, transcript: OpenTranscript) -> OpenTranscript:
        """The transcript with the units that may be coded; text and turns stay whole."""
        if self.is_everything:
            return transcript
        open_turns = self._turns(transcript)
        units = tuple(
            Units(each.level, self._inside(each, open_turns), each.segmenter, each.version)
            for each in transcript.units
        )
        return replace(transcript, units=units)

    def _turns(self, transcript: OpenTranscript) -> list[Span]:
        turns = transcript.turns
        if self.codable == "answers":
            chosen = answers(turns, transcript.text)
        elif self.codable == "persons":
            wanted = {name.casefold() for name in self.persons}
            chosen = [turn for turn in turns if turn.speaker.casefold() in wanted]
        else:
            return [Span(0, len(transcript.text))]
        return [Span(turn.start, turn.end) for turn in chosen]

    def _inside(self, units: Units, open_turns: Sequence[Span]) -> SpanRow:
        allowed = SpanRow(open_turns)
        kept = [
            unit
            for unit in units.spans
            if allowed.at(unit.start) is not None and self._is_in_stretch(unit)
        ]
        return SpanRow(kept)

    def _is_in_stretch(self, unit: Span) -> bool:
        if not self.stretches:
            return True
        return any(start < unit.end and unit.start < end for start, end in self.stretches)


def answers(turns: Sequence[Turn], text: str) -> list[Turn]:
    """The turns that answer: everything after the first question that is not itself one.

    Who asks is told by the words of label and role; where no label tells, a turn that ends in a
    question mark asks.
    """
    asks = [_is_asking(f"{turn.label} {turn.role} {turn.speaker}") for turn in turns]
    if not any(asks):
        asks = [text[turn.text_start : turn.end].rstrip(" \n\t\"”»'’)").endswith(("?", "？", "؟"))
                for turn in turns]  # fmt: skip
    if not any(asks):
        return []
    first = asks.index(True)
    return [turn for number, turn in enumerate(turns) if number > first and not asks[number]]


def _is_asking(words: str) -> bool:
    return any(word in ASKING for word in re.findall(r"\w+", words.casefold()))
