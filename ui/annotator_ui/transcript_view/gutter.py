"""Which sentence begins on which line? Quiet numbers left of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator_ui.transcript_view.measures import Measures

if TYPE_CHECKING:
    from annotator_ui.theme import Theme
    from annotator_ui.transcript_view.offsets import Numbers
    from annotator_ui.transcript_view.text_area import TextArea

_MOST_RINGS = 3


class Gutter(QWidget):
    """The margin left of the text: numbers, and rings where nothing was found to apply."""

    def __init__(self, area: TextArea, parent: QWidget) -> None:
        super().__init__(parent)
        self._area = area
        self._measures = Measures.at_zoom(1.0)
        self._theme: Theme | None = None
        self._starts: Numbers = np.zeros(0, np.int64)
        self._decided: Numbers = np.zeros(0, np.int64)
        self._current = range(0)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_look(self, measures: Measures, theme: Theme) -> None:
        self._measures, self._theme = measures, theme
        self.update()

    def set_sentences(self, starts: Numbers) -> None:
        """Where the sentences begin, as positions in rising order."""
        self._starts, self._decided = starts, np.zeros(0, np.int64)
        self.update()

    def set_decided(self, starts: Numbers) -> None:
        """Where the units begin that were decided to hold nothing, in rising order."""
        self._decided = starts
        self.update()

    def set_current(self, sentences: range) -> None:
        """The sentences under the cursor; their numbers stand out a little."""
        if sentences != self._current:
            self._current = sentences
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.panel)
        font = self._measures.label_font()
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        right = self.width() - self._measures.px(6)
        page = self._area.page()
        if page.lines:
            starts = np.array([line.start for line in page.lines] + [page.last])
            firsts = np.searchsorted(self._starts, starts).tolist()
            rings = np.searchsorted(self._decided, starts).tolist()
            for number, line in enumerate(page.lines):
                if line.is_heading:
                    continue
                sentences = range(firsts[number], firsts[number + 1])
                left = right
                if sentences:
                    left = self._paint_number(painter, sentences, right, line.base, metrics)
                count = rings[number + 1] - rings[number]
                self._paint_rings(painter, min(count, _MOST_RINGS), left, line.base)
        painter.end()

    def _paint_number(
        self, painter: QPainter, sentences: range, right: int, base: int, metrics: QFontMetricsF
    ) -> int:
        """The number of the first sentence that begins here; where it ends on the left."""
        if self._theme is None:
            return right
        current = self._current.start in sentences
        painter.setPen(QColor(self._theme.text if current else self._theme.muted))
        shown = self._current.start if current else sentences.start
        words = str(shown + 1)
        left = right - metrics.horizontalAdvance(words)
        painter.drawText(QPointF(left, base - self._measures.px(2)), words)
        return round(left)

    def _paint_rings(self, painter: QPainter, count: int, right: int, base: int) -> None:
        """One small ring per unit on this line where nothing applies: a zero that was decided."""
        if not count or self._theme is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.mark), max(1.0, 1.3 * self._measures.zoom)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        size = self._measures.px(6)
        for number in range(count):
            left = right - self._measures.px(6) - size - number * (size + 2)
            painter.drawEllipse(QRectF(left, base - size - self._measures.px(2), size, size))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
