"""Which colours suit codes? Calm ones that differ from their neighbours."""

from __future__ import annotations

CALM_COLORS = (
    "#C99700",
    "#B4552D",
    "#8E5EA2",
    "#A6763B",
    "#C2455E",
    "#2D6FB4",
    "#3E8E9C",
    "#5568B8",
    "#4B8BBE",
    "#2F7F6F",
    "#5B7F3A",
    "#7A8450",
)
"""Given to codes without a colour, in this order, so that neighbours differ."""
