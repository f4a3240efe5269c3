"""How large is everything in the view at one zoom? Whole pixels, so that nothing blurs."""

from __future__ import annotations

from math import ceil

from msgspec import Struct
from PySide6.QtGui import QFont

from annotator_ui.reading import Reading
from annotator_ui.theme import reading_font, ui_font

TEXT_PX = 15.5
MOST_UNDERLINES = 3
"""Codes that are underlined on the same words; the margin names the others."""
_LETTERS, _BELOW = 0.76, 0.33
"""How far letters reach above their base line, in text sizes; the foot of a line, in pitches."""


class Measures(Struct, frozen=True):
    """Lengths in device-independent pixels; made by `at_zoom`, looked up for every line."""

    zoom: float
    font: str
    """The family of transcript text."""
    pitch: int
    """From one base line to the next."""
    above: int
    """From the top of a line's band down to its base line."""
    below: int
    """From the base line down to the foot of the band; one pixel stays between bands."""
    underline: int
    underline_step: int
    underlines: int
    """So many fit between the letters of a line and the foot of its band."""
    half_space: int
    """Space above a paragraph, and as much below."""
    turn_space: int
    """What a heading keeps clear above itself, on top of the paragraph's space."""
    text_width: int
    """The widest a line may be."""
    bleed: int
    """How far the ground of the unit may reach beyond the text at both sides."""
    gutter: int
    """From the left edge of the view to the text, the bleed included."""
    overview: int
    lane: int
    bracket: int
    label_line: int

    @classmethod
    def at_zoom(cls, zoom: float, reading: Reading | None = None) -> Measures:
        """The lengths at one zoom, 1.0 being full size, for one way to read."""
        reading = reading or Reading()
        pitch = max(8, round(TEXT_PX * reading.leading * zoom))
        thick, gap = max(1, round(2 * zoom)), max(1, round(zoom))
        below = _room_below(pitch, zoom, MOST_UNDERLINES * (thick + gap))
        return cls(
            zoom=zoom,
            font=reading.font,
            pitch=pitch,
            above=pitch - below - 1,
            below=below,
            underline=thick,
            underline_step=thick + gap,
            underlines=max(1, min(MOST_UNDERLINES, (below + gap) // (thick + gap))),
            half_space=max(1, round(6 * zoom)),
            turn_space=round(8 * zoom),
            text_width=round(reading.width * zoom),
            bleed=round(10 * zoom),
            gutter=round(62 * zoom),
            overview=round(14 * zoom),
            lane=round(11 * zoom),
            bracket=round(7 * zoom),
            label_line=round(15 * zoom),
        )

    def px(self, at_full_size: float) -> int:
        return round(at_full_size * self.zoom)

    def reading_font(self) -> QFont:
        return reading_font(TEXT_PX * self.zoom, family=self.font)

    def speaker_font(self) -> QFont:
        return ui_font(13.5 * self.zoom, 600)

    def role_font(self) -> QFont:
        return ui_font(13 * self.zoom)

    def label_font(self) -> QFont:
        return ui_font(11 * self.zoom)


def _room_below(pitch: int, zoom: float, wanted: int) -> int:
    """Under the base line as much as the underlines want, so that none runs through letters.

    What the letters of the line need above it is theirs first.
    """
    letters = ceil(_LETTERS * TEXT_PX * zoom)
    return max(round(pitch * _BELOW), min(wanted, pitch - 1 - letters))
