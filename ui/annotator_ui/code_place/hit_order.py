"""In which order do hits stand? Said in words, chosen by mouse or keyboard."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QTableView

from annotator_ui.item_models.hit_table import AFTER, BEFORE, DATE, HIT, STATE, TRANSCRIPT
from annotator_ui.parts.choosing import MenuButton

UNSORTED: Final = -1
ORDERS: Final = {
    UNSORTED: "as they come",
    TRANSCRIPT: "by transcript",
    DATE: "by date",
    BEFORE: "by the words before",
    HIT: "by the words found",
    AFTER: "by the words after",
    STATE: "by what was decided",
}


class HitOrder(QObject):
    """The button that says the order; the heads of the columns do the same."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.button = MenuButton("Order of the hits", kind="said", px=12, side=2)
        self.button.choices.aboutToShow.connect(self._fill)
        table.horizontalHeader().sortIndicatorChanged.connect(self._say)
        self._say()

    def _fill(self) -> None:
        menu = self.button.choices
        menu.clear()
        now = self._table.horizontalHeader().sortIndicatorSection()
        for column, words in ORDERS.items():
            if column == UNSORTED and now != UNSORTED:
                continue  # once sorted they do not know any more how they came
            action = menu.addAction(words.capitalize(), partial(self._sort, column))
            action.setCheckable(True)
            action.setChecked(column == now)

    def _sort(self, column: int) -> None:
        """Rising; the order that stands already is turned round."""
        header = self._table.horizontalHeader()
        rising = Qt.SortOrder.AscendingOrder
        same = column == header.sortIndicatorSection() and header.sortIndicatorOrder() == rising
        self._table.sortByColumn(column, Qt.SortOrder.DescendingOrder if same else rising)

    def _say(self) -> None:
        header = self._table.horizontalHeader()
        falling = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        column = header.sortIndicatorSection()
        words = ORDERS.get(column, ORDERS[UNSORTED])
        self.button.say(f"{words}, backwards" if falling and column >= 0 else words)
