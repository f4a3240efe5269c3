"""Which transcripts does the project have, and how far is the coder in each?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model.transcript import TranscriptInfo
from annotator_ui.item_models.dates import short_date

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class TranscriptRole(IntEnum):
    """What a row of the list can be asked for besides its title."""

    INFO = Qt.ItemDataRole.UserRole + 1
    PROGRESS = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Decided:
    """How many of a transcript's sentences the coder has decided, by coding or by "nothing"."""

    decided: int
    sentences: int

    @property
    def share(self) -> float:
        return self.decided / self.sentences if self.sentences else 0.0

    @property
    def is_whole(self) -> bool:
        """Whether no sentence is left; a transcript without sentences is never whole."""
        return self.decided == self.sentences > 0

    def words(self) -> str:
        """Say "not started" or "58 %", rounded so that only a whole transcript reads 100 %."""
        if not self.decided:
            return "not started"
        if self.decided == self.sentences:
            return "100 %"
        return f"{min(99, max(1, round(100 * self.share)))} %"


class TranscriptList(QAbstractListModel):
    """Transcripts in project order with the progress known so far."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[TranscriptInfo, ...] = ()
        self._row_of: dict[int, int] = {}
        self._progress: dict[int, Decided] = {}
        self._n_whole = 0

    @property
    def n_whole(self) -> int:
        """How many transcripts are known to be decided from end to end."""
        return self._n_whole

    def set_transcripts(self, transcripts: Sequence[TranscriptInfo]) -> None:
        self.beginResetModel()
        self._rows = tuple(transcripts)
        self._row_of = {info.id: row for row, info in enumerate(self._rows)}
        self._progress = {id_: p for id_, p in self._progress.items() if id_ in self._row_of}
        self._n_whole = sum(progress.is_whole for progress in self._progress.values())
        self.endResetModel()

    def set_progress(self, transcript_id: int, progress: Decided) -> None:
        row, before = self._row_of.get(transcript_id), self._progress.get(transcript_id)
        if row is None or before == progress:
            return
        self._n_whole += progress.is_whole - (before is not None and before.is_whole)
        self._progress[transcript_id] = progress
        index = self.index(row)
        self.dataChanged.emit(index, index, [TranscriptRole.PROGRESS])

    def forget_progress(self) -> None:
        """After a change of coder nothing is known any more."""
        self._progress.clear()
        self._n_whole = 0
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def progress(self, transcript_id: int) -> Decided | None:
        return self._progress.get(transcript_id)

    def transcripts(self) -> tuple[TranscriptInfo, ...]:
        return self._rows

    def info(self, transcript_id: int) -> TranscriptInfo | None:
        row = self._row_of.get(transcript_id)
        return None if row is None else self._rows[row]

    def index_of(self, transcript_id: int) -> QModelIndex:
        """Where a transcript stands; an invalid index for one that is not there."""
        row = self._row_of.get(transcript_id)
        return QModelIndex() if row is None else self.index(row)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        info = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_title(info)
        if role == TranscriptRole.INFO:
            return info
        if role == TranscriptRole.PROGRESS:
            return self._progress.get(info.id)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(info)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            progress = self._progress.get(info.id)
            known = f", {progress.words()}" if progress else ""
            return f"{shown_title(info)}, {short_date(info.metadata.date)}{known}"
        return None


def shown_title(info: TranscriptInfo) -> str:
    """The title, else the short id, so that no row is without a name."""
    return info.metadata.title or info.doc_id


def _tip(info: TranscriptInfo) -> str:
    lines = [shown_title(info)]
    if info.speakers:
        lines.append(", ".join(name for name, _ in info.speakers))
    lines.append(f"{info.n_turns} turns, {info.n_sentences} sentences")
    return "\n".join(lines)
