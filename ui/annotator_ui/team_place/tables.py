"""How does a list of rows of words become a table?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator_ui.parts.rows import Columns

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NOWHERE: Final = QModelIndex()

PARTS: Final = Columns(
    ("Coder", "State", "Transcripts", "Units", "Finished", "Pack", "Came back", "Units an hour"),
    title=0,
    numbers=frozenset({2, 3, 4, 7}),
    secondary=frozenset({1, 5, 6}),
    widths={
        "State": 128, "Transcripts": 92, "Units": 76, "Finished": 84, "Pack": 116,
        "Came back": 116, "Units an hour": 104,
    },
    least={"Units an hour": 760, "Units": 680, "Pack": 600},
)  # fmt: skip
LOADS: Final = Columns(
    ("Coder", "Transcripts", "Units", "Shared"),
    title=0,
    numbers=frozenset({1, 2, 3}),
    widths={"Transcripts": 100, "Units": 90, "Shared": 90},
)
FILES: Final = Columns(
    ("File", "Coder", "Round", "New", "Changed", "Removed", "Memos", "Finished", "Look at"),
    title=0,
    numbers=frozenset({3, 4, 5, 6, 7}),
    secondary=frozenset({2, 8}),
    widths={
        "Coder": 110, "Round": 110, "New": 64, "Changed": 76, "Removed": 78, "Memos": 66,
        "Finished": 76, "Look at": 110,
    },
    least={"Round": 760, "Memos": 700},
)  # fmt: skip


class Rows(QAbstractTableModel):
    """Rows of words, each with what it stands for."""

    def __init__(self, columns: Columns) -> None:
        super().__init__()
        self._columns = columns
        self._rows: tuple[tuple[object, tuple[str, ...]], ...] = ()

    def show(self, rows: Sequence[tuple[object, tuple[str, ...]]]) -> None:
        """What each row stands for, and its cells."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def at(self, row: int) -> object | None:
        """What a row stands for."""
        return self._rows[row][0] if 0 <= row < len(self._rows) else None

    def cells(self, row: int) -> tuple[str, ...]:
        """The words of a row."""
        return self._rows[row][1]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns.names)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if way is not Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return self._columns.names[section]
        if role == Role.TextAlignmentRole:
            return self._columns.side(section) | Qt.AlignmentFlag.AlignBottom
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        words = self._rows[index.row()][1][index.column()]
        match role:
            case Role.DisplayRole:
                return words
            case Role.ToolTipRole | Role.AccessibleTextRole:
                return f"{self._columns.names[index.column()]}: {words}"
            case Role.TextAlignmentRole:
                return self._columns.side(index.column()) | Qt.AlignmentFlag.AlignVCenter
        return None
