"""Is it seen at once on which code coders disagree, and where?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from annotator.reliability.choice import Choice
from annotator_ui.main_window import MainWindow
from annotator_ui.parts.date_range import DateRange
from annotator_ui.parts.pick_list import PickList
from annotator_ui.reliability_place.figures import FigureRole
from annotator_ui.reliability_place.place import ReliabilityPlace

Settled = Callable[[ReliabilityPlace], None]


def column(place: ReliabilityPlace, number: int) -> list[str]:
    """The words of a column; titles of blocks stand in the first."""
    model = place.table.figure_model
    return [str(model.index(row, number).data() or "") for row in range(model.rowCount())]


def row_of(place: ReliabilityPlace, name: str) -> int:
    return column(place, 0).index(name)


def click(qtbot: QtBot, place: ReliabilityPlace, row: int, number: int) -> None:
    where = place.table.visualRect(place.table.figure_model.index(row, number)).center()
    qtbot.mouseClick(place.table.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_codes_stand_in_two_blocks_worst_first(place: ReliabilityPlace) -> None:
    names = column(place, 0)
    assert names[:2] == ["Enough to judge · 2", "Agenda of this meeting"]
    few = names.index("Too few uses to judge: fewer than ten · 10")
    assert names[few + 1] == "Deterrence and collective defence"
    assert names[-1] == "Enlargement and open door"
    alphas = column(place, 1)
    assert alphas[names.index("Transatlantic unity and relevance")] == "0.50"
    assert alphas[-1] == "–"


def test_the_headline_is_the_median_and_no_verdict(place: ReliabilityPlace) -> None:
    said = [figure.text() for figure in place.headline.key_figures]
    assert said == [
        "0.75 median alpha over 11 codes",
        "4 of 11 codes reach .80",
        "68.2 % of 22 sentences have identical code sets",
    ]
    assert "Pooled alpha" in place.headline.key_figures[0].toolTip()
    notes = place.headline.notes.words()
    assert "One transcript: these figures describe this text only." in notes


def test_without_any_click_the_worst_code_shows_where(place: ReliabilityPlace) -> None:
    """Of those with enough uses: the place opens on it, and its passages lie beside it."""
    assert [card.place.words() for card in place.passages.cards] == [
        "Sentence 6", "Sentence 24", "Sentence 3",
    ]  # fmt: skip
    first = place.passages.cards[0]
    assert [text.marked() for text in first.texts()] == [
        ["Ukraine will be high on the agenda."], ["Ukraine will be high on the agenda."],
    ]  # fmt: skip
    assert place.passages.meaning.words().startswith("Says what this meeting")


def test_a_bar_that_is_chosen_has_an_edge(place: ReliabilityPlace) -> None:
    """Else the keyboard would be nowhere on its way from alpha to the next figure."""
    table = place.table
    bar = next(n for n, head in enumerate(table.figures.heads) if head.is_bar)
    rect = table.visualRect(table.figure_model.index(1, bar))

    def accents() -> int:
        shot, wanted = table.viewport().grab(rect).toImage(), table.theme.accent.lower()
        middle = shot.height() // 2
        return sum(shot.pixelColor(x, middle).name() == wanted for x in range(shot.width()))

    table.choose(1, 1)
    assert accents() == 0
    table.choose(1, bar)
    assert accents() == 2  # left and right


def test_two_clicks_from_opening_answer_on_which_code_and_where(
    qtbot: QtBot, own: ReliabilityPlace, settled: Settled, opened: MainWindow
) -> None:
    """A click on a figure, a click on a sentence: the text stands at the passage."""
    click(qtbot, own, row_of(own, "Transatlantic unity and relevance"), 3)
    settled(own)
    numbers = [card.place.words() for card in own.passages.cards]
    assert numbers[:1] == ["Sentence 13"]
    qtbot.mouseClick(own.passages.cards[0].place, Qt.MouseButton.LeftButton)
    assert opened.code is not None
    assert opened.place is opened.code
    assert opened.status.words().count("Sentence 13") == 1


def test_every_figure_of_a_row_can_be_chosen(
    qtbot: QtBot, place: ReliabilityPlace, settled: Settled
) -> None:
    row = row_of(place, "Support for Ukraine")
    click(qtbot, place, row, 4)  # units coded by anyone: every unit side by side
    settled(place)
    assert [button.text() for button in place.passages.segments.buttons()] == [
        "Disagree 2", "Agree 3", "All 22",
    ]  # fmt: skip
    assert place.passages.segments.buttons()[2].isChecked()
    shown = [card.row.unit for card in place.passages.cards]
    assert shown == sorted(shown)
    assert len(shown) == 22


def test_agreement_and_disagreement_are_one_click_apart(
    qtbot: QtBot, place: ReliabilityPlace, settled: Settled
) -> None:
    disagree, agree, _ = place.passages.segments.buttons()
    qtbot.mouseClick(agree, Qt.MouseButton.LeftButton)
    settled(place)
    assert {card.row.kind for card in place.passages.cards} <= {"agreed", "boundary only"}
    qtbot.mouseClick(disagree, Qt.MouseButton.LeftButton)
    settled(place)
    assert "other code" in {card.row.kind for card in place.passages.cards}


def test_by_keys_alone(
    qtbot: QtBot, own: ReliabilityPlace, settled: Settled, opened: MainWindow
) -> None:
    """Down over the title of a block, right to the next figure, Enter to the passages, back."""
    table = own.table
    assert table.hasFocus()
    for _ in range(2):
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.figure_model.cell(table.currentIndex()) is not None
    assert table.currentIndex().row() == row_of(own, "Deterrence and collective defence")
    qtbot.keyClick(table, Qt.Key.Key_Right)
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert table.currentIndex().column() == 3
    settled(own)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    first, second = own.passages.cards[:2]
    assert first.place.hasFocus()
    qtbot.keyClick(first.place, Qt.Key.Key_Down)
    assert second.place.hasFocus()
    qtbot.keyClick(second.place, Qt.Key.Key_Escape)
    assert table.hasFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(own.passages.cards[0].place, Qt.Key.Key_Space)
    assert opened.place is opened.code


def test_a_change_is_seen_in_the_figures(
    qtbot: QtBot, own: ReliabilityPlace, settled: Settled, opened: MainWindow
) -> None:
    """Coded elsewhere, taken back by Ctrl+Z: the figures follow by themselves."""
    project = opened.session.project
    name = "Support for Ukraine"
    assert column(own, 3)[row_of(own, name)] == "2"
    text = project.transcript("D1").text
    start = text.index("Ukraine will be high")
    with qtbot.waitSignal(own.compared, timeout=10_000):
        project.apply_coding("D1", start, start + 36, "UKR")
    settled(own)
    assert column(own, 3)[row_of(own, name)] == "1"
    with qtbot.waitSignal(own.compared, timeout=10_000):
        opened.commands.undo.trigger()
    settled(own)
    assert column(own, 3)[row_of(own, name)] == "2"


def test_what_changed_meanwhile_is_compared_when_the_place_is_shown_again(
    qtbot: QtBot, own: ReliabilityPlace, settled: Settled, opened: MainWindow
) -> None:
    opened.show_code()
    project = opened.session.project
    start = project.transcript("D1").text.index("Ukraine will be high")
    project.apply_coding("D1", start, start + 36, "UKR")
    with qtbot.waitSignal(own.compared, timeout=10_000):
        opened.show_further("reliability")
    settled(own)
    assert column(own, 3)[row_of(own, "Support for Ukraine")] == "1"


def test_other_units_and_rules_are_a_word_of_the_line(
    place: ReliabilityPlace, settled: Settled
) -> None:
    menu = place.choices.unit.choices
    menu.aboutToShow.emit()
    names = [action.text() for action in menu.actions()]
    assert names[:3] == ["Sentence", "Paragraph", "Turn"]
    menu.actions()[1].trigger()
    settled(place)
    assert place.choices.unit.words() == "paragraph"
    assert "paragraphs" in place.headline.key_figures[2].text()
    menu = place.choices.rule.choices
    menu.aboutToShow.emit()
    assert menu.actions()[1].text().startswith("A unit is coded when the coding covers any")
    menu.actions()[1].trigger()
    settled(place)
    assert place.choices.rule.words() == "any part is coded"


def test_some_codes_are_picked_from_a_list(
    qtbot: QtBot, place: ReliabilityPlace, settled: Settled
) -> None:
    qtbot.mouseClick(place.choices.codes, Qt.MouseButton.LeftButton)
    popped = place.choices.codes.popped
    assert popped is not None
    popped.list.setFocus()
    qtbot.keyClick(popped.list, Qt.Key.Key_Space)
    qtbot.keyClick(popped.list, Qt.Key.Key_Return)
    settled(place)
    assert place.choices.codes.words() == "11 codes"
    assert "Support for Ukraine" not in column(place, 0)


def test_one_coder_is_too_few_to_pick(qtbot: QtBot, place: ReliabilityPlace) -> None:
    qtbot.mouseClick(place.choices.coders, Qt.MouseButton.LeftButton)
    popped = place.choices.coders.popped
    assert popped is not None
    for row in range(popped.list.count()):
        popped.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    qtbot.keyClick(popped.list, Qt.Key.Key_Return)
    assert popped.isVisible()
    qtbot.keyClick(popped.list, Qt.Key.Key_Escape)


def test_only_what_one_person_says_is_compared(
    qtbot: QtBot, place: ReliabilityPlace, settled: Settled
) -> None:
    limits = place.choices.limits
    menu = limits.open_more()
    offered = {action.text(): action.isEnabled() for action in menu.actions()}
    assert offered == {
        "Some &days only…": True, "Some &speakers only…": True, "Some &roles only…": True,
    }  # fmt: skip
    menu.actions()[1].trigger()
    menu.close()
    picks = limits.popped
    assert isinstance(picks, PickList)
    qtbot.keyClick(picks.list, Qt.Key.Key_Down)
    qtbot.keyClick(picks.list, Qt.Key.Key_Space)
    qtbot.keyClick(picks.list, Qt.Key.Key_Return)
    settled(place)
    assert limits.speakers.words() == "said by Jens Stoltenberg"
    assert limits.speakers.isVisible()
    assert not limits.days.isVisible()
    assert place.headline.key_figures[2].text().startswith("58.3 % of 12 sentences")
    assert "Only sentences said by Jens Stoltenberg were compared." in place.methods.text()


def test_only_some_days_are_compared(
    qtbot: QtBot, place: ReliabilityPlace, settled: Settled
) -> None:
    limits = place.choices.limits
    menu = limits.open_more()
    menu.actions()[0].trigger()
    menu.close()
    days = limits.popped
    assert isinstance(days, DateRange)
    qtbot.keyClicks(days.since.line, "2024")
    qtbot.keyClick(days.since.line, Qt.Key.Key_Return)
    settled(place)
    assert limits.days.words() == "since 2024"
    assert place.choices.transcripts.words() == "0 transcripts,"
    said = " ".join(label.text() for label in place.findChildren(QLabel) if label.isVisible())
    assert "Of what is chosen here, no two coders have judged the same text." in said
    assert not place.passages.isVisible()
    place.choose(Choice())
    settled(place)
    assert place.passages.isVisible()


def test_accepted_work_goes_first_and_the_line_says_so(
    own: ReliabilityPlace, opened: MainWindow, settled: Settled
) -> None:
    project = opened.session.project
    for coder in ("coder_a", "coder_b"):
        project.use_coder(coder)
        project.finish("D1")
    project.use_coder("pi")
    project.accept("pilot-1", ["coder_a", "coder_b"])
    own.choose(Choice())
    settled(own)
    assert own.choices.work.words() == "accepted"
    assert "of 33 sentences" in own.headline.key_figures[2].text()
    assert "independently coded" not in own.methods.text()  # the round was not blind


def test_a_click_on_a_heading_orders_by_it(qtbot: QtBot, place: ReliabilityPlace) -> None:
    head = place.table.horizontalHeader()
    where = QPoint(head.sectionViewportPosition(3) + 20, head.height() // 2)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=where)
    names = column(place, 0)
    assert names[names.index("Too few uses to judge: fewer than ten · 10") + 1] == (
        "Transatlantic unity and relevance"
    )
    assert place.table.figures.heads[0].words == "Code, most disagreements first"


def test_the_sentence_is_copied_by_key(qtbot: QtBot, place: ReliabilityPlace) -> None:
    assert place.methods.text().startswith("Two coders coded one transcript (22 sentences")
    qtbot.keyClick(place.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == place.methods.text()


def test_a_screen_reader_hears_row_column_and_value(place: ReliabilityPlace) -> None:
    model = place.table.figure_model
    row = row_of(place, "Enlargement and open door")
    aloud = model.index(row, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert aloud == "Enlargement and open door, 95 % interval: never used"
    assert (
        place.passages.cards[0]
        .place.accessibleName()
        .startswith("Sentence 6, D1, Jens Stoltenberg: other code. coder_a: AGENDA; coder_b: UKR")
    )


def test_no_colour_judges(place: ReliabilityPlace) -> None:
    """Neither green nor red: the words of a figure have one ink, whatever its value."""
    model = place.table.figure_model
    tones = {
        cell.tone
        for row in range(model.rowCount())
        if (cell := model.index(row, 1).data(FigureRole.CELL)) is not None
    }
    assert tones == {"text"}


def test_one_coder_alone_never_hears_of_it(window: MainWindow, tmp_path: Path) -> None:
    window.session.create(tmp_path / "own.annotator", coder="ann")
    action = next(a for a in window.actions() if a.text() == "&Reliability")
    assert not action.isEnabled()
    assert not action.isVisible()
    window.session.close()


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_light_and_dark_small_and_large(
    own: ReliabilityPlace, opened: MainWindow, settled: Settled, theme: str, zoom: float
) -> None:
    """Nothing that carries figures is wider than its own."""
    opened.resize(1440, 900)
    opened.look.choose_theme(theme)  # type: ignore[arg-type]
    if zoom > 1:
        opened.look.zoom = zoom
        opened.look.put_on()
        opened.look.changed.emit()
    settled(own)
    QApplication.processEvents()
    assert own.table.horizontalScrollBar().maximum() == 0
    for part in (own.choices, own.headline, own.methods, own.passages.segments):
        assert part.mapTo(own, QPoint(part.width(), 0)).x() <= own.width()
        assert part.minimumSizeHint().width() <= part.width()
