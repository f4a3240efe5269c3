"""Can transcripts be looked at, corrected, removed and brought back?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from annotator.model.codebook import CodeDraft
from annotator_ui.actions import Actions
from annotator_ui.look import Look
from annotator_ui.session import Session
from annotator_ui.theme import theme_named
from annotator_ui.transcripts_place.list_page import ListPage


@pytest.fixture
def session(qtbot: QtBot, look: Look, tmp_path: Path, press_point: Path) -> Iterator[Session]:
    assert look
    assert qtbot
    second = tmp_path / "second.txt"
    second.write_text("A second text. With two sentences.", encoding="utf-8")
    made = Session()
    made.create(tmp_path / "study.annotator", coder="ann")
    made.project.import_transcripts([press_point, second])
    yield made
    made.close()


@pytest.fixture
def place(qtbot: QtBot, session: Session) -> Iterator[ListPage]:
    window = QMainWindow()
    made = ListPage(session, Actions(window), theme_named("light"))
    window.setCentralWidget(made)
    window.resize(1200, 800)
    qtbot.addWidget(window)
    for button in made.title_buttons:
        button.setParent(made)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    made.begin()
    yield made
    window.close()


def cells(place: ListPage, row: int) -> list[str]:
    model = place.view.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_a_row_says_what_a_transcript_is(place: ListPage) -> None:
    assert cells(place, 0)[:6] == [
        "D1",
        "Joint statements",
        "28 Nov 2023",
        "Jens Stoltenberg, Antony Blinken",
        "33",
        "0",
    ]


def test_the_arrow_shows_the_next_one_and_enter_opens_it_in_code(
    qtbot: QtBot, place: ListPage, session: Session
) -> None:
    second = session.project.transcripts()[1]
    qtbot.keyClick(place.view, Qt.Key.Key_Down)
    assert place.details.doc_id.text() == second.doc_id
    with qtbot.waitSignal(place.wanted_in_code) as wanted:
        qtbot.keyClick(place.view, Qt.Key.Key_Return)
    assert wanted.args == [second.id]


def test_a_field_is_written_when_it_is_left_and_can_be_taken_back(
    qtbot: QtBot, place: ListPage, session: Session
) -> None:
    line = place.details.fields["place"].line
    line.setFocus()
    qtbot.keyClicks(line, "Brussels")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert session.project.transcripts()[0].metadata.place == "Brussels"
    session.undo()
    assert session.project.transcripts()[0].metadata.place == ""
    assert line.text() == ""


@pytest.mark.parametrize(
    ("written", "stands"),
    [("28 Nov 2023", "2023-11-28"), ("2023-11", "2023-11"), ("5.12.2023", "2023-12-05"), ("", "")],
)
def test_a_date_is_kept_in_one_way_of_writing(
    qtbot: QtBot, place: ListPage, session: Session, written: str, stands: str
) -> None:
    line = place.details.fields["date"].line
    line.setFocus()
    line.clear()
    qtbot.keyClicks(line, written)
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert session.project.transcripts()[0].metadata.date == stands
    assert line.text() == stands


@pytest.mark.parametrize("written", ["x", "02/03/2023", "2023-99-99"])
def test_what_is_no_date_is_refused_at_its_field(
    qtbot: QtBot, place: ListPage, session: Session, written: str
) -> None:
    before = session.project.transcripts()[0].metadata
    line = place.details.fields["date"].line
    line.setFocus()
    line.setText(written)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.property("wrong") is True
    assert "2023-11-28" in line.accessibleDescription()
    assert session.project.transcripts()[0].metadata == before


def test_f2_renames_and_escape_leads_back_to_the_list(
    qtbot: QtBot, place: ListPage, session: Session
) -> None:
    place.begin()
    qtbot.keyClick(place.view, Qt.Key.Key_F2)
    line = place.details.fields["title"].line
    assert line.hasFocus()
    qtbot.keyClicks(line, "Doorstep")  # the old title was selected
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert place.view.hasFocus()
    assert session.project.transcripts()[0].metadata.title == "Doorstep"


def test_an_id_that_is_taken_is_refused_at_its_field(
    qtbot: QtBot, place: ListPage, session: Session
) -> None:
    line = place.details.doc_id.line
    line.setText("D2")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.property("wrong") is True
    assert line.accessibleDescription()
    assert session.project.transcripts()[0].doc_id == "D1"


def test_delete_removes_and_undo_brings_back(
    qtbot: QtBot, place: ListPage, session: Session
) -> None:
    qtbot.keyClick(place.view, Qt.Key.Key_Delete)
    assert place.view.model().rowCount() == 1
    assert place.details.doc_id.text() == "D2"
    session.undo()
    assert place.view.model().rowCount() == 2


def test_delete_in_a_field_deletes_a_letter(
    qtbot: QtBot, place: ListPage, session: Session
) -> None:
    line = place.details.fields["title"].line
    line.setFocus()
    line.setCursorPosition(0)
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    assert line.text() == "oint statements"
    assert len(session.project.transcripts()) == 2


def test_the_text_stands_with_its_speakers_and_what_is_not_coded(
    place: ListPage,
) -> None:
    shown = place.details.preview.toPlainText().splitlines()
    assert shown[0].split("\t") == ["", "title", "Joint statements"]
    assert "\tlast updated\t• Last updated: 28 Nov. 2023 16:04" in shown
    assert "Jens Stoltenberg   NATO Secretary General" in shown
    assert any(line.startswith("Secretary Blinken, Tony, welcome") for line in shown)


def test_an_empty_project_says_how_to_begin(place: ListPage, session: Session) -> None:
    for info in session.project.transcripts():
        session.project.remove_transcript(info.id)
    assert place.details.isHidden()
    assert not place.view.isVisible()
    session.undo()
    assert place.view.isVisible()
    assert not place.details.isHidden()


def test_a_coder_sees_how_much_they_have_coded_and_nobody_else(
    place: ListPage, session: Session
) -> None:
    project = session.project
    code = project.add_code(CodeDraft("UKR", "Ukraine"))
    sentences = project.transcript("D1").spans("sentence")
    first, second = sentences[0], sentences[1]
    project.apply_coding("D1", first.start, first.end, code.id)
    assert cells(place, 0)[5] == "1"
    session.use_coder("bea")
    assert cells(place, 0)[5] == "0"
    project.apply_coding("D1", second.start, second.end, code.id)
    project.apply_coding("D1", first.start, first.end, code.id)
    assert cells(place, 0)[5] == "2"
