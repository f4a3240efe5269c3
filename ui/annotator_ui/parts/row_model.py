"""What do the tables of the places share? Rows of one kind under the columns they are set in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator_ui.parts.tips import plain_tip

if TYPE_CHECKING:
    from annotator_ui.parts.rows import Columns

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Row = TypeVar("Row")

_NOWHERE = QModelIndex()


class RowModel(QAbstractTableModel, Generic[Row]):
    """Rows to be read, not written; a table says only what stands in its cells."""

    def __init__(self, columns: Columns, rows: Sequence[Row] = ()) -> None:
        super().__init__()
        self._columns = columns
        self.rows: Sequence[Row] = tuple(rows)

    def cells(self, row: Row) -> Sequence[str]:
        """What stands in the cells of a row."""
        raise NotImplementedError

    def tip(self, row: Row, column: int) -> str | None:
        """What is told when the pointer rests there."""
        del row, column
        return None

    def tone(self, row: Row, column: int) -> str:
        """Of which sort the words are: "warn" and "error" ask for a look; "" for all others."""
        del row, column
        return ""

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def at(self, row: int) -> Row | None:
        """The row of that number, None where there is none."""
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

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
        row = self.at(index.row())
        if row is None:
            return None
        if role == Role.DisplayRole:
            return self.cells(row)[index.column()]
        if role == Role.TextAlignmentRole:
            return self._columns.side(index.column()) | Qt.AlignmentFlag.AlignVCenter
        if role == Role.UserRole:
            return self.tone(row, index.column())
        if role == Role.ToolTipRole:
            return plain_tip(self.tip(row, index.column()) or "") or None
        return None
