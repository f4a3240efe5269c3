"""When does a coding code a unit: half, any part, half of the unit?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.spans import Span, SpanRow
from annotator.reliability import (
    CodedText,
    Mark,
    Rule,
    at_parents,
    characters_coded,
    codable_text,
    presence_of,
    units_coded,
)

#       0         1         2         3
#       0123456789012345678901234567890123456
TEXT = "Label: aaaa aaaa. bbbb bbbb. cc cc."
UNITS = SpanRow([Span(7, 17), Span(18, 28), Span(29, 35)])


def coded(*spans: tuple[int, int], rule: Rule = "half") -> tuple[list[int], int]:
    """Units coded, and how many codings count in none."""
    marks = [Mark("a", "x", *span) for span in spans]
    text = CodedText("D", codable_text(TEXT, UNITS), ["a"], marks)
    found = units_coded(text, ["x"], rule=rule)
    return found.unit.tolist(), len(found.uncounted)


@pytest.mark.parametrize(
    ("span", "half", "any_part", "half_of_unit"),
    [
        ((7, 17), [0], [0], [0]),  # the sentence
        ((8, 10), [0], [0], []),  # two letters inside it: all of the coding lies in it
        ((7, 19), [0], [0, 1], [0]),  # dragged over one letter of the next
        ((7, 18), [0], [0], [0]),  # the space between sentences is in no unit
        ((7, 35), [0, 1, 2], [0, 1, 2], [0, 1, 2]),
        ((12, 23), [0], [0, 1], [0]),  # five of nine characters, and four of nine of both
        ((0, 6), [], [], []),  # the label is not codable
        ((0, 9), [0], [0], []),  # the label does not count, the rest lies in the sentence
        ((11, 12), [], [], []),  # a space
    ],
)
def test_rules(
    span: tuple[int, int], half: list[int], any_part: list[int], half_of_unit: list[int]
) -> None:
    assert coded(span)[0] == half
    assert coded(span, rule="any")[0] == any_part
    assert coded(span, rule="half of the unit")[0] == half_of_unit
    assert coded(span)[1] == (not half)


def test_what_several_codings_cover_of_a_unit_is_added_up() -> None:
    assert coded((7, 10), (13, 17), rule="half of the unit")[0] == [0]
    assert coded((7, 11), (9, 11), rule="half of the unit") == ([], 2)


def test_spaces_do_not_count_as_length() -> None:
    """Four of six non-space characters, whatever the spaces."""
    assert coded((29, 32), rule="half of the unit")[0] == []
    assert coded((29, 33), rule="half of the unit")[0] == [2]


def test_parents_are_the_union_of_their_children() -> None:
    marks = [Mark("a", "x", 7, 17), Mark("a", "y", 18, 28), Mark("a", "z", 29, 35)]
    raised = at_parents(marks, {"x": "G", "y": "G"})
    text = CodedText("D", codable_text(TEXT, UNITS), ["a", "b"], raised)
    found = units_coded(text, ["G"])
    assert found.unit.tolist() == [0, 1]
    assert found.left_out == 1


def test_characters_are_stretches_with_their_lengths() -> None:
    marks = [Mark("a", "x", 7, 12), Mark("b", "x", 9, 20)]
    text = CodedText("D", codable_text(TEXT, UNITS), ["a", "b"], marks)
    presence = presence_of([characters_coded(text, ["x"])])
    assert presence.weight.sum() == 26
    used = [presence.weight[presence.unit[presence.coder == coder]].sum() for coder in (0, 1)]
    assert used == [4, 10]  # trimmed, and without the space between the sentences


def test_astral_characters_count_once() -> None:
    text = codable_text("😀😀 😀.", SpanRow([Span(0, 5)]))
    assert (text.length, text.codable_length, text.solid.total) == (5, 5, 4)


GIVEN = st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.integers(0, 3)))


@given(GIVEN, st.sets(st.sampled_from("abc"), min_size=1), st.sampled_from([None, "a", "b"]))
def test_the_same_code_sets_are_those_of_each_unit(
    given_codes: set[tuple[str, str, int]], coders: set[str], without_y: str | None
) -> None:
    """Counted code by code it is what each coder's set of each unit says."""
    sentences = "Ab. Cd. Ef. Gh."
    units = SpanRow(Span(at * 4, at * 4 + 3) for at in range(4))
    allowed = [one for one in given_codes if one[0] != without_y or one[1] != "y"]
    marks = [Mark(who, code, at * 4, at * 4 + 3) for who, code, at in sorted(allowed)]
    known = {without_y: {"x"}} if without_y else {}
    text = codable_text(sentences, units)
    coded = CodedText("D1", text, sorted(coders), marks, known=known)
    found = presence_of([units_coded(coded, ["x", "y"])]).same_in_unit()
    for at in range(4):
        same = all(
            len({(who, code, at) in allowed for who in coders if code == "x" or who != without_y})
            < 2
            for code in "xy"
        )
        assert found[at] == (same and len(coders) >= 2)
