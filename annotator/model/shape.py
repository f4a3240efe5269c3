"""How is a text divided? Turns, units and silent places, and what may be changed about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from annotator.model.spans import SpanRow

if TYPE_CHECKING:
    from annotator.model.transcript import HeaderField, Level, OpenTranscript, Turn, Units

BY_HAND = " + by hand"
"""Stands behind the name of the rule that cut units, where somebody has cut or joined some."""


class Shape(Struct, frozen=True):
    """The division of one text; the text itself is never altered."""

    text: str
    turns: tuple[Turn, ...]
    units: tuple[Units, ...]
    header: tuple[HeaderField, ...]

    def spans(self, level: Level) -> SpanRow:
        """The units of one level; empty where the text was not cut at it."""
        return next((units.spans for units in self.units if units.level == level), SpanRow())

    def with_spans(self, level: Level, spans: SpanRow, *, by_hand: bool = False) -> Shape:
        """The shape with other units at one level, under the same name or with "by hand" to it."""

        def changed(units: Units) -> Units:
            if units.level != level:
                return units
            name = units.segmenter
            if by_hand and not name.endswith(BY_HAND):
                name += BY_HAND
            return replace(units, spans=spans, segmenter=name)

        return replace(self, units=tuple(changed(units) for units in self.units))


def shape_of(transcript: OpenTranscript) -> Shape:
    """How a transcript of a project is divided now."""
    return Shape(transcript.text, transcript.turns, transcript.units, transcript.header)
