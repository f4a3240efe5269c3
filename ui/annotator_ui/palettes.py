"""Which colours do the four themes have, and what is each for?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_LIGHT: Final = {
    "bg": "#F6F7F8",  # the ground of the window
    "panel": "#FFFFFF",  # panels, tables, fields
    "text": "#1E2329",
    "muted": "#68717C",  # secondary words
    "muted2": "#56606B",  # secondary words on a selected row or a tint
    "faint": "#9AA3AD",  # shapes only, never words
    "line": "#E3E6EA",  # hairlines
    "ctl": "#CBD1D8",  # the edge of a control
    "mark": "#7A8590",  # reference marks, drop zone, check box
    "hover": "#F0F2F5",  # the row under the pointer
    "accent_soft": "#E8F0FE",  # selected row, chosen segment, focus halo
    "accent": "#1F6FEB",  # primary button, focus
    "accent_text": "#1B5FCB",  # links
    "on_accent": "#FFFFFF",  # words on the primary button
    "unit": "#FFF7DB",  # the unit under the cursor
    "unit_edge": "#E0A800",
    "ok": "#2E8B57",  # done, on disk, added
    "ok_words": "#1F7A47",
    "ok_soft": "#E6F4EC",
    "warn": "#B7791F",  # needs a look
    "warn_words": "#85540E",
    "warn_soft": "#FDF6E4",
    "error_words": "#B3261E",  # refused, failed, removed
    "error_soft": "#FDECEA",
    "rail": "#22272E",  # the rail of places
    "rail_text": "#B6BFC9",
    "interval": "#B9C4D0",  # charts
    "point": "#2B3A4A",
}

_DARK: Final = {
    "bg": "#16191D",
    "panel": "#1D2126",
    "text": "#E4E7EB",
    "muted": "#9AA3AD",
    "muted2": "#A9B2BC",
    "faint": "#6B747E",
    "line": "#2B3138",
    "ctl": "#3D464F",
    "mark": "#7C8792",
    "hover": "#262B32",
    "accent_soft": "#22324A",
    "accent": "#6CA4FF",
    "accent_text": "#8BB8FF",
    "on_accent": "#0E1116",
    "unit": "#2E2A1B",
    "unit_edge": "#D9A928",
    "ok": "#2E8B57",
    "ok_words": "#5CC08A",
    "ok_soft": "#1C3127",
    "warn": "#B7791F",
    "warn_words": "#E0B25A",
    "warn_soft": "#2E2818",
    "error_words": "#F28B82",
    "error_soft": "#37211F",
    "rail": "#101215",
    "rail_text": "#8C96A1",
    "interval": "#46525E",
    "point": "#DCE4EC",
}

_CONTRAST_LIGHT: Final = {
    # On white: words have 7 : 1 on their ground, edges 4.5 : 1.
    "bg": "#FFFFFF",
    "panel": "#FFFFFF",
    "text": "#000000",
    "muted": "#2E343B",
    "muted2": "#23282E",
    "faint": "#4A525B",
    "line": "#6B7480",
    "ctl": "#000000",
    "mark": "#000000",
    "hover": "#EDEFF2",
    "accent_soft": "#D6E6FF",
    "accent": "#0039A6",
    "accent_text": "#0039A6",
    "on_accent": "#FFFFFF",
    "unit": "#FFF0A8",
    "unit_edge": "#7A4E00",
    "ok": "#00562B",
    "ok_words": "#00562B",
    "ok_soft": "#E3F5EA",
    "warn": "#6B3F00",
    "warn_words": "#6B3F00",
    "warn_soft": "#FFF3D6",
    "error_words": "#8E0000",
    "error_soft": "#FFE9E7",
    "rail": "#000000",
    "rail_text": "#FFFFFF",
    "interval": "#6B7480",
    "point": "#000000",
}

_CONTRAST_DARK: Final = {
    # On black, alike.
    "bg": "#000000",
    "panel": "#000000",
    "text": "#FFFFFF",
    "muted": "#D5DAE0",
    "muted2": "#E3E7EB",
    "faint": "#B4BCC5",
    "line": "#8A939D",
    "ctl": "#FFFFFF",
    "mark": "#FFFFFF",
    "hover": "#1F2429",
    "accent_soft": "#12305E",
    "accent": "#8FC1FF",
    "accent_text": "#A9D0FF",
    "on_accent": "#000000",
    "unit": "#3A3300",
    "unit_edge": "#FFD84D",
    "ok": "#5FE39A",
    "ok_words": "#7BEBAC",
    "ok_soft": "#06281A",
    "warn": "#FFC65C",
    "warn_words": "#FFD083",
    "warn_soft": "#2F2300",
    "error_words": "#FFB3AB",
    "error_soft": "#3D0B08",
    "rail": "#000000",
    "rail_text": "#FFFFFF",
    "interval": "#8A939D",
    "point": "#FFFFFF",
}

PALETTES: Final[Mapping[str, Mapping[str, str]]] = {
    "light": _LIGHT,
    "dark": _DARK,
    "contrast_light": _CONTRAST_LIGHT,
    "contrast_dark": _CONTRAST_DARK,
}
