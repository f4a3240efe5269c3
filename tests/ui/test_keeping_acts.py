"""Can a person check, go back, repair and delete in the window, and are they told what comes?"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

import annotator
from annotator.model.codebook import CodeDraft
from annotator_ui.dialogs.backups import BackupsDialog
from annotator_ui.dialogs.delete_project import DeleteProjectDialog
from annotator_ui.dialogs.findings import FindingsDialog
from annotator_ui.main_window import MainWindow
from annotator_ui.preferences import Preferences

PATIENCE = 15_000


@pytest.fixture
def study(tmp_path: Path, press_point: Path, preferences: Preferences) -> Path:
    """One coding in the backup, one more since."""
    path = tmp_path / "here" / "study.annotator"
    path.parent.mkdir()
    with annotator.create(path, coder="ann", name="Press points") as project:
        project.import_transcripts([press_point])
        project.add_code(CodeDraft("BURDEN", "Burden sharing", key="b"))
        spans = list(project.transcript("D1").spans("sentence"))
        project.apply_coding("D1", spans[0].start, spans[0].end, "BURDEN")
        project.backup()
        project.apply_coding("D1", spans[1].start, spans[1].end, "BURDEN")
    preferences.remember_coder(path, "ann")
    return path


@pytest.fixture
def opened(window: MainWindow, study: Path) -> MainWindow:
    window.acts.open(study)
    window._care.stop()
    return window


def says(qtbot: QtBot, window: MainWindow, words: str) -> None:
    qtbot.waitUntil(lambda: words in window.notice.words(), timeout=PATIENCE)


def n_codings(path: Path) -> int:
    with annotator.open(path, read_only=True) as project:
        return project.n_codings()


def test_all_is_well(qtbot: QtBot, opened: MainWindow) -> None:
    opened.commands.check.trigger()
    says(qtbot, opened, "All is well.")


def test_what_is_wrong_is_listed_with_what_helps(
    qtbot: QtBot, opened: MainWindow, study: Path
) -> None:
    with closing(sqlite3.connect(study)) as raw:
        raw.execute("UPDATE coding SET quote = '<b>bold</b>', start = start + 1 WHERE id = 1")
        raw.commit()
    opened.commands.check.trigger()
    qtbot.waitUntil(lambda: bool(opened.findChildren(FindingsDialog)), timeout=PATIENCE)
    (dialog,) = opened.findChildren(FindingsDialog)
    dialog.cancel_button.click()
    assert "does not stand on the words" in QGuiApplication.clipboard().text()
    dialog.repair_button.click()
    says(qtbot, opened, "What can be saved is in a new file")
    assert "study repaired.annotator" in opened.notice.words()
    opened.notice.pressed.emit()
    qtbot.waitUntil(
        lambda: opened.session.project.path.name == "study repaired.annotator", timeout=PATIENCE
    )


def test_going_back_to_a_backup_and_forward_again(qtbot: QtBot, opened: MainWindow) -> None:
    opened.commands.backups.trigger()
    (dialog,) = opened.findChildren(BackupsDialog)
    assert dialog.list.count() == 1
    qtbot.waitUntil(lambda: "One coding goes (ann 1)" in dialog.told(), timeout=PATIENCE)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    says(qtbot, opened, "The project is as it was on")
    assert opened.session.project.n_codings() == 1
    opened._care.stop()
    opened.commands.backups.trigger()
    qtbot.waitUntil(lambda: len(_dialogs(opened)) == 1, timeout=PATIENCE)
    (dialog,) = _dialogs(opened)
    assert dialog.list.count() == 2
    qtbot.waitUntil(lambda: "One coding comes back" in dialog.told(), timeout=PATIENCE)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: opened.session.is_open and opened.session.project.n_codings() == 2,
        timeout=PATIENCE,
    )


def _dialogs(window: MainWindow) -> list[BackupsDialog]:
    return [dialog for dialog in window.findChildren(BackupsDialog) if dialog.isVisible()]


def test_a_state_that_is_the_present_one_cannot_be_gone_back_to(
    qtbot: QtBot, opened: MainWindow
) -> None:
    opened.session.project.backup()
    opened.commands.backups.trigger()
    (dialog,) = opened.findChildren(BackupsDialog)
    qtbot.waitUntil(lambda: "Nothing: the project is as it was" in dialog.told(), timeout=PATIENCE)
    assert not dialog.accept_button.isEnabled()
    dialog.list.setCurrentRow(1)
    qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=PATIENCE)
    dialog.close()


def test_a_damaged_project_is_offered_its_backups_and_a_repair(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    content = bytearray(study.read_bytes())
    content[100:9000] = b"\xa5" * 8900
    study.write_bytes(content)
    window.acts.open(study)
    assert "is damaged" in window.notice.words()
    window.notice.pressed.emit()
    (dialog,) = window.findChildren(BackupsDialog)
    assert "cannot be compared" in dialog.told()
    dialog.accept_button.click()
    says(qtbot, window, "The project is as it was on")
    assert window.session.project.n_codings() == 1
    assert any("damaged" in item.name for item in (study.parent / "study backups").iterdir())
    window.acts.close()
    study.write_bytes(content)
    window.acts.open(study)
    window.notice.other_pressed.emit()
    says(qtbot, window, "What can be saved is in a new file")
    assert n_codings(study.with_name("study repaired.annotator")) == 1


def test_deleting_asks_for_the_name(qtbot: QtBot, opened: MainWindow, study: Path) -> None:
    opened.commands.delete_project.trigger()
    (dialog,) = opened.findChildren(DeleteProjectDialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClicks(dialog.typed.line, "press points")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    says(qtbot, opened, "“Press points” is gone")
    assert "Time Machine" in opened.notice.words()
    assert list(study.parent.iterdir()) == []
    assert not opened.session.is_open


def test_the_copy_of_a_second_computer_is_offered_for_merging(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    copy = study.with_name("study (Ann's conflicted copy 2026-11-28).annotator")
    shutil.copy(study, copy)
    with annotator.open(copy, coder="ann") as other:
        spans = list(other.transcript("D1").spans("sentence"))
        other.apply_coding("D1", spans[2].start, spans[2].end, "BURDEN")
    window.acts.open(study)
    says(qtbot, window, "Two computers have written to this project")
    assert "ann: 1 new" in window.notice.words()
    qtbot.waitUntil(lambda: not window._care._tasks.busy, timeout=PATIENCE)
    window.notice.pressed.emit()
    says(qtbot, window, "is merged")
    assert window.session.project.n_codings() == 3
