"""How does a quoted unit look with what one coder marked in it?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator_ui.parts.icons import zoom_of
from annotator_ui.theme import Theme, reading_font
from annotator_ui.transcript_view.offsets import units_of

PX: Final = 13.5
PITCH: Final = 21
_TINT_LIGHT, _TINT_DARK = 0.12, 0.22
_LINE, _STEP = 2, 3


class Stretch(Struct, frozen=True):
    """A marked part of the shown text, in its code points, in the colour of its code."""

    start: int
    end: int
    color: str


class MarkedText(QWidget):
    """Text that wraps, with tinted and underlined stretches; a second code lies 3 px higher."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self._stretches: tuple[Stretch, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_text(self, text: str, stretches: Sequence[Stretch] = ()) -> None:
        self._text, self._stretches = text, tuple(stretches)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def words(self) -> str:
        return self._text

    def marked(self) -> list[str]:
        """The words that are marked, for tests and screen readers."""
        return [self._text[one.start : one.end] for one in self._stretches]

    def sizeHint(self) -> QSize:
        width = max(self.width(), 120)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, round(PITCH * zoom_of(self)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._lines(width).lineCount() * PITCH * zoom_of(self)) + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        layout = self._lines(self.width())
        for stretch, lane in zip(self._stretches, lanes(self._stretches), strict=True):
            self._paint_stretch(painter, layout, stretch, lane)
        painter.setPen(QColor(self._theme.text))
        layout.draw(painter, QPointF(0, 0))
        painter.end()

    def _lines(self, width: int) -> QTextLayout:
        """Set on a fixed pitch, so that an odd letter moves no line."""
        pitch = PITCH * zoom_of(self)
        layout = QTextLayout(self._text.replace("\n", "\u2028"), reading_font(PX * zoom_of(self)))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        layout.beginLayout()
        number = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 20))
            line.setPosition(QPointF(0, number * pitch + (pitch - line.height()) / 2))
            number += 1
        layout.endLayout()
        return layout

    def _paint_stretch(
        self, painter: QPainter, layout: QTextLayout, stretch: Stretch, lane: int
    ) -> None:
        zoom = zoom_of(self)
        first, last = (units_of(self._text[:at]) for at in (stretch.start, stretch.end))
        tint = QColor(stretch.color)
        tint.setAlphaF(_TINT_DARK if self._theme.dark else _TINT_LIGHT)
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            begin = max(first, line.textStart())
            end = min(last, line.textStart() + line.textLength())
            if begin >= end:
                continue
            a, b = _x(line.cursorToX(begin)), _x(line.cursorToX(end))
            top, foot = number * PITCH * zoom, (number + 1) * PITCH * zoom
            left, width = min(a, b), abs(b - a)
            painter.fillRect(QRectF(left, top + 1, width, foot - top - 2), tint)
            under = foot - (_LINE + _STEP * min(lane, 3)) * zoom
            painter.fillRect(QRectF(left, under - zoom, width, _LINE * zoom), QColor(stretch.color))


def lanes(stretches: Sequence[Stretch]) -> list[int]:
    """The lowest lane for each in which it meets no stretch before it."""
    found: list[int] = []
    for number, one in enumerate(stretches):
        met = {
            found[other]
            for other in range(number)
            if stretches[other].start < one.end and one.start < stretches[other].end
        }
        found.append(next(lane for lane in range(number + 1) if lane not in met))
    return found


def _x(found: object) -> float:
    """PySide answers with the place, or with the place and the cursor it belongs to."""
    if isinstance(found, (tuple, list)):
        return float(found[0])
    return float(found) if isinstance(found, (int, float)) else 0.0
