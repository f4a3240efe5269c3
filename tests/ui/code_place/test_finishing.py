"""Is a transcript finished and reopened by keys, after a question? Is what is left gone through?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from annotator.model.code_fields import FieldDraft, Point
from annotator.model.codebook import CodeDraft
from annotator_ui.item_models.transcript_list import TranscriptRole
from tests.ui.code_place.desk import Desk

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def finish_key(desk: Desk) -> None:
    desk.press(KEY.Key_End, CTRL)
    desk.settle()


def finish_all_the_same(desk: Desk) -> None:
    finish_key(desk)
    desk.press(KEY.Key_Return, CTRL)
    desk.settle()


def second(desk: Desk) -> None:
    """The transcript of three sentences."""
    desk.place.show_transcript(2)
    desk.place.focus_text()


def state(desk: Desk, row: int) -> str:
    return str(desk.place.transcript_list.index(row).data(TranscriptRole.STATE))


def test_finishing_asks_about_what_has_no_decision(desk: Desk) -> None:
    second(desk)
    desk.type("b")
    finish_key(desk)
    bar = desk.place.panels.finish
    assert bar.says() == (
        "2 sentences have no decision; the first is sentence 2. "
        "Finishing counts them as “nothing applies”."
    )
    assert desk.project.own_finished() == {}
    desk.press(KEY.Key_Return)  # show them first
    assert not bar.isVisible()
    assert desk.place.view.selection() == desk.sentence(2)
    assert desk.place.view.focusProxy() is desk.focused()


def test_the_key_that_asked_does_not_finish(desk: Desk) -> None:
    second(desk)
    desk.type("b")
    desk.press(KEY.Key_Down)
    desk.type("0")
    for _ in range(3):
        finish_key(desk)
    assert desk.project.own_finished() == {}
    assert desk.place.panels.finish.says().startswith("Sentence 3 has no decision. Finishing")
    assert desk.said[-1].startswith("Ctrl+Enter finishes all the same")
    desk.press(KEY.Key_Return, CTRL)
    assert list(desk.project.own_finished()) == [2]
    assert desk.place.view.focusProxy() is desk.focused()


def test_another_key_finishes_and_undo_takes_it_back(desk: Desk) -> None:
    second(desk)
    finish_all_the_same(desk)
    assert list(desk.project.own_finished()) == [2]
    assert [each.kind for each in desk.project.decisions(2)] == ["finishing"] * 3
    assert state(desk, 1) == "finished"
    assert desk.place.finishing.button.words() == "Reopen"
    assert desk.status[-1].unit.endswith("finished")
    desk.session.undo()
    assert desk.project.own_finished() == {}
    assert desk.project.decisions(2) == ()
    assert desk.place.finishing.button.words() == "Finish transcript"
    assert desk.place.view.selection() == desk.sentence(1)


def test_escape_leaves_the_question_and_nothing_is_finished(desk: Desk) -> None:
    second(desk)
    finish_key(desk)
    desk.press(KEY.Key_Escape)
    assert not desk.place.panels.finish.isVisible()
    assert desk.project.own_finished() == {}
    desk.type("b")
    assert [row[2] for row in desk.stored()] == ["BURDEN"]


def test_what_is_decided_from_end_to_end_is_finished_at_once(desk: Desk) -> None:
    second(desk)
    for _ in range(3):
        desk.type("0")
        desk.press(KEY.Key_Down)
    desk.bot.mouseClick(desk.place.finishing.button, Qt.MouseButton.LeftButton)
    assert list(desk.project.own_finished()) == [2]
    assert not desk.place.panels.finish.isVisible()


def test_no_key_changes_what_is_finished_until_it_is_reopened(desk: Desk) -> None:
    second(desk)
    desk.type("b")
    finish_all_the_same(desk)
    before = desk.stored()
    acts: list[Callable[[], None]] = [partial(desk.type, key) for key in "bt?0 ."]
    acts += [partial(desk.press, KEY.Key_Delete), partial(desk.click_code, "CHINA")]
    for act in acts:
        desk.refused.clear()
        desk.said.clear()
        act()
        told = [*desk.said, *map(str, desk.refused)]
        assert [("is finished" in each, "Ctrl+End" in each) for each in told] == [(True, True)]
    assert desk.stored() == before == desk.shown()
    assert ("Ctrl End", "reopen") in desk.status[-1].keys
    finish_key(desk)  # reopens
    assert desk.project.own_finished() == {}
    assert desk.project.decisions(2) == ()
    desk.type("t")
    assert len(desk.stored()) == 2
    assert any("reopened" in step.label for step in desk.project.steps())


def test_a_round_that_asks_for_each_decision_is_not_finished_without(desk: Desk) -> None:
    at_work = desk.project.current_round()
    desk.project.change_round(at_work, plan=replace(at_work.plan, decide="every unit"))
    second(desk)
    finish_key(desk)
    bar = desk.place.panels.finish
    assert "this round asks for one on each" in bar.says()
    assert not bar.finish.isVisible()
    desk.press(KEY.Key_Escape)
    finish_key(desk)
    finish_all_the_same(desk)
    assert desk.project.own_finished() == {}
    assert desk.said[-1] == "Enter shows what is open, Esc goes back."


def test_required_fields_are_asked_for_before_finishing(desk: Desk) -> None:
    stance = FieldDraft("stance", "scale", required=True, points=(Point("-1"), Point("1")))
    code = desk.code("BURDEN")
    desk.project.change_code(code.id, CodeDraft("BURDEN", code.name, key="b", fields=(stance,)))
    second(desk)
    desk.type("b")
    desk.press(KEY.Key_Escape)
    for _ in range(2):
        desk.press(KEY.Key_Down)
        desk.type("0")
    finish_key(desk)
    assert desk.place.panels.finish.says() == "One coding lacks stance, which must be filled in."
    desk.press(KEY.Key_Return)
    assert desk.place.view.selection() == desk.sentence(1)


def test_what_is_decided_are_the_units_of_the_round(desk: Desk) -> None:
    at_work = desk.project.current_round()
    desk.project.change_round(at_work, plan=replace(at_work.plan, unit="turn"))
    assert desk.place.loop.units is not None
    assert desk.place.loop.units.progress().sentences == 2
    desk.type("0")
    assert [each.level for each in desk.project.decisions(1)] == ["turn"]
    assert desk.place.loop.units.progress().decided == 1


# worklists


def choose(desk: Desk, name: str) -> None:
    menu = desk.place.transcripts.which.choices
    next(action for action in menu.actions() if action.text() == name).trigger()


def listed(desk: Desk) -> list[int]:
    return [info.id for info in desk.place.transcript_list.transcripts()]


def test_what_is_left_goes_on_in_the_next_transcript(desk: Desk) -> None:
    second(desk)
    choose(desk, "Left for me")
    assert listed(desk) == [1, 2]
    for _ in range(3):
        desk.press(KEY.Key_J, CTRL)
        desk.type("0")
    desk.press(KEY.Key_J, CTRL)  # nothing is open here any more
    transcript = desk.place.loop.transcript
    assert transcript is not None
    assert transcript.info.id == 1
    assert desk.place.view.selection() == desk.sentence(1)


def test_a_finished_transcript_leaves_the_list_of_what_is_left(desk: Desk) -> None:
    choose(desk, "Left for me")
    second(desk)
    finish_all_the_same(desk)
    assert listed(desk) == [1]
    choose(desk, "All transcripts")
    assert listed(desk) == [1, 2]


def test_doubts_are_gone_through_over_all_transcripts(desk: Desk) -> None:
    desk.press(KEY.Key_Down)
    desk.type("b?")
    second(desk)
    desk.press(KEY.Key_End)
    desk.type("t?")
    choose(desk, "My unsure ones")
    desk.bot.waitUntil(lambda: state(desk, 1) == "1 to look at")  # looked up beside the window
    assert [state(desk, row) for row in range(2)] == ["1 to look at", "1 to look at"]
    desk.press(KEY.Key_J, CTRL)  # from the last one round to the first
    assert desk.place.loop.open_id == 1
    assert desk.place.view.selection() == desk.sentence(2)
    desk.type("?")
    desk.press(KEY.Key_J, CTRL)
    assert desk.place.loop.open_id == 2
    assert listed(desk) == [2]
    desk.type("?")
    desk.press(KEY.Key_J, CTRL)
    assert desk.said[-1] == "You are sure about everything."
    assert listed(desk) == []


def test_a_step_waits_for_the_list_of_doubts(desk: Desk) -> None:
    desk.press(KEY.Key_Down)
    desk.type("b?")
    desk.press(KEY.Key_End)
    choose(desk, "My unsure ones")
    desk.type("t?")  # while the doubts are looked up
    desk.press(KEY.Key_J, CTRL)
    desk.bot.waitUntil(lambda: desk.place.view.selection() == desk.sentence(2))
    assert state(desk, 0) == "2 to look at"


def test_memos_are_gone_through_and_back(desk: Desk) -> None:
    desk.type("b")
    project = desk.project
    first = project.codings(1).ids[0]
    project.write_memo("coding", project.coding(first).uuid, "why")
    info = project.info(2)
    span = project.transcript(2).spans("sentence")[1]
    project.write_memo("passage", info.uuid, "look", start=span.start, end=span.end)
    choose(desk, "With my memo")
    desk.press(KEY.Key_J, CTRL)
    assert (desk.place.loop.open_id, desk.place.view.selection()) == (2, span)
    desk.press(KEY.Key_J, CTRL | SHIFT)
    assert desk.place.loop.open_id == 1


@pytest.mark.parametrize("by", [0, SHIFT])
def test_undecided_sentences_both_ways(desk: Desk, by: object) -> None:
    second(desk)
    desk.press(KEY.Key_Down)
    desk.type("0")
    held = CTRL | SHIFT if by else CTRL
    desk.press(KEY.Key_J, held)
    assert desk.place.view.selection() == desk.sentence(1 if by else 3)
