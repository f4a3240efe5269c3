"""Does the window stay as it is through a long day of coding? Run by hand.

    uv run python -m tests.harness.soak --acts 100000

One person codes by keys in the real window. Memory, widgets, threads and open files are counted
all along. After a warm-up (a fifth of the acts, 2,000 at least) memory may move by 5 %, and nothing
else may grow.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import importlib
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import median
from typing import Any

from tests.harness.work import CODERS, PROJECT, prepare

WARM_UP = 0.2
WARM_UP_ACTS = 2000
"""At least: until then the panes make the cards they need, which they keep."""
MOST_DRIFT = 0.05
LEAST_CODED = 0.1
"""Of the acts; the others are memos, doubts, decisions, undo and redo."""
KEYS_AT_ONCE = 10
"""Before the window paints again: whoever lets a key repeat is faster than the screen."""
_LOOKS = 50


@dataclass(frozen=True, slots=True)
class Look:
    """What the program holds at one moment."""

    acts: int
    cpu_s: float
    """Of processors, since it began: what an act takes may not grow with the acts before it."""
    memory_kb: int
    """Of its own; what SQLite keeps of the file is counted apart, and is bounded by its cache."""
    sqlite_kb: int
    widgets: int
    timers: int
    threads: int
    handles: int
    objects: int


def faults(looks: Sequence[Look]) -> list[str]:
    """What grew, in words. The first looks are the warm-up."""
    after = looks[_warm(looks) :]
    begin, end = after[: len(after) // 4 or 1], after[-(len(after) // 4 or 1) :]
    found = []
    before, now = (median(each.memory_kb for each in part) for part in (begin, end))
    if abs(now / before - 1) > MOST_DRIFT:
        found.append(f"memory went from {before:.0f} to {now:.0f} KB ({now / before - 1:+.1%})")
    for name in ("widgets", "timers", "threads", "handles"):
        least = min(getattr(each, name) for each in end)
        most = max(getattr(each, name) for each in begin)
        if least > most:
            found.append(f"{name} went from {most} to {least}")
    return found


def _warm(looks: Sequence[Look]) -> int:
    """The first look after the warm-up."""
    warm = max(looks[-1].acts * WARM_UP, min(WARM_UP_ACTS, looks[-1].acts / 2))
    return next(at for at, each in enumerate(looks) if each.acts >= warm)


def _kinds() -> Counter[str]:
    """How many widgets of which class there are."""
    from PySide6.QtWidgets import QApplication

    return Counter(type(each).__name__ for each in QApplication.allWidgets())


def _grown(before: Counter[str], now: Counter[str]) -> list[str]:
    """Which classes have more widgets than before, in words."""
    more = now - before
    return [f"{name}: {before[name]} to {now[name]}" for name in sorted(more)]


def _look(acts: int) -> Look:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    gc.collect()
    widgets = QApplication.allWidgets()
    timers = sum(len(each.findChildren(QTimer)) for each in QApplication.topLevelWidgets())
    objects = len(gc.get_objects())
    handles = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names only
    threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208
    sqlite = _sqlite()
    spent = round(time.process_time(), 1)
    memory = _memory() - sqlite
    return Look(acts, spent, memory, sqlite, len(widgets), timers, threads, handles, objects)


def _memory() -> int:
    """What is resident and not shared with files, in KB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1])
    return 0


def _sqlite() -> int:
    """What the SQLite of this process has allocated, in KB; 0 where it does not tell."""
    place = getattr(importlib.import_module("_sqlite3"), "__file__", None)
    try:
        used = ctypes.CDLL(place).sqlite3_memory_used
    except (AttributeError, OSError):
        return 0
    used.restype = ctypes.c_int64
    return int(used()) // 1024


def _work(folder: Path, acts: int, seed: int) -> int:
    """In a process of its own: the window, somebody in it, and a table of looks on paper."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from annotator_ui import app
    from annotator_ui.main_window import MainWindow
    from annotator_ui.quick_start import open_window
    from tests.harness.driven_window import Person

    looks: list[Look] = []
    kinds: list[Counter[str]] = []

    class SoakedWindow(MainWindow):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self._preferences.remember_coder(folder / PROJECT, CODERS[0])
            self.person = Person(self, folder, seed, None)
            self.person.only_keys()
            self._next = QTimer(self, interval=0)
            self._next.timeout.connect(self._one)
            self.session.opened.connect(self._begin)

        def _begin(self) -> None:
            if QApplication.platformName() == "xcb":  # no window manager gives it the keyboard
                subprocess.run(["xdotool", "windowfocus", str(int(self.winId()))], check=False)
            self._next.start()

        def _one(self) -> None:
            for _ in range(KEYS_AT_ONCE):
                self.person.one()
            done = self.person.acts
            if done >= len(looks) * acts / _LOOKS:
                looks.append(_look(done))
                kinds.append(_kinds())
                print(*astuple(looks[-1]), sep="\t", flush=True)
            if done >= acts:
                self._next.stop()
                self.close()
                QApplication.quit()

    app.MainWindow = SoakedWindow  # type: ignore[misc]
    open_window([str(folder / PROJECT)])
    left = [each.name for each in threading.enumerate() if each is not threading.main_thread()]
    found = faults(looks) + [f"a thread is left: {name}" for name in left]
    with closing(sqlite3.connect(folder / PROJECT)) as raw:
        [coded] = raw.execute("SELECT count(*) FROM coding").fetchone()
    print(f"{coded} codings made, those taken away again included")
    if coded < looks[-1].acts * LEAST_CODED:
        found.append(f"only {coded} codings were made")
    print(f"{looks[-1].acts} acts, faults: {len(found)}", *found, sep="\n    ")
    grown = _grown(kinds[_warm(looks)], kinds[-1])
    print("widgets since the warm-up:", *(grown or ["as many of each class"]), sep="\n    ")
    return 1 if found or looks[-1].acts < acts else 0


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--acts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.folder:
        return _work(given.folder, given.acts, given.seed)
    if sys.platform != "linux":
        sys.stderr.write("counts what Linux tells of a process\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="soak-") as place:
        folder, home = Path(place) / "work", Path(place) / "home"
        folder.mkdir()
        prepare(folder)
        environs = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "STATE")}
        print(f"seed {given.seed}")
        print(*(each.name for each in fields(Look)), sep="\t", flush=True)
        begun = time.monotonic()
        command = [sys.executable, "-m", "tests.harness.soak", "--folder", str(folder)]
        command += ["--acts", str(given.acts), "--seed", str(given.seed)]
        code = subprocess.run(command, env={**os.environ, **environs}, check=False).returncode
        reports = list(home.rglob("report*.txt"))
        print(f"{time.monotonic() - begun:.0f} s, reports about faults: {len(reports)}")
        return code or len(reports)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
