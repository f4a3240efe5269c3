"""How long does one coding take in a long transcript with many codings, from key to repainted?

Run by hand: `uv run python tests/benchmarks/bench_coding.py [MB CODINGS]`. Real project file,
real widgets, the durable commit included; the target is 50 ms at the median.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT), str(_ROOT / "ui"), str(_ROOT / "resources")]

from PySide6.QtCore import QSortFilterProxyModel, Qt  # noqa: E402 - the paths above come first
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QPlainTextEdit  # noqa: E402

import annotator  # noqa: E402
from annotator.model.codebook import CodeDraft  # noqa: E402
from annotator.model.spans import Span  # noqa: E402
from annotator.operations.coding import Batch, NewCoding, apply_codings  # noqa: E402
from annotator.project import Project  # noqa: E402
from annotator_ui.code_place.place import CodePlace  # noqa: E402
from annotator_ui.session import Session  # noqa: E402
from annotator_ui.theme import (  # noqa: E402
    load_fonts,
    palette,
    style_sheet,
    theme_named,
    ui_font,
)

_ACTS = 60
_KEYS = "abcdefghijklmnopqrstuvwxyz"
_SENTENCE = "We will continue to support Ukraine for as long as it takes, together. "


def main() -> None:
    app = QApplication(sys.argv[:1])
    theme = theme_named("light")
    load_fonts()
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(ui_font(13))
    app.setStyleSheet(style_sheet(theme))
    sizes = [(float(sys.argv[1]), int(sys.argv[2]))] if len(sys.argv) > 2 else None
    print(f"{'MB':>5} {'codings':>8}  {'what':<40}{'median':>9}{'p90':>9}   in ms of wall time")
    for megabytes, count in sizes or ((0.01, 100), (1, 5_000), (5, 50_000)):
        with tempfile.TemporaryDirectory() as folder:
            _bench(app, Path(folder), megabytes, count)


def _bench(app: QApplication, folder: Path, megabytes: float, count: int) -> None:
    path = folder / "bench.annotator"
    with annotator.create(path, coder="ana") as project:
        _fill(project, folder, megabytes, count)
    session = Session()
    session.open(path)
    plain = _first_frame_of_plain_text(app, session.project.transcript(1).text)
    began = time.perf_counter()
    place = CodePlace(session, theme_named("light"))
    place.resize(1376, 836)
    place.show()
    app.processEvents()
    first = time.perf_counter() - began
    place.activateWindow()
    place.focus_text()
    app.processEvents()
    figures = {
        "place with this transcript, first frame": [first],
        "  setPlainText of the same text": [plain],
        **_acts(app, session, place),
    }
    for what, seconds in figures.items():
        middle, high = statistics.median(seconds), sorted(seconds)[int(0.9 * len(seconds))]
        numbers = f"{middle * 1000:9.1f}{high * 1000:9.1f}"
        print(f"{megabytes:5g} {count:8,}  {what:<40}{numbers}")
    place.close()
    session.close()
    place.deleteLater()
    app.processEvents()


def _acts(app: QApplication, session: Session, place: CodePlace) -> dict[str, list[float]]:
    """Each act somewhere else in the text; the jump there is not timed."""
    chance = random.Random(2)
    opened = place.loop.transcript
    assert opened is not None
    spans = opened.spans("sentence")
    text, tree = place.view.focusProxy(), place.codes.tree
    assert text is not None
    rows = [tree.model().index(row, 0) for row in range(10)]
    assert isinstance(tree.model(), QSortFilterProxyModel)

    def jump() -> None:
        place.view.go_to(spans[chance.randrange(len(spans))])
        app.processEvents()

    def click() -> None:
        where = tree.visualRect(chance.choice(rows)).center()
        QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=where)

    def press(keys: str) -> Callable[[], None]:
        return lambda: QTest.keyClicks(text, chance.choice(keys))

    pair = _KEYS[:10]
    return {
        "coding by key": [_timed(app, press(pair), jump) for _ in range(_ACTS)],
        "coding by click": [_timed(app, click, jump) for _ in range(_ACTS)],
        "unsure": [_timed(app, press("?"), lambda: None) for _ in range(10)],
        "next sentence": [_timed(app, lambda: _down(text)) for _ in range(_ACTS)],
        "jump to any sentence": [_timed(app, jump) for _ in range(_ACTS)],
        "nothing applies": [
            _timed(app, press("0"), lambda: place.queue.step(1)) for _ in range(20)
        ],
        "undo": [_timed(app, session.undo) for _ in range(20)],
        "redo": [_timed(app, session.redo) for _ in range(10)],
    }


def _down(text: object) -> None:
    QTest.keyClick(text, Qt.Key.Key_Down)


def _timed(
    app: QApplication, act: Callable[[], None], before: Callable[[], None] | None = None
) -> float:
    """Until the act is in the file and the window is painted again."""
    if before is not None:
        before()
        app.processEvents()
    began = time.perf_counter()
    act()
    app.processEvents()
    return time.perf_counter() - began


def _first_frame_of_plain_text(app: QApplication, text: str) -> float:
    edit = QPlainTextEdit()
    edit.resize(1000, 836)
    edit.show()
    app.processEvents()
    began = time.perf_counter()
    edit.setPlainText(text)
    edit.repaint()
    app.processEvents()
    took = time.perf_counter() - began
    edit.deleteLater()
    return took


def _fill(project: Project, folder: Path, megabytes: float, count: int) -> None:
    """One transcript with many codings, made as one act."""
    source = folder / "long.txt"
    turns = max(1, round(megabytes * 1_000_000 / 2_900))
    source.write_text(("Speaker: " + _SENTENCE * 40 + "\n\n") * turns, "utf-8")
    project.import_transcripts([source])
    codes = [
        project.add_code(CodeDraft(f"C{n}", f"Code {n}", key=key)) for n, key in enumerate(_KEYS)
    ]
    opened = project.transcript(1)
    spans = opened.spans("sentence")
    chance = random.Random(1)
    news = []
    for _ in range(count):
        unit = spans[chance.randrange(len(spans))]
        end = min(unit.end, unit.start + chance.randrange(20, 60))
        news.append(NewCoding(chance.choice(codes), Span(unit.start, end)))
    setting = project.setting()
    apply_codings(project._history, setting, "Many codings", [Batch(opened, news)])


if __name__ == "__main__":
    main()
