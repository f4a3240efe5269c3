"""Which colour did somebody give a cell of an .xlsx?

A colour stands as RRGGBB, as a place in the palette of old workbooks, or as a place in the theme
of the workbook made lighter or darker by its tint: ECMA-376 part 1, 18.3.1.15 and 20.1.6.2.
"""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

from annotator.errors import FileProblem
from annotator.transcripts.readers.xml_files import attribute, bare, first, parsed

_NO_COLORS = {"FFFFFF", "000000"}
_SWAPPED = (1, 0, 3, 2)
"""Cells count the light colours of a theme before the dark ones; the theme itself does not."""


class CellFills:
    """The plain colours behind the cells of one workbook; white and black are none."""

    def __init__(self, book: Any) -> None:
        self._book = book

    def of(self, cell: Any) -> str:
        """The colour behind a cell as #RRGGBB, or nothing."""
        fill = cell.fill
        if fill is None or fill.fill_type != "solid":
            return ""
        digits = self._digits(fill.fgColor)
        return f"#{digits}" if digits and digits not in _NO_COLORS else ""

    def _digits(self, color: Any) -> str:
        if color.type == "rgb" and isinstance(color.rgb, str) and len(color.rgb) in {6, 8}:
            return _tinted(str(color.rgb)[-6:].upper(), color.tint)
        if color.type == "theme" and 0 <= color.theme < len(self._theme):
            return _tinted(self._theme[color.theme], color.tint)
        if color.type == "indexed" and 0 <= color.indexed < len(self._palette):
            return str(self._palette[color.indexed])
        return ""

    @cached_property
    def _palette(self) -> list[str]:
        from openpyxl.styles.colors import COLOR_INDEX

        own = getattr(self._book, "_colors", None) or COLOR_INDEX
        return [str(each)[-6:].upper() for each in own[:64]]

    @cached_property
    def _theme(self) -> list[str]:
        """The colours of the theme as cells count them; none where it cannot be read."""
        data = self._book.loaded_theme
        try:
            scheme = first(parsed(data, "theme1.xml"), "clrScheme") if data else None
        except FileProblem:
            return []
        found = [_of_theme(each) for each in scheme if bare(each.tag)] if scheme is not None else []
        order = [*_SWAPPED, *range(len(_SWAPPED), len(found))]
        return [found[at] for at in order if at < len(found)]


def _of_theme(named: Element) -> str:
    """What a name of the theme, such as accent1, stands for."""
    for color in named:
        said = attribute(color, "lastClr") or attribute(color, "val")
        if len(said) == len("RRGGBB"):
            return said.upper()
    return ""


def _tinted(digits: str, tint: float) -> str:
    """A colour made lighter by a tint above 0, or darker by one below, as far as 1 and -1."""
    try:
        red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return ""
    if not tint:
        return digits
    hue, light, saturation = rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    parts = hls_to_rgb(hue, min(1.0, max(0.0, light)), saturation)
    return "".join(f"{round(part * 255):02X}" for part in parts)
