"""How large is everything in the view at one zoom? Whole pixels, so that nothing blurs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont

from annotator_ui.theme import reading_font, ui_font

TEXT_PX = 15.5
LEADING = 1.72
"""Distance of base lines in text sizes."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths in device-independent pixels."""

    zoom: float = 1.0

    def px(self, at_full_size: float) -> int:
        return round(at_full_size * self.zoom)

    @property
    def pitch(self) -> int:
        """From one base line to the next."""
        return max(8, round(TEXT_PX * LEADING * self.zoom))

    @property
    def above(self) -> int:
        """From the top of a line's band down to its base line."""
        return round(self.pitch * 0.66)

    @property
    def below(self) -> int:
        """From the base line down to the foot of the band; one pixel stays between bands."""
        return self.pitch - self.above - 1

    @property
    def paragraph_space(self) -> int:
        """Half of it stands above a paragraph, half below."""
        return 2 * self.px(6)

    @property
    def turn_space(self) -> int:
        """What a heading keeps clear above itself, on top of the paragraph's space."""
        return self.px(8)

    @property
    def text_width(self) -> int:
        """The widest a line may be."""
        return self.px(520)

    @property
    def bleed(self) -> int:
        """How far the ground of the unit reaches beyond the text at both sides."""
        return self.px(10)

    @property
    def gutter(self) -> int:
        """From the left edge of the view to the text, the bleed included."""
        return self.px(62)

    @property
    def overview(self) -> int:
        return self.px(14)

    @property
    def lane(self) -> int:
        return self.px(11)

    @property
    def bracket(self) -> int:
        return self.px(7)

    @property
    def label_line(self) -> int:
        return self.px(15)

    def reading_font(self) -> QFont:
        return reading_font(TEXT_PX * self.zoom)

    def speaker_font(self) -> QFont:
        return ui_font(13.5 * self.zoom, 600)

    def role_font(self) -> QFont:
        return ui_font(13 * self.zoom)

    def label_font(self) -> QFont:
        return ui_font(11 * self.zoom)
