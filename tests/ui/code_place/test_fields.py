"""Is a value one stroke after its code, filled in at its place, and never forgotten silently?"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from annotator.model.code_fields import FieldDraft, Point
from annotator.model.code_rules import RuleDraft
from annotator.model.codebook import CodeDraft
from annotator_ui.parts.buttons import Segments
from annotator_ui.session import Session
from annotator_ui.theme import theme_named
from tests.ui.code_place.desk import Desk, sit_down

KEY = Qt.Key
STANCE = FieldDraft(
    "position", "scale", required=True, question="Position of the speaker",
    points=(Point("-1", "against"), Point("0", "neutral"), Point("1", "for")),
)  # fmt: skip
FIELDS = (
    STANCE,
    FieldDraft("named", "yes_no"),
    FieldDraft("actor", "person", from_speaker=True),
    FieldDraft("share", "number", least=0, most=100),
    FieldDraft("tone", "choice", points=tuple(Point(f"tone {n}") for n in range(12))),
)


@pytest.fixture
def desk(qtbot: QtBot, session: Session) -> Desk:
    """Burden sharing has fields; of two codes only one may stand on a passage."""
    project = session.project
    burden, china = project.code("BURDEN"), project.code("CHINA")
    project.change_code(
        burden.id, CodeDraft("BURDEN", burden.name, key="b", color=burden.color, fields=FIELDS)
    )
    rule = RuleDraft("not_with", "RUS")
    project.change_code(china.id, CodeDraft("CHINA", china.name, key="c", rules=(rule,)))
    return sit_down(qtbot, session)


def values(desk: Desk, number: int = 0) -> dict[str, str]:
    found = desk.project.codings(1).ids
    return dict(desk.project.coding(found[number]).fields)


def inspected(desk: Desk) -> Desk:
    desk.settle()
    desk.place._feed.be_up_to_date()
    return desk


def test_a_value_is_one_stroke_after_the_code(desk: Desk) -> None:
    desk.type("b")
    hint = desk.place.strokes.hint()
    assert hint is not None
    assert hint.title == "Position of the speaker"
    assert [(each.key, each.does) for each in hint.strokes] == [
        ("\u2212", "\u22121 against"),
        ("=", "0 neutral"),
        ("+", "+1 for"),
    ]
    size = desk.place.strokes.size()
    desk.place.set_theme(theme_named("dark"))
    assert desk.place.strokes.size() == size
    desk.type("+")
    assert values(desk)["position"] == "1"
    hint = desk.place.strokes.hint()
    assert hint is not None
    assert hint.title == "named"
    desk.type("n")
    assert values(desk)["named"] == "no"
    assert desk.place.strokes.hint() is None
    desk.session.undo()
    desk.session.undo()
    assert "position" not in values(desk)
    assert len(desk.stored()) == 1


def test_the_speaker_is_proposed_for_a_person(desk: Desk) -> None:
    desk.type("b")
    assert values(desk)["actor"] == "Jens Stoltenberg"


def test_any_other_key_ends_the_wait_and_acts_as_itself(desk: Desk) -> None:
    desk.type("bt")
    assert sorted(row[2] for row in desk.stored()) == ["BURDEN", "UNITY"]
    assert desk.place.strokes.hint() is None
    desk.type("+")
    assert "No code has the key +" in desk.said[-1]
    assert "position" not in values(desk)


@pytest.mark.parametrize("end", [KEY.Key_Escape, KEY.Key_Down])
def test_escape_and_moving_end_the_wait(desk: Desk, end: Qt.Key) -> None:
    desk.type("b")
    desk.press(end)
    assert desk.place.strokes.hint() is None
    desk.type("+")
    assert "position" not in values(desk)


def test_what_is_missing_is_said_beside_the_field(desk: Desk) -> None:
    desk.type("b")
    desk.press(KEY.Key_Escape)
    fields = inspected(desk).place.inspector.fields
    assert fields.isVisible()
    assert fields.missing() == ["position"]
    desk.press(KEY.Key_F4)
    desk.type("+")  # the strokes work in the block too
    assert values(desk)["position"] == "1"
    assert inspected(desk).place.inspector.fields.missing() == []
    desk.press(KEY.Key_Escape)
    assert desk.focused() is desk.place.view.focusProxy()


def test_a_click_chooses_and_the_same_click_takes_back(desk: Desk) -> None:
    desk.type("b")
    block = inspected(desk).place.inspector.fields.editor("position")
    assert isinstance(block, Segments)
    for expected in ("0", None):
        desk.bot.mouseClick(block.buttons()[1], Qt.MouseButton.LeftButton)
        assert values(desk).get("position") == expected
        inspected(desk)
        assert block.buttons()[1].isChecked() is (expected is not None)


def test_a_number_is_typed_and_a_wrong_one_is_refused_in_words(desk: Desk) -> None:
    desk.type("b")
    line = inspected(desk).place.inspector.fields.editor("share")
    assert isinstance(line, QLineEdit)
    line.setFocus()
    desk.type("50,5")
    desk.press(KEY.Key_Return)
    assert values(desk)["share"] == "50.5"
    assert desk.focused() is desk.place.view.focusProxy()
    line.setFocus()
    line.selectAll()
    desk.type("200")
    desk.press(KEY.Key_Return)
    assert values(desk)["share"] == "50.5"
    assert "at most 100" in str(desk.refused[-1])
    assert inspected(desk).place.inspector.fields.editor("share").property("text") == "50.5"


def test_many_choices_open_in_a_list(desk: Desk) -> None:
    desk.type("b")
    box = inspected(desk).place.inspector.fields.editor("tone")
    assert isinstance(box, QComboBox)
    box.setFocus()
    box.setCurrentIndex(3)
    box.activated.emit(3)
    assert values(desk)["tone"] == "tone 2"


def test_a_code_without_fields_shows_none(desk: Desk) -> None:
    desk.type("t")
    assert not inspected(desk).place.inspector.fields.isVisible()
    assert desk.place.strokes.hint() is None
    desk.press(KEY.Key_F4)
    assert desk.said[-1] == "The coding here has no fields to fill in."


# rules


def test_codes_that_exclude_each_other_are_not_combined_silently(desk: Desk) -> None:
    desk.type("r")
    desk.type("c")
    assert [row[2] for row in desk.stored()] == ["RUS"]
    hint = desk.place.strokes.hint()
    assert hint is not None
    assert "RUS stands there" in hint.title
    desk.press(KEY.Key_Escape)
    assert [row[2] for row in desk.stored()] == ["RUS"]


@pytest.mark.parametrize("answer", ["enter", "again"])
def test_one_key_puts_a_code_in_the_place_of_the_one_in_the_way(desk: Desk, answer: str) -> None:
    desk.type("rc")
    if answer == "enter":
        desk.press(KEY.Key_Return)
    else:
        desk.type("c")
    assert [row[2] for row in desk.stored()] == ["CHINA"]
    assert desk.shown() == desk.stored()
    desk.session.undo()
    assert [row[2] for row in desk.stored()] == ["RUS"]


def test_a_rule_against_another_passage_is_told_and_nothing_is_coded(desk: Desk) -> None:
    desk.type("r")
    desk.press(KEY.Key_Tab)
    rule = RuleDraft("not_with", "RUS", scope="sentence")
    china = desk.code("CHINA")
    desk.project.change_code(china.id, CodeDraft("CHINA", china.name, key="c", rules=(rule,)))
    desk.type("c")
    assert [row[2] for row in desk.stored()] == ["RUS"]
    assert "RUS stands there" in str(desk.refused[-1])


def test_a_mild_rule_is_told_after_the_code_is_given(desk: Desk) -> None:
    rule = RuleDraft("not_with", "RUS", strict=False)
    china = desk.code("CHINA")
    desk.project.change_code(china.id, CodeDraft("CHINA", china.name, key="c", rules=(rule,)))
    desk.type("rc")
    assert sorted(row[2] for row in desk.stored()) == ["CHINA", "RUS"]
    assert "RUS stands there" in desk.said[-1]
