"""Which persons are known, and which speakers are nobody yet, one row each?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.model.persons import Attribute, Person, Unplaced
from annotator_ui.item_models.dates import short_date
from annotator_ui.parts.rows import Columns

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Shown = TypeVar("Shown", Person, Unplaced)

PERSONS: Final = Columns(
    ("Name", "Also called", "What holds", "Turns", "Transcripts"),
    title=0,
    numbers=frozenset({3, 4}),
    secondary=frozenset({1, 2}),
    widths={"Turns": 76, "Transcripts": 96},
    least={"Also called": 620, "Transcripts": 420, "What holds": 460},
)
UNPLACED: Final = Columns(
    ("Speaker", "Office", "Labels", "Turns", "Transcripts"),
    title=0,
    numbers=frozenset({3, 4}),
    secondary=frozenset({1, 2}),
    widths={"Turns": 76, "Transcripts": 96},
    least={"Labels": 620, "Transcripts": 420, "Office": 460},
)
_NOWHERE = QModelIndex()


class _Table(QAbstractTableModel, Generic[Shown]):
    """Rows that are shown where they fit what is looked for."""

    columns: Columns

    def __init__(self) -> None:
        super().__init__()
        self._every: tuple[Shown, ...] = ()
        self._rows: tuple[Shown, ...] = ()
        self._sought = ""

    def show(self, rows: Sequence[Shown]) -> None:
        self._every = tuple(rows)
        self.find(self._sought)

    def find(self, sought: str) -> None:
        """Show the rows in which these words stand."""
        self.beginResetModel()
        self._sought = sought.strip().casefold()
        self._rows = tuple(
            row for row in self._every if self._sought in " ".join(self.cells(row)).casefold()
        )
        self.endResetModel()

    def at(self, row: int) -> Shown | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, key: object) -> int:
        """The row of somebody, by what tells them apart; -1 where they are not shown."""
        return next((n for n, row in enumerate(self._rows) if self.key(row) == key), -1)

    def cells(self, row: Shown) -> tuple[str, ...]:
        raise NotImplementedError

    def key(self, row: Shown) -> object:
        raise NotImplementedError

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns.names)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if way is not Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return self.columns.names[section]
        if role == Role.TextAlignmentRole:
            return self.columns.side(section) | Qt.AlignmentFlag.AlignBottom
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row = self.at(index.row())
        if row is None:
            return None
        if role in {Role.DisplayRole, Role.ToolTipRole}:
            return self.cells(row)[index.column()]
        if role == Role.TextAlignmentRole:
            return self.columns.side(index.column()) | Qt.AlignmentFlag.AlignVCenter
        return None


class PersonTable(_Table[Person]):
    """The register."""

    columns = PERSONS

    def cells(self, row: Person) -> tuple[str, ...]:
        held = [row.role] if row.role else []
        held += [attribute_words(one) for one in row.attributes]
        return (
            row.name,
            ", ".join(label.label for label in row.labels) or "–",
            ", ".join(held) or "–",
            f"{row.n_turns:,}",
            f"{row.n_transcripts:,}",
        )

    def key(self, row: Person) -> object:
        return row.id


class UnplacedTable(_Table[Unplaced]):
    """Speakers who are nobody of the register yet."""

    columns = UNPLACED

    def cells(self, row: Unplaced) -> tuple[str, ...]:
        return (
            row.name,
            row.role or "–",
            ", ".join(row.labels) or "–",
            f"{row.n_turns:,}",
            f"{row.n_transcripts:,}",
        )

    def key(self, row: Unplaced) -> object:
        return (row.name, row.role)


def attribute_words(one: Attribute) -> str:
    """Say "Secretary General (since Oct 2014)"."""
    if one.since and one.until:
        when = f" ({short_date(one.since)} to {short_date(one.until)})"
    elif one.since:
        when = f" (since {short_date(one.since)})"
    elif one.until:
        when = f" (until {short_date(one.until)})"
    else:
        when = ""
    return one.value + when
