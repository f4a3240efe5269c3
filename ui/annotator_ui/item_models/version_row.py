"""How does a row in a list of states look: its name over smaller lines about it?"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator_ui.theme import Theme, ui_font

Index = QModelIndex | QPersistentModelIndex

_SIDE, _ABOVE, _FIRST, _LINE, _BAR = 18, 9, 19, 17, 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class VersionRow(QStyledItemDelegate):
    """Paints the first line of an item's words strong and the others small."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._zoom = 1.0

    def set_look(self, theme: Theme, zoom: float) -> None:
        self._theme, self._zoom = theme, zoom

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        lines = str(index.data()).count("\n")
        return QSize(100, round((2 * _ABOVE + _FIRST + lines * _LINE) * self._zoom))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, zoom = self._theme, self._zoom
        rect = QRectF(option.rect)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, QColor(theme.accent_soft))
            bar = QRectF(rect.left(), rect.top(), _BAR, rect.height())
            painter.fillRect(bar, QColor(theme.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme.hover))
        room = rect.adjusted(_SIDE, _ABOVE * zoom, -_SIDE, 0)
        for number, words in enumerate(str(index.data()).split("\n")):
            first = number == 0
            painter.setFont(ui_font((13 if first else 12) * zoom, 500 if first else 400))
            quiet = theme.muted2 if chosen else theme.muted
            painter.setPen(QColor(theme.text if first else quiet))
            high = (_FIRST if first else _LINE) * zoom
            line = QFontMetricsF(painter.font()).elidedText(
                words, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(QRectF(room.left(), room.top(), room.width(), high), _LEFT, line)
            room.setTop(room.top() + high)
        painter.restore()
