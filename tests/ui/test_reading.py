"""Are font, spacing, width, zoom and the click that codes chosen, kept and shown?"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit

import annotator
from annotator.model.codebook import CodeDraft
from annotator_ui.look import ZOOMS
from annotator_ui.main_window import MainWindow
from annotator_ui.preferences import Preferences
from annotator_ui.reading import Reading, within_reason

CTRL, PLAIN = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def reading(window: MainWindow, tmp_path: Path, press_point: Path) -> MainWindow:
    """The window on a project with the sample text and one code."""
    path = tmp_path / "study.annotator"
    with annotator.create(path, coder="ana") as project:
        project.import_transcripts([press_point])
        project.add_code(CodeDraft("UKR", "Ukraine", key="u"))
    window.session.open(path, coder="ana")
    QApplication.processEvents()
    return window


def choose(window: MainWindow, *path: str) -> None:
    menus = window.menus.reading.menus()
    menu = next(each for each in menus if _plain(each.title()) == path[0])
    for title in path[1:-1]:
        menu = next(m for m in menu.findChildren(QMenu) if _plain(m.title()) == title)
    _action(menu, path[-1]).trigger()


def _action(menu: QMenu, words: str) -> QAction:
    return next(each for each in menu.actions() if _plain(each.text()) == words)


def _plain(words: str) -> str:
    return words.replace("&", "")


def page(window: MainWindow) -> QPlainTextEdit:
    assert window.code is not None
    area = window.code.view.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    return area


def test_font_spacing_and_width_are_kept_and_shown(
    reading: MainWindow, preferences: Preferences
) -> None:
    lines = page(reading).blockCount()
    before = page(reading).document().defaultFont().families()[0]
    choose(reading, "Text", "Font", "Sans serif")
    choose(reading, "Text", "Line spacing", "Wide")
    choose(reading, "Text", "Line width", "Narrow")
    assert preferences.reading == Reading("Inter", 420, 2.1)
    assert (before, page(reading).document().defaultFont().families()[0]) == ("Charis SIL", "Inter")
    assert page(reading).viewport().width() < 460
    assert page(reading).blockCount() == lines


def test_the_unit_stays_where_it_is_when_the_text_is_set_anew(reading: MainWindow) -> None:
    assert reading.code is not None
    for _ in range(12):
        reading.code.view.go_to_next()
    before = reading.code.view.selection()
    choose(reading, "Text", "Line spacing", "Wide")
    assert reading.code.view.selection() == before
    assert reading.code.view.cursor_is_in_sight()


def test_any_other_font_can_be_chosen(reading: MainWindow, preferences: Preferences) -> None:
    dialog = reading.menus.reading.ask_font()
    wanted = dialog.currentFont().family()
    dialog.accept()
    assert preferences.reading.font == wanted
    assert wanted in page(reading).document().defaultFont().families()


def test_with_two_clicks_one_click_shows_and_two_code(reading: MainWindow) -> None:
    choose(reading, "Code by mouse", "Two clicks code, one shows the code")
    assert reading.code is not None
    code = reading.session.project.code("UKR")
    reading.code.codes.clicked.emit(code)
    assert reading.session.project.n_codings() == 0
    assert reading.code.loop.focused_code == code.id
    reading.code.codes.double_clicked.emit(code)
    assert reading.session.project.n_codings() == 1


@pytest.mark.parametrize("kept", [("", "", ""), ("Inter", "wide", "-3"), (" ", "1e9", "nan")])
def test_choices_nobody_could_read_are_not_taken(kept: tuple[str, str, str]) -> None:
    taken = within_reason(*kept)
    assert taken == Reading(kept[0].strip() or "Charis SIL")


def test_the_wheel_with_ctrl_zooms_and_zoom_goes_from_half_to_three_times(
    reading: MainWindow, preferences: Preferences
) -> None:
    turn(reading, 60)
    assert preferences.zoom == 1.0
    turn(reading, 60)
    assert preferences.zoom == 1.1
    turn(reading, -120)
    assert preferences.zoom == 1.0
    for step, end in ((-1, 0.5), (1, 3.0)):
        reading.look.zoom = ZOOMS[1 if step < 0 else -2]
        reading.look.zoom_by(step)
        reading.look.zoom_by(step)
        assert preferences.zoom == end


def turn(window: MainWindow, angle: int) -> None:
    """As the system tells of a wheel, so that it goes from widget to widget."""
    port = page(window).viewport()
    at = QPointF(port.mapTo(window, QPoint(30, 30)))
    handle = window.windowHandle()
    assert handle is not None
    QTest.wheelEvent(handle, at, QPoint(0, angle), QPoint(), CTRL)
    QApplication.processEvents()
