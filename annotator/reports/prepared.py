"""What is kept between two comparisons: texts cut into units, and codings laid on them?"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from contextlib import AbstractContextManager
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from annotator.model.spans import Span, SpanRow
from annotator.reliability.boundaries import boundaries_apart
from annotator.reliability.codable import CodableText, codable_text
from annotator.reliability.marks import MarkTable
from annotator.reliability.projection import (
    CodedText,
    CodedUnits,
    Rule,
    characters_coded,
    units_coded,
)
from annotator.reports.rows import turn_at
from annotator.store import read_transcripts

if TYPE_CHECKING:
    import sqlalchemy as sa

    from annotator.model.codable_turns import Scope
    from annotator.model.transcript import Level, OpenTranscript, TranscriptInfo
    from annotator.reliability.arrays import IntArray
    from annotator.reliability.choice import Unit

KEPT_TEXTS = 1000

_PART_LEVEL: dict[Unit, Level] = {
    "sentence": "paragraph",
    "character": "paragraph",
    "free span": "paragraph",
    "paragraph": "turn",
    "turn": "turn",
    "transcript": "turn",
}
BY_CHARACTER = frozenset({"character", "free span"})
"""Units without units: stretches of characters that all coders treat alike."""


class PreparedText(Struct, frozen=True, eq=False):
    """One text cut into units of one kind, and the part each unit stands in."""

    codable: CodableText
    parts: IntArray
    turn: IntArray
    """The number of the turn of each unit, -1 for none."""
    speakers: tuple[tuple[str, str], ...]
    """Name and role of who speaks, turn by turn."""

    def said_by(self, unit: int) -> tuple[str, str]:
        """Name and role of who speaks in a unit, by its number; empty where nobody is named."""
        turn = int(self.turn[unit])
        return self.speakers[turn] if turn >= 0 else ("", "")


class Projected(Struct, frozen=True, eq=False):
    """One transcript under one rule."""

    coded: CodedUnits
    boundary: IntArray
    """Shape (cells, 2): code and unit where only the boundary differs."""


class Prepared(Struct):
    """Texts never change, and most transcripts did not."""

    kept: bool = True
    """Without it nothing is kept, for one comparison of which only the result is wanted."""
    turn: AbstractContextManager[object] = field(default_factory=threading.Lock)
    """Held by whoever compares, on any thread."""
    texts: OrderedDict[tuple[int, Unit, Scope], PreparedText] = field(default_factory=OrderedDict)
    projected: dict[tuple[Hashable, Unit, Rule], tuple[object, Projected]] = field(
        default_factory=dict
    )

    def text(
        self, unit: Unit, scope: Scope, connection: sa.Connection, info: TranscriptInfo
    ) -> PreparedText:
        """A text cut into the units of what may be coded."""
        key = (info.text_version_id, unit, scope)
        if key in self.texts:
            return self.texts[key]
        opened = read_transcripts.open_transcript(connection, info)
        found = _prepared(scope.limited(opened), unit)
        if self.kept:
            self.texts[key] = found
            while len(self.texts) > KEPT_TEXTS:
                self.texts.popitem(last=False)
        return found

    def projection(
        self, document: CodedText, codes: tuple[int, ...], unit: Unit, rule: Rule
    ) -> Projected:
        """One transcript under one rule, anew only where something of it changed."""
        if not self.kept:
            return _projected(document, codes, unit, rule)
        key = (document.document, unit, rule)
        state = (codes, _state_of(document))
        known = self.projected.get(key)
        if known is None or known[0] != state:
            known = (state, _projected(document, codes, unit, rule))
            self.projected[key] = known
        # what was judged may have changed without any coding
        coded = replace(known[1].coded, source=document)
        return replace(known[1], coded=coded)


def _prepared(opened: OpenTranscript, unit: Unit) -> PreparedText:
    sentences = opened.spans("sentence")
    units = sentences
    if unit in {"paragraph", "turn"}:
        units = opened.spans("paragraph" if unit == "paragraph" else "turn")
    elif unit == "transcript" and len(sentences):
        units = SpanRow([Span(sentences[0].start, sentences[len(sentences) - 1].end)])
    starts = np.array([span.start for span in units], dtype=np.int64)
    above = np.array([span.start for span in opened.spans(_PART_LEVEL[unit])], dtype=np.int64)
    parts = np.maximum(np.searchsorted(above, starts, side="right") - 1, 0)
    nowhere = unit == "transcript"  # everybody speaks in it
    turns = [None if nowhere else turn_at(opened.turns, start) for start in starts.tolist()]
    return PreparedText(
        codable_text(opened.text, units), parts,
        np.array([-1 if turn is None else turn for turn in turns], dtype=np.int64),
        tuple((turn.speaker or turn.label, turn.role) for turn in opened.turns),
    )  # fmt: skip


def _projected(document: CodedText, codes: tuple[int, ...], unit: Unit, rule: Rule) -> Projected:
    if unit in BY_CHARACTER:
        return Projected(characters_coded(document, codes), np.zeros((0, 2), dtype=np.int64))
    coded = units_coded(document, codes, rule=rule)
    return Projected(coded, boundaries_apart(coded))


def _state_of(document: CodedText) -> object:
    """Equal where the projection is equal."""
    marks = document.marks
    if not isinstance(marks, MarkTable):
        return tuple(marks)
    digest = blake2b(digest_size=16)
    for column in (marks.coder, marks.code, marks.start, marks.end):
        digest.update(np.ascontiguousarray(column).data)
    for coder, spans in document.outside.items():  # boundaries there are nobody's
        digest.update(f"{coder}:{np.asarray(spans).tolist()}".encode())
    return id(document.text), tuple(document.coders), len(marks), digest.digest()
