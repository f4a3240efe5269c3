"""Does the window answer while a thousand files come in?

Run by hand: `uv run python tests/benchmarks/bench_import_window.py [FILES]`. The whole window reads
the files, shows the sheet and brings them in; a timer of 5 ms tells for how long it answered
nothing (bound 100 ms), and how much of that its own thread was at work: the rest is waiting for
other threads, and for other programs on the machine. The first line says what of that a thread
costs that only counts.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT), str(_ROOT / "ui"), str(_ROOT / "resources")]

from PySide6.QtCore import QTimer  # noqa: E402 - the paths above come first
from PySide6.QtWidgets import QApplication  # noqa: E402

import annotator  # noqa: E402
from annotator.exchange.import_plan import ImportPlan  # noqa: E402
from annotator_ui.import_review import visit  # noqa: E402, F401 - the window reads it meanwhile
from annotator_ui.look import Look  # noqa: E402
from annotator_ui.main_window import MainWindow  # noqa: E402
from annotator_ui.messages import Messages  # noqa: E402
from annotator_ui.preferences import Preferences  # noqa: E402
from annotator_ui.quick_start import settle  # noqa: E402
from annotator_ui.tasks import Task  # noqa: E402
from tests.benchmarks import bench_import  # noqa: E402


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as name:
        stalls(Path(name), files)


def stalls(folder: Path, files: int) -> None:
    talks = folder / "talks"
    talks.mkdir()
    bench_import.write_texts(talks, files)
    annotator.create(folder / "bench.annotator", coder="coder_a").close()
    app = QApplication(sys.argv[:1])
    preferences = Preferences(folder / "settings.ini")
    preferences.coder = "coder_a"
    window = MainWindow(Look(app, preferences), preferences, Messages(folder))
    window.resize(1440, 900)
    window.show()
    window.session.open(folder / "bench.annotator")
    wait(app, lambda: window.session.is_open and not window.tasks.busy)
    settle()  # as the program does: what is loaded is not looked through for garbage
    project = window.session.project
    measured(
        app,
        "a thread only counted",
        lambda: window.tasks.run("Counting", lambda _: loop(2.0)),
        lambda: not window.tasks.busy,
    )
    plans: list[ImportPlan] = []
    task = measured(
        app,
        f"{files:,} files read",
        lambda: window.tasks.run(
            "Reading", lambda told: project.plan_import([talks], progress=told)
        ),
        lambda: not window.tasks.busy,
        plans.append,
    )
    assert task is not None
    plan = plans[0]
    measured(app, "the sheet shown", lambda: window.show_review(plan), lambda: True)
    measured(
        app,
        f"{files:,} files brought in",
        lambda: window.acts.carry_out(plan),
        lambda: not window.tasks.busy and len(project.transcripts()) == files,
    )
    window.close()


def loop(seconds: float) -> int:
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        count += 1
    return count


def measured(
    app: QApplication,
    what: str,
    act: Callable[[], object],
    until: Callable[[], bool],
    take: Callable[[ImportPlan], object] | None = None,
) -> object:
    heart = Heart()
    began = time.perf_counter()
    outcome = act()
    if take is not None and isinstance(outcome, Task):
        outcome.done.connect(take)
    wait(app, until)
    for _ in range(50):
        app.processEvents()
    took = time.perf_counter() - began
    print(f"{what} in {took:.1f} s: no answer for {heart.longest()}")
    return outcome


class Heart:
    """The longest time in which the window answered nothing."""

    def __init__(self) -> None:
        self._last, self._longest = time.perf_counter(), 0.0
        self._worked, self._most_work = time.thread_time(), 0.0
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest, self._last = max(self._longest, now - self._last), now
        worked = time.thread_time()
        self._most_work, self._worked = max(self._most_work, worked - self._worked), worked

    def longest(self) -> str:
        self._beat()
        self._timer.stop()
        return f"{self._longest * 1000:.0f} ms, of its own work {self._most_work * 1000:.0f} ms"


def wait(app: QApplication, until: Callable[[], bool]) -> None:
    end = time.perf_counter() + 300
    while not until() and time.perf_counter() < end:
        app.processEvents()
        time.sleep(0.001)


if __name__ == "__main__":
    main()
