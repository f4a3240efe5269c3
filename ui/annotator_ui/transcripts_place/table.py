"""Which transcripts are in the project, one row each?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.model.transcript import TranscriptInfo
from annotator_ui.item_models.dates import short_date
from annotator_ui.parts.rows import Columns

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

COLUMNS: Final = Columns(
    ("Id", "Title", "Date", "Speakers", "Sentences", "Codings", "Imported"),
    title=1,
    numbers=frozenset({4, 5}),
    secondary=frozenset({0, 2, 3, 6}),
    widths={"Id": 80, "Date": 104, "Sentences": 92, "Codings": 84, "Imported": 124},
    least={"Imported": 720, "Codings": 440, "Speakers": 580, "Sentences": 360},
)
_NOWHERE = QModelIndex()


class TranscriptTable(QAbstractTableModel):
    """Rows in the order of the project."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[TranscriptInfo, ...] = ()

    def show(self, transcripts: Sequence[TranscriptInfo]) -> None:
        self.beginResetModel()
        self._rows = tuple(transcripts)
        self.endResetModel()

    def info(self, row: int) -> TranscriptInfo | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, transcript_id: int) -> int:
        """The row of a transcript, -1 where it is not there."""
        return next((n for n, info in enumerate(self._rows) if info.id == transcript_id), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS.names)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if way is not Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return COLUMNS.names[section]
        if role == Role.TextAlignmentRole:
            return COLUMNS.side(section) | Qt.AlignmentFlag.AlignBottom
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        info = self.info(index.row())
        if info is None:
            return None
        if role == Role.DisplayRole:
            return _cell(info, index.column())
        if role == Role.TextAlignmentRole:
            return COLUMNS.side(index.column()) | Qt.AlignmentFlag.AlignVCenter
        if role == Role.ToolTipRole and index.column() == 3:
            return "\n".join(f"{name}, {role}".strip(", ") for name, role in info.speakers)
        return None


def _cell(info: TranscriptInfo, column: int) -> str:
    match COLUMNS.names[column]:
        case "Id":
            return info.doc_id
        case "Title":
            return info.metadata.title or info.source_name or info.doc_id
        case "Date":
            return short_date(info.metadata.date) or "–"
        case "Speakers":
            return ", ".join(name for name, _ in info.speakers if name) or "–"
        case "Sentences":
            return f"{info.n_sentences:,}"
        case "Codings":
            return f"{info.n_codings:,}"
        case _:
            return _day(info.imported_at)


def _day(moment: str) -> str:
    """The local day of a UTC moment."""
    try:
        local = datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return moment
    return short_date(local.date().isoformat())
