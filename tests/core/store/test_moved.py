"""What becomes of the acts when a project's file is moved, deleted or replaced while it is open?"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

import annotator
from annotator.errors import ProjectProblem
from annotator.model.codebook import CodeDraft
from annotator.project import Project

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="an open file can be neither moved nor deleted there"
)


@pytest.fixture(params=["local", "Dropbox"])
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """An ordinary folder and one that is synchronised: log and rollback journal."""
    folder = tmp_path / str(request.param)
    folder.mkdir()
    return folder


def make(path: Path, *names: str) -> Path:
    with annotator.create(path, coder="ann") as project:
        for name in names:
            project.add_code(CodeDraft(name, name))
    return path


def codes(path: Path) -> list[str]:
    with annotator.open(path) as project:
        assert project.check() == ()
        return [code.code_id for code in project.codebook().codes]


def refuses_acts(project: Project, words: str) -> None:
    with pytest.raises(ProjectProblem, match=words) as caught:
        project.add_code(CodeDraft("LOST", "Lost"))
    assert "Save a copy" in caught.value.hint
    with pytest.raises(ProjectProblem, match=words):
        project.undo()


def test_renamed(place: Path) -> None:
    path, moved = make(place / "one.annotator", "A"), place / "moved.annotator"
    with annotator.open(path) as project:
        project.add_code(CodeDraft("B", "B"))
        path.rename(moved)
        refuses_acts(project, "moved, renamed or deleted")
        project.save_copy(place / "copy.annotator")
    assert sorted(item.name for item in place.iterdir()) == ["copy.annotator", "moved.annotator"]
    assert codes(moved) == codes(place / "copy.annotator") == ["A", "B"]


def test_deleted(place: Path) -> None:
    path = make(place / "one.annotator", "A")
    with annotator.open(path) as project:
        project.add_code(CodeDraft("B", "B"))
        path.unlink()
        refuses_acts(project, "moved, renamed or deleted")
        assert [code.code_id for code in project.codebook().codes] == ["A", "B"]
        project.save_copy(place / "copy.annotator")
    assert [item.name for item in place.iterdir()] == ["copy.annotator"]
    assert codes(place / "copy.annotator") == ["A", "B"]


def test_replaced(place: Path, tmp_path: Path) -> None:
    path, other = make(place / "one.annotator", "A"), make(tmp_path / "two.annotator", "OTHER")
    with annotator.open(path) as project:
        project.add_code(CodeDraft("B", "B"))
        whole = other.read_bytes()
        other.replace(path)
        refuses_acts(project, "replaced by another file")
        project.save_copy(place / "copy.annotator")
    assert path.read_bytes() == whole
    assert codes(place / "copy.annotator") == ["A", "B"]


def test_a_stranger_who_works_under_our_name_keeps_log_and_lock(tmp_path: Path) -> None:
    path = make(tmp_path / "one.annotator", "A")
    first = annotator.open(path)
    first.add_code(CodeDraft("B", "B"))
    for ending in ("", "-wal", "-shm", "-lock"):
        source = path.with_name(path.name + ending)
        source.rename(tmp_path / f"moved.annotator{ending}")
    shutil.copy(make(tmp_path / "two.annotator", "TWO"), path)
    second = annotator.open(path)
    second.add_code(CodeDraft("THREE", "Three"))
    first.close()
    with pytest.raises(ProjectProblem, match="already open"):
        annotator.open(path)
    second.close()
    assert codes(path) == ["TWO", "THREE"]
    assert codes(tmp_path / "moved.annotator") == ["A", "B"]


def test_put_back_in_place_the_work_goes_on(place: Path) -> None:
    path, moved = make(place / "one.annotator", "A"), place / "moved.annotator"
    with annotator.open(path) as project:
        path.rename(moved)
        refuses_acts(project, "moved")
        moved.rename(path)
        project.add_code(CodeDraft("B", "B"))
    assert codes(path) == ["A", "B"]


def test_a_forked_child_touches_nothing(tmp_path: Path) -> None:
    path = make(tmp_path / "one.annotator", "A")
    with annotator.open(path) as project:
        child = os.fork()
        if not child:  # no test runs here: only what the child does, and how it ends
            answer = 1
            try:
                project.add_code(CodeDraft("CHILD", "Child"))
            except ProjectProblem:
                answer = 0
            project.close()
            os._exit(answer)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert path.with_name("one.annotator-lock").exists()
        with pytest.raises(ProjectProblem, match="already open"):
            annotator.open(path)
        project.add_code(CodeDraft("B", "B"))
    assert codes(path) == ["A", "B"]


def test_the_log_can_be_folded_in_while_the_project_is_open(tmp_path: Path) -> None:
    """Else it would grow for as long as somebody works."""
    path = make(tmp_path / "one.annotator", "A")
    with annotator.open(path) as project:
        project.add_code(CodeDraft("B", "B"))
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA busy_timeout=0")
            assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
