"""What leaves the window for others: with other names, or locked; chosen by keys and clicks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

import annotator
from annotator.model.codebook import CodeDraft
from annotator_ui.dialogs.lock_copy import LockCopyDialog
from annotator_ui.dialogs.names_dialog import NamesDialog
from annotator_ui.main_window import MainWindow
from tests.ui.test_main_window import pick


@pytest.fixture
def study(tmp_path: Path) -> Path:
    text = tmp_path / "talk.txt"
    text.write_text("Mr. Lee: We will help.\n\nMs. Ray: Lee will pay.\n", encoding="utf-8")
    with annotator.create(tmp_path / "study.annotator", coder="boss") as project:
        project.import_transcripts([text])
        project.add_code(CodeDraft("AID", "What Lee gives"))
        project.apply_coding("D1", 32, 45, "AID")
    return tmp_path / "study.annotator"


@pytest.fixture
def opened(window: MainWindow, study: Path) -> MainWindow:
    window.session.open(study, coder="boss")
    return window


def shown(kind: type[QDialog]) -> QDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def export(qtbot: QtBot, window: MainWindow, out: Path) -> bytes:
    acts, project = window.acts, window.session.project
    if "passages" in out.name:
        acts.ask_export_passages([each.id for each in project.codings_in(1)])
    elif "persons" in out.name:
        acts.ask_export_persons()
    else:
        window.commands.export_codebook.trigger()
    with qtbot.waitSignal(window.tasks.idle):
        pick(qtbot, window, out)
    return out.read_bytes()


def test_exports_say_other_names_where_that_was_chosen(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    action = opened.commands.other_names
    action.trigger()
    dialog = shown(NamesDialog)
    assert isinstance(dialog, NamesDialog)
    assert not action.isChecked()
    qtbot.mouseClick(dialog.propose, Qt.MouseButton.LeftButton)
    assert dialog.names()["Lee"] == "Person 1"
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert action.isChecked()
    assert "other names" in opened.status.words()
    for name in ("passages.md", "persons.csv", "codebook.csv"):
        said = export(qtbot, opened, tmp_path / name)
        assert b"Lee" not in said
        assert said
    action.trigger()
    assert b"Lee" in export(qtbot, opened, tmp_path / "passages again.md")


def test_with_a_list_it_is_one_click_and_ends_with_the_project(opened: MainWindow) -> None:
    opened.session.project.set_stand_ins({"Lee": "A"})
    opened.commands.other_names.trigger()
    assert opened.session.other_names
    opened.session.close()
    assert not opened.session.other_names
    assert not opened.commands.other_names.isChecked()
    assert not opened.commands.other_names.isEnabled()


def test_a_copy_is_locked_with_a_passphrase(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    opened.commands.save_locked_copy.trigger()
    dialog = shown(LockCopyDialog)
    assert isinstance(dialog, LockCopyDialog)
    qtbot.keyClicks(dialog.passphrase.line, "short")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClicks(dialog.passphrase.line, " but longer")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    locked = tmp_path / "away.annotator"
    with qtbot.waitSignal(opened.tasks.idle):
        pick(qtbot, opened, locked)
    assert annotator.is_locked(locked)
    with annotator.open(annotator.unlock(locked, "short but longer")) as copy:
        assert copy.n_codings() == 1
