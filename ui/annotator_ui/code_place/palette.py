"""Which code is meant by a few typed letters, and is it a new one?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from annotator.model.codebook import Code
from annotator_ui.code_place.fuzzy import ranked
from annotator_ui.item_models.code_row import CodeRow
from annotator_ui.item_models.code_tree import CodeRole
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import Elided, cap, hairline, words

if TYPE_CHECKING:
    from annotator_ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_WIDTH = 440
_MOST_ROWS = 9
_DOWN, _EDGE = 76, 12


class Palette(QFrame):
    """A card over the text: type, Enter applies, Ctrl+Enter makes a new code, Esc leaves."""

    chosen = Signal(object)
    """The `Code` to apply."""
    new_asked = Signal(str)
    """The name of a code to make and apply."""
    left = Signal()

    def __init__(self, theme: Theme, over: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = over
        self._parent = parent
        self._codes: tuple[Code, ...] = ()
        self._zoom = 1.0
        self._model = _Found(self)
        self._row = CodeRow(theme, self)
        self.field = _Field()
        self.view = QListView()
        self._none = words(tone="muted", wrap=True)
        self._shadow = QGraphicsDropShadowEffect(self)
        self._lay_out()
        self.set_look(theme, 1.0)
        self.field.textChanged.connect(self._search)
        self.field.applied.connect(self._apply)
        self.field.asked_new.connect(self._ask_new)
        self.field.moved.connect(self._move)
        self.field.left.connect(self.leave)
        self.view.clicked.connect(lambda _: self._apply())
        self.hide()

    def open(self, codes: tuple[Code, ...]) -> None:
        self._codes = codes
        self.field.clear()
        self._search("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        if self.isVisible():
            self.hide()
            self.left.emit()

    def set_look(self, theme: Theme, zoom: float) -> None:
        self._zoom = zoom
        self._row.set_look(theme, zoom)
        self._shadow.setColor(QColor(0, 0, 0, 120 if theme.dark else 50))
        self.view.doItemsLayout()
        if self.isVisible():
            self.settle()

    def settle(self) -> None:
        """In the middle of the upper part of the text, as high as what was found."""
        area, down = self._over, round(_DOWN * self._zoom)
        width = min(round(_WIDTH * self._zoom), area.width() - 32)
        self.resize(width, self.height())  # names wrap by the width
        self.view.setFixedHeight(1)
        self._column.activate()
        beside_list = self.sizeHint().height() - 1
        self.view.setFixedHeight(self._list_height(area.height() - down - beside_list - _EDGE))
        self.resize(width, self.sizeHint().height())
        corner = area.mapTo(self._parent, area.rect().topLeft())
        self.move(corner.x() + (area.width() - width) // 2, corner.y() + down)

    def _list_height(self, room: int) -> int:
        """Of as many whole rows as there is room for, one at least."""
        height = 0
        for row in range(min(self._model.rowCount(), _MOST_ROWS)):
            more = self.view.sizeHintForRow(row)
            if height and height + more > room:
                break
            height += more
        return max(height, 1)

    def _search(self, typed: str) -> None:
        found = ranked(typed, self._codes)
        self._model.show_codes(found)
        self.view.setVisible(bool(found))
        self.view.setCurrentIndex(self._model.index(0))
        self._none.setVisible(not found)
        self._none.setText(f"No code fits “{typed}”. Ctrl+Enter makes one with this name.")
        self.settle()

    def _apply(self) -> None:
        code = self.view.currentIndex().data(CodeRole.CODE)
        if isinstance(code, Code):
            self.leave()
            self.chosen.emit(code)

    def _ask_new(self) -> None:
        name = self.field.text().strip()
        if name:
            self.leave()
            self.new_asked.emit(name)

    def _move(self, by: int) -> None:
        rows = self._model.rowCount()
        if rows:
            row = (self.view.currentIndex().row() + by) % rows
            self.view.setCurrentIndex(self._model.index(row))

    def _lay_out(self) -> None:
        self.setObjectName("palette")
        self.setProperty("part", "popup")
        self._shadow.setBlurRadius(28)
        self._shadow.setOffset(0, 6)
        self.setGraphicsEffect(self._shadow)
        self.view.setModel(self._model)
        self.view.setItemDelegate(self._row)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setProperty("active", True)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName("Codes found")
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none.setContentsMargins(14, 8, 14, 8)
        top = QHBoxLayout()
        top.setContentsMargins(10, 10, 10, 8)
        top.addWidget(self.field)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.view)
        column.addWidget(self._none)
        column.addSpacing(6)
        column.addWidget(hairline())
        column.addLayout(_hints())


class _Found(QAbstractListModel):
    """The codes found, with no counts: they belong to the tree."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._codes: list[Code] = []

    def show_codes(self, codes: list[Code]) -> None:
        self.beginResetModel()
        self._codes = codes
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._codes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        code = self._codes[index.row()]
        answers: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: code.name,
            CodeRole.CODE: code,
            CodeRole.COUNT: 0,
            CodeRole.TOTAL: 0,
            CodeRole.DEPTH: 0,
            Qt.ItemDataRole.ToolTipRole: plain_tip(code.brief),
        }
        return answers.get(role)


class _Field(QLineEdit):
    applied = Signal()
    asked_new = Signal()
    moved = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Find a code by name, id or definition…")
        self.setAccessibleName("Find a code by name, id or definition")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                (self.asked_new if control else self.applied).emit()
            case Qt.Key.Key_Down:
                self.moved.emit(1)
            case Qt.Key.Key_Up:
                self.moved.emit(-1)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        away = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in away:
            self.left.emit()


def _hints() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(14, 8, 14, 9)
    row.setSpacing(6)
    for key, does in (("⏎", "apply"), ("Ctrl ⏎", "new code"), ("Esc", "back to the text")):
        row.addWidget(cap(key))
        row.addWidget(Elided(does, kind="small", tone="muted"))
        row.addSpacing(8)
    row.addStretch()
    return row
