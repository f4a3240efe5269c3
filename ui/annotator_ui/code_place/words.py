"""How are the small pieces of the panels made: labels, key caps, hairlines, swatches?"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


def words(text: str = "", *, kind: str = "base", tone: str = "text", wrap: bool = False) -> QLabel:
    """A label as look.md sizes it; the style sheet of the window does the rest."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", kind)
    if kind != "section":
        label.setProperty("tone", tone)
    if wrap:
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def cap(key: str) -> QLabel:
    """A key cap."""
    label = QLabel(key)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("part", "cap")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label


def hairline() -> QFrame:
    """A line of one pixel from side to side."""
    line = QFrame()
    line.setProperty("part", "hairline")
    line.setProperty("way", "across")
    return line


class Swatch(QWidget):
    """A small rounded square in a code's colour; the name always stands beside it."""

    def __init__(self, side: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._color = QColor(Qt.GlobalColor.transparent)
        self._zoom = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_color(self, color: str) -> None:
        self._color = QColor(color)
        self.update()

    def set_zoom(self, factor: float) -> None:
        self._zoom = factor
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        side = round(self._side * self._zoom)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color)
        radius = self.width() * 0.28
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.end()


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at changed properties of a widget again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
