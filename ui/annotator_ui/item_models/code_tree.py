"""Which codes does the project have, as a tree with one count per code?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)

from annotator.model.code_keys import key_words
from annotator.model.counts import counted
from annotator_ui.item_models.code_counts import ByCoder, Choice, CodeCounts
from annotator_ui.parts.tips import plain_tip

if TYPE_CHECKING:
    from annotator.model.codebook import Code

CODE_MIME = "application/x-annotator-code"
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_UNUSED = (0, 0)


class CodeRole(IntEnum):
    """What a row of the tree can be asked for besides its name."""

    CODE = Qt.ItemDataRole.UserRole + 1
    COUNT = Qt.ItemDataRole.UserRole + 2
    DEPTH = Qt.ItemDataRole.UserRole + 3
    TOTAL = Qt.ItemDataRole.UserRole + 4
    """How many codings the code has in the whole project; COUNT is this transcript's."""


_CODE_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemIsDropEnabled
)


class CodeTree(QAbstractItemModel):
    """Groups and codes in codebook order. Changing a count touches one row only."""

    move_asked = Signal(int, object, int)
    """Code id, new parent's id or None, position among its new siblings (itself left out)."""
    merge_asked = Signal(int, int)
    """The id of a code that was dropped on another one, and that one's id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._codes: dict[int, Code] = {}
        self._children: dict[int | None, list[int]] = {None: []}
        self._counts = CodeCounts()

    # what is shown

    def set_codebook(self, codes: Sequence[Code]) -> None:
        """Show these codes; counts of codes that stay are kept."""
        self.beginResetModel()
        self._codes = {code.id: code for code in codes}
        self._children = {None: []}
        for code in codes:
            parent_id = code.parent_id if code.parent_id in self._codes else None
            self._children.setdefault(parent_id, []).append(code.id)
        self.endResetModel()

    def set_counts(self, counts: Mapping[int, int]) -> None:
        """Count the own codings of the open transcript like this.

        Here as below only rows whose numbers differ are told to the view.
        """
        with self._telling():
            self._counts.here = dict(counts)

    def set_totals(self, totals: Mapping[int, int]) -> None:
        """Count the own codings of the whole project like this."""
        with self._telling():
            self._counts.in_project = dict(totals)

    def set_others(self, names: Mapping[int, str]) -> None:
        """Tell these coders' counts too, by id with their short names."""
        with self._telling():
            self._counts.names = dict(names)

    def set_others_counts(
        self, *, here: ByCoder | None = None, in_project: ByCoder | None = None
    ) -> None:
        """Count others' codings like this, by coder and code; None leaves what is known."""
        with self._telling():
            self._counts.others_here = self._counts.others_here if here is None else here
            if in_project is not None:
                self._counts.others_in_project = in_project

    def show_counts_of(self, choice: Choice) -> None:
        """Show the numbers of another coder, of everybody, or (None) the own ones."""
        with self._telling():
            self._counts.choice = choice

    def change_count(self, code_id: int, by: int) -> None:
        """An own coding more or fewer, in the open transcript and so in the project."""
        self._counts.change(code_id, by)
        self._tell(code_id)

    def count(self, code_id: int) -> int:
        return self._counts.count(code_id)

    def total(self, code_id: int) -> int:
        """In the whole project; never fewer than in the open transcript."""
        return self._counts.total(code_id)

    def counts_coder(self, coder_id: int) -> bool:
        """Whether another coder made any coding that is counted."""
        return self._counts.has_some(coder_id)

    def counts_by_coder(self, code_id: int) -> list[str]:
        """A line for each other coder who used the code and may be looked at."""
        return self._counts.by_coder(code_id)

    def codes(self) -> tuple[Code, ...]:
        return tuple(self._codes.values())

    def code(self, code_id: int | None) -> Code | None:
        return None if code_id is None else self._codes.get(code_id)

    def code_at(self, row: int, parent: Index) -> Code | None:
        """The code in a row below an index, without making an index for it."""
        children = self._children.get(_id(parent), ())
        return self._codes[children[row]] if 0 <= row < len(children) else None

    def siblings(self, code: Code) -> tuple[int, ...]:
        """The ids of the codes beside this one, itself included, in order."""
        return tuple(self._children.get(self._parent_id(code.id), ()))

    def siblings_in(self, parent_id: int | None) -> tuple[int, ...]:
        """The ids of the codes in a group (None: at the top), in order."""
        return tuple(self._children.get(parent_id, ()))

    def index_of(self, code_id: int) -> QModelIndex:
        """Where a code stands; an invalid index for one that is not there."""
        if code_id not in self._codes:
            return QModelIndex()
        row = self._children[self._parent_id(code_id)].index(code_id)
        return self.createIndex(row, 0, code_id)

    # Qt's questions

    def index(self, row: int, column: int, parent: Index = _NO_PARENT) -> QModelIndex:
        children = self._children.get(_id(parent), [])
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, children[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent()
        code_id = _id(index)
        parent_id = None if code_id is None else self._parent_id(code_id)
        return QModelIndex() if parent_id is None else self.index_of(parent_id)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return len(self._children.get(_id(parent), ()))

    def columnCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: ARG002 - Qt asks
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        code = self.code(_id(index))
        if code is None:
            return None
        answer = self._ANSWERS.get(role)
        return None if answer is None else answer(self, code)

    def tip(self, code: Code) -> str:
        """What is told of a code where the pointer rests on it."""
        if code.is_group:
            return code.name
        used = f"{counted(self.count(code.id), 'coding')} here"
        used = f"{used}, {self.total(code.id):,} in the project"
        lines = (f"{code.name} ({code.code_id})", code.brief, used)
        return "\n".join(line for line in (*lines, *self.counts_by_coder(code.id)) if line)

    def _spoken(self, code: Code) -> str:
        if code.is_group:
            return f"Group {code.name}"
        key = f", key {key_words(code.key)}" if code.key else ""
        count, total = self.count(code.id), self.total(code.id)
        elsewhere = f", {total:,} in the project" if total != count else ""
        return f"{code.name}{key}, {counted(count, 'coding')}{elsewhere}"

    _ANSWERS: ClassVar[dict[int, Callable[[CodeTree, Code], Any]]] = {
        Qt.ItemDataRole.DisplayRole: lambda _, code: code.name,
        Qt.ItemDataRole.EditRole: lambda _, code: code.name,
        CodeRole.CODE: lambda _, code: code,
        CodeRole.COUNT: lambda tree, code: tree.count(code.id),
        CodeRole.TOTAL: lambda tree, code: tree.total(code.id),
        CodeRole.DEPTH: lambda tree, code: tree.depth(code),
        Qt.ItemDataRole.ToolTipRole: lambda tree, code: plain_tip(tree.tip(code)),
        Qt.ItemDataRole.AccessibleTextRole: _spoken,
    }

    # dragging

    def flags(self, index: Index) -> Qt.ItemFlag:
        code = self.code(_id(index))
        return Qt.ItemFlag.ItemIsDropEnabled if code is None else _CODE_FLAGS

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [CODE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        mime = QMimeData()
        code = self.code(_id(indexes[0])) if indexes else None
        if code is not None:
            mime.setData(CODE_MIME, QByteArray(str(code.id).encode("ascii")))
            mime.setText(code.name)
        return mime

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """A code on another one: merged; a code or group in a group or between: moved."""
        del action, column
        code, onto = self.code(dragged_code(data)), self.code(_id(parent))
        if code is None:
            return False
        if onto is None or onto.is_group:
            return onto is None or not self._holds(code.id, onto.id)
        return row < 0 and not code.is_group and code.id != onto.id

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for the move or the merge; the project does it and the tree is read again."""
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        code_id, parent_id = dragged_code(data), _id(parent)
        onto = self.code(parent_id)
        if onto is not None and not onto.is_group:
            self.merge_asked.emit(code_id, onto.id)
            return False
        children = self._children.get(parent_id, [])
        position = len(children) if row < 0 else row
        if code_id in children[:position]:
            position -= 1
        elif row < 0 and code_id in children:
            position = len(children) - 1
        self.move_asked.emit(code_id, parent_id, position)
        # False: the view must not take the dragged row out by itself.
        return False

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell the view of the rows whose numbers are others afterwards."""
        before = self._counts.numbers()
        yield
        after = self._counts.numbers()
        if before == after:
            return
        for code_id in self._codes:
            if before.get(code_id, _UNUSED) != after.get(code_id, _UNUSED):
                self._tell(code_id)

    def _tell(self, code_id: int) -> None:
        index = self.index_of(code_id)
        if index.isValid():
            self.dataChanged.emit(index, index, [CodeRole.COUNT, CodeRole.TOTAL])

    def _parent_id(self, code_id: int) -> int | None:
        parent_id = self._codes[code_id].parent_id
        return parent_id if parent_id in self._codes else None

    def depth(self, code: Code) -> int:
        """How many groups a code stands in."""
        depth, parent = 0, self.code(self._parent_id(code.id))
        while parent is not None:
            depth, parent = depth + 1, self.code(self._parent_id(parent.id))
        return depth

    def _holds(self, outer: int, inner: int) -> bool:
        code_id: int | None = inner
        while code_id is not None:
            if code_id == outer:
                return True
            code_id = self._parent_id(code_id)
        return False


class CodeFilter(QSortFilterProxyModel):
    """The rows whose name, id, key or brief definition hold every word typed; groups stay."""

    def __init__(self, tree: CodeTree, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = tree
        self._words: tuple[str, ...] = ()
        self._texts: dict[int, tuple[Code, str]] = {}
        """What is looked through of each code, and the code as it was then."""
        self.setRecursiveFilteringEnabled(True)
        self.setAutoAcceptChildRows(True)
        self._found: frozenset[int] | None = None
        """The codes that hold the words; None where they may be others by now."""
        tree.modelReset.connect(self._forget_found)
        self.setSourceModel(tree)

    def set_words(self, typed: str) -> bool:
        """Look for these words; whether other codes are found than before."""
        before = self._found_now()
        self._words = tuple(typed.casefold().split())
        self._found = None
        if before == self._found_now():
            return False
        self.invalidate()
        return True

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        if not self._words:
            return True
        code = self._tree.code_at(row, parent)
        return code is not None and self._is_wanted(code)

    def _found_now(self) -> frozenset[int]:
        if self._found is None:
            codes = self._tree.codes()
            self._found = frozenset(code.id for code in codes if self._is_wanted(code))
        return self._found

    def _forget_found(self) -> None:
        self._found = None

    def _is_wanted(self, code: Code) -> bool:
        if not self._words:
            return True
        text, key = self._text(code), code.key.casefold()
        return all(word in text or word == key for word in self._words)

    def _text(self, code: Code) -> str:
        known = self._texts.get(code.id)
        if known is None or known[0] is not code:
            known = self._texts[code.id] = code, self.words_of(code).casefold()
        return known[1]

    def words_of(self, code: Code) -> str:
        """Where the words that are typed are looked for."""
        return f"{code.name} {code.code_id} {code.brief}"


def dragged_code(data: QMimeData) -> int | None:
    """The id of the code that is being dragged, or None for anything else."""
    if not data.hasFormat(CODE_MIME):
        return None
    packed = bytes(data.data(CODE_MIME).data())
    return int(packed) if packed.isdigit() else None


def _id(index: Index) -> int | None:
    return int(index.internalId()) if index.isValid() else None
