"""How is the codebook edited as a table: typing, copying, pasting from a spreadsheet?"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.model.codebook import Code
from annotator_ui.item_models.code_row import NO_COLOR
from annotator_ui.item_models.codebook_table import COLUMNS, CodebookTable, TableRole
from annotator_ui.parts.icons import zoom_of
from annotator_ui.theme import Theme, code_shade, number_font, ui_font

ROW, HEAD, PAD = 30, 34, 8
_WIDTHS = {
    "name": 230, "code_id": 110, "parent": 150, "number": 72, "key": 56, "color": 92,
    "brief": 240, "full": 280, "use_when": 240, "dont_use_when": 240, "example": 220,
    "counter_example": 200, "memo": 160, "uses": 76,
}  # fmt: skip
_NUMBERS = frozenset({"number", "uses"})


class TableView(QTableView):
    """Cells as in a spreadsheet: typing overwrites, F2 edits, Ctrl+V pastes, Del empties."""

    chosen = Signal(object)
    """The `Code` of the row that the keyboard is in."""
    pasted = Signal(object, str)
    """`Pairs` to be written as one act, and what it is called."""
    nothing_pasted = Signal()

    def __init__(self, table: CodebookTable, theme: Theme) -> None:
        super().__init__()
        self._table = table
        self._cells = _Cell(theme, self)
        self.setModel(table)
        self.setItemDelegate(self._cells)
        self.setAccessibleName("The codebook as a table")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        head.setSectionsMovable(True)
        self.selectionModel().currentRowChanged.connect(self._row_changed)
        self.set_look(theme)

    def set_look(self, theme: Theme) -> None:
        zoom = zoom_of(self)
        self._cells.theme = theme
        self.verticalHeader().setDefaultSectionSize(round(ROW * zoom))
        self.horizontalHeader().setFixedHeight(round(HEAD * zoom))
        for number, (name, _) in enumerate(COLUMNS):
            self.setColumnWidth(number, round(_WIDTHS[name] * zoom))
        self.viewport().update()

    def choose(self, code_id: int) -> None:
        """Bring a code's row into sight; the column stays."""
        row = self._table.row_of(code_id)
        if row >= 0 and row != self.currentIndex().row():
            column = max(self.currentIndex().column(), 0)
            self.setCurrentIndex(self._table.index(row, column))

    def begin(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.currentIndex().isValid() and self._table.rowCount():
            self.setCurrentIndex(self._table.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            event.accept()  # Enter in the editor has done its work there
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete:
            self._empty()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The chosen cells, as a spreadsheet takes them."""
        QGuiApplication.clipboard().setText(self._table.copied(self.selectedIndexes()))

    def paste(self) -> None:
        """Cells from a spreadsheet, from the chosen cell on; one act."""
        text = QGuiApplication.clipboard().text()
        cells = self.selectedIndexes()
        at = min(cells, key=lambda c: (c.row(), c.column())) if cells else self.currentIndex()
        pairs = self._table.pasted(at, text)
        if not pairs:
            self.nothing_pasted.emit()
            return
        codes = "One code" if len(pairs) == 1 else f"{len(pairs):,} codes"
        self.pasted.emit(pairs, f"{codes} pasted into the table")

    def _empty(self) -> None:
        """Del: the chosen cells hold nothing any more; a code keeps its name and id."""
        pairs = self._table.emptied(self.selectedIndexes())
        if pairs:
            self.pasted.emit(pairs, "Cells of the codebook emptied")

    def _row_changed(self, index: QModelIndex) -> None:
        code = index.data(TableRole.CODE)
        if isinstance(code, Code):
            self.chosen.emit(code)


class _Cell(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: TableView) -> None:
        super().__init__(view)
        self.theme = theme
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        del option, index
        return QSize(60, round(ROW * zoom_of(self._view)))

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        del option
        editor = QLineEdit(parent)
        editor.setProperty("part", "cell")
        editor.setAccessibleName(COLUMNS[index.column()][1])
        return editor

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, zoom = self.theme, zoom_of(self._view)
        code = index.data(TableRole.CODE)
        if not isinstance(code, Code):
            return
        name = COLUMNS[index.column()][0]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        cell: QRect = option.rect
        painter.save()
        if chosen:
            painter.fillRect(cell, QColor(theme.accent_soft))
        painter.fillRect(cell.left(), cell.bottom(), cell.width(), 1, QColor(theme.line))
        left = round(PAD * zoom)
        if name == "name":
            left += round(14 * index.data(TableRole.DEPTH) * zoom)
        if name == "color" and not code.is_group:
            left += self._swatch(painter, cell, code, zoom)
        weight = 600 if code.is_group and name == "name" else 400
        font = number_font if name in _NUMBERS else ui_font
        painter.setFont(font(round(12.5 * zoom), weight))
        painter.setPen(QColor(theme.muted if name in {"code_id", "parent"} else theme.text))
        room = cell.adjusted(left, 0, -round(PAD * zoom), 0)
        side = Qt.AlignmentFlag.AlignRight if name in _NUMBERS else Qt.AlignmentFlag.AlignLeft
        words = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, words)
        if index == self._view.currentIndex() and self._view.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.drawRect(cell.adjusted(0, 0, -1, -1))
        painter.restore()

    def _swatch(self, painter: QPainter, cell: QRect, code: Code, zoom: float) -> int:
        side = round(11 * zoom)
        top = cell.center().y() - side // 2
        left = cell.left() + round(PAD * zoom)
        fill = code_shade(code.color or NO_COLOR, self.theme).fill
        painter.fillRect(left, top, side, side, QColor(fill))
        return side + round(6 * zoom)


def columns_by_name() -> dict[str, int]:
    """Where each column stands, for tests."""
    return {name: number for number, (name, _) in enumerate(COLUMNS)}
