"""How is a row of a table drawn: hairline, hover, accent bar, quiet secondary columns?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field
from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from annotator_ui.parts.icons import zoom_of
from annotator_ui.theme import Theme, number_font, ui_font

ROW, HEAD, PAD, BAR, FIRST = 38, 34, 8, 3, 16


class Columns(Struct, frozen=True):
    """Which columns a table has, and how each is set."""

    names: tuple[str, ...]
    title: int
    """The column that names the row."""
    numbers: frozenset[int] = frozenset()
    secondary: frozenset[int] = frozenset()
    """Small and quiet."""
    widths: Mapping[str, int] = field(default_factory=dict)
    """Of all that do not share what is left."""
    least: Mapping[str, int] = field(default_factory=dict)
    """Below which width of the table a column goes."""

    def side(self, column: int) -> Qt.AlignmentFlag:
        """Words left, numbers right."""
        right = column in self.numbers
        return Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft


class RowView(QTableView):
    """A table without lines but hairlines; a row is chosen as a whole."""

    def __init__(
        self,
        model: QAbstractTableModel,
        columns: Columns,
        theme: Theme,
        name: str,
        *,
        several: bool = False,
    ) -> None:
        super().__init__()
        self.columns: Final = columns
        self._rows = _Row(theme, self)
        self.hovered = -1
        self.setModel(model)
        self.setItemDelegate(self._rows)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.entered.connect(self._hover)
        self._head = head = _Head(columns, theme)
        self.setHorizontalHeader(head)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for number, each in enumerate(columns.names):
            if each not in columns.widths:
                head.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.set_look(theme)

    def choose(self, row: int) -> None:
        """Choose this row and no other, whatever key is held down."""
        index = self.model().index(row, self.columns.title)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def set_look(self, theme: Theme) -> None:
        """Take colours and sizes anew."""
        zoom = zoom_of(self)
        self._rows.theme = self._head.theme = theme
        self.verticalHeader().setDefaultSectionSize(round(ROW * zoom))
        self.horizontalHeader().setFixedHeight(round(HEAD * zoom))
        for name, width in self.columns.widths.items():
            self.setColumnWidth(self.columns.names.index(name), round(width * zoom))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the columns one can do without go first."""
        super().resizeEvent(event)
        for name, least in self.columns.least.items():
            narrow = self.viewport().width() < least * zoom_of(self)
            self.setColumnHidden(self.columns.names.index(name), narrow)

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
        columns = self._view.columns
        secondary = index.column() in columns.secondary
        quiet = theme.muted2 if chosen else theme.muted
        px, weight = (12 if secondary else 13), (500 if index.column() == columns.title else 400)
        font = number_font if index.column() in columns.numbers else ui_font
        painter.setFont(font(round(px * zoom), weight))
        tones = {"warn": theme.warn_words, "error": theme.error_words}
        plain = quiet if secondary else theme.text
        painter.setPen(QColor(tones.get(index.data(Qt.ItemDataRole.UserRole) or "", plain)))
        room = _room(place, index.column(), columns, zoom)
        side = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        words = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, side, words)
        painter.restore()


class _Head(QHeaderView):
    """Column names at the foot of their cells, on the same edges as the words below."""

    def __init__(self, columns: Columns, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._columns = columns
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
        room = _room(rect, section, self._columns, zoom).adjusted(0, 0, 0, -round(7 * zoom))
        painter.drawText(room, Qt.AlignmentFlag(side), self._columns.names[section])
        painter.restore()


def _room(cell: QRect, column: int, columns: Columns, zoom: float) -> QRect:
    """Where the words of a cell stand; the first and the one after the numbers begin later."""
    after = column - 1 in columns.numbers and column not in columns.numbers
    left = PAD + (FIRST if column == 0 or after else 0)
    return cell.adjusted(round(left * zoom), 0, -round(PAD * zoom), 0)


def focus_first(view: RowView) -> None:
    """Put the keyboard on a table and choose its first row where none is chosen."""
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    if not view.currentIndex().isValid() and view.model().rowCount():
        view.choose(0)
