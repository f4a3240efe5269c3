"""How does a row of the files that are about to come in look: mark, name, what is asked?"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator_ui.item_models.arriving_files import FileLine, FileRole, Heading, Mark
from annotator_ui.parts.icons import pixmap
from annotator_ui.theme import Theme, number_font, ui_font

Index = QModelIndex | QPersistentModelIndex

ROW, HEAD, MARGIN, ICON, GAP, BAR = 44, 34, 14, 16, 9, 3
_DRAWINGS: Final[dict[Mark, tuple[str, str]]] = {  # the drawing and the token of its colour
    "look": ("triangle-alert", "warn_words"),
    "settled": ("circle-check", "ok_words"),
    "refused": ("circle-x", "error_words"),
    "ready": ("circle-check", "ok_words"),
    "left out": ("circle-slash", "muted"),
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE, _RIGHT_END = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ArrivingFileRow(QStyledItemDelegate):
    """Paints the headings of the groups and the files under them."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._zoom = 1.0

    def set_look(self, theme: Theme, zoom: float) -> None:
        self._theme, self._zoom = theme, zoom

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        is_head = isinstance(index.data(FileRole.HEADING), Heading)
        return QSize(100, round((HEAD if is_head else ROW) * self._zoom))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        heading, line = index.data(FileRole.HEADING), index.data(FileRole.FILE)
        painter.save()
        if isinstance(heading, Heading):
            self._paint_heading(painter, QRectF(option.rect), heading)
        elif isinstance(line, FileLine):
            self._paint_line(painter, option, line)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRectF, heading: Heading) -> None:
        zoom = self._zoom
        room = rect.adjusted(MARGIN, 6 * zoom, -MARGIN, 0)
        painter.setFont(number_font(11 * zoom, 600))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(room, _LEFT, heading.name)
        painter.drawText(room, _RIGHT, f"{heading.count:,}")

    def _paint_line(self, painter: QPainter, option: QStyleOptionViewItem, line: FileLine) -> None:
        theme, zoom, rect = self._theme, self._zoom, QRectF(option.rect)
        quiet = theme.muted
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.accent_soft))
            painter.fillRect(
                QRectF(rect.left(), rect.top(), BAR, rect.height()), QColor(theme.accent)
            )
            quiet = theme.muted2
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme.hover))
        side = ICON * zoom
        drawing, token = _DRAWINGS[line.mark]
        ratio = painter.device().devicePixelRatio()
        drawn = pixmap(drawing, getattr(theme, token), round(side), ratio)
        top = rect.top() + 6 * zoom
        painter.drawPixmap(round(rect.left() + MARGIN), round(top + zoom), drawn)
        left = rect.left() + MARGIN + side + GAP * zoom
        width = rect.right() - MARGIN - left
        painter.setFont(ui_font(13 * zoom, 500))
        painter.setPen(QColor(theme.text))
        _words(painter, QRectF(left, top, width, 17 * zoom), line.name, _MIDDLE)
        painter.setFont(ui_font(12 * zoom))
        painter.setPen(QColor(quiet))
        _words(painter, QRectF(left, top + 17 * zoom, width, 16 * zoom), line.below, _RIGHT_END)


def _words(painter: QPainter, room: QRectF, words: str, mode: Qt.TextElideMode) -> None:
    """One line. Of a name the middle goes where there is no room: names differ at their ends."""
    metrics = QFontMetricsF(painter.font())
    shown = metrics.elidedText(words, mode, room.width())
    painter.drawText(room, _LEFT, shown)
