"""What came back and cannot stand is kept, can be looked at, and comes in once it can."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import annotator
from annotator.cli import main
from annotator.project import Project
from tests.core.teamwork.conftest import codings
from tests.core.teamwork.test_any_history import rows

HELP = (11, 24)


@pytest.fixture
def returned(project: Project, tmp_path: Path) -> tuple[Path, Path]:
    """The project as it was before its last transcript came, and a return with work on that."""
    older = project.save_copy(tmp_path / "older.annotator")
    news = tmp_path / "news.txt"
    news.write_text("Mr. Smith: We will help. Soon.\n", encoding="utf-8")
    project.import_transcripts([news])
    pack = project.write_pack(tmp_path / "ann", "ann", ["D1", "D3"])
    with annotator.open(pack) as opened:
        opened.apply_coding("D1", *HELP, "AID")
        opened.apply_coding("D3", *HELP, "AID", memo="a memo")
        opened.finish("D3")
        return older, opened.hand_back(tmp_path / "back").path


def test_work_on_an_unknown_transcript_is_kept_and_comes_in_with_it(
    project: Project, returned: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    older, back = returned
    with annotator.open(older) as behind:
        look = behind.look_at_files([back])
        (arrived,) = behind.merge_files([back]).files
        assert look.files[0].aside == arrived.aside
        assert sum(arrived.aside.values()) >= 3
        assert codings(behind) == {("ann", "D1", "AID", *HELP, False)}
        kept = behind.put_aside()
        assert {each.what for each in kept} >= {"coding", "finished"}
        (coding,) = (each for each in kept if each.what == "coding")
        assert (coding.coder, coding.code, coding.words) == ("ann", "AID", "We will help.")
        assert "not in this project" in coding.why
        again = behind.merge_files([back]).files[0]
        assert len(behind.put_aside()) == len(kept)
        assert again.work == ()
    assert main(["progress", str(older), "--aside"]) == 0
    assert "We will help." in capsys.readouterr().out
    assert main(["progress", str(older), "--aside", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["aside"][0]["coder"] == "ann"
    with annotator.open(older) as behind:
        merge = behind.merge_files([project.save_copy(older.with_name("whole.annotator"))])
        assert any("put aside" in note for note in merge.notes)
        assert behind.put_aside() == ()
        assert ("ann", "D3", "AID", *HELP, False) in codings(behind)
        assert [each.body for each in behind.memos("coding")] == ["a memo"]
        assert behind.check() == ()
        behind.undo_merge()
        assert len(behind.put_aside()) == len(kept)
    project.merge_files([back])
    with annotator.open(older) as behind:
        behind.merge_files([older.with_name("whole.annotator")])
    ours, theirs = rows(project.path), rows(older)
    assert ours["coding"] == theirs["coding"]
    assert ours["finished"] == theirs["finished"]
