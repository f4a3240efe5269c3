"""Does work that was done on a text before it was corrected come in on the text of now?"""

from __future__ import annotations

from pathlib import Path

import pytest

import annotator
from annotator.model.code_fields import FieldDraft
from annotator.model.moved_stretches import in_order
from annotator.model.rounds import AllocationRule
from annotator.model.spans import Span
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


# a copy of the project in which the text was corrected comes back


def corrected_copy(project: Project, folder: Path, text: str) -> Path:
    copy = project.save_copy(folder / "copy.annotator")
    with annotator.open(copy, coder="ann") as theirs:
        theirs.correct_text("D1", text)
    return copy


@pytest.fixture
def led_by_two(project: Project) -> Project:
    project.change_coder(project.find_coder("ann"), role="pi")
    return project


def test_what_was_done_here_goes_over_to_a_text_that_was_corrected_elsewhere(
    led_by_two: Project, tmp_path: Path
) -> None:
    """Also where nothing else of that transcript comes in with it."""
    project = led_by_two
    copy = corrected_copy(project, tmp_path, BETTER)
    project.apply_coding("D1", *HELP, "AID")
    project.decide_nothing("D1", *NEVER)
    project.finish("D1")
    project.merge_files([copy])
    assert words(project) == {"We will help."}
    now = project.transcript("D1")
    decided = {now.quote(each.span) for each in project.decisions(now.info.id)}
    assert "Never again." in decided
    assert set(project.own_finished()) == {now.info.id}
    assert project.check() == ()
    project.undo_merge()
    assert words(project) == {"We will help."}
    assert project.whole_transcript("D1").text == TEXTS["a.txt"]


def test_notes_questions_stretches_and_examples_follow_a_text_that_was_corrected_elsewhere(
    led_by_two: Project, tmp_path: Path
) -> None:
    project = led_by_two
    copy = corrected_copy(project, tmp_path, "Really. " + TEXTS["a.txt"])
    here = project.info("D1")
    project.write_memo("passage", here.uuid, "hm", start=HELP[0], end=HELP[1])
    project.quote_example(project.code("AID").id, "D1", *PAY)
    project.ask_question("So?", transcript="D1", start=NEVER[0], end=NEVER[1])
    project.allocate("main", ["ann"], AllocationRule(item="turn"), transcripts=["D1"])
    stretches = sorted((each.start, each.end) for each in project.assignments("main"))
    project.merge_files([copy])
    text = project.whole_transcript("D1").text
    (memo,) = project.memos("passage")
    assert text[memo.start : memo.end] == "We will help."
    example = project.code("AID").example_at
    assert example is not None
    assert text[example.start : example.end] == "We must pay."
    asked = project.questions()[0].question
    assert text[asked.start : asked.end] == "Never again."
    after = sorted((each.start, each.end) for each in project.assignments("main"))
    assert after == [(start + 8, end + 8) for start, end in stretches]
    assert project.check() == ()


def test_a_note_that_comes_back_on_the_text_before_stands_on_its_words(
    project: Project, tmp_path: Path
) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        pack.write_memo("passage", pack.info("D1").uuid, "hm", start=NEVER[0], end=NEVER[1])
        pack.ask_question("So?", transcript="D1", start=PAY[0], end=PAY[1])
        file = pack.hand_back(tmp_path / "ann").path
    project.correct_text("D1", "Really. " + TEXTS["a.txt"])
    for _ in range(2):
        project.merge_files([file])
        text = project.whole_transcript("D1").text
        (memo,) = project.memos("passage")
        assert text[memo.start : memo.end] == "Never again."
        asked = project.questions()[0].question
        assert text[asked.start : asked.end] == "We must pay."


def test_a_text_that_was_corrected_in_two_copies_keeps_both(
    led_by_two: Project, tmp_path: Path
) -> None:
    project = led_by_two
    project.apply_coding("D1", *HELP, "AID")
    project.apply_coding("D1", *NEVER, "AID")
    copy = corrected_copy(project, tmp_path, TEXTS["a.txt"].replace("We must pay. ", ""))
    project.correct_text("D1", TEXTS["a.txt"].replace("Mr.", "Mister"))
    project.save_copy(tmp_path / "mine.annotator")
    told = project.merge_files([copy])
    assert any("was corrected in several copies" in note for note in told.files[0].notes)
    assert [each.number for each in project.text_versions("D1")] == [3, 2, 1]
    assert words(project) == {"We will help.", "Never again."}
    assert project.check() == ()
    with annotator.open(copy, coder="ann") as theirs:
        theirs.merge_files([tmp_path / "mine.annotator"])
        assert theirs.check() == ()
        assert words(theirs) == words(project)
        assert theirs.whole_transcript("D1").text == project.whole_transcript("D1").text
    project.undo_merge()
    assert [each.number for each in project.text_versions("D1")] == [2, 1]
    assert project.check() == ()


@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_stretch_may_move_to_where_the_next_one_began(
    led_by_two: Project, tmp_path: Path, *, elsewhere: bool
) -> None:
    project = led_by_two
    project.allocate("main", ["ann"], AllocationRule(item="turn"), transcripts=["D1"])
    before = sorted((each.start, each.end) for each in project.assignments("main"))
    assert len(before) == 2
    shift = before[1][0] - before[0][0]
    longer = "x" * (shift - 1) + " " + TEXTS["a.txt"]
    if elsewhere:
        project.merge_files([corrected_copy(project, tmp_path, longer)])
    else:
        project.correct_text("D1", longer)
    after = sorted((each.start, each.end) for each in project.assignments("main"))
    assert after == [(start + shift, end + shift) for start, end in before]
    project.undo_merge() if elsewhere else project.undo()
    assert sorted((each.start, each.end) for each in project.assignments("main")) == before
    assert project.check() == ()


def test_stretches_that_come_to_begin_at_one_place_are_one() -> None:
    moved = in_order(
        [
            (1, "ann", Span(5, 20), Span(4, 15)),
            (2, "ann", Span(8, 30), Span(4, 25)),
            (3, "ben", Span(8, 30), Span(4, 25)),
        ]
    )
    assert moved[0] == (2, None)
    assert set(moved[1:]) == {(1, Span(4, 25)), (3, Span(4, 25))}


@pytest.mark.parametrize("elsewhere", [True, False])
def test_what_was_noted_on_codings_that_a_correction_makes_one_stays(
    led_by_two: Project, tmp_path: Path, *, elsewhere: bool
) -> None:
    project = led_by_two
    project.add_field(project.code("AID").id, FieldDraft("stance", "text"))
    text = TEXTS["a.txt"].replace(" help", "")
    copy = corrected_copy(project, tmp_path, text) if elsewhere else None
    for end, note in ((18, "narrow"), (23, "wide")):
        project.apply_coding("D1", 11, end, "AID", memo=note, fields={"stance": note})
    if copy is None:
        project.correct_text("D1", text)
    else:
        project.merge_files([copy])
    (coding,) = project.codings_in(1)
    told = " ".join(each.body for each in project.memos("coding") if each.on_uuid == coding.uuid)
    assert "narrow" in told
    assert "wide" in told
    assert project.check() == ()
    project.undo() if copy is None else project.undo_merge()
    assert len(project.codings_in(1)) == 2
    assert {each.body for each in project.memos("coding")} == {"narrow", "wide"}
    assert project.check() == ()
