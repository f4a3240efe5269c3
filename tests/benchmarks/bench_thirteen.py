"""Do 13 coders with 1,000,000 codings on 10,000 transcripts open, code, merge and check?

Run by hand: `uv run python tests/benchmarks/bench_thirteen.py`. The project of `large_project`,
its codings shared out among 13 coders. Wall and processor time, and the most memory so far.
"""

from __future__ import annotations

import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT), str(_ROOT / "resources")]

import annotator  # noqa: E402 - the path above comes first
from tests.benchmarks.large_project import large_project  # noqa: E402

CODERS = 13
IN_PACK = 100
"""Transcripts of the pack that comes back."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="thirteen-") as folder:
        path = _shared_out(Path(folder))
        with timed("opened"):
            project = annotator.open(path, coder="ana")
        with timed("transcripts listed, codings of all counted"):
            infos = project.transcripts(coder_id=None)
        first = project.transcript(infos[0].id)
        spans = list(first.spans("sentence"))
        with timed("one coding"):
            project.apply_coding(first.info.id, spans[0].start, spans[0].end, "C0")
        with timed("a hundred codings"):
            for span in spans[1:101]:
                project.apply_coding(first.info.id, span.start, span.end, "C1")
        with timed("undone"):
            project.undo()
        with timed("backup"):
            project.backup()
        with timed(f"a pack of {IN_PACK} transcripts, its coder's work in it"):
            given = [info.id for info in infos[:IN_PACK]]
            pack = project.write_pack(Path(folder) / "p", "coder2", given, own_codings=True)
        with annotator.open(pack) as opened:
            for number in range(1, IN_PACK + 1):
                info = opened.infos()[number - 1]
                opened.apply_coding(info.id, spans[3].start, spans[3].end, "C2")
            back = opened.hand_back(Path(folder) / "r").path
        with timed("what came back is looked at"):
            looked = project.look_at_files([back])
        print(f"    {looked.files[0].work[0]}")
        with timed("and merged, with the backup before"):
            project.merge_files([back])
        with timed("merge undone"):
            project.undo_merge()
        with timed("the whole check"):
            found = project.check()
        print(f"    {len(found)} findings, {project.n_codings():,} codings")
        for each in found:
            if each.kind != "passage":
                print(f"    {each.message}")
        with timed("closed"):
            project.close()


def _shared_out(folder: Path) -> Path:
    path = Path(shutil.copy(large_project(), folder / "large.annotator"))
    with annotator.open(path, coder="ana") as project:
        for number in range(2, CODERS + 1):
            project.use_coder(f"coder{number}")
        project.use_coder("ana")
    with closing(sqlite3.connect(path)) as raw:
        ids = [row[0] for row in raw.execute("SELECT id FROM coder ORDER BY id")]
        for place, coder in enumerate(ids):
            raw.execute(
                "UPDATE coding SET coder_id = ? WHERE id % ? = ? AND id NOT IN (SELECT row_id FROM"
                " image WHERE table_name = 'coding')",  # other benchmarks code in that project
                (coder, CODERS, place),
            )
        raw.commit()
    return path


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print what the block took."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:<55} {wall:8.2f} s {cpu:8.2f} s of processor {memory:6} MB", flush=True)


if __name__ == "__main__":
    main()
