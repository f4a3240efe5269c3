"""Does an act fail as a whole when the disk is full or the process is killed?"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

import annotator
from annotator.errors import FileProblem
from annotator.project import Project

CODER = """
import sys, annotator
project = annotator.open(sys.argv[1], coder="coder_a")
first = project.transcript("D1").text.index("Good morning")
print("ready", flush=True)
number = 0
while True:
    start = first + number % 40
    coding = project.apply_coding("D1", start, start + 2 + number // 60 % 200, "UKR")
    print(coding.uuid, flush=True)
    if number % 7 == 3:
        project.remove_coding(coding.id)
        print("-" + str(coding.uuid), flush=True)
    number += 1
"""


@pytest.mark.parametrize("seed", range(4))
def test_kill_loses_no_act_that_was_reported(project: Project, seed: int) -> None:
    project.close()
    with subprocess.Popen(
        [sys.executable, "-c", CODER, str(project.path)], stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        wanted = random.Random(seed).randrange(5, 60)
        lines = [worker.stdout.readline().strip() for _ in range(wanted)]
        worker.send_signal(signal.SIGKILL)
        lines += [line.strip() for line in worker.stdout if line.endswith("\n")]
    removed = {line[1:] for line in lines if line.startswith("-")}
    made = {line for line in lines if not line.startswith("-")}
    with annotator.open(project.path, coder="coder_a") as opened:
        assert opened.unclean
        standing = {str(item.uuid) for item in opened.codings_in(1)}
        # The newest may be removed already, which was not told before the end.
        assert made - removed - standing <= {lines[-1]}
        assert len(standing - made) <= 1  # the act that was on its way
        # At most the last removal was done and not yet told.
        assert len(removed & standing) == 0
        assert opened.check() == ()
        opened.undo()


def test_full_disk(project: Project, tmp_path: Path) -> None:
    """SQLite's own page limit gives the very error of a full disk."""
    at = project.transcript("D1").text.index("Good morning")
    project.apply_coding("D1", at, at + 12, "UKR")

    @sa.event.listens_for(project._store._engine, "begin")
    def no_more_room(connection: sa.Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    big = "A sentence that takes room. " * 3000
    source = tmp_path / "big.txt"
    source.write_text(big, encoding="utf-8")
    before = len(project.steps())
    with pytest.raises(FileProblem, match="disk is full") as caught:
        project.import_transcripts([source])
    assert caught.value.hint
    assert len(project.transcripts()) == 1
    assert len(project.steps()) == before
    sa.event.remove(project._store._engine, "begin", no_more_room)
    with project._store.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert len(project.import_transcripts([source]).imported) == 1
    assert project.check() == ()


WRITER_WITH_A_LIMIT = """
import resource, signal, sys, annotator
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
project = annotator.open(sys.argv[1], coder="coder_a")
at = project.transcript("D1").text.index("Good morning")
project.apply_coding("D1", at, at + 12, "UKR")
size = 1024 * 160
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
try:
    for number in range(100000):
        project.apply_coding("D1", at, at + 2 + number % 60, "CHINA")
        project.undo()
except annotator.UserError as error:
    print(error.message)
    print(error.hint)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit on Windows")
def test_a_drive_that_takes_no_more(project: Project) -> None:
    project.close()
    told = subprocess.run(
        [sys.executable, "-c", WRITER_WITH_A_LIMIT, str(project.path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in told.stderr
    assert "could not be read or written" in told.stdout or "disk is full" in told.stdout
    with annotator.open(project.path, coder="coder_a") as opened:
        assert opened.check() == ()
        assert any(item.quote for item in opened.codings_in(1))


def test_a_project_renamed_while_open_keeps_its_acts(project: Project, tmp_path: Path) -> None:
    at = project.transcript("D1").text.index("Good morning")
    project.apply_coding("D1", at, at + 12, "UKR")
    moved = tmp_path / "moved.annotator"
    project.path.rename(moved)
    project.close()
    assert not project.path.exists()
    with annotator.open(moved, coder="coder_a") as opened:
        assert [item.quote for item in opened.codings_in(1)] == ["Good morning"]
        assert opened.check() == ()
