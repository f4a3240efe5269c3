"""Is every key of the coding loop what the manual says, and is it in the file at once?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from annotator.model.codebook import CodeDraft
from annotator_ui.session import Session
from tests.ui.code_place.desk import Desk, sit_down

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _on(desk: Desk, number: int, code: str, *, unsure: bool = False) -> tuple[int, int, str, bool]:
    span = desk.sentence(number)
    return span.start, span.end, code, unsure


def _is_true(desk: Desk) -> None:
    """The screen, the tree and the file tell the same."""
    assert desk.shown() == sorted(desk.stored(), key=lambda row: (row[0], -row[1], row[2]))
    for code in desk.project.codebook().codes:
        stored = sum(1 for row in desk.stored() if row[2] == code.code_id)
        assert desk.place.code_tree.count(code.id) == stored


def test_one_key_to_move_and_one_to_code(desk: Desk) -> None:
    desk.press(KEY.Key_Down)
    desk.type("b")
    assert desk.stored() == [_on(desk, 2, "BURDEN")]
    assert desk.place.view.codings_at_cursor()
    _is_true(desk)


def test_the_same_key_again_removes_and_the_selection_stays(desk: Desk) -> None:
    before = desk.place.view.selection()
    desk.type("b")
    desk.type("B")
    assert desk.stored() == []
    assert desk.place.view.selection() == before
    _is_true(desk)


def test_a_second_code_on_the_same_passage_is_one_more_key(desk: Desk) -> None:
    desk.type("bt")
    assert {row[2] for row in desk.stored()} == {"BURDEN", "UNITY"}
    desk.type("b")
    assert [row[2] for row in desk.stored()] == ["UNITY"]
    _is_true(desk)


def test_a_narrowed_passage_is_coded_as_narrowed(desk: Desk) -> None:
    desk.press(KEY.Key_Down, SHIFT)
    desk.press(KEY.Key_Tab)
    wanted = desk.place.view.selection()
    desk.type("u")
    assert wanted is not None
    assert desk.stored() == [(wanted.start, wanted.end, "UKR", False)]


@pytest.mark.parametrize("text", ["и", "И"])
def test_a_cyrillic_layout_codes_by_the_place_of_the_key(desk: Desk, text: str) -> None:
    desk.send(text, 48 + 8)  # the key right of V
    assert [row[2] for row in desk.stored()] == ["BURDEN"]


def test_space_repeats_and_full_stop_repeats_on_the_next_unit(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Space)
    desk.type(".")
    assert desk.stored() == [_on(desk, number, "BURDEN") for number in (1, 2, 3)]
    desk.press(KEY.Key_Space)  # repeating never takes away
    assert len(desk.stored()) == 3
    _is_true(desk)


def test_repeating_before_anything_was_coded_says_so_and_stays(desk: Desk) -> None:
    before = desk.place.view.selection()
    desk.type(".")
    assert desk.stored() == []
    assert desk.place.view.selection() == before
    assert "No code to repeat" in desk.said[-1]


def test_a_question_mark_doubts_the_coding_just_made(desk: Desk) -> None:
    desk.type("bu?")
    assert sorted(row[2:] for row in desk.stored()) == [("BURDEN", False), ("UKR", True)]
    desk.type("?")
    assert not any(row[3] for row in desk.stored())
    _is_true(desk)


def test_a_question_mark_doubts_what_is_under_the_cursor(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_Down)
    desk.type("?")
    assert "No coding here" in desk.said[-1]
    desk.press(KEY.Key_Up)
    desk.type("?")
    assert desk.stored() == [_on(desk, 1, "BURDEN", unsure=True)]


def test_delete_removes_the_coding_under_the_cursor(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Delete)
    assert len(desk.stored()) == 1
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_Delete)
    assert desk.stored() == []
    _is_true(desk)


def test_zero_decides_that_nothing_applies_and_again_takes_it_back(desk: Desk) -> None:
    transcript = desk.place.loop.transcript
    assert transcript is not None
    desk.type("0")
    decisions = desk.project.decisions(transcript.info.id)
    assert [(each.start, each.end) for each in decisions] == [_on(desk, 1, "")[:2]]
    assert "1 decided" in desk.status[-1].unit
    desk.type("0")
    assert desk.project.decisions(transcript.info.id) == ()
    assert "0 decided" in desk.status[-1].unit


def test_coding_a_unit_ends_its_nothing(desk: Desk) -> None:
    transcript = desk.place.loop.transcript
    assert transcript is not None
    desk.type("0b")
    assert desk.project.decisions(transcript.info.id) == ()
    assert desk.place.loop.nothing == ()
    assert "1 decided" in desk.status[-1].unit


def test_zero_on_a_coded_unit_decides_nothing(desk: Desk) -> None:
    desk.type("b0")
    assert desk.place.loop.nothing == ()
    assert "coded sentence is decided" in desk.said[-1]


def test_ctrl_j_goes_to_the_next_undecided_sentence(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_Down)
    desk.type("0")
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_J, CTRL)
    assert desk.place.view.selection() == desk.sentence(3)


def test_a_key_that_no_code_has_codes_nothing(desk: Desk) -> None:
    desk.type("x")
    assert desk.stored() == []
    assert "No code has the key X" in desk.said[-1]


@pytest.mark.parametrize("field", ["filter", "memo", "find"])
def test_letters_typed_in_a_field_are_words(desk: Desk, field: str) -> None:
    fields = {
        "filter": desk.place.codes.field,
        "memo": desk.place.inspector.memo,
        "find": desk.place.panels.find.field,
    }
    if field == "find":
        desk.place.open_find()
    fields[field].setFocus()
    desk.type("b0? /")
    assert desk.stored() == []
    assert desk.place.loop.nothing == ()
    assert not desk.place.palette_card.isVisible()


def test_undo_and_redo_go_to_the_place_and_tell_the_truth(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_Down)
    desk.type("t?")
    for _ in range(5):
        desk.press(KEY.Key_Down)
    desk.session.undo()
    assert desk.stored() == [_on(desk, 1, "BURDEN"), _on(desk, 2, "UNITY")]
    assert desk.place.view.selection() == desk.sentence(2)
    _is_true(desk)
    desk.session.undo()
    desk.session.undo()
    assert desk.stored() == []
    _is_true(desk)
    desk.session.redo()
    assert desk.stored() == [_on(desk, 1, "BURDEN")]
    assert desk.place.view.selection() == desk.sentence(1)
    _is_true(desk)


def test_undo_goes_to_the_other_transcript(desk: Desk) -> None:
    first = desk.place.loop.transcript
    assert first is not None
    desk.type("b")
    desk.press(KEY.Key_PageDown, CTRL)
    assert desk.place.loop.transcript is not first
    desk.session.undo()
    assert desk.place.loop.transcript is not None
    assert desk.place.loop.transcript.info.id == first.info.id
    assert desk.stored() == []


def test_undo_takes_back_a_decision(desk: Desk) -> None:
    desk.type("0")
    desk.session.undo()
    assert desk.place.loop.nothing == ()
    assert "0 decided" in desk.status[-1].unit


def test_the_repeat_code_may_be_gone(desk: Desk) -> None:
    desk.type("b")
    desk.project.delete_code(desk.code("BURDEN").id)
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Space)
    assert desk.stored() == []
    assert "No code to repeat" in desk.said[-1]
    _is_true(desk)


def test_two_quick_keys_are_two_codings(desk: Desk) -> None:
    desk.bot.keyClicks(desk.focused(), "bt", delay=0)
    assert len(desk.stored()) == 2


def test_the_status_says_unit_speaker_and_what_is_left(desk: Desk) -> None:
    desk.press(KEY.Key_Down)
    assert desk.status[-1].unit == "Sentence 2 of 33 · Jens Stoltenberg · 0 decided, 33 to go"
    assert ("?", "unsure") in desk.status[-1].keys


def test_function_keys_stand_in_where_a_board_makes_signs_awkward(desk: Desk) -> None:
    desk.press(KEY.Key_F9)
    assert [each.kind for each in desk.project.decisions(1)] == ["nothing"]
    desk.press(KEY.Key_F7)
    desk.type("burd")
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_F8)
    assert [row[2:] for row in desk.stored()] == [("BURDEN", True)]
    assert desk.project.decisions(1) == ()


def test_another_coder_sees_none_of_it(desk: Desk) -> None:
    desk.type("b0")
    desk.session.use_coder("ben")
    assert desk.shown() == []
    assert desk.count("BURDEN") == 0
    assert desk.place.codes.recent.codes() == ()
    desk.type(" ")
    assert desk.said[-1] == "No code to repeat yet."
    desk.type("t")
    assert [row[2] for row in desk.stored()] == ["UNITY"]


def test_f6_walks_through_the_panes_and_escape_returns(desk: Desk) -> None:
    doors = [desk.focused()]
    for _ in range(4):
        desk.press(KEY.Key_F6)
        doors.append(desk.focused())
    assert len(set(doors)) == 4
    assert doors[0] is doors[-1]
    desk.press(KEY.Key_F6, SHIFT)
    assert desk.focused() is doors[3]
    desk.press(KEY.Key_Escape)
    assert desk.focused() is doors[0]


def test_escape_in_the_list_of_transcripts_returns_to_the_text(desk: Desk) -> None:
    desk.place.transcripts.view.setFocus()
    desk.press(KEY.Key_Escape)
    assert desk.focused() is desk.place.view.focusProxy()


def test_a_letter_in_the_code_tree_codes_too(desk: Desk) -> None:
    desk.place.codes.tree.setFocus()
    desk.type("b")
    assert [row[2] for row in desk.stored()] == ["BURDEN"]


def test_enter_in_the_code_tree_applies_its_code(desk: Desk) -> None:
    desk.place.codes.tree.setFocus()
    desk.press(KEY.Key_Home)
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    assert [row[2] for row in desk.stored()] == ["UKR"]
    assert QApplication.focusWidget() is desk.place.view.focusProxy()


def test_a_key_never_takes_away_what_another_round_holds(desk: Desk, tmp_path: Path) -> None:
    where = desk.place.view.selection()
    assert where is not None
    table = tmp_path / "pilot.csv"
    table.write_text(
        "doc_id,coder_id,code_id,char_start,char_stop,round\n"
        f"D1,{desk.project.coder.coder_id},BURDEN,{where.start},{where.end},pilot\n",
        encoding="utf-8",
    )
    desk.project.import_codings(table)
    assert desk.stored() == []
    assert desk.count("BURDEN") == 0
    _is_true(desk)
    desk.type("b")
    assert len(desk.stored()) == 1
    _is_true(desk)
    desk.type("b")
    assert desk.stored() == []
    assert desk.project.n_codings() == 1
    _is_true(desk)


def test_two_strokes_apply_a_code_and_a_card_says_which_may_follow(desk: Desk) -> None:
    desk.project.change_code(desk.code("UKR").id, CodeDraft("UKR", "Support for Ukraine", key="xu"))
    desk.project.change_code(desk.code("RUS").id, CodeDraft("RUS", "Russian aggression", key="xr"))
    strokes = desk.place.strokes
    desk.type("x")
    assert desk.stored() == []
    hint = strokes.hint()
    assert strokes.isVisible()
    assert hint is not None
    assert [(each.key, each.does) for each in hint.strokes] == [
        ("U", "Support for Ukraine"),
        ("R", "Russian aggression"),
    ]
    desk.type("u")
    assert not strokes.isVisible()
    assert [row[2] for row in desk.stored()] == ["UKR"]
    desk.type("xu")
    assert desk.stored() == []


@pytest.mark.parametrize("end", ["esc", "move", "leave", "space"])
def test_a_first_stroke_alone_codes_nothing(desk: Desk, end: str) -> None:
    desk.project.change_code(desk.code("UKR").id, CodeDraft("UKR", "Ukraine", key="xu"))
    desk.type("x")
    if end == "esc":
        desk.press(KEY.Key_Escape)
    elif end == "move":
        desk.press(KEY.Key_Down)
    elif end == "space":
        desk.type(" ")
    else:
        desk.place.codes.field.setFocus()
        desk.place.focus_text()
    assert not desk.place.strokes.isVisible()
    desk.type("r")  # of Russian aggression, not the second stroke of anything
    desk.type("u")
    assert [row[2] for row in desk.stored()] == ["RUS"]


def test_a_letter_that_does_not_follow_codes_nothing_and_is_said(desk: Desk) -> None:
    desk.project.change_code(desk.code("UKR").id, CodeDraft("UKR", "Ukraine", key="xu"))
    desk.type("xr")
    assert desk.stored() == []
    assert desk.said[-1].startswith("No code has the keys X R.")


def test_codes_without_keys_get_some_with_one_click(qtbot: QtBot, empty_session: Session) -> None:
    desk = sit_down(qtbot, empty_session)
    for name in ("Ukraine", "Russia"):
        desk.project.add_code(CodeDraft("", name))
    [give] = desk.place.codes.no_keys.findChildren(QPushButton)
    desk.bot.mouseClick(give, Qt.MouseButton.LeftButton)
    assert [code.key for code in desk.project.codebook().codes] == ["u", "r"]
    assert not desk.place.codes.no_keys.isVisible()
    assert desk.focused() is desk.place.view.focusProxy()


def test_a_screen_reader_hears_the_unit_the_codes_on_it_and_each_act(
    desk: Desk, readers: list[str]
) -> None:
    desk.press(KEY.Key_Down)
    assert readers[-1].startswith("Sentence 2. It's always a pleasure")
    assert readers[-1].endswith("no code")
    desk.type("h")
    assert "Praise" in readers[-1]
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Up)
    assert readers[-1].endswith(desk.code("PRAISE").name)
    desk.type("?")
    assert readers[-1].endswith("marked unsure")
    desk.session.undo()
    assert readers[-1] == f"Taken back: {readers[-3]}"
    desk.session.redo()
    assert readers[-1].startswith("Done again: ")


@pytest.fixture
def readers(desk: Desk) -> Iterator[list[str]]:
    """What somebody with a screen reader is told."""
    heard: list[str] = []
    QAccessible.setActive(True)
    desk.place.view.announced.connect(heard.append)
    yield heard
    QAccessible.setActive(False)


def test_where_the_keyboard_is_can_be_seen_in_every_pane(desk: Desk) -> None:
    panes = (desk.place.transcripts.view, desk.place.codes.tree, desk.place.inspector.memo)
    for pane in panes:
        desk.place.focus_text()
        desk.settle()
        before = pane.grab().toImage()
        pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
        desk.settle()
        assert pane.hasFocus()
        assert pane.grab().toImage() != before, pane.accessibleName()
