"""How does long work run beside the window, say how far it is, and stop when asked?"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from annotator.errors import Cancelled, Progress, UserError
from annotator_ui.garbage import Sweeper

Result = TypeVar("Result")

QUIET_MS: Final = 100
"""Work shorter than this shows nothing."""
REPORT_EVERY_S: Final = 0.04
_TURN_S: Final = 0.00001
"""So long may one thread keep Python from another that asks for it.

To paint itself the window asks a hundred times, for every row that Python draws; with the five
milliseconds that are usual it stood still for a fifth of a second beside work in Python, and half
of that with a fifth of one: who waits is put off anew whenever SQLite is done with a row.
"""


class Task(QObject):
    """One piece of work in a thread of its own. All signals arrive on the window thread."""

    slow = Signal()
    """The work takes longer than a moment: show that it goes on."""
    progressed = Signal(int, int, str)
    """done, total, label"""
    done = Signal(object)
    refused = Signal(object)
    """The `UserError` that ended the work."""
    failed = Signal(object)
    """The exception that ended the work and is a bug."""
    cancelled = Signal()
    ended = Signal()
    """The last signal of every task, however it ended."""

    _finished = Signal(object)

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._sweeper: Sweeper | None = None
        self._finished.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self._patience = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._patience.timeout.connect(self.slow)

    def start(self, work: Callable[[Progress], object]) -> None:
        """Run `work(progress)`; what it returns arrives with `done`."""
        self._thread = threading.Thread(target=self._run, args=(work,), name=self.title)
        self._sweeper = Sweeper(self)
        self._patience.start()
        sys.setswitchinterval(_TURN_S)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop; it does at its next word about progress."""
        self._stop.set()

    def wait(self) -> None:
        """Stand still until the thread has ended (for closing the window)."""
        if self._thread is not None:
            self._thread.join()
        if self._sweeper is not None:
            self._sweeper.end()

    def _run(self, work: Callable[[Progress], object]) -> None:
        """In the worker thread: whatever happens, exactly one `_finished` follows."""
        try:
            outcome: object = _Done(work(_Reporter(self, self._stop)))
        except BaseException as error:  # noqa: BLE001 - handed over whole to the window thread
            outcome = error
        self._finished.emit(outcome)

    def _end(self, outcome: object) -> None:
        self._patience.stop()
        self.wait()
        match outcome:
            case _Done(value=value):
                self.done.emit(value)
            case Cancelled():
                self.cancelled.emit()
            case UserError():
                self.refused.emit(outcome)
            case _:
                self.failed.emit(outcome)
        self.ended.emit()


class Tasks(QObject):
    """The one long piece of work that may run at a time, and who shows it."""

    started = Signal(object)
    """A `Task` began."""
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: Task | None = None

    @property
    def busy(self) -> bool:
        return self._running is not None

    def run(self, title: str, work: Callable[[Progress], Result]) -> Task:
        """Start the work. The caller connects to the returned task before the event loop turns."""
        if self._running is not None:
            raise RuntimeError(f"{self._running.title} is still running")
        task = Task(title, self)
        self._running = task
        task.ended.connect(self._forget)
        self.started.emit(task)
        task.start(work)
        return task

    def stop(self) -> None:
        """Cancel what runs and wait for it."""
        if self._running is not None:
            self._running.cancel()
            self._running.wait()

    def _forget(self) -> None:
        if self._running is not None:
            self._running.deleteLater()
            self._running = None
            self.idle.emit()


class _Done(Generic[Result]):
    """What the work returned; None is a result too."""

    __match_args__ = ("value",)

    def __init__(self, value: Result) -> None:
        self.value = value


class _Reporter:
    """The progress callback: seldom enough not to flood the window, raises when cancelled."""

    def __init__(self, task: Task, stop: threading.Event) -> None:
        self._task = task
        self._stop = stop
        self._last = 0.0

    def __call__(self, done: int, total: int, label: str = "") -> None:
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if done >= total or now - self._last >= REPORT_EVERY_S:
            self._last = now
            self._task.progressed.emit(done, total, label)
