"""Are all memos in one list, searched, written, previewed, and gone to by the keyboard?"""

from __future__ import annotations

from uuid import uuid4

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from annotator.model.coding import Memo
from annotator.model.people import Coder
from annotator_ui.code_place.memo_entries import signature
from annotator_ui.code_place.memos_window import MemosWindow
from annotator_ui.item_models.dates import moment_words
from annotator_ui.parts.buttons import Button
from tests.ui.code_place.desk import Desk

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def note(desk: Desk, words: str) -> None:
    desk.press(KEY.Key_M, CTRL)
    desk.type(words)
    desk.press(KEY.Key_Return, CTRL)


def two_memos(desk: Desk) -> MemosWindow:
    """One on a coding, one on a passage; the list of them is open."""
    desk.type("b")
    note(desk, "who *pays*?")
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Down)
    desk.settle()
    note(desk, "odd passage")
    desk.press(KEY.Key_M, CTRL | SHIFT)
    return desk.place.memos


def listed(window: MemosWindow) -> list[str]:
    return [window.list.item(row).text() for row in range(window.list.count())]


def test_memos_stand_in_a_list_with_what_they_are_about(desk: Desk) -> None:
    window = two_memos(desk)
    assert window.isVisible()
    title = desk.project.transcripts()[0].metadata.title
    assert sorted(listed(window)) == sorted(
        [f"Burden sharing · {title}\nwho *pays*?", f"Passage · {title}\nodd passage"]
    )


def test_a_memo_is_found_read_and_gone_to_by_the_keyboard(desk: Desk) -> None:
    window = two_memos(desk)
    desk.bot.keyClicks(window.field, "pays burden")
    assert len(listed(window)) == 1
    desk.bot.keyClick(window.field, KEY.Key_Return)
    assert window.preview.toPlainText() == "who pays?"
    desk.bot.keyClick(window.list, KEY.Key_G, CTRL)
    selected = desk.place.view.selection()
    assert selected is not None
    assert selected.start == desk.sentence(1).start
    desk.bot.keyClick(window.list, KEY.Key_Escape)
    assert not window.isVisible()


def test_a_memo_is_changed_in_the_list_and_undone(desk: Desk) -> None:
    window = two_memos(desk)
    desk.bot.keyClicks(window.field, "odd")
    window.memo.setFocus()
    desk.bot.keyClicks(window.memo, "very ")
    desk.bot.keyClick(window.memo, KEY.Key_Return, CTRL)
    assert "very odd passage" in [memo.body for memo in desk.project.memos()]
    window.field.clear()
    desk.session.undo()
    assert "odd passage" in [memo.body for memo in desk.project.memos()]
    assert any(text.endswith("\nodd passage") for text in listed(window))


def test_a_code_and_the_project_have_memos_too(desk: Desk) -> None:
    menu = desk.place.acts.menu(desk.code("BURDEN"), QPoint(0, 0))
    [entry] = [action for action in menu.actions() if action.text() == "Memo…"]
    menu.close()
    entry.trigger()
    window = desk.place.memos
    desk.bot.keyClicks(window.memo, "narrow it")
    desk.bot.keyClick(window.memo, KEY.Key_Return, CTRL)
    desk.bot.mouseClick(window.on_project, Qt.MouseButton.LeftButton)
    desk.bot.keyClicks(window.memo, "round one is a trial")
    desk.bot.keyClick(window.memo, KEY.Key_Return, CTRL)
    stored = {(memo.on, memo.on_uuid, memo.body) for memo in desk.project.memos()}
    assert stored == {
        ("code", desk.code("BURDEN").uuid, "narrow it"),
        ("project", desk.project.uuid, "round one is a trial"),
    }
    assert {text.partition("\n")[0] for text in listed(window)} == {
        "Code Burden sharing",
        "The project",
    }


def test_a_whole_transcript_has_a_memo(desk: Desk) -> None:
    desk.press(KEY.Key_M, CTRL | SHIFT)
    window = desk.place.memos
    desk.bot.mouseClick(window.on_transcript, Qt.MouseButton.LeftButton)
    desk.bot.keyClicks(window.memo, "badly recorded")
    desk.bot.keyClick(window.memo, KEY.Key_Return, CTRL)
    info = desk.project.transcripts()[0]
    [memo] = desk.project.memos()
    assert (memo.on, memo.on_uuid, memo.body) == ("transcript", info.uuid, "badly recorded")
    assert listed(window) == [f"Transcript {info.metadata.title}\nbadly recorded"]
    window.close()
    desk.place.show_transcript(2)
    desk.press(KEY.Key_M, CTRL | SHIFT)
    desk.bot.keyClick(window.list, KEY.Key_G, CTRL)
    assert desk.place.open_id == info.id


def test_a_memo_says_who_wrote_it_and_when(desk: Desk) -> None:
    inspector = desk.place.inspector
    desk.type("b")
    desk.settle()
    assert inspector.says_who_wrote() == ""
    note(desk, "who pays?")
    desk.settle()
    [memo] = desk.project.memos()
    signed = f"ana · {moment_words(memo.changed_at)}"
    assert inspector.says_who_wrote() == signed
    desk.press(KEY.Key_Down)
    desk.settle()
    assert inspector.says_who_wrote() == ""
    desk.press(KEY.Key_M, CTRL | SHIFT)
    assert signed in [label.text() for label in desk.place.memos.findChildren(QLabel)]


def test_a_memo_that_was_changed_later_says_both() -> None:
    coder = Coder(1, uuid4(), "ana", "Ana Lima", "AL", "#000000", "coder")
    memo = Memo(1, uuid4(), "code", uuid4(), 1, "x", "2026-11-26T10:00:00Z", "2026-11-27T11:30:00Z")
    signed = signature(coder, memo)
    assert signed.startswith("Ana Lima · ")
    assert ", begun 2" in signed
    assert "begun" not in signature(coder, replace(memo, changed_at=memo.created_at))


def test_nobody_reads_the_memos_of_others(desk: Desk) -> None:
    two_memos(desk).close()
    desk.session.use_coder("bea")
    desk.place.open_memos()
    assert listed(desk.place.memos) == []


def test_the_preview_stands_under_the_field_and_loads_nothing(desk: Desk) -> None:
    desk.type("b")
    inspector = desk.place.inspector
    [button] = [b for b in inspector.findChildren(Button) if b.words() == "Preview"]
    desk.bot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.press(KEY.Key_M, CTRL)
    desk.type("**sure** <b>not</b> ![x](http://example.org/x.png)")
    QApplication.processEvents()
    assert inspector.preview.isVisible()
    assert inspector.preview.toPlainText().startswith("sure <b>not</b>")
