"""Are passages of all transcripts found, read, gone to, copied and handed out?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

import annotator
from annotator.model.codebook import CodeDraft
from annotator.model.retrieval import Condition
from annotator_ui.explore_place.place import ExplorePlace
from annotator_ui.main_window import MainWindow
from annotator_ui.parts.date_range import DateRange
from annotator_ui.parts.pick_list import PickList

if TYPE_CHECKING:
    from annotator.model.retrieval import PassageShown
    from annotator_ui.preferences import Preferences

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
TEXTS = {
    "a": ("Ana Lima: War is bad. Peace is good.", "Ben Ode: Trade, then peace.", "Ana Lima: So.",
          "Ben Ode: Right."),
    "b": ("Ben Ode: War again. More trade.", "Ana Lima: No war.", "Ben Ode: Yes.", "Ana Lima: No."),
}  # fmt: skip
CODINGS = (
    ("ana", "a", "War is bad.", "WAR", False, "first"),
    ("ana", "a", "War is bad. Peace is good.", "PEACE", False, ""),
    ("ana", "a", "Trade, then peace.", "TRADE", True, ""),
    ("ana", "b", "War again.", "WAR", False, ""),
    ("ben", "b", "No war.", "WAR", True, ""),
)


@pytest.fixture
def explore(
    window: MainWindow, preferences: Preferences, tmp_path: Path, qtbot: QtBot
) -> ExplorePlace:
    """The place on a project of two transcripts, five codings and two coders."""
    path = tmp_path / "study.annotator"
    files = []
    for name, said in TEXTS.items():
        files.append(tmp_path / f"{name}.txt")
        files[-1].write_text("\n\n".join(said), "utf-8")
    with annotator.create(path, coder="ana") as project:
        project.import_transcripts(files)
        for number, day in ((1, "2023-05-01"), (2, "2024-02-03")):
            info = project.info(number)
            project.change_transcript(number, info.metadata.with_fields({"date": day}))
        for name in ("WAR", "PEACE", "TRADE"):
            project.add_code(CodeDraft(name, name.capitalize(), key=name[0].lower()))
        for coder, text, quote, code, unsure, memo in CODINGS:
            project.use_coder(coder)
            number = list(TEXTS).index(text) + 1
            start = project.transcript(number).text.index(quote)
            project.apply_coding(number, start, start + len(quote), code, unsure=unsure, memo=memo)
    preferences.remember_coder(path, "ana")
    window.acts.open(path)
    qtbot.keyClick(window, KEY.Key_7, CTRL)
    place = window.place
    assert isinstance(place, ExplorePlace)
    settle(qtbot, place)
    return place


def settle(qtbot: QtBot, place: ExplorePlace) -> None:
    qtbot.waitUntil(lambda: not place.is_busy)


def listed(place: ExplorePlace) -> list[str]:
    rows = (place.rows.shown(row) for row in range(place.rows.rowCount()))
    return [f"{_code(place, each)}: {each.quote}" for each in rows if each is not None]


def _code(place: ExplorePlace, shown: PassageShown) -> str:
    code = place.rows.code(shown.key.code_id)
    return "" if code is None else code.code_id


def tick(qtbot: QtBot, place: ExplorePlace, ask: Callable[[], object], *names: str) -> None:
    """Open a list, tick these, take it by Enter."""
    ask()
    popped = next(each for each in QApplication.topLevelWidgets() if isinstance(each, PickList))
    for row in range(popped.list.count()):
        item = popped.list.item(row)
        wanted = any(name in item.text() for name in names)
        item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
    qtbot.keyClick(popped, KEY.Key_Return)
    settle(qtbot, place)


def choose(qtbot: QtBot, place: ExplorePlace, menu: QMenu, *path: str) -> None:
    """Go through the menus by their words."""
    if menu.isEmpty():
        menu.aboutToShow.emit()
    for words in path[:-1]:
        inner = next(a.menu() for a in menu.actions() if a.text().replace("&", "") == words)
        assert isinstance(inner, QMenu)
        menu = inner
    next(a for a in menu.actions() if a.text() == path[-1]).trigger()
    settle(qtbot, place)


def test_it_begins_with_everything_and_the_first_is_read(explore: ExplorePlace) -> None:
    assert listed(explore) == [
        "PEACE: War is bad. Peace is good.",
        "WAR: War is bad.",
        "TRADE: Trade, then peace.",
        "WAR: War again.",
        "WAR: No war.",
    ]
    assert explore.count.text() == "5 passages in 2 transcripts"
    assert explore.pane.text.marked() == ["War is bad. Peace is good."]
    assert explore.view.hasFocus()


def test_a_double_click_on_a_code_shows_its_passages(
    qtbot: QtBot, window: MainWindow, explore: ExplorePlace
) -> None:
    qtbot.keyClick(window, KEY.Key_2, CTRL)
    assert window.code is not None
    before = window.session.project.n_codings()
    tree = window.code.codes.tree
    place = tree.visualRect(tree.model().index(0, 0)).center()
    for act in (qtbot.mouseClick, qtbot.mouseDClick):
        act(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(qtbot, explore)
    assert window.place is explore
    assert listed(explore) == ["WAR: War is bad.", "WAR: War again.", "WAR: No war."]
    assert window.session.project.n_codings() == before  # the first click was taken back


def test_control_r_shows_the_passages_of_the_code_under_the_cursor(
    qtbot: QtBot, window: MainWindow, explore: ExplorePlace
) -> None:
    window.show_code(2)
    assert window.code is not None
    text = window.code.view.focusProxy()
    assert text is not None
    qtbot.keyClick(text, KEY.Key_R, CTRL)
    settle(qtbot, explore)
    assert window.place is explore
    assert len(listed(explore)) == 3


def test_the_sentence_is_changed_word_by_word(qtbot: QtBot, explore: ExplorePlace) -> None:
    line = explore.line
    tick(qtbot, explore, line.codes.open_menu, "WAR", "TRADE")
    assert line.codes.words() == "War or Trade"
    assert len(listed(explore)) == 4
    tick(qtbot, explore, line.speakers.open_menu, "Ben Ode")
    assert listed(explore) == ["TRADE: Trade, then peace.", "WAR: War again."]
    choose(qtbot, explore, line.open_limits(), "Unsure", "Unsure")
    assert listed(explore) == ["TRADE: Trade, then peace."]
    assert line.doubt.isVisible()
    choose(qtbot, explore, line.doubt.choices, "Sure or unsure")
    assert not line.doubt.isVisible()
    tick(qtbot, explore, line.speakers.open_menu)
    tick(qtbot, explore, line.coders.open_menu, "ben")
    assert listed(explore) == ["WAR: No war."]


def test_another_code_must_stand_there_or_must_not(qtbot: QtBot, explore: ExplorePlace) -> None:
    line = explore.line
    tick(qtbot, explore, line.codes.open_menu, "WAR")
    tick(qtbot, explore, line.more.click, "PEACE")
    [button] = line.conditions
    assert button.words() == "with Peace on some of the same words"
    assert listed(explore) == ["WAR: War is bad."]
    choose(qtbot, explore, button.choices, "It does not stand")
    assert button.words().startswith("without Peace")
    assert listed(explore) == ["WAR: War again.", "WAR: No war."]
    choose(qtbot, explore, button.choices, "On the same words")
    assert len(listed(explore)) == 3
    choose(qtbot, explore, button.choices, "Within one sentence")
    [condition] = line.wanted.conditions
    assert condition == Condition(condition.codes, "near", within=1, absent=True)
    choose(qtbot, explore, button.choices, "Take it out")
    assert line.conditions == []


def test_days_are_written_whole_or_in_part(qtbot: QtBot, explore: ExplorePlace) -> None:
    explore.line.days.open_menu()
    popped = next(each for each in QApplication.topLevelWidgets() if isinstance(each, DateRange))
    popped.since.line.setText("next year")
    qtbot.keyClick(popped, KEY.Key_Return)
    assert popped.isVisible()  # it says how days are written
    popped.since.line.setText("2024")
    qtbot.keyClick(popped, KEY.Key_Return)
    settle(qtbot, explore)
    assert explore.line.days.words() == "since 2024"
    assert listed(explore) == ["WAR: War again.", "WAR: No war."]


def test_words_are_looked_for_in_passages_and_what_is_not_there_is_said(
    qtbot: QtBot, explore: ExplorePlace
) -> None:
    qtbot.keyClicks(explore.line.field, "trade")
    qtbot.keyClick(explore.line.field, KEY.Key_Return)
    settle(qtbot, explore)
    assert listed(explore) == ["TRADE: Trade, then peace."]
    qtbot.keyClicks(explore.line.field, "xyz")
    qtbot.keyClick(explore.line.field, KEY.Key_Return)
    settle(qtbot, explore)
    assert listed(explore) == []
    assert not explore.view.isVisible()
    assert not explore.export_button.isEnabled()


def test_enter_goes_there_and_what_is_coded_meanwhile_is_listed(
    qtbot: QtBot, window: MainWindow, explore: ExplorePlace
) -> None:
    for _ in range(3):
        qtbot.keyClick(explore.view, KEY.Key_Down)
    qtbot.keyClick(explore.view, KEY.Key_Return)
    code = window.code
    assert code is not None
    assert window.place is code
    transcript, span = code.loop.transcript, code.view.selection()
    assert transcript is not None
    assert span is not None
    assert transcript.quote(span) == "War again."
    text = code.view.focusProxy()
    assert text is not None
    qtbot.keyClicks(text, "t")
    qtbot.keyClick(window, KEY.Key_7, CTRL)
    settle(qtbot, explore)
    assert "TRADE: War again." in listed(explore)
    row = explore.view.currentIndex().row()
    assert listed(explore)[row] == "WAR: War again."  # the cursor stayed on its passage


def test_a_passage_is_copied_with_where_it_stands(qtbot: QtBot, explore: ExplorePlace) -> None:
    qtbot.keyClick(explore.view, KEY.Key_Down)
    qtbot.keyClick(explore.view, KEY.Key_C, CTRL)
    said = QGuiApplication.clipboard().text()
    assert said == "“War is bad.” (Ana Lima · a · 1 May 2023 · sentence 1)"


def test_the_list_is_put_in_another_order_and_leaves_in_it(
    qtbot: QtBot, window: MainWindow, explore: ExplorePlace, tmp_path: Path
) -> None:
    choose(qtbot, explore, explore.order.choices, "By code")
    assert [each.split(":")[0] for each in listed(explore)] == ["WAR"] * 3 + ["PEACE", "TRADE"]
    explore.export_button.click()
    [dialog] = window.findChildren(QFileDialog)
    target = tmp_path / "list.csv"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    qtbot.waitUntil(lambda: not window.tasks.busy)
    rows = target.read_text("utf-8-sig").splitlines()
    assert [("WAR" in row, "PEACE" in row) for row in rows[1:]] == [
        *[(True, False)] * 3,
        (False, True),
        (False, False),
    ]


def test_it_is_read_by_a_screen_reader(explore: ExplorePlace) -> None:
    index = explore.rows.index(2, 0)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Trade, unsure: Trade, then peace. Ben Ode · a · 1 May 2023 · sentence 3, ana"


def test_a_code_that_is_gone_is_wanted_no_more(
    qtbot: QtBot, window: MainWindow, explore: ExplorePlace
) -> None:
    tick(qtbot, explore, explore.line.codes.open_menu, "TRADE")
    project = window.session.project
    project.delete_code(project.code("TRADE").id)
    qtbot.waitUntil(lambda: len(listed(explore)) == 4)
    assert explore.line.codes.words() == "with any code"
