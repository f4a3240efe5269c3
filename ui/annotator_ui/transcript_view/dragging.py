"""What is carried when a passage is dragged onto a code, and what is dropped on the text?"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt
from PySide6.QtGui import QColor, QDrag, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from annotator.model.spans import Span
from annotator_ui.theme import Theme, reading_font

PASSAGE_MIME = "application/x-annotator-passage"
_WIDEST, _PX = 320, 13


def passage_data(span: Span, quote: str) -> QMimeData:
    """A passage for a code to take, and its words for a memo."""
    data = QMimeData()
    data.setData(PASSAGE_MIME, QByteArray(f"{span.start} {span.end}".encode("ascii")))
    data.setText(quote)
    return data


def dragged_passage(data: QMimeData) -> Span | None:
    """The passage that is being dragged, or None for anything else."""
    if not data.hasFormat(PASSAGE_MIME):
        return None
    numbers = bytes(data.data(PASSAGE_MIME).data()).split()
    if len(numbers) != 2 or not all(number.isdigit() for number in numbers):
        return None
    start, end = map(int, numbers)
    return Span(start, end) if start < end else None


def carry(source: QWidget, span: Span, quote: str, theme: Theme) -> None:
    """Let the passage be dragged; returns when it was dropped or let go."""
    drag = QDrag(source)
    drag.setMimeData(passage_data(span, quote))
    drag.setPixmap(_slip(source, quote, theme))
    drag.setHotSpot(QPoint(-10, -6))
    drag.exec(Qt.DropAction.CopyAction)


def _slip(source: QWidget, quote: str, theme: Theme) -> QPixmap:
    """A slip of paper with the first words on it."""
    font = reading_font(_PX)
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(" ".join(quote.split()), Qt.TextElideMode.ElideRight, _WIDEST)
    dots = source.devicePixelRatioF()
    width, height = metrics.horizontalAdvance(shown) + 16, metrics.height() + 8
    slip = QPixmap(round(width * dots), round(height * dots))
    slip.setDevicePixelRatio(dots)
    slip.fill(QColor(theme.accent_soft))
    painter = QPainter(slip)
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    painter.drawText(8, 4 + metrics.ascent(), shown)
    painter.end()
    return slip
