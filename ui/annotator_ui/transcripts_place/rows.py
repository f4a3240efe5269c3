"""How is a row of a table drawn: hairline, hover, accent bar, quiet secondary columns?"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator_ui.parts.icons import zoom_of
from annotator_ui.theme import Theme, number_font, ui_font
from annotator_ui.transcripts_place.table import COLUMNS, NUMBERS, SECONDARY, TITLE, TranscriptTable

ROW, HEAD, PAD, BAR, FIRST = 38, 34, 8, 3, 16
WIDTHS = {"Id": 80, "Date": 104, "Sentences": 92, "Codings": 84, "Imported": 124}

LEAST_WIDTHS = {"Imported": 720, "Codings": 440, "Speakers": 580, "Sentences": 360}


class RowView(QTableView):
    """A table without lines but hairlines; a row is chosen as a whole."""

    def __init__(self, model: TranscriptTable, theme: Theme) -> None:
        super().__init__()
        self._rows = _Row(theme, self)
        self.hovered = -1
        self.setModel(model)
        self.setItemDelegate(self._rows)
        self.setAccessibleName("Transcripts of the project")
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.entered.connect(self._hover)
        self._head = head = _Head(theme)
        self.setHorizontalHeader(head)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for name in ("Title", "Speakers"):
            head.setSectionResizeMode(COLUMNS.index(name), QHeaderView.ResizeMode.Stretch)
        self.set_look(theme)

    def set_look(self, theme: Theme) -> None:
        """Take colours and sizes anew."""
        zoom = zoom_of(self)
        self._rows.theme = self._head.theme = theme
        self.verticalHeader().setDefaultSectionSize(round(ROW * zoom))
        self.horizontalHeader().setFixedHeight(round(HEAD * zoom))
        for name, width in WIDTHS.items():
            self.setColumnWidth(COLUMNS.index(name), round(width * zoom))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the columns one can do without go first."""
        super().resizeEvent(event)
        for name, least in LEAST_WIDTHS.items():
            narrow = self.viewport().width() < least * zoom_of(self)
            self.setColumnHidden(COLUMNS.index(name), narrow)

    def leaveEvent(self, event: object) -> None:
        del event
        self.hovered = -1
        self.viewport().update()

    def _hover(self, index: QModelIndex) -> None:
        self.hovered = index.row()
        self.viewport().update()


class _Row(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: RowView) -> None:
        super().__init__(view)
        self.theme = theme
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        del option, index
        return QSize(60, round(ROW * zoom_of(self._view)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, zoom = self.theme, zoom_of(self._view)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        place: QRect = option.rect
        painter.save()
        if chosen or self._view.hovered == index.row():
            painter.fillRect(place, QColor(theme.accent_soft if chosen else theme.hover))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, QColor(theme.line))
        if chosen and index.column() == 0:
            painter.fillRect(place.left(), place.top(), BAR, place.height(), QColor(theme.accent))
        secondary = index.column() in SECONDARY
        quiet = theme.muted2 if chosen else theme.muted
        px, weight = (12 if secondary else 13), (500 if index.column() == TITLE else 400)
        font = number_font if index.column() in NUMBERS else ui_font
        painter.setFont(font(round(px * zoom), weight))
        painter.setPen(QColor(quiet if secondary else theme.text))
        room = _room(place, index.column(), zoom)
        side = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        words = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, side, words)
        painter.restore()


class _Head(QHeaderView):
    """Column names at the foot of their cells, on the same edges as the words below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.theme = theme

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        zoom = zoom_of(self)
        painter.save()
        painter.fillRect(rect, QColor(self.theme.panel))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(self.theme.line))
        painter.setFont(ui_font(round(11 * zoom), 600))
        painter.setPen(QColor(self.theme.muted))
        side = self.model().headerData(
            section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        room = _room(rect, section, zoom).adjusted(0, 0, 0, -round(7 * zoom))
        painter.drawText(room, Qt.AlignmentFlag(side), COLUMNS[section])
        painter.restore()


def _room(cell: QRect, column: int, zoom: float) -> QRect:
    """Where the words of a cell stand; the first and the one after the numbers begin later."""
    left = PAD + (FIRST if column in {0, len(COLUMNS) - 1} else 0)
    return cell.adjusted(round(left * zoom), 0, -round(PAD * zoom), 0)


def focus_first(view: QWidget) -> None:
    """Put the keyboard on a table and choose its first row where none is chosen."""
    if isinstance(view, QTableView):
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not view.currentIndex().isValid() and view.model().rowCount():
            view.selectRow(0)
