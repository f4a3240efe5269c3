"""Which colour stands behind a cell of an .ods, and how far are its words moved in?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotator.transcripts.readers.xml_files import attribute, bare

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "pc": 12.0}
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d+)?)(pt|in|cm|mm|px|pc)")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_STEP = 10
"""Points that one press of "increase indent" moves words in."""
_NO_COLORS = {"#FFFFFF", "#000000"}
_MOST_PARENTS = 20

Looks = tuple[str, int]
PLAIN: Looks = ("", 0)


class CellStyles:
    """The styles of cells by name, each looked up once; what one leaves out its parent says."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles = {
            attribute(style, "name"): style
            for root in roots
            for style in root.iter()
            if bare(style.tag) == "style" and attribute(style, "family") == "table-cell"
        }
        self._known: dict[str, Looks] = {}

    def of(self, name: str) -> Looks:
        """The plain colour behind a cell with a style (white and black are none), and its steps."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Looks:
        ground, margin = "", ""
        for _ in range(_MOST_PARENTS):
            style = self._styles.get(name)
            if style is None:
                break
            for part in style:
                ground = ground or attribute(part, "background-color")
                if bare(part.tag) == "paragraph-properties":
                    margin = margin or attribute(part, "margin-left")
            name = attribute(style, "parent-style-name")
        color = ground.upper() if _COLOR.fullmatch(ground) else ""
        return "" if color in _NO_COLORS else color, _steps(margin)


def default_styles(table: Element) -> list[tuple[int, str]]:
    """The style of cells that name none, by column: the first column after it, and the style."""
    found: list[tuple[int, str]] = []
    after = 0
    for column in table.iter():
        if bare(column.tag) == "table-column":
            said = attribute(column, "number-columns-repeated")
            after += int(said) if said.isdigit() else 1
            found.append((after, attribute(column, "default-cell-style-name")))
    return found


def _steps(margin: str) -> int:
    length = _LENGTH.fullmatch(margin)
    points = 0.0 if length is None else float(length[1]) * _POINTS[length[2]]
    return max(1, round(points / _STEP)) if points >= 1 else 0
