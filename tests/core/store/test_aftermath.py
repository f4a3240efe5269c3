"""Is a log that a crash left played into the file it belongs to, and into no other?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import annotator
from annotator.errors import ProjectProblem
from annotator.model.codebook import CodeDraft


def make(path: Path, *names: str) -> Path:
    with annotator.create(path, coder="ann") as project:
        for name in names:
            project.add_code(CodeDraft(name, name))
    return path


def codes(path: Path) -> list[str]:
    with annotator.open(path) as project:
        assert project.check() == ()
        return [code.code_id for code in project.codebook().codes]


def crashed(path: Path, place: Path, *, acts: int = 30) -> Path:
    """What a crash leaves of a project in the middle of its work: file, log and lock."""
    place.mkdir(exist_ok=True)
    with annotator.open(path) as project:
        for number in range(acts):
            project.add_code(CodeDraft(f"L{number}", f"Logged {number}"))
        for ending in ("", "-wal", "-lock"):
            shutil.copy(f"{path}{ending}", place / f"{path.name}{ending}")
    return place / path.name


def test_the_log_of_the_file_itself_is_played(tmp_path: Path) -> None:
    left = crashed(make(tmp_path / "one.annotator", "A"), tmp_path / "left")
    assert len(codes(left)) == 31
    assert [item.name for item in left.parent.iterdir()] == ["one.annotator"]


def test_also_where_it_crashed_again_before_the_log_was_folded_in(tmp_path: Path) -> None:
    left = crashed(make(tmp_path / "one.annotator", "A"), tmp_path / "left")
    again = crashed_again(left, tmp_path / "again")
    assert len(codes(again)) == 32


def crashed_again(left: Path, place: Path) -> Path:
    place.mkdir()
    with annotator.open(left) as project:
        project.add_code(CodeDraft("MORE", "More"))
        for ending in ("", "-wal", "-lock"):
            shutil.copy(f"{left}{ending}", place / f"{left.name}{ending}")
    return place / left.name


def older_copy(folder: Path) -> Path:
    return Path(shutil.copy(make(folder / "one.annotator", "A"), folder / "older"))


def another_project(folder: Path) -> Path:
    make(folder / "one.annotator", "A")
    return make(folder / "two.annotator", *(f"OTHER{number}" for number in range(40)))


@pytest.mark.parametrize("put_here", [older_copy, another_project])
def test_the_log_of_another_file_is_not_played(
    tmp_path: Path, put_here: Callable[[Path], Path]
) -> None:
    """A backup put in the place of a project that crashed."""
    other = put_here(tmp_path)
    with annotator.open(tmp_path / "one.annotator") as project:
        project.add_code(CodeDraft("SINCE", "Since"))
    left = crashed(tmp_path / "one.annotator", tmp_path / "left")
    shutil.copy(other, left)
    refuses_the_log(left)


def test_nor_where_nothing_tells_when_the_log_began(tmp_path: Path) -> None:
    """Without the lock only what comes of file and log together tells."""
    other = another_project(tmp_path)
    left = crashed(tmp_path / "one.annotator", tmp_path / "left")
    left.with_name("one.annotator-lock").unlink()
    shutil.copy(other, left)
    refuses_the_log(left)


def refuses_the_log(left: Path) -> None:
    before = {item.name: item.read_bytes() for item in left.parent.iterdir()}
    for _asked in range(2):
        with pytest.raises(ProjectProblem) as caught:
            annotator.open(left)
        assert "one.annotator-wal" in str(caught.value)
        assert "to another folder" in caught.value.hint
    after = {item.name: item.read_bytes() for item in left.parent.iterdir()}
    assert all(after[name] == before[name] for name in ("one.annotator", "one.annotator-wal"))
    for name in ("one.annotator-wal", "one.annotator-shm"):
        left.with_name(name).unlink(missing_ok=True)
    assert codes(left)[0] in {"A", "OTHER0"}


def test_a_backup_copied_over_a_crash_of_what_was_restored_from_it(tmp_path: Path) -> None:
    """The acts are the same in both, and their pages are not."""
    study = make(tmp_path / "one.annotator", "A", "B")
    with annotator.open(study) as project:
        backup = project.backup()
        project.add_code(CodeDraft("C", "C"))
    annotator.restore(study, backup)
    left = crashed(study, tmp_path / "left", acts=1)
    shutil.copy(backup, left)
    with pytest.raises(ProjectProblem, match="was left by another file"):
        annotator.open(left)
    left.with_name(f"{left.name}-wal").rename(tmp_path / "moved")
    assert codes(left) == ["A", "B"]
