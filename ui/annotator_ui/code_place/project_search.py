"""How is the whole project searched beside the window, and how do hits become codings?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from annotator.model.counts import counted
from annotator_ui.code_place.coding_hits import CodingHits, Wanted
from annotator_ui.item_models.hit_table import CODED
from annotator_ui.tasks import Task

if TYPE_CHECKING:
    from annotator.errors import Progress, UserError
    from annotator.search import Hit, Query
    from annotator_ui.code_place.search_panel import SearchPanel
    from annotator_ui.session import Session

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
        self._session, self.panel = session, panel
        self._task: Task | None = None
        self._words = ""
        self._count = ""
        self.coding = CodingHits(session, self)
        self._found.connect(self._take_in, Qt.ConnectionType.QueuedConnection)
        panel.searched.connect(self.search)
        panel.hit_shown.connect(lambda hit: self.went_to.emit(hit.info.id, hit.span))
        panel.hit_accepted.connect(self._code_one)
        panel.all_asked.connect(self._code_all)
        self.coding.settled.connect(panel.settle)
        self.coding.all_coded.connect(self._all_coded)
        self.coding.progressed.connect(self._coded_so_many)
        self.coding.ended.connect(self._coding_ended)

    def search(self, query: Query) -> None:
        """Look for this in all transcripts; hits are shown as they come."""
        self.give_up()
        self.coding.forget()
        self.panel.begin()
        self._words = query.words
        if not query.words.strip() or not self._session.is_open:
            self.panel.say("")
            return
        project = self._session.project
        task = self._task = Task("Find in all transcripts", self)
        task.done.connect(partial(self._done, task))
        task.refused.connect(partial(self._refused, task))
        task.failed.connect(partial(self._failed, task))
        task.ended.connect(task.deleteLater)
        self.panel.say("Searching…")

        def work(progress: Progress) -> object:
            tell = partial(self._found.emit, task)
            return len(project.search(query, progress=progress, found=tell, most=MOST))

        task.start(work)

    def stop(self) -> None:
        """End what runs, and wait for it."""
        self.coding.stop()
        self.give_up()

    def give_up(self) -> None:
        """End the search that runs, and wait for its thread."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            task.wait()

    def _take_in(self, task: Task, hits: Sequence[Hit]) -> None:
        if task is self._task:
            self.panel.take_in(hits)

    def _done(self, task: Task, count: object) -> None:
        if task is not self._task or not isinstance(count, int):
            return
        self._task = None
        self._count = counted(count, "hit") if count else "not found"
        if count == MOST:
            self._count = f"The first {MOST:,} hits; there are more."
        self.panel.say(self._count)

    def _refused(self, task: Task, error: UserError) -> None:
        if task is self._task:
            self._task = None
            self.panel.say(f"{error.message} {error.hint}".strip())

    def _failed(self, task: Task, error: BaseException) -> None:
        if task is self._task:
            self._task = None
        raise error

    # codings from hits

    def _wanted(self) -> Wanted | None:
        code_id = self.panel.code_id
        return None if code_id is None else Wanted(code_id, self.panel.level, self._words)

    def _code_one(self, row: int) -> None:
        hit, wanted = self.panel.model.hit(row), self._wanted()
        if hit is not None and wanted is not None and self.coding.code(hit, wanted):
            self.panel.decided(row, CODED)

    def _code_all(self) -> None:
        """All that are undecided; asked while that goes on, it is given up."""
        if self.coding.is_busy:
            self.coding.cancel()
            return
        hits, wanted = self.panel.model.open_hits(), self._wanted()
        if hits and wanted is not None:
            self.panel.say_coding(going=True)
            self.coding.code_all(hits, wanted)

    def _coded_so_many(self, done: int, total: int) -> None:
        if self.coding.is_busy:
            self.panel.say(f"Coding {done:,} of {total:,}…")

    def _all_coded(self, hits: Sequence[Hit]) -> None:
        self.panel.model.settle(dict.fromkeys(hits, CODED))
        self.panel.decided(-1, "")

    def _coding_ended(self) -> None:
        self.panel.say_coding(going=False)
        if self._task is None:
            self.panel.say(self._count)
