"""Where in the whole transcript are codings, and which part is on the screen?

A ruler at the right edge that is the scroll bar too. The codings are drawn into one column of
pixels without a loop over them, so that 50,000 take a few milliseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator_ui.transcript_view.measures import Measures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from annotator_ui.transcript_view.coding_index import CodingIndex
    from annotator_ui.transcript_view.inks import Inks
    from annotator_ui.transcript_view.offsets import Numbers

LEAST_HEIGHT = 3
"""Pixels a coding takes in the ruler, however short it is."""


def column_of(
    first: Numbers, last: Numbers, colors: NDArray[np.uint32], length: int, height: int
) -> NDArray[np.uint32]:
    """One colour per pixel row, 0 where nothing is coded; short codings lie over long ones."""
    column = np.zeros(height, np.uint32)
    if not len(first) or not length or not height:
        return column
    top = np.minimum(first * height // length, height - 1)
    foot = np.minimum(np.maximum(-(-last * height // length), top + LEAST_HEIGHT), height)
    order = np.argsort(first - last, kind="stable")
    tall = (foot - top)[order]
    rows = np.repeat(top[order] - (np.cumsum(tall) - tall), tall) + np.arange(int(tall.sum()))
    column[rows] = np.repeat(colors[order], tall)
    return column


class Overview(QWidget):
    """The ruler. It reports the position that was pressed or dragged to."""

    asked_for = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._measures = Measures.at_zoom(1.0)
        self._inks: Inks | None = None
        self._index: CodingIndex | None = None
        self._length = 0
        self._window = (0, 0)
        self._found: Numbers = np.zeros(0, np.int64)
        self._column: QImage | None = None
        self._grip: float | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_look(self, measures: Measures, inks: Inks) -> None:
        self._measures, self._inks, self._column = measures, inks, None
        self.update()

    def set_index(self, index: CodingIndex | None, length: int) -> None:
        self._index, self._length = index, length
        self.codings_changed()

    def codings_changed(self) -> None:
        self._column = None
        self.update()

    def set_found(self, positions: Numbers) -> None:
        self._found = positions
        self.update()

    def set_window(self, first: int, last: int) -> None:
        """Which positions are on the screen."""
        before = self._window_rect()
        self._window = (first, last)
        if self._window_rect() != before:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._inks is None:
            return
        theme, px = self._inks.theme, self._measures.px
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.panel)
        if self._length:
            window = self._window_rect()
            if window.height() < self.height():
                painter.fillRect(window, theme.line)
            width = self.width() - px(3) - px(3)
            painter.drawImage(QRect(px(3), 0, width, self.height()), self._codings())
            for y in np.flatnonzero(
                np.bincount(self._found * self.height() // self._length)
            ).tolist():
                painter.fillRect(self.width() - px(4), y, px(4), 2, theme.accent)
        painter.fillRect(0, 0, 1, self.height(), theme.line)
        painter.end()

    def _window_rect(self) -> QRect:
        if not self._length:
            return QRect()
        height = self.height()
        top = self._window[0] * height // self._length
        foot = -(-self._window[1] * height // self._length)
        tall = max(foot - top, self._measures.px(12))
        return QRect(0, min(top, height - tall), self.width(), tall)

    def _codings(self) -> QImage:
        if self._column is None:
            height = max(1, round(self.height() * self.devicePixelRatioF()))
            pixels = self._pixels(height)
            made = QImage(pixels.tobytes(), 1, height, 4, QImage.Format.Format_ARGB32)
            self._column = made.copy()  # its own memory: the bytes above do not live on
        return self._column

    def _pixels(self, height: int) -> NDArray[np.uint32]:
        if self._index is None or self._inks is None or not len(self._index):
            return np.zeros(height, np.uint32)
        first, last, codes = self._index.extents()
        known = np.flatnonzero(np.bincount(codes))
        which = np.searchsorted(known, codes)
        fills = [self._inks.of(code).fill.rgba() for code in known.tolist()]
        colors = np.array(fills, np.uint32)[which]
        return column_of(first, last, colors, self._length, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._column = None
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._length:
            event.ignore()
            return
        window = self._window_rect()
        y = event.position().y()
        inside = window.top() <= y <= window.bottom()
        self._grip = y - window.top() if inside else window.height() / 2
        if not inside:
            self._ask(y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._ask(event.position().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = None

    def _ask(self, y: float) -> None:
        top = y - (self._grip or 0.0)
        position = round(top * self._length / max(1, self.height()))
        self.asked_for.emit(max(0, min(position, self._length)))
