"""Which code is looked at, and where does it stand?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTreeView, QVBoxLayout, QWidget

from annotator.model.codebook import Code
from annotator_ui.codebook_place.hinted_tree import FindingFilter, HintedRow, HintedTree
from annotator_ui.item_models.code_tree import CodeRole
from annotator_ui.item_models.folding import Folding
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.fields import SearchField
from annotator_ui.parts.words import Elided, hairline, words

if TYPE_CHECKING:
    from annotator_ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
SIDE = 14


class TreePanel(QWidget):
    """The filter over the tree, and what adds to it under both."""

    chosen = Signal(object)
    """A `Code`, or None where no code is left."""
    entered = Signal()
    """Enter or F2: on to the form."""
    merge_asked = Signal(int, int)
    """The id of a code that was dropped on another one, and that one's id."""
    moved = Signal(object, object, int)
    """A `Code`, its new parent's id or None, its position among the new siblings."""
    menu_asked = Signal(object, QPoint)
    new_asked = Signal(bool)
    """Whether a group is meant."""
    delete_asked = Signal(object)

    def __init__(self, tree: HintedTree, theme: Theme) -> None:
        super().__init__()
        self._tree = tree
        self._filter = FindingFilter(tree, self)
        self._row = HintedRow(theme, self)
        self._version = Elided(kind="section")
        self._count = words(kind="section")
        self.field = SearchField("Filter codes…", key="Ctrl F")
        self.view = _Tree(self._filter, self._row)
        self.add_code = Button("Code", key="Ins", drawing="plus")
        self.add_group = Button("Group", drawing="plus")
        self.side_button = Button("Versions and hints", kind="link")
        self.side_button.hide()
        self._foot = QWidget()
        self._folding = Folding(self.view, tree, self._filter)
        self._chosen: int | None = None
        self._lay_out()
        self._wire()

    @property
    def code(self) -> Code | None:
        """The code that is looked at."""
        return self._tree.code(self._chosen)

    def say_waiting(self, asked: bool) -> None:
        """The way to the right column names the question that waits there."""
        self.side_button.say("What does the change mean?" if asked else "Versions and hints")

    def show_version(self, name: str, count: str) -> None:
        self._version.say(f"Codebook {name}")
        self._count.setText(count)

    def may_change(self, *, may: bool) -> None:
        """Without the right to, nothing is added, moved or deleted."""
        self._foot.setVisible(may)
        self.view.may_change = may
        mode = QAbstractItemView.DragDropMode
        self.view.setDragDropMode(mode.InternalMove if may else mode.NoDragDrop)

    def choose(self, code_id: int | None) -> None:
        """Look at a code; with a filter that hides it the filter goes."""
        index = self._index(code_id)
        if not index.isValid() and code_id is not None and self._tree.code(code_id) is not None:
            self.field.clear()
            index = self._index(code_id)
        self._chosen = code_id if index.isValid() else None
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)

    def read_anew(self) -> None:
        """After the codes were read: the same groups open, the same code chosen."""
        chosen = self._chosen
        self._open_groups()
        still = self._tree.code(chosen)
        first = next((code for code in self._tree.codes() if not code.is_group), None)
        self.choose(still.id if still is not None else first.id if first is not None else None)
        self.chosen.emit(self.code)

    def set_look(self, theme: Theme, zoom: float) -> None:
        self._row.set_look(theme, zoom)
        self.view.doItemsLayout()

    def begin(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.view.currentIndex().isValid():
            self.choose(self._chosen)

    def begin_finding(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def step(self, by: int) -> None:
        """Look at the code after (or before) the one that is chosen, wherever the keyboard is."""
        index = self.view.currentIndex()
        while index.isValid():
            index = self.view.indexBelow(index) if by > 0 else self.view.indexAbove(index)
            code = index.data(CodeRole.CODE)
            if isinstance(code, Code):
                self.view.setCurrentIndex(index)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    # inside

    def _index(self, code_id: int | None) -> QModelIndex:
        if code_id is None:
            return QModelIndex()
        return self._filter.mapFromSource(self._tree.index_of(code_id))

    def _current_changed(self, index: QModelIndex) -> None:
        code = index.data(CodeRole.CODE)
        if isinstance(code, Code) and code.id != self._chosen:
            self._chosen = code.id
            self.chosen.emit(code)

    def _filter_codes(self, typed: str) -> None:
        if self._filter.set_words(typed) or self._folding.has_closed:
            self._open_groups()
        self.view.setCurrentIndex(self._index(self._chosen))

    def _note_fold(self, index: Index, *, folded: bool) -> None:
        if not self.field.text():
            self._folding.note(index, folded=folded)

    def _open_groups(self) -> None:
        self._folding.show(is_finding=bool(self.field.text()))

    def _move(self, code: Code, by: int) -> None:
        """Alt ↓ ↑: one place down or up among the siblings."""
        family = self._tree.siblings(code)
        to = family.index(code.id) + by
        if 0 <= to < len(family):
            self.moved.emit(code, code.parent_id, to)

    def _nest(self, code: Code, by: int) -> None:
        """Alt →: into the group before it; Alt ←: out of the group it stands in."""
        family = self._tree.siblings(code)
        if by > 0:
            above = [self._tree.code(each) for each in family[: family.index(code.id)]]
            groups = [each for each in above if each is not None and each.is_group]
            if groups:
                last = len(self._tree.siblings_in(groups[-1].id))
                self.moved.emit(code, groups[-1].id, last)
            return
        group = self._tree.code(code.parent_id)
        if group is not None:
            outer = self._tree.siblings(group)
            self.moved.emit(code, group.parent_id, outer.index(group.id) + 1)

    def _dropped(self, code_id: int, parent_id: int | None, position: int) -> None:
        code = self._tree.code(code_id)
        if code is not None:
            self.moved.emit(code, parent_id, position)

    def _wire(self) -> None:
        self.field.textChanged.connect(self._filter_codes)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.entered_row.connect(self.entered)
        self.view.shifted.connect(self._move)
        self.view.nested.connect(self._nest)
        self.view.menu_asked.connect(self.menu_asked)
        self.view.delete_asked.connect(self.delete_asked)
        self.view.new_asked.connect(lambda: self.new_asked.emit(False))
        self.view.expanded.connect(lambda index: self._note_fold(index, folded=False))
        self.view.collapsed.connect(lambda index: self._note_fold(index, folded=True))
        self._tree.move_asked.connect(self._dropped)
        self._tree.merge_asked.connect(self.merge_asked, Qt.ConnectionType.QueuedConnection)
        self.add_code.clicked.connect(lambda: self.new_asked.emit(False))
        self.add_group.clicked.connect(lambda: self.new_asked.emit(True))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SIDE, 12, SIDE, 8)
        head.addWidget(self._version, 1)
        head.addWidget(self._count)
        find = QHBoxLayout()
        find.setContentsMargins(SIDE, 0, SIDE, 6)
        find.addWidget(self.field)
        buttons = QHBoxLayout(self._foot)
        buttons.setContentsMargins(SIDE, 10, SIDE, 10)
        buttons.setSpacing(8)
        buttons.addWidget(self.add_code)
        buttons.addWidget(self.add_group)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        turn = QHBoxLayout()
        turn.setContentsMargins(SIDE, 0, SIDE, 0)
        turn.addWidget(self.side_button)
        turn.addStretch()
        column.addLayout(turn)
        column.addLayout(find)
        column.addWidget(self.view, 1)
        column.addWidget(hairline())
        column.addWidget(self._foot)


class _Tree(QTreeView):
    entered_row = Signal()
    shifted = Signal(object, int)
    nested = Signal(object, int)
    menu_asked = Signal(object, QPoint)
    delete_asked = Signal(object)
    new_asked = Signal()

    def __init__(self, codes: FindingFilter, row: HintedRow) -> None:
        super().__init__()
        self.may_change = True
        row.watch(codes)
        self.setModel(codes)
        self.setItemDelegate(row)
        self.setAccessibleName("Codes of the codebook")
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setTabKeyNavigation(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """The model asks the project for the move; the view must not take rows out itself."""
        super().dropEvent(event)
        event.setDropAction(Qt.DropAction.IgnoreAction)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        elif index.isValid():
            self.setCurrentIndex(index)
        code = index.data(CodeRole.CODE)
        self.menu_asked.emit(code if isinstance(code, Code) else None, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        code = self.currentIndex().data(CodeRole.CODE)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if isinstance(code, Code) and self._acts(event, code, alt=alt):
            return
        if event.key() == Qt.Key.Key_Insert and self.may_change:
            self.new_asked.emit()
            return
        super().keyPressEvent(event)

    def _acts(self, event: QKeyEvent, code: Code, *, alt: bool) -> bool:
        """Whether the key does something to the code."""
        if alt and self.may_change:
            steps = {
                Qt.Key.Key_Down: (self.shifted, 1), Qt.Key.Key_Up: (self.shifted, -1),
                Qt.Key.Key_Right: (self.nested, 1), Qt.Key.Key_Left: (self.nested, -1),
            }  # fmt: skip
            found = steps.get(Qt.Key(event.key()))
            if found is not None:
                found[0].emit(code, found[1])
                return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self.entered_row.emit()
            return True
        if event.key() == Qt.Key.Key_Delete and self.may_change:
            self.delete_asked.emit(code)
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names wrap by the width, so the heights of the rows follow it."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
