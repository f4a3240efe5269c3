"""How does a person like to read, and how do they code with the mouse? Their own choices."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

ClickChoice = Literal["single", "double"]
"""Which click on a code in the tree codes the passage."""

FONTS: Final = (("Charis SIL", "Serif"), ("Inter", "Sans serif"), ("monospace", "Typewriter"))
LEADINGS: Final = ((1.4, "Tight"), (1.72, "Normal"), (2.1, "Wide"))
WIDTHS: Final = (
    (420, "Narrow"),
    (520, "Normal"),
    (680, "Wide"),
    (1200, "As wide as there is room"),
)


class Reading(NamedTuple):
    """Font family, widest line in pixels at 100 %, and distance of base lines in text sizes."""

    font: str = "Charis SIL"
    width: int = 520
    leading: float = 1.72


def within_reason(font: str, width: str, leading: str) -> Reading:
    """Choices as they were kept; what cannot be read or is absurd is as it was at first."""
    plain = Reading()
    return Reading(
        font.strip() or plain.font,
        round(_number(width, plain.width, 240, 4000)),
        _number(leading, plain.leading, 1.0, 3.0),
    )


def _number(kept: str, otherwise: float, least: float, most: float) -> float:
    try:
        number = float(kept)
    except ValueError:
        return otherwise
    return number if least <= number <= most else otherwise
