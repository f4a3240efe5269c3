"""A question travels with the return, its answer to everybody, and neither shows codings."""

from __future__ import annotations

from pathlib import Path

import pytest

import annotator
from annotator.errors import ProjectProblem, Refused
from annotator.project import Project
from tests.core.teamwork.conftest import make_project, pack_for

PAY = (25, 37)


def test_from_the_question_to_an_answer_in_every_pack(project: Project, tmp_path: Path) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        asked = pack.ask_question(
            "Is paying always a burden?", transcript="D1", start=25, end=37, code="BURDEN"
        )
        assert asked.quote == "We must pay."
        pack.apply_coding("D1", *PAY, "BURDEN")
        receipt = pack.hand_back(tmp_path / "back")
    assert receipt.handed.questions == 1
    arrived = project.merge_files([receipt.path]).files[0]
    assert arrived.work[0].questions == 1
    found = project.questions()[0]
    assert (found.question.quote, found.answer) == ("We must pay.", None)
    project.answer_question(found.question.id, "Only if somebody else pays less.", asked="Paying?")
    assert project.questions()[0].answer is not None
    file = tmp_path / "news.annotator-answers"
    assert project.write_answers(file) == 1
    for hidden in (b"ann", b"boss", b"must pay", b"always a burden"):
        assert hidden not in file.read_bytes()
    with annotator.open(tmp_path / "ann" / "ann.annotator-pack") as pack:
        assert pack.take_answers(file) == 1
        assert pack.take_answers(file) == 0
        mine = pack.questions()[0]
        assert mine.answer is not None
        assert mine.answer.body == "Only if somebody else pays less."
    with pack_for(project, "ben", tmp_path / "ben") as pack:
        assert [each.asked for each in pack.answers()] == ["Paying?"]
        assert pack.questions() == ()


def test_an_answer_can_be_changed_and_a_question_taken_back(project: Project) -> None:
    project.use_coder("ann")
    first = project.ask_question("What is aid?")
    second = project.ask_question("And costs?")
    project.withdraw_question(second.id)
    with pytest.raises(Refused):
        project.answer_question(first.id, "Help.")
    project.use_coder("boss")
    project.answer_question(first.id, "Help.")
    project.answer_question(first.id, "Help of any kind.")
    assert [each.body for each in project.answers()] == ["Help of any kind."]
    assert len(project.questions()) == 1
    project.undo()
    assert [each.body for each in project.answers()] == ["Help."]
    with pytest.raises(Refused, match="somebody else"):
        project.withdraw_question(first.id)


def test_coders_see_their_own_questions_alone(project: Project) -> None:
    project.use_coder("ann")
    project.ask_question("What is aid?")
    project.use_coder("ben")
    assert project.questions() == ()


def test_a_question_needs_words_and_a_passage_of_the_text(project: Project) -> None:
    with pytest.raises(Refused, match="needs words"):
        project.ask_question("  ")
    with pytest.raises(Refused, match="behind the text"):
        project.ask_question("Why?", transcript="D1", start=0, end=9999)


def test_answers_of_another_project_stay_out(project: Project, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Nothing is answered"):
        project.write_answers(tmp_path / "none")
    with make_project(tmp_path / "other") as other:
        other.answer_question(other.ask_question("Why?").id, "So.")
        other.write_answers(tmp_path / "theirs")
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        with pytest.raises(ProjectProblem, match="another project"):
            pack.take_answers(tmp_path / "theirs.annotator-answers")
        with pytest.raises(ProjectProblem, match="no answers"):
            pack.take_answers(project.path)
    refused = project.look_at_files([tmp_path / "theirs.annotator-answers"]).files[0].refused
    assert refused is not None


def test_a_question_taken_back_comes_again_though_its_transcript_went(project: Project) -> None:
    asked = project.ask_question("Why?", transcript="D1", start=11, end=24)
    project.remove_transcript(project.info("D1").id)
    project.withdraw_question(asked.id)
    project.undo()
    assert [each.question.quote for each in project.questions()] == ["We will help."]
    assert project.check() == ()
