"""Are turns and units corrected in the window, key by key and by mouse?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.model.codebook import CodeDraft
from annotator.model.spans import Span
from annotator_ui.transcripts_place.dividing_page import LEAST_VIEW, DividingPage
from tests.ui.transcripts_place.conftest import TALK

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator.model.transcript import OpenTranscript
    from annotator_ui.main_window import MainWindow
    from annotator_ui.transcripts_place.place import TranscriptsPlace

Key = Qt.Key


@pytest.fixture
def page(qtbot: QtBot, place: TranscriptsPlace) -> DividingPage:
    qtbot.mouseClick(place.list.details.divide, Qt.MouseButton.LeftButton)
    assert isinstance(place.page, DividingPage)
    return place.page


def press(qtbot: QtBot, *keys: Qt.Key, ctrl: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None
        qtbot.keyClick(widget, key, modifier)


def go_to(page: DividingPage, words: str) -> None:
    start = TALK.index(words)
    page.view.go_to(Span(start, start + len(words)))


def transcript(window: MainWindow) -> OpenTranscript:
    return window.session.project.whole_transcript("D1")


def speakers(window: MainWindow) -> list[str]:
    return [turn.speaker for turn in transcript(window).turns]


def sentences(window: MainWindow) -> list[str]:
    shown = transcript(window)
    return [shown.quote(span) for span in shown.spans("sentence")]


def test_a_missed_turn_is_made_and_undone(
    qtbot: QtBot, window: MainWindow, page: DividingPage
) -> None:
    assert speakers(window) == ["ANN LEE", "MR. FOX"]
    go_to(page, "BEN ROY; I think so.")
    press(qtbot, Key.Key_T)
    assert speakers(window) == ["ANN LEE", "BEN ROY", "ANN LEE", "MR. FOX"]
    assert page.panel.speaker.text() == "BEN ROY"
    press(qtbot, Key.Key_Z, ctrl=True)
    assert speakers(window) == ["ANN LEE", "MR. FOX"]
    assert "Taken back" in window.status.words()


def test_a_turn_is_given_to_somebody_by_keyboard(
    qtbot: QtBot, window: MainWindow, page: DividingPage
) -> None:
    go_to(page, "We agree.")
    press(qtbot, Key.Key_S)
    qtbot.keyClicks(QApplication.focusWidget(), "Cy Fox")
    press(qtbot, Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "host")
    press(qtbot, Key.Key_Return)
    assert transcript(window).info.speakers[1] == ("Cy Fox", "host")
    press(qtbot, Key.Key_Escape)
    assert page.view.isAncestorOf(QApplication.focusWidget())
    go_to(page, "We agree.")
    press(qtbot, Key.Key_J)
    assert speakers(window) == ["ANN LEE"]


def test_a_sentence_is_cut_at_a_word_and_joined_again(
    qtbot: QtBot, window: MainWindow, page: DividingPage
) -> None:
    before = sentences(window)
    go_to(page, "There is much to do.")
    assert not page.panel.cut.isEnabled()
    press(qtbot, Key.Key_Right, Key.Key_Right, ctrl=True)
    assert page.panel.cut.words() == "Cut before “much”"
    press(qtbot, Key.Key_C)
    assert "much to do." in sentences(window)
    go_to(page, "much to do.")
    press(qtbot, Key.Key_M)
    assert sentences(window) == before


def test_paragraphs_begin_and_go_on(qtbot: QtBot, window: MainWindow, page: DividingPage) -> None:
    number = transcript(window).info.n_paragraphs
    go_to(page, "We begin now.")
    assert page.panel.paragraph.words() == "A paragraph begins here"
    qtbot.mouseClick(page.panel.paragraph, Qt.MouseButton.LeftButton)
    assert window.session.project.info("D1").n_paragraphs == number + 1
    assert page.panel.paragraph.words() == "Goes on with the paragraph before"
    press(qtbot, Key.Key_P)
    assert window.session.project.info("D1").n_paragraphs == number


def test_units_that_are_set_say_why(qtbot: QtBot, window: MainWindow, page: DividingPage) -> None:
    project = window.session.project
    project.add_code(CodeDraft("UKR", "Ukraine"))
    at = TALK.index("We agree.")
    project.apply_coding("D1", at, at + 9, "UKR")
    go_to(page, "We agree.")
    assert not page.panel.join_sentence.isEnabled()
    assert "it is coded already" in page.panel.set_words()
    press(qtbot, Key.Key_M)
    assert "are set" in page.panel.refusal.text()
    press(qtbot, Key.Key_T)
    assert speakers(window) == ["ANN LEE", "MR. FOX", "", "MR. FOX"]
    assert project.codings_in(project.info("D1").id)[0].quote == "We agree."


def test_escape_leads_back(qtbot: QtBot, place: TranscriptsPlace, page: DividingPage) -> None:
    assert page.isVisible()
    press(qtbot, Key.Key_Escape)
    assert place.page is place.list
    assert place.list.view.isVisible()


def test_everything_that_takes_the_keyboard_has_a_name(page: DividingPage) -> None:
    for widget in page.findChildren(type(page.panel.begin_turn)):
        assert widget.accessibleName()
    assert page.panel.speaker.line.accessibleName() == "Speaker"


def test_the_sentence_at_hand_is_in_sight_and_no_line_is_cut_in_a_small_window(
    qtbot: QtBot, window: MainWindow, page: DividingPage
) -> None:
    qtbot.waitUntil(page.view.cursor_is_in_sight)
    assert page.view.selection() is not None
    window.resize(720, 450)
    qtbot.waitUntil(lambda: page.view.width() < 400)
    qtbot.waitUntil(page.view.cursor_is_in_sight)
    assert page.view.width() >= LEAST_VIEW
