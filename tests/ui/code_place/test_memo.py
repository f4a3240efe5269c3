"""Is a memo saved when it is left, brought back by Esc, and never lost or misplaced?"""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.coding import MemoOn
from annotator_ui.session import Session
from tests.ui.code_place.desk import Desk, sit_down

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def _coding_uuid(desk: Desk) -> UUID:
    return desk.project.coding(next(iter(desk.place.loop.codings)).id).uuid


def _bodies(desk: Desk, on: MemoOn, uuid: UUID) -> list[str]:
    return [memo.body for memo in desk.project.memos(on, uuid)]


def test_ctrl_m_writes_on_the_coding_just_made(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_M, CTRL)
    assert desk.focused() is desk.place.inspector.memo
    desk.type("Joint effort")
    desk.press(KEY.Key_Return)
    desk.type("before the share")
    desk.press(KEY.Key_Return, CTRL)
    assert _bodies(desk, "coding", _coding_uuid(desk)) == ["Joint effort\nbefore the share"]
    assert desk.focused() is desk.place.view.focusProxy()


def test_f3_does_the_same(desk: Desk) -> None:
    desk.press(KEY.Key_F3)
    assert desk.focused() is desk.place.inspector.memo


def test_leaving_the_field_saves(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_M, CTRL)
    desk.type("doubtful")
    desk.place.focus_text()
    assert _bodies(desk, "coding", _coding_uuid(desk)) == ["doubtful"]


def test_escape_leads_back_to_the_text_and_keeps_what_was_typed(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_M, CTRL)
    desk.type("kept")
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_M, CTRL)
    desk.type(" too")
    desk.press(KEY.Key_Escape)
    (body,) = _bodies(desk, "coding", _coding_uuid(desk))
    assert sorted(body.split()) == ["kept", "too"]
    assert desk.place.inspector.memo.toPlainText() == body
    assert desk.focused() is desk.place.view.focusProxy()


def test_without_a_coding_the_memo_is_on_the_passage(desk: Desk) -> None:
    transcript = desk.place.loop.transcript
    assert transcript is not None
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_M, CTRL)
    desk.type("striking")
    desk.press(KEY.Key_Return, CTRL)
    found = desk.project.memos("passage", transcript.info.uuid)
    span = desk.sentence(2)
    assert [(memo.body, memo.start, memo.end) for memo in found] == [
        ("striking", span.start, span.end)
    ]
    desk.press(KEY.Key_Down)
    desk.settle()
    assert desk.place.inspector.memo.toPlainText() == ""
    desk.press(KEY.Key_Up)
    desk.settle()
    assert desk.place.inspector.memo.toPlainText() == "striking"


def test_what_is_being_written_stays_with_its_coding(desk: Desk) -> None:
    """The cursor moves by mouse while a memo is half written."""
    desk.type("b")
    uuid = _coding_uuid(desk)
    desk.press(KEY.Key_M, CTRL)
    desk.type("half written")
    desk.place.view.go_to(desk.sentence(9))
    desk.settle()
    assert _bodies(desk, "coding", uuid) == ["half written"]
    assert desk.place.inspector.memo.toPlainText() == ""


def test_changing_the_transcript_saves_first(desk: Desk) -> None:
    desk.type("b")
    uuid = _coding_uuid(desk)
    desk.press(KEY.Key_M, CTRL)
    desk.type("not lost")
    desk.place.show_transcript(desk.place.transcript_list.transcripts()[1].id)
    assert _bodies(desk, "coding", uuid) == ["not lost"]


def test_closing_the_project_saves_first(desk: Desk) -> None:
    desk.type("b")
    uuid, path = _coding_uuid(desk), desk.project.path
    desk.press(KEY.Key_M, CTRL)
    desk.type("not lost")
    desk.session.close()
    desk.session.open(path, coder="ana")
    assert _bodies(desk, "coding", uuid) == ["not lost"]


def test_emptying_a_memo_removes_it_and_undo_brings_it_back(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_M, CTRL)
    desk.type("x")
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_M, CTRL)
    desk.press(KEY.Key_Backspace)
    desk.press(KEY.Key_Return, CTRL)
    assert _bodies(desk, "coding", _coding_uuid(desk)) == []
    desk.session.undo()
    desk.settle()
    assert desk.place.inspector.memo.toPlainText() == "x"


def test_another_coders_memo_is_not_shown(desk: Desk) -> None:
    desk.press(KEY.Key_M, CTRL)
    desk.type("from ana")
    desk.press(KEY.Key_Return, CTRL)
    desk.session.use_coder("ben")
    desk.settle()
    assert QApplication.focusWidget() is not desk.place.inspector.memo
    assert desk.place.inspector.memo.toPlainText() == ""


def test_a_project_open_for_reading_shows_memos_and_takes_none(qtbot: QtBot, desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_M, CTRL)
    desk.type("as it was")
    desk.press(KEY.Key_Return, CTRL)
    path, uuid = desk.project.path, _coding_uuid(desk)
    desk.session.close()
    reading = Session()
    reading.open(path, coder="ana", read_only=True)
    again = sit_down(qtbot, reading)
    again.press(KEY.Key_M, CTRL)
    assert again.place.inspector.memo.toPlainText() == "as it was"
    again.type("not ")
    assert again.place.inspector.memo.toPlainText() == "as it was"
    again.press(KEY.Key_Escape)
    again.type("u")
    assert "reading only" in again.refused[-1].message
    assert _bodies(again, "coding", uuid) == ["as it was"]
    reading.close()


def test_words_that_were_refused_do_no_harm_after_the_project_is_closed(desk: Desk) -> None:
    memo = desk.place.inspector.memo
    desk.type("b")
    desk.press(KEY.Key_M, CTRL)
    desk.session.close()
    memo.setPlainText("typed too late")
    memo.save()
    assert desk.refused == []
