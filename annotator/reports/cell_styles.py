"""How do cells look: bold, wrapped, coloured, dated, and how high is their row?"""

from __future__ import annotations

import importlib
import math
import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.cell import Cell

WriteOnlySheet = Any
"""A sheet of openpyxl's; its stubs know no write-only one."""

MAX_HEIGHT = 409.0
"""Points; Excel shows no row higher."""

_FONT = "Calibri"
_HEADER_FILL = "FFE8EBEF"
_COLOR = re.compile("#[0-9A-Fa-f]{6}")


class CellStyles:
    """Styled cells; openpyxl wants a cell object wherever a value needs more than itself."""

    def __init__(self) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        properties = importlib.import_module("openpyxl.worksheet.properties")
        self._new_cell = WriteOnlyCell
        self._font = Font
        self._pattern = PatternFill
        self._wrap = Alignment(wrap_text=True, vertical="top")
        # On paper the words of a column would stand against those of the next.
        self._apart = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
        self._number_apart = Alignment(vertical="top", horizontal="right", indent=1)
        self._bold = Font(name=_FONT, size=11, bold=True)
        self._header_fill = PatternFill("solid", fgColor=_HEADER_FILL)
        self._under = Border(bottom=Side(style="thin", color="FF9AA3AF"))
        self._line = Border(bottom=Side(style="hair", color="FFC3CAD2"))
        self._fit_to_page = properties.PageSetupProperties(fitToPage=True)

    def make_printable(self, sheet: WriteOnlySheet) -> None:
        """Landscape with narrow margins, one page wide and as many long as it takes."""
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = self._fit_to_page
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top = sheet.page_margins.bottom = 0.5
        sheet.print_title_rows = "1:1"

    def text(self, sheet: WriteOnlySheet, text: str) -> Cell:
        """A text that is a text, whatever it begins with."""
        cell = self._new_cell(sheet, value=text)
        cell.data_type = "s"
        return cell

    def wrapped(self, sheet: WriteOnlySheet, value: float | str) -> Cell:
        shown: Any = value  # the stubs of openpyxl know no floats
        cell = self._new_cell(sheet, value=shown)
        if isinstance(value, str):
            cell.data_type = "s"
        cell.alignment = self._wrap
        return cell

    def spaced(self, sheet: WriteOnlySheet, cell: object | None) -> object:
        """The cell, or a blank one, with some room at its sides and a hairline under it."""
        styled: Any = self._new_cell(sheet) if cell is None else cell
        is_text = styled.data_type == "s"
        styled.alignment = self._apart if is_text else self._number_apart
        styled.border = self._line
        return styled

    def strong(self, cell: object) -> object:
        """The cell in bold."""
        styled: Any = cell
        styled.font = self._bold
        return styled

    def dated(self, sheet: WriteOnlySheet, value: date, number_format: str, *, wrap: bool) -> Cell:
        cell = self._new_cell(sheet)
        cell.number_format = number_format
        cell.value = value
        if wrap:
            cell.alignment = self._wrap
        return cell

    def header(self, sheet: WriteOnlySheet, name: str, *, spaced: bool) -> Cell:
        cell = self.text(sheet, name)
        cell.font = self._bold
        cell.fill = self._header_fill
        cell.border = self._under
        cell.alignment = self._apart if spaced else self._wrap
        return cell

    def filled(self, cell: object, color: str) -> object:
        """The cell on the colour, with words dark or light, whichever reads better."""
        words = "FF000000" if _lightness(color) > 0.18 else "FFFFFFFF"
        styled: Any = cell
        styled.fill = self._pattern("solid", fgColor="FF" + color.lstrip("#").upper())
        styled.font = self._font(name=_FONT, size=11, bold=True, color=words)
        return styled


def is_color(text: str) -> bool:
    """Whether a text is a colour as "#RRGGBB"."""
    return _COLOR.fullmatch(text) is not None


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """Points that a row needs for texts wrapped into columns so many characters wide."""
    lines = 1
    for text, width in texts:
        if len(text) > width or "\n" in text:
            lines = max(lines, sum(_lines(each, width) for each in text.split("\n")))
    return min(MAX_HEIGHT, 15.0 * lines)


def _lines(text: str, width: float) -> int:
    """Lines of one paragraph; Chinese and the like are twice as wide, and words do not break."""
    wide = sum(1 for character in text if character >= "\u1100")
    return max(1, math.ceil((len(text) + wide) * 1.1 / width))


def _lightness(color: str) -> float:
    """Relative luminance of "#RRGGBB" as WCAG 2 defines it, 0 black to 1 white."""
    parts = [int(color.lstrip("#")[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
