"""Which rounds are there, and who is in the team? The left side of the Team place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.model.people import ROLE_WORDS
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import hairline, words
from annotator_ui.team_place.in_words import of_round_in_list

if TYPE_CHECKING:
    from annotator.model.people import Coder, Round

_ID: Final = Qt.ItemDataRole.UserRole


class ListsPanel(QWidget):
    """Two lists, one over the other, each with a link that adds to it."""

    round_chosen = Signal(int)
    coder_activated = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.rounds, self.coders = _List("Rounds"), _List("Coders")
        self.add_round = Button("+ Round", kind="link")
        self.add_coder = Button("+ Coder", kind="link")
        self.rounds.currentItemChanged.connect(self._chosen)
        self.coders.activated_item.connect(self.coder_activated)
        self._lay_out()

    def show_rounds(self, rounds: Sequence[Round], *, at_work: int, chosen: int) -> None:
        """All rounds, the one at work marked; `chosen` is shown."""
        self.rounds.blockSignals(True)
        self.rounds.clear()
        for each in rounds:
            item = QListWidgetItem(of_round_in_list(each, at_work=each.id == at_work))
            item.setData(_ID, each.id)
            self.rounds.addItem(item)
            if each.id == chosen:
                self.rounds.setCurrentItem(item)
        self.rounds.blockSignals(False)

    def show_coders(self, coders: Sequence[Coder]) -> None:
        row = self.coders.currentRow()
        self.coders.clear()
        for each in coders:
            role = "" if each.role == "coder" else f" · {ROLE_WORDS[each.role]}"
            item = QListWidgetItem(f"{each.coder_id}{role}")
            item.setToolTip(
                plain_tip(f"{each.name}, {ROLE_WORDS[each.role]}. Enter describes them.")
            )
            item.setData(_ID, each.id)
            self.coders.addItem(item)
        self.coders.setCurrentRow(max(row, 0))

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.round_chosen.emit(item.data(_ID))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 8)
        column.setSpacing(6)
        for name, link, shown in (
            ("Rounds", self.add_round, self.rounds),
            ("Coders", self.add_coder, self.coders),
        ):
            head = QHBoxLayout()
            head.setContentsMargins(18, 0, 14, 0)
            head.addWidget(words(name, kind="section"))
            head.addStretch(1)
            head.addWidget(link)
            column.addLayout(head)
            column.addWidget(shown, 1)
            if shown is self.rounds:
                column.addWidget(hairline())
                column.addSpacing(8)


class _List(QListWidget):
    activated_item = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("part", "sections")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContentsMargins(8, 0, 8, 0)
        self.itemDoubleClicked.connect(lambda item: self.activated_item.emit(item.data(_ID)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and item is not None:
            self.activated_item.emit(item.data(_ID))
            return
        super().keyPressEvent(event)
