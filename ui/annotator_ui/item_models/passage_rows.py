"""Which coded passages are listed? Each is read when it comes into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model.retrieval import PassageKey, PassageShown
from annotator_ui.item_models.dates import short_date

if TYPE_CHECKING:
    from annotator.model.codebook import Code

Index = QModelIndex | QPersistentModelIndex
Read = Callable[[Sequence[int]], Sequence[PassageShown]]
_NOWHERE = QModelIndex()
_AT_ONCE: Final = 12
"""Passages read with the one that is asked for: about a screen."""
_KEPT: Final = 600


class PassageRole(IntEnum):
    """What a row can be asked for."""

    SHOWN = Qt.ItemDataRole.UserRole + 1
    CODE = Qt.ItemDataRole.UserRole + 2


class PassageRows(QAbstractListModel):
    """The passages in the order of the list."""

    def __init__(self, read: Read, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._keys: Sequence[PassageKey] = ()
        self._codes: dict[int, Code] = {}
        self._known: OrderedDict[int, PassageShown | None] = OrderedDict()

    def show_keys(self, keys: Sequence[PassageKey], codes: Sequence[Code]) -> None:
        self.beginResetModel()
        self._keys = keys
        self._codes = {code.id: code for code in codes}
        self._known.clear()
        self.endResetModel()

    def listed(self) -> Sequence[PassageKey]:
        return self._keys

    def key(self, row: int) -> PassageKey | None:
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def row_of(self, coding_id: int) -> int:
        """Where a coding stands, -1 where it is not listed."""
        return next((n for n, key in enumerate(self._keys) if key.coding_id == coding_id), -1)

    def shown(self, row: int) -> PassageShown | None:
        """The passage of a row, read with its neighbours; None where it is gone."""
        key = self.key(row)
        if key is None:
            return None
        if key.coding_id not in self._known:
            self._take_up(row)
        return self._known.get(key.coding_id)

    def code(self, code_id: int) -> Code | None:
        return self._codes.get(code_id)

    def _take_up(self, row: int) -> None:
        part = [key.coding_id for key in self._keys[max(0, row - 2) : row + _AT_ONCE]]
        wanted = [each for each in part if each not in self._known]
        self._known |= dict.fromkeys(wanted)
        self._known |= {found.key.coding_id: found for found in self._read(wanted)}
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)

    # Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = self.shown(index.row())
        if shown is None:
            return None
        if role == PassageRole.SHOWN:
            return shown
        if role == PassageRole.CODE:
            return self.code(shown.key.code_id)
        if role == Qt.ItemDataRole.DisplayRole:
            return shown.quote
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(shown)
        return None

    def _spoken(self, shown: PassageShown) -> str:
        code = self.code(shown.key.code_id)
        name = code.name if code is not None else ""
        doubt = ", unsure" if shown.key.unsure else ""
        return f"{name}{doubt}: {shown.quote} {where_words(shown)}, {shown.coder}"


def where_words(shown: PassageShown) -> str:
    """Who said it, and where: "Jens Stoltenberg · Joint statements · 28 Nov 2023 · sentence 9"."""
    pieces = (shown.speaker, shown.title, short_date(shown.date), sentence_words(shown))
    return " · ".join(piece for piece in pieces if piece)


def sentence_words(shown: PassageShown) -> str:
    """Name the units: "sentence 9", "sentences 11 to 13"; nothing outside of all."""
    if shown.sentences is None:
        return ""
    first, last = shown.sentences
    return f"sentence {first}" if first == last else f"sentences {first} to {last}"
