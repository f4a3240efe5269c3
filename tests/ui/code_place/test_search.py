"""Are words found in the way they were asked for, everywhere, and coded only when told?"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from annotator.search import Query, Searched
from annotator_ui.code_place.kept_terms import COLORS, KeptTerms
from annotator_ui.code_place.search_panel import SearchPanel
from annotator_ui.parts.buttons import Button
from tests.ui.code_place.desk import Desk

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def look_for(desk: Desk, words: str) -> SearchPanel:
    desk.press(KEY.Key_F, CTRL | SHIFT)
    panel = desk.place.panels.search
    assert panel.isVisible()
    desk.type(words)
    desk.press(KEY.Key_Return)
    desk.bot.waitUntil(lambda: panel.says() != "Searching…")
    desk.settle()
    return panel


def all_quotes(desk: Desk) -> list[str]:
    found = []
    for info in desk.project.transcripts():
        for each in desk.project.codings_in(info.id):
            assert each.quote == desk.project.transcript(info.id).text[each.start : each.end]
            found.append(each.quote)
    return found


def choose(panel: SearchPanel, code: str, level: str) -> None:
    panel.codes.setCurrentIndex(panel.codes.findText(code))
    panel.levels.setCurrentIndex(panel.levels.findData(level))


@pytest.mark.parametrize(
    ("switch", "typed", "count"),
    [
        ("whole", "ally", "not found"),
        ("exact", "ukraine", "not found"),
        ("pattern", "ukrain(e|ian)\\b", "1 of 5"),
    ],
)
def test_find_looks_as_the_switches_say(desk: Desk, switch: str, typed: str, count: str) -> None:
    desk.press(KEY.Key_F, CTRL)
    bar = desk.place.panels.find
    desk.type(typed)
    desk.settle()
    desk.bot.mouseClick(getattr(bar.toggles, switch), LEFT)
    desk.bot.waitUntil(lambda: bar.says() == count)


def test_a_pattern_that_is_none_is_said_where_the_count_stands(desk: Desk) -> None:
    desk.press(KEY.Key_F, CTRL)
    bar = desk.place.panels.find
    desk.bot.mouseClick(bar.toggles.pattern, LEFT)
    bar.field.setFocus()
    desk.type("(nato")
    desk.bot.waitUntil(lambda: "cannot be read" in bar.says())
    desk.type(")")
    desk.bot.waitUntil(lambda: "of" in bar.says())


def test_words_stay_marked_in_every_transcript_until_they_are_dropped(desk: Desk) -> None:
    marked: list[list[int]] = []
    bar = desk.place.panels.find
    bar.kept.marked.connect(lambda terms: marked.append([len(spans) for spans, _ in terms]))
    desk.press(KEY.Key_F, CTRL)
    desk.type("ukraine")
    desk.settle()
    desk.bot.mouseClick(bar.keep_button, LEFT)
    assert marked[-1] == [5]
    desk.press(KEY.Key_Escape)
    desk.place.show_transcript(desk.place.transcript_list.transcripts()[1].id)
    assert marked[-1] == [0]
    desk.place.show_transcript(desk.place.transcript_list.transcripts()[0].id)
    assert marked[-1] == [5]
    desk.press(KEY.Key_F, CTRL)
    chip = next(b for b in bar.findChildren(Button) if "No longer" in b.accessibleName())
    desk.bot.mouseClick(chip, LEFT)
    assert marked[-1] == []
    assert bar.kept.terms() == ()


def test_in_a_long_text_kept_words_are_looked_for_beside_the_window(qtbot: QtBot) -> None:
    parent = QObject()
    kept = KeptTerms(parent)
    kept.search_in(Searched("Ukraine first. " * 25_000))
    with qtbot.waitSignal(kept.marked) as told:
        kept.keep(Query("ukraine"))
        kept.keep(Query("first", exact=True))
    assert [len(spans) for spans, _ in told.args[0]] == [25_000, 25_000]
    kept.search_in(Searched("Ukraine. " * 40_000))
    kept.stop()  # while it is looked for
    parent.deleteLater()


def test_there_are_only_so_many_colours(desk: Desk) -> None:
    desk.press(KEY.Key_F, CTRL)
    bar = desk.place.panels.find
    for number in range(len(COLORS) + 1):
        bar.field.setText(f"word{number}")
        bar.keep()
    assert len(bar.kept.terms()) == len(COLORS)
    assert len({term.color.name() for term in bar.kept.terms()}) == len(COLORS)
    assert bar.says() == "take one away first"


def test_all_transcripts_are_searched_and_a_row_goes_to_its_place(desk: Desk) -> None:
    panel = look_for(desk, "thank you")
    assert panel.says() == f"{panel.model.rowCount()} hits"
    ids = [panel.model.hit(row).info.id for row in range(panel.model.rowCount())]  # type: ignore[union-attr]
    assert set(ids) == {info.id for info in desk.project.transcripts()}
    desk.press(KEY.Key_Down)
    assert desk.focused() is panel.table
    panel.table.selectRow(panel.model.rowCount() - 1)
    opened = desk.place.loop.transcript
    assert opened is not None
    assert opened.info.id == ids[-1]
    span = desk.place.view.selection()
    assert span is not None
    assert opened.quote(span) == "Thank you"
    assert desk.focused() is panel.table


def test_the_table_is_sorted_by_the_words_after_and_before(desk: Desk) -> None:
    panel = look_for(desk, "nato")
    after = [h.after for h in panel.model.open_hits()]
    panel.table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    assert [h.after for h in panel.model.open_hits()] == sorted(
        after, key=lambda w: w.casefold().split()
    )
    panel.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    backwards = [h.before.casefold().split()[::-1] for h in panel.model.open_hits()]
    assert backwards == sorted(backwards, reverse=True)


def test_hits_are_reviewed_one_by_one_by_keyboard(desk: Desk) -> None:
    panel = look_for(desk, "Gaza")
    count = panel.model.rowCount()
    choose(panel, "Middle East and Gaza", "sentence")
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    assert panel.table.currentIndex().row() == 1
    desk.press(KEY.Key_Delete)
    assert [panel.model.state(row) for row in range(3)] == ["coded", "left out", ""]
    assert panel.table.currentIndex().row() == 2
    quotes = all_quotes(desk)
    assert len(quotes) == 1
    assert "Gaza" in quotes[0]
    assert quotes[0].endswith(".")
    assert desk.count("MENA") == 1
    assert len(panel.model.open_hits()) == count - 2
    desk.session.undo()
    assert all_quotes(desk) == []
    assert panel.model.state(0) == ""


@pytest.mark.parametrize("level", ["match", "sentence", "paragraph"])
def test_all_hits_are_coded_as_one_act_and_marked_as_found(desk: Desk, level: str) -> None:
    panel = look_for(desk, "thank you")
    choose(panel, "Praise and thanks to persons or Allies", level)
    desk.bot.mouseClick(panel.all_button, LEFT)
    assert panel.all_button.words() == "Cancel"
    desk.bot.waitUntil(lambda: panel.says() == "Every hit is decided.")
    quotes = all_quotes(desk)
    assert quotes
    assert all("thank you" in " ".join(quote.casefold().split()) for quote in quotes)
    found = [c.found_by for i in desk.project.transcripts() for c in desk.project.codings_in(i.id)]
    assert set(found) == {"thank you"}
    assert not panel.all_button.isEnabled()
    desk.session.undo()
    assert all_quotes(desk) == []
    assert len(panel.model.open_hits()) == panel.model.rowCount()
    desk.session.redo()
    assert all_quotes(desk) == quotes
    assert panel.model.open_hits() == []


def test_undo_opens_the_hit_it_was_about_again_and_no_other(desk: Desk) -> None:
    panel = look_for(desk, "Gaza")
    choose(panel, "Middle East and Gaza", "match")
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_Return)
    assert [panel.model.state(row) for row in range(3)] == ["coded", "coded", ""]
    desk.session.undo()
    assert [panel.model.state(row) for row in range(3)] == ["coded", "", ""]
    desk.session.redo()
    assert [panel.model.state(row) for row in range(3)] == ["coded", "coded", ""]


def test_coding_of_all_hits_is_given_up_whole(desk: Desk) -> None:
    panel = look_for(desk, "e")
    desk.bot.mouseClick(panel.all_button, LEFT)
    desk.bot.mouseClick(panel.all_button, LEFT)  # it says "Cancel" now
    desk.bot.waitUntil(lambda: panel.all_button.words() != "Cancel")
    assert all_quotes(desk) == []
    assert len(panel.model.open_hits()) == panel.model.rowCount()


def test_the_order_is_chosen_by_keyboard_too(desk: Desk) -> None:
    panel = look_for(desk, "nato")
    button = panel.order.button
    assert button.words() == "as they come"
    for words in ("By the words after", "By the words after"):
        button.open_menu()
        next(each for each in button.choices.actions() if each.text() == words).trigger()
        button.choices.close()
    assert button.words() == "by the words after, backwards"
    after = [hit.after.casefold().split() for hit in panel.model.open_hits()]
    assert after == sorted(after, reverse=True)
    panel.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert button.words() == "by date"


def test_letters_typed_in_the_search_code_nothing(desk: Desk) -> None:
    panel = look_for(desk, "but u")
    desk.press(KEY.Key_Down)
    desk.type("bu0?")
    assert all_quotes(desk) == []
    desk.press(KEY.Key_Escape)
    assert desk.focused() is desk.place.view.focusProxy()
    assert panel.isVisible()
    panel.field.setFocus()
    desk.press(KEY.Key_Escape)
    assert not panel.isVisible()
    assert desk.focused() is desk.place.view.focusProxy()


def test_what_stands_in_the_find_bar_is_looked_for_everywhere(desk: Desk) -> None:
    desk.press(KEY.Key_F, CTRL)
    desk.type("Gaza")
    bar, panel = desk.place.panels.find, desk.place.panels.search
    desk.bot.mouseClick(bar.toggles.whole, LEFT)
    desk.bot.mouseClick(bar.everywhere_button, LEFT)
    desk.bot.waitUntil(lambda: panel.says().endswith("hits"))
    assert panel.query().whole_words


def test_a_bad_pattern_is_said_and_the_project_is_as_it_was(desk: Desk) -> None:
    desk.press(KEY.Key_F, CTRL | SHIFT)
    panel = desk.place.panels.search
    panel.toggles.pattern.setChecked(True)
    desk.type("[nato")
    desk.press(KEY.Key_Return)
    desk.bot.waitUntil(lambda: "cannot be read" in panel.says())
    assert panel.model.rowCount() == 0
    assert not panel.all_button.isEnabled()


def test_closing_the_project_ends_a_search(desk: Desk) -> None:
    desk.press(KEY.Key_F, CTRL | SHIFT)
    desk.type("e")
    desk.press(KEY.Key_Return)
    desk.session.close()
    assert not desk.session.is_open
