"""What two people did one after the other, or apart: does everything still hold?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import annotator
from annotator.errors import Refused
from annotator.model.code_fields import FieldDraft
from annotator.model.codebook import CodeDraft
from annotator.model.persons import PersonDraft
from annotator.project import Project
from tests.core.teamwork.conftest import make_project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "boss") as made:
        made.change_coder(made.find_coder("ann"), role="pi")
        yield made


def apart(project: Project, folder: Path, doing: Callable[[Project], object]) -> Path:
    """A copy of the project in which Ann did something meanwhile."""
    copy = project.save_copy(folder / "copy.annotator")
    with annotator.open(copy, coder="ann") as theirs:
        doing(theirs)
    return copy


def groups(project: Project) -> tuple[int, int]:
    one, other = (project.add_code(CodeDraft(each, each, is_group=True)) for each in ("G1", "G2"))
    return one.id, other.id


def back_and_forth(project: Project, ann: Callable[[], object], boss: Callable[[], object]) -> None:
    """Ann did and took back, then the boss did, then Ann wants it again."""
    project.use_coder("ann")
    ann()
    project.undo()
    project.use_coder("boss")
    boss()
    project.use_coder("ann")
    before = project.steps()
    with pytest.raises(Refused, match="cannot be done again") as caught:
        project.redo()
    assert "by now" in str(caught.value) or "would" in str(caught.value)
    assert project.steps() == before
    assert project.check() == ()


# taken back and done again


def test_no_group_is_put_into_itself_again(project: Project) -> None:
    one, other = groups(project)
    back_and_forth(
        project,
        lambda: project.move_code(one, parent_id=other, position=0),
        lambda: project.move_code(other, parent_id=one, position=0),
    )


def test_no_name_stands_twice_again(project: Project) -> None:
    for act in (
        lambda: project.plan_round("Second"),
        lambda: project.add_person(PersonDraft("Jane Doe")),
        lambda: project.add_field(project.code("AID").id, FieldDraft("strength", "text")),
    ):
        back_and_forth(project, act, act)


def test_a_question_has_one_answer(project: Project) -> None:
    asked = project.ask_question("So?").id
    back_and_forth(
        project,
        lambda: project.answer_question(asked, "Yes."),
        lambda: project.answer_question(asked, "No."),
    )


def test_nothing_applies_is_not_said_again_of_what_is_coded(
    project: Project, tmp_path: Path
) -> None:
    table = tmp_path / "codings.csv"
    table.write_text("doc_id,char_start,char_stop,code_id,coder_id\nD1,11,24,AID,ann\n")
    back_and_forth(
        project,
        lambda: project.decide_nothing("D1", 11, 24),
        lambda: project.import_codings(table),
    )


def test_a_codebook_that_was_changed_since_stays_frozen(project: Project) -> None:
    project.use_coder("ann")
    project.freeze_codebook("1.1")
    project.use_coder("boss")
    project.add_code(CodeDraft("NEW", "New"))
    project.use_coder("ann")
    with pytest.raises(Refused, match="the codebook was changed since"):
        project.undo()
    assert [bool(each.frozen_at) for each in project.versions()] == [True, False]


def test_the_last_round_stays(project: Project) -> None:
    project.use_coder("ann")
    project.plan_round("Second")
    project.use_round("Second")
    project.use_coder("boss")
    project.remove_round("main")
    project.use_coder("ann")
    with pytest.raises(Refused, match="the project would have no round"):
        project.undo()
    assert [each.name for each in project.rounds()] == ["Second"]


def test_somebody_stays_principal_investigator(project: Project) -> None:
    project.change_coder(project.find_coder("ben"), role="pi")
    project.use_coder("ben")
    for other in ("ann", "boss"):
        project.change_coder(project.find_coder(other), role="coder")
    project.use_coder("boss")
    with pytest.raises(Refused, match="nobody would be principal investigator"):
        project.undo()
    assert project.find_coder("ben").role == "pi"


# done apart, and merged


def test_groups_moved_into_each_other_apart_stay_in_sight(project: Project, tmp_path: Path) -> None:
    one, other = groups(project)
    project.move_code(project.code("AID").id, parent_id=one, position=0)
    copy = apart(
        project, tmp_path, lambda theirs: theirs.move_code(other, parent_id=one, position=0)
    )
    project.move_code(one, parent_id=other, position=0)
    mine = project.save_copy(tmp_path / "mine.annotator")
    merge = project.merge_files([copy])
    assert any("stands at the top now" in note for note in merge.notes)
    assert {each.code_id for each in project.codebook().codes} >= {"G1", "G2", "AID"}
    assert project.check() == ()
    with annotator.open(copy, coder="ann") as theirs:
        theirs.merge_files([mine])
        assert _tree(theirs) == _tree(project)
    project.undo_merge()
    assert project.check() == ()
    assert project.code("G2").parent_id is None


def _tree(project: Project) -> dict[str, str]:
    book = project.codebook()
    names = {each.id: each.code_id for each in book.codes}
    return {each.code_id: names.get(each.parent_id or 0, "") for each in book.codes}


def test_rounds_removed_apart_leave_one(project: Project, tmp_path: Path) -> None:
    project.plan_round("Second")
    copy = apart(project, tmp_path, lambda theirs: theirs.remove_round("Second"))
    project.use_round("Second")
    project.remove_round("main")
    merge = project.merge_files([copy])
    assert "The round “main” was removed and is back: a project has a round." in merge.notes
    assert project.current_round().name == "main"
    assert project.check() == ()


def test_somebody_is_principal_investigator_after_both_said_who_is_not(
    project: Project, tmp_path: Path
) -> None:
    copy = apart(
        project,
        tmp_path,
        lambda theirs: theirs.change_coder(theirs.find_coder("boss"), role="coder"),
    )
    project.change_coder(project.find_coder("ann"), role="coder")
    merge = project.merge_files([copy])
    assert "boss is principal investigator again: nobody else was." in merge.notes
    assert [each.coder_id for each in project.coders() if each.role == "pi"] == ["boss"]


def test_what_was_coded_in_one_copy_is_not_nothing(project: Project, tmp_path: Path) -> None:
    copy = apart(project, tmp_path, lambda theirs: theirs.apply_coding("D1", 11, 24, "AID"))
    project.use_coder("ann")
    project.decide_nothing("D1", 11, 24)
    project.decide_nothing("D1", 25, 37)
    project.merge_files([copy])
    assert [(each.start, each.end) for each in project.decisions(1)] == [(25, 37)]
    assert len(project.codings_in(1)) == 1
    assert project.check() == ()


# a merge that is taken back


def test_a_merge_stays_where_its_codings_wait_to_be_looked_at_again(
    project: Project, tmp_path: Path
) -> None:
    project.apply_coding("D1", 25, 37, "AID")
    copy = apart(project, tmp_path, lambda theirs: theirs.apply_coding("D1", 11, 24, "AID"))
    project.merge_files([copy])
    project.change_code(project.code("AID").id, CodeDraft("AID", "Aid", key="a", full="Other"))
    (asked,) = project.redefinitions()
    project.say_what_it_means(asked.id, "narrower")
    with pytest.raises(Refused, match="worked on since"):
        project.undo_merge()
    project.undo()
    project.undo_merge()
    assert project.check() == ()


def test_a_merge_stays_where_a_person_it_brought_is_named(project: Project, tmp_path: Path) -> None:
    project.add_field(project.code("AID").id, FieldDraft("who", "person"))
    copy = apart(project, tmp_path, lambda theirs: theirs.add_person(PersonDraft("Jane Doe")))
    coding = project.apply_coding("D1", 11, 24, "AID")
    project.merge_files([copy])
    project.set_fields(coding.id, {"who": "Jane Doe"})
    with pytest.raises(Refused, match="worked on since"):
        project.undo_merge()
    project.undo()
    project.undo_merge()
    assert "Jane Doe" not in {each.name for each in project.persons()}


def test_a_merge_stays_where_the_rest_would_not_hold(project: Project, tmp_path: Path) -> None:
    copy = apart(project, tmp_path, lambda theirs: theirs.plan_round("Second"))
    project.merge_files([copy])
    project.use_round("Second")
    project.remove_round("main")
    with pytest.raises(Refused, match="worked on since"):
        project.undo_merge()
    assert [each.name for each in project.rounds()] == ["Second"]


def test_the_workbook_is_written_after_a_merge_that_brought_a_code_was_taken_back(
    project: Project, tmp_path: Path
) -> None:
    """Its log of the codebook tells of acts on rows that are there."""
    copy = apart(project, tmp_path, lambda theirs: theirs.add_code(CodeDraft("NEW", "New")))
    project.merge_files([copy])
    project.undo_merge()
    assert project.export_workbook(tmp_path / "out.xlsx").path.exists()


# noted on what somebody else removed


def test_a_coding_that_was_noted_on_comes_back(project: Project, tmp_path: Path) -> None:
    coding = project.apply_coding("D1", 11, 24, "AID")
    copy = project.save_copy(tmp_path / "copy.annotator")
    with annotator.open(copy, coder="boss") as theirs:
        theirs.remove_coding(theirs.codings_in(1)[0].id)
    project.write_memo("coding", coding.uuid, "Is it?")
    project.merge_files([copy])
    assert [each.uuid for each in project.codings_in(1)] == [coding.uuid]
    assert project.check() == ()
    project.undo_merge()
    assert project.check() == ()


def test_a_coding_that_was_noted_on_and_one_made_anew_are_one(
    project: Project, tmp_path: Path
) -> None:
    """The smallest uuid stands, as of all equal codings: so it is the same in every order."""
    coding = project.apply_coding("D1", 11, 24, "AID")
    copy = project.save_copy(tmp_path / "copy.annotator")
    with annotator.open(copy, coder="boss") as theirs:
        theirs.remove_coding(theirs.codings_in(1)[0].id)
        again = theirs.apply_coding("D1", 11, 24, "AID")
    project.write_memo("coding", coding.uuid, "Is it?")
    project.merge_files([copy])
    stands = min(coding.uuid, again.uuid)
    assert [each.uuid for each in project.codings_in(1)] == [stands]
    assert [each.on_uuid for each in project.memos("coding")] == [stands]
    assert project.check() == ()


def test_a_code_and_a_transcript_that_were_noted_on_come_back(
    project: Project, tmp_path: Path
) -> None:
    def away(theirs: Project) -> None:
        theirs.delete_code(theirs.code("AID").id)
        theirs.remove_transcript(theirs.info("D2").id)

    copy = apart(project, tmp_path, away)
    project.write_memo("code", project.code("AID").uuid, "Needed.")
    project.write_memo("passage", project.info("D2").uuid, "Here.", start=0, end=5)
    project.merge_files([copy])
    assert project.code("AID").name == "Aid"
    assert project.info("D2").doc_id == "D2"
    assert project.check() == ()
