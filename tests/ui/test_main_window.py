"""Can a person get from the first start to a workbook with the keyboard and by dropping files?"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

import annotator
from annotator_ui.code_place.memo_field import MemoField
from annotator_ui.dialogs.coder import CoderDialog
from annotator_ui.dialogs.new_project import NewProjectDialog
from annotator_ui.main_window import MainWindow
from annotator_ui.preferences import Preferences
from tests.ui.dropping import drop

CTRL = Qt.KeyboardModifier.ControlModifier


Kind = TypeVar("Kind", bound=QDialog)


def dialog_of(window: MainWindow, kind: type[Kind]) -> Kind:
    """The dialog of that kind that is open on the window."""
    [found] = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
    return found


def pick(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """Write a path into the file dialog and press Enter."""
    dialog = dialog_of(window, QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    line.setText(str(path))
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))


@pytest.fixture
def study(tmp_path: Path, press_point: Path, preferences: Preferences) -> Path:
    """A project with one transcript and two coders; this user has said to be ann."""
    path = tmp_path / "study.annotator"
    with annotator.create(path, coder="ann", name="Press points") as project:
        project.import_transcripts([press_point])
        project.use_coder("bea")
    preferences.remember_coder(path, "ann")
    return path


def test_the_first_start_offers_the_sample_under_enter(window: MainWindow) -> None:
    assert window.place is window.start
    assert window.start.choices[0].hasFocus()
    assert not window.commands.export.isEnabled()
    assert not window.code_button.isEnabled()


def test_enter_builds_the_sample_and_opens_it(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=60_000):
        qtbot.keyClick(window.start.choices[0], Qt.Key.Key_Return)
    asked = dialog_of(window, CoderDialog)
    assert [asked.known.item(row).text() for row in range(2)] == ["coder_a", "coder_b"]
    qtbot.keyClick(asked.known, Qt.Key.Key_Down)
    qtbot.keyClick(asked.known, Qt.Key.Key_Return)
    assert window.session.project.coder.coder_id == "coder_b"
    assert window.place is window.code
    assert "Coder coder_b" in window.status.words()


def test_a_new_project_asks_for_what_it_needs(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, preferences: Preferences
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    dialog = dialog_of(window, NewProjectDialog)
    dialog.use_folder(tmp_path)
    qtbot.keyClick(dialog.name.line, Qt.Key.Key_Return)
    assert dialog.isVisible()  # no name yet
    qtbot.keyClicks(dialog.name.line, "Debates: 2019/20")
    qtbot.keyClicks(dialog.coder.line, "ann")
    qtbot.keyClick(dialog.coder.line, Qt.Key.Key_Return)
    assert window.session.project.path == tmp_path / "Debates 2019 20.annotator"
    assert window.session.project.name == "Debates: 2019/20"
    assert window.place is window.transcripts
    assert preferences.recent()[0].name == "Debates: 2019/20"
    assert preferences.coder_of(window.session.project.path) == "ann"


def test_a_project_that_is_known_opens_without_a_question(window: MainWindow, study: Path) -> None:
    window.take_files([study])
    assert not window.findChildren(CoderDialog)
    assert window.session.project.coder.coder_id == "ann"
    assert window.windowTitle().startswith("Press points")


def test_an_unknown_coder_may_give_a_new_name(
    qtbot: QtBot, window: MainWindow, study: Path, preferences: Preferences
) -> None:
    preferences.remember_coder(study, "")
    window.take_files([study])
    asked = dialog_of(window, CoderDialog)
    qtbot.keyClicks(asked.other.line, "cleo")
    qtbot.keyClick(asked.other.line, Qt.Key.Key_Return)
    assert window.session.project.coder.coder_id == "cleo"
    assert preferences.coder_of(study) == "cleo"


def test_who_codes_is_asked_at_each_opening_where_that_is_wanted(
    qtbot: QtBot, window: MainWindow, study: Path, preferences: Preferences
) -> None:
    window.take_files([study])
    window.commands.choose_coder.trigger()
    asked = dialog_of(window, CoderDialog)
    qtbot.mouseClick(asked.always, Qt.MouseButton.LeftButton)
    qtbot.keyClick(asked.known, Qt.Key.Key_Return)
    assert preferences.asks_who_codes(study)
    window.session.close()
    window.take_files([study])
    assert [
        each.always.isChecked() for each in window.findChildren(CoderDialog) if each.isVisible()
    ]
    assert window.session.project.coder.coder_id == "ann"


def test_dropping_files_imports_them_and_says_what_was_refused(
    qtbot: QtBot, window: MainWindow, study: Path, tmp_path: Path
) -> None:
    window.take_files([study])
    good, bad = tmp_path / "second.txt", tmp_path / "empty.txt"
    good.write_text("A second text. With two sentences.", encoding="utf-8")
    bad.write_bytes(b"")
    with qtbot.waitSignal(window.tasks.idle):
        assert drop(window, [good, bad])
    assert window.place is window.review  # two files: a person has a look before
    assert len(window.session.project.transcripts()) == 1
    with qtbot.waitSignal(window.acts.imported):
        qtbot.keyClick(window, Qt.Key.Key_Return, CTRL)
    assert window.place is window.transcripts
    assert window.transcripts is not None
    said = window.transcripts.list.report.words()
    assert said.startswith("1 transcript came in, 1 refused.")
    assert "empty.txt" in said
    assert len(window.session.project.transcripts()) == 2


def test_files_dropped_on_a_field_for_words_are_no_words(
    qtbot: QtBot, window: MainWindow, study: Path, tmp_path: Path
) -> None:
    window.take_files([study])
    window.resize(1400, 900)
    window.show_code(1)
    assert window.code is not None
    window.commands.find.trigger()
    lines = [each for each in window.code.findChildren(QLineEdit) if each.isVisible()]
    memos = [each for each in window.code.findChildren(MemoField) if each.isVisible()]
    for number, field in enumerate((lines[0], memos[0].viewport())):
        text = tmp_path / f"text {number}.txt"
        text.write_text(f"Text {number}. With two sentences.", encoding="utf-8")
        with qtbot.waitSignal(window.acts.imported):
            assert drop(field, [text])
        window.show_code()
    assert {each.text() for each in lines} == {""}
    assert {each.toPlainText() for each in memos} == {""}
    assert len(window.session.project.transcripts()) == 3


def test_dropping_a_project_opens_it(window: MainWindow, study: Path) -> None:
    assert drop(window, [study])
    assert window.session.project.name == "Press points"


def test_what_is_dropped_beside_a_project_is_not_lost_in_silence(
    qtbot: QtBot, window: MainWindow, study: Path, press_point: Path
) -> None:
    window.take_files([study, press_point])
    qtbot.waitUntil(lambda: window.session.is_open)
    assert "Drop the other files again" in window.status.words()


def test_texts_dropped_on_the_first_start_ask_for_a_project_and_then_come_in(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, press_point: Path
) -> None:
    assert drop(window, [press_point])
    dialog = dialog_of(window, NewProjectDialog)
    dialog.use_folder(tmp_path)
    qtbot.keyClicks(dialog.coder.line, "ann")
    with qtbot.waitSignal(window.acts.imported):
        qtbot.keyClick(dialog.coder.line, Qt.Key.Key_Return)
    [info] = window.session.project.transcripts()
    assert info.metadata.title == "Joint statements"


def test_importing_by_dialog(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, press_point: Path
) -> None:
    window.session.create(tmp_path / "empty.annotator", coder="ann")
    qtbot.keyClick(window, Qt.Key.Key_I, CTRL)
    with qtbot.waitSignal(window.acts.imported):
        pick(qtbot, window, press_point)
    assert len(window.session.project.transcripts()) == 1


def test_who_goes_on_to_code_during_an_import_is_left_there(
    qtbot: QtBot, window: MainWindow, study: Path, tmp_path: Path
) -> None:
    window.take_files([study])
    window.show_transcripts()
    second = tmp_path / "second.txt"
    second.write_text("A second text. With two sentences.", encoding="utf-8")
    with qtbot.waitSignal(window.acts.imported):
        window.acts.carry_out(window.session.project.plan_import([second]))
        window.show_code()
    assert window.place is window.code


def test_the_workbook_is_written_and_the_place_named(
    qtbot: QtBot, window: MainWindow, study: Path, tmp_path: Path
) -> None:
    window.take_files([study])
    qtbot.keyClick(window, Qt.Key.Key_E, CTRL)
    with qtbot.waitSignal(window.tasks.idle, timeout=30_000):
        pick(qtbot, window, tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").stat().st_size > 1000
    assert "out.xlsx" in window.notice.words()


def test_a_copy_is_a_project_of_its_own(
    qtbot: QtBot, window: MainWindow, study: Path, tmp_path: Path
) -> None:
    window.take_files([study])
    window.commands.save_copy.trigger()
    with qtbot.waitSignal(window.tasks.idle):
        pick(qtbot, window, tmp_path / "copy.annotator")
    assert window.session.project.path == study
    with annotator.open(tmp_path / "copy.annotator") as copy:
        assert copy.name == "Press points"


def test_the_status_line_says_the_last_act_and_what_takes_it_back(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    window.take_files([study])
    [info] = window.session.project.transcripts()
    window.session.project.remove_transcript(info.id)
    assert "takes it back" in window.status.words()
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert len(window.session.project.transcripts()) == 1
    assert "does it again" in window.status.words()
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert window.session.project.transcripts() == ()


def test_a_click_on_the_key_beside_the_last_act_does_it(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    window.take_files([study])
    [info] = window.session.project.transcripts()
    window.session.project.remove_transcript(info.id)
    for then, left in (("takes it back", 1), ("does it again", 0), ("takes it back", 1)):
        [button] = [
            each
            for each in window.status.findChildren(QPushButton)
            if then in each.accessibleName()
        ]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert len(window.session.project.transcripts()) == left


@pytest.mark.parametrize("content", [b"", b"no project", b"SQLite format 3\0" + bytes(200)])
def test_a_file_that_is_no_project_is_one_sentence_and_changes_nothing(
    window: MainWindow, study: Path, tmp_path: Path, content: bytes
) -> None:
    window.take_files([study])
    bad = tmp_path / "bad.annotator"
    bad.write_bytes(content)
    window.take_files([bad])
    assert "bad.annotator" in window.notice.words()
    assert window.session.project.path == study


def test_a_project_that_is_open_elsewhere_can_be_read(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    with annotator.open(study) as writing:
        window.take_files([study])
        assert not window.session.is_open
        assert "already open" in window.notice.words()
        window.notice.pressed.emit()
        assert window.session.project.read_only
        assert "Reading only" in window.status.words()
        writing.use_coder("dora")
        with qtbot.waitSignal(window.session.refused):
            window.session.attempt(lambda: window.session.project.remove_transcript(1))
        window.session.close()


def test_a_small_refusal_is_said_in_the_status_line(window: MainWindow, study: Path) -> None:
    window.take_files([study])
    window.session.redo()
    assert window.notice.isHidden()
    assert "redo" in window.status.words() or "again" in window.status.words()


def test_closing_a_project_leads_back_to_the_start_where_it_is_listed(
    window: MainWindow, study: Path
) -> None:
    window.take_files([study])
    window.commands.close_project.trigger()
    assert window.place is window.start
    assert not window.session.is_open
    rows = [each for each in window.start.recent.children() if each.property("part") == "row"]
    assert len(rows) == 1
    window.take_files([study])
    assert window.session.is_open


def test_dark_is_our_own_palette_and_zoom_holds_for_everything(
    window: MainWindow, study: Path, preferences: Preferences
) -> None:
    window.take_files([study])
    window.commands.theme_dark.trigger()
    assert QApplication.palette().color(QPalette.ColorRole.Window).name() == "#16191d"
    assert preferences.theme == "dark"
    before = window.title_bar.height()
    window.commands.zoom_in.trigger()
    window.commands.zoom_in.trigger()
    assert preferences.zoom == 1.25
    assert window.title_bar.minimumHeight() > before
    window.commands.zoom_reset.trigger()
    window.commands.theme_light.trigger()
    assert QApplication.palette().color(QPalette.ColorRole.Window).name() == "#f6f7f8"


def test_closing_the_window_leaves_one_closed_file(window: MainWindow, study: Path) -> None:
    window.take_files([study])
    window.close()
    assert {path.name for path in study.parent.glob("study.annotator*")} <= {
        "study.annotator",
        "study.annotator-lock",
    }
    with annotator.open(study) as project:
        assert project.name == "Press points"


def test_every_place_is_reached_by_keyboard_and_everything_focusable_has_a_name(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    window.take_files([study])
    qtbot.keyClick(window, Qt.Key.Key_1, CTRL)
    assert window.place is window.transcripts
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    assert window.place is window.code
    for place in (window.start, window.transcripts, window.rail, window.title_bar, window.status):
        assert place is not None
        unnamed = [
            widget
            for widget in place.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisibleTo(place)
            and not widget.accessibleName()
            and not widget.property("text")
        ]
        assert unnamed == []


def test_a_menu_gives_the_keyboard_back_to_where_it_was(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    window.acts.open(study)
    qtbot.waitUntil(lambda: window.code is not None and window.code.view.hasFocus())
    text = QApplication.focusWidget()
    for button in (window.rail.settings, window.rail.menu):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        menu = QApplication.activePopupWidget()
        assert menu is not None
        qtbot.keyClick(menu, Qt.Key.Key_Escape)
        assert QApplication.activePopupWidget() is None
        assert QApplication.focusWidget() is text


def test_a_choice_in_the_settings_leaves_the_keyboard_in_the_text(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    window.acts.open(study)
    qtbot.waitUntil(lambda: window.code is not None and window.code.view.hasFocus())
    text = QApplication.focusWidget()
    qtbot.mouseClick(window.rail.settings, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    at = menu.actionGeometry(window.commands.zoom_in).center()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=at)
    assert window.look.zoom == 1.1
    assert QApplication.focusWidget() is text


def test_keys_go_on_in_the_text_after_every_step_of_the_zoom(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    window.acts.open(study)
    qtbot.waitUntil(lambda: window.code is not None and window.code.view.hasFocus())
    text = QApplication.focusWidget()
    assert text is not None
    assert window.code is not None
    for zoom in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0):
        number, _ = window.code.view.unit_number()
        qtbot.keyClick(text, zoom, CTRL)
        qtbot.keyClick(text, Qt.Key.Key_Down)
        qtbot.keyClicks(text, "0")
        assert window.code.view.unit_number()[0] == number + 1
        assert window.code.view.cursor_is_in_sight()
    assert window.look.zoom == 1.0
    [info] = window.session.project.transcripts()
    assert len(window.session.project.decisions(info.id)) == 4


def test_the_button_reached_by_tab_keeps_the_keyboard_after_its_menu(
    qtbot: QtBot, window: MainWindow, study: Path
) -> None:
    window.acts.open(study)
    window.rail.settings.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(window.rail.settings, Qt.Key.Key_Space)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    assert window.rail.settings.hasFocus()


def test_the_first_window_leaves_room_for_the_frame_of_the_system(window: MainWindow) -> None:
    room = window.screen().availableGeometry()
    assert window.height() <= room.height() - 32  # else the status line lies below the screen
    assert window.width() < room.width()
