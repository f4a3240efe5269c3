"""Where do the parts of the view stand beside each other?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QRect

if TYPE_CHECKING:
    from annotator_ui.transcript_view.measures import Measures

_LEAST_TEXT, _GOOD_TEXT, _GAP = 220, 370, 6
_LEAST_STRIPES, _GOOD_STRIPES = 58, 146
"""Pixels at full size: three brackets and a key, or a name one can read."""


class Arrangement(Struct, frozen=True):
    """The rectangles of the parts from left to right."""

    gutter: QRect
    text: QRect
    stripes: QRect
    overview: QRect


def arranged(width: int, height: int, measures: Measures) -> Arrangement:
    """The text gives way until names beside it can be read, but not below a good line.

    In less room names shrink to their keys, then the text does.
    """
    bleed, left, gap = measures.bleed, measures.gutter - measures.bleed, measures.px(_GAP)
    ruler = width - measures.overview
    room = ruler - measures.gutter - bleed - 2 * gap
    beside_names = room - measures.px(_GOOD_STRIPES)
    beside_keys = min(room - measures.px(_LEAST_STRIPES), measures.px(_GOOD_TEXT))
    line = min(measures.text_width, max(beside_names, beside_keys))
    text = max(line, measures.px(_LEAST_TEXT)) + 2 * bleed
    stripes = left + text + gap
    return Arrangement(
        QRect(0, 0, left, height),
        QRect(left, 0, text, height),
        QRect(stripes, 0, max(0, ruler - gap - stripes), height),
        QRect(ruler, 0, measures.overview, height),
    )
