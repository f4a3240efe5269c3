"""Where do the parts of the view stand beside each other?"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

from annotator_ui.transcript_view.measures import Measures

_LEAST_TEXT, _LEAST_STRIPES, _GAP = 220, 44, 6
"""Pixels at full size."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The rectangles of the parts from left to right."""

    gutter: QRect
    text: QRect
    stripes: QRect
    overview: QRect


def arranged(width: int, height: int, measures: Measures) -> Arrangement:
    """Text first: the stripes get what it leaves, and names shrink before the text does."""
    bleed, left, gap = measures.bleed, measures.gutter - measures.bleed, measures.px(_GAP)
    ruler = width - measures.overview
    room = ruler - measures.gutter - bleed - measures.px(_LEAST_STRIPES)
    text = max(min(measures.text_width, room), measures.px(_LEAST_TEXT)) + 2 * bleed
    stripes = left + text + gap
    return Arrangement(
        QRect(0, 0, left, height),
        QRect(left, 0, text, height),
        QRect(stripes, 0, max(0, ruler - gap - stripes), height),
        QRect(ruler, 0, measures.overview, height),
    )
