"""What does a coder want to go through: what is left, what is doubtful, what has a memo?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from annotator.model.spans import Span
from annotator_ui.tasks import Task

if TYPE_CHECKING:
    from annotator.changes import Changes
    from annotator.errors import UserError
    from annotator.model.worklist import WorkItem, Worklist
    from annotator_ui.code_place.coding_loop import CodingLoop
    from annotator_ui.session import Session

NAMES: Final[dict[Worklist | None, str]] = {
    None: "All transcripts",
    "left": "Left for me",
    "unsure": "My unsure ones",
    "memo": "With my memo",
}
NONE_LEFT: Final[dict[Worklist, str]] = {
    "left": "Nothing is left for you in this round.",
    "unsure": "You are sure about everything.",
    "memo": "No memo of yours stands on a passage.",
}
_MOST_TOUCHED: Final = 100


class WorkQueue(QObject):
    """One list at a time; its keys go through it, over all transcripts.

    Doubts are looked up beside the window, once: after an act those of its transcripts alone are
    read again.
    """

    changed = Signal()
    """Another list, or other things on it: ask `shown`."""
    went_to = Signal(int, object)
    """A transcript, and the `Span` in it or None."""

    def __init__(self, session: Session, loop: CodingLoop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._loop = session, loop
        self._items: tuple[WorkItem, ...] = ()
        self._is_stale = False
        self._touched: set[int] = set()
        """Transcripts in which something was coded since; the rest of the list is true."""
        self._task: Task | None = None
        self._then = 0
        """The step that waits for the list."""
        self.which: Worklist | None = None
        session.changed.connect(self._changed)
        session.coder_changed.connect(self._touch)
        session.closing.connect(self._stop)

    def choose(self, which: Worklist | None) -> None:
        self.which = which
        self._then = 0
        self._refresh()

    def shown(self) -> dict[int, int] | None:
        """The transcripts on the list, with how many things each; None for all of them."""
        if self.which is None:
            return None
        counts: dict[int, int] = {}
        for item in self._items:
            counts[item.transcript_id] = counts.get(item.transcript_id, 0) + 1
        return counts

    def step(self, by: int) -> None:
        """To the next thing on the list (or the one before), from the start at the end."""
        if self.which is None or self.which == "left":
            self._step_undecided(by)
            return
        self.refresh()
        if self._task is not None:
            self._then = by
            return
        item = self._neighbour(by)
        if item is None:
            self._session.said.emit(NONE_LEFT[self.which])
        else:
            span = Span(item.start, item.end) if item.end > item.start else None
            self.went_to.emit(item.transcript_id, span)

    def refresh(self) -> None:
        """Read the list anew where something changed since."""
        if self._is_stale:
            self._refresh()
        elif self._touched and self._task is None:
            self._read_touched()
            self.changed.emit()

    def _step_undecided(self, by: int) -> None:
        """In this transcript; where nothing is open in it, in the next one that is left."""
        span = self._loop.next_open(by)
        if span is not None:
            self._loop.go_to(span)
        elif self.which is None:
            self._session.said.emit(self._all_decided())
        else:
            self._go_to_next_left()

    def _all_decided(self) -> str:
        level = self._loop.level
        if self._loop.finished is not None:
            return "This transcript is finished."
        return f"Every {level} of this transcript is decided. Ctrl+End finishes it."

    def _go_to_next_left(self) -> None:
        self._read()
        self.changed.emit()
        ids = [item.transcript_id for item in self._items]
        here = self._loop.open_id
        if here in ids:
            ids = [*ids[ids.index(here) + 1 :], *ids[: ids.index(here)]]
        if ids:
            self.went_to.emit(ids[0], None)
            span = self._loop.next_open(0)
            if span is not None:
                self._loop.go_to(span)
        else:
            words = self._all_decided() if here in {i.transcript_id for i in self._items} else ""
            self._session.said.emit(words or NONE_LEFT["left"])

    def _neighbour(self, by: int) -> WorkItem | None:
        """The item after (or before) the cursor; items are in list order, then by place."""
        if not self._items:
            return None
        order = {each: n for n, each in enumerate(self._transcripts())}
        span = self._loop.selection()
        here = (order.get(self._loop.open_id, -1), *((span.start, span.end) if span else (0, 0)))
        places = [(order.get(item.transcript_id, -1), item.start, item.end) for item in self._items]
        at = bisect_right(places, here) if by > 0 else bisect_left(places, here) - 1
        return self._items[at % len(self._items)]

    def _transcripts(self) -> list[int]:
        infos = self._session.attempt(self._session.project.infos) or ()
        return [info.id for info in infos]

    def _refresh(self) -> None:
        """Read the list and tell of it: at once, or beside the window where it may take long."""
        self._stop()
        if self.which == "unsure" and self._session.is_open:
            self._read_beside(self.which)
        else:
            self._read()
            self.changed.emit()

    def _read_beside(self, which: Worklist) -> None:
        self._is_stale, project = False, self._session.project
        self._touched.clear()
        task = self._task = Task("Looking for doubts", self)
        task.slow.connect(lambda: self._session.said.emit("Looking for your doubts…"))
        task.done.connect(partial(self._take, task))
        task.refused.connect(partial(self._refused, task))
        task.failed.connect(partial(self._failed, task))
        task.ended.connect(task.deleteLater)
        task.start(lambda _progress: project.worklist(which))

    def _take(self, task: Task, items: tuple[WorkItem, ...]) -> None:
        if task is not self._task:
            return
        self._task, self._items = None, items
        by, self._then = self._then, 0
        self._read_touched()
        self.changed.emit()
        if by:
            self.step(by)

    def _refused(self, task: Task, error: UserError) -> None:
        if task is self._task:
            self._task = None
            self._session.refused.emit(error)

    def _failed(self, task: Task, error: BaseException) -> None:
        if task is self._task:
            self._task = None
        raise error

    def _stop(self) -> None:
        """Nobody wants to know any more; waits for the thread that looks."""
        task, self._task = self._task, None
        if task is not None:
            task.wait()

    def _read_touched(self) -> None:
        """What was coded since the list was read, put in its place."""
        touched, which = frozenset(self._touched), self.which
        self._touched.clear()
        if not touched or which is None:
            return
        project = self._session.project
        found = self._session.attempt(lambda: project.worklist(which, within=touched)) or ()
        rest = (item for item in self._items if item.transcript_id not in touched)
        order = {each: n for n, each in enumerate(self._transcripts())}
        self._items = tuple(
            sorted((*rest, *found), key=lambda item: (order.get(item.transcript_id, -1), item))
        )

    def _read(self) -> None:
        self._is_stale = False
        self._touched.clear()
        which = self.which
        if which is None or not self._session.is_open:
            self._items = ()
            return
        project = self._session.project
        self._items = self._session.attempt(lambda: project.worklist(which)) or ()

    def _changed(self, changes: Changes) -> None:
        if self.which == "unsure" and not (changes.transcripts or changes.rounds):
            self._touched |= changes.codings_in
            self._is_stale = self._is_stale or len(self._touched) > _MOST_TOUCHED
        elif changes.codings_in or changes.memos or changes.transcripts or changes.rounds:
            self._touch()

    def _touch(self) -> None:
        if self.which is not None:
            self._is_stale = True
