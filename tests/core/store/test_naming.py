"""Does a finished file get a free name in one step, also where a drive knows no such step?"""

from __future__ import annotations

import errno
import stat
import sys
from pathlib import Path

import pytest

import annotator
from annotator.store import naming


@pytest.fixture(params=["in one step", "in two"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """As on this disk, and as on a stick whose file system cannot rename so carefully."""

    def not_here(_part: bytes, _target: bytes) -> None:
        raise OSError(errno.EINVAL, "no such step")

    if request.param == "in two":
        monkeypatch.setattr(naming, "_rename_exclusively", not_here)
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_a_free_name_is_taken(tmp_path: Path) -> None:
    part, target = tmp_path / "a.part", tmp_path / "a"
    part.write_text("whole", encoding="utf-8")
    naming.rename_to_free_name(part, target)
    naming.keep_names(tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["a"]
    assert target.read_text(encoding="utf-8") == "whole"


@pytest.mark.usefixtures("way")
def test_a_name_that_was_taken_meanwhile_stays_whose_it_is(tmp_path: Path) -> None:
    part, target = tmp_path / "a.part", tmp_path / "a"
    part.write_text("mine", encoding="utf-8")
    target.write_text("theirs", encoding="utf-8")
    with pytest.raises(FileExistsError):
        naming.rename_to_free_name(part, target)
    assert target.read_text(encoding="utf-8") == "theirs"
    assert part.read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("way")
def test_where_the_file_cannot_go_no_empty_one_is_left(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        naming.rename_to_free_name(tmp_path / "gone.part", tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_a_project_and_its_copies_are_no_programs(tmp_path: Path) -> None:
    with annotator.create(tmp_path / "one.annotator", coder="ann") as project:
        project.save_copy(tmp_path / "copy.annotator")
        project.backup()
    made = list(tmp_path.rglob("*.annotator"))
    assert len(made) == 3
    assert [path.name for path in made if stat.S_IMODE(path.stat().st_mode) & 0o111] == []
