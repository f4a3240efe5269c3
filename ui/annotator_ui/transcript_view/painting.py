"""How do the codings, the unit cursor and found words look behind the text?

Functions that paint onto a page. They touch visible lines only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator_ui.theme import Theme
from annotator_ui.transcript_view.coding_index import CodingRow
from annotator_ui.transcript_view.inks import Inks, blended
from annotator_ui.transcript_view.measures import Measures
from annotator_ui.transcript_view.page import Page

MAX_TINTS = 8
"""Deeper codings lie on text that is tinted already; the stripes count them."""
MAX_UNDERLINES = 4

Stretch = tuple[int, int]
"""First and last position of the shown document."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands out on the page besides the codings."""

    unit: Stretch | None = None
    """The whole units under the cursor."""
    part: Stretch | None = None
    """A narrowed or free selection."""
    focused: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """Where a line's band lies around its base line, and what of the page is to be painted."""

    measures: Measures
    top: int
    bottom: int

    def hides(self, base: int) -> bool:
        return base + self.measures.below < self.top or base - self.measures.above > self.bottom


def paint_unit(painter: QPainter, page: Page, marks: Marks, theme: Theme, band: Band) -> None:
    """The ground of the unit under the cursor, and the narrowed selection inside it."""
    if marks.unit is None:
        return
    measures = band.measures
    ground = unit_ground(page, marks.unit, measures)
    if ground is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(blended(theme.unit, theme.panel, 0.55))
    painter.drawRoundedRect(ground, measures.px(3), measures.px(3))
    edge = QRectF(ground.left(), ground.top(), measures.px(3), ground.height())
    painter.setBrush(QColor(theme.unit_edge if marks.focused else theme.mark))
    painter.drawRoundedRect(edge, measures.px(1), measures.px(1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    if marks.part is None:
        _fill(painter, page, marks.unit, QColor(theme.unit), band)
    else:
        _fill(painter, page, marks.part, QColor(theme.accent_soft), band)
        _paint_ends(painter, page, marks.part, QColor(theme.accent), band)


def unit_ground(page: Page, unit: Stretch, measures: Measures) -> QRect | None:
    """The whole lines of a unit, reaching a little beyond the text at both sides."""
    first, last = unit
    if not page.lines or last <= page.first or first >= page.last:
        return None
    top_line, foot_line = page.lines[page.line_of(first)], page.lines[page.line_of(last - 1)]
    top = top_line.base - measures.above - (0 if first >= page.first else 2 * measures.pitch)
    foot = foot_line.base + measures.below + (0 if last <= page.last else 2 * measures.pitch)
    left = measures.px(2)
    width = measures.text_width + 2 * (measures.bleed - left)
    return QRect(left, top, width, foot - top)


def paint_tints(
    painter: QPainter, page: Page, rows: Sequence[CodingRow], inks: Inks, band: Band
) -> None:
    """The tint and the underline of every coding on the page."""
    measures = band.measures
    above, height = measures.above, measures.above + measures.below
    thick, step = measures.px(2), measures.px(3)
    lines: list[tuple[int, int, int, QColor, bool]] = []
    for row in rows:
        if row.lane >= MAX_TINTS:
            break
        ink = inks.of(row.code_id)
        for line in page.lines_over(row.first, row.last):
            if band.hides(line.base):
                continue
            foot = line.base + measures.below - thick - step * row.lane
            for a, b in line.runs(row.first, row.last):
                left = round(a)
                width = round(b) - left
                painter.fillRect(left, line.base - above, width, height, ink.tint)
                if row.lane < MAX_UNDERLINES:
                    lines.append((left, foot, width, ink.fill, bool(row.unsure)))
    for left, foot, width, fill, unsure in lines:
        for x, wide in _dashes(left, width, thick) if unsure else [(left, width)]:
            painter.fillRect(x, foot, wide, thick, fill)


def paint_found(
    painter: QPainter,
    page: Page,
    found: Sequence[Stretch],
    *,
    current: Stretch | None,
    theme: Theme,
    band: Band,
) -> None:
    """A frame around every found word; the current one is filled as well."""
    for stretch in found:
        chosen = stretch == current
        painter.setPen(QPen(QColor(theme.accent), 2 if chosen else 1))
        painter.setBrush(QColor(theme.accent_soft) if chosen else Qt.BrushStyle.NoBrush)
        for line in page.lines_over(*stretch):
            if band.hides(line.base):
                continue
            for a, b in line.runs(*stretch):
                top, height = line.base - band.measures.above + 1, band.measures.pitch - 4
                painter.drawRect(round(a) - 1, top, round(b) - round(a) + 1, height)


def _fill(painter: QPainter, page: Page, stretch: Stretch, color: QColor, band: Band) -> None:
    measures = band.measures
    for line in page.lines_over(*stretch):
        if not band.hides(line.base):
            for a, b in line.runs(*stretch):
                left = round(a)
                top, height = line.base - measures.above, measures.above + measures.below
                painter.fillRect(left, top, round(b) - left, height, color)


def _paint_ends(painter: QPainter, page: Page, stretch: Stretch, color: QColor, band: Band) -> None:
    """A thin upright line where a selection starts and one where it ends."""
    measures = band.measures
    edges = [(line.base, line.runs(*stretch)) for line in page.lines_over(*stretch)]
    edges = [(base, runs) for base, runs in edges if runs]
    if not edges:
        return
    height, thick = measures.above + measures.below, measures.px(2)
    if stretch[0] >= page.first:
        base, runs = edges[0]
        painter.fillRect(round(runs[0][0]) - thick, base - measures.above, thick, height, color)
    if stretch[1] <= page.last:
        base, runs = edges[-1]
        painter.fillRect(round(runs[-1][1]), base - measures.above, thick, height, color)


def _dashes(left: int, width: int, thick: int) -> list[tuple[int, int]]:
    """A broken line, as left edges and widths: the coder is not sure."""
    right = left + width
    return [(x, min(3 * thick - 1, right - x)) for x in range(left, right, 4 * thick)]
