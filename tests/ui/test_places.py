"""Further places come with a project that has a use for them, and go with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

import annotator
from annotator.changes import Place as Passage
from annotator_ui.main_window import MainWindow
from annotator_ui.messages import Messages
from annotator_ui.place import Place, Surroundings
from annotator_ui.places import PlaceEntry
from annotator_ui.shell.rail import RailButton
from annotator_ui.theme import Theme

if TYPE_CHECKING:
    from annotator.project import Project
    from annotator_ui.look import Look
    from annotator_ui.preferences import Preferences

CTRL = Qt.KeyboardModifier.ControlModifier


class Desk(Place):
    """A place of a test: it keeps what it was told."""

    keys = (("X", "cross out"),)
    about = "on the desk"

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        self.title_buttons = [QPushButton("Tidy")]
        self.button = QPushButton("Work", self)
        self.themes: list[Theme] = []
        self.zooms: list[float] = []

    def begin(self) -> None:
        self.button.setFocus()
        self.where.emit("At the left corner")

    def set_theme(self, theme: Theme) -> None:
        self.themes.append(theme)

    def set_zoom(self, factor: float) -> None:
        self.zooms.append(factor)


def for_several(project: Project) -> bool:
    return len(project.coders()) > 1


@pytest.fixture
def window(
    qtbot: QtBot, look: Look, preferences: Preferences, tmp_path: Path
) -> Iterator[MainWindow]:
    entry = PlaceEntry("desk", "&Desk", "Ctrl+9", "book", "A desk", Desk, for_several)
    made = MainWindow(look, preferences, Messages(tmp_path / "reports"), places=(entry,))
    with qtbot.waitSignal(made.painted):
        made.show()
    made.activateWindow()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def study(tmp_path: Path, press_point: Path, preferences: Preferences) -> Path:
    path = tmp_path / "study.annotator"
    with annotator.create(path, coder="ann", name="Press points") as project:
        project.import_transcripts([press_point])
    preferences.remember_coder(path, "ann")
    return path


def desk_button(window: MainWindow) -> RailButton | None:
    found = [b for b in window.rail.findChildren(RailButton) if b.accessibleName() == "Desk"]
    return found[0] if found and found[0].isVisible() else None


def keys_said(window: MainWindow) -> set[str]:
    return {label.text() for label in window.status.findChildren(QLabel) if label.isVisible()}


def test_a_place_waits_until_the_project_has_a_use_for_it(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    window.take_files([study])
    assert desk_button(window) is None
    qtbot.keyClick(window, Qt.Key.Key_9, CTRL)
    assert window.place is window.code
    window.session.use_coder("bea")
    assert desk_button(window) is not None


def test_a_place_is_made_when_it_is_first_shown_and_goes_with_its_project(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    window.take_files([study])
    window.session.use_coder("bea")
    assert not list(window.further)
    qtbot.keyClick(window, Qt.Key.Key_9, CTRL)
    desk = window.place
    assert isinstance(desk, Desk)
    assert desk.button.hasFocus()
    assert desk.title_buttons[0].isVisible()
    assert "At the left corner" in window.status.words()
    qtbot.waitUntil(lambda: "cross out" in keys_said(window))
    button = desk_button(window)
    assert button is not None
    assert button.isChecked()
    window.show_code()
    qtbot.waitUntil(lambda: "cross out" not in keys_said(window))
    desk.where.emit("nobody looks")
    assert "nobody looks" not in window.status.words()
    window.acts.close()
    assert window.place is window.start
    assert desk_button(window) is None
    assert not list(window.further)


def test_a_place_follows_theme_and_zoom(window: MainWindow, study: Path) -> None:
    window.take_files([study])
    window.session.use_coder("bea")
    window.show_further("desk")
    [desk] = window.further
    assert isinstance(desk, Desk)
    window.commands.theme_dark.trigger()
    window.commands.zoom_in.trigger()
    assert desk.themes[-1] is window.look.theme
    assert desk.zooms[-1] == window.look.zoom > 1


def test_a_place_asks_for_a_passage(window: MainWindow, study: Path) -> None:
    window.take_files([study])
    window.session.use_coder("bea")
    window.show_further("desk")
    [desk] = window.further
    [info] = window.session.project.transcripts()
    second = window.session.project.transcript(info.id).spans("sentence")[1]
    desk.passage_asked.emit(Passage(info.id, second.start, second.end))
    assert window.place is window.code
    assert window.code is not None
    span = window.code.view.selection()
    assert span is not None
    assert (span.start, span.end) == (second.start, second.end)


def test_nothing_stays_marked_by_a_style_sheet_that_was_taken_off(
    window: MainWindow, look: Look, study: Path, qapp: QApplication
) -> None:
    # A widget that stays marked is read by the next style sheet also after it was destroyed.
    window.session.open(study, coder="ann")
    worn = Qt.WidgetAttribute.WA_StyleSheet
    assert any(widget.testAttribute(worn) for widget in qapp.allWidgets())

    with look.taken_off():
        still = [widget for widget in qapp.allWidgets() if widget.testAttribute(worn)]

    assert still == []
    assert qapp.styleSheet()


def test_who_says_who_codes_stays_at_the_transcripts(window: MainWindow, tmp_path: Path) -> None:
    window.session.create(tmp_path / "study.annotator", coder="ann", name="Study")
    window.show_transcripts()
    window.session.use_coder("bea")
    assert window.place is window.transcripts
