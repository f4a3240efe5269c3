"""How does a row of the transcript list look: title, date, progress?"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.transcript import TranscriptInfo
from annotator_ui.item_models.dates import short_date
from annotator_ui.item_models.transcript_list import Decided, TranscriptRole, shown_title
from annotator_ui.theme import Theme, ui_font

Index = QModelIndex | QPersistentModelIndex

_MARGIN = 14
_ROW = 58
_BAR = 3


class TranscriptRow(QStyledItemDelegate):
    """Paints title and progress over the date, with a thin bar below."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._zoom = 1.0

    def set_look(self, theme: Theme, zoom: float) -> None:
        self._theme, self._zoom = theme, zoom

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(100, round(_ROW * self._zoom))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        info = index.data(TranscriptRole.INFO)
        if not isinstance(info, TranscriptInfo):
            return
        progress = index.data(TranscriptRole.PROGRESS)
        painter.save()
        area, muted = self._ground(painter, option)
        words = str(index.data(TranscriptRole.STATE) or "")
        self._paint_words(painter, area, info=info, state=words, muted=muted)
        if isinstance(progress, Decided):
            self._paint_bar(painter, area, progress)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> tuple[QRectF, str]:
        """The open transcript stays marked whether or not the list has the focus."""
        rect, theme = QRectF(option.rect), self._theme
        # the margin is that of the panel's other words, which does not grow with them
        inner = rect.adjusted(_MARGIN, 8 * self._zoom, -_MARGIN, -8 * self._zoom)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.accent_soft))
            bar = QRectF(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(bar, QColor(theme.accent))
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QColor(theme.accent))
                painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
            return inner, theme.muted2
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme.hover))
        return inner, theme.muted

    def _paint_words(
        self, painter: QPainter, area: QRectF, *, info: TranscriptInfo, state: str, muted: str
    ) -> None:
        zoom = self._zoom
        painter.setFont(ui_font(12 * zoom))
        painter.setPen(QColor(muted))
        room = area.width()
        if state:
            painter.drawText(QRectF(area.left(), area.top(), room, 18 * zoom), _RIGHT, state)
            room -= QFontMetricsF(painter.font()).horizontalAdvance(state) + 10 * zoom
        date = short_date(info.metadata.date) or "no date"
        below = QRectF(area.left(), area.top() + 18 * zoom, area.width(), 17 * zoom)
        painter.drawText(below, _LEFT, date)
        painter.setFont(ui_font(13 * zoom, 500))
        painter.setPen(QColor(self._theme.text))
        title = QFontMetricsF(painter.font()).elidedText(
            shown_title(info), Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(QRectF(area.left(), area.top(), room + 2, 18 * zoom), _LEFT, title)

    def _paint_bar(self, painter: QPainter, area: QRectF, progress: Decided) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = _BAR * self._zoom
        bar = QRectF(area.left(), area.bottom() - height + 1, area.width(), height)
        painter.setBrush(QColor(self._theme.line))
        painter.drawRoundedRect(bar, height / 2, height / 2)
        if progress.decided:
            bar.setWidth(max(height, bar.width() * progress.share))
            painter.setBrush(QColor(self._theme.ok))
            painter.drawRoundedRect(bar, height / 2, height / 2)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
