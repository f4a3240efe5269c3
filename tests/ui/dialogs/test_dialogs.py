"""Do the dialogs ask for what is missing and take nothing that would be refused later?"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator_ui.dialogs.about import LICENCES, AboutDialog
from annotator_ui.dialogs.coder import CoderDialog
from annotator_ui.dialogs.new_project import NewProjectDialog, file_name
from annotator_ui.look import Look

ROOT = Path(__file__).parents[3]


@pytest.fixture
def ground(qtbot: QtBot, look: Look) -> QWidget:
    assert look
    made = QWidget()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_new_project_needs_a_name_a_coder_and_a_free_file(
    qtbot: QtBot, ground: QWidget, tmp_path: Path
) -> None:
    (tmp_path / "Taken.annotator").touch()
    dialog = NewProjectDialog(ground)
    dialog.use_folder(tmp_path)
    dialog.open()
    told: list[tuple[object, str, str]] = []
    dialog.wanted.connect(lambda *said: told.append(said))
    for name, coder in (("", "ann"), ("Study", ""), ("Taken", "ann")):
        dialog.name.line.setText(name)
        dialog.coder.line.setText(coder)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert told == []
    dialog.name.line.setText("Study")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert told == [(tmp_path / "Study.annotator", "Study", "ann")]
    dialog.refuse("The disk is full.")
    assert dialog.isVisible()
    dialog.close()


@given(st.text())
def test_a_project_name_becomes_a_file_name_every_system_takes(name: str) -> None:
    made = file_name(name)
    assert made
    assert made == made.strip(" .")
    assert not set(made) & set('<>:"/\\|?*\n\t\0')
    assert len(made) <= 80


def test_escape_leaves_the_coder_as_it_was(qtbot: QtBot, ground: QWidget) -> None:
    dialog = CoderDialog(ground, ["ann", "bea"], now="ann", proposal="")
    dialog.open()
    with qtbot.assertNotEmitted(dialog.wanted):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_name_given_elsewhere_is_proposed(qtbot: QtBot, ground: QWidget) -> None:
    dialog = CoderDialog(ground, ["ann", "bea"], now="ann", proposal="bea")
    dialog.open()
    with qtbot.waitSignal(dialog.wanted) as wanted:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert wanted.args == ["bea"]


def test_the_name_given_as_an_example_is_free(ground: QWidget) -> None:
    dialog = CoderDialog(ground, ["coder_a", "coder_b", "coder_c"], now="coder_a", proposal="")
    assert dialog.other.line.placeholderText() == "coder_d"


def test_without_a_name_nothing_goes_on(qtbot: QtBot, ground: QWidget) -> None:
    dialog = CoderDialog(ground, [], now="", proposal="")
    dialog.open()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.other.line.accessibleDescription()
    dialog.close()


def test_about_can_be_copied(ground: QWidget) -> None:
    dialog = AboutDialog(ground)
    dialog.open()
    dialog.copy_details()
    assert "Version" in QGuiApplication.clipboard().text()
    dialog.close()


def test_about_names_whose_work_the_program_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[>=;\s]", each)[0] for each in project["dependencies"]}
    said = " ".join(what for what, _ in LICENCES).casefold()
    calls_itself = {"pyside6-essentials": "qt for python"}
    assert [each for each in sorted(needed) if calls_itself.get(each, each) not in said] == []
