"""Which lines does a name fall into at a given width, so that it wraps and is never cut?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption


def wrapped_lines(text: str, font: QFont, width: float) -> tuple[str, ...]:
    """The lines of `text`, broken at words, inside a word only where it is wider than a line."""
    if QFontMetricsF(font).horizontalAdvance(text) <= width:
        return (text,)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    return tuple(_broken(layout, text.encode("utf-16-le"), max(width, 8.0)))


def _broken(layout: QTextLayout, units: bytes, width: float) -> list[str]:
    """Qt counts UTF-16 units here, so the slices are cut in the same units."""
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, end = line.textStart(), line.textStart() + line.textLength()
        lines.append(units[2 * start : 2 * end].decode("utf-16-le").rstrip())
    layout.endLayout()
    return lines


def draw_lines(
    painter: QPainter, lines: Sequence[str], *, area: QRectF, line_height: float
) -> None:
    """Draw lines from the top of `area` in the painter's font and pen."""
    metrics = QFontMetricsF(painter.font())
    down = (line_height - metrics.height()) / 2 + metrics.ascent()
    for number, line in enumerate(lines):
        painter.drawText(QPointF(area.left(), area.top() + number * line_height + down), line)
