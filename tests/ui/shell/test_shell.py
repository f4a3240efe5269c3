"""Do rail, status line and menus say and lead where they should?"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator_ui.look import Look
from annotator_ui.main_window import MainWindow
from annotator_ui.parts.buttons import Button
from annotator_ui.preferences import Preferences
from annotator_ui.shell.status_line import StatusLine
from annotator_ui.shell.title_bar import TitleBar

KEYS = (("↓", "next"), ("Tab", "narrow"), ("0", "nothing"))


def line(qtbot: QtBot, width: int) -> StatusLine:
    made = StatusLine()
    qtbot.addWidget(made)
    made.resize(width, 28)
    made.show()
    return made


def test_a_sentence_gives_way_to_the_last_act_again(qtbot: QtBot, look: Look) -> None:
    assert look
    status = line(qtbot, 1400)
    status.show_project("ann", read_only=False)
    status.show_act("Burden sharing on sentence 11", "Ctrl Z", "takes it back")
    assert "● On disk · Coder ann" in status.words()
    assert status.words().endswith("Burden sharing on sentence 11 · Ctrl Z takes it back")
    status.say("Nothing was coded.", "error")
    assert status.words().endswith("Nothing was coded.")
    status.end_saying()
    assert status.words().endswith("takes it back")


def test_where_there_is_little_room_the_keys_go_first(qtbot: QtBot, look: Look) -> None:
    assert look
    status = line(qtbot, 1400)
    status.show_project("ann", read_only=False)
    status.show_unit("Sentence 11 of 33 · Jens Stoltenberg")
    status.show_keys(KEYS)
    assert status.shows_keys
    status.resize(520, 28)
    assert not status.shows_keys
    status.resize(1400, 28)
    assert status.shows_keys


def test_in_a_low_or_narrow_window_drawings_and_words_stand_alone(window: MainWindow) -> None:
    window.resize(1400, 900)
    names = [each for each in window.rail.findChildren(QLabel) if each.text() == "Settings"]
    assert [each.isVisible() for each in names] == [True]
    window.rail.resize(64, 120)
    assert [each.isVisible() for each in names] == [False]
    window.rail.resize(64, 900)
    assert [each.isVisible() for each in names] == [True]


def test_where_there_is_little_room_key_caps_go_before_words(qtbot: QtBot, look: Look) -> None:
    assert look
    host = QWidget()
    qtbot.addWidget(host)
    bar = TitleBar()
    bar.setParent(host)
    bar.say("A project", "")
    find = Button("Find", key="Ctrl F")
    bar.show_buttons([find])
    bar.resize(400, 36)
    host.show()
    whole = find.sizeHint().width()
    bar.resize(150, 36)
    assert find.sizeHint().width() < whole == find.whole_width()
    bar.resize(400, 36)
    assert find.sizeHint().width() == whole


def test_no_width_cuts_the_words_of_a_button(qtbot: QtBot, look: Look) -> None:
    assert look
    host = QWidget()
    qtbot.addWidget(host)
    bar = TitleBar()
    bar.setParent(host)
    bar.say("NATO press points", "pilot-1 · blind")
    buttons = [Button("Find", key="Ctrl F"), Button("Finish transcript", key="Ctrl End")]
    bar.show_buttons(buttons)
    host.resize(900, 36)
    host.show()
    for width in range(440, 900, 3):
        bar.resize(width, 36)
        bar.layout().activate()
        assert all(each.width() >= each.sizeHint().width() for each in buttons), width
    assert buttons[1].width() == buttons[1].whole_width()


def test_the_menu_holds_every_act_once_and_every_act_has_a_tip(
    qtbot: QtBot, window: MainWindow
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F10)
    main = next(menu for menu in window.rail.findChildren(QMenu) if menu.title() == "Menu")
    assert main.isVisible()
    acts = list(acts_of(main))
    main.close()
    assert len(acts) == len(set(acts))
    assert {window.commands.export, window.commands.zoom_in, window.commands.keys} <= set(acts)
    assert all(act.statusTip() for act in window.actions() if act.text())


def test_no_key_is_given_twice(window: MainWindow) -> None:
    keys = [key.toString() for act in window.actions() for key in act.shortcuts()]
    assert sorted(keys) == sorted(set(keys))


def test_recent_projects_that_are_gone_are_listed_and_off(
    window: MainWindow, preferences: Preferences, tmp_path: Path
) -> None:
    here = tmp_path / "here.annotator"
    here.touch()
    preferences.remember_project(tmp_path / "gone.annotator", "Gone")
    preferences.remember_project(here, "Here")
    window.menus.pop_up()
    recent = next(m for m in window.rail.findChildren(QMenu) if m.title() == "Open &recent")
    recent.aboutToShow.emit()
    assert [(act.text(), act.isEnabled()) for act in recent.actions()] == [
        ("Here", True),
        ("Gone", False),
    ]
    next(m for m in window.rail.findChildren(QMenu) if m.title() == "Menu").close()


def acts_of(menu: QMenu) -> list[QAction]:
    """Every act of a menu and of the menus in it."""
    found: list[QAction] = []
    for act in menu.actions():
        inner = act.menu()
        if isinstance(inner, QMenu):
            found += acts_of(inner)
        elif not act.isSeparator():
            found.append(act)
    return found
