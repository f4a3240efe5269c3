"""Can the codebook be changed beside the text, safely and with undo?"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QMenu, QMessageBox, QWidget

from annotator.model.code_colors import CALM_COLORS
from annotator.model.codebook import CodeDraft
from annotator_ui.dialogs.code_dialog import CodeDialog
from annotator_ui.dialogs.merge_codes import MergeDialog
from tests.ui.code_place.desk import Desk

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def _form(desk: Desk) -> CodeDialog:
    form = desk.place.findChild(CodeDialog)
    assert form is not None
    return form


def _write(desk: Desk, field: QWidget, text: str) -> None:
    field.setFocus()
    desk.bot.keyClick(field, KEY.Key_A, CTRL)
    desk.bot.keyClicks(field, text) if text else desk.bot.keyClick(field, KEY.Key_Delete)


def _choose(desk: Desk, code_id: str, entry: str) -> None:
    menu = desk.place.acts.menu(desk.code(code_id), QPoint(0, 0))
    inner = next(each for each in menu.findChildren(QMenu) if each.title() == "Move to group")
    actions = [*menu.actions(), *inner.actions()]
    action = next(each for each in actions if each.text().split("\t")[0] == entry)
    assert action.isEnabled()
    action.trigger()
    menu.close()


def test_f2_renames_the_focused_code(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_F2)
    form = _form(desk)
    desk.bot.keyClicks(form.fields.name, "Sharing the burden")  # the old name was selected
    desk.bot.keyClick(form, KEY.Key_Return, CTRL)
    assert desk.code("BURDEN").name == "Sharing the burden"
    desk.settle()
    assert desk.place.inspector.card.code is not None
    assert desk.place.inspector.card.code.name == "Sharing the burden"
    assert [row[2] for row in desk.stored()] == ["BURDEN"]
    desk.session.undo()
    assert desk.code("BURDEN").name == "Burden sharing"


def test_a_key_that_is_taken_is_said_with_the_name_of_its_code(desk: Desk) -> None:
    desk.place.acts.edit(desk.code("BURDEN"))
    form = _form(desk)
    _write(desk, form.fields.key, "c")
    assert "China" in form.problem("key")
    assert not form.save_button.isEnabled()
    form.accept()
    assert form.isVisible()
    assert desk.code("BURDEN").key.casefold() == "b"
    form.reject()


def test_words_under_one_field_leave_those_beside_it_where_they_are(desk: Desk) -> None:
    desk.place.acts.edit(desk.code("BURDEN"))
    form = _form(desk)
    _write(desk, form.fields.key, "c")
    desk.settle()
    assert form.problem("key")
    beside = (form.fields.code_id, form.fields.key, form.fields.group)
    assert len({each.mapTo(form, QPoint(0, 0)).y() for each in beside}) == 1
    form.reject()


@pytest.mark.parametrize("taken", ["na", "NULL", "china"])
def test_an_id_that_cannot_be_is_said_while_typing(desk: Desk, taken: str) -> None:
    desk.place.acts.edit(desk.code("BURDEN"))
    form = _form(desk)
    _write(desk, form.fields.code_id, taken)
    assert form.problem("code_id")
    assert not form.save_button.isEnabled()
    form.reject()


def test_a_code_needs_a_name_but_an_empty_form_is_not_scolded(desk: Desk) -> None:
    form = desk.place.acts.new()
    assert not form.save_button.isEnabled()
    assert form.problem("name") == ""
    _write(desk, form.fields.name, "x")
    assert form.save_button.isEnabled()
    _write(desk, form.fields.name, "")
    assert form.problem("name")
    form.reject()


def test_a_new_code_stands_in_the_group_it_was_asked_from(desk: Desk) -> None:
    form = desk.place.acts.new(beside=desk.code("BURDEN"))
    desk.bot.keyClicks(form.fields.name, "Defence industry")
    _write(desk, form.fields.key, "i")
    desk.bot.mouseClick(form.fields.color.swatches[4], Qt.MouseButton.LeftButton)
    form.fields.use_when.setPlainText("Factories are named.")
    desk.bot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    made = desk.code("Defence industry")
    assert made.parent_id == desk.code("BURDEN").parent_id
    assert (made.key, made.color, made.use_when) == ("i", CALM_COLORS[4], "Factories are named.")
    desk.place.focus_text()
    desk.type("i")
    assert [row[2] for row in desk.stored()] == [made.code_id]


def test_nothing_of_a_code_is_lost_by_saving_the_form_as_it_is(desk: Desk) -> None:
    before = desk.code("UNITY")
    form = desk.place.acts.edit(before)
    form.accept()
    assert form.result() == QDialog.DialogCode.Accepted
    assert desk.code("UNITY") == before


def test_a_group_is_made_and_a_code_moved_into_it(desk: Desk) -> None:
    form = desk.place.acts.new(is_group=True)
    desk.bot.keyClicks(form.fields.name, "Economy")
    form.accept()
    _choose(desk, "CHINA", "Economy")
    assert desk.code("CHINA").parent_id == desk.code("Economy").id
    desk.session.undo()
    assert desk.code("CHINA").parent_id != desk.code("Economy").id


def test_up_and_down_swap_neighbours(desk: Desk) -> None:
    first, second = _siblings(desk, "BURDEN")[:2]
    _choose(desk, second, "Move up")
    assert _siblings(desk, "BURDEN")[:2] == [second, first]
    _choose(desk, second, "Move down")
    assert _siblings(desk, "BURDEN")[:2] == [first, second]


def test_a_drag_in_the_tree_moves_the_code(desk: Desk) -> None:
    tree, group = desk.place.code_tree, desk.code("PRAISE").parent_id
    data = tree.mimeData([tree.index_of(desk.code("CHINA").id)])
    assert group is not None
    tree.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, tree.index_of(group))
    desk.bot.waitUntil(lambda: _siblings(desk, "PRAISE")[0] == "CHINA")
    assert desk.stored() == []


def test_a_code_dropped_on_another_one_asks_before_it_is_merged(desk: Desk) -> None:
    desk.type("b")
    tree = desk.place.code_tree
    data = tree.mimeData([tree.index_of(desk.code("BURDEN").id)])
    target = tree.index_of(desk.code("CHINA").id)
    tree.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, target)
    desk.bot.waitUntil(lambda: bool(desk.place.findChildren(MergeDialog)))
    dialog = desk.place.findChildren(MergeDialog)[0]
    assert "1 coding moves to “China”" in dialog.tells()
    assert [row[2] for row in desk.stored()] == ["BURDEN"]
    desk.bot.keyClick(dialog.target, KEY.Key_Return)
    assert [row[2] for row in desk.stored()] == ["CHINA"]
    desk.session.undo()
    assert [row[2] for row in desk.stored()] == ["BURDEN"]


def test_deleting_says_how_many_codings_go_and_undo_brings_them_back(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_Down)
    desk.type("bt")
    box = desk.place.acts.ask_delete(desk.code("BURDEN"))
    assert "2 codings" in box.informativeText()
    box.button(QMessageBox.StandardButton.NoButton)
    delete = next(button for button in box.buttons() if button.text() == "Delete")
    desk.bot.mouseClick(delete, Qt.MouseButton.LeftButton)
    assert [row[2] for row in desk.stored()] == ["UNITY"]
    assert desk.shown() == desk.stored()
    desk.session.undo()
    assert len(desk.stored()) == 3
    assert desk.count("BURDEN") == 2
    assert sorted(desk.shown()) == sorted(desk.stored())


def test_cancelling_a_delete_changes_nothing(desk: Desk) -> None:
    box = desk.place.acts.ask_delete(desk.code("BURDEN"))
    box.reject()
    assert desk.code("BURDEN")


def test_the_group_says_what_stands_in_it(desk: Desk) -> None:
    desk.type("b")
    group = next(c for c in desk.project.codebook().codes if c.id == desk.code("BURDEN").parent_id)
    box = desk.place.acts.ask_delete(group)
    assert "5 codes in it and 1 coding" in box.informativeText()
    box.reject()


def test_the_filter_applies_the_only_code_left(desk: Desk) -> None:
    desk.place.codes.field.setFocus()
    desk.type("burd")
    desk.press(KEY.Key_Return)
    assert [row[2] for row in desk.stored()] == ["BURDEN"]
    assert desk.place.codes.field.text() == ""


def test_a_refusal_while_saving_stays_in_the_form(desk: Desk) -> None:
    form = desk.place.acts.edit(desk.code("BURDEN"))
    desk.project.delete_code(desk.code("BURDEN").id)
    form.accept()
    assert form.isVisible()
    assert "no longer" in form.refusal()
    form.reject()


def test_a_code_changed_elsewhere_is_shown_at_once(desk: Desk) -> None:
    desk.project.add_code(CodeDraft("NEW", "Brand new", key="q"))
    desk.type("q")
    assert [row[2] for row in desk.stored()] == ["NEW"]


def _siblings(desk: Desk, code_id: str) -> list[str]:
    code = desk.code(code_id)
    book = desk.project.codebook()
    return [each.code_id for each in book.children(code.parent_id)]


def test_delete_in_the_tree_asks_about_the_code_and_takes_no_coding(desk: Desk) -> None:
    desk.type("b")
    desk.place.codes.tree.setFocus()
    desk.press(KEY.Key_Delete)
    box = desk.place.findChild(QMessageBox)
    assert box is not None
    assert "Burden sharing" in box.text()
    assert len(desk.stored()) == 1
    box.reject()
    assert desk.code("BURDEN")


def test_a_code_is_merged_by_the_keyboard_after_saying_what_it_touches(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_Down)
    desk.type("b")
    dialog = desk.place.acts.ask_merge(desk.code("BURDEN"))
    assert "2 codings move to" in dialog.tells()
    dialog.target.setCurrentIndex(dialog.target.findData(desk.code("DETER").id))
    desk.bot.keyClick(dialog.target, KEY.Key_Return)
    assert {row[2] for row in desk.stored()} == {"DETER"}
    assert desk.shown() == desk.stored()
    assert desk.count("DETER") == 2
    desk.session.undo()
    assert {row[2] for row in desk.stored()} == {"BURDEN"}
    assert desk.shown() == desk.stored()
    assert desk.count("BURDEN") == 2
