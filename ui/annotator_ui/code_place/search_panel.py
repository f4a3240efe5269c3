"""Where do words stand in all transcripts, and which of these places get a code?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator_ui.code_place.hit_order import HitOrder
from annotator_ui.code_place.query_toggles import QueryToggles
from annotator_ui.code_place.quiet import mute
from annotator_ui.item_models.hit_table import (
    AFTER,
    BEFORE,
    DATE,
    HIT,
    LEFT_OUT,
    STATE,
    TRANSCRIPT,
    HitTable,
)
from annotator_ui.parts.buttons import Button, IconButton
from annotator_ui.parts.choosing import ListBox
from annotator_ui.parts.words import hairline, words

if TYPE_CHECKING:
    from annotator.model.codebook import Code
    from annotator.search import Hit, Query

LEVELS = (("match", "The match"), ("sentence", "Its sentence"), ("paragraph", "Its paragraph"))
_ROW = 26


class SearchPanel(QWidget):
    """A field, the table of hits, and the code that they may get, one by one or all."""

    searched = Signal(object)
    """A `Query` to look for."""
    hit_shown = Signal(object)
    """The `Hit` of the row chosen: show it in the text."""
    hit_accepted = Signal(int)
    """The row of a hit that is to be coded."""
    all_asked = Signal()
    """All hits that are not decided yet are to be coded."""
    left = Signal()
    """Esc: back to the text; the panel stays."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model = HitTable()
        self.field = _Field()
        self.toggles = QueryToggles()
        self.table = _Hits(self.model)
        self.codes = ListBox()
        self.levels = ListBox()
        self.all_button = Button("Code all")
        self.order = HitOrder(self.table)
        self._is_coding = False
        self._says = words(kind="small", tone="muted")
        self._close = IconButton("x", "Close the search (Esc twice)")
        self._lay_out()
        self._wire()
        self.hide()

    def open(self, query: Query | None) -> None:
        """Show the panel; a query that was typed elsewhere is looked for at once."""
        self.show()
        if query is not None and query.words.strip():
            self.field.setText(query.words)
            for switch, on in (
                (self.toggles.exact, query.exact),
                (self.toggles.whole, query.whole_words),
                (self.toggles.pattern, query.pattern),
            ):
                switch.blockSignals(True)
                switch.setChecked(on)
                switch.blockSignals(False)
            self._ask()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def query(self) -> Query:
        return self.toggles.query(self.field.text())

    def set_codes(self, codes: Sequence[Code]) -> None:
        """Offer these codes; the one that was chosen stays chosen where it is still there."""
        before = self.codes.currentData()
        self.codes.clear()
        for code in codes:
            if not code.is_group:
                self.codes.addItem(code.name, code.id)
        self.codes.setCurrentIndex(max(0, self.codes.findData(before)))
        self._show_count()

    @property
    def code_id(self) -> int | None:
        chosen = self.codes.currentData()
        return chosen if isinstance(chosen, int) else None

    @property
    def level(self) -> str:
        return str(self.levels.currentData())

    def say(self, sentence: str) -> None:
        self._says.setText(sentence)

    def says(self) -> str:
        return self._says.text()

    def begin(self) -> None:
        """A new search begins: the table is empty."""
        self.model.clear()
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self._show_count()

    def take_in(self, hits: Sequence[Hit]) -> None:
        """More hits have come in."""
        self.model.append(hits)
        self._show_count()

    def decided(self, row: int, state: str) -> None:
        """A hit was coded or left out: on to the next one that is not."""
        self.model.mark(row, state)
        self._show_count()
        following = self.model.next_open(row)
        if following >= 0:
            self.table.selectRow(following)
        elif not self.model.open_hits():
            self.say("Every hit is decided.")

    def settle(self, states: Mapping[Hit, str]) -> None:
        """Say of these hits what became of them."""
        self.model.settle(states)
        self._show_count()

    def say_coding(self, *, going: bool) -> None:
        """While all are being coded the button is the way to end that."""
        self._is_coding = going
        self._show_count()

    def _ask(self) -> None:
        self.searched.emit(self.query())

    def _say_what_begins(self, typed: str) -> None:
        """The whole project is not searched at every letter."""
        self.say("Enter searches all transcripts" if typed.strip() else "")

    def _show_count(self) -> None:
        if self._is_coding:
            self.all_button.say("Cancel")
            self.all_button.setEnabled(True)
            return
        count = len(self.model.open_hits())
        self.all_button.say(f"Code all {count:,}" if count else "Code all")
        self.all_button.setEnabled(bool(count) and self.code_id is not None)

    def _chosen(self, index: QModelIndex) -> None:
        hit = self.model.hit(index.row())
        if hit is not None:
            self.hit_shown.emit(hit)

    def _wire(self) -> None:
        self.field.entered.connect(self._ask)
        self.field.textEdited.connect(self._say_what_begins)
        self.field.went_down.connect(self._go_down)
        self.field.left.connect(self.closed)
        self.toggles.changed.connect(self._ask)
        self._close.clicked.connect(self.closed)
        self.all_button.clicked.connect(self.all_asked)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.table.accepted.connect(self.hit_accepted)
        self.table.left_out.connect(lambda row: self.decided(row, LEFT_OUT))
        self.table.put_back.connect(lambda row: self.model.mark(row, ""))
        self.table.put_back.connect(self._show_count)
        self.table.left.connect(self.left)

    def _go_down(self) -> None:
        self.table.setFocus()
        if not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def _lay_out(self) -> None:
        for name, shown in LEVELS:
            self.levels.addItem(shown, name)
        self.levels.setCurrentIndex(1)
        self.codes.setAccessibleName("Code for the hits")
        self.levels.setAccessibleName("What is coded around a hit")
        self.codes.setMinimumContentsLength(14)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setContentsMargins(14, 8, 14, 6)
        below.setContentsMargins(14, 6, 14, 8)
        for row in (above, below):
            row.setSpacing(6)
        above.addWidget(self.field, 1)
        above.addWidget(self.toggles)
        above.addSpacing(6)
        above.addWidget(self._says)
        above.addStretch(1)
        above.addWidget(self.order.button)
        above.addSpacing(6)
        mute(self._close)
        above.addWidget(self._close)
        hints = words("Enter codes a hit, Del leaves it out", kind="small", tone="muted")
        for part in (words("Code", kind="small"), self.codes, self.levels, self.all_button):
            below.addWidget(part)
        below.addStretch()
        below.addWidget(hints)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline())
        column.addLayout(above)
        column.addWidget(self.table, 1)
        column.addWidget(hairline())
        column.addLayout(below)
        self.setProperty("ground", "panel")


class _EndFirst(QStyledItemDelegate):
    """Words before a hit: where there is no room, the ones nearest to it stay."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideLeft


class _Hits(QTableView):
    accepted = Signal(int)
    left_out = Signal(int)
    put_back = Signal(int)
    left = Signal()

    def __init__(self, model: HitTable) -> None:
        super().__init__()
        self.setModel(model)
        self.setProperty("part", "hits")
        self.setAccessibleName("Hits in all transcripts")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setItemDelegateForColumn(BEFORE, _EndFirst(self))
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if row >= 0:
                self.accepted.emit(row)
            case Qt.Key.Key_Delete if row >= 0:
                self.left_out.emit(row)
            case Qt.Key.Key_Backspace if row >= 0:
                self.put_back.emit(row)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hit in the middle, with as many words before it as after it."""
        super().resizeEvent(event)
        metrics = QFontMetrics(self.font())
        letter = metrics.averageCharWidth()
        self.verticalHeader().setDefaultSectionSize(max(_ROW, metrics.height() + 10))
        widths = {TRANSCRIPT: 15 * letter, DATE: 12 * letter, HIT: 12 * letter, STATE: 8 * letter}
        rest = max(24 * letter, self.viewport().width() - sum(widths.values()))
        for column, width in (widths | {BEFORE: rest // 2, AFTER: rest // 2}).items():
            self.setColumnWidth(column, width)


class _Field(QLineEdit):
    entered = Signal()
    went_down = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Find in all transcripts")
        self.setAccessibleName("Find in all transcripts")
        self.setMaximumWidth(420)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_Return: self.entered.emit,
            Qt.Key.Key_Enter: self.entered.emit,
            Qt.Key.Key_Down: self.went_down.emit,
            Qt.Key.Key_Escape: self.left.emit,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()
