"""What holds for every transcript, whatever the text?"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from annotator.model.spans import Span
from annotator.model.transcript import LEVELS, Transcript
from annotator.transcripts import read_text, sentences
from annotator.transcripts.candidates import propose, proposed_choices

LINES = st.sampled_from(
    [
        "Joint statements", "by Secretary Anna Berg with Minister John Doe", "• 28 Nov. 2023 -",
        "• |", "Last updated: 28 Nov. 2023 16:04", "(As delivered)", "", "", "  ",
        "MR. FOX: Hello. We met.", "MR. FOX:", "Secretary Anna Berg: Yes, Mr. Doe. no",
        "主席：好。謝謝", "Ana: Hi", "Now: we begin.",
        "Some words... and more! Really?", "PARTICIPANTS: FOX, HARE",
        "U.S. troops", "😀 “Ha.” ok.", "Q. Why?", "\x0c", "a\u2028b", "12:30", "\u00a0 x: y",
        "THE MODERATOR. Good evening.", "MR. FOX; Yes.", "[id1] We (laughter) go.", "[id2] No.",
        "Ana Berg (0:12):", "(00:12)", "0:15 Then", "(Applause.)", "[Laughter] So. [Applause]. End",
        "THE ECONOMY", "Anna Berg", "Ana\tHi there", "Q So what?", "We agree (applause).",
        "The Minister, Office of the President", "(Mr. Fox):", "Gut. #00:00:05-2#", ">> ANA: Yes.",
        "• Ana: bullet", "[00:00:12] Ana: Hello.", "Remarks by Minister John Doe", "Ana  0:12",
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


@given(TEXTS)
def test_no_unit_begins_or_ends_with_words_that_nobody_speaks(text: str) -> None:
    found = read_text(text)
    silent = {i for field in found.header for i in range(field.start, field.end)}
    for level in LEVELS:
        for unit in found.spans(level):
            assert unit.start not in silent
            assert unit.end - 1 not in silent


@given(TEXTS)
def test_larger_units_hold_whole_smaller_ones(text: str) -> None:
    found = read_text(text)
    for small, large in pairwise(LEVELS):
        larger = list(found.spans(large))
        assert all(sum(span.holds(unit) for span in larger) == 1 for unit in found.spans(small))
        edges = {span.start for span in larger}
        assert edges <= {unit.start for unit in found.spans(small)}


@given(TEXTS)
@example("MR. FOX: Hello. We met.\nMR. FOX; Yes.\n(Mr. Fox):")
def test_every_word_is_in_a_sentence_or_in_the_header(text: str) -> None:
    found = read_text(text)
    kept = _covered(found)
    last = 0
    for field in found.header:
        assert last <= field.start < field.end <= len(found.text)
        places = set(range(field.start, field.end))
        inside = field.kind in {"stage", "time"} and places <= _stretches(found)
        assert inside or not places & kept
        kept |= places
        last = field.end
    assert all(i in kept for i, c in enumerate(found.text) if not c.isspace())


@given(TEXTS)
def test_joined_again_the_pieces_are_the_text(text: str) -> None:
    found = read_text(text)
    head = found.turns[0].start if found.turns else len(found.text)
    pieces = [
        found.text[t.start : t.text_start] + found.text[t.text_start : t.end] for t in found.turns
    ]
    assert found.text[:head] + "".join(pieces) == found.text


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


@given(TEXTS)
def test_giving_back_what_was_proposed_changes_nothing(text: str) -> None:
    proposal = propose(text)
    again = propose(text, choices=proposed_choices(proposal))
    assert proposal.transcript == read_text(text)
    assert again.transcript.turns == proposal.transcript.turns
    assert again.transcript.header == proposal.transcript.header
    assert [one.choice for one in again.candidates] == [one.choice for one in proposal.candidates]


def _covered(found: Transcript) -> set[int]:
    return {i for i in _stretches(found) if not found.text[i].isspace()}


def _stretches(found: Transcript) -> set[int]:
    return {i for unit in found.spans("sentence") for i in range(unit.start, unit.end)}
