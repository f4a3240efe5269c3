"""Do the palette, the find bar and the cards of help do what they offer?"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from annotator.model.spans import Span
from tests.ui.code_place.desk import Desk

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_slash_finds_a_code_by_a_few_letters_and_enter_applies_it(desk: Desk) -> None:
    desk.type("/")
    assert desk.place.palette_card.isVisible()
    desk.type("burd")
    desk.press(KEY.Key_Return)
    assert [row[2] for row in desk.stored()] == ["BURDEN"]
    assert not desk.place.palette_card.isVisible()
    assert desk.focused() is desk.place.view.focusProxy()


def test_the_arrow_keys_choose_in_the_palette(desk: Desk) -> None:
    desk.type("/")
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    second = [code for code in desk.project.codebook().codes if not code.is_group][1]
    assert [row[2] for row in desk.stored()] == [second.code_id]


def test_escape_leaves_the_palette_and_codes_nothing(desk: Desk) -> None:
    desk.type("/")
    desk.type("burd")
    desk.press(KEY.Key_Escape)
    assert desk.stored() == []
    assert desk.focused() is desk.place.view.focusProxy()


def test_ctrl_enter_makes_a_code_and_codes_the_passage_with_it(desk: Desk) -> None:
    desk.type("/")
    desk.type("Energy security")
    desk.press(KEY.Key_Return, CTRL)
    made = desk.code("Energy security")
    assert [row[2] for row in desk.stored()] == [made.code_id]
    assert desk.place.code_tree.count(made.id) == 1


def test_find_counts_and_walks_as_one_types(desk: Desk) -> None:
    desk.press(KEY.Key_F, CTRL)
    bar = desk.place.panels.find
    desk.type("UKRAINE")
    desk.settle()
    text = _text(desk)
    first = text.index("Ukraine", 200)
    assert desk.place.view.selection() == Span(first, first + 7)
    assert bar.says() == "1 of 5"
    desk.press(KEY.Key_Return)
    assert bar.says() == "2 of 5"
    desk.press(KEY.Key_Return, SHIFT)
    desk.press(KEY.Key_Return, SHIFT)
    assert bar.says() == "5 of 5"
    last = text.rindex("Ukraine")
    assert desk.place.view.selection() == Span(last, last + 7)


def test_escape_closes_find_and_the_passage_found_can_be_coded(desk: Desk) -> None:
    desk.press(KEY.Key_F, CTRL)
    desk.type("ukraine")
    desk.press(KEY.Key_Escape)
    desk.settle()
    assert not desk.place.panels.find.isVisible()
    assert desk.focused() is desk.place.view.focusProxy()


def test_words_that_stand_nowhere_are_said_to_stand_nowhere(desk: Desk) -> None:
    before = desk.place.view.selection()
    desk.press(KEY.Key_F, CTRL)
    desk.type("zzz")
    desk.settle()
    assert desk.place.panels.find.says() == "not found"
    desk.press(KEY.Key_Return)
    assert desk.place.view.selection() == before


def test_another_transcript_is_searched_anew(desk: Desk) -> None:
    desk.press(KEY.Key_F, CTRL)
    desk.type("morning")
    desk.settle()
    assert desk.place.panels.find.says() == "not found"
    desk.place.show_transcript(desk.place.transcript_list.transcripts()[1].id)
    assert desk.place.panels.find.says() == "1 of 1"


def test_f1_shows_the_whole_definition_and_again_all_keys(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_F1)
    card = desk.place.inspector.card
    assert card.is_whole
    assert card.code is not None
    assert card.code.code_id == "BURDEN"
    desk.press(KEY.Key_F1)
    assert desk.place.cheat_sheet.isVisible()
    desk.press(KEY.Key_U)  # a letter on the card of keys codes nothing
    assert not desk.place.cheat_sheet.isVisible()
    assert [row[2] for row in desk.stored()] == ["BURDEN"]
    assert desk.focused() is desk.place.view.focusProxy()


def test_a_card_of_keys_that_is_not_all_seen_is_scrolled_by_keys(desk: Desk) -> None:
    desk.place.resize(700, 420)
    desk.settle()
    desk.press(KEY.Key_F1)
    sheet = desk.place.cheat_sheet
    desk.settle()
    bar = sheet.findChild(QScrollArea).verticalScrollBar()
    desk.press(KEY.Key_PageDown)
    assert 0 < bar.value() < bar.maximum()
    desk.press(KEY.Key_End)
    assert bar.value() == bar.maximum()
    assert sheet.isVisible()
    desk.press(KEY.Key_Escape)
    assert not sheet.isVisible()
    desk.place.resize(1376, 836)
    desk.settle()
    desk.press(KEY.Key_F1)
    desk.press(KEY.Key_PageDown)  # nothing to scroll: ends it like any other key
    assert not sheet.isVisible()


def test_the_palette_stays_within_the_text_in_a_low_window(desk: Desk) -> None:
    desk.place.resize(900, 420)
    desk.settle()
    desk.type("/")
    card, area = desk.place.palette_card, desk.place.panels.centre
    foot = card.mapTo(desk.place, card.rect().bottomLeft()).y()
    assert foot <= area.mapTo(desk.place, area.rect().bottomLeft()).y()
    rows = card.view.height() / card.view.sizeHintForRow(0)
    assert rows == int(rows) >= 1


def test_the_card_shows_the_last_uses_elsewhere_and_goes_there(desk: Desk) -> None:
    desk.type("b")
    for _ in range(3):
        desk.press(KEY.Key_Down)
    desk.type("b")
    desk.settle()
    card = desk.place.inspector.card
    uses = [use for use in card.uses() if use]
    assert [use.span for use in uses] == [desk.sentence(1)]
    card.use_chosen.emit(uses[0])
    assert desk.place.view.selection() == desk.sentence(1)


def _text(desk: Desk) -> str:
    transcript = desk.place.loop.transcript
    assert transcript is not None
    return transcript.text
