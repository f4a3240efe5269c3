"""Does the mouse code what was meant, and never by accident?"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from annotator.model.codebook import Code
from tests.ui.code_place.desk import Desk

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def test_a_click_on_a_code_codes_and_gives_the_keys_back_to_the_text(desk: Desk) -> None:
    desk.click_code("BURDEN")
    assert [row[2] for row in desk.stored()] == ["BURDEN"]
    assert desk.count("BURDEN") == 1
    assert QApplication.focusWidget() is desk.place.view.focusProxy()
    desk.type("t")
    assert len(desk.stored()) == 2


def test_a_second_slow_click_never_removes(desk: Desk) -> None:
    desk.click_code("BURDEN")
    desk.bot.wait(QApplication.doubleClickInterval() + 50)
    desk.click_code("BURDEN")
    assert [row[2] for row in desk.stored()] == ["BURDEN"]
    assert "already" in desk.said[-1]


def test_a_double_click_asks_for_the_passages_and_codes_nothing(desk: Desk) -> None:
    tree = desk.place.codes.tree.viewport()
    where = desk.row_of("BURDEN")
    asked: list[Code] = []
    desk.place.passages_asked.connect(asked.append)
    desk.bot.mouseClick(tree, LEFT, pos=where)
    desk.bot.mouseDClick(tree, LEFT, pos=where)
    assert [code.code_id for code in asked] == ["BURDEN"]
    assert desk.stored() == []


def test_a_click_on_blank_codes_nothing(desk: Desk) -> None:
    tree = desk.place.codes.tree.viewport()
    desk.bot.mouseClick(tree, LEFT, pos=QPoint(40, tree.height() - 4))
    assert desk.stored() == []


def test_a_press_that_ends_on_another_row_codes_nothing(desk: Desk) -> None:
    tree = desk.place.codes.tree.viewport()
    desk.bot.mousePress(tree, LEFT, pos=desk.row_of("BURDEN"))
    desk.bot.mouseRelease(tree, LEFT, pos=desk.row_of("UNITY"))
    assert desk.stored() == []


def test_a_click_on_a_group_folds_it(desk: Desk) -> None:
    group = next(code for code in desk.project.codebook().codes if code.is_group)
    desk.click_code(group.code_id)
    tree = desk.place.codes.tree
    assert not tree.isExpanded(tree.model().index(0, 0))
    assert desk.stored() == []
    # the tree is read anew after a change of a code, and stays folded
    desk.project.move_code(desk.code("BURDEN").id, parent_id=None, position=0)
    assert not tree.isExpanded(tree.model().index(1, 0))


def test_with_no_transcript_a_click_says_what_is_missing(desk: Desk) -> None:
    for info in desk.project.transcripts():
        desk.project.remove_transcript(info.id)
    desk.click_code("BURDEN")
    assert "choose a sentence" in desk.said[-1]


def test_a_right_click_asks_for_the_menu_and_codes_nothing(desk: Desk) -> None:
    asked: list[object] = []
    desk.place.codes.menu_asked.disconnect()
    desk.place.codes.menu_asked.connect(lambda code, _: asked.append(code))
    viewport = desk.place.codes.tree.viewport()
    desk.bot.mouseClick(viewport, RIGHT, pos=desk.row_of("BURDEN"))
    assert desk.stored() == []


def test_the_row_of_a_coding_removes_and_doubts_it(desk: Desk) -> None:
    desk.type("bt")
    desk.settle()
    burden = next(c for c in desk.place.loop.codings if c.code_id == desk.code("BURDEN").id)
    desk.place.inspector.unsure_asked.emit(burden.id)
    assert sorted(row[2:] for row in desk.stored()) == [("BURDEN", True), ("UNITY", False)]
    desk.place.inspector.remove_asked.emit(burden.id)
    assert [row[2] for row in desk.stored()] == ["UNITY"]


def test_another_transcript_is_one_click_away(desk: Desk) -> None:
    view = desk.place.transcripts.view
    index = desk.place.transcript_list.index(1)
    desk.bot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
    opened = desk.place.loop.transcript
    assert opened is not None
    assert opened.info.id == desk.place.transcript_list.transcripts()[1].id
    assert QApplication.focusWidget() is desk.place.view.focusProxy()
