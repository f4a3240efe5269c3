"""Is the codebook seen, found, changed and put in order by keys and clicks?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QMessageBox, QTreeView
from pytestqt.qtbot import QtBot

from annotator.model.code_fields import FieldDraft, Point
from annotator.model.code_rules import RuleDraft
from annotator.model.codebook import CodeDraft
from annotator_ui.codebook_place.field_dialog import FieldDialog, read_points
from annotator_ui.codebook_place.hinted_tree import HINT
from annotator_ui.codebook_place.rules_block import RuleDialog
from annotator_ui.item_models.code_tree import CodeRole
from annotator_ui.item_models.codebook_table import read_clipboard
from tests.ui.codebook_place.desk import ALT, CTRL, KEY, Desk


@pytest.fixture(autouse=True)
def no_dialog_left() -> Iterator[None]:
    yield
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, (QMenu, QMessageBox)):
            widget.close()


def test_the_first_code_is_shown_with_its_texts_and_counts(desk: Desk) -> None:
    form = desk.place.form
    assert desk.place.code == desk.code("UKR")
    assert (form.code_id.text(), form.number.text(), form.key.text()) == ("UKR", "101", "u")
    assert form.group.currentText() == "Theatres and threats"
    assert "help to Ukraine" in form.texts["full"].toPlainText()
    tree = desk.place.tree_model
    assert tree.data(tree.index_of(desk.code("UKR").id), CodeRole.TOTAL) == 8
    assert desk.place.comments.said() == ["coder_b: Priority on the agenda reads as support to me."]


def test_the_tree_is_walked_by_arrows_and_the_form_follows(desk: Desk) -> None:
    desk.place.tree.begin()
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Down)
    assert desk.place.form.code_id.text() == "MENA"
    desk.press(KEY.Key_F2)
    assert desk.focus() is desk.place.form.name
    desk.press(KEY.Key_PageDown, CTRL)
    assert desk.place.form.code_id.text() == "SOUTH"


def test_a_text_is_written_when_its_field_is_left_and_undone(desk: Desk) -> None:
    desk.look_at("UNITY")
    desk.place.form.begin()
    desk.type("Unity")
    desk.press(KEY.Key_Tab)
    assert desk.code("UNITY").name == "Unity"
    desk.place.form.texts["memo"].setFocus()
    desk.type("note")
    desk.press(KEY.Key_Return, CTRL)
    assert desk.code("UNITY").memo == "note"
    desk.window.session.undo()
    assert desk.place.form.texts["memo"].toPlainText() == ""
    desk.window.session.undo()
    assert desk.place.form.name.text() == "Transatlantic unity and relevance"


def test_what_is_typed_is_written_before_another_code_is_shown(desk: Desk) -> None:
    desk.look_at("UNITY")
    desk.place.form.texts["brief"].setFocus()
    desk.place.form.texts["brief"].selectAll()
    desk.type("Together.")
    desk.place.tree.view.setFocus()
    desk.press(KEY.Key_Up)
    assert desk.code("UNITY").brief == "Together."
    assert desk.place.form.code_id.text() == "PARTNER"


def test_a_definition_of_several_lines_is_shown_whole(desk: Desk) -> None:
    desk.look_at("UNITY")
    brief = desk.place.form.texts["brief"]
    brief.setFocus()
    brief.selectAll()
    desk.type("Together:")
    desk.press(KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    desk.type("all of them.")
    desk.press(KEY.Key_Return)
    desk.settle()
    assert desk.code("UNITY").brief == "Together:\nall of them."
    assert brief.wanted_lines() == 2


def test_what_a_file_said_of_a_group_is_seen_and_can_be_changed(desk: Desk) -> None:
    """In somebody's table a code that holds codes has a definition too."""
    group = desk.project.add_code(CodeDraft("TONE", "Tone", is_group=True, brief="How it sounds"))
    desk.look_at("TONE")
    form = desk.place.form
    assert form.fields["brief"].isVisible()
    assert not form.fields["use_when"].isVisible()
    form.texts["brief"].setFocus()
    form.texts["brief"].selectAll()
    desk.type("How it is said")
    desk.press(KEY.Key_Return)
    desk.settle()
    changed = desk.project.codebook().by_id(group.id)
    assert changed is not None
    assert changed.brief == "How it is said"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("code_id", "rus", "belongs to “Russian aggression”"),
        ("code_id", "NA", "missing"),
        ("code_id", "x" * 33, "at most 32"),
        ("key", "r", "belongs to “Russian aggression”"),
        ("color", "red", "written like"),
        ("number", "1a", "digits only"),
        ("name", " ", "needs a name"),
    ],
)
def test_names_that_hurt_are_told_while_typing_and_not_written(
    desk: Desk, field: str, typed: str, words: str
) -> None:
    before = desk.code("UKR")
    line = getattr(desk.place.form, field)
    line.setFocus()
    line.selectAll()
    desk.type(typed)
    assert words in desk.place.form.problem(field)
    desk.press(KEY.Key_Tab)
    assert desk.project.code(before.id) == before
    line.setText(str(getattr(before, field) or ""))
    assert desk.place.form.problem(field) == ""


def test_a_code_is_found_by_any_of_its_words(desk: Desk) -> None:
    desk.press(KEY.Key_F, CTRL)
    assert desk.focus() is desk.place.tree.field
    desk.type("hostages")
    shown = desk.place.tree.view.model()
    names = [
        shown.index(row, 0, shown.index(group, 0)).data()
        for group in range(shown.rowCount())
        for row in range(shown.rowCount(shown.index(group, 0)))
    ]
    assert names == ["Middle East and Gaza"]
    desk.press(KEY.Key_Escape)
    assert shown.rowCount() == 3


def test_a_closed_group_opens_for_what_is_found_and_stays_closed_here_and_beside_the_text(
    desk: Desk,
) -> None:
    """The tree beside the text is laid out when it is seen, however often codes change before."""
    beside = desk.window.code
    assert beside is not None
    view = desk.place.tree.view
    trees = (view, beside.codes.tree)

    def opened(tree: QTreeView) -> list[bool]:
        rows = range(tree.model().rowCount())
        return [tree.isExpanded(tree.model().index(row, 0)) for row in rows]

    desk.window.show_code()
    for tree in trees:
        tree.collapse(tree.model().index(0, 0))
    desk.window.show_further("codebook")
    desk.look_at("PRAISE")
    desk.press(KEY.Key_Up, ALT)
    desk.press(KEY.Key_F, CTRL)
    desk.type("hostages")
    assert opened(view) == [True]
    desk.press(KEY.Key_Escape)
    desk.window.show_code()
    assert [opened(tree) for tree in trees] == [[False, True, True]] * 2


def test_codes_are_made_moved_nested_and_deleted_by_keys(desk: Desk) -> None:
    desk.look_at("AGENDA")
    desk.place.tree.begin()
    desk.press(KEY.Key_Insert)
    assert desk.focus() is desk.place.form.name
    desk.type("Security guarantees")
    desk.press(KEY.Key_Return)
    made = desk.place.code
    assert made is not None
    assert (made.name, made.code_id) == ("Security guarantees", "new_code")
    desk.place.tree.begin()
    desk.press(KEY.Key_Up, ALT)
    assert desk.tree()[-3:] == ["  PRAISE", "  new_code", "  AGENDA"]
    desk.press(KEY.Key_Left, ALT)
    assert desk.tree()[-1] == "new_code"
    desk.press(KEY.Key_Right, ALT)
    assert desk.tree()[-1] == "  new_code"
    desk.press(KEY.Key_Delete)
    box = desk.place.findChild(QMessageBox)
    assert box is not None
    assert "No codings go with it" in box.informativeText()
    box.accept()
    desk.settle()
    assert "new_code" not in "".join(desk.tree())
    for _ in range(6):
        desk.window.session.undo()
    assert len(desk.tree()) == 15


def test_a_branch_is_dragged_by_the_model(desk: Desk) -> None:
    """What a drop does; the drag of the mouse itself belongs to the system."""
    tree = desk.place.tree_model
    mime = tree.mimeData([tree.index_of(desk.code("alliance_policy").id)])
    tree.dropMimeData(mime, Qt.DropAction.MoveAction, 0, 0, tree.index(-1, 0))
    assert desk.tree()[0] == "alliance_policy"
    assert desk.project.next_undo() == "“Alliance policy” moved"


def test_codes_are_sorted_and_merged_from_the_menu(desk: Desk) -> None:
    menu = desk.place.acts.menu(desk.code("UKR"), QPoint(10, 10))
    names = [action.text() for action in menu.actions()]
    assert "Split…" in names
    menu.close()
    desk.place.acts.sort(desk.code("theatres_and_threats").id, "name")
    assert desk.tree()[1:6] == ["  CHINA", "  MENA", "  RUS", "  SOUTH", "  UKR"]
    dialog = desk.place.acts.ask_merge(desk.code("SOUTH"))
    dialog.target.setCurrentIndex(dialog.target.findData(desk.code("MENA").id))
    assert "2 codings of 2 coders move to “Middle East and Gaza”" in dialog.tells()
    desk.bot.keyClick(dialog.target, KEY.Key_Return)
    desk.settle()
    assert "  SOUTH" not in desk.tree()
    desk.window.session.undo()
    assert "  SOUTH" in desk.tree()


def test_a_code_is_split_with_ticked_passages(desk: Desk) -> None:
    dialog = desk.place.acts.ask_split(desk.code("UKR"))
    assert dialog.list.count() == 8
    desk.bot.keyClicks(dialog.name.line, "Money for Ukraine")
    dialog.list.setFocus()
    dialog.list.setCurrentRow(0)
    desk.bot.keyClick(dialog.list, KEY.Key_Space)
    assert len(dialog.ticked()) == 1
    desk.bot.keyClick(dialog.name.line, KEY.Key_Return)
    desk.settle()
    counts = desk.project.code_counts(round_id=None)
    assert counts[desk.code("UKR").id] == 7
    assert counts[desk.code("money_for_ukraine").id] == 1
    assert desk.tree()[1:3] == ["  UKR", "  money_for_ukraine"]


def test_a_field_is_made_by_the_keyboard_and_inherited(desk: Desk) -> None:
    desk.look_at("alliance_policy")
    desk.click(desk.place.fields_block.add_button)
    dialog = desk.place.findChild(FieldDialog)
    assert dialog is not None
    desk.bot.keyClicks(dialog.name.line, "position")
    dialog.points.setFocus()
    dialog.points.setPlainText("-1 against\n0 neutral\n+1 for")
    assert "- -1, = 0, + 1" in dialog.keys.text()
    desk.bot.keyClick(dialog.name.line, KEY.Key_Return)
    desk.look_at("UNITY")
    rows = desk.place.fields_block.rows()
    assert [row.accessibleName() for row in rows] == [
        "Field position, −1 against, 0 neutral, +1 for, ordinal, of Alliance policy"
    ]
    desk.click(rows[0])
    assert desk.place.code == desk.code("alliance_policy")
    desk.look_at("alliance_policy")
    desk.click(desk.place.fields_block.rows()[0])
    again = desk.place.findChildren(FieldDialog)[-1]
    desk.bot.keyClick(again.name.line, KEY.Key_End)
    desk.bot.keyClicks(again.name.line, "_x")
    again.accept()
    assert desk.project.codebook().fields[0].name == "position_x"


@pytest.mark.parametrize(
    ("kind", "typed", "points"),
    [
        ("scale", "−1 against\n 0: neutral\n+1 for", ("-1 against", "0 neutral", "1 for")),
        ("choice", "US = United States\nother", ("US United States", "other ")),
        ("choice", "[u] US", ("US  u",)),
    ],
)
def test_points_are_read_as_people_type_them(
    kind: str, typed: str, points: tuple[str, ...]
) -> None:
    found = read_points(kind, typed)  # type: ignore[arg-type]
    said = tuple(
        f"{p.value} {p.name} {p.key}".rstrip() if p.key else f"{p.value} {p.name}" for p in found
    )
    assert said == points


def test_rules_are_added_told_on_both_sides_and_taken_away(desk: Desk) -> None:
    desk.look_at("UNITY")
    desk.click(desk.place.rules_block.add_button)
    dialog = desk.place.findChild(RuleDialog)
    assert dialog is not None
    assert dialog.other.currentData() == "UKR"  # codes stand before groups
    dialog.other.setCurrentIndex(dialog.other.findData("DETER"))
    desk.bot.keyClick(dialog.kind, KEY.Key_Return)
    assert desk.place.rules_block.chips() == ["not with DETER on one passage"]
    desk.look_at("DETER")
    assert desk.place.rules_block.chips() == ["not with UNITY on one passage"]
    rule = desk.project.codebook().rules[0]
    desk.place.acts.remove_rule(rule)
    assert desk.place.rules_block.chips() == []


def test_the_table_is_typed_in_copied_and_pasted_from_a_spreadsheet(desk: Desk) -> None:
    desk.click(desk.place.head.views.buttons()[1])
    table, model = desk.place.table, desk.place.table_model
    table.begin()
    row = model.row_of(desk.code("CHINA").id)
    table.setCurrentIndex(model.index(row, model.column_of("brief")))
    desk.press(KEY.Key_F2)
    desk.press(KEY.Key_End)
    desk.type(" Beijing.")
    desk.press(KEY.Key_Return)
    desk.bot.waitUntil(lambda: desk.code("CHINA").brief.endswith(" Beijing."))
    QApplication.clipboard().setText('new words\t"long\ntext ""quoted"""\nother\tsecond\n')
    table.setCurrentIndex(model.index(row, model.column_of("brief")))
    desk.press(KEY.Key_V, CTRL)
    assert desk.code("CHINA").full == 'long\ntext "quoted"'
    group = model.code(row + 1)
    assert group is not None
    assert group.is_group
    assert desk.project.code(group.id).full == "second"
    assert desk.project.next_undo() == "2 codes pasted into the table"
    table.setCurrentIndex(model.index(row, model.column_of("brief")))
    desk.press(KEY.Key_C, CTRL)
    assert QApplication.clipboard().text() == "new words\n"
    desk.press(KEY.Key_Delete)
    assert desk.code("CHINA").brief == ""
    for _ in range(3):
        desk.window.session.undo()
    assert not desk.code("CHINA").brief.endswith("Beijing.")


def test_rows_pasted_below_the_last_become_codes(desk: Desk) -> None:
    desk.click(desk.place.head.views.buttons()[1])
    table, model = desk.place.table, desk.place.table_model
    QApplication.clipboard().setText(
        "Agenda of this meeting\tAGENDA\tDiplomatic register\n"
        "Protocol\tPROTO\tDiplomatic register\nCeremony\t\tDiplomatic register"
    )
    table.setCurrentIndex(model.index(model.rowCount() - 1, 0))
    table.setFocus()
    desk.press(KEY.Key_V, CTRL)
    assert desk.tree()[-2:] == ["  PROTO", "  Ceremony"]
    assert desk.project.next_undo() == "2 codes pasted into the table"
    QApplication.clipboard().setText("Twin\tPROTO")
    table.setCurrentIndex(model.index(0, 0))
    desk.press(KEY.Key_V, CTRL)
    assert desk.code("theatres_and_threats").name == "Theatres and threats"


def test_the_clipboard_of_a_spreadsheet_is_read() -> None:
    assert read_clipboard('a\t"b\r\nc"\r\n\r\nd\r\n\r\n') == [["a", "b\nc"], [], ["d"]]
    assert read_clipboard("") == []


def test_as_coders_see_it(desk: Desk) -> None:
    position = FieldDraft("position", "scale", points=(Point("-1", "against"), Point("1", "for")))
    desk.project.add_field(desk.code("UKR").id, position)
    desk.project.add_rule(desk.code("UKR").id, RuleDraft("may_with", "RUS", "sentence"))
    desk.click(desk.place.head.views.buttons()[2])
    said = desk.place.coder_view.said()
    assert "Speaker backs, promises" in said
    assert "−1 against  (1), +1 for  (2)" in said
    assert "May stand with RUS in one sentence" in said


def test_examples_are_linked_and_lead_to_their_passages(desk: Desk, qtbot: QtBot) -> None:
    desk.click(desk.place.side.hints.link_button)
    desk.settle()
    link = desk.place.form.fields["example"].link
    assert link.words() == "sentence 9"
    with qtbot.waitSignal(desk.place.passage_asked):
        desk.click(link)


def test_hints_lead_to_their_codes(desk: Desk) -> None:
    assert "One code never used. ENLARGE" in desk.place.side.hints.said()
    desk.place.side.hints.code_asked.emit((desk.code("ENLARGE").id,))
    assert desk.place.code == desk.code("ENLARGE")
    desk.place.form.texts["example"].setFocus()
    desk.place.form.texts["example"].selectAll()
    desk.press(KEY.Key_Delete)
    desk.press(KEY.Key_Tab)
    desk.settle()
    tree = desk.place.tree_model
    assert tree.index_of(desk.code("ENLARGE").id).data(HINT) == "Without example"
    assert "One code without example. ENLARGE" in desk.place.side.hints.said()


def test_a_hint_on_many_codes_names_the_first_of_them(desk: Desk) -> None:
    drafts = [CodeDraft(f"NEW{n:03}", f"Another code {n}") for n in range(1500)]
    desk.project.add_codes(drafts)
    desk.settle()
    said = next(each for each in desk.place.side.hints.said() if "without definition" in each)
    assert "NEW000, NEW001" in said
    assert said.endswith("NEW011 and 1,488 more")


def test_a_coder_sees_all_and_changes_nothing_but_comments(desk: Desk) -> None:
    desk.window.session.use_coder("coder_a")
    desk.settle()
    place = desk.place
    assert place.form.name.isReadOnly()
    assert not place.form.group.isEnabled()
    assert place.freeze_button.isHidden()
    assert not place.tree.add_code.isVisible()
    place.tree.begin()
    before = desk.tree()
    desk.press(KEY.Key_Delete)
    desk.press(KEY.Key_Insert)
    desk.press(KEY.Key_Down, ALT)
    assert desk.tree() == before
    desk.look_at("DETER")
    place.comments.own.setFocus()
    desk.type("Is Article 5 always meant?")
    desk.press(KEY.Key_Return, CTRL)
    found = desk.project.comments_on(desk.code("DETER").id)
    assert [each.body for each in found if each.transcript_id is None] == [
        "Is Article 5 always meant?"
    ]
    desk.window.session.use_coder("pi")
    desk.settle()
    assert "coder_a: Is Article 5 always meant?" in place.comments.said()


def test_panes_are_walked_by_f6(desk: Desk) -> None:
    desk.place.tree.begin()
    desk.press(KEY.Key_F6)
    assert desk.place.form.isAncestorOf(desk.focus())
    desk.press(KEY.Key_F6)
    desk.press(KEY.Key_F6)
    assert desk.focus() is desk.place.tree.view


def test_an_empty_codebook_offers_ways_to_begin(desk: Desk) -> None:
    for name in ("theatres_and_threats", "alliance_policy", "diplomatic_register"):
        desk.project.delete_code(desk.code(name).id)
    desk.settle()
    assert desk.place.code is None
    assert desk.place.acts.template_button.isVisible()
    desk.place.acts.add_template("statements")
    desk.settle()
    assert desk.tree()[:2] == ["STATEMENTS", "  CONCEPT_1"]
    fields = desk.project.codebook().fields_of(desk.code("CONCEPT_1"))
    assert [field.name for field in fields] == ["person", "organisation", "agreement"]


def test_a_large_act_is_taken_back_and_done_again_beside_the_window(desk: Desk) -> None:
    first = desk.project.transcript(1).text.index("We will")
    starts = range(first, first + 100)
    passages = [(1, start, start + length) for start in starts for length in range(2, 24)]
    desk.project.apply_to_found(passages, "SOUTH", words="x")
    titles: list[str] = []
    desk.window.tasks.started.connect(lambda task: titles.append(task.title))
    desk.place.acts._merge(desk.code("SOUTH"), desk.code("MENA").id)
    desk.settle()
    assert "  SOUTH" not in desk.tree()
    desk.window.commands.undo.trigger()
    desk.settle()
    assert "  SOUTH" in desk.tree()
    desk.window.commands.redo.trigger()
    desk.settle()
    assert "  SOUTH" not in desk.tree()
    merging, back, again = titles
    assert merging.startswith("Merging")
    assert back.startswith("Taking back")
    assert again.startswith("Doing again")


def test_where_there_is_no_room_for_three_the_right_column_takes_turns_with_the_tree(
    desk: Desk,
) -> None:
    tree, side = desk.place.tree, desk.place.side
    assert tree.isVisible()
    assert side.isVisible()
    assert not tree.side_button.isVisible()
    desk.window.resize(900, 700)
    desk.settle()
    assert (tree.isVisible(), side.isVisible()) == (True, False)
    desk.click(tree.side_button)
    assert (tree.isVisible(), side.isVisible()) == (False, True)
    desk.click(side.tree_button)
    assert (tree.isVisible(), side.isVisible()) == (True, False)
    tree.view.setFocus()
    desk.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert (tree.isVisible(), side.isVisible()) == (False, True)
    assert side.isAncestorOf(desk.focus())
    desk.press(Qt.Key.Key_F6)
    assert tree.view.hasFocus()
    assert (tree.isVisible(), side.isVisible()) == (True, False)


@pytest.mark.parametrize("width", [704, 720, 1000, 1440])
def test_nothing_of_the_form_is_cut_at_its_right(desk: Desk, width: int) -> None:
    """704 is a window of 1408 at 200 %."""
    desk.window.resize(width, 450)
    desk.settle()
    for area in (desk.place.form, desk.place.side):
        if area.isVisible():
            inside = area.widget()
            assert inside.minimumSizeHint().width() <= area.viewport().width()
    desk.place.panes.turn_to(desk.place.side)
    desk.settle()
    side = desk.place.side
    assert side.isVisible()
    assert side.widget().minimumSizeHint().width() <= side.viewport().width()
    desk.click(desk.place.head.views.buttons()[2])
    desk.settle()
    card = desk.place.coder_view
    assert card.widget().minimumSizeHint().width() <= card.viewport().width()


def test_where_there_is_little_room_a_queue_and_a_file_have_all_of_it(desk: Desk) -> None:
    desk.window.resize(704, 450)
    desk.settle()
    desk.place.panes.show_columns(tree=True, right=True, alone=True)
    assert not desk.place.tree.isVisible()
    assert not desk.place.side.isVisible()
    desk.window.resize(1440, 900)
    desk.settle()
    assert desk.place.tree.isVisible()
    assert desk.place.side.isVisible()


def test_fields_are_read_in_little_room_too(desk: Desk) -> None:
    points = (Point("-1", "against"), Point("0", "neutral"), Point("1", "for"))
    code = desk.code("UKR")
    desk.project.add_field(code.id, FieldDraft("Direction of help", "scale", points=points))
    desk.look_at("UKR")
    (row,) = desk.place.fields_block.rows()
    name, shown = row.cells[:2]
    assert shown.y() < name.geometry().bottom()
    headings = desk.place.fields_block._head.findChildren(QLabel)
    assert [each.x() for each in headings] == [cell.x() for cell in row.cells]
    assert row.cells[2].isVisible()
    desk.window.resize(704, 450)
    desk.bot.waitUntil(lambda: shown.y() >= name.geometry().bottom())
    assert name.width() > 150
    assert not row.cells[2].isVisible()
