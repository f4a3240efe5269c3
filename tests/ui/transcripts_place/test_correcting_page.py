"""Is a text corrected in the window, with its changes shown, and is the text before readable?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from annotator.model.codebook import CodeDraft
from annotator_ui.transcripts_place.correcting_page import CorrectingPage
from annotator_ui.transcripts_place.look_page import LookPage
from annotator_ui.transcripts_place.text_editor import TextEditor
from annotator_ui.transcripts_place.versions_page import VersionsPage
from tests.ui.transcripts_place.conftest import TALK

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator_ui.main_window import MainWindow
    from annotator_ui.transcripts_place.place import TranscriptsPlace

Key = Qt.Key


def press(qtbot: QtBot, *keys: Qt.Key, ctrl: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None
        qtbot.keyClick(widget, key, modifier)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, place: TranscriptsPlace) -> CorrectingPage:
    project = window.session.project
    project.add_code(CodeDraft("UKR", "Ukraine"))
    for words in ("We begin now.", "We agree."):
        at = TALK.index(words)
        project.apply_coding("D1", at, at + len(words), "UKR")
    qtbot.mouseClick(place.list.details.correct, Qt.MouseButton.LeftButton)
    assert isinstance(place.page, CorrectingPage)
    return place.page


def select(page: CorrectingPage, words: str) -> None:
    cursor = QTextCursor(page.editor.document())
    at = TALK.index(words)
    cursor.setPosition(at)
    cursor.setPosition(at + len(words), QTextCursor.MoveMode.KeepAnchor)
    page.editor.setTextCursor(cursor)


def correct(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.tasks.idle, timeout=20_000):
        press(qtbot, Key.Key_Return, ctrl=True)


def test_a_correction_is_shown_before_it_is_made(
    qtbot: QtBot, window: MainWindow, page: CorrectingPage
) -> None:
    assert not page.accept.isEnabled()
    select(page, "begin")
    qtbot.keyClicks(page.editor, "start")
    page.look()
    assert page.said.plain() == (
        "1 place is changed. 2 codings go over to the new text; 1 of them on other words: to be "
        "looked at."
    )
    assert "[removed: begin][added: start]" in page.changes.rows[0].plain()
    assert window.session.project.whole_transcript("D1").text == TALK
    press(qtbot, Key.Key_Z, ctrl=True)
    page.look()
    assert not page.accept.isEnabled()


def test_what_was_touched_is_looked_at_and_the_text_before_is_read(
    qtbot: QtBot, window: MainWindow, place: TranscriptsPlace, page: CorrectingPage
) -> None:
    select(page, "begin")
    qtbot.keyClicks(page.editor, "start")
    page.note.line.setText("misheard")
    correct(qtbot, window)
    project = window.session.project
    assert project.whole_transcript("D1").text == TALK.replace("begin", "start")
    look = place.page
    assert isinstance(look, LookPage)
    assert "[removed: begin][added: start]" in look.words.plain()
    press(qtbot, Key.Key_Return)
    assert place.page is place.list
    assert project.to_look_at() == ()
    qtbot.mouseClick(place.list.details.before, Qt.MouseButton.LeftButton)
    versions = place.page
    assert isinstance(versions, VersionsPage)
    assert versions.list.item(0).text().endswith("misheard")
    assert versions.text.toPlainText() == TALK
    press(qtbot, Key.Key_Up)
    assert versions.text.toPlainText() == TALK.replace("begin", "start")
    assert len(versions.changes.rows) == 1
    press(qtbot, Key.Key_Escape)
    assert place.page is place.list


def test_a_passage_is_shown_in_code_or_removed(
    qtbot: QtBot, window: MainWindow, place: TranscriptsPlace, page: CorrectingPage
) -> None:
    select(page, "begin now")
    qtbot.keyClicks(page.editor, "are here")
    correct(qtbot, window)
    assert isinstance(place.page, LookPage)
    press(qtbot, Key.Key_Return, ctrl=True)
    assert window.place is window.code
    assert window.code is not None
    span = window.code.view.selection()
    assert span is not None
    assert window.session.project.transcript("D1").quote(span) == "We are here."
    window.show_transcripts()
    press(qtbot, Key.Key_Delete)
    assert [one.quote for one in window.session.project.codings_in(1)] == ["We agree."]
    assert place.page is place.list


def test_the_list_says_that_passages_wait(
    qtbot: QtBot, window: MainWindow, place: TranscriptsPlace, page: CorrectingPage
) -> None:
    assert page.isVisible()
    window.session.project.correct_text("D1", TALK.replace("We agree.", "They agree."))
    place.back_to_list()
    assert "One of your codings" in place.list.look.words()
    assert place.list.look.isVisible()
    window.session.undo()
    assert not place.list.look.isVisible()
    del qtbot


def test_a_corrected_file_is_taken(
    qtbot: QtBot, window: MainWindow, page: CorrectingPage, tmp_path: Path
) -> None:
    path = tmp_path / "better.txt"
    path.write_text(TALK.replace("We agree.", "We do."), encoding="utf-8", newline="\r\n")
    page.take(path)
    assert len(page.changes.rows) == 1
    page.take(tmp_path / "nowhere.txt")
    assert "is not there" in page.refusal.text()
    page.editor.setFocus()
    correct(qtbot, window)
    assert "We do." in window.session.project.whole_transcript("D1").text


def test_escape_leaves_the_text_as_it_was(
    qtbot: QtBot, window: MainWindow, place: TranscriptsPlace, page: CorrectingPage
) -> None:
    select(page, "begin")
    qtbot.keyClicks(page.editor, "start")
    press(qtbot, Key.Key_Escape)
    assert place.page is page
    assert "Esc once more" in page.refusal.text()
    press(qtbot, Key.Key_Escape)
    assert place.page is place.list
    assert window.session.project.whole_transcript("D1").text == TALK


ODD = st.text(st.sampled_from("ab \n\u00a0\u2028\u2029\u0085\x0c\xad\ufdd0😀é\u05d0"), max_size=30)


def alike(text: str) -> str:
    return text.replace("\u2029", "\n").replace("\ufdd0", "\n")


@given(ODD, st.integers(0, 30), st.text(st.sampled_from("xy \n"), max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_writing_changes_what_was_written_and_no_other_letter(
    qtbot: QtBot, text: str, at: int, written: str
) -> None:
    editor = TextEditor()
    qtbot.addWidget(editor)
    editor.show_text(text)
    assert editor.text() == text
    at = min(at, len(text))
    editor.go_to(at)
    editor.textCursor().insertText(written)
    # Between two line ends nobody can tell which of them was written.
    assert alike(editor.text()) == alike(text[:at] + written + text[at:])
    editor.put(text)
    assert alike(editor.text()) == alike(text)


def test_a_text_is_laid_out_in_its_column_from_the_start(qtbot: QtBot) -> None:
    editor = TextEditor()
    qtbot.addWidget(editor)
    editor.resize(1200, 400)
    editor.show_text("word " * 400)
    with qtbot.waitExposed(editor):
        editor.show()
    assert editor.horizontalScrollBar().maximum() == 0
