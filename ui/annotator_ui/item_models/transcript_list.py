"""Which transcripts does the project have, and how far is the coder in each?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from annotator_ui.item_models.dates import short_date
from annotator_ui.parts.tips import plain_tip

if TYPE_CHECKING:
    from annotator.model.coding import Finished
    from annotator.model.transcript import TranscriptInfo

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class TranscriptRole(IntEnum):
    """What a row of the list can be asked for besides its title."""

    INFO = Qt.ItemDataRole.UserRole + 1
    PROGRESS = Qt.ItemDataRole.UserRole + 2
    STATE = Qt.ItemDataRole.UserRole + 3
    """In a word or two: "not started", "58 %", "finished", "3 to look at"."""


class Decided(Struct, frozen=True):
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
    """Transcripts in project order, or those on a worklist, with the progress known so far."""

    wanted = Signal(int)
    """The progress of this transcript is to be shown and is not known yet."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[TranscriptInfo, ...] = ()
        self._infos: dict[int, TranscriptInfo] = {}
        self._rows: tuple[TranscriptInfo, ...] = ()
        self._row_of: dict[int, int] = {}
        self._progress: dict[int, Decided] = {}
        self._marks: Mapping[int, Finished] = {}
        self._only: Mapping[int, int] | None = None
        self._counts_shown = False

    @property
    def n_finished(self) -> int:
        """How many of all transcripts the coder has finished."""
        return sum(1 for each in self._marks if each in self._infos)

    @property
    def n_transcripts(self) -> int:
        """How many there are, listed or not."""
        return len(self._all)

    def set_transcripts(self, transcripts: Sequence[TranscriptInfo]) -> None:
        self.beginResetModel()
        self._all = tuple(transcripts)
        self._infos = {info.id: info for info in self._all}
        self._progress = {id_: p for id_, p in self._progress.items() if id_ in self._infos}
        self._arrange()
        self.endResetModel()

    def show_only(self, counts: Mapping[int, int] | None, *, counted: bool = False) -> None:
        """List these transcripts in their order; None lists all. `counted` says how many things."""
        if counts == self._only and counted == self._counts_shown:
            return
        self.beginResetModel()
        self._only, self._counts_shown = counts, counted
        self._arrange()
        self.endResetModel()

    def set_finished(self, marks: Mapping[int, Finished]) -> None:
        """What the coder has finished, by transcript."""
        if marks != self._marks:
            self._marks = dict(marks)
            self._tell_all()

    def mark(self, transcript_id: int) -> Finished | None:
        """Whether the coder has finished a transcript, as far as is known here."""
        return self._marks.get(transcript_id)

    def set_progress(self, transcript_id: int, progress: Decided) -> None:
        if self._progress.get(transcript_id) == progress or transcript_id not in self._infos:
            return
        self._progress[transcript_id] = progress
        row = self._row_of.get(transcript_id)
        if row is not None:
            index = self.index(row)
            self.dataChanged.emit(index, index, [TranscriptRole.PROGRESS])

    def forget_progress(self) -> None:
        """After a change of coder nothing is known any more."""
        self._progress.clear()
        self._marks = {}
        self._tell_all()

    def progress(self, transcript_id: int) -> Decided | None:
        return self._progress.get(transcript_id)

    def transcripts(self) -> tuple[TranscriptInfo, ...]:
        """Those that are listed."""
        return self._rows

    def info(self, transcript_id: int) -> TranscriptInfo | None:
        return self._infos.get(transcript_id)

    def index_of(self, transcript_id: int) -> QModelIndex:
        """Where a transcript stands; an invalid index for one that is not listed."""
        row = self._row_of.get(transcript_id)
        return QModelIndex() if row is None else self.index(row)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        info = self._rows[index.row()]
        if role == TranscriptRole.PROGRESS:
            return self._shown_progress(info)
        answer = self._ANSWERS.get(role)
        return None if answer is None else answer(self, info)

    _ANSWERS: ClassVar[dict[int, Callable[[TranscriptList, TranscriptInfo], Any]]] = {
        Qt.ItemDataRole.DisplayRole: lambda _, info: shown_title(info),
        Qt.ItemDataRole.ToolTipRole: lambda _, info: _tip(info),
        Qt.ItemDataRole.AccessibleTextRole: lambda rows, info: rows._spoken(info),  # noqa: SLF001
        TranscriptRole.INFO: lambda _, info: info,
        TranscriptRole.STATE: lambda rows, info: rows.state(info.id),
    }

    def state(self, transcript_id: int) -> str:
        """How far the coder is, in a word or two; nothing where that is not known yet."""
        if self._counts_shown and self._only is not None and transcript_id in self._only:
            return f"{self._only[transcript_id]:,} to look at"
        mark = self._marks.get(transcript_id)
        if mark is not None:
            return "accepted" if mark.sealed_at else "finished"
        progress = self._progress.get(transcript_id)
        return progress.words() if progress is not None else ""

    def _shown_progress(self, info: TranscriptInfo) -> Decided | None:
        if info.id in self._marks:
            return Decided(max(1, info.n_sentences), max(1, info.n_sentences))
        progress = self._progress.get(info.id)
        if progress is None:
            self.wanted.emit(info.id)
        return progress

    def _spoken(self, info: TranscriptInfo) -> str:
        state = self.state(info.id)
        known = f", {state}" if state else ""
        return f"{shown_title(info)}, {short_date(info.metadata.date)}{known}"

    def _arrange(self) -> None:
        """Which rows there are: all, or those of the worklist in its order."""
        if self._only is None:
            self._rows = self._all
        else:
            self._rows = tuple(self._infos[each] for each in self._only if each in self._infos)
        self._row_of = {info.id: row for row, info in enumerate(self._rows)}

    def _tell_all(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))


def shown_title(info: TranscriptInfo) -> str:
    """The title, else the short id, so that no row is without a name."""
    return info.metadata.title or info.doc_id


def _tip(info: TranscriptInfo) -> str:
    lines = [shown_title(info)]
    if info.speakers:
        lines.append(", ".join(name for name, _ in info.speakers))
    lines.append(f"{info.n_turns} turns, {info.n_sentences} sentences")
    return plain_tip("\n".join(lines))
