"""Does the first start lead on by keyboard, and say why a project is missing?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from annotator_ui.main_window import MainWindow
from annotator_ui.preferences import Recent
from annotator_ui.start_place.place import dropped_paths
from annotator_ui.start_place.recent_projects import RecentProjects, when, where, why_missing

ZONE = timezone(timedelta(hours=1))
NOW = datetime(2024, 1, 17, 9, 30, tzinfo=ZONE)


def test_arrows_go_round_the_three_choices(qtbot: QtBot, window: MainWindow) -> None:
    first, second, third = window.start.choices
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Left)
    qtbot.keyClick(first, Qt.Key.Key_Left)
    assert third.hasFocus()


def test_each_choice_is_the_act_of_its_key(qtbot: QtBot, window: MainWindow) -> None:
    commands = window.commands
    acts = (commands.open_sample, commands.new_project, commands.open_project)
    for choice, act in zip(window.start.choices, acts, strict=True):
        act.triggered.disconnect()
        with qtbot.waitSignal(act.triggered):
            qtbot.mouseClick(choice, Qt.MouseButton.LeftButton)


def test_a_narrow_window_puts_the_choices_below_each_other(
    qtbot: QtBot, window: MainWindow
) -> None:
    choices = window.start.choices
    window.resize(1300, 800)
    qtbot.waitUntil(lambda: len({choice.y() for choice in choices}) == 1)
    window.resize(640, 480)
    qtbot.waitUntil(lambda: len({choice.y() for choice in choices}) == 3)


def test_a_recent_project_opens_by_click_and_a_missing_one_is_looked_for(
    qtbot: QtBot, tmp_path: Path
) -> None:
    here, gone = tmp_path / "here.annotator", tmp_path / "gone.annotator"
    here.touch()
    shown = RecentProjects()
    qtbot.addWidget(shown)
    shown.show_projects([Recent(here, "Here", NOW), Recent(gone, "Gone", NOW)])
    row, find = shown.findChildren(QPushButton)
    with qtbot.waitSignal(shown.chosen) as chosen:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert chosen.args == [here]
    with qtbot.waitSignal(shown.looked_for) as looked_for:
        qtbot.mouseClick(find, Qt.MouseButton.LeftButton)
    assert looked_for.args == [gone]


def test_why_a_project_is_missing(tmp_path: Path) -> None:
    there = tmp_path / "study.annotator"
    there.touch()
    assert why_missing(there) == ""
    assert why_missing(tmp_path / "x.annotator").startswith("Not found: x.annotator is no longer")
    assert "“old”" in why_missing(tmp_path / "old" / "deeper" / "x.annotator")
    assert "drive “Field USB”" in why_missing(Path("/media/Field USB/x.annotator"))


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW - timedelta(minutes=18), "today, 09:12"),
        (NOW - timedelta(hours=12), "yesterday"),
        (datetime(2024, 1, 12, tzinfo=ZONE), "12 Jan 2024"),
        (datetime(2024, 1, 16, 23, 30, tzinfo=UTC), "today, 00:30"),
    ],
)
def test_when_it_was_open(moment: datetime, said: str) -> None:
    assert when(moment, NOW) == said


def test_where_it_lies_begins_at_home() -> None:
    assert where(Path.home() / "Documents" / "a.annotator") == "Documents / a.annotator"


def test_a_dropped_folder_is_the_files_in_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", ".hidden", "sub/c.txt", "~$lock.docx"):
        (tmp_path / name).touch()
    single = tmp_path / "b.txt"
    names = [path.name for path in dropped_paths([single, tmp_path])]
    assert names == ["b.txt", "a.txt", "b.txt", "c.txt"]
