"""How does a coefficient look with its interval, against the marks that papers use?"""

from __future__ import annotations

import math
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from annotator_ui.theme import Theme, ui_font

MARKS: Final = (0.667, 0.80)
DOT: Final = 5.0
_THICK, _SIDE, _GAP = 6.0, 10.0, 12.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SCALE: Final = ((0.0, "0", 0.0), (0.667, ".667", -9.0), (0.8, ".80", 6.0), (1.0, "1", 0.0))
"""Value, words, and how far they move aside so that neighbours have room."""


class Axis(Struct, frozen=True):
    """From where to where values are drawn, across one field."""

    floor: float
    left: float
    right: float

    @classmethod
    def across(cls, place: QRectF, floor: float, zoom: float) -> Axis:
        return cls(floor, place.left() + _SIDE * zoom, place.right() - _SIDE * zoom)

    def at(self, value: float) -> float:
        """The x of a value; what is lower than the floor stands at it."""
        share = (max(value, self.floor) - self.floor) / (1 - self.floor)
        return self.left + share * (self.right - self.left)


def draw_marks(painter: QPainter, place: QRectF, axis: Axis, theme: Theme) -> None:
    """The dashed marks at .667 and .80, through the whole height."""
    pen = QPen(QColor(theme.mark), 1)
    pen.setDashPattern([3, 3])
    # the dashes of all rows make one line
    pen.setDashOffset(place.top() % 6)
    painter.setPen(pen)
    for mark in MARKS:
        x = round(axis.at(mark)) + 0.5
        painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))


def draw_interval(
    painter: QPainter,
    place: QRectF,
    axis: Axis,
    theme: Theme,
    *,
    value: float | None,
    low: float | None = None,
    high: float | None = None,
    hollow: bool = False,
    zoom: float = 1.0,
    ground: str = "",
) -> None:
    """The bar of the interval and the dot of the value; a hollow dot means rare."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle, thick = place.center().y(), _THICK * zoom
    painter.setPen(Qt.PenStyle.NoPen)
    if low is not None and high is not None:
        bar = QRectF(axis.at(low), middle - thick / 2, axis.at(high) - axis.at(low), thick)
        painter.setBrush(QColor(theme.interval))
        painter.drawRoundedRect(bar, thick / 2, thick / 2)
    if value is None:
        return
    dot, at = DOT * zoom, QPointF(axis.at(value), middle)
    painter.setBrush(QColor(ground or theme.panel) if hollow else QColor(theme.point))
    painter.setPen(QPen(QColor(theme.point), 2 * zoom))
    painter.drawEllipse(at, dot - zoom, dot - zoom)


def draw_words(
    painter: QPainter,
    place: QRectF,
    axis: Axis,
    words: str,
    *,
    ink: str,
    value: float | None,
    zoom: float,
) -> None:
    """What is said instead of an interval: beside the dot, where there is more room."""
    painter.setFont(ui_font(12 * zoom))
    painter.setPen(QColor(ink))
    gap = _GAP * zoom
    left, right = axis.left, place.right()
    side = _LEFT
    if value is not None:
        x = axis.at(value)
        if x - axis.left > axis.right - x:
            right = x - gap
        else:
            left = x + gap
    room = QRectF(left, place.top(), max(right - left, 1.0), place.height())
    metrics = QFontMetricsF(painter.font())
    painter.drawText(
        room, side, metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    )


def draw_scale(painter: QPainter, place: QRectF, axis: Axis, theme: Theme, zoom: float) -> None:
    """The numbers of the axis at the foot of a header: 0, .667, .80 and, with room for it, 1."""
    painter.setFont(ui_font(11 * zoom))
    painter.setPen(QColor(theme.muted))
    metrics = QFontMetricsF(painter.font())
    width, taken = 36 * zoom, -math.inf
    for value, words, push in _SCALE:
        centre, half = axis.at(value) + push * zoom, metrics.horizontalAdvance(words) / 2
        if centre - half < taken:
            continue
        taken = centre + half + 2 * zoom
        room = QRectF(centre - width / 2, place.top(), width, place.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, words)
