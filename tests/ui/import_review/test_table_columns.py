"""Can a person say which column of a table of texts is which, by keyboard and by mouse?"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator_ui.import_review.sheet import ReviewSheet
from annotator_ui.import_review.table_columns import TableColumns
from annotator_ui.main_window import MainWindow
from annotator_ui.parts.choosing import ChoiceBox

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CORPUS = (
    "nr,Comment text,body,headline,when,who\n"
    "1,A long remark of an archivist on this speech and on that one,We agreed.,One,2023-01-02,Fox\n"
    "2,Another long remark of an archivist on this speech,They did not.,Two,2023-01-03,Hare\n"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus whose text stands in the column “Comment text”, and that has another “body”."""
    path = tmp_path / "corpus.csv"
    path.write_text(CORPUS, encoding="utf-8")
    return path


@pytest.fixture
def sheet(qtbot: QtBot, window: MainWindow, corpus: Path, tmp_path: Path) -> ReviewSheet:
    window.resize(1440, 900)
    window.session.create(tmp_path / "study.annotator", coder="ann", name="Study")
    return review_of(qtbot, window, corpus)


def review_of(qtbot: QtBot, window: MainWindow, *files: Path) -> ReviewSheet:
    with qtbot.waitSignal(window.acts.planned, timeout=20_000):
        window.take_files(list(files))
    window.activateWindow()
    assert window.review is not None
    return window.review


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def dialog_of(qtbot: QtBot, sheet: ReviewSheet) -> TableColumns:
    """The columns, opened from the line above the fields by the keyboard."""
    assert sheet.file.focus_columns()
    qtbot.keyClick(focused(), Key.Key_Space)
    [dialog] = sheet.findChildren(TableColumns)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def choose(qtbot: QtBot, box: ChoiceBox, use: str) -> None:
    """Go to a choice with the arrow keys."""
    box.setFocus()
    wanted = box.findData(use)
    assert wanted >= 0
    for _ in range(box.count()):
        if box.currentIndex() == wanted:
            return
        qtbot.keyClick(box, Key.Key_Down if box.currentIndex() < wanted else Key.Key_Up)
    assert box.currentIndex() == wanted


def read_again(qtbot: QtBot, window: MainWindow, dialog: TableColumns) -> None:
    with qtbot.waitSignal(window.tasks.idle, timeout=20_000):
        qtbot.keyClick(dialog.boxes[0], Key.Key_Return)


def test_the_sheet_says_what_the_columns_became(sheet: ReviewSheet) -> None:
    line = sheet.file.columns
    assert line is not None
    assert line.isVisible()
    assert line.words() == (
        "Text from “body”, speaker from “who”, title from “headline”, 3 variables kept"
    )


def test_columns_are_chosen_by_keyboard_and_the_table_is_read_again(
    qtbot: QtBot, window: MainWindow, sheet: ReviewSheet
) -> None:
    dialog = dialog_of(qtbot, sheet)
    assert dialog.boxes[0].hasFocus()
    assert not dialog.accept_button.isEnabled()  # nothing is changed yet
    choose(qtbot, dialog.boxes[1], "text")
    assert dialog.boxes[2].currentData() == "variable"  # one column is the text
    choose(qtbot, dialog.boxes[4], "date")
    read_again(qtbot, window, dialog)
    assert sheet.text.toPlainText().rstrip().endswith("on this speech and on that one")
    assert sheet.file.fields.fields["date"].text() == "2 Jan 2023"
    line = sheet.file.columns
    assert line is not None
    assert line.words().startswith("Text from “Comment text”, speaker from “who”")
    window.activateWindow()
    qtbot.waitUntil(line.change.hasFocus)  # from where it was asked
    sheet.undo()
    assert "We agreed." in sheet.text.toPlainText()
    assert line.words().startswith("Text from “body”")


def test_columns_are_chosen_by_mouse_and_remembered(
    qtbot: QtBot, window: MainWindow, sheet: ReviewSheet, corpus: Path
) -> None:
    line = sheet.file.columns
    assert line is not None
    qtbot.mouseClick(line.change, LEFT)
    [dialog] = sheet.findChildren(TableColumns)
    box = dialog.boxes[1]
    qtbot.mouseClick(box, LEFT)
    view = box.view()
    qtbot.waitUntil(view.isVisible)
    at = view.visualRect(view.model().index(box.findData("text"), 0)).center()

    def taken() -> bool:  # a list that was just opened takes no click yet
        qtbot.mouseClick(view.viewport(), LEFT, pos=at)
        return bool(box.currentData() == "text")

    qtbot.waitUntil(taken)
    with qtbot.waitSignal(window.tasks.idle, timeout=20_000):
        qtbot.mouseClick(dialog.accept_button, LEFT)
    with qtbot.waitSignal(window.acts.imported, timeout=20_000):
        qtbot.mouseClick(sheet.accept, LEFT)
    project = window.session.project
    assert "long remark" in project.transcript(project.transcripts()[0].id).text
    more = corpus.with_name("next.csv")
    more.write_text(CORPUS.replace("long remark", "new remark"), encoding="utf-8")
    again = review_of(qtbot, window, more)
    assert again.file.columns is not None
    assert again.file.columns.words().startswith("Text from “Comment text”")


def test_without_a_column_of_texts_nothing_is_read(qtbot: QtBot, sheet: ReviewSheet) -> None:
    dialog = dialog_of(qtbot, sheet)
    choose(qtbot, dialog.boxes[2], "left out")
    assert not dialog.accept_button.isEnabled()
    assert dialog.refusal.text()
    before = sheet.review.plan
    qtbot.keyClick(dialog.boxes[2], Key.Key_Escape)
    assert sheet.review.plan is before


def test_a_table_that_was_refused_is_told_its_text(
    qtbot: QtBot, window: MainWindow, sheet: ReviewSheet, tmp_path: Path
) -> None:
    assert sheet.isVisible()
    short = tmp_path / "short.csv"
    short.write_text("who,said\nFox,Yes.\nHare,No.\n", encoding="utf-8")
    window.show_code()
    qtbot.keyClick(window, Key.Key_F6)
    sheet.cancelled.emit()
    sheet = review_of(qtbot, window, short)
    [button] = sheet.file.banners[0].buttons
    assert button.accessibleName() == "Choose the columns…"
    qtbot.mouseClick(button, LEFT)
    [dialog] = sheet.findChildren(TableColumns)
    choose(qtbot, dialog.boxes[1], "text")
    read_again(qtbot, window, dialog)
    assert sheet.review.n_coming == 1  # one talk, for nobody says where another begins
    assert "Yes." in sheet.text.toPlainText()


def test_a_table_that_holds_less_than_before_keeps_the_sheet_in_order(
    qtbot: QtBot, window: MainWindow, sheet: ReviewSheet, tmp_path: Path
) -> None:
    turns = tmp_path / "turns.csv"
    turns.write_text(
        "sitting,mp,text\na,Fox,Yes we can.\na,Hare,No.\nb,Fox,We could.\nb,Hare,Never.\n",
        encoding="utf-8",
    )
    sheet.cancelled.emit()
    sheet = review_of(qtbot, window, turns, tmp_path / "corpus.csv")
    assert len(sheet.review.plan) == 6
    sheet.files.choose(3)
    dialog = dialog_of(qtbot, sheet)
    choose(qtbot, dialog.boxes[0], "id")
    choose(qtbot, dialog.boxes[1], "speaker")
    read_again(qtbot, window, dialog)
    assert len(sheet.review.plan) == 4
    assert sheet.key == 0
    assert "Hare" in sheet.text.toPlainText()
    assert sheet.accept.words() == "Import 4 transcripts"
    sheet.files.choose(1)
    sheet.undo()
    assert len(sheet.review.plan) == 6
    assert sheet.review.plan.entry(sheet.key).path == turns


def test_a_table_that_is_gone_is_refused_and_the_sheet_stays(
    qtbot: QtBot, window: MainWindow, sheet: ReviewSheet, corpus: Path
) -> None:
    dialog = dialog_of(qtbot, sheet)
    choose(qtbot, dialog.boxes[1], "text")
    corpus.unlink()
    before = sheet.review.plan
    read_again(qtbot, window, dialog)
    assert "is not there" in window.notice.words()
    assert sheet.review.plan is before
    assert sheet.accept.isEnabled()


def test_a_table_with_many_columns_has_a_row_for_each(
    qtbot: QtBot, window: MainWindow, sheet: ReviewSheet, tmp_path: Path
) -> None:
    wide = tmp_path / "wide.csv"
    names = [f"v{number}" for number in range(40)]
    words = ",".join(["x"] * 39)
    wide.write_text(
        f"text,{','.join(names)}\nThe short text.,{words},What was said in the hall.\n",
        encoding="utf-8",
    )
    sheet.cancelled.emit()
    sheet = review_of(qtbot, window, wide)
    dialog = dialog_of(qtbot, sheet)
    qtbot.waitUntil(lambda: len(dialog.boxes) == 41)
    choose(qtbot, dialog.boxes[40], "text")
    assert dialog.boxes[0].currentData() == "variable"
    read_again(qtbot, window, dialog)
    assert "What was said in the hall." in sheet.text.toPlainText()
