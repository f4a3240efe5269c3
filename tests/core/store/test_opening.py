"""What happens with files that are not projects, newer, open elsewhere, or not writable?"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import annotator
from annotator.errors import FileProblem, ProjectProblem, UserError
from annotator.project import Project
from annotator.store.schema import APPLICATION_ID, SCHEMA


@pytest.fixture
def closed(project: Project) -> Path:
    """The path of a finished project file."""
    transcript = project.transcripts()[0].id
    start = project.transcript(transcript).text.index("We will support Ukraine")
    project.apply_coding(transcript, start, start + 23, "UKR")
    project.close()
    return project.path


def refuses(path: Path, words: str) -> None:
    """Opening says this in its one sentence, gives a hint and leaves the file as it was."""
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(UserError, match=words) as caught:
        annotator.open(path)
    assert caught.value.hint
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_closed_project_is_one_file(closed: Path) -> None:
    names = sorted(item.name for item in closed.parent.iterdir())
    assert names == ["doorstep.txt", "study.annotator"]


def test_header_says_whose_file_it_is(closed: Path) -> None:
    with closing(sqlite3.connect(closed)) as raw:
        assert raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert raw.execute("PRAGMA user_version").fetchone()[0] == SCHEMA


def test_an_open_project_is_careful(project: Project) -> None:
    with project._store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() in {"wal", "delete"}
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 3  # EXTRA
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA trusted_schema").scalar() == 0


def test_missing(tmp_path: Path) -> None:
    refuses(tmp_path / "gone.annotator", "There is no project called gone.annotator")


def test_folder(tmp_path: Path) -> None:
    refuses(tmp_path, "is a folder")


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", os.urandom(5000)])
def test_another_file_with_our_ending(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fake.annotator"
    path.write_bytes(content)
    refuses(path, "is not a project of this program")


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "other.annotator"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE source (id)")
        raw.commit()
    refuses(path, "database of another program")


def test_newer(closed: Path) -> None:
    with closing(sqlite3.connect(closed)) as raw:
        raw.execute(f"PRAGMA user_version={SCHEMA + 1}")
    refuses(closed, "newer version")


def test_damaged(closed: Path) -> None:
    content = bytearray(closed.read_bytes())
    content[100:6000] = os.urandom(5900)
    closed.write_bytes(content)
    refuses(closed, "damaged")


def test_cut_off(closed: Path) -> None:
    closed.write_bytes(closed.read_bytes()[:9000])
    refuses(closed, "damaged")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW everything AS SELECT * FROM coding",
        "CREATE TRIGGER quiet AFTER INSERT ON coding BEGIN DELETE FROM memo; END",
    ],
)
def test_things_a_project_never_holds(closed: Path, statement: str) -> None:
    with closing(sqlite3.connect(closed)) as raw:
        raw.execute(statement)
        raw.commit()
    refuses(closed, "holds things a project never has")


def test_open_twice(project: Project) -> None:
    with pytest.raises(ProjectProblem, match=r"already open on .*, process") as caught:
        annotator.open(project.path)
    assert "study.annotator-lock" in caught.value.hint
    with annotator.open(project.path, read_only=True) as reader:
        assert [info.doc_id for info in reader.transcripts()] == ["D1"]
        with pytest.raises(ProjectProblem, match="reading only"):
            reader.add_code(annotator.model.codebook.CodeDraft("X", "X"))


def test_open_in_another_process(project: Project) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "annotator", "undo", str(project.path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 2
    assert "already open" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_lock_left_by_another_computer_is_respected(closed: Path) -> None:
    lock = closed.with_name("study.annotator-lock")
    lock.write_bytes(b'\x00{"host": "elsewhere", "pid": 1, "since": "2026-01-01 10:00"}')
    refuses(closed, "already open on elsewhere")
    lock.unlink()
    annotator.open(closed).close()


BOUND_BY_RIGHTS = (
    ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    if sys.platform == "linux" and os.geteuid() == 0
    else []
)
"""Root may write anywhere; without these capabilities it is bound like anybody else."""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of another kind")
@pytest.mark.parametrize("verb", [["undo"], ["backup"], ["import", "doorstep.txt"]])
def test_read_only_folder(closed: Path, verb: list[str]) -> None:
    before = closed.read_bytes()
    closed.parent.chmod(0o500)
    try:
        command = [sys.executable, "-m", "annotator", verb[0], str(closed), *verb[1:]]
        told = subprocess.run(
            [*BOUND_BY_RIGHTS, *command], capture_output=True, text=True, check=False
        )
    finally:
        closed.parent.chmod(0o700)
    assert told.returncode == 2
    assert "cannot be written to" in told.stderr
    assert "Traceback" not in told.stderr
    assert closed.read_bytes() == before
    assert sorted(item.name for item in closed.parent.iterdir()) == ["doorstep.txt", closed.name]


def test_a_taken_name(closed: Path) -> None:
    before = closed.read_bytes()
    with pytest.raises(FileProblem, match="already a file called"):
        annotator.create(closed, coder="x")
    assert closed.read_bytes() == before


def test_a_name_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"ends in \.annotator"):
        annotator.create(tmp_path / "study.docx", coder="x")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_in_the_file_manager_becomes_a_replica_of_its_own(closed: Path) -> None:
    copy = closed.with_name("copy.annotator")
    shutil.copy(closed, copy)
    for path, expected in ((closed, 1), (copy, 2)):
        with annotator.open(path) as opened:
            assert opened._history._replica_id == expected
    with annotator.open(copy) as opened:
        assert opened._history._replica_id == 2
