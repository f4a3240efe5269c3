"""Where in all transcripts do the words stand? Keyword in context, a row per hit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator_ui.item_models.dates import short_date
from annotator_ui.item_models.transcript_list import shown_title
from annotator_ui.parts.tips import plain_tip

if TYPE_CHECKING:
    from annotator.search import Hit

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

COLUMNS: Final = ("Transcript", "Date", "Before", "Hit", "After", "")
TRANSCRIPT, DATE, BEFORE, HIT, AFTER, STATE = range(6)
CODED, LEFT_OUT = "coded", "left out"
_NOWHERE = QModelIndex()


class HitTable(QAbstractTableModel):
    """Hits as they come in; sorted when a person asks for it."""

    def __init__(self) -> None:
        super().__init__()
        self._hits: list[Hit] = []
        self._states: dict[Hit, str] = {}

    def clear(self) -> None:
        self.beginResetModel()
        self._hits, self._states = [], {}
        self.endResetModel()

    def append(self, hits: Sequence[Hit]) -> None:
        first = len(self._hits)
        self.beginInsertRows(_NOWHERE, first, first + len(hits) - 1)
        self._hits += hits
        self.endInsertRows()

    def hit(self, row: int) -> Hit | None:
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def open_hits(self) -> list[Hit]:
        """Those that are neither coded nor left out, in the order shown."""
        return [hit for hit in self._hits if hit not in self._states]

    def next_open(self, row: int) -> int:
        """The first undecided row from `row` on, -1 where none is left below."""
        rest = range(max(0, row), len(self._hits))
        return next((each for each in rest if self._hits[each] not in self._states), -1)

    def mark(self, row: int, state: str) -> None:
        """Say what became of a hit; "" takes it back."""
        hit = self.hit(row)
        if hit is not None:
            self._states = {each: said for each, said in self._states.items() if each != hit}
            if state:
                self._states[hit] = state
            self._tell(row, row)

    def settle(self, states: Mapping[Hit, str]) -> None:
        """Say what became of many; "" where they are undecided again."""
        self._states = {h: said for h, said in (self._states | dict(states)).items() if said}
        self._tell(0, len(self._hits) - 1)

    def state(self, row: int) -> str:
        hit = self.hit(row)
        return "" if hit is None else self._states.get(hit, "")

    # Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if way is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return COLUMNS[section]
        if way is Qt.Orientation.Horizontal and role == Role.TextAlignmentRole:
            return _side(section) | Qt.AlignmentFlag.AlignBottom
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        hit = self.hit(index.row())
        if hit is None:
            return None
        if role == Role.DisplayRole:
            return _cell(hit, index.column(), self.state(index.row()))
        if role == Role.TextAlignmentRole:
            return _side(index.column()) | Qt.AlignmentFlag.AlignVCenter
        if role == Role.ToolTipRole:
            return plain_tip(f"{hit.before} {hit.words} {hit.after}")
        if role == Role.AccessibleTextRole:
            said = _cell(hit, index.column(), self.state(index.row()))
            return f"{hit.before} {hit.words} {hit.after}" if index.column() == HIT else said
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By the letters a person sees; the words before a hit from its end backwards."""
        self.layoutAboutToBeChanged.emit()
        self._hits.sort(
            key=lambda hit: _sort_key(hit, column, self._states.get(hit, "")),
            reverse=order == Qt.SortOrder.DescendingOrder,
        )
        self.layoutChanged.emit()

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))


def _cell(hit: Hit, column: int, state: str) -> str:
    cells = (
        shown_title(hit.info),
        short_date(hit.info.metadata.date) or "–",
        hit.before,
        hit.words,
        hit.after,
        state,
    )
    return cells[column]


def _sort_key(hit: Hit, column: int, state: str) -> tuple[Any, ...]:
    place = (hit.info.id, hit.span.start)
    match column:
        case 0:
            return (shown_title(hit.info).casefold(), *place)
        case 1:
            return (hit.info.metadata.date, *place)
        case 2:
            return (hit.before.casefold().split()[::-1], *place)
        case 3:
            return (hit.words.casefold(), *place)
        case 4:
            return (hit.after.casefold().split(), *place)
        case _:
            return (state, *place)


def _side(column: int) -> Qt.AlignmentFlag:
    right = column == BEFORE
    return Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
