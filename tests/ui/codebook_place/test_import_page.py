"""A codebook from a file is shown before anything is written, changed by keys, and taken in."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from annotator.model.codebook import CodeDraft
from annotator_ui.messages import Notice
from annotator_ui.parts.buttons import Button
from tests.ui.codebook_place.desk import CTRL, KEY, Desk
from tests.ui.dropping import drop

Rows = list[dict[str, str]]


def look_at(desk: Desk, path: Path) -> None:
    desk.window.acts.look_at_codebook(path)
    desk.settle()
    desk.bot.waitUntil(desk.page.isVisible)


def edited(desk: Desk, edit: Callable[[Rows], Rows]) -> Path:
    path = desk.project.export_codebook(desk.project.path.with_name("codes.csv"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), restval="")
        table.writeheader()
        table.writerows(edit(rows))
    return path


def new_definition_and_code_without_south(rows: Rows) -> Rows:
    for row in rows:
        if row["code_id"] == "UKR":
            row["brief_definition"] = "Weapons only."
    new = {"code_id": "CYBER", "name": "Cyber", "group": "Theatres and threats"}
    return [row for row in rows if row["code_id"] != "SOUTH"] + [new]


@pytest.fixture
def coming(desk: Desk) -> Desk:
    """The place with a file in which one code is changed, one new and one missing."""
    look_at(desk, edited(desk, new_definition_and_code_without_south))
    return desk


def shown(desk: Desk) -> list[tuple[str, bool]]:
    model = desk.page.changes.model
    return [(each.code_id, model.is_wanted(at)) for at, each in enumerate(model.rows)]


def test_a_file_is_shown_and_nothing_is_written(coming: Desk) -> None:
    assert shown(coming) == [("UKR", True), ("CYBER", True), ("SOUTH", False)]
    assert coming.page.take_button.words() == "Take in 2 changes"
    assert coming.code("UKR").brief.startswith("Speaker backs")
    assert "Weapons" in coming.page.changes.detail.toPlainText()
    coming.press(KEY.Key_Escape)
    assert coming.place.form.isVisible()
    assert coming.place.from_file_button in coming.place.title_buttons
    assert coming.code("UKR").brief.startswith("Speaker backs")


def test_enter_takes_in_what_is_ticked_and_the_meaning_is_asked(coming: Desk) -> None:
    coming.press(KEY.Key_Return)
    coming.settle()
    assert coming.code("UKR").brief == "Weapons only."
    assert coming.code("CYBER").name == "Cyber"
    assert coming.code("SOUTH").name == "Southern neighbourhood"
    assert coming.place.form.isVisible()
    assert coming.place.side.meaning.isVisible()
    coming.window.undo()
    coming.settle()
    assert "CYBER" not in "".join(coming.tree())


def test_space_ticks_and_unticks(coming: Desk) -> None:
    coming.press(KEY.Key_Space)
    assert shown(coming)[0] == ("UKR", False)
    coming.press(KEY.Key_Down)
    coming.press(KEY.Key_Down)
    coming.press(KEY.Key_Space)
    assert shown(coming) == [("UKR", False), ("CYBER", True), ("SOUTH", True)]
    assert "2 codings" in coming.page.changes.detail.toPlainText()
    coming.press(KEY.Key_Return, CTRL)
    coming.settle()
    assert coming.code("UKR").brief.startswith("Speaker backs")
    assert "  SOUTH" not in coming.tree()


def test_a_box_is_ticked_by_a_click(coming: Desk) -> None:
    view = coming.page.changes.view
    place = view.visualRect(coming.page.changes.model.index(2, 0)).center()
    coming.click(view.viewport(), place)
    assert shown(coming)[2] == ("SOUTH", True)
    coming.click(coming.page.changes.none_button)
    assert coming.page.take_button.words() == "Nothing to take in"
    assert not coming.page.take_button.isEnabled()


def test_the_parts_of_the_list_and_the_notes(desk: Desk) -> None:
    def edit(rows: Rows) -> Rows:
        other = {"key": "???", "memo": "watch out"}
        return [row | (other if row["code_id"] == "RUS" else {}) for row in rows]

    look_at(desk, edited(desk, edit))
    desk.page.changes.show_part("notes")
    (note,) = desk.page.changes.notes_model.rows
    assert "longer than two characters" in note.what
    desk.page.changes.show_part("added")
    assert shown(desk) == []
    desk.page.changes.show_part("changed")
    assert shown(desk) == [("RUS", True)]


def test_a_column_becomes_something_else_by_keys(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Word,Why,Else\nCyber,Attacks by computer,x\n", encoding="utf-8")
    look_at(desk, path)
    assert not desk.page.take_button.isEnabled()
    assert desk.focus() is desk.page.columns.boxes[0]
    desk.type("Name")
    assert shown(desk)[0] == ("Cyber", True)
    desk.page.columns.boxes[1].setFocus(Qt.FocusReason.TabFocusReason)
    desk.type("Full")
    desk.press(KEY.Key_Return, CTRL)
    desk.settle()
    assert desk.code("Cyber").full == "Attacks by computer"


def test_headings_and_groups_can_be_told(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Code,Definition\nCrime/police,x\n", encoding="utf-8")
    look_at(desk, path)
    groups = desk.page.columns.groups
    said = [groups.itemText(at) for at in range(groups.count())]
    at = said.index("paths parted by /")
    groups.setCurrentIndex(at)
    groups.activated.emit(at)
    assert [each.name for each in desk.page.changes.model.rows][:2] == ["Crime", "police"]
    header = desk.page.columns.header
    header.setCurrentIndex(header.count() - 1)
    header.activated.emit(header.count() - 1)
    assert "Code" in [each.name for each in desk.page.changes.model.rows]


def test_what_changes_meanwhile_is_compared_anew(coming: Desk) -> None:
    coming.press(KEY.Key_Space)
    coming.project.add_code(CodeDraft("CYBER", "Cyber war"))
    coming.settle()
    assert shown(coming) == [("UKR", False), ("CYBER", True), ("SOUTH", False)]
    assert coming.page.changes.model.rows[1].kind == "changed"
    coming.press(KEY.Key_Return)
    coming.settle()
    assert coming.code("CYBER").name == "Cyber"


def test_a_long_file_is_compared_anew_beside_the_window(desk: Desk, tmp_path: Path) -> None:
    rows = "".join(f"C{n},Code {n}\n" for n in range(1_600))
    (tmp_path / "long.csv").write_text(f"code_id,name\n{rows}", "utf-8")
    look_at(desk, tmp_path / "long.csv")
    desk.press(KEY.Key_Space)
    desk.project.add_code(CodeDraft("C7", "Another name"))
    desk.settle()
    kinds = {each.code_id: each.kind for each in desk.page.changes.model.rows}
    assert (kinds["C7"], kinds["C8"]) == ("changed", "added")
    assert dict(shown(desk))["C0"] is False
    desk.press(KEY.Key_Return)
    desk.settle()
    assert desk.code("C7").name == "Code 7"
    assert desk.place.code is not None
    assert desk.page.plan is None


def test_a_file_that_says_nothing_new(desk: Desk) -> None:
    look_at(desk, edited(desk, lambda rows: rows))
    assert not desk.page.take_button.isEnabled()
    assert desk.page.take_button.words() == "Nothing to take in"


def test_a_file_that_cannot_be_read_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    desk.window.acts.look_at_codebook(tmp_path / "bad.xlsx")
    desk.settle()
    assert "cannot be read as an Excel workbook" in desk.window.notice.words()
    assert desk.place.form.isVisible()


def test_a_codebook_of_another_program_has_no_columns(desk: Desk, tmp_path: Path) -> None:
    path = desk.project.export_codebook(tmp_path / "codes.qdc")
    desk.project.change_code(desk.code("RUS").id, CodeDraft("RUS", "Russia", key="r"))
    look_at(desk, path)
    assert not desk.page.columns.isVisible()
    assert shown(desk) == [("RUS", True)]


def test_codes_that_came_without_a_key_get_one_with_a_click(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Code;Definition\nCyber;Attacks by computer\n", encoding="utf-8")
    look_at(desk, path)
    desk.press(KEY.Key_Return)
    desk.settle()
    button = next(
        each for each in desk.window.notice.findChildren(Button) if each.words().startswith("Give")
    )
    desk.click(button)
    assert desk.code("Cyber").key


def test_columns_in_which_nothing_stands_are_not_asked_about(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("name,,brief,\nPeace,,no war,\n", encoding="utf-8")
    look_at(desk, path)
    shown = [box.isVisibleTo(desk.page) for box in desk.page.columns.boxes]
    assert shown == [True, False, True, False]


def test_codes_that_hold_codes_can_be_applied_too(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(
        "Code,Definition\nTrade > Tariffs,Any tariff\nTrade > Tariffs > Steel,On steel\n",
        encoding="utf-8",
    )
    look_at(desk, path)
    holders = desk.page.columns.holders
    assert holders.isVisible()
    desk.click(holders)
    assert ("Tariffs", True) in shown(desk)
    desk.click(desk.page.take_button)
    desk.settle()
    assert "    Tariffs" in desk.tree()
    look_at(desk, path)
    assert not desk.page.columns.holders.isVisible()


def test_a_table_dropped_on_the_place_is_a_codebook(desk: Desk) -> None:
    path = edited(desk, new_definition_and_code_without_south)
    desk.window.messages.notice(Notice("ok", "The codebook is written."))
    assert drop(desk.place.form, [path])
    desk.settle()
    desk.bot.waitUntil(desk.page.isVisible)
    assert [each for each, _ in shown(desk)] == ["UKR", "CYBER", "SOUTH"]
    assert not desk.window.notice.isVisible()
