"""Who is speaking, while the heading of the turn is above the upper edge?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator_ui.transcript_view.measures import Measures

if TYPE_CHECKING:
    from annotator_ui.theme import Theme


class SpeakerBand(QWidget):
    """The heading of the turn, laid over the upper edge of the text."""

    pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._measures = Measures.at_zoom(1.0)
        self._theme: Theme | None = None
        self._name = self._role = ""
        self._left = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def set_look(self, measures: Measures, theme: Theme) -> None:
        self._measures, self._theme = measures, theme
        self.update()

    @property
    def wanted_height(self) -> int:
        return self._measures.pitch + self._measures.px(2)

    def say(self, name: str, role: str, left: int) -> None:
        """Show this speaker from `left` on."""
        if (name, role, left) != (self._name, self._role, self._left):
            self._name, self._role, self._left = name, role, left
            self.setAccessibleName(self.tr("Speaker: {name}").format(name=name))
            self.update()

    def speaker(self) -> str:
        return self._name

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.panel)
        base = self._measures.above
        painter.setFont(self._measures.speaker_font())
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QPointF(self._left, base), self._name)
        right = self._left + QFontMetricsF(painter.font()).horizontalAdvance(self._name)
        painter.setFont(self._measures.role_font())
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QPointF(right, base), self._role)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.line)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
