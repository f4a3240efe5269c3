"""Does F6 lead through the parts of a divided place, there and back?"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from annotator_resources import resource
from annotator_ui.main_window import MainWindow
from annotator_ui.place import Place

F6, SHIFT = Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier


def split_of(place: Place) -> QSplitter:
    return next(each for each in place.findChildren(QSplitter) if each.isVisible())


def part_with_the_keyboard(place: Place) -> int:
    """Which part of the place has the focus; -1 for none."""
    focused, split = QApplication.focusWidget(), split_of(place)
    parts = [split.widget(n) for n in range(split.count())]
    return next(
        (n for n, part in enumerate(parts) if part is focused or part.isAncestorOf(focused)), -1
    )


def all_filled(place: Place) -> bool:
    """Whether every part has something to press, which in some comes with the first answer."""
    split, tab = split_of(place), Qt.FocusPolicy.TabFocus.value
    if not all(split.sizes()):
        return False
    return all(
        any(
            each.isVisible() and each.isEnabled() and each.focusPolicy().value & tab
            for each in split.widget(n).findChildren(QWidget)
        )
        for n in range(split.count())
    )


def press(qtbot: QtBot, *, back: bool = False) -> QWidget:
    focused = QApplication.focusWidget()
    qtbot.keyClick(focused, F6, SHIFT if back else Qt.KeyboardModifier.NoModifier)
    now = QApplication.focusWidget()
    assert now is not None
    return now


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_4, Qt.Key.Key_7])
def test_f6_leads_from_part_to_part_and_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, key: Qt.Key
) -> None:
    window.resize(1400, 800)
    window.session.create(tmp_path / "study.annotator", coder="ann")
    project = window.session.project
    project.import_transcripts([resource("sample") / "nato_2023-11-28.txt"])
    project.import_codebook(resource("sample") / "codebook.csv")
    project.apply_coding("D1", 224, 270, "PRAISE")
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    place = window.place
    assert isinstance(place, Place)
    place.begin()
    qtbot.waitUntil(lambda: part_with_the_keyboard(place) >= 0 and all_filled(place))
    began, first = QApplication.focusWidget(), part_with_the_keyboard(place)
    press(qtbot)
    assert part_with_the_keyboard(place) == 1 - first
    assert press(qtbot) is began  # what had the keyboard in a part has it again
    press(qtbot, back=True)
    assert part_with_the_keyboard(place) == 1 - first
    assert press(qtbot, back=True) is began


def test_a_part_in_which_nothing_takes_keys_is_passed_over(qtbot: QtBot) -> None:
    place = Place()
    qtbot.addWidget(place)
    split = QSplitter(place)
    parts = [QLineEdit(), QWidget(), QLineEdit()]
    for part in parts:
        split.addWidget(part)
    split.setGeometry(0, 0, 600, 40)
    place.resize(600, 40)
    with qtbot.waitExposed(place):
        place.show()
    place.activateWindow()
    parts[0].setFocus()
    assert press(qtbot) is parts[2]
    assert press(qtbot) is parts[0]
    assert press(qtbot, back=True) is parts[2]


def test_a_place_in_one_part_keeps_the_keyboard(qtbot: QtBot) -> None:
    place = Place()
    qtbot.addWidget(place)
    line = QLineEdit(place)
    with qtbot.waitExposed(place):
        place.show()
    place.activateWindow()
    line.setFocus()
    assert press(qtbot) is line
