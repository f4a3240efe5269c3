"""How are some of many chosen: a list to tick under a button, with a field to find them?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.fields import SearchField
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import words

WIDTH, ROW, MOST_ROWS = 300, 28, 12
FILTER_FROM: Final = 9
"""So many are found at a glance without a field."""
_KEY = Qt.ItemDataRole.UserRole + 1
_ALSO = Qt.ItemDataRole.UserRole + 2


class Pick(Struct, frozen=True):
    """Something that can be ticked."""

    key: Hashable
    words: str
    ticked: bool
    also: str = ""
    """More words that it is found by, case folded."""


class PickList(QFrame):
    """Opens over the window; Space ticks, Enter or a click outside takes, Esc leaves all as is."""

    taken = Signal(object)
    """The keys that are ticked, in the order of the list."""

    def __init__(self, name: str, *, least: int = 1, note: str = "") -> None:
        super().__init__(None, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("part", "popup")
        self.setAccessibleName(name)
        self._least = least
        self._before: tuple[Hashable, ...] = ()
        self._field = SearchField("Find…")
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self._note = words(note, kind="small", tone="muted")
        self._all = Button("All", kind="link")
        self._none = Button("None", kind="link")
        self._apply = Button("Apply", key="Enter", kind="primary")
        self._lay_out()
        self._field.textChanged.connect(self._filter)
        self._all.clicked.connect(lambda: self._tick_all(Qt.CheckState.Checked))
        self._none.clicked.connect(lambda: self._tick_all(Qt.CheckState.Unchecked))
        self._apply.clicked.connect(self.take)
        self.list.itemChanged.connect(self._tell)

    def open_under(self, button: QWidget, picks: Sequence[Pick]) -> None:
        zoom = zoom_of(self)
        for pick in picks:
            item = QListWidgetItem(pick.words)
            item.setSizeHint(QSize(0, round(ROW * zoom)))
            item.setData(_KEY, pick.key)
            item.setData(_ALSO, pick.also)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsSelectable
            )
            ticked = Qt.CheckState.Checked if pick.ticked else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
            self.list.addItem(item)
        self._before = self.ticked()
        self._field.setVisible(len(picks) >= FILTER_FROM)
        rows = min(len(picks), MOST_ROWS)
        self.list.setFixedHeight(round((rows * ROW + 6) * zoom))
        self.setFixedWidth(round(WIDTH * zoom))
        self._tell()
        self.adjustSize()
        self.move(self._place_under(button))
        self.show()
        self.list.setCurrentRow(0)
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def ticked(self) -> tuple[Hashable, ...]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(
            item.data(_KEY) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def take(self) -> None:
        ticked = self.ticked()
        if len(ticked) >= self._least:
            if ticked != self._before:
                self.taken.emit(ticked)
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.take()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def _place_under(self, button: QWidget) -> QPoint:
        below = button.mapToGlobal(QPoint(0, button.height() + 2))
        screen = button.screen().availableGeometry()
        left = min(below.x(), screen.right() - self.width())
        top = min(below.y(), screen.bottom() - self.height())
        return QPoint(max(left, screen.left()), max(top, screen.top()))

    def _filter(self, text: str) -> None:
        folded = text.casefold()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(folded not in f"{item.text().casefold()} {item.data(_ALSO)}")

    def _tick_all(self, state: Qt.CheckState) -> None:
        """All that are in sight: with a filter only those that it found."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            if not item.isHidden():
                item.setCheckState(state)

    def _tell(self) -> None:
        count = len(self.ticked())
        enough = count >= self._least
        self._apply.setEnabled(enough)
        self._apply.setToolTip(plain_tip("" if enough else f"Tick at least {self._least}"))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._all)
        foot.addWidget(self._none)
        foot.addStretch(1)
        foot.addWidget(self._apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        column.addWidget(self._field)
        column.addWidget(self.list)
        column.addWidget(self._note)
        self._note.setVisible(bool(self._note.text()))
        column.addLayout(foot)
