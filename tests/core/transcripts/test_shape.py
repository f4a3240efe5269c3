"""What holds for every transcript, whatever the text?"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.spans import Span
from annotator.model.transcript import LEVELS, Transcript
from annotator.transcripts import read_text, sentences

LINES = st.sampled_from(
    [
        "Joint statements", "by Secretary Anna Berg with Minister John Doe", "• 28 Nov. 2023 -",
        "• |", "Last updated: 28 Nov. 2023 16:04", "(As delivered)", "", "", "  ",
        "MR. FOX: Hello. We met.", "MR. FOX:", "Secretary Anna Berg: Yes, Mr. Doe. no",
        "主席：好。謝謝", "Ana: Hi", "Now: we begin.",
        "Some words... and more! Really?", "PARTICIPANTS: FOX, HARE",
        "U.S. troops", "😀 “Ha.” ok.", "Q. Why?", "\x0c", "a\u2028b", "12:30", "\u00a0 x: y",
    ]
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=14).map("\n".join) | st.text(max_size=200)


@given(TEXTS)
def test_turns_tile_the_text_from_the_first_to_the_end(text: str) -> None:
    found = read_text(text)
    for turn in found.turns:
        assert turn.start <= turn.text_start <= turn.end
    for before, after in pairwise(found.turns):
        assert before.end == after.start
    if found.turns:
        assert found.turns[-1].end == len(found.text)
    else:
        assert found.text.strip() == ""


@given(TEXTS)
def test_units_lie_in_order_inside_the_words_of_one_turn(text: str) -> None:
    found = read_text(text)
    bodies = [Span(t.text_start, t.end) for t in found.turns]
    assert tuple(units.level for units in found.units) == LEVELS
    for level in LEVELS:
        last = 0
        for unit in found.spans(level):
            assert last <= unit.start < unit.end
            assert sum(body.holds(unit) for body in bodies) == 1
            words = found.text[unit.start : unit.end]
            assert words == words.strip()
            last = unit.end
        assert _covered(found, level) == _in_bodies(found)


@given(TEXTS)
def test_every_word_is_in_a_unit_or_in_the_header(text: str) -> None:
    found = read_text(text)
    kept = _covered(found, "sentence")
    for field in found.header:
        assert 0 <= field.start < field.end <= len(found.text)
        places = set(range(field.start, field.end))
        assert not places & kept
        kept |= places
    assert all(i in kept for i, c in enumerate(found.text) if not c.isspace())
    assert [f.start for f in found.header] == sorted(f.start for f in found.header)


@given(TEXTS)
def test_reading_what_was_read_changes_nothing(text: str) -> None:
    once = read_text(text)
    again = read_text(once.text)
    assert again.text == once.text
    assert (again.turns, again.units, again.header) == (once.turns, once.units, once.header)
    assert again.source.normalised == ()


@given(TEXTS, st.sampled_from(["en", "de", "fr", "es", "", "xx"]))
def test_sentences_lose_nothing_but_white_space(text: str, language: str) -> None:
    found = sentences(text, Span(0, len(text)), language=language)
    joined = "".join(text[s.start : s.end] for s in found)
    assert "".join(joined.split()) == "".join(text.split())


def _covered(found: Transcript, level: str) -> set[int]:
    spans = next(units.spans for units in found.units if units.level == level)
    return {i for span in spans for i in range(span.start, span.end) if not found.text[i].isspace()}


def _in_bodies(found: Transcript) -> set[int]:
    return {
        i for t in found.turns for i in range(t.text_start, t.end) if not found.text[i].isspace()
    }
