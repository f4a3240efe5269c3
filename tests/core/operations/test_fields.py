"""Can everything be said in the fields of a coding that should be, and nothing else?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.changes import Changes
from annotator.errors import NotFound, Refused
from annotator.model.code_fields import (
    FieldDraft,
    Point,
    field_problems,
    read_value,
    shown_value,
    strokes,
)
from annotator.model.codebook import CodeDraft
from annotator.model.coding import Coding
from annotator.project import Project

POSITION = FieldDraft(
    "position",
    "scale",
    points=(Point("-1", "against"), Point("0", "neutral"), Point("1", "for")),
    question="Where does the speaker stand?",
)
TARGET = FieldDraft("target", "choice", points=(Point("US", "United States"), Point("EU")))


def coded(project: Project, code: str = "UKR", words: str = "support Ukraine") -> Coding:
    start = project.transcript(1).text.index(words)
    return project.apply_coding(1, start, start + len(words), code)


@pytest.mark.parametrize(
    ("field", "said", "stored"),
    [
        (FieldDraft("x", "yes_no"), " Y ", "yes"),
        (FieldDraft("x", "yes_no"), "false", "no"),
        (POSITION, "\u22121", "-1"),
        (POSITION, "+1", "1"),
        (POSITION, "1.0", "1"),
        (POSITION, "Against", "-1"),
        (POSITION, "\u22121 against", "-1"),
        (TARGET, "united  states", "US"),
        (TARGET, "eu", "EU"),
        (FieldDraft("x", "number"), "1,50", "1.5"),
        (FieldDraft("x", "number"), "-0.0", "0"),
        (FieldDraft("x", "number"), "1e3", "1000"),
        (FieldDraft("x", "text"), " two \n words ", "two words"),
    ],
)
def test_what_is_said_is_read_one_way(field: FieldDraft, said: str, stored: str) -> None:
    assert read_value(field, said) == stored


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        (FieldDraft("x", "yes_no"), "maybe", "is yes or no"),
        (POSITION, "2", "is one of: \u22121 against, 0 neutral, \\+1 for"),
        (FieldDraft("x", "number"), "many", "is a number"),
        (FieldDraft("x", "number"), "nan", "is a number"),
        (FieldDraft("x", "number"), "1e999", "is a number"),
        (FieldDraft("x", "number", least=0, most=10), "11", "at most 10"),
        (FieldDraft("x", "number", least=0, most=10), "-1", "at least 0"),
        (FieldDraft("x", "number", "ratio"), "-1", "true zero"),
        (FieldDraft("x", "text"), "x" * 201, "at most 200"),
        (FieldDraft("x", "text"), "  ", "needs a value"),
    ],
)
def test_what_cannot_be_said(field: FieldDraft, said: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_value(field, said)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15, places=6)
)
def test_a_number_is_stored_as_one_text(number: Decimal) -> None:
    field = FieldDraft("x", "number")
    stored = read_value(field, str(number))
    assert Decimal(stored) == number
    assert read_value(field, stored) == stored
    assert read_value(field, stored.replace(".", ",")) == stored


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=9, unique=True))
def test_every_point_is_reached_by_its_value_its_shown_form_and_a_key_of_its_own(
    numbers: list[int],
) -> None:
    field = FieldDraft("x", "scale", points=tuple(Point(str(each), f"n{each}") for each in numbers))
    assert not field_problems(field)
    for point in field.points:
        assert read_value(field, point.value) == point.value
        assert read_value(field, shown_value(field, point.value)) == point.value
    keys = strokes(field)
    assert sorted(keys.values()) == sorted(point.value for point in field.points)
    assert all(len(key) == 1 for key in keys)


def test_strokes() -> None:
    assert strokes(POSITION) == {"-": "-1", "=": "0", "+": "1"}
    assert strokes(TARGET) == {"1": "US", "2": "EU"}
    assert strokes(FieldDraft("x", "yes_no")) == {"y": "yes", "n": "no"}
    mixed = FieldDraft("x", "choice", points=(Point("a", key="x"), Point("b"), Point("c")))
    assert strokes(mixed) == {"x": "a", "1": "b", "2": "c"}
    assert strokes(FieldDraft("x", "text")) == {}


@pytest.mark.parametrize(
    ("draft", "part"),
    [
        (FieldDraft(" ", "text"), "name"),
        (FieldDraft("NA", "text"), "name"),
        (FieldDraft("x" * 33, "text"), "name"),
        (FieldDraft("Taken", "text"), "name"),
        (FieldDraft("x", "text", "ratio"), "level"),
        (FieldDraft("x", "scale"), "points"),
        (FieldDraft("x", "scale", points=(Point("low"), Point("high"))), "points"),
        (FieldDraft("x", "choice", points=(Point("a"), Point("A"))), "points"),
        (FieldDraft("x", "choice", points=(Point("a", key="x"), Point("b", key="X"))), "points"),
        (FieldDraft("x", "number", least=2, most=1), "least"),
    ],
)
def test_what_no_field_can_be(draft: FieldDraft, part: str) -> None:
    assert list(field_problems(draft, ["taken"])) == [part]


def test_fields_of_a_group_hold_for_the_codes_below(project: Project) -> None:
    group = project.code("G1")
    project.add_field(group.id, POSITION)
    own = project.add_field(project.code("UKR").id, TARGET)
    book = project.codebook()
    assert [f.name for f in book.fields_of(project.code("UKR"))] == ["position", "target"]
    assert [f.name for f in book.fields_of(project.code("CHINA"))] == ["position"]
    assert book.fields_of(project.code("BURDEN")) == ()
    assert own.level == "nominal"
    assert "already" in project.field_problems(group.id, FieldDraft("TARGET", "text"))["name"]
    with pytest.raises(Refused, match="already"):
        project.add_field(group.id, TARGET)
    project.move_code(project.code("UKR").id, parent_id=None, position=0)
    assert [f.name for f in project.codebook().fields_of(project.code("UKR"))] == ["target"]


def test_values_are_said_changed_taken_back_and_undone(project: Project) -> None:
    project.add_field(project.code("G1").id, POSITION)
    target = project.add_field(project.code("UKR").id, TARGET)
    done = coded(project)
    told: list[Changes] = []
    project.subscribe(told.append)
    assert project.set_fields(done.id, {"position": "+1"}).fields == (("position", "1"),)
    assert project.next_undo() == "position: +1 for"
    assert told[-1].codings == {done.id}
    assert told[-1].codings_in == {1}
    project.set_fields(done.id, {target.id: "EU", "position": "-1"})
    assert dict(project.coding(done.id).fields) == {"position": "-1", "target": "EU"}
    project.undo()
    assert told[-1].codings_in == {1}
    assert project.coding(done.id).fields == (("position", "1"),)
    project.set_fields(done.id, {"position": ""})
    assert project.coding(done.id).fields == ()
    project.undo()
    with pytest.raises(Refused, match="is one of"):
        project.set_fields(done.id, {"target": "EU", "position": "2"})
    with pytest.raises(NotFound, match="no field “mood”"):
        project.set_fields(done.id, {"mood": "calm"})
    assert project.coding(done.id).fields == (("position", "1"),)
    assert project.check() == ()


def test_a_coding_is_made_with_its_values_in_one_act(project: Project) -> None:
    project.add_field(project.code("UKR").id, POSITION)
    start = project.transcript(1).text.index("support Ukraine")
    made = project.apply_coding(1, start, start + 15, "UKR", fields={"position": "for"})
    assert made.fields == (("position", "1"),)
    project.undo()
    assert project.codings_in(1) == ()
    project.redo()
    assert project.codings_in(1)[0].fields == (("position", "1"),)


def test_values_go_with_their_coding_and_come_back(project: Project) -> None:
    project.add_field(project.code("UKR").id, POSITION)
    done = coded(project)
    project.set_fields(done.id, {"position": "for"})
    project.remove_coding(done.id)
    assert project.check() == ()
    project.undo()
    assert project.coding(done.id).fields == (("position", "1"),)
    project.delete_code(project.code("G1").id)
    assert project.codebook().fields == ()
    assert project.check() == ()
    project.undo()
    assert project.coding(done.id).fields == (("position", "1"),)


def test_what_was_said_follows_to_another_code_where_that_has_a_place(project: Project) -> None:
    project.add_field(project.code("G1").id, POSITION)
    project.add_field(project.code("UKR").id, TARGET)
    project.add_field(project.code("BURDEN").id, FieldDraft("Target", "text"))
    done = coded(project)
    project.set_fields(done.id, {"position": "for", "target": "EU"})
    project.change_code_of(done.id, "CHINA")
    assert project.coding(done.id).fields == (("position", "1"),)
    project.undo()
    project.change_code_of(done.id, "BURDEN")
    assert project.coding(done.id).fields == (("Target", "EU"),)
    project.undo()
    assert dict(project.coding(done.id).fields) == {"position": "1", "target": "EU"}


def test_a_field_changes_as_long_as_what_was_said_means_the_same(project: Project) -> None:
    field = project.add_field(project.code("UKR").id, POSITION)
    project.set_fields(coded(project).id, {"position": "for"})
    wider = FieldDraft("stance", "scale", points=(*POSITION.points, Point("2", "very much for")))
    assert project.change_field(field.id, wider).name == "stance"
    with pytest.raises(Refused, match="One coding has the value"):
        project.change_field(field.id, FieldDraft("stance", "scale", points=POSITION.points[:2]))
    with pytest.raises(Refused, match="One coding has the value"):
        project.change_field(field.id, FieldDraft("stance", "yes_no"))
    assert project.remove_field(field.id) == 1
    assert project.codings_in(1)[0].fields == ()
    project.undo()
    assert project.codings_in(1)[0].fields == (("stance", "1"),)


def test_fields_are_put_in_order(project: Project) -> None:
    code = project.code("UKR").id
    ids = [project.add_field(code, FieldDraft(name, "text")).id for name in "abc"]
    project.move_field(ids[2], 0)
    assert [field.name for field in project.codebook().own_fields(code)] == ["c", "a", "b"]
    project.undo()
    assert [field.name for field in project.codebook().own_fields(code)] == ["a", "b", "c"]


def test_a_person_is_proposed_from_the_turn(project: Project) -> None:
    code = project.code("UKR")
    field = project.add_field(code.id, FieldDraft("actor", "person", from_speaker=True))
    start = project.transcript(1).text.index("support Ukraine")
    assert project.proposed_values(1, start, "UKR") == {field.id: "Anna Example"}
    done = coded(project)
    assert project.set_fields(done.id, {"actor": "Anna Example"}).fields == (
        ("actor", "Anna Example"),
    )
    assert project.proposed_values(1, start, "BURDEN") == {}


def test_codes_come_with_fields_and_rules_of_their_own(project: Project) -> None:
    draft = CodeDraft("UKR", "Support for Ukraine", parent="G1", key="u", fields=(POSITION, TARGET))
    assert project.add_codes([draft]).changed == 1
    assert project.add_codes([draft]).same == 1
    assert [f.name for f in project.codebook().own_fields(project.code("UKR").id)] == [
        "position",
        "target",
    ]
    project.add_codes([CodeDraft("UKR", "Support for Ukraine", parent="G1", key="u")])
    assert len(project.codebook().fields) == 2
    swapped = CodeDraft("UKR", "Support for Ukraine", parent="G1", key="u", fields=(TARGET,))
    project.add_codes([swapped])
    assert [f.name for f in project.codebook().fields] == ["target"]
    project.undo()
    assert len(project.codebook().fields) == 2


def test_required_fields_that_are_empty_are_told(project: Project) -> None:
    project.add_field(project.code("G1").id, FieldDraft("stance", "yes_no", required=True))
    done = coded(project)
    found = project.outstanding(1)
    assert [(each.coding_id, [f.name for f in each.missing]) for each in found] == [
        (done.id, ["stance"])
    ]
    project.set_fields(done.id, {"stance": "yes"})
    assert project.outstanding(1) == ()


def test_merging_codes_brings_fields_and_values_along(project: Project) -> None:
    group_field = project.add_field(project.code("G1").id, POSITION)
    project.add_field(project.code("UKR").id, TARGET)
    one, two = coded(project), coded(project, words="Costs are shared")
    staying = coded(project, "BURDEN")
    project.set_fields(one.id, {"position": "for", "target": "EU"})
    project.set_fields(two.id, {"position": "against"})
    assert project.merge_preview(project.code("UKR").id, project.code("BURDEN").id).twins == 1
    project.merge_codes(project.code("UKR").id, project.code("BURDEN").id)
    assert dict(project.coding(staying.id).fields) == {"position": "1", "target": "EU"}
    assert dict(project.coding(two.id).fields) == {"position": "-1"}
    names = [field.name for field in project.codebook().own_fields(project.code("BURDEN").id)]
    assert sorted(names) == ["position", "target"]
    assert project.codebook().field(group_field.id) is not None
    assert project.check() == ()
    project.undo()
    assert dict(project.coding(one.id).fields) == {"position": "1", "target": "EU"}


def test_codes_whose_fields_contradict_are_not_merged(project: Project) -> None:
    project.add_field(project.code("UKR").id, POSITION)
    project.add_field(project.code("BURDEN").id, FieldDraft("Position", "text"))
    found = project.merge_preview(project.code("UKR").id, project.code("BURDEN").id)
    assert "both have a field" in found.refused
    with pytest.raises(Refused, match="both have a field"):
        project.merge_codes(project.code("UKR").id, project.code("BURDEN").id)


def test_a_point_that_has_its_sign_gets_no_second_one() -> None:
    points = (Point("-1", "against"), Point("0"), Point("+1", "for"), Point("2"))
    field = FieldDraft("Direction", "scale", points=points)
    shown = [shown_value(field, point.value) for point in points]
    assert shown == ["−1 against", "0", "+1 for", "+2"]
