"""How does a code's colour stand beside its name?"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator_ui.parts.icons import zoom_of
from annotator_ui.theme import contrast

_LEAST = 3.0
"""The contrast that WCAG 2.2 asks of shapes."""


_EDGE = 0.5
"""How much of the colour of words is in an edge: enough for that contrast, and no more."""


class Swatch(QWidget):
    """A small rounded square in a code's colour; the name always stands beside it.

    A colour that hardly differs from the ground gets an edge.
    """

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
        ink, ground = self.palette().windowText().color(), self.palette().base().color()
        is_faint = contrast(self._color.name(), ground.name()) < _LEAST
        ink.setAlphaF(_EDGE)
        painter.setPen(ink if is_faint else Qt.PenStyle.NoPen)
        painter.setBrush(self._color)
        radius, edge = self.width() * 0.28, 0.5 if is_faint else 0.0
        inside = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.drawRoundedRect(inside, radius, radius)
        painter.end()
