"""How dear are packs and their merge, compared with sqlite3 writing the very same rows?

Run by hand: `uv run python tests/benchmarks/bench_teams.py`. All ratios are from one run.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import annotator
from annotator.model.codebook import CodeDraft
from annotator.model.spans import Span
from annotator.operations.coding import Batch, NewCoding, apply_codings
from annotator.project import Project
from annotator.teamwork.merge import look_at_files, merge_files

TRANSCRIPTS = 200
SENTENCES = 120
PACKS = 13
CODINGS = 70_000
SENTENCE = "We will continue to support them for as long as it takes, together. "


class Spent(NamedTuple):
    """Seconds; where others use the machine, those of the processor tell more."""

    wall: float
    processor: float


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with annotator.create(folder / "bench.annotator", coder="pi") as project:
            fill(project, folder)
            written = pack_figures(project, folder)
            files = [returned(project, folder, n) for n in range(PACKS)]
        merged = merge_figures(folder / "bench.annotator", files, folder)
        memory = memory_figures(files, folder)
    print(f"{'':56}{'ours':>12}{'sqlite3':>12}{'ratio':>8}{'of processor time':>20}")
    for label, ours, theirs in (*written, *merged):
        whole = f"{ours.wall * 1000:9.0f} ms{theirs.wall * 1000:9.0f} ms"
        ratios = f"{ours.wall / theirs.wall:8.2f}{ours.processor / theirs.processor:20.2f}"
        print(f"{label:56}{whole}{ratios}")
    for label, size in memory:
        print(f"{label:56}{size / 1e6:9.1f} MB")


def fill(project: Project, folder: Path) -> None:
    """Transcripts of about 8 kB, thirty codes, thirteen coders."""
    sources = []
    for number in range(TRANSCRIPTS):
        source = folder / f"t{number}.txt"
        words = f"Text number {number}. " + SENTENCE * SENTENCES
        source.write_text(f"Speaker: {words}\n", "utf-8")
        sources.append(source)
    project.import_transcripts(sources)
    for number in range(30):
        project.add_code(CodeDraft(f"C{number}", f"Code {number}"))
    for number in range(PACKS):
        project.add_coder(f"coder_{number}")


def returned(project: Project, folder: Path, number: int) -> Path:
    """The return of one coder, with a thirteenth of all codings in it."""
    path = project.write_pack(
        folder / f"{number}.annotator-pack",
        f"coder_{number}",
        [info.id for info in project.transcripts()],
    )
    chance = random.Random(number)
    with annotator.open(path) as pack:
        codes, infos = pack.codebook().codes, pack.transcripts()
        batches = []
        for info in infos:
            opened = pack.transcript(info.id)
            spans = opened.spans("sentence")
            news = []
            for _ in range(CODINGS // PACKS // TRANSCRIPTS):
                unit = spans[chance.randrange(len(spans))]
                end = min(unit.end, unit.start + chance.randrange(20, 60))
                news.append(NewCoding(chance.choice(codes), Span(unit.start, end)))
            batches.append(Batch(opened, news))
        apply_codings(pack._history, pack.setting(), "Many codings", batches)
        return pack.hand_back(folder / f"{number}").path


def pack_figures(project: Project, folder: Path) -> list[tuple[str, Spent, Spent]]:
    ids = [info.id for info in project.transcripts()]
    target = folder / "one.annotator-pack"
    ours = timed(lambda: project.write_pack(target, "coder_0", ids))
    theirs = timed(lambda: write_again(target, folder / "raw.annotator-pack"))
    return [(f"a pack of {TRANSCRIPTS} transcripts written", ours, theirs)]


def merge_figures(
    path: Path, files: Sequence[Path], folder: Path
) -> list[tuple[str, Spent, Spent]]:
    before = Path(shutil.copy(path, folder / "before.annotator"))
    shutil.copy(path, folder / "untouched.annotator")
    with annotator.open(path) as project:
        store, history, acting = project._store, project._history, project.coder
        looking = timed(lambda: look_at_files(store, history, files, acting=acting))
        merging = timed(lambda: merge_files(store, history, files, acting=acting))
        count = project.n_codings()
    theirs = rows_written_again(before, path)
    label = f"{len(files)} packs with {count:,} codings"
    return [(f"{label} merged", merging, theirs), (f"{label} looked at", looking, theirs)]


def memory_figures(files: Sequence[Path], folder: Path) -> list[tuple[str, int]]:
    found = []
    for number in (3, len(files)):
        copy = Path(
            shutil.copy(folder / "untouched.annotator", folder / f"memory{number}.annotator")
        )
        with annotator.open(copy) as project:
            tracemalloc.start()
            merge_files(project._store, project._history, files[:number], acting=project.coder)
            found.append(
                (
                    f"memory at the peak of merging {number} packs",
                    tracemalloc.get_traced_memory()[1],
                )
            )
            tracemalloc.stop()
    return found


def write_again(source: Path, target: Path) -> None:
    """Every row of a file into an empty one with the same tables and indexes."""
    with closing(sqlite3.connect(source)) as raw:
        made = [sql for (sql,) in raw.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL")]
        tables = [
            name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        rows = {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in tables}  # noqa: S608
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("BEGIN IMMEDIATE")
        for sql in made:
            raw.execute(sql)
        for name, found in rows.items():
            insert(raw, name, found)
        raw.execute("COMMIT")


def rows_written_again(before: Path, after: Path) -> Spent:
    """How long sqlite3 takes to write what a merge wrote, history included."""
    with closing(sqlite3.connect(after)) as raw:
        raw.execute("ATTACH ? AS old", (str(before),))
        tables = [
            name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        new = {
            name: raw.execute(
                f"SELECT * FROM main.{name} EXCEPT SELECT * FROM old.{name}"  # noqa: S608
            ).fetchall()
            for name in tables
        }
    with closing(sqlite3.connect(before, isolation_level=None)) as raw:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-32000",
        ):
            raw.execute(f"PRAGMA {pragma}")

        def write() -> None:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("PRAGMA defer_foreign_keys=ON")
            for name, found in new.items():
                insert(raw, name, found)
            raw.execute("COMMIT")

        return timed(write)


def insert(raw: sqlite3.Connection, name: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        places = ", ".join("?" * len(rows[0]))
        raw.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({places})", rows)  # noqa: S608


def timed(work: Callable[[], object]) -> Spent:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - processor)


if __name__ == "__main__":
    main()
