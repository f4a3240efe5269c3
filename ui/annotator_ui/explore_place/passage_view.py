"""The list of passages: rows that are read as they come into sight, driven by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView

if TYPE_CHECKING:
    from annotator_ui.item_models.passage_row import PassageRow
    from annotator_ui.item_models.passage_rows import PassageRows


class PassageView(QListView):
    """Up and Down choose; Enter or a double click goes there; Ctrl+C copies."""

    chosen = Signal(int)
    """A row, -1 for none."""
    entered = Signal(int)
    copied = Signal(int)

    def __init__(self, rows: PassageRows, row: PassageRow) -> None:
        super().__init__()
        self.setModel(rows)
        self.setItemDelegate(row)
        self.setAccessibleName("Passages")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentRowChanged.connect(lambda now: self.chosen.emit(now.row()))
        self.doubleClicked.connect(lambda index: self.entered.emit(index.row()))

    def choose(self, row: int) -> None:
        """Put the cursor on a row; out of range it goes to the nearest one."""
        count = self.model().rowCount()
        index = self.model().index(max(0, min(row, count - 1)), 0) if count else QModelIndex()
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row >= 0:
            self.entered.emit(row)
        elif event.matches(QKeySequence.StandardKey.Copy) and row >= 0:
            self.copied.emit(row)
        else:
            super().keyPressEvent(event)
