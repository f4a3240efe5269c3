"""Does a backup hold what it says, stay among its own, and leave the files of others alone?"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

import annotator
from annotator.errors import FileProblem, ProjectProblem
from annotator.model.codebook import CodeDraft
from annotator.project import Project
from annotator.store import backups


def make(path: Path, *names: str) -> Path:
    with annotator.create(path, coder="ann") as project:
        for name in names:
            project.add_code(CodeDraft(name, name))
    return path


def codes(path: Path) -> list[str]:
    with annotator.open(path, read_only=True) as project:
        return [code.code_id for code in project.codebook().codes]


def kept(path: Path) -> list[Path]:
    return sorted((path.parent / f"{path.stem} backups").iterdir())


def test_a_backup_is_made_once_per_act(tmp_path: Path) -> None:
    with annotator.open(make(tmp_path / "one.annotator", "A")) as project:
        first = project.backup()
        assert project.backup() == first
        project.add_code(CodeDraft("B", "B"))
        second = project.backup()
        assert kept(project.path) == sorted([first, second])
    assert (codes(first), codes(second)) == (["A"], ["A", "B"])


def test_another_project_of_that_name_has_backups_of_its_own(tmp_path: Path) -> None:
    """With as many acts: only their uuids tell."""
    path = make(tmp_path / "one.annotator", "A")
    with annotator.open(path) as project:
        theirs = project.backup()
    path.unlink()
    with annotator.open(make(path, "B")) as project:
        ours = project.backup()
    assert codes(ours) == ["B"]
    assert codes(theirs) == ["A"]


def test_an_older_copy_put_back_has_acts_of_its_own(tmp_path: Path) -> None:
    path = make(tmp_path / "one.annotator", "A")
    older = shutil.copy(path, tmp_path / "older")
    with annotator.open(path) as project:
        project.add_code(CodeDraft("B", "B"))
        project.backup()
    shutil.copy(older, path)
    with annotator.open(path) as project:
        project.add_code(CodeDraft("C", "C"))
        assert codes(project.backup()) == ["A", "C"]


ODD = (
    "one 2026-13-45 996199 act 1 {mark}-00000000.annotator",
    "one 0000-00-00 000000 act 1 {mark}-00000000.annotator",
    "one 2026-01-01 101010 act 1.annotator",
    "one 2026-01-01 101010 act 1 00000000-00000000.annotator",
    "notes.txt",
)


def test_what_others_put_into_the_folder_stays(tmp_path: Path) -> None:
    with annotator.open(make(tmp_path / "one.annotator", "A")) as project:
        mark = project.uuid.hex[:8]
        place = tmp_path / "one backups"
        place.mkdir()
        odd = [place / name.format(mark=mark) for name in ODD]
        for path in odd:
            path.write_text("mine", encoding="utf-8")
        folder = place / f"one 2020-01-01 101010 act 1 {mark}-11111111.annotator"
        folder.mkdir()
        for number in range(backups.KEEP + 3):
            project.add_code(CodeDraft(f"N{number}", f"New {number}"))
            project.backup()
        assert len(kept(project.path)) == len(odd) + 1 + backups.KEEP // 2
    assert {path.read_text(encoding="utf-8") for path in odd} == {"mine"}
    assert folder.is_dir()


def test_of_each_day_before_one_stays(tmp_path: Path) -> None:
    """Deleting ten codes in a row must not cost last week's backup."""
    today = date(2026, 3, 20)
    place = tmp_path / "one backups"
    place.mkdir()
    with annotator.open(make(tmp_path / "one.annotator", "A")) as project:
        mark = project.uuid.hex[:8]
        for days in range(8):
            for hour in ("09", "15"):
                day = f"{today - timedelta(days=days):%Y-%m-%d}"
                act = 20 - days * 2 + (hour == "15")
                (place / f"one {day} {hour}0000 act {act} {mark}-0000000a.annotator").touch()
        newest = project.backup()
    found = kept(project.path)
    assert len(found) == backups.KEEP
    assert newest in found
    days_kept = {path.name.split(" ")[1] for path in found} - {newest.name.split(" ")[1]}
    assert len(days_kept) == 7  # two days twice, five once


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    with annotator.open(make(tmp_path / "one.annotator", "A")) as project:
        (tmp_path / "one backups").write_text("mine", encoding="utf-8")
        with pytest.raises(FileProblem, match="one backups is a file"):
            project.backup()
    assert (tmp_path / "one backups").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of another kind")
def test_a_folder_nobody_can_write_to(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    with annotator.open(make(tmp_path / "one.annotator", "A")) as project:
        (tmp_path / "one backups").mkdir(0o500)
        with pytest.raises(FileProblem, match="cannot be written to"):
            project.backup()


def test_before_codings_go_there_is_a_backup(project: Project) -> None:
    at = project.transcript("D1").text.index("Good morning")
    project.delete_code(project.code("CHINA").id)
    assert not (project.path.parent / "study backups").exists()
    project.apply_coding("D1", at, at + 12, "UKR")
    project.delete_code(project.code("G1").id)
    with annotator.open(kept(project.path)[0], read_only=True) as before:
        assert before.n_codings() == 1
    project.undo()
    project.remove_transcript(project.info("D1").id)
    assert len(kept(project.path)) == 2
    with annotator.open(kept(project.path)[1], read_only=True) as before:
        assert (before.n_codings(), len(before.transcripts())) == (1, 1)


def test_a_clock_that_was_wrong_costs_no_backup_of_now(tmp_path: Path) -> None:
    """Else ten from the future would push out every one that is made until then."""
    place = tmp_path / "one backups"
    place.mkdir()
    with annotator.open(make(tmp_path / "one.annotator", "A")) as project:
        mark = project.uuid.hex[:8]
        for day in range(10, 20):
            name = f"one 2199-01-{day} 100000 act {day} {mark}-0000000a.annotator"
            (place / name).touch()
        now = project.backup()
        assert now in kept(project.path)
        project.add_code(CodeDraft("B", "B"))
        later = project.backup()
        assert [item.path for item in project.backups()[:2]] == [later, now]


def test_what_a_crash_left_of_a_backup_goes_after_a_day(tmp_path: Path) -> None:
    place = tmp_path / "one backups"
    place.mkdir()
    path = make(tmp_path / "one.annotator", "A")
    old, new = place / "one 2026.0123abcd.part", tmp_path / "one.0123abcd.part"
    mine = place / "one of mine.part"
    for file in (old, new, mine):
        file.touch()
    os.utime(old, (0, 0))
    os.utime(mine, (0, 0))
    with annotator.open(path) as project:
        project.backup()
    assert (old.exists(), new.exists(), mine.exists()) == (False, True, True)


def test_a_damaged_project_pushes_no_good_backup_out(tmp_path: Path) -> None:
    path = make(tmp_path / "one.annotator", *(f"C{number}" for number in range(60)))
    with annotator.open(path) as project:
        good = project.backup()
        project.add_code(CodeDraft("D", "D"))
    content = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as raw:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'live_code'"
        page = raw.execute(query).fetchone()[0]
    content[(page - 1) * 4096 + 8 : page * 4096] = b"\xa5" * 4088
    path.write_bytes(content)
    with annotator.open(path) as project, pytest.raises(ProjectProblem, match="No backup of"):
        project.backup()
    assert kept(path) == [good]
