"""Does work that was done on a text before it was corrected come in on the text of now?"""

from __future__ import annotations

from pathlib import Path

from annotator.project import Project
from tests.core.teamwork.conftest import TEXTS, codings, pack_for

HELP, PAY, NEVER = (11, 24), (25, 37), (66, 78)
BETTER = TEXTS["a.txt"].replace("We must pay. ", "").replace("Mr.", "Mister")


def words(project: Project) -> set[str]:
    return {one.quote for one in project.codings_in(project.info("D1").id)}


def test_a_return_on_the_text_before_stands_on_the_text_of_now(
    project: Project, tmp_path: Path
) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        for start, end in (HELP, PAY, NEVER):
            pack.apply_coding("D1", start, end, "AID")
        first = pack.transcript("D1").spans("sentence")[2]
        pack.decide_nothing("D1", first.start, first.end)
        file = pack.hand_back(tmp_path / "ann").path
    project.correct_text("D1", BETTER)
    project.merge_files([file])
    assert words(project) == {"We will help.", "Never again."}
    project.use_coder("ann")
    assert [(one.what, one.quote) for one in project.to_look_at()] == [("gone", "We must pay.")]
    now = project.transcript("D1")
    assert [now.quote(each.span) for each in project.decisions(now.info.id)] == ["They agree."]
    assert project.check() == ()
    project.use_coder("boss")
    before = codings(project)
    again = project.merge_files([file])
    assert again.files[0].nothing_new
    assert codings(project) == before


def test_taking_such_a_merge_back_leaves_nothing(project: Project, tmp_path: Path) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        pack.apply_coding("D1", *PAY, "AID")
        pack.apply_coding("D1", *HELP, "AID")
        file = pack.hand_back(tmp_path / "ann").path
    project.correct_text("D1", BETTER)
    project.merge_files([file])
    project.undo_merge()
    assert words(project) == set()
    assert project.to_look_at("D1", everybody=True) == ()
    assert project.check() == ()
    project.merge_files([file])
    assert words(project) == {"We will help."}


def test_a_pack_made_after_the_correction_holds_the_text_of_now(
    project: Project, tmp_path: Path
) -> None:
    project.correct_text("D1", BETTER)
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        assert pack.transcript("D1").text == BETTER
        sentence = pack.transcript("D1").spans("sentence")[1]
        pack.apply_coding("D1", sentence.start, sentence.end, "AID")
        file = pack.hand_back(tmp_path / "ann").path
    project.merge_files([file])
    assert words(project) == {"They agree."}
