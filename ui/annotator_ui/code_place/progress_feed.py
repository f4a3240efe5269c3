"""How far is the coder in the transcripts that are not open? Found out for those in sight."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer

from annotator.errors import UserError
from annotator.model.spans import Span
from annotator.model.transcript import TranscriptInfo
from annotator_ui.code_place.shown_codings import DecidedUnits
from annotator_ui.item_models.transcript_list import Decided, TranscriptList
from annotator_ui.session import Session

_EVERY_MS = 20
# Reading a longer text would be felt; its row says how many codings it has until it is opened.
_LONGEST = 200_000


class ProgressFeed(QObject):
    """Fills in the progress of one transcript at a time."""

    def __init__(self, session: Session, transcripts: TranscriptList) -> None:
        super().__init__(transcripts)
        self._session = session
        self._transcripts = transcripts
        self._waiting: deque[int] = deque()
        self._open: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._next)
        transcripts.wanted.connect(self._want)

    def ask(self, transcript_ids: Iterable[int], *, open_id: int | None) -> None:
        """Find out about these, but never about the open one: the loop knows that itself."""
        self._open = open_id
        self._waiting.extend(set(transcript_ids) - set(self._waiting))
        if self._waiting:
            self._timer.start()

    def again(self, transcript_ids: Iterable[int], *, open_id: int | None) -> None:
        """What was known of these has changed; those never asked for are left alone."""
        known = [each for each in transcript_ids if self._transcripts.progress(each)]
        self.ask(known, open_id=open_id)

    def _want(self, transcript_id: int) -> None:
        """A row came into sight."""
        if transcript_id not in self._waiting and self._session.is_open:
            self._waiting.append(transcript_id)
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._waiting.clear()

    def _next(self) -> None:
        if not self._waiting or not self._session.is_open:
            self.stop()
            return
        info = self._transcripts.info(self._waiting.popleft())
        if info is None or info.id == self._open:
            return
        try:
            progress = self._progress(info)
        except UserError:  # gone meanwhile: the list is about to be read again
            return
        if progress is not None:
            self._transcripts.set_progress(info.id, progress)

    def _progress(self, info: TranscriptInfo) -> Decided | None:
        project = self._session.project
        decisions = project.decisions(info.id)
        codings = project.codings(info.id, coder_id=project.coder.id)
        if not decisions and not codings:
            return Decided(0, info.n_sentences)
        if info.length > _LONGEST:
            return None
        opened = project.transcript(info.id)
        units = DecidedUnits(opened.spans(project.current_round().plan.unit))
        if self._open is not None:
            project.transcript(self._open)  # it stays among the texts kept in memory
        units.set_codings(codings)
        units.set_nothing(Span(each.start, each.end) for each in decisions)
        return units.progress()
