"""Which codings run beside the text? Square brackets in lanes, with names that do not collide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from annotator_ui.transcript_view.measures import Measures

if TYPE_CHECKING:
    from annotator_ui.transcript_view.coding_index import CodingRow
    from annotator_ui.transcript_view.inks import Ink, Inks
    from annotator_ui.transcript_view.page import Page
    from annotator_ui.transcript_view.text_area import TextArea

LEAST_LANES, MOST_LANES = 3, 8
UNSURE = " ?"
_LEAST_NAME, _LEAST_KEY = 44, 12
"""Pixels at full size in which the beginning of a name tells something, and a key."""
_DRIFT = 5
"""Label lines by which a name may slip below the line of its coding before it is left out."""


class Bracket(Struct, frozen=True):
    """One coding beside the text, in pixels; an open end lies outside the page."""

    row: CodingRow
    top: int
    foot: int
    starts_here: bool
    ends_here: bool


def brackets_on(page: Page, rows: Sequence[CodingRow], measures: Measures) -> list[Bracket]:
    """Where the codings of a page begin and end."""
    made = []
    for row in rows:
        if not page.lines or row.first >= row.last:
            continue
        starts, ends = row.first >= page.first, row.last <= page.last
        first = page.lines[page.line_of(row.first)]
        last = page.lines[page.line_of(row.last - 1)]
        top = first.base - measures.above + 2 if starts else -measures.pitch
        foot = last.base + measures.below if ends else last.base + 3 * measures.pitch
        made.append(Bracket(row, top, foot, starts, ends))
    return _parted(made)


def _parted(brackets: Sequence[Bracket]) -> list[Bracket]:
    """Part two brackets of one lane that meet within a line, so that both ends can be seen.

    Expects them by lane, then from top to bottom.
    """
    parted: list[Bracket] = []
    for bracket in brackets:
        before = parted[-1] if parted else None
        meet = before is not None and before.row.lane == bracket.row.lane
        if before and meet and before.top < bracket.top < before.foot < bracket.foot:
            middle = (bracket.top + before.foot) // 2
            parted[-1] = replace(before, foot=middle - 1)
            bracket = replace(bracket, top=middle + 1)  # noqa: PLW2901
        parted.append(bracket)
    return parted


def label_tops(wanted: Sequence[int], line: int, most: int) -> list[int | None]:
    """Where names may stand that want to stand at `wanted` (rising), one line high each.

    A name slips down until it is free; one that would slip further than `most` gets no place.
    """
    tops: list[int | None] = []
    free = -(10**9)
    for top in wanted:
        at = max(top, free)
        if at - top > most:
            tops.append(None)
            continue
        tops.append(at)
        free = at + line
    return tops


class Stripes(QWidget):
    """The margin right of the text."""

    coding_clicked = Signal(list)
    """The ids of the codings under the pointer, innermost first."""
    menu_asked = Signal(QPoint, list)
    """Where on the screen, and those ids."""
    hovered = Signal(list, QPoint)
    """The pointer rests on these codings, or on none; where on the screen."""

    def __init__(self, area: TextArea, parent: QWidget) -> None:
        super().__init__(parent)
        self._area = area
        self._measures = Measures.at_zoom(1.0)
        self._inks: Inks | None = None
        self._lanes = LEAST_LANES
        self._others: Mapping[int, str] = {}
        self._fits: dict[tuple[str, int], tuple[str, int]] = {}
        self._targets: list[tuple[QRect, CodingRow]] = []
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)

    def set_look(self, measures: Measures, inks: Inks) -> None:
        self._measures, self._inks, self._fits = measures, inks, {}
        self.update()

    def set_others(self, names: Mapping[int, str]) -> None:
        """Whose codings carry the name of their coder."""
        self._others = names
        self.update()

    def set_lanes(self, lanes: int) -> None:
        """Make room for so many lanes, within limits."""
        self._lanes = max(LEAST_LANES, min(lanes, MOST_LANES))
        self.update()

    @property
    def lanes(self) -> int:
        """How many lanes are painted: in a narrow margin fewer than there are, never no keys."""
        measures = self._measures
        fit = (self.width() - measures.px(6) - measures.px(_LEAST_KEY)) // measures.lane
        return max(1, min(self._lanes, fit))

    @property
    def labels_left(self) -> int:
        return self._measures.px(6) + self.lanes * self._measures.lane

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._inks is None:
            return
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._inks.theme.panel)
        brackets = brackets_on(self._area.page(), self._area.rows(), self._measures)
        self._targets = []
        for bracket in brackets:
            if bracket.row.lane < self.lanes:
                self._paint_bracket(painter, bracket, self._inks.of(bracket.row.code_id))
        self._paint_labels(painter, brackets)
        painter.end()

    def _paint_bracket(self, painter: QPainter, bracket: Bracket, ink: Ink) -> None:
        measures = self._measures
        left, thick = bracket.row.lane * measures.lane, measures.px(2)
        tick = measures.bracket
        height = bracket.foot - bracket.top
        painter.fillRect(left, bracket.top, thick, height, ink.fill)
        if bracket.starts_here:
            painter.fillRect(left, bracket.top, tick, thick, ink.fill)
        if bracket.ends_here:
            painter.fillRect(left, bracket.foot - thick, tick, thick, ink.fill)
        target = QRect(left - 1, bracket.top, measures.lane, height)
        self._targets.append((target, bracket.row))

    def _paint_labels(self, painter: QPainter, brackets: Sequence[Bracket]) -> None:
        measures, inks = self._measures, self._inks
        left = self.labels_left
        room = self.width() - left
        if inks is None or room < measures.px(_LEAST_KEY):
            return
        begun = sorted(
            (each for each in brackets if each.starts_here), key=lambda each: each.row.first
        )
        font = measures.label_font()
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        line = measures.label_line
        rise = round((line + metrics.ascent() - metrics.descent()) / 2)
        tops = label_tops([each.top + 2 for each in begun], line, _DRIFT * line)
        missing: Counter[int] = Counter()
        for bracket, top in zip(begun, tops, strict=True):
            if top is None:
                missing[bracket.top] += 1
                continue
            ink = inks.of(bracket.row.code_id)
            shown, width = self._fitted(self._label(ink, room, bracket.row), room, metrics)
            painter.setPen(ink.words)
            painter.drawText(QPointF(left, top + rise), shown)
            self._targets.append((QRect(left, top, width, line), bracket.row))
        self._paint_counts(painter, missing, rise)

    def _paint_counts(self, painter: QPainter, missing: Counter[int], rise: int) -> None:
        """Say "+n" at the right edge of the brackets where names found no room."""
        if self._inks is None or not missing:
            return
        painter.setPen(QColor(self._inks.theme.muted))
        metrics = QFontMetricsF(painter.font())
        for top, count in missing.items():
            words = f"+{count}"
            x = self.labels_left - metrics.horizontalAdvance(words) - self._measures.px(3)
            painter.fillRect(
                round(x) - 2,
                top + 2,
                self.labels_left - round(x),
                self._measures.label_line,
                QColor(self._inks.theme.panel),
            )
            painter.drawText(QPointF(x, top + 2 + rise), words)

    def _under(self, at: QPointF) -> list[CodingRow]:
        point = at.toPoint()
        found = {row.id: row for box, row in self._targets if box.contains(point)}
        return sorted(found.values(), key=lambda row: row.end - row.start)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            rows = self._under(event.pos().toPointF())
            self.hovered.emit([row.id for row in rows], event.globalPos())
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        rows = self._under(event.pos().toPointF())
        if rows:
            self.menu_asked.emit(event.globalPos(), [row.id for row in rows])
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hand = Qt.CursorShape.PointingHandCursor
        shape = hand if self._under(event.position()) else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        rows = self._under(event.position())
        if event.button() == Qt.MouseButton.LeftButton and rows:
            self.coding_clicked.emit([row.id for row in rows])
        else:
            event.ignore()

    def _label(self, ink: Ink, room: int, row: CodingRow) -> str:
        """The name, with whose it is of another coder; the key alone where no name can be read."""
        unsure = UNSURE if row.unsure else ""
        if ink.key and room < self._measures.px(_LEAST_NAME):
            return ink.key + unsure
        whose = f"{self._others[row.coder_id]}: " if row.coder_id in self._others else ""
        return whose + ink.name + unsure

    def _fitted(self, words: str, room: int, metrics: QFontMetricsF) -> tuple[str, int]:
        """The words as far as there is room, and their width."""
        made = self._fits.get((words, room))
        if made is None:
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            shown = shown if len(shown) > 1 else words[0]  # a letter tells more than three dots
            made = self._fits[words, room] = (shown, ceil(metrics.horizontalAdvance(shown)))
        return made
