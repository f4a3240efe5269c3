"""Does every step of the unit cursor lead where its key says?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.spans import Span, SpanRow
from annotator.model.transcript import OpenTranscript
from annotator_ui.transcript_view.keys import STEPS
from annotator_ui.transcript_view.unit_cursor import UnitCursor

Step = Callable[[UnitCursor], None]
EVERY_STEP: list[Step] = sorted(set(STEPS.values()), key=lambda step: step.__name__)


@pytest.fixture
def cursor(sample: OpenTranscript) -> UnitCursor:
    made = UnitCursor.over(sample)
    assert made is not None
    return made


def _words(transcript: OpenTranscript, cursor: UnitCursor) -> str:
    return transcript.quote(cursor.selection)


def test_down_and_up_go_sentence_by_sentence(sample: OpenTranscript, cursor: UnitCursor) -> None:
    assert _words(sample, cursor) == "Welcome back to NATO."
    cursor.next_sentence()
    assert _words(sample, cursor) == "It is always a pleasure to have you here."
    assert cursor.number == (2, 11)
    cursor.previous_sentence()
    cursor.previous_sentence()
    assert cursor.number == (1, 11)


def test_paragraphs_and_turns_begin_with_their_first_sentence(
    sample: OpenTranscript, cursor: UnitCursor
) -> None:
    cursor.next_paragraph()
    assert _words(sample, cursor) == "Today, Ministers will address many issues."
    cursor.next_sentence()
    cursor.previous_paragraph()
    assert cursor.number[0] == 3
    cursor.previous_paragraph()
    assert cursor.number[0] == 1
    cursor.next_turn()
    assert _words(sample, cursor) == "Thank you very, very much."
    cursor.previous_turn()
    assert cursor.number[0] == 1


def test_home_and_end(cursor: UnitCursor) -> None:
    cursor.last_unit()
    assert cursor.number == (11, 11)
    cursor.next_sentence()
    assert cursor.number == (11, 11)
    cursor.first_unit()
    assert cursor.number == (1, 11)


def test_shift_extends_and_shrinks_by_a_sentence(
    sample: OpenTranscript, cursor: UnitCursor
) -> None:
    cursor.next_paragraph()
    cursor.extend()
    cursor.extend()
    expected = "Today, Ministers will address many issues. We see attacks. Fighting continues."
    assert _words(sample, cursor) == expected
    cursor.shrink()
    assert _words(sample, cursor) == "Today, Ministers will address many issues. We see attacks."
    cursor.next_sentence()
    assert _words(sample, cursor) == "Fighting continues."


def test_a_whole_paragraph_and_a_whole_turn_are_two_keys(
    sample: OpenTranscript, cursor: UnitCursor
) -> None:
    cursor.next_paragraph()
    cursor.extend_paragraph()
    assert cursor.selection == sample.spans("paragraph")[1]
    cursor.extend_paragraph()
    assert cursor.selection.end == sample.spans("paragraph")[2].end
    cursor.shrink_paragraph()
    assert cursor.selection == sample.spans("paragraph")[1]
    cursor.next_turn()
    cursor.extend_turn()
    assert cursor.selection.end == sample.spans("sentence")[10].end


def test_tab_narrows_from_the_left_and_shift_tab_from_the_right(
    sample: OpenTranscript, cursor: UnitCursor
) -> None:
    cursor.place(sample.text.index("We will address China"))
    cursor.narrow_left()
    assert _words(sample, cursor).startswith("the Western Balkans")
    cursor.narrow_right()
    assert "also" not in _words(sample, cursor)
    assert cursor.is_narrowed
    cursor.drop()
    assert (
        _words(sample, cursor)
        == "We will address China, the Western Balkans, and also how to work."
    )


def test_narrowing_stops_at_the_last_clause(sample: OpenTranscript, cursor: UnitCursor) -> None:
    cursor.place(sample.text.index("Fighting continues"))
    for _ in range(9):
        cursor.narrow_left()
        cursor.narrow_right()
    assert _words(sample, cursor) == "Fighting continues."


def test_words_narrow_and_widen(sample: OpenTranscript, cursor: UnitCursor) -> None:
    cursor.place(sample.text.index("We see attacks"))
    cursor.narrow_word_left()
    assert _words(sample, cursor) == "see attacks."
    cursor.narrow_word_right()
    assert _words(sample, cursor) in {"see attacks", "see"}
    cursor.select(Span(cursor.selection.start, cursor.selection.start + 3))
    cursor.widen_word_left()
    assert _words(sample, cursor) == "We see"
    cursor.widen_word_right()
    assert _words(sample, cursor).startswith("We see attacks")
    cursor.widen_word_left()
    assert _words(sample, cursor).startswith("issues")
    assert cursor.number[0] == 3


def test_a_cut_start_survives_extending(sample: OpenTranscript, cursor: UnitCursor) -> None:
    cursor.place(sample.text.index("Today, Ministers"))
    cursor.narrow_word_left()
    cursor.extend()
    assert _words(sample, cursor) == "Ministers will address many issues. We see attacks."


def test_a_cut_end_is_taken_back_before_the_next_sentence(
    sample: OpenTranscript, cursor: UnitCursor
) -> None:
    cursor.place(sample.text.index("We see attacks"))
    whole = cursor.selection
    cursor.narrow_word_right()
    cursor.extend()
    assert cursor.selection == whole
    assert not cursor.is_narrowed


def test_selecting_a_whole_sentence_is_resting_on_it(
    sample: OpenTranscript, cursor: UnitCursor
) -> None:
    cursor.select(sample.spans("sentence")[3])
    assert not cursor.is_narrowed
    assert cursor.number[0] == 4


def test_selecting_outside_the_text_rests_on_the_nearest_sentence(cursor: UnitCursor) -> None:
    cursor.select(Span(0, 4))
    assert cursor.number[0] == 1
    assert not cursor.is_narrowed


def test_snapping_grows_to_whole_words(sample: OpenTranscript, cursor: UnitCursor) -> None:
    start = sample.text.index("estern Balk")
    snapped = cursor.snapped(Span(start, start + len("estern Balk")))
    assert snapped is not None
    assert sample.quote(snapped) == "Western Balkans"
    assert cursor.snapped(Span(start, start)) is None


def test_snapping_keeps_a_full_stop_that_was_taken(
    sample: OpenTranscript, cursor: UnitCursor
) -> None:
    start = sample.text.index("Fighting continues. ")
    snapped = cursor.snapped(Span(start + 2, start + len("Fighting continues. ")))
    assert snapped is not None
    assert sample.quote(snapped) == "Fighting continues."


def test_snapping_leaves_the_mark_of_the_words_before(
    sample: OpenTranscript, cursor: UnitCursor
) -> None:
    start = sample.text.index("attacks. Fighting") + len("attacks")
    snapped = cursor.snapped(Span(start, start + len(". Fighting conti")))
    assert snapped is not None
    assert sample.quote(snapped) == "Fighting continues"


def test_a_transcript_without_words_has_no_cursor(build: Callable[..., OpenTranscript]) -> None:
    empty = build(())
    assert UnitCursor.over(empty) is not None  # the header is text: one unit of last resort


def test_a_cursor_needs_a_unit() -> None:
    with pytest.raises(ValueError, match="at least one unit"):
        UnitCursor("", SpanRow(), SpanRow(), SpanRow())


TEXTS = st.lists(
    st.lists(
        st.text("ab ,\u0301\u05d0\u6211\U0001f600", min_size=1, max_size=14), min_size=1, max_size=4
    ),
    min_size=1,
    max_size=5,
)


def _cut(paragraphs: list[list[str]]) -> tuple[str, SpanRow, SpanRow]:
    text, sentences, whole = "", [], []
    for said in paragraphs:
        begin = len(text)
        for sentence in said:
            sentences.append(Span(len(text), len(text) + len(sentence)))
            text += sentence
        whole.append(Span(begin, len(text)))
        text += "\n\n"
    return text, SpanRow(sentences), SpanRow(whole)


@given(TEXTS, st.lists(st.sampled_from(EVERY_STEP), max_size=40))
def test_no_step_leaves_the_text_or_selects_nothing(
    paragraphs: list[list[str]], steps: list[Step]
) -> None:
    text, sentences, whole = _cut(paragraphs)
    cursor = UnitCursor(text, sentences, whole, SpanRow([Span(0, len(text))]))
    for step in steps:
        step(cursor)
        assert cursor.selection.start < cursor.selection.end
        assert cursor.unit.holds(cursor.selection)
        assert 0 <= cursor.where.first <= cursor.where.last < len(sentences)
        assert cursor.is_narrowed == (cursor.selection != cursor.unit)


@given(TEXTS, st.data())
def test_any_passage_can_be_selected_as_it_is(
    paragraphs: list[list[str]], data: st.DataObject
) -> None:
    text, sentences, whole = _cut(paragraphs)
    cursor = UnitCursor(text, sentences, whole, SpanRow([Span(0, len(text))]))
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    cursor.select(span)
    if sentences.touching(span):
        assert cursor.selection == span


@given(TEXTS, st.data())
def test_snapped_passages_have_no_white_space_at_their_ends(
    paragraphs: list[list[str]], data: st.DataObject
) -> None:
    text, sentences, whole = _cut(paragraphs)
    cursor = UnitCursor(text, sentences, whole, SpanRow([Span(0, len(text))]))
    start = data.draw(st.integers(0, len(text)))
    snapped = cursor.snapped(Span(start, data.draw(st.integers(start, len(text)))))
    if snapped is not None:
        words = text[snapped.start : snapped.end]
        assert words == words.strip()
        assert cursor.snapped(snapped) == snapped
