"""How are figures, passages and counts asked for beside the window, the newest question only?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal

from annotator_ui.tasks import Task

if TYPE_CHECKING:
    from annotator.errors import Progress, UserError
    from annotator.project import Project
    from annotator_ui.session import Session

SETTLE_MS: Final = 150
"""After a change the next one is waited for: a merge or a run of keys makes many."""


class Question(Struct, frozen=True):
    """Something asked of the project, and who gets the answer."""

    name: str
    """Of two questions of one name only the newer one is answered."""
    ask: Callable[[Project, Progress], object]
    answered: Callable[[object], object]


class Feed(QObject):
    """Asks one question after another in a thread; what is asked anew is not asked twice."""

    busy = Signal(bool)
    refused = Signal(object)
    """The `UserError` that a question met."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: dict[str, Question] = {}
        self._running: tuple[Question, Task] | None = None
        session.closing.connect(self.stop)

    @property
    def is_busy(self) -> bool:
        return self._running is not None or bool(self._waiting)

    def ask(
        self,
        name: str,
        ask: Callable[[Project, Progress], object],
        answered: Callable[[object], object],
    ) -> None:
        """Put a question; an older one of the same name is forgotten, even while it is asked."""
        self.forget(name)
        self._waiting[name] = Question(name, ask, answered)
        if self._running is None:
            self._next()

    def forget(self, name: str) -> None:
        """Nobody wants this answer any more; what is being worked out stops where it can."""
        self._waiting.pop(name, None)
        if self._running is not None and self._running[0].name == name:
            question, task = self._running
            self._running = (Question("", question.ask, _unheard), task)
            task.cancel()

    def stop(self) -> None:
        """The project closes: nothing is asked of it any more."""
        self._waiting.clear()
        running, self._running = self._running, None
        if running is not None:
            running[1].cancel()
            running[1].wait()

    def _next(self) -> None:
        if not self._waiting or not self._session.is_open:
            self._waiting.clear()
            self.busy.emit(False)
            return
        question = self._waiting.pop(next(iter(self._waiting)))
        project = self._session.project
        task = Task("Reading", self)
        self._running = (question, task)
        task.done.connect(partial(self._done, task))
        task.refused.connect(partial(self._refused, task))
        task.failed.connect(partial(self._failed, task))
        task.ended.connect(partial(self._ended, task))

        def work(progress: Progress) -> object:
            return question.ask(project, progress)

        self.busy.emit(True)
        task.start(work)

    def _done(self, task: Task, answer: object) -> None:
        question = self._current(task)
        # a newer question of that name is waiting: its answer is the one to show
        if question is not None and question.name not in self._waiting:
            question.answered(answer)

    def _refused(self, task: Task, error: UserError) -> None:
        question = self._current(task)
        if question is not None and question.name and question.name not in self._waiting:
            self.refused.emit(error)

    def _failed(self, task: Task, error: BaseException) -> None:
        if self._current(task) is not None:
            raise error

    def _ended(self, task: Task) -> None:
        task.deleteLater()
        if self._running is not None and self._running[1] is task:
            self._running = None
            self._next()

    def _current(self, task: Task) -> Question | None:
        running = self._running
        return running[0] if running is not None and running[1] is task else None


class Settling(QObject):
    """Says once that something changed, when no more changes come for a moment."""

    settled = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self.settled)

    @property
    def is_waiting(self) -> bool:
        """Whether something changed a moment ago."""
        return self._timer.isActive()

    def touch(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()


def _unheard(_answer: object) -> None:
    """Nobody listens."""
