"""Is a coder told when the file is gone, and does the screen show only what is on disk?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

import annotator
from annotator.model.codebook import CodeDraft
from annotator_ui.main_window import MainWindow
from annotator_ui.preferences import Preferences

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def study(tmp_path: Path, press_point: Path, preferences: Preferences) -> Path:
    path = tmp_path / "stick" / "study.annotator"
    path.parent.mkdir()
    with annotator.create(path, coder="ann", name="Press points") as project:
        project.import_transcripts([press_point])
        project.add_code(CodeDraft("BURDEN", "Burden sharing", key="b"))
    preferences.remember_coder(path, "ann")
    return path


def begin(qtbot: QtBot, window: MainWindow, study: Path) -> None:
    """The keyboard is in the text, and one coding is made."""
    window.acts.open(study)
    qtbot.waitUntil(lambda: window.code is not None and window.code.view.hasFocus())
    press(qtbot, KEY.Key_B)
    assert shown(window) == 1


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, modifier)


def shown(window: MainWindow) -> int:
    assert window.code is not None
    return len(window.code.loop.codings)


def test_an_act_on_a_file_that_is_gone_is_not_shown_and_the_line_no_longer_says_on_disk(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    begin(qtbot, window, study)
    assert "On disk" in window.status.words()
    study.rename(study.with_name("elsewhere.annotator"))
    press(qtbot, KEY.Key_Down)
    press(qtbot, KEY.Key_B)
    assert shown(window) == 1
    assert window.notice.isVisible()
    assert study.name in window.notice.words()
    assert "On disk" not in window.status.words()
    assert "Not being saved" in window.status.words()


def test_an_act_that_another_program_keeps_out_is_done_by_the_button_once_it_lets_go(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    begin(qtbot, window, study)
    press(qtbot, KEY.Key_Down)
    with closing(sqlite3.connect(study, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        press(qtbot, KEY.Key_B)
        assert "Another program is holding" in window.notice.words()
        assert shown(window) == 1
        other.execute("ROLLBACK")
    qtbot.mouseClick(window.notice._button, Qt.MouseButton.LeftButton)
    assert shown(window) == 2
    assert not window.notice.isVisible()


def test_the_act_can_be_done_again_when_the_file_is_back(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    begin(qtbot, window, study)
    away = study.rename(study.with_name("elsewhere.annotator"))
    press(qtbot, KEY.Key_Down)
    press(qtbot, KEY.Key_B)
    away.rename(study)
    press(qtbot, KEY.Key_B)
    assert shown(window) == 2
    assert not window.notice.isVisible()
    assert "On disk" in window.status.words()
    window.acts.close()
    with annotator.open(study, read_only=True) as project:
        assert project.n_codings() == 2


def test_the_act_that_was_refused_can_be_tried_again(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    """As it was, whatever the cursor stands on by now."""
    begin(qtbot, window, study)
    away = study.rename(study.with_name("elsewhere.annotator"))
    press(qtbot, KEY.Key_Down)
    press(qtbot, KEY.Key_B)
    assert window.code is not None
    wanted = window.code.view.selection()
    press(qtbot, KEY.Key_Down)
    window.notice.pressed.emit()
    assert window.notice.isVisible()
    assert shown(window) == 1
    away.rename(study)
    window.notice.pressed.emit()
    assert shown(window) == 2
    assert not window.notice.isVisible()
    assert "On disk" in window.status.words()
    coded = {(each.start, each.end) for each in window.session.project.codings_in(1)}
    assert (wanted.start, wanted.end) in coded


def test_the_banner_saves_a_copy_with_all_that_is_shown(
    qtbot: QtBot, window: MainWindow, study: Path, tmp_path: Path
) -> None:
    begin(qtbot, window, study)
    study.rename(study.with_name("elsewhere.annotator"))
    press(qtbot, KEY.Key_Down)
    press(qtbot, KEY.Key_0)
    window.notice.other_pressed.emit()
    [dialog] = window.findChildren(QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    line.setText(str(tmp_path / "saved.annotator"))
    qtbot.keyClick(line, KEY.Key_Return)
    qtbot.waitUntil(lambda: "copy is written" in window.notice.words(), timeout=10_000)
    with annotator.open(tmp_path / "saved.annotator", read_only=True) as project:
        assert project.n_codings() == shown(window) == 1


def test_a_memo_that_cannot_be_saved_stays_in_its_field(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    begin(qtbot, window, study)
    assert window.code is not None
    away = study.rename(study.with_name("elsewhere.annotator"))
    memo = window.code.inspector.memo
    press(qtbot, KEY.Key_M, CTRL)
    qtbot.keyClicks(memo, "not to be lost")
    press(qtbot, KEY.Key_Return, CTRL)
    press(qtbot, KEY.Key_Down)
    QApplication.processEvents()
    assert memo.toPlainText() == "not to be lost"
    away.rename(study)
    qtbot.keyClick(memo, KEY.Key_Return, CTRL)
    assert [each.body for each in window.session.project.memos()] == ["not to be lost"]
    assert "On disk" in window.status.words()


def test_a_button_pressed_in_vain_shows_what_is_true(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    begin(qtbot, window, study)
    study.unlink()
    press(qtbot, KEY.Key_Question)
    assert window.code is not None
    [coding] = window.code.loop.codings
    assert not coding.unsure
    assert "Not being saved" in window.status.words()
