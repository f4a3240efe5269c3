"""Can every other look at agreement be opened, read, clicked through and left again?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from annotator.reliability.choice import Choice
from annotator_ui.main_window import MainWindow
from annotator_ui.parts.words import Elided
from annotator_ui.reliability_place.place import ReliabilityPlace
from annotator_ui.reliability_place.views import VIEWS, View
from annotator_ui.theme import number_font

TONES = ("text", "muted")
Settled = Callable[[ReliabilityPlace], None]


def view(name: str) -> View:
    return next(one for one in VIEWS if one.name == name)


def compared(place: ReliabilityPlace) -> Choice:
    """What the figures that are shown were asked for with."""
    assert place.panel is not None
    return place.panel.choice


def rows(place: ReliabilityPlace) -> list[list[str]]:
    model = place.table.figure_model
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def menu_words(place: ReliabilityPlace) -> dict[str, bool]:
    """What the menu offers, and whether it can be chosen."""
    menu = place.more.button.choices
    menu.aboutToShow.emit()
    return {action.text(): action.isEnabled() for action in menu.actions() if action.text()}


def test_the_menu_says_what_there_is_and_why_something_is_not(place: ReliabilityPlace) -> None:
    offered = menu_words(place)
    assert offered["Pairs of coders"]
    assert not offered["Without one coder"]
    assert not offered["Fields"]
    actions = {action.text(): action for action in place.more.button.choices.actions()}
    assert actions["Without one coder"].toolTip() == "This takes three coders."
    assert "&By" in offered


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("by speaker", "Jens Stoltenberg"),
        ("by role", "NATO Secretary General"),
        ("by transcript", "D1"),
        ("by date", "28 Nov 2023"),
        ("pairs", "Median alpha over codes"),
        ("rules", "half of the unit or half of the coding (chosen)"),
        ("time", "Within pilot-1, in the order of the work"),
    ],
)
def test_a_view_stands_under_its_title_and_esc_leaves_it(
    qtbot: QtBot, place: ReliabilityPlace, settled: Settled, name: str, first: str
) -> None:
    place.show_view(view(name))
    settled(place)
    assert place.view_head.text() == view(name).words
    assert rows(place)[0][0] == first
    assert not place.headline.isVisible()
    assert place.keys[-1] == ("Esc", "all codes")
    qtbot.keyClick(place.table, Qt.Key.Key_Escape)
    assert rows(place)[0][0].startswith("Enough to judge")
    assert place.headline.isVisible()
    assert place.keys[0] == ("↓", "next code")


def test_what_one_called_this_and_the_other_that(place: ReliabilityPlace, settled: Settled) -> None:
    place.show_view(view("confusion"))
    settled(place)
    shown = rows(place)
    assert shown[0][2] >= shown[1][2]
    codes = [row for row in shown if "nothing of its own" not in row]
    assert ["Burden sharing", "Transatlantic unity and relevance", "1"] in codes
    place.table.choose(shown.index(codes[0]), 2)
    settled(place)
    assert len(place.passages.cards) == int(codes[0][2])
    assert not place.passages.segments.isVisible()


def test_a_figure_of_a_part_shows_the_passages_of_that_part(
    place: ReliabilityPlace, settled: Settled
) -> None:
    place.show_view(view("by speaker"))
    settled(place)
    assert {card.row.speaker for card in place.passages.cards} == {"Jens Stoltenberg"}
    place.table.choose(1, 1)
    settled(place)
    assert {card.row.speaker for card in place.passages.cards} == {"Antony Blinken"}


def test_passages_of_all_codes_say_which_code_they_are_about(
    place: ReliabilityPlace, settled: Settled
) -> None:
    place.show_view(view("by speaker"))
    settled(place)
    card = place.passages.cards[0]
    assert f" on {card.row.code_id}. " in card.place.accessibleName()
    [head] = [one for one in card.findChildren(Elided) if card.row.doc_id in one.text()]
    assert head.text().startswith(f"{card.row.code_id} · {card.row.doc_id}")


def test_does_the_sample_suffice(place: ReliabilityPlace, settled: Settled) -> None:
    place.show_view(view("sample"))
    settled(place)
    shown = {row[0]: row[-1] for row in rows(place)}
    assert shown["Enlargement and open door"] == "never used"
    assert any(words.startswith("more than ") for words in shown.values())
    menu = place.view_head.within.choices
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["± .05", "± .10", "± .15", "± .20"]
    menu.actions()[3].trigger()
    settled(place)
    assert place.view_head.within.words() == "± .20"


def test_every_figure_of_each_code_stands_beside_the_others(
    place: ReliabilityPlace, settled: Settled
) -> None:
    place.more.more_wanted.emit(True)
    settled(place)
    heads = [head.words.replace("\n", " ") for head in place.table.figures.heads]
    assert heads[5:] == [
        "agree %", "positive agr. %", "kappa", "Fleiss", "AC1", "Brennan Prediger",
        "alpha by paragraph", "alpha by turn", "alpha by transcript", "alpha by character",
        "alpha by free span", "sentences by coder_a", "sentences by coder_b", "in no unit",
    ]  # fmt: skip
    unity = next(row for row in rows(place) if row[0] == "Transatlantic unity and relevance")
    assert unity[5] == "86.4"
    assert unity[16:18] == ["3", "4"]  # of the sentences that both decided


def test_free_passages_have_their_own_figures(place: ReliabilityPlace, settled: Settled) -> None:
    menu = place.choices.unit.choices
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Free span").trigger()
    settled(place)
    assert not place.choices.rule.isVisible()
    assert place.passages.cards[0].place.accessibleName().startswith("Sentence ")
    place.more.more_wanted.emit(True)
    settled(place)
    heads = [head.words.replace("\n", " ") for head in place.table.figures.heads]
    assert "F1 exact" in heads
    assert "AC1" not in heads
    assert not menu_words(place)["Pairs of coders"]


def test_intervals_below_ten_transcripts_come_on_request(
    place: ReliabilityPlace, settled: Settled
) -> None:
    place.more.indicative_wanted.emit(True)
    settled(place)
    assert "indicative only" in place.headline.notes.words()
    bars = [cell.bar for line in place.table.figures.lines for cell in line.cells if cell.bar]
    assert any(bar.low is not None for bar in bars)


def test_groups_can_stand_for_their_codes(place: ReliabilityPlace, settled: Settled) -> None:
    place.more.parents_wanted.emit(True)
    settled(place)
    assert place.choices.codes.words() == "all 3 groups"
    names = [row[0] for row in rows(place)]
    assert "Theatres and threats" in names


@pytest.mark.parametrize("name", [None, *(one.name for one in VIEWS)])
def test_where_there_is_room_no_figure_is_cut(
    place: ReliabilityPlace, settled: Settled, name: str | None
) -> None:
    shown = None if name is None else view(name)
    if shown is not None and (place.panel is None or shown.lacks(place.panel)):
        return
    place.show_view(shown)
    settled(place)
    table = place.table
    metrics = {tone: QFontMetricsF(number_font(12 if tone == "muted" else 13)) for tone in TONES}
    cut = [
        (head.words, cell.words)
        for line in table.figures.lines
        for column, (head, cell) in enumerate(zip(table.figures.heads, line.cells, strict=False))
        if head.width
        and metrics[cell.tone].horizontalAdvance(cell.words) > table.columnWidth(column) - 20
    ]
    assert cut == []


@pytest.mark.parametrize(
    ("words", "is_on"),
    [
        ("&All figures of each code", lambda place: place.more.more),
        (
            "&Intervals below ten transcripts",
            lambda place: bool(place.panel and place.panel.choice.indicative),
        ),
        (
            "&Groups in the place of their codes",
            lambda place: bool(place.panel and place.panel.choice.level == "parent"),
        ),
    ],
)
def test_what_is_ticked_in_the_menu_happens(
    place: ReliabilityPlace,
    settled: Settled,
    words: str,
    is_on: Callable[[ReliabilityPlace], bool],
) -> None:
    def press() -> None:
        menu = place.more.button.choices
        menu.aboutToShow.emit()
        next(action for action in menu.actions() if action.text() == words).trigger()
        settled(place)

    assert not is_on(place)
    press()
    assert is_on(place)
    press()
    assert not is_on(place)


@pytest.mark.parametrize("name", ["table.md", "agreement 2.0"])
def test_agreement_leaves_by_the_export_button(
    qtbot: QtBot, own: ReliabilityPlace, opened: MainWindow, tmp_path: Path, name: str
) -> None:
    if name.endswith(" 2.0"):
        own.export.ask_folder()
    else:
        own.export.ask_table()
    dialog = own.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / name))
    dialog.close()
    qtbot.waitUntil(lambda: not opened.tasks.busy, timeout=20_000)
    written = tmp_path / name
    assert written.is_file() or (written / "results.csv").exists()
    assert "written" in opened.notice.words()
