"""Does coding stay quick in a project of 10,000 transcripts and 1,000,000 codings?

Run by hand: `uv run python tests/benchmarks/bench_large.py`. A real project file of 400 MB, made
at the first run; real widgets, the durable commit included. Times are wall times in ms.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [
    str(_ROOT),
    str(_ROOT / "ui"),
    str(_ROOT / "resources"),
    str(_ROOT / "tests/benchmarks"),
]

from PySide6.QtCore import Qt  # noqa: E402 - the paths above come first
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from annotator.model.retrieval import Condition, Wanted  # noqa: E402
from annotator.search import Query  # noqa: E402
from annotator_ui.code_place.place import CodePlace  # noqa: E402
from annotator_ui.session import Session  # noqa: E402
from annotator_ui.theme import load_fonts, palette, style_sheet, theme_named, ui_font  # noqa: E402
from tests.benchmarks.large_project import RARE, large_project  # noqa: E402

_KEYS = "abcdefghij"


def main() -> None:
    path = large_project()
    app = QApplication(sys.argv[:1])
    theme = theme_named("light")
    load_fonts()
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(ui_font(13))
    app.setStyleSheet(style_sheet(theme))
    session = Session()
    figures: dict[str, list[float]] = {}
    began = time.perf_counter()
    session.open(path)
    figures["project opened"] = [_since(began)]
    place = CodePlace(session, theme)
    place.resize(1376, 836)
    place.show()
    app.processEvents()
    figures["project opened, Code place painted"] = [_since(began)]
    _wait(app, lambda: place.code_tree.total(1) > 0)
    figures["counts of the project shown"] = [_since(began)]
    place.activateWindow()
    place.focus_text()
    app.processEvents()
    figures |= _acts(app, session, place)
    figures |= _lists(app, place)
    figures |= _searches(session)
    figures |= _passages(session)
    print(
        f"{'10,000 transcripts, 1,000,000 codings':52}{'median':>9}{'worst':>9}   ms of wall time"
    )
    for what, times in figures.items():
        print(f"{what:52}{statistics.median(times):9.1f}{max(times):9.1f}")
    place.close()
    session.close()
    place.deleteLater()
    app.processEvents()


def _acts(app: QApplication, session: Session, place: CodePlace) -> dict[str, list[float]]:
    chance = random.Random(3)
    text = place.view.focusProxy()
    assert text is not None
    infos = session.project.transcripts()
    before = sum(place.code_tree.total(n) for n in range(1, 31))

    def timed(act: Callable[[], object]) -> float:
        began = time.perf_counter()
        act()
        app.processEvents()
        return _since(began)

    def switch() -> None:
        place.show_transcript(chance.choice(infos).id)

    times: dict[str, list[float]] = {}

    def take(what: str, act: Callable[[], object], runs: int) -> None:
        times[what] = [timed(act) for _ in range(runs)]

    take("another transcript", switch, 20)
    keys: list[float] = []
    for _ in range(40):
        QTest.keyClick(text, Qt.Key.Key_Down)
        app.processEvents()
        keys.append(timed(lambda: QTest.keyClicks(text, chance.choice(_KEYS))))
    times["coding by key, counts right after it"] = keys
    assert sum(place.code_tree.total(n) for n in range(1, 31)) >= before
    take("undo", session.undo, 20)
    take("redo", session.redo, 10)
    QTest.keyClicks(text, "a")
    take("unsure", lambda: QTest.keyClicks(text, "?"), 6)
    nothing: list[float] = []
    for _ in range(10):
        place.queue.step(1)
        app.processEvents()
        nothing.append(timed(lambda: QTest.keyClicks(text, "0")))
    times["nothing applies"] = nothing
    take("memo on a coding", lambda: _memo(session, place), 6)
    return times


def _memo(session: Session, place: CodePlace) -> None:
    coding = next(iter(place.loop.codings))
    uuid = session.project.coding(coding.id).uuid
    place.loop.did(lambda: session.project.write_memo("coding", uuid, f"{time.time()}"))


def _lists(app: QApplication, place: CodePlace) -> dict[str, list[float]]:
    times = {}
    bar = place.transcripts.view.verticalScrollBar()
    frames = []
    for number in range(40):
        began = time.perf_counter()
        bar.setValue(number * bar.maximum() // 40)
        app.processEvents()
        frames.append(_since(began))
    times["list of transcripts: a frame while scrolling"] = frames
    for which in ("left", "unsure", "memo"):
        place.queue.choose(None)
        began = time.perf_counter()
        place.queue.choose(which)
        app.processEvents()
        times[f"worklist: {which}"] = [_since(began)]
        if which == "unsure":  # looked up beside the window, which goes on meanwhile
            _wait(app, lambda: bool(place.queue.shown()))
            times["  the list is there"] = [_since(began)]
            times["  on to the next doubt after an act"] = _doubts(app, place)
    place.queue.choose(None)
    return times


def _doubts(app: QApplication, place: CodePlace) -> list[float]:
    times = []
    for _ in range(6):
        place.loop.toggle_unsure()
        app.processEvents()
        began = time.perf_counter()
        place.queue.step(1)
        app.processEvents()
        times.append(_since(began))
    return times


def _searches(session: Session) -> dict[str, list[float]]:
    """Off the window's thread; how long that thread is kept from its work meanwhile, too."""
    times = {}
    asked = {
        "a common word": Query("burden"),
        "a rare word": Query(RARE),
        "no hit": Query("qqqqq"),
        "a common pattern": Query(r"\bburd.n", pattern=True),
        "a rare pattern": Query(RARE[:5] + r"\w+h", pattern=True),
    }
    for name, query in asked.items():
        first: list[float] = []
        began = time.perf_counter()

        def tell(_hits: object, first: list[float] = first, began: float = began) -> None:
            if not first:
                first.append(_since(began))

        done: list[float] = []

        def work(query: Query = query, tell: Callable[..., None] = tell) -> None:
            session.project.search(query, found=tell, most=20_000)
            done.append(_since(began))  # noqa: B023 - it ends before the next turn

        thread = threading.Thread(target=work)
        thread.start()
        held = []
        while thread.is_alive():
            start = time.perf_counter()
            time.sleep(0.001)
            held.append(_since(start))
        thread.join()
        if first:
            times[f"find {name} in 100 MB: first hits"] = first
        times[f"find {name} in 100 MB: all of it"] = done
        times[f"  the window kept waiting meanwhile ({name})"] = held
    return times


def _passages(session: Session) -> dict[str, list[float]]:
    project = session.project
    some = frozenset({1, 2, 3})
    asked = {
        "passages of one code (33,000)": Wanted(codes=frozenset({1})),
        "passages of three codes (100,000)": Wanted(codes=some),
        "  near another code": Wanted(
            codes=frozenset({1}), conditions=(Condition(frozenset({2}), "near", within=2),)
        ),
        "  of one speaker": Wanted(codes=frozenset({1}), speakers=frozenset({"Jens Stoltenberg"})),
        "passages of any code, the first 100,000": Wanted(),
    }
    times = {}
    for what, wanted in asked.items():
        began = time.perf_counter()
        found = project.retrieve(wanted)
        times[what] = [_since(began)]
    ids = [key.coding_id for key in found.keys[50_000:50_012]]
    began = time.perf_counter()
    project.passages_shown(ids)
    times["a screen of passages read"] = [_since(began)]
    return times


def _wait(app: QApplication, until: Callable[[], bool]) -> None:
    end = time.perf_counter() + 30
    while not until() and time.perf_counter() < end:
        app.processEvents()


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
