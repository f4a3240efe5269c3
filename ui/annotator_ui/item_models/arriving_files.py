"""Which files are about to come in: those that need a look, the refused, the ready?"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, Final, Literal

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator_ui.parts.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()

Group = Literal["look", "refused", "ready"]
Mark = Literal["look", "settled", "refused", "ready", "left out"]
Shown = Literal["all", "look", "refused"]

GROUPS: Final[tuple[tuple[Group, str], ...]] = (
    ("look", "Needs a look"),
    ("refused", "Refused"),
    ("ready", "Ready"),
)


class FileRole(IntEnum):
    """What a row of the list can be asked for besides its name."""

    FILE = Qt.ItemDataRole.UserRole + 1
    HEADING = Qt.ItemDataRole.UserRole + 2


class FileLine(Struct, frozen=True):
    """A file as the list shows it. `group` is where it stands, `mark` how far it is.

    A file that needed a look keeps its place when its questions are answered: rows that jump
    away under the cursor are lost.
    """

    key: int
    name: str
    below: str
    group: Group
    mark: Mark


class Heading(Struct, frozen=True):
    """The name of a group and how many files stand under it."""

    name: str
    count: int


class ArrivingFiles(QAbstractListModel):
    """Files under the headings of their groups; empty groups are left out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[FileLine, ...] = ()
        self._shown: Shown = "all"
        self._rows: list[FileLine | Heading] = []

    def show_files(self, lines: Sequence[FileLine], shown: Shown = "all") -> None:
        """Show these; where only words or marks changed, rows and selection stay."""
        before = self._rows
        self._lines, self._shown = tuple(lines), shown
        rows = self._grouped()
        if [_place(row) for row in before] == [_place(row) for row in rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def count(self, group: Group) -> int:
        return sum(line.group == group for line in self._lines)

    def index_of(self, key: int) -> QModelIndex:
        """Where a file stands; an invalid index where it is not shown."""
        for row, each in enumerate(self._rows):
            if isinstance(each, FileLine) and each.key == key:
                return self.index(row)
        return QModelIndex()

    def first(self) -> QModelIndex:
        """The first file that is shown."""
        for row, each in enumerate(self._rows):
            if isinstance(each, FileLine):
                return self.index(row)
        return QModelIndex()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self._row(index), FileLine):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._row(index)
        if isinstance(row, Heading):
            heading: dict[int, Any] = {Qt.ItemDataRole.DisplayRole: row.name, FileRole.HEADING: row}
            return heading.get(role)
        if isinstance(row, FileLine):
            said: dict[int, Any] = {
                Qt.ItemDataRole.DisplayRole: row.name,
                Qt.ItemDataRole.ToolTipRole: plain_tip(f"{row.name}\n{row.below}"),
                Qt.ItemDataRole.AccessibleTextRole: f"{row.name}, {_MARKS[row.mark]}, {row.below}",
                FileRole.FILE: row,
            }
            return said.get(role)
        return None

    def _row(self, index: Index) -> FileLine | Heading | None:
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def _grouped(self) -> list[FileLine | Heading]:
        rows: list[FileLine | Heading] = []
        for group, name in GROUPS:
            inside = [line for line in self._lines if line.group == group]
            if inside and self._shown in {"all", group}:
                rows += [Heading(name, len(inside)), *inside]
        return rows


_MARKS: Final[dict[Mark, str]] = {
    "look": "needs a look",
    "settled": "looked at",
    "refused": "refused",
    "ready": "ready",
    "left out": "left out",
}


def _place(row: FileLine | Heading) -> object:
    return row.key if isinstance(row, FileLine) else row
