"""How does a code's key letter stand on its colour?"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator_ui.parts.icons import zoom_of
from annotator_ui.theme import CodeShade, ui_font


class Badge(QWidget):
    """The badge of a code, 20 px; without a key it is a plain square."""

    def __init__(self, shade: CodeShade, letter: str, px: int = 20) -> None:
        super().__init__()
        self._shade = shade
        self._letter = letter
        self._px = px
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        grown = round(self._px * zoom_of(self))
        return QSize(grown, grown)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        draw_badge(painter, QRectF(self.rect()), self._shade, self._letter)
        painter.end()


def draw_badge(painter: QPainter, place: QRectF, shade: CodeShade, letter: str) -> None:
    """Draw a badge into a row of a list or on a widget of its own."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(shade.fill))
    painter.drawRoundedRect(place, place.width() / 4, place.width() / 4)
    share = 0.56 if len(letter) < 2 else 0.45  # two strokes stand side by side
    painter.setFont(ui_font(round(place.height() * share), 600))
    painter.setPen(QColor(shade.letter))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letter.upper())
    painter.restore()
