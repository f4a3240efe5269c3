"""How does a code's colour stand beside its name?"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator_ui.parts.icons import zoom_of


class Swatch(QWidget):
    """A small rounded square in a code's colour; the name always stands beside it."""

    def __init__(self, side: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._color = QColor(Qt.GlobalColor.transparent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_color(self, color: str) -> None:
        self._color = QColor(color)
        self.update()

    def sizeHint(self) -> QSize:
        side = round(self._side * zoom_of(self))
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
