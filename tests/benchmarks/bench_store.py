"""How dear is a coding, written and read, compared with sqlite3 doing just that?

Run by hand: `uv run python tests/benchmarks/bench_store.py`. All ratios are from one run.
"""

from __future__ import annotations

import gc
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import annotator
from annotator.model.codebook import CodeDraft
from annotator.model.spans import Span
from annotator.operations.coding import Batch, NewCoding, apply_codings
from annotator.project import Project

CODINGS = 50_000
ACTS = 400


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.annotator"
        with annotator.create(path, coder="coder_a") as project:
            fill(project, Path(folder))
            reading = read_figures(project)
            writing = write_figures(project)
    print(f"{'':44}{'library':>12}{'sqlite3':>12}{'ratio':>8}")
    for name, ours, theirs in (*reading, *writing):
        print(f"{name:44}{ours * 1000:9.2f} ms{theirs * 1000:9.2f} ms{ours / theirs:8.2f}")


def fill(project: Project, folder: Path) -> None:
    """A transcript of 5 MB with 50,000 codings, made as one act."""
    source = folder / "long.txt"
    sentence = "We will continue to support Ukraine for as long as it takes, together. "
    source.write_text(("Speaker: " + sentence * 40 + "\n\n") * (5_000_000 // 2900), "utf-8")
    project.import_transcripts([source])
    codes = [project.add_code(CodeDraft(f"C{n}", f"Code {n}")) for n in range(30)]
    opened = project.transcript(1)
    spans = opened.spans("sentence")
    chance = random.Random(1)
    news = []
    for _ in range(CODINGS):
        unit = spans[chance.randrange(len(spans))]
        end = min(unit.end, unit.start + chance.randrange(20, 60))
        news.append(NewCoding(chance.choice(codes), Span(unit.start, end)))
    setting = project.setting()
    apply_codings(project._history, setting, "Many codings", [Batch(opened, news)])


def read_figures(project: Project) -> list[tuple[str, float, float]]:
    raw = sqlite3.connect(project.path)
    sql = (
        "SELECT id, start, stop, code_id, coder_id, unsure FROM coding WHERE removed IS 0"
        " AND text_version_id=1 AND round_id=1 AND coder_id=1 ORDER BY start, stop DESC"
    )
    ours, theirs = paired(
        lambda: project.codings(1, coder_id=1), lambda: raw.execute(sql).fetchall(), runs=9
    )
    raw.close()
    return [(f"read the {project.n_codings():,} codings of a transcript", ours, theirs)]


def write_figures(project: Project) -> list[tuple[str, float, float]]:
    spans = project.transcript(1).spans("sentence")
    numbers = iter(range(ACTS * 2))

    def through_the_library() -> None:
        unit = spans[next(numbers)]
        project.apply_coding(1, unit.start, unit.end, 5)

    raw = sqlite3.connect(project.path, isolation_level=None)
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")
    rows = _last_rows(project, raw)

    def through_sqlite() -> None:
        number = next(numbers)
        raw.execute("BEGIN IMMEDIATE")
        for table, columns, values in rows:
            fresh = dict(zip(columns, values, strict=True))
            fresh |= {"uuid": uuid4().bytes} if "uuid" in fresh else {}
            place = {"start": number * 3 + 9, "stop": number * 3 + 11}
            fresh |= {"coding": place, "image": {"number": number}}.get(table, {})
            names = ", ".join(fresh)
            marks = ", ".join("?" * len(fresh))
            raw.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(fresh.values()))  # noqa: S608
        raw.execute("COMMIT")

    ours, theirs = paired(through_the_library, through_sqlite, runs=ACTS)
    raw.close()
    return [("one coding, durable (median)", ours, theirs)]


Rows = list[tuple[str, list[str], list[object]]]


def _last_rows(project: Project, raw: sqlite3.Connection) -> Rows:
    """The rows that one act writes, as the library wrote them last, without keys of their own."""
    unit = project.transcript(1).spans("sentence")[-1]
    project.apply_coding(1, unit.start, unit.end, 6)
    rows: Rows = []
    for table, order in (("coding", "id"), ("step", "id"), ("image", "step_id")):
        cursor = raw.execute(f"SELECT * FROM {table} ORDER BY {order} DESC LIMIT 1")  # noqa: S608
        row = dict(zip((item[0] for item in cursor.description), cursor.fetchone(), strict=True))
        row.pop("id", None)
        rows.append((table, list(row), list(row.values())))
    return rows


def paired(
    ours: Callable[[], object], theirs: Callable[[], object], *, runs: int
) -> tuple[float, float]:
    """Medians of both, taken in turn, so that a busy machine slows both alike."""
    mine: list[float] = []
    raw: list[float] = []
    for action, times in [(ours, mine), (theirs, raw)] * runs:
        gc.disable()
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
        gc.enable()
    return statistics.median(mine), statistics.median(raw)


if __name__ == "__main__":
    main()
