"""How fast is the transcript view? Run by hand: python tests/benchmarks/bench_view.py [MB CODINGS]

Prints CPU time of the window's thread and the ratios that are promised: the first frame against
`setPlainText` of the same text, and a frame while scrolling against the same view without codings;
and how much memory the view takes, in a process of its own, once all of it was seen.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import uuid4

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT), str(_ROOT / "ui"), str(_ROOT / "resources")]

from PySide6.QtCore import Qt  # noqa: E402 - the paths above come first
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QScrollBar  # noqa: E402

from annotator.model.coding import CodingColumns  # noqa: E402
from annotator.model.spans import Span, SpanRow  # noqa: E402
from annotator.model.transcript import (  # noqa: E402
    Metadata,
    OpenTranscript,
    Source,
    TranscriptInfo,
    Turn,
    Units,
)
from annotator_ui.theme import code_shade, load_fonts, theme_named  # noqa: E402
from annotator_ui.transcript_view import CodeStyle, TranscriptView  # noqa: E402

_CODES = 30
_MEMORY = "memory"
_SIZE = (1000, 900)
_SENTENCES = (
    "We will continue to support Ukraine for as long as it takes.",
    "Burden sharing remains high on the agenda of the Alliance.",
    "This is, as the Secretary General said, a joint effort \u2013 and we are grateful for it.",
    "Many important issues.",
    "Allies have stepped up, with more equipment, more training and more money than last year.",
)
_SPEAKERS = (("Jens Stoltenberg", "NATO Secretary General"), ("Antony Blinken", "US Secretary"))


def main() -> None:
    app = QApplication(sys.argv[:1])
    load_fonts()
    if sys.argv[1:2] == [_MEMORY]:
        _tell_memory(app, float(sys.argv[2]), int(sys.argv[3]))
        return
    sizes = [(float(sys.argv[1]), int(sys.argv[2]))] if len(sys.argv) > 2 else None
    print(f"{'MB':>5} {'codings':>8}  {'what':<34}{'median ms':>10}{'p99 ms':>9}{'ratio':>8}")
    for megabytes, count in sizes or ((0.01, 100), (1, 5_000), (5, 50_000)):
        _bench(app, megabytes, count)
        sys.stdout.flush()
        subprocess.run([sys.executable, __file__, _MEMORY, str(megabytes), str(count)], check=True)


def _bench(app: QApplication, megabytes: float, count: int) -> None:
    transcript = make_transcript(round(megabytes * 1e6))
    codings = make_codings(count, len(transcript.text))
    plain, loads = [], []
    for _ in range(7):  # by turns, so that a busy machine slows both
        plain.append(_plain_load(app, transcript.text))
        loads.append(_view_load(app, transcript, codings))
    bare, coded = _scroll_frames(app, transcript, (CodingColumns(), codings))
    base = statistics.median(plain)
    rows: list[tuple[str, list[float], float | None]] = [
        ("setPlainText and first frame", plain, None),
        ("view: first frame with codings", loads, statistics.median(loads) / base),
        ("scroll frame without codings", bare, None),
        ("scroll frame with codings", coded, statistics.median(coded) / statistics.median(bare)),
    ]
    rows += [(what, times, None) for what, times in _acts(app, transcript, codings).items()]
    for what, times, ratio in rows:
        shown = f"{ratio:8.2f}" if ratio is not None else ""
        print(
            f"{megabytes:>5} {count:>8}  {what:<34}{statistics.median(times):>10.2f}"
            f"{_p99(times):>9.2f}{shown}"
        )


def _tell_memory(app: QApplication, megabytes: float, count: int) -> None:
    """What the view adds to a process that holds text and codings already."""
    transcript = make_transcript(round(megabytes * 1e6))
    codings = make_codings(count, len(transcript.text))
    view = _view()  # empty: fonts and the window itself are not counted
    app.processEvents()
    before = _resident()
    view.show_transcript(transcript)
    view.set_codings(codings)
    app.processEvents()
    shown = _resident() - before
    area = view.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    bar = area.verticalScrollBar()
    for value in range(0, bar.maximum() + 1, bar.pageStep() or 20):
        _scroll(app, bar, value)
    what = "memory: shown, all of it seen (MB)"
    print(f"{megabytes:>5} {count:>8}  {what:<34}{shown:>10.1f}{_resident() - before:>9.1f}")
    view.close()


def _resident() -> float:
    """Megabytes of this process in memory; Linux only."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _plain_load(app: QApplication, text: str) -> float:
    edit = QPlainTextEdit()
    edit.resize(*_SIZE)
    edit.show()
    app.processEvents()

    def load() -> None:
        edit.setPlainText(text)
        edit.viewport().repaint()

    took = _cpu(load)
    edit.close()
    return took


def _view() -> TranscriptView:
    view = TranscriptView()
    view.resize(*_SIZE)
    theme = theme_named("light")
    view.set_theme(theme)
    fills = ("#C99700", "#B4552D", "#8E5EA2", "#2D6FB4", "#2F7F6F", "#5B7F3A")
    view.set_codes(
        {
            number: CodeStyle(f"Code number {number}", code_shade(fills[number % 6], theme))
            for number in range(_CODES)
        }
    )
    view.show()
    return view


def _view_load(app: QApplication, transcript: OpenTranscript, codings: CodingColumns) -> float:
    view = _view()
    app.processEvents()

    def load() -> None:
        view.show_transcript(transcript)
        view.set_codings(codings)
        app.processEvents()

    took = _cpu(load)
    view.close()
    return took


def _scroll_frames(
    app: QApplication, transcript: OpenTranscript, each: tuple[CodingColumns, ...]
) -> list[list[float]]:
    """Page by page, everything painted each time; one view per codings, by turns."""
    views, bars = [], []
    for codings in each:
        view = _view()
        view.show_transcript(transcript)
        view.set_codings(codings)
        app.processEvents()
        area = view.focusProxy()
        assert isinstance(area, QPlainTextEdit)
        views.append(view)
        bars.append(area.verticalScrollBar())
        _scroll(app, bars[-1], bars[-1].maximum() // 4)
    times: list[list[float]] = [[] for _ in each]
    for _ in range(200):
        for bar, took in zip(bars, times, strict=True):
            target = bar.value() + (bar.pageStep() or 20)
            took.append(_cpu(partial(_scroll, app, bar, target % max(1, bar.maximum()))))
    for view in views:
        view.close()
    return times


def _scroll(app: QApplication, bar: QScrollBar, value: int) -> None:
    bar.setValue(value)
    app.processEvents()


def _acts(
    app: QApplication, transcript: OpenTranscript, codings: CodingColumns
) -> dict[str, list[float]]:
    view = _view()
    view.show_transcript(transcript)
    view.set_codings(codings)
    view.go_to(Span(len(transcript.text) // 2, len(transcript.text) // 2 + 1))
    app.processEvents()
    area = view.focusProxy()
    assert area is not None
    times: dict[str, list[float]] = {}

    def timed(what: str, act: Callable[[], object]) -> None:
        times.setdefault(what, []).append(_cpu(partial(_until_painted, app, act)))

    rng = random.Random(5)
    for number in range(40):
        timed("Down, until painted", lambda: QTest.keyClick(area, Qt.Key.Key_Down))
        at = view.selection() or Span(0, 1)
        id_ = 10_000_000 + number
        timed("add a coding", partial(view.add_coding, id_, at.start, at.end, 3, unsure=False))
        timed("remove it", partial(view.remove_coding, id_))
        place = rng.randrange(len(transcript.text) - 50)
        timed("jump anywhere", partial(view.go_to, Span(place, place + 20)))
    for width in (900, 700, 1000, 650) * 2:
        timed("another width", partial(view.resize, width, _SIZE[1]))
    view.close()
    return times


def _until_painted(app: QApplication, act: Callable[[], object]) -> None:
    act()
    app.processEvents()


def make_transcript(length: int) -> OpenTranscript:
    """Turns of one to six paragraphs of one to eight sentences, `length` characters in all."""
    rng = random.Random(1)
    pieces: list[str] = []
    at = 0
    sentences, paragraphs, turns = [], [], []
    while at < length:
        name, role = rng.choice(_SPEAKERS)
        label = f"{role} {name}: "
        start = at
        pieces.append(label)
        at += len(label)
        text_start = at
        for _ in range(rng.randint(1, 6)):
            begin = at
            for _ in range(rng.randint(1, 8)):
                sentence = rng.choice(_SENTENCES)
                sentences.append(Span(at, at + len(sentence)))
                pieces.append(sentence + " ")
                at += len(sentence) + 1
            paragraphs.append(Span(begin, at - 1))
            pieces.append("\n\n")
            at += 2
        turns.append(Turn(label[:-2], name, role, start, text_start, at))
    units = (
        Units("sentence", SpanRow(sentences), "bench", "1"),
        Units("paragraph", SpanRow(paragraphs), "bench", "1"),
        Units("turn", SpanRow(Span(turn.text_start, turn.end) for turn in turns), "bench", "1"),
    )
    info = TranscriptInfo(
        1, uuid4(), "D1", Metadata(), 1, "", at, (), len(turns), len(paragraphs), len(sentences),
        0, "", "",
    )  # fmt: skip
    return OpenTranscript(info, "".join(pieces), tuple(turns), units, (), Source())


def make_codings(count: int, length: int) -> CodingColumns:
    """Codings of 20 to 400 characters anywhere in the text."""
    rng = random.Random(2)
    spans = []
    for _ in range(count):
        start = rng.randrange(max(1, length - 401))
        spans.append((start, min(length, start + rng.randint(20, 400))))
    spans.sort(key=lambda span: (span[0], -span[1]))
    return CodingColumns(
        ids=tuple(range(count)),
        starts=tuple(start for start, _ in spans),
        ends=tuple(end for _, end in spans),
        code_ids=tuple(rng.randrange(_CODES) for _ in spans),
        coder_ids=(1,) * count,
        unsure=tuple(rng.random() < 0.1 for _ in spans),
    )


def _cpu(act: Callable[[], object]) -> float:
    start = time.thread_time()
    act()
    return (time.thread_time() - start) * 1000


def _p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(0.99 * len(times)))]


if __name__ == "__main__":
    main()
