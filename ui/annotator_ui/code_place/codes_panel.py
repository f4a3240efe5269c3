"""Which codes can be applied, found by name and counted for this transcript?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from annotator.model.codebook import Code
from annotator_ui.code_place.keyboard import KeyPress
from annotator_ui.code_place.recent_codes import RecentCodes
from annotator_ui.item_models.code_row import CodeRow
from annotator_ui.item_models.code_tree import CodeFilter, CodeRole, CodeTree
from annotator_ui.item_models.folding import Folding
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.words import words
from annotator_ui.transcript_view.dragging import dragged_passage

if TYPE_CHECKING:
    from annotator_ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class CodesPanel(QWidget):
    """The filter field over the code tree."""

    clicked = Signal(object)
    """A `Code`: pressed and released on its row without a drag."""
    double_clicked = Signal(object)
    focused = Signal(object)
    """A `Code` chosen with the arrow keys: show its card."""
    applied = Signal(object)
    """A `Code` on which Enter was pressed."""
    menu_asked = Signal(object, QPoint)
    """A `Code` or None, and where on the screen."""
    key_pressed = Signal(object)
    """A `KeyPress` in the tree that may be a code's key."""
    passage_dropped = Signal(object, object)
    """A `Code`, and the `Span` that was dragged onto it."""
    keys_asked = Signal()
    """Codes without keys are to get some."""
    left = Signal()
    """Esc: back to the text."""

    def __init__(self, codes: CodeTree, theme: Theme) -> None:
        super().__init__()
        self._tree_model = codes
        self._filter = CodeFilter(codes, self)
        self._is_laid_out = False
        self._row = CodeRow(theme, self)
        self._version = words(kind="section")
        self.recent = RecentCodes(theme)
        self.field = _FilterField()
        self.tree = _Tree(self._filter, self._row)
        self.no_keys = _NoKeys()
        self._folding = Folding(self.tree, codes, self._filter)
        self._lay_out()
        self._wire()

    def set_version(self, words_: str) -> None:
        self._version.setText(words_)

    def show_recent(self, codes: Sequence[Code]) -> None:
        """The codes used last, the last one first."""
        self.recent.show_codes(codes)

    def show_focused(self, code_id: int | None) -> None:
        """Mark the code that cards and keys speak about; nothing is emitted."""
        index = QModelIndex() if code_id is None else self._tree_model.index_of(code_id)
        self.tree.mark(self._filter.mapFromSource(index))

    def set_look(self, theme: Theme, zoom: float) -> None:
        self._row.set_look(theme, zoom)
        self.recent.set_theme(theme)
        self.tree.doItemsLayout()

    def _wire(self) -> None:
        self.recent.chosen.connect(self.applied)
        self.field.textChanged.connect(self._filter_codes)
        self.field.entered.connect(self._apply_first)
        self.field.went_down.connect(self.tree.setFocus)
        self.field.left.connect(self._leave_field)
        self.tree.row_clicked.connect(self._click)
        self.tree.row_double_clicked.connect(self._double_click)
        self.tree.row_focused.connect(self.focused)
        self.tree.row_applied.connect(self.applied)
        self.tree.menu_asked.connect(self.menu_asked)
        self.tree.key_pressed.connect(self.key_pressed)
        self.tree.passage_dropped.connect(self.passage_dropped)
        self.tree.left.connect(self.left)
        self.tree.expanded.connect(lambda index: self._note_fold(index, folded=False))
        self.tree.collapsed.connect(lambda index: self._note_fold(index, folded=True))
        self._filter.modelReset.connect(self._open_groups)
        self._tree_model.modelReset.connect(self._tell_keys)
        self.no_keys.asked.connect(self.keys_asked)

    def _click(self, code: Code) -> None:
        """A group opens and closes; a code is for whoever listens."""
        if code.is_group:
            self._fold(code)
        else:
            self.clicked.emit(code)

    def _double_click(self, code: Code) -> None:
        """What the first click folded is unfolded again: the code or group is to be edited."""
        if code.is_group:
            self._fold(code)
        self.double_clicked.emit(code)

    def _fold(self, code: Code) -> None:
        index = self._filter.mapFromSource(self._tree_model.index_of(code.id))
        self.tree.setExpanded(index, not self.tree.isExpanded(index))

    def _filter_codes(self, typed: str) -> None:
        if self._filter.set_words(typed) or self._folding.has_closed:
            self._open_groups()

    def _apply_first(self) -> None:
        """Enter in the filter field applies a code only where exactly one is left."""
        found = [code for code in self.tree.codes_shown() if not code.is_group]
        if len(found) == 1:
            self.field.clear()
            self.applied.emit(found[0])
        elif found:
            self.tree.setFocus()

    def _leave_field(self) -> None:
        if self.field.text():
            self.field.clear()
        else:
            self.left.emit()

    def _note_fold(self, index: Index, *, folded: bool) -> None:
        if not self.field.text():
            self._folding.note(index, folded=folded)

    def _tell_keys(self) -> None:
        """Codes of a file often have no keys: one click gives them some."""
        codes = [code for code in self._tree_model.codes() if not code.is_group]
        self.no_keys.setVisible(bool(codes) and not any(code.key for code in codes))

    def _open_groups(self) -> None:
        """As they were, also after the tree was read anew; while nobody sees it, not yet."""
        self._is_laid_out = self.isVisible()
        if self._is_laid_out:
            self._folding.show(is_finding=bool(self.field.text()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_laid_out:
            self._open_groups()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 10, 14, 8)
        head.addWidget(words("Codes", kind="section"))
        head.addStretch()
        head.addWidget(self._version)
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 4)
        row.addWidget(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self.no_keys)
        column.addWidget(self.recent)
        column.addWidget(self.tree, 1)


class _NoKeys(QWidget):
    """No code has a key, and the act that ends it."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        give = Button("Give keys", kind="link")
        give.setToolTip("One letter each; in large codebooks two, the first by group")
        give.clicked.connect(self.asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 2, 12, 2)
        row.addWidget(words("No code has a key yet.", kind="hint"))
        row.addStretch()
        row.addWidget(give)
        self.hide()


class _FilterField(QLineEdit):
    entered = Signal()
    went_down = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Filter codes…")
        self.setAccessibleName("Filter codes")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.entered.emit()
            case Qt.Key.Key_Down:
                self.went_down.emit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)


class _Tree(QTreeView):
    """A tree in which a click is a press and a release on one row, with no drag between."""

    row_clicked = Signal(object)
    row_double_clicked = Signal(object)
    row_focused = Signal(object)
    row_applied = Signal(object)
    menu_asked = Signal(object, QPoint)
    key_pressed = Signal(object)
    passage_dropped = Signal(object, object)
    left = Signal()

    def __init__(self, codes: CodeFilter, row: CodeRow) -> None:
        super().__init__()
        self._pressed: QPersistentModelIndex | None = None
        row.watch(codes)
        self.setModel(codes)
        self.setItemDelegate(row)
        self.setAccessibleName("Codes")
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setTabKeyNavigation(False)

    def mark(self, index: QModelIndex) -> None:
        if index != self.currentIndex():
            blocked = self.blockSignals(True)
            self.setCurrentIndex(index)
            self.blockSignals(blocked)

    def codes_shown(self) -> list[Code]:
        found: list[Code] = []
        index = self.model().index(0, 0)
        while index.isValid():
            code = index.data(CodeRole.CODE)
            if isinstance(code, Code):
                found.append(code)
            index = self.indexBelow(index)
        return found

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by the keyboard sees where they are: on a code, from the start."""
        super().focusInEvent(event)
        by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        if not by_mouse and not self.selectionModel().hasSelection():
            first = self.model().index(0, 0)
            while getattr(first.data(CodeRole.CODE), "is_group", False):
                first = self.indexBelow(first)
            chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(first, chosen)

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = QPersistentModelIndex(index) if is_left and index.isValid() else None
        super().mousePressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the row beside the pointer, so that the line where it will land stays in sight."""
        self._pressed = None
        index = self.currentIndex()
        if not index.isValid():
            return
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData([index]))
        drag.setPixmap(_faded(self.viewport().grab(self.visualRect(index))))
        drag.setHotSpot(QPoint(-14, -4))
        drag.exec(actions, Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        code = index.data(CodeRole.CODE)
        if isinstance(code, Code) and pressed == QPersistentModelIndex(index):
            self.row_clicked.emit(code)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        code = self.indexAt(event.position().toPoint()).data(CodeRole.CODE)
        if isinstance(code, Code) and event.button() == Qt.MouseButton.LeftButton:
            self.row_double_clicked.emit(code)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._welcomes(event):
            event.acceptProposedAction()  # else Qt tells nothing of where it goes from there
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not self._welcomes(event):
            super().dragMoveEvent(event)

    def _welcomes(self, event: QDragMoveEvent) -> bool:
        """A passage from the text may be dropped on a code, which is marked meanwhile."""
        if dragged_passage(event.mimeData()) is None:
            return False
        index = self.indexAt(event.position().toPoint())
        code = index.data(CodeRole.CODE)
        if isinstance(code, Code) and not code.is_group:
            self.mark(index)
            event.acceptProposedAction()
        else:
            event.ignore()
        return True

    def dropEvent(self, event: QDropEvent) -> None:
        """The model asks the project for the move; the view must not take rows out itself."""
        span = dragged_passage(event.mimeData())
        if span is not None:
            code = self.indexAt(event.position().toPoint()).data(CodeRole.CODE)
            if isinstance(code, Code) and not code.is_group:
                event.acceptProposedAction()
                self.passage_dropped.emit(code, span)
            return
        super().dropEvent(event)
        event.setDropAction(Qt.DropAction.IgnoreAction)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        code = index.data(CodeRole.CODE)
        self.menu_asked.emit(code if isinstance(code, Code) else None, event.globalPos())

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        code = self.currentIndex().data(CodeRole.CODE)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if isinstance(code, Code):
                (self.row_clicked if code.is_group else self.row_applied).emit(code)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _ if _types(event):
                self.key_pressed.emit(key_press(event))
            case _:
                super().keyPressEvent(event)
                self._tell_focused(code)

    def _tell_focused(self, before: object) -> None:
        code = self.currentIndex().data(CodeRole.CODE)
        if isinstance(code, Code) and code != before:
            self.row_focused.emit(code)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names wrap by the width, so the heights of the rows follow it."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


def _faded(picture: QPixmap) -> QPixmap:
    faded = QPixmap(picture.size())
    faded.setDevicePixelRatio(picture.devicePixelRatio())
    faded.fill(Qt.GlobalColor.transparent)
    painter = QPainter(faded)
    painter.setOpacity(0.75)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return faded


def key_press(event: QKeyEvent) -> KeyPress:
    """What the loop needs to know of a key event."""
    return KeyPress(
        event.text(), event.nativeScanCode(), event.nativeVirtualKey(), int(event.key())
    )


def _types(event: QKeyEvent) -> bool:
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return (
        event.text().isprintable()
        and bool(event.text().strip())
        and not (event.modifiers() & control)
    )
