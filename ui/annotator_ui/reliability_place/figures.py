"""Which figures stand in a table, and what lies behind each of them?"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator_ui.parts.tips import plain_tip

if TYPE_CHECKING:
    from annotator.reliability.choice import Choice
    from annotator.reliability.panel import CodeName
    from annotator.reports.passages import Behind

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()


class FigureRole(IntEnum):
    """What a cell can be asked for besides its words."""

    CELL = Role.UserRole + 1
    TITLE = Role.UserRole + 2


class Source(Struct, frozen=True):
    """What is shown where somebody chooses a figure."""

    behind: Behind
    choice: Choice | None = None
    """Another comparison than the one of the whole table, such as one of two coders."""


class Bar(Struct, frozen=True):
    """A value with its interval, drawn against the marks."""

    value: float | None
    low: float | None = None
    high: float | None = None
    hollow: bool = False
    """Fewer than ten uses."""
    words: str = ""
    """What is said where no interval is drawn."""


class Cell(Struct, frozen=True):
    """One field of a table."""

    words: str = ""
    source: Source | None = None
    tip: str = ""
    tone: str = "text"
    """text or muted"""
    code: CodeName | None = None
    """Drawn as badge and name."""
    bar: Bar | None = None
    shade: float | None = None
    """How dark its ground is, 0 to 1: a picture made of figures."""


class Head(Struct, frozen=True):
    """A column: its words (a line feed parts two lines) and its width in pixels at 100 %."""

    words: str
    width: int = 0
    """0: takes what is left."""
    right: bool = True
    """Numbers stand at the right."""
    is_bar: bool = False


class Line(Struct, frozen=True):
    """A row of figures, or the title of the rows below it."""

    cells: tuple[Cell, ...] = ()
    title: str = ""


class Figures(Struct, frozen=True):
    """A whole table."""

    name: str
    heads: tuple[Head, ...] = ()
    lines: tuple[Line, ...] = ()
    floor: float = -0.1
    """The left end of the bars."""
    wraps: tuple[int, ...] = ()


class FigureModel(QAbstractTableModel):
    """Figures as Qt and screen readers ask for them."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = Figures("")

    @property
    def figures(self) -> Figures:
        return self._shown

    def show(self, figures: Figures) -> None:
        self.beginResetModel()
        self._shown = figures
        self.endResetModel()

    def cell(self, index: Index) -> Cell | None:
        """None for titles and for what is outside."""
        if not index.isValid() or index.row() >= len(self._shown.lines):
            return None
        cells = self._shown.lines[index.row()].cells
        return cells[index.column()] if index.column() < len(cells) else None

    def title(self, row: int) -> str:
        return self._shown.lines[row].title

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown.heads)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The keyboard goes over titles."""
        if self.cell(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if way is not Qt.Orientation.Horizontal:
            return None
        words = self._shown.heads[section].words
        said: dict[int, str] = {Role.DisplayRole: words, Role.ToolTipRole: plain_tip(words)}
        return said.get(role)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == FigureRole.TITLE:
            return self.title(index.row())
        cell = self.cell(index)
        if cell is None:
            return self.title(index.row()) if role == Role.DisplayRole else None
        match role:
            case FigureRole.CELL:
                return cell
            case Role.DisplayRole:
                return cell.words
            case Role.ToolTipRole:
                return plain_tip(cell.tip) or None
            case Role.AccessibleTextRole:
                return self._read_aloud(index, cell)
        return None

    def _read_aloud(self, index: Index, cell: Cell) -> str:
        """Name of the row, of the column, and the value: one hears one cell at a time."""
        head = self._shown.heads[index.column()].words.replace("\n", " ")
        first = self._shown.lines[index.row()].cells[0].words
        said = cell.words
        if cell.bar is not None:
            said = cell.bar.words or cell.tip.partition("\n")[0]
        row = f"{first}, " if index.column() else ""
        return f"{row}{head}: {said or 'none'}"
