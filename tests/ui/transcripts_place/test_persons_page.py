"""Is the register of persons kept in the window, by keyboard alone where one likes?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.model.persons import Attribute, PersonLabel
from annotator_ui.transcripts_place.persons_page import PersonsPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator.model.persons import Person
    from annotator_ui.main_window import MainWindow
    from annotator_ui.transcripts_place.place import TranscriptsPlace

Key = Qt.Key


@pytest.fixture
def page(qtbot: QtBot, place: TranscriptsPlace) -> PersonsPage:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(place.list.view, Key.Key_P, both)
    assert isinstance(place.page, PersonsPage)
    return place.page


def press(qtbot: QtBot, *keys: Qt.Key, ctrl: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None
        qtbot.keyClick(widget, key, modifier)


def new_person(qtbot: QtBot) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(widget, Key.Key_N, both)


def write(qtbot: QtBot, text: str) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClicks(widget, text)


def names(page: PersonsPage) -> list[str]:
    model = page.persons.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def person(window: MainWindow, name: str) -> Person:
    return window.session.project.person(name)


def test_full_names_are_there_and_the_others_wait(page: PersonsPage) -> None:
    assert names(page) == ["ANN LEE"]
    said = [button.text() for button in page.parts.buttons()]
    assert said == ["Persons 1", "Speakers without a person 1"]


def test_a_speaker_becomes_a_person_with_enter(
    qtbot: QtBot, window: MainWindow, page: PersonsPage
) -> None:
    page.parts.buttons()[1].click()
    assert page.unplaced.hasFocus()
    press(qtbot, Key.Key_Return)
    assert names(page) == ["ANN LEE", "MR. FOX"]
    assert person(window, "MR. FOX").n_turns == 1
    assert "Every speaker is a person" in page.empty_words()
    press(qtbot, Key.Key_Z, ctrl=True)
    assert names(page) == ["ANN LEE"]


def test_a_person_is_described_by_keyboard_alone(
    qtbot: QtBot, window: MainWindow, page: PersonsPage
) -> None:
    press(qtbot, Key.Key_Return)
    press(qtbot, Key.Key_A, ctrl=True)
    write(qtbot, "Ann Lee")
    press(qtbot, Key.Key_Tab)
    write(qtbot, "chair")
    press(qtbot, Key.Key_Tab)
    assert window.session.project.info("D1").speakers[0] == ("Ann Lee", "")
    page.form.labels.add.setFocus()
    press(qtbot, Key.Key_Space)
    write(qtbot, "A. LEE")
    press(qtbot, Key.Key_Tab)
    page.form.attributes.add.setFocus()
    press(qtbot, Key.Key_Space)
    for text in ("country", "Norway", "28 Nov. 2023"):
        write(qtbot, text)
        press(qtbot, Key.Key_Tab)
    found = person(window, "Ann Lee")
    assert found.role == "chair"
    assert found.labels == (PersonLabel("A. LEE"),)
    assert found.attributes == (Attribute("country", "Norway", "2023-11-28"),)
    model = page.persons.model()
    assert model.index(0, 2).data() == "chair, Norway (since 28 Nov 2023)"


def test_a_day_that_is_none_is_said_at_its_place(
    qtbot: QtBot, window: MainWindow, page: PersonsPage
) -> None:
    page.form.attributes.add.click()
    for text in ("party", "Green", "some day"):
        write(qtbot, text)
        press(qtbot, Key.Key_Tab)
    assert "2023-11-28" in page.form.refusal.text()
    assert person(window, "Ann Lee").attributes == (Attribute("party", "Green"),)
    since = page.form.attributes.rows()[0][2]
    assert since.property("wrong") is True
    since.setText("2020")
    since.editingFinished.emit()
    assert person(window, "Ann Lee").attributes == (Attribute("party", "Green", "2020"),)


def test_a_new_person_is_named_and_joined_with_another(
    qtbot: QtBot, window: MainWindow, page: PersonsPage
) -> None:
    new_person(qtbot)
    write(qtbot, "Annie Lee")
    press(qtbot, Key.Key_Tab)
    assert names(page) == ["ANN LEE", "Annie Lee"]
    page.form.join.choices.aboutToShow.emit()
    page.form.join.choices.actions()[0].trigger()
    assert names(page) == ["ANN LEE"]
    assert person(window, "ANN LEE").labels == (PersonLabel("Annie Lee"),)


def test_a_name_that_is_taken_is_refused_at_its_place(
    qtbot: QtBot, window: MainWindow, page: PersonsPage
) -> None:
    new_person(qtbot)
    write(qtbot, "ann lee")
    press(qtbot, Key.Key_Tab)
    assert "already" in page.form.refusal.text()
    assert len(window.session.project.persons()) == 2


def test_somebody_who_is_known_takes_the_turns(
    qtbot: QtBot, window: MainWindow, page: PersonsPage
) -> None:
    from annotator.model.persons import PersonDraft

    window.session.project.add_person(PersonDraft("Cyrus Fox"))
    page.parts.buttons()[1].click()
    assert page.panel.likely.words() == "Is Cyrus Fox"
    qtbot.mouseClick(page.panel.likely, Qt.MouseButton.LeftButton)
    assert window.session.project.info("D1").speakers[1] == ("Cyrus Fox", "")


def test_delete_takes_a_person_out_and_escape_leaves(
    qtbot: QtBot, window: MainWindow, place: TranscriptsPlace, page: PersonsPage
) -> None:
    press(qtbot, Key.Key_Delete)
    assert window.session.project.persons() == ()
    assert "No persons yet" in page.empty_words()
    press(qtbot, Key.Key_Escape)
    assert place.page is place.list


def test_what_is_being_written_counts_when_the_project_closes(
    qtbot: QtBot, window: MainWindow, page: PersonsPage
) -> None:
    press(qtbot, Key.Key_Return)
    press(qtbot, Key.Key_A, ctrl=True)
    write(qtbot, "Ann B. Lee")
    assert page.form.name.line.hasFocus()
    path = window.session.project.path
    window.session.close()
    window.session.open(path)
    assert [one.name for one in window.session.project.persons()] == ["Ann B. Lee"]
