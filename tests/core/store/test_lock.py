"""Does one writer stay the only one, whoever looks at the file or gives its lock back meanwhile?"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

import annotator
from annotator.errors import ProjectProblem, Refused, UserError
from annotator.model.codebook import CodeDraft
from annotator.store import door, guarded
from annotator.store.lock import LockFile
from annotator.transcripts import Refusal, read_all

WRITE_ANYWAY = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    raw.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
else:
    print("got in")
"""


@pytest.fixture
def synced(tmp_path: Path) -> Path:
    """A project in a rollback journal, where SQLite's locks lie on the file itself."""
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    path = folder / "study.annotator"
    annotator.create(path, coder="ann").close()
    return path


def another_process(path: Path) -> str:
    command = [sys.executable, "-c", WRITE_ANYWAY, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_looking_at_an_open_project_leaves_its_locks(synced: Path) -> None:
    """Closing any descriptor of a file drops all locks that the process holds on it."""
    with annotator.open(synced) as project, project._store.writing():
        assert another_process(synced) == "database is locked"
        with pytest.raises(ProjectProblem, match="already open"):
            annotator.open(synced)
        annotator.open(synced, read_only=True).close()
        assert another_process(synced) == "database is locked"


def test_a_project_is_no_transcript_and_is_not_even_opened(synced: Path) -> None:
    with annotator.open(synced) as project:
        beside = sorted(synced.parent.iterdir())
        with project._store.writing():
            found = [item for path in [*beside, synced.parent] for item in read_all(path)]
            assert another_process(synced) == "database is locked"
    refused = [item for item in found if isinstance(item, Refusal)]
    assert len(refused) == len(found) == 2 * len(beside)
    assert all("belongs to a project" in item.error.message for item in refused)


def test_nor_is_it_a_table(synced: Path) -> None:
    """Codebooks, codings and metadata come from tables, chosen by hand in the same folder."""
    with annotator.open(synced) as project:
        asked = (project.import_codebook, project.import_codings)
        with project._store.writing():
            for ask in asked:
                with pytest.raises(UserError, match="belongs to a project"):
                    ask(synced)
            assert another_process(synced) == "database is locked"


def test_whoever_must_not_wait_is_told_while_something_long_is_written(synced: Path) -> None:
    """The window: it would stand still for as long as an import is written."""
    with annotator.open(synced) as project:
        project.keep_nobody_waiting()
        begun, enough = threading.Event(), threading.Event()

        def write() -> None:
            with project._store.writing():
                begun.set()
                enough.wait(30)

        worker = threading.Thread(target=write)
        worker.start()
        begun.wait(30)
        with pytest.raises(Refused, match="Something long is being written"):
            project.add_code(CodeDraft("A", "A"))
        enough.set()
        worker.join()
        project.add_code(CodeDraft("A", "A"))


def test_a_window_waits_briefly_for_a_program_that_holds_the_file(tmp_path: Path) -> None:
    """It would stand still for ten seconds; whoever else acts waits for as long as that."""
    waits: list[int] = []

    def add_and_keep(project: annotator.Project) -> None:
        with project._store.writing() as connection:
            waits.append(connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one())

    with annotator.create(tmp_path / "study.annotator", coder="boss") as project:
        project.keep_nobody_waiting()
        with closing(sqlite3.connect(project.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            before = len(project.steps())
            with pytest.raises(ProjectProblem, match="Another program is holding") as told:
                project.add_code(CodeDraft("A", "A"))
            assert told.value.ended_an_act
            assert len(project.steps()) == before
            other.execute("ROLLBACK")
        project.add_code(CodeDraft("A", "A"))
        add_and_keep(project)
        worker = threading.Thread(target=add_and_keep, args=[project])
        worker.start()
        worker.join()
    briefly, long = waits
    assert briefly <= 1000 <= long


def test_a_lock_given_back_while_it_is_asked_for(tmp_path: Path) -> None:
    """The file that was opened may be gone once its lock is had: then the next one counts."""
    project = tmp_path / "study.annotator"
    holding = threading.Lock()
    trouble: list[str] = []

    def work() -> None:
        for _round in range(150):
            lock = LockFile(project)
            try:
                lock.take()
            except ProjectProblem:
                continue
            if not holding.acquire(blocking=False):
                trouble.append("two had it")
                return
            holding.release()
            lock.release()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not trouble
    last = LockFile(project)
    last.take()
    last.release()
    assert not last.path.exists()


def test_the_lock_of_another_is_left_in_place(tmp_path: Path) -> None:
    project = tmp_path / "study.annotator"
    ours, theirs = LockFile(project), LockFile(project)
    ours.take()
    ours.path.unlink()  # as the hint of a stale lock tells people to
    theirs.take()
    ours.release()
    assert theirs.path.exists()
    theirs.release()


def test_a_lock_stays_ours_when_the_computer_is_renamed(tmp_path: Path) -> None:
    project = tmp_path / "study.annotator"
    left = LockFile(project)
    left.take()
    written = left.path.read_bytes()
    left.release()
    left.path.write_bytes(written.replace(b'"host": "', b'"host": "another-'))
    again = LockFile(project)
    again.take()
    assert again.left_by is not None
    assert again.left_by.pid == os.getpid()
    again.release()


ENDED = """
import sys
from annotator import cli
from annotator.verbs import care
def work(arguments):
    import annotator
    with annotator.open(arguments.project) as project:
        print("ready", flush=True)
        sys.stdin.read()
care._check = work
sys.exit(cli.main(["check", sys.argv[1]]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no signal asks a process to end there")
def test_a_command_that_is_told_to_end_closes_its_project(tmp_path: Path) -> None:
    path = tmp_path / "study.annotator"
    with annotator.create(path, coder="ann") as project:
        project.add_code(CodeDraft("A", "A"))
    with subprocess.Popen(
        [sys.executable, "-c", ENDED, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as worker:
        assert worker.stdout is not None
        assert worker.stderr is not None
        assert worker.stdout.readline() == "ready\n"
        worker.terminate()
        assert worker.wait(20) == 130
        assert "Cancelled" in worker.stderr.read()
    assert [item.name for item in tmp_path.iterdir()] == ["study.annotator"]


@pytest.mark.parametrize("read_only", [False, True])
def test_who_opens_a_file_waits_briefly_for_a_program_that_holds_it(
    tmp_path: Path, *, read_only: bool
) -> None:
    annotator.create(tmp_path / "study.annotator", coder="boss").close()
    path = tmp_path / "study.annotator"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ProjectProblem, match="Another program is holding"):
            annotator.open(path, read_only=read_only)
    with closing(guarded.connect(door.uri(path, read_only=True))) as raw:
        (waits,) = raw.execute("PRAGMA busy_timeout").fetchone()
    assert waits <= 1000
    annotator.open(path, read_only=read_only).close()
