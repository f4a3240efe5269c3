"""Does a division by hand keep what must hold: turns tile, units nest, decided sentences stay?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.model.shape import Shape
from annotator.model.transcript import LEVELS, Level
from annotator.transcripts.names import Person
from annotator.transcripts.plain_text import read_text
from annotator.transcripts.reshaping import (
    beginning_at,
    give_turns,
    join_turn,
    join_unit,
    split_turn,
    split_unit,
)

TEXT = """Debate

28 November 2023

ANN LEE: Good evening. We begin now. There is much to do.

It will be long (Laughter). Will it not?
BEN ROY; I think so. Let us see.

ANN LEE: Thank you. We go on.
"""


def shape_in(text: str) -> Shape:
    read = read_text(text)
    return Shape(read.text, read.turns, read.units, read.header)


def said(shape: Shape, level: Level) -> list[str]:
    return [shape.text[span.start : span.end] for span in shape.spans(level)]


def must_hold(shape: Shape) -> None:
    """Turns tile the text from the first on, and every unit lies in one of the larger ones."""
    for before, turn in zip(shape.turns, shape.turns[1:], strict=False):
        assert before.end == turn.start
    assert all(turn.start <= turn.text_start <= turn.end for turn in shape.turns)
    for small, large in (("sentence", "paragraph"), ("paragraph", "turn")):
        spans = shape.spans(large)  # type: ignore[arg-type]
        for unit in shape.spans(small):  # type: ignore[arg-type]
            number = spans.at(unit.start)
            assert number is not None
            assert spans[number].holds(unit)
    for unit in shape.spans("turn"):
        assert any(turn.start <= unit.start and unit.end <= turn.end for turn in shape.turns)


@pytest.mark.parametrize("frozen", [False, True])
def test_a_turn_begins_at_a_missed_label(frozen: bool) -> None:
    shape = shape_in(TEXT)
    at = TEXT.index("BEN ROY")
    begin = beginning_at(shape, at + 12)
    assert (begin.label, begin.speaker) == ("BEN ROY", Person("BEN ROY"))
    after = split_turn(shape, at + 12, Person("Ben Roy", "guest"), frozen=frozen)
    must_hold(after)
    turn = after.turns[1]
    assert (turn.label, turn.speaker, turn.role) == ("BEN ROY", "Ben Roy", "guest")
    assert after.text[turn.text_start : turn.end].strip() == "I think so. Let us see."
    first = "BEN ROY; I think so." if frozen else "I think so."
    assert first in said(after, "sentence")
    assert len(after.spans("turn")) == 3
    last = after.turns[2]
    assert (last.label, last.speaker, after.text[last.text_start :].strip()) == (
        "ANN LEE",
        "ANN LEE",
        "Thank you. We go on.",
    )
    assert ("label", "BEN ROY;") in {
        (field.kind, after.text[field.start : field.end]) for field in after.header
    }


def test_a_turn_begins_inside_a_paragraph() -> None:
    shape = shape_in(TEXT)
    for frozen in (False, True):
        after = split_turn(shape, TEXT.index("begin now"), Person(""), frozen=frozen)
        must_hold(after)
        assert said(after, "sentence") == said(shape, "sentence")
        assert said(after, "paragraph")[:2] == [
            "Good evening.",
            "We begin now. There is much to do.",
        ]


def test_joining_gives_back_what_splitting_took() -> None:
    shape = shape_in(TEXT.replace("ANN LEE: Thank", "CY FOX: Thank"))
    split = split_turn(shape, TEXT.index("There is"), Person("Dee Hay"), frozen=False)
    back = join_turn(split, 1, label_is_speech=False, frozen=False)
    assert back.turns == shape.turns
    assert back.spans("sentence") == shape.spans("sentence")
    assert back.spans("paragraph") == shape.spans("paragraph")


def test_a_label_that_was_none_is_speech_again() -> None:
    shape = shape_in("ANN LEE: Good. It is.\n\nBEN ROY: No.\n\nANN LEE: Yes.\n\nBEN ROY: No!\n")
    quiet = join_turn(shape, 1, label_is_speech=False, frozen=False)
    assert said(quiet, "sentence") == ["Good.", "It is.", "No.", "Yes.", "No!"]
    loud = join_turn(shape, 1, label_is_speech=True, frozen=False)
    assert "BEN ROY: No." in said(loud, "sentence")
    must_hold(loud)


def test_turns_are_given_to_somebody_else() -> None:
    shape = shape_in(TEXT)
    shape = split_turn(shape, TEXT.index("BEN ROY"), Person("Ben Roy"), frozen=False)
    after = give_turns(shape, [1], Person("Cy Fox", "host"))
    assert [(turn.label, turn.speaker, turn.role) for turn in after.turns] == [
        ("ANN LEE", "ANN LEE", ""),
        ("BEN ROY", "Cy Fox", "host"),
        ("ANN LEE", "ANN LEE", ""),
    ]
    assert after.units == shape.units


def test_sentences_are_cut_and_joined() -> None:
    shape = shape_in(TEXT)
    cut = split_unit(shape, "sentence", TEXT.index("much"))
    must_hold(cut)
    assert said(cut, "sentence")[2:4] == ["There is", "much to do."]
    assert cut.units[0].segmenter == "own sentence rule + by hand"
    joined = join_unit(cut, "sentence", 3)
    assert joined.spans("sentence") == shape.spans("sentence")
    assert joined.units[0].segmenter == "own sentence rule + by hand"
    assert said(join_unit(shape, "sentence", 1), "sentence")[0] == "Good evening. We begin now."


def test_paragraphs_are_cut_between_sentences_and_joined() -> None:
    shape = shape_in(TEXT)
    cut = split_unit(shape, "paragraph", TEXT.index("much"))
    must_hold(cut)
    assert said(cut, "paragraph")[:2] == ["Good evening. We begin now.", "There is much to do."]
    assert join_unit(cut, "paragraph", 1).spans("paragraph") == shape.spans("paragraph")
    with pytest.raises(Refused, match="another paragraph"):
        join_unit(shape, "sentence", 3)
    split = split_turn(shape, TEXT.index("BEN ROY"), Person("Ben Roy"), frozen=False)
    with pytest.raises(Refused, match="another turn"):
        join_unit(split, "paragraph", len(split.spans("paragraph")) - 1)


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda shape: split_turn(shape, 0, Person(""), frozen=False), "Nobody speaks"),
        (
            lambda shape: split_turn(shape, TEXT.index("Good"), Person(""), frozen=False),
            "begins there already",
        ),
        (lambda shape: join_turn(shape, 0, label_is_speech=False, frozen=False), "no turn before"),
        (lambda shape: split_unit(shape, "sentence", TEXT.index("Good")), "begins there already"),
        (lambda shape: split_unit(shape, "sentence", 0), "No sentence"),
        (lambda shape: join_unit(shape, "sentence", 0), "no sentence before"),
    ],
)
def test_what_cannot_be(act: object, why: str) -> None:
    assert callable(act)
    with pytest.raises(Refused, match=why):
        act(shape_in(TEXT))


@given(st.data())
def test_whatever_is_done_the_division_holds(data: st.DataObject) -> None:
    text = data.draw(
        st.lists(
            st.sampled_from(
                ["ANN: ", "BEN: ", "CY FOX; ", "Yes. ", "We go on. ", "(Applause) ", "\n", "\n\n"]
            ),
            max_size=24,
        ).map("".join)
    )
    shape = shape_in(text)
    frozen = data.draw(st.booleans())
    sentences = shape.spans("sentence")
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, max(0, len(text) - 1)))
        number = data.draw(st.integers(0, 6))
        which = data.draw(st.sampled_from(range(5 if frozen else 9)))
        level: Level = LEVELS[which % 2]
        try:
            if which == 0:
                shape = split_turn(shape, at, Person("DEE"), frozen=frozen)
            elif which < 3:
                shape = join_turn(shape, number, label_is_speech=which == 2, frozen=frozen)
            elif which < 5:
                shape = give_turns(shape, [number], Person("EVE"))
            elif which < 7:
                shape = split_unit(shape, level, at)
            else:
                shape = join_unit(shape, level, number)
        except Refused:
            continue
        must_hold(shape)
    assert shape.text == text
    if frozen:
        assert shape.spans("sentence") == sentences
