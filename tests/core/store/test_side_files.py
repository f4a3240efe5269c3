"""Do locks, logs and journals beside a project never cost an act, or somebody else's file?"""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import annotator
from annotator.errors import ProjectProblem, UserError
from annotator.model.codebook import CodeDraft
from annotator.project import Project
from annotator.store.copying import undisturbed

HALF_A_COMMIT = """
import os, signal, sys, annotator
from annotator.model.codebook import CodeDraft
project = annotator.open(sys.argv[1])
with project._store.writing() as connection:
    connection.exec_driver_sql("PRAGMA cache_size=1")
    connection.exec_driver_sql("PRAGMA cache_spill=1")
    for number in range(3000):
        connection.exec_driver_sql(
            "UPDATE code SET memo = ?", (f"{number} half an act " * 400,)
        )
    os.kill(os.getpid(), signal.SIGKILL)
"""


def make(path: Path, *names: str) -> Path:
    with annotator.create(path, coder="ann") as project:
        for name in names:
            project.add_code(CodeDraft(name, name))
    return path


def codes(path: Path) -> list[str]:
    with annotator.open(path) as project:
        assert project.check() == ()
        return [code.code_id for code in project.codebook().codes]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_journal_left_in_a_synced_folder_is_rolled_back(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    path = make(folder / "study.annotator", *(f"C{number}" for number in range(60)))
    killed = subprocess.run([sys.executable, "-c", HALF_A_COMMIT, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert path.with_name("study.annotator-journal").stat().st_size > 0
    with pytest.raises(ProjectProblem, match="not closed properly"):
        annotator.open(path, read_only=True)
    assert len(codes(path)) == 60
    with annotator.open(path, read_only=True) as project:
        assert {code.memo for code in project.codebook().codes} == {""}


def test_a_commit_that_fails_does_not_end_the_work(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    with annotator.open(make(folder / "study.annotator", "A")) as project:
        with project._store.reading() as reader:
            reader.exec_driver_sql("SELECT count(*) FROM code").scalar()
            with pytest.raises(UserError):
                refuse_to_wait(project)
        assert project.add_code(CodeDraft("B", "B")).code_id == "B"
    assert codes(folder / "study.annotator") == ["A", "B"]


def refuse_to_wait(project: Project) -> None:
    """An act that meets a reader in a rollback journal and does not wait long for it."""
    project.keep_nobody_waiting()
    project.add_code(CodeDraft("LOST", "Lost"))


def test_a_copy_over_a_crashed_project_is_the_copy(tmp_path: Path) -> None:
    old, new = make(tmp_path / "old.annotator", "OLD"), make(tmp_path / "new.annotator", "NEW")
    crashed = tmp_path / "crashed.annotator"
    with annotator.open(old) as project:
        project.add_code(CodeDraft("LOGGED", "Logged"))
        for side in ("", "-wal"):
            shutil.copy(f"{old}{side}", f"{crashed}{side}")
    with annotator.open(new) as project:
        project.save_copy(crashed)
    assert codes(crashed) == ["NEW"]
    assert not list(tmp_path.glob("*.part"))


def test_no_copy_over_a_project_that_is_open(tmp_path: Path) -> None:
    one, two = make(tmp_path / "one.annotator", "ONE"), make(tmp_path / "two.annotator", "TWO")
    with annotator.open(one) as first, annotator.open(two) as second:
        with pytest.raises(ProjectProblem, match="already open"):
            second.save_copy(one)
        first.add_code(CodeDraft("MORE", "More"))
    assert codes(one) == ["ONE", "MORE"]


def test_a_folder_is_no_name_for_a_copy(tmp_path: Path) -> None:
    with (
        annotator.open(make(tmp_path / "one.annotator")) as project,
        pytest.raises(UserError, match="is a folder"),
    ):
        project.save_copy(tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["one.annotator"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_through_a_link_it_is_the_same_project(tmp_path: Path) -> None:
    path, link = make(tmp_path / "one.annotator"), tmp_path / "link.annotator"
    link.symlink_to(path)
    with annotator.open(path), pytest.raises(ProjectProblem, match="already open"):
        annotator.open(link)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    path, precious = make(tmp_path / "one.annotator"), tmp_path / "precious.txt"
    precious.write_text("years of work", encoding="utf-8")
    path.with_name("one.annotator-lock").symlink_to(precious)
    with pytest.raises(UserError):
        annotator.open(path)
    assert precious.read_text(encoding="utf-8") == "years of work"


def test_a_project_that_cannot_be_begun_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotator.store import connection

    def no_room(*_anything: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    with monkeypatch.context() as full:
        full.setattr(connection, "_statements", no_room)
        with pytest.raises(UserError, match="disk is full"):
            annotator.create(tmp_path / "new.annotator", coder="ann")
    assert list(tmp_path.iterdir()) == []
    make(tmp_path / "new.annotator")
    assert [item.name for item in tmp_path.iterdir()] == ["new.annotator"]


@pytest.mark.parametrize("place", ["Dropbox", "local"])
def test_long_reading_lets_the_work_go_on(tmp_path: Path, place: str) -> None:
    """In a rollback journal each reader holds up every act: a copy is read there."""
    folder = tmp_path / place
    folder.mkdir()
    source = folder / "one.txt"
    source.write_text("Ann: Good morning. We go on.\n", encoding="utf-8")
    path = make(folder / "study.annotator", "A")
    with annotator.open(path) as project:
        project.import_transcripts([source])
        project.apply_coding("D1", 5, 17, "A")

        def code_meanwhile(done: int, total: int, label: str = "") -> None:
            del label
            if done < total and len(project.codebook().codes) == 1:
                project.keep_nobody_waiting()
                project.add_code(CodeDraft("B", "B"))

        assert project.check(progress=code_meanwhile) == ()
        assert len(project.codebook().codes) == 2
        report = project.export_workbook(folder / "out.xlsx", progress=code_meanwhile)
        assert report.rows["segments"] == 1
        assert len(project.frames.segments()) == 1
        with undisturbed(project._store) as apart:
            assert (apart is project._store) == (place == "local")
    assert codes(path) == ["A", "B"]
