"""How long does a workbook of 100,000 codings take, how much memory, and how fast is Cancel?

    python tests/benchmarks/bench_export.py [codings]

Each figure comes from a process of its own, so that one does not hide in the memory of another.
"""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Self
from uuid import UUID

import psutil

import annotator
from annotator.errors import Cancelled
from annotator.model.codebook import Code, Codebook, CodebookVersion, CodeDraft
from annotator.operations.coding import Batch, NewCoding, apply_codings
from annotator.reports.content import WorkbookContent
from annotator.reports.rows import SegmentRow
from annotator.reports.workbook import write_workbook

WORDS = "We see continued Russian attacks and we must go on to support Ukraine as Allies do. "
BUDGET_MB = 60
PROJECTS = (
    ("300 transcripts, one coder", 300, 1),
    ("300 transcripts, two coders", 300, 2),
    ("one transcript of 5 MB, one coder", 1, 1),
)


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2], int(sys.argv[3]))
        return
    count = sys.argv[1] if len(sys.argv) > 1 else "100000"
    print(f"{int(count):,} codings, 28 columns")
    for what in ("export", "cancel while writing", "cancel while packing", "csv module alone"):
        told("the writer alone: " + what, what, count)
    with tempfile.TemporaryDirectory() as folder:
        for what, transcripts, coders in PROJECTS:
            path = Path(folder) / f"{transcripts} x {coders}.annotator"
            fill(path, int(count), transcripts, coders)
            told(f"a project: {what}", str(path), count)


def told(words: str, what: str, count: str) -> None:
    command = [sys.executable, __file__, "--one", what, count]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    print(f"{words:50}{done.stdout.strip()}", flush=True)


def fill(path: Path, count: int, transcripts: int, coders: int) -> None:
    """A project with so many codings, 5 MB of text in all."""
    chance = random.Random(1)
    paragraph = "Speaker: " + WORDS * 30 + "\n\n"
    with annotator.create(path, coder="pi") as project:
        files = path.with_suffix("")
        files.mkdir()
        for number in range(transcripts):
            words = paragraph * (5_000_000 // transcripts // len(paragraph))
            (files / f"{number}.txt").write_text(f"Statement {number}\n\n{words}", "utf-8")
        project.import_transcripts(sorted(files.iterdir()))
        codes = [project.add_code(CodeDraft(f"C{n}", f"Code {n}", brief=WORDS)) for n in range(40)]
        names = [f"coder_{number}" for number in range(coders)]
        at_work = [project.use_coder(name) for name in names]
        round_ = project.current_round()
        share = count // transcripts // coders

        def batches() -> Iterator[Batch]:
            for info, coder in itertools.product(project.transcripts(), at_work):
                opened = project.transcript(info.id)
                units = opened.spans("sentence")
                pairs = chance.sample(range(len(units) * len(codes)), share)
                news = [NewCoding(codes[each % 40], units[each // 40]) for each in pairs]
                yield Batch(opened, news, coder.coder_id, round_.name)

        apply_codings(project._history, project.setting(), "Many codings", batches())


def write_project(path: Path, target: Path) -> PeakMemory:
    """As the command line does it, from a project that stands open."""
    with annotator.open(path, read_only=True) as project:
        project.codebook()
        with PeakMemory() as memory:
            project.export_workbook(target)
    return memory


def measure(what: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.xlsx"
        began, cpu = time.perf_counter(), time.process_time()
        if what.endswith(".annotator"):
            memory = write_project(Path(what), path)
            wall, cpu = time.perf_counter() - began, time.process_time() - cpu
            say(wall, cpu, memory, path)
            return
        with PeakMemory() as memory:
            if what == "csv module alone":
                write_csv(path, count)
            elif what == "export":
                write_workbook(path, content(count))
            else:
                print(cancelled(path, count, during=what.rsplit(" ", 1)[1]), end="")
                return
            wall, cpu = time.perf_counter() - began, time.process_time() - cpu
        say(wall, cpu, memory, path)


def say(wall: float, cpu: float, memory: PeakMemory, path: Path) -> None:
    size = path.stat().st_size / 1e6
    print(
        f"{wall:6.1f} s wall {cpu:6.1f} s CPU   peak {memory.added_mb:5.1f} MB above the start"
        f" (budget {BUDGET_MB})   file {size:.1f} MB"
    )


def cancelled(path: Path, count: int, *, during: str) -> str:
    """Press Cancel in the middle of a phase, and see how long the writer goes on."""
    pressed_at = 0.0
    calls: list[float] = []
    phase_began = 0.0

    def progress(done: int, total: int, label: str = "") -> None:
        nonlocal pressed_at, phase_began
        del done, total
        calls.append(time.perf_counter())
        if pressed_at:
            raise Cancelled
        wanted = "Packing" if during == "packing" else "Writing segments"
        if label.startswith(wanted):
            phase_began = phase_began or calls[-1]
            if calls[-1] - phase_began > 0.1:
                pressed_at = calls[-1]

    try:
        write_workbook(path, content(count), progress=progress)
    except Cancelled:
        latency = time.perf_counter() - pressed_at
        longest = max(b - a for a, b in itertools.pairwise(calls))
        left = len(list(path.parent.iterdir()))
        return f"{latency:6.2f} s until back   longest silence {longest:.2f} s   files left {left}"
    return "never noticed"


class PeakMemory:
    """Watches the resident memory of this process from a thread, 50 times a second."""

    def __enter__(self) -> Self:
        self._process = psutil.Process()
        self._start = self._peak = self._process.memory_info().rss
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def added_mb(self) -> float:
        return (self._peak - self._start) / 1e6

    def _watch(self) -> None:
        while not self._stop.wait(0.02):
            self._peak = max(self._peak, self._process.memory_info().rss)


def write_csv(path: Path, count: int) -> None:
    import csv

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for row in segments(count):
            writer.writerow([getattr(row, name) for name in SegmentRow.__slots__])


def content(count: int) -> WorkbookContent:
    codes = tuple(code(number) for number in range(1, 41))
    version = CodebookVersion(1, UUID(int=1), "1.0", "", "")
    return WorkbookContent(
        project="Benchmark",
        created_at="2026-01-01T00:00:00.000Z",
        coders=(),
        rounds=(),
        codebook=Codebook(codes, version),
        code_uses={},
        transcripts=(),
        segments=segments(count),
        n_segments=count,
    )


def code(number: int) -> Code:
    return Code(
        id=number, uuid=UUID(int=number), code_id=f"C{number}", name=f"Code {number}",
        parent_id=None, is_group=False, position=number, number=number, key="",
        color=f"#{number * 6:02X}80A0", brief=WORDS, full=WORDS * 3, use_when=WORDS,
        dont_use_when=WORDS, example=WORDS, counter_example="", memo="",
    )  # fmt: skip


def segments(count: int) -> Iterator[SegmentRow]:
    """Rows as a project of 300 transcripts would give them, made one at a time."""
    made = datetime(2026, 1, 1, 8, tzinfo=UTC)
    for number in range(count):
        doc, start = number % 300, number * 7 % 40_000
        yield SegmentRow(
            coding_id=number, doc_id=f"D{doc}", doc_title=f"Press point number {doc}",
            doc_date=date(2023, 1, 1) + timedelta(days=doc), doc_date_text="",
            doc_type="press point", speaker="Jens Stoltenberg",
            speaker_role="NATO Secretary General", turn=number % 9 + 1, paragraph=number % 60 + 1,
            sentence_first=number % 300 + 1, sentence_last=number % 300 + 1 + number % 3,
            char_start=start, char_stop=start + 84, code_id=f"C{number % 40 + 1}",
            code_num=number % 40 + 1, code_name=f"Code {number % 40 + 1}", group="Alliance policy",
            coder_id="coder_a" if number % 2 else "coder_b", round="main", codebook_version="1.0",
            certainty="sure", is_gold=0, segment=f"{number} {WORDS}", context_before=WORDS,
            context_after=WORDS, created_at=made + timedelta(seconds=number),
            text_sha256="84d64695e2a1cc08b94059094c01a9e36f5b5c2126234b6f5d3159395133d0f6",
            coding_uuid=str(UUID(int=number)),
        )  # fmt: skip


if __name__ == "__main__":
    main()
