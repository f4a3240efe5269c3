"""Does a codebook of 1,000 codes stay quick, with 1,000,000 codings, and when it comes from Excel?

Run by hand: `uv run python tests/benchmarks/bench_codebook.py [--import]`. With `--import` only a
workbook of 1,000 rows is read; else also a project file of 400 MB, made at the first run from that
of `bench_large`. Real widgets, the durable commit included. Wall times in ms.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT), str(_ROOT / "ui"), str(_ROOT / "resources")]

from PySide6.QtCore import QTimer  # noqa: E402 - the paths above come first
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

import annotator  # noqa: E402
from annotator.model.codebook import CodeDraft  # noqa: E402
from annotator.project import Project  # noqa: E402
from annotator_ui.codebook_place.place import CodebookPlace  # noqa: E402
from annotator_ui.look import Look  # noqa: E402
from annotator_ui.main_window import MainWindow  # noqa: E402
from annotator_ui.messages import Messages  # noqa: E402
from annotator_ui.preferences import Preferences  # noqa: E402
from annotator_ui.theme import load_first_fonts, load_fonts  # noqa: E402
from tests.benchmarks.large_project import SCHEMA, large_project  # noqa: E402

CODES, LARGE = 1_000, 100_000


def main() -> None:
    figures = _import_figures()
    if "--import" not in sys.argv:
        figures |= _place_figures()
    print(f"{'':58}{'median':>9}{'worst':>9}")
    for what, times in figures.items():
        print(f"{what:58}{statistics.median(times):9.1f}{max(times):9.1f}")


# 1,000 rows from a workbook


def _import_figures() -> dict[str, list[float]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with annotator.create(folder / "a.annotator", coder="pi") as project:
            project.add_codes(list(_drafts()))
            path = project.export_codebook(folder / "codes.xlsx")
            with annotator.create(folder / "b.annotator", coder="pi") as empty:
                plans = [_timed(lambda: empty.plan_codebook(path)) for _ in range(7)]
            again = [_timed(lambda: project.plan_codebook(path)) for _ in range(7)]
        alone = [_timed(lambda: _read_alone(path)) for _ in range(7)]
    ratio = statistics.median(plans) / statistics.median(alone)
    ratio_again = statistics.median(again) / statistics.median(alone)
    return {
        "1,000 rows: the file alone, by openpyxl": alone,
        "1,000 rows: read, guessed, compared with no code": plans,
        "  against the file alone (bound 3)": [ratio],
        "1,000 rows: read, guessed, compared with the same codes": again,
        "  against the file alone (bound 3)  ": [ratio_again],
    }


def _read_alone(path: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    for _ in book.worksheets[0].iter_rows(values_only=True):
        pass
    book.close()


def _drafts() -> list[CodeDraft]:
    chance = random.Random(5)
    words = [
        "speaker",
        "supports",
        "policy",
        "when",
        "a",
        "clear",
        "demand",
        "for",
        "action",
        "is",
        "made",
        "by",
        "name",
    ]
    drafts: list[CodeDraft] = []
    for number in range(CODES):
        is_group = number % 20 == 0
        parent = "" if is_group else f"B{number - number % 20}"
        texts = [" ".join(chance.choices(words, k=length)) for length in (12, 60, 25, 25, 15)]
        code_id = f"B{number}"
        drafts.append(CodeDraft(code_id, f"Code {number}", parent, is_group, None, "", "", *texts))
    return drafts


# the place


def _project() -> Path:
    """A copy of the large project with 1,000 codes; two of them have 100,000 codings each."""
    large = large_project()
    path = large.with_name(f"codes-{SCHEMA}.annotator")
    if path.exists():
        return path
    part = path.with_name("codes-part.annotator")
    shutil.copyfile(large, part)
    with annotator.open(part) as project:
        project.add_codes(_drafts())
        ids = [code.id for code in project.codebook().codes if not code.is_group]
    chance = random.Random(7)
    first, second, *others = ids
    raw = sqlite3.connect(part, isolation_level=None)
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("BEGIN")
    n = 10 * LARGE
    rows = ((_code(number, first, second, others, chance), number) for number in range(1, n + 1))
    raw.executemany("UPDATE OR IGNORE coding SET code_id = ? WHERE id = ?", rows)
    raw.execute("COMMIT")
    raw.execute("ANALYZE")
    raw.close()
    part.rename(path)
    return path


def _code(number: int, first: int, second: int, others: list[int], chance: random.Random) -> int:
    if number <= 2 * LARGE:
        return first if number <= LARGE else second
    return chance.choice(others)


def _place_figures() -> dict[str, list[float]]:
    made = _project()
    path = made.with_name("codes-now.annotator")
    shutil.copyfile(made, path)
    app = QApplication([sys.argv[0], "-style", "fusion"])
    load_first_fonts()
    load_fonts()
    folder = Path(tempfile.mkdtemp())
    preferences = Preferences(folder / "settings.ini")
    window = MainWindow(Look(app, preferences), preferences, Messages(folder))
    window.resize(1440, 900)
    window.show()
    app.processEvents()
    window.session.open(path, coder="ana")
    app.processEvents()
    figures = _acts(app, window)
    window.close()
    path.unlink()
    shutil.rmtree(path.with_name(f"{path.stem} backups"), ignore_errors=True)
    return figures


def _acts(app: QApplication, window: MainWindow) -> dict[str, list[float]]:
    project: Project = window.session.project
    began = time.perf_counter()
    window.show_further("codebook")
    app.processEvents()
    figures = {"the place painted": [_since(began)]}
    place = window.further.place("codebook")
    assert isinstance(place, CodebookPlace)
    _wait(app, lambda: not place.is_busy)
    figures["  with counts and hints"] = [_since(began)]
    place.tree.begin_finding()
    field = app.focusWidget() or window.focusWidget()
    assert field is not None

    def typed(letter: str) -> None:
        QTest.keyClicks(field, letter)
        app.processEvents()

    figures["filter, each letter"] = [
        _timed(lambda letter=letter: typed(letter)) for letter in "code 77"
    ]
    field.clear()  # type: ignore[attr-defined]
    app.processEvents()
    groups = [code for code in project.codebook().codes if code.is_group]

    def move(number: int) -> None:
        place.acts.move(groups[number], groups[40].id, 0)
        app.processEvents()

    figures["move a branch"] = [_timed(lambda number=number: move(number)) for number in range(5)]
    _wait(app, lambda: not place.is_busy)
    codes = [code for code in project.codebook().codes if code.code_id in {"C0", "C1"}]
    stalls = _Stalls()
    began = time.perf_counter()
    place.acts._merge(codes[0], codes[1].id)
    _wait(app, lambda: not window.tasks.busy)
    figures["merge two codes of 100,000 codings"] = [_since(began)]
    figures["  the window stood still for at most"] = [stalls.end()]
    _wait(app, lambda: not place.is_busy)
    for name, act in (("undo", window.undo), ("redo", window.redo)):
        stalls = _Stalls()
        began = time.perf_counter()
        act()
        _wait(app, lambda: not window.tasks.busy)
        figures[f"  {name}"] = [_since(began)]
        figures[f"  the window stood still for at most ({name})"] = [stalls.end()]
        _wait(app, lambda: not place.is_busy)
    return figures


class _Stalls:
    """The longest time in which the window answered nothing."""

    def __init__(self) -> None:
        self._last, self._longest = time.perf_counter(), 0.0
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self._longest, self._last = max(self._longest, now - self._last), now

    def end(self) -> float:
        self._tick()
        self._timer.stop()
        return self._longest * 1000


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return _since(began)


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def _wait(app: QApplication, until: Callable[[], bool]) -> None:
    end = time.perf_counter() + 120
    while not until() and time.perf_counter() < end:
        app.processEvents()
        time.sleep(0.002)


if __name__ == "__main__":
    main()
