"""How do the codings, the unit cursor and found words look behind the text?

Functions that paint onto a page. They touch visible lines only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from annotator_ui.transcript_view.inks import Ink, Inks, blended
from annotator_ui.transcript_view.measures import MOST_UNDERLINES, Measures

if TYPE_CHECKING:
    from annotator_ui.theme import Theme
    from annotator_ui.transcript_view.coding_index import CodingRow
    from annotator_ui.transcript_view.page import Page, PageLine

_VEIL = 0.6
_MOST_PATTERNS = 2
"""A third one on the same words would hide them."""

Stretch = tuple[int, int]
"""First and last position of the shown document."""


class Marks(Struct, frozen=True):
    """What stands out on the page besides the codings."""

    unit: Stretch | None = None
    """The whole units under the cursor."""
    part: Stretch | None = None
    """A narrowed or free selection."""
    focused: bool = False


class Band(Struct, frozen=True):
    """Where a line's band lies around its base line, and what of the page is to be painted."""

    measures: Measures
    top: int
    bottom: int

    def hides(self, base: int) -> bool:
        """Whether a line is not to be painted; nor is one that shows no more than its foot."""
        foot = base + self.measures.below
        return base <= 0 or foot < self.top or base - self.measures.above > self.bottom


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
        edge_color = theme.unit_edge if marks.focused else theme.mark
        _paint_ends(painter, page, marks.unit, QColor(edge_color), band, inside=True)
    else:
        _fill(painter, page, marks.part, QColor(theme.accent_soft), band)
        _paint_ends(painter, page, marks.part, QColor(theme.accent), band, inside=False)


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
    painter: QPainter,
    page: Page,
    rows: Sequence[CodingRow],
    inks: Inks,
    band: Band,
    *,
    patterns: bool = False,
) -> None:
    """The tint and the underline of every coding on the page, and a pattern where wanted.

    Where many lie on the same words, those deepest stand in the stripes alone: the words stay
    readable.
    """
    measures = band.measures
    above, height = measures.above, measures.above + measures.below
    thick, dots = measures.underline, painter.device().devicePixelRatio()
    underlines: list[tuple[int, int, int, Ink, int]] = []
    for row in rows:
        if row.lane >= MOST_UNDERLINES:
            break
        ink = inks.of(row.code_id)
        tint = ink.tints[row.lane]
        foot = measures.below - thick - measures.underline_step * row.lane
        for line in page.lines_over(row.first, row.last):
            if band.hides(line.base):
                continue
            for a, b in line.runs(row.first, row.last):
                left = round(a)
                width = round(b) - left
                painter.fillRect(left, line.base - above, width, height, tint)
                if patterns and row.lane < _MOST_PATTERNS:
                    hatch = QBrush(_faint(ink.fill), ink.pattern)
                    painter.fillRect(QRect(left, line.base - above, width, height), hatch)
                if row.lane < measures.underlines:
                    underlines.append((left, line.base + foot, width, ink, row.unsure))
    for left, top, width, ink, unsure in underlines:
        if unsure:
            dashes = inks.dashes(ink.fill, thick, dots=dots)
            painter.drawTiledPixmap(left, top, width, thick, dashes)
        else:
            painter.fillRect(left, top, width, thick, ink.fill)


def paint_veil(
    painter: QPainter, page: Page, stretches: Sequence[Stretch], theme: Theme, band: Band
) -> None:
    """Words that are done with step back, so that the others stand out."""
    veil = QColor(theme.panel)
    veil.setAlphaF(_VEIL)
    for stretch in stretches:
        _fill(painter, page, stretch, veil, band)


def _faint(color: QColor) -> QColor:
    faint = QColor(color)
    faint.setAlphaF(0.3)
    return faint


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


def paint_term(
    painter: QPainter, page: Page, places: Sequence[Stretch], color: QColor, band: Band
) -> None:
    """Words that stay marked while reading: a line over them and a breath of its colour."""
    measures = band.measures
    breath = QColor(color)
    breath.setAlphaF(0.18)
    for stretch in places:
        for line in page.lines_over(*stretch):
            if band.hides(line.base):
                continue
            for a, b in line.runs(*stretch):
                left, width = round(a), round(b) - round(a)
                top = line.base - measures.above
                painter.fillRect(left, top, width, measures.above + measures.below, breath)
                painter.fillRect(left, top, width, measures.underline, color)


def paint_preview(
    painter: QPainter, page: Page, stretch: Stretch, theme: Theme, band: Band
) -> None:
    """What a passage would be: the words underlaid as a selection is."""
    _fill(painter, page, stretch, QColor(theme.accent_soft), band)
    _paint_ends(painter, page, stretch, QColor(theme.accent), band, inside=False)


def grip_places(
    page: Page, stretch: Stretch, measures: Measures
) -> dict[Literal["start", "end"], QRectF | None]:
    """Where the two ends of a coding can be taken hold of; None for one that is not in view."""
    first, last = stretch
    lines = list(page.lines_over(first, last))
    places: dict[Literal["start", "end"], QRectF | None] = {"start": None, "end": None}
    if not lines:
        return places
    height, thick = measures.above + measures.below, measures.underline
    ends: tuple[tuple[Literal["start", "end"], PageLine, int], ...] = (
        ("start", lines[0], first),
        ("end", lines[-1], last - 1),
    )
    for which, line, position in ends:
        if line.start <= position < line.end:
            x = line.edges(position)[0 if which == "start" else 1]
            x = min(max(x, line.left), line.right)
            top = line.base - measures.above
            places[which] = QRectF(x - thick / 2, top, thick, height)
    return places


def paint_grips(painter: QPainter, page: Page, stretch: Stretch, color: QColor, band: Band) -> None:
    """An upright line with a knob at both ends of a coding, to drag it longer or shorter."""
    knob = band.measures.px(3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for which, place in grip_places(page, stretch, band.measures).items():
        if place is None or place.bottom() < band.top or place.top() > band.bottom:
            continue
        painter.drawRect(place)
        centre = QPointF(place.center().x(), place.top() if which == "start" else place.bottom())
        painter.drawEllipse(centre, knob, knob)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _fill(painter: QPainter, page: Page, stretch: Stretch, color: QColor, band: Band) -> None:
    measures = band.measures
    for line in page.lines_over(*stretch):
        if not band.hides(line.base):
            for a, b in line.runs(*stretch):
                left = round(a)
                top, height = line.base - measures.above, measures.above + measures.below
                painter.fillRect(left, top, round(b) - left, height, color)


def _paint_ends(
    painter: QPainter, page: Page, stretch: Stretch, color: QColor, band: Band, *, inside: bool
) -> None:
    """A thin upright line where a stretch starts and one where it ends.

    With `inside`, only where that is in the midst of a line, which is where one cannot see it
    otherwise.
    """
    lines = list(page.lines_over(*stretch))
    first, last = stretch
    if not lines:
        return
    if lines[0].start <= first and not (inside and lines[0].start == first):
        begin, end = lines[0].edges(first)
        _paint_upright(painter, begin, lines[0].base, color, band, leftwards=end >= begin)
    if last <= lines[-1].end and not (inside and lines[-1].end == last):
        begin, end = lines[-1].edges(last - 1)
        end = min(max(end, lines[-1].left), lines[-1].right)
        _paint_upright(painter, end, lines[-1].base, color, band, leftwards=end < begin)


def _paint_upright(
    painter: QPainter, x: float, base: int, color: QColor, band: Band, *, leftwards: bool
) -> None:
    if band.hides(base):
        return
    measures = band.measures
    thick, height = measures.underline, measures.above + measures.below
    left = round(x) - thick if leftwards else round(x)
    painter.fillRect(left, base - measures.above, thick, height, color)
