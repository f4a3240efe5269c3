"""How is the whole project searched beside the window, and how do hits become codings?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from annotator.changes import Changes
from annotator.errors import Progress, UserError
from annotator.model.spans import Span
from annotator_ui.code_place.search_panel import SearchPanel
from annotator_ui.item_models.hit_table import CODED
from annotator_ui.session import Session
from annotator_ui.tasks import Task

if TYPE_CHECKING:
    from annotator.search import Hit, Query

MOST: Final = 20_000
"""Hits that are listed; who finds more looks for something too common."""


class ProjectSearch(QObject):
    """Runs one search at a time; a new one ends the one before."""

    went_to = Signal(int, object)
    """A transcript, and the `Span` to be shown in it."""

    _found = Signal(object, object)
    """A task, and hits of one transcript; sent by the thread that searches."""

    def __init__(self, session: Session, panel: SearchPanel) -> None:
        super().__init__(panel)
        self._session, self._panel = session, panel
        self._task: Task | None = None
        self._words = ""
        self._is_acting = False
        self._found.connect(self._take_in, Qt.ConnectionType.QueuedConnection)
        panel.searched.connect(self.search)
        panel.hit_shown.connect(lambda hit: self.went_to.emit(hit.info.id, hit.span))
        panel.hit_accepted.connect(self._code_one)
        panel.all_asked.connect(self._code_all)
        session.changed.connect(self._changed)

    def search(self, query: Query) -> None:
        """Look for this in all transcripts; hits are shown as they come."""
        self.stop()
        self._panel.begin()
        self._words = query.words
        if not query.words.strip() or not self._session.is_open:
            self._panel.say("")
            return
        project = self._session.project
        task = self._task = Task("Find in all transcripts", self)
        task.done.connect(partial(self._done, task))
        task.refused.connect(partial(self._refused, task))
        task.failed.connect(partial(self._failed, task))
        task.ended.connect(task.deleteLater)
        self._panel.say("Searching…")

        def work(progress: Progress) -> object:
            tell = partial(self._found.emit, task)
            return len(project.search(query, progress=progress, found=tell, most=MOST))

        task.start(work)

    def stop(self) -> None:
        """End the search that runs, and wait for its thread."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            task.wait()

    def _take_in(self, task: Task, hits: Sequence[Hit]) -> None:
        if task is self._task:
            self._panel.take_in(hits)

    def _done(self, task: Task, count: object) -> None:
        if task is not self._task or not isinstance(count, int):
            return
        self._task = None
        if count == MOST:
            self._panel.say(f"The first {MOST:,} hits; there are more.")
        else:
            self._panel.say("1 hit" if count == 1 else f"{count:,} hits" if count else "not found")

    def _refused(self, task: Task, error: UserError) -> None:
        if task is self._task:
            self._task = None
            self._panel.say(f"{error.message} {error.hint}".strip())

    def _failed(self, task: Task, error: BaseException) -> None:
        if task is self._task:
            self._task = None
        raise error

    # codings from hits

    def _code_one(self, row: int) -> None:
        hit = self._panel.model.hit(row)
        if hit is not None and self._apply([hit]):
            self._panel.decided(row, CODED)

    def _code_all(self) -> None:
        hits = self._panel.model.open_hits()
        if hits and self._apply(hits):
            self._panel.model.mark_all(CODED)
            self._panel.decided(-1, "")

    def _apply(self, hits: Sequence[Hit]) -> bool:
        """One act for all of them; False where it was refused, which is said elsewhere."""
        from annotator.search import around

        project, code_id, level = self._session.project, self._panel.code_id, self._panel.level
        if code_id is None:
            return False

        def act() -> int:
            passages: list[tuple[int, int, int]] = []
            for hit in hits:
                span: Span = around(project.transcript(hit.info.id), hit.span, level)
                passages.append((hit.info.id, span.start, span.end))
            return project.apply_to_found(passages, code_id, words=self._words)

        self._is_acting = True
        made = self._session.attempt(act)
        self._is_acting = False
        if made == 0:
            self._session.said.emit("These passages have this code already, or carry no codes.")
        return made is not None

    def _changed(self, changes: Changes) -> None:
        """Codings taken back are hits to be decided again."""
        if changes.undone and changes.codings and not self._is_acting:
            self._panel.model.unmark_coded()
