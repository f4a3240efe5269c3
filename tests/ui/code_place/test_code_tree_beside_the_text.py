"""Does the code tree count, remember what was used last, and hold a card still?"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator_ui.item_models.code_row import counted
from annotator_ui.item_models.code_tree import CodeRole
from annotator_ui.parts.buttons import Button
from tests.ui.code_place.desk import Desk

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def total(desk: Desk, code_id: str) -> int:
    tree = desk.place.code_tree
    found = tree.index_of(desk.code(code_id).id).data(CodeRole.TOTAL)
    assert isinstance(found, int)
    return found


def in_project(desk: Desk, code_id: str) -> int:
    counts = desk.project.code_counts(coder_id=desk.project.coder.id)
    return counts.get(desk.code(code_id).id, 0)


def test_a_code_is_counted_here_and_in_the_project_without_counting_anew(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_PageDown, CTRL)
    assert (desk.count("BURDEN"), total(desk, "BURDEN")) == (0, 1)
    desk.type("b")
    assert (desk.count("BURDEN"), total(desk, "BURDEN")) == (1, 2)
    desk.session.undo()
    assert (desk.count("BURDEN"), total(desk, "BURDEN")) == (0, 1)
    assert total(desk, "BURDEN") == in_project(desk, "BURDEN")


def test_what_others_coded_is_not_counted(desk: Desk) -> None:
    desk.type("b")
    desk.session.use_coder("bea")
    desk.bot.waitUntil(lambda: total(desk, "BURDEN") == 0)
    desk.session.use_coder("ana")
    desk.bot.waitUntil(lambda: total(desk, "BURDEN") == 1)


def test_counts_from_elsewhere_arrive_soon(desk: Desk) -> None:
    other = desk.project.transcripts()[1]
    start = desk.project.transcript(other.id).spans("sentence")[0].start
    desk.project.apply_coding(other.id, start, start + 4, desk.code("DETER").id)
    desk.bot.waitUntil(lambda: total(desk, "DETER") == 1)
    assert desk.count("DETER") == 0


def test_both_numbers_are_said_only_where_they_differ() -> None:
    assert [counted(0, 0), counted(3, 3), counted(3, 12), counted(0, 1200)] == [
        "",
        "3",
        "3 / 12",
        "0 / 1,200",
    ]


def test_the_codes_used_last_stand_over_the_tree_and_are_applied_by_a_click(desk: Desk) -> None:
    recent = desk.place.codes.recent
    height, top = recent.height(), desk.place.codes.tree.y()
    desk.type("bd")
    desk.settle()
    assert (recent.height(), desk.place.codes.tree.y()) == (height, top)
    assert [code.code_id for code in recent.codes()] == ["DETER", "BURDEN"]
    desk.press(KEY.Key_Down)
    badge = recent.findChildren(type(recent._badges[0]))[1]
    desk.bot.mouseClick(badge, LEFT)
    second = desk.sentence(2)
    assert (second.start, "BURDEN") in [(row[0], row[2]) for row in desk.stored()]
    assert desk.focused() is desk.place.view.focusProxy()


def test_a_pinned_card_stays_while_the_cursor_goes_on(desk: Desk) -> None:
    card = desk.place.inspector.card
    desk.type("b")
    desk.settle()
    [pin] = [each for each in card.findChildren(Button) if each.words() == "Pin"]
    desk.bot.mouseClick(pin, LEFT)
    desk.place.focus_text()
    desk.press(KEY.Key_Down)
    desk.type("d")
    QApplication.processEvents()
    assert card.code == desk.code("BURDEN")
    desk.bot.mouseClick(pin, LEFT)
    QApplication.processEvents()
    assert card.code == desk.code("DETER")


def test_a_pinned_code_that_is_deleted_lets_the_card_go(desk: Desk) -> None:
    card = desk.place.inspector.card
    desk.type("b")
    desk.settle()
    card.pin(pinned=True)
    desk.project.delete_code(desk.code("BURDEN").id)
    QApplication.processEvents()
    assert not card.is_pinned
