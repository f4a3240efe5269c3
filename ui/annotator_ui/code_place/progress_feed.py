"""How far is the coder in the transcripts that are not open? Found out for those in sight."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from annotator.errors import UserError
from annotator_ui.code_place.nothing_units import NothingUnits
from annotator_ui.code_place.shown_codings import DecidedUnits
from annotator_ui.item_models.transcript_list import Decided, TranscriptList
from annotator_ui.tasks import Task

if TYPE_CHECKING:
    from annotator.model.transcript import TranscriptInfo
    from annotator_ui.session import Session

_EVERY_MS = 20
_LONGEST: Final = 200_000
"""Code points; reading a longer text would be felt, and goes on beside the window."""


class ProgressFeed(QObject):
    """Fills in the progress of one transcript at a time."""

    def __init__(
        self, session: Session, transcripts: TranscriptList, *, longest: int = _LONGEST
    ) -> None:
        super().__init__(transcripts)
        self._longest = longest
        self._task: Task | None = None
        self._session = session
        self._transcripts = transcripts
        self._waiting: deque[int] = deque()
        self._open: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._next)
        transcripts.wanted.connect(self._want)
        session.closing.connect(self.stop)

    def ask(self, transcript_ids: Iterable[int], *, open_id: int | None) -> None:
        """Find out about these, but never about the open one: the loop knows that itself."""
        self._open = open_id
        self._waiting.extend(set(transcript_ids) - set(self._waiting))
        self._go_on()

    def again(self, transcript_ids: Iterable[int], *, open_id: int | None) -> None:
        """What was known of these has changed; those never asked for are left alone."""
        known = [each for each in transcript_ids if self._transcripts.progress(each)]
        self.ask(known, open_id=open_id)

    def _want(self, transcript_id: int) -> None:
        """A row came into sight."""
        if transcript_id not in self._waiting and self._session.is_open:
            self._waiting.append(transcript_id)
            self._go_on()

    def stop(self) -> None:
        """Ask no more; waits for a thread that reads."""
        self._timer.stop()
        self._waiting.clear()
        task, self._task = self._task, None
        if task is not None:
            task.wait()

    def _go_on(self) -> None:
        if self._waiting and self._task is None:
            self._timer.start()

    def _next(self) -> None:
        if not self._waiting or not self._session.is_open:
            self.stop()
            return
        info = self._transcripts.info(self._waiting.popleft())
        if info is None or info.id == self._open:
            return
        if info.length > self._longest:
            self._count_beside(info)
            return
        try:
            self._transcripts.set_progress(info.id, self._progress(info))
        except UserError:  # gone meanwhile: the list is about to be read again
            return

    def _count_beside(self, info: TranscriptInfo) -> None:
        """One at a time; the others wait for it."""
        self._timer.stop()
        task = self._task = Task("Progress", self)
        task.done.connect(partial(self._take, task, info.id))
        task.refused.connect(partial(self._end, task))
        task.failed.connect(partial(self._failed, task))
        task.ended.connect(task.deleteLater)
        task.start(lambda _progress: self._progress(info))

    def _take(self, task: Task, transcript_id: int, progress: Decided) -> None:
        if task is self._task and transcript_id != self._open:  # the loop knows better by now
            self._transcripts.set_progress(transcript_id, progress)
        self._end(task)

    def _failed(self, task: Task, error: BaseException) -> None:
        self._end(task)
        raise error

    def _end(self, task: Task, _refused: object = None) -> None:
        if task is self._task:
            self._task = None
            self._go_on()

    def _progress(self, info: TranscriptInfo) -> Decided:
        """On whatever thread."""
        project = self._session.project
        decisions = NothingUnits(project.decided(info.id))
        codings = project.codings(info.id, coder_id=project.coder.id)
        if not len(decisions) and not len(codings):
            return Decided(0, info.n_sentences)
        opened = project.transcript(info.id)
        units = DecidedUnits(opened.spans(project.current_round().plan.unit))
        if self._open is not None:
            project.transcript(self._open)  # it stays among the texts kept in memory
        units.set_codings(codings)
        units.set_nothing(decisions.starts, decisions.ends)
        return units.progress()
