"""Does going back to a backup bring exactly that state, and is the other one kept?"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import annotator
from annotator import cli
from annotator.errors import NotFound, ProjectProblem
from annotator.model.codebook import CodeDraft
from annotator.project import Project


@pytest.fixture
def study(project: Project) -> Path:
    """One coding in the backup, two more since; one code is new, one memo is another."""
    text = project.transcript("D1").text

    def code(words: str, code: str) -> None:
        start = text.index(words)
        project.apply_coding("D1", start, start + len(words), code)

    code("Good morning", "UKR")
    project.write_memo("project", project.uuid, "as it was")
    project.backup()
    project.add_code(CodeDraft("NEW", "Brand new"))
    code("China", "CHINA")
    project.use_coder("coder_b")
    code("China", "CHINA")
    project.use_coder("coder_a")
    project.write_memo("project", project.uuid, "as it is")
    project.close()
    return project.path


def quotes(path: Path) -> list[str]:
    with annotator.open(path) as project:
        assert project.check() == ()
        return sorted(each.quote for each in project.codings_in(1))


def test_the_list_and_what_would_change(study: Path) -> None:
    with annotator.open(study) as project:
        (backup,) = project.backups()
        preview = project.preview_of(backup)
        assert project.check_backup(backup) == ()
    assert preview.last_act == "Memo written"
    assert preview.lines() == (
        "One code goes (“Brand new”).",
        "2 codings go (coder_a 1, coder_b 1).",
        "One memo becomes as it was.",
        "One coder goes (“coder_b”).",
    )


def test_restoring_and_going_back_again(study: Path) -> None:
    (backup,) = annotator.backups_beside(study)
    kept = annotator.restore(study, backup.path)
    assert quotes(study) == ["Good morning"]
    assert quotes(Path(shutil.copy(kept, study.with_name("kept.annotator")))) == [
        "China",
        "China",
        "Good morning",
    ]
    again = annotator.restore(study, kept.name)
    assert quotes(study) == ["China", "China", "Good morning"]
    assert again.exists()
    assert not list(study.parent.glob("*.part*"))
    assert not list(study.parent.glob("study.annotator-*"))


def test_what_is_done_after_a_restore_never_loses_to_what_was_taken_back(study: Path) -> None:
    """The restored file is a replica of its own, so both states can be merged."""
    (backup,) = annotator.backups_beside(study)
    kept = annotator.restore(study, backup.path)
    with annotator.open(study, coder="coder_a") as project:
        start = project.transcript("D1").text.index("Costs")
        project.apply_coding("D1", start, start + 5, "BURDEN")
        project.merge_files([kept])
    assert quotes(study) == ["China", "China", "Costs", "Good morning"]


def test_not_while_it_is_open(study: Path) -> None:
    (backup,) = annotator.backups_beside(study)
    with annotator.open(study) as project:
        before = len(project.steps())
        with pytest.raises(ProjectProblem, match="already open"):
            annotator.restore(study, backup.path)
        project.add_code(CodeDraft("MORE", "More"))
        assert len(project.steps()) == before + 1
    assert not list(study.parent.glob("*.part*"))


def test_a_damaged_backup_is_refused_and_nothing_changes(study: Path) -> None:
    (backup,) = annotator.backups_beside(study)
    content = bytearray(backup.path.read_bytes())
    content[9000:30000] = b"\xa5" * 21000
    backup.path.write_bytes(content)
    before = study.read_bytes()
    with pytest.raises(ProjectProblem, match="is damaged"):
        annotator.restore(study, backup.path)
    assert study.read_bytes() == before
    with pytest.raises(NotFound, match="no backup called"):
        annotator.restore(study, "of yesterday")


def test_in_the_place_of_a_damaged_project(study: Path) -> None:
    """Which is kept as it is, with its log: somebody may find more in it."""
    (backup,) = annotator.backups_beside(study)
    damaged = b"SQLite format 3\0" + b"\xa5" * 5000
    study.write_bytes(damaged)
    assert annotator.backups_beside(study) == (backup,)
    kept = annotator.restore(study, backup.path)
    assert kept.read_bytes() == damaged
    assert "damaged" in kept.name
    assert quotes(study) == ["Good morning"]


def test_where_the_project_is_gone(study: Path) -> None:
    (backup,) = annotator.backups_beside(study)
    study.unlink()
    annotator.restore(study, backup.path)
    assert quotes(study) == ["Good morning"]


def test_on_the_command_line(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["restore", str(study), "--json"]) == 0
    (backup,) = json.loads(capsys.readouterr().out)["backups"]
    assert cli.main(["restore", str(study), "1", "--look"]) == 0
    assert "2 codings go (coder_a 1, coder_b 1)." in capsys.readouterr().out
    assert len(quotes(study)) == 3
    assert cli.main(["restore", str(study), Path(backup["file"]).name]) == 0
    assert "is as it was" in capsys.readouterr().out
    assert quotes(study) == ["Good morning"]
    assert cli.main(["restore", str(study), "7"]) == 2


def test_deleting_takes_everything_of_the_project_and_nothing_else(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = study.parent
    room = folder / "study backups"
    other = folder / "other.annotator"
    annotator.create(other, coder="x").close()
    foreign = room / "study 2026-01-01 101010 act 3 0123abcd-0123abcd.annotator"
    shutil.copy(other, foreign)
    shutil.copy(study, folder / "study before schema 2.annotator")
    (room / "notes.txt").write_text("mine", encoding="utf-8")
    before = sorted(folder.rglob("*"))
    assert cli.main(["delete", str(study)]) == 0
    told = capsys.readouterr().out
    assert "These 3 files would go" in told
    assert "Time Machine" in told
    assert sorted(folder.rglob("*")) == before
    with annotator.open(study), pytest.raises(ProjectProblem, match="already open"):
        annotator.delete(study)
    done = annotator.delete(study)
    assert (len(done.files), done.backups, done.kept) == (3, 2, ())
    left = {item.name for item in folder.rglob("*")}
    assert left == {"doorstep.txt", "other.annotator", "study backups", foreign.name, "notes.txt"}


def test_deleting_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "mine.annotator"
    other.write_text("a letter", encoding="utf-8")
    with pytest.raises(ProjectProblem, match="is not a project"):
        annotator.delete(other)
    assert other.exists()
