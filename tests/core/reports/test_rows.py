"""A row says where its passage stands: turn, paragraph, sentences, speaker, context."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.model.coding import Coding
from annotator.model.spans import Span
from annotator.model.transcript import Metadata, OpenTranscript, Turn
from annotator.reports.rows import (
    CONTEXT,
    Names,
    SegmentRow,
    context,
    document_row,
    segment_rows,
    turn_at,
    unit_rows,
)


def test_a_row_holds_what_the_project_knows(row: SegmentRow) -> None:
    assert (row.doc_id, row.doc_title, row.doc_date) == ("D1", "=Title", date(2023, 11, 28))
    assert (row.speaker, row.speaker_role, row.turn) == ("Anna", "Minister", 1)
    assert (row.paragraph, row.sentence_first, row.sentence_last) == (1, 2, 2)
    assert (row.code_id, row.code_num, row.code_name, row.group) == (
        "UKR",
        101,
        "Ukraine",
        "Theatres",
    )
    assert (row.coder_id, row.round, row.codebook_version) == ("coder_a", "main", "1.0")
    assert (row.certainty, row.is_gold, row.segment) == ("unsure", 0, "We will stay.")
    assert (row.context_before, row.context_after) == ("Good day 😀.", "")
    assert row.created_at == datetime(2026, 3, 1, 10, 0, 0, 250_000, tzinfo=UTC)


def test_a_passage_over_two_turns_is_counted_where_it_starts(
    transcript: OpenTranscript, names: Names, coding_of: Callable[[str], Coding]
) -> None:
    row = next(segment_rows(transcript, [coding_of("stay.\n\nBen: Why?")], names))
    assert (row.turn, row.speaker, row.paragraph) == (1, "Anna", 1)
    assert (row.sentence_first, row.sentence_last) == (2, 3)
    assert row.context_before == "Good day 😀. We will"
    assert row.context_after == "Costs are\nshared."


def test_a_passage_outside_every_unit_leaves_the_numbers_blank(
    transcript: OpenTranscript, names: Names, coding_of: Callable[[str], Coding]
) -> None:
    row = next(segment_rows(transcript, [coding_of("Title")], names))
    assert (row.turn, row.paragraph, row.sentence_first, row.sentence_last) == (None,) * 4
    assert (row.speaker, row.context_before, row.context_after) == ("", "", "")


def test_a_partial_date_stays_text(transcript: OpenTranscript) -> None:
    info = replace(transcript.info, metadata=Metadata(date="2023-11"))
    row = document_row(info)
    assert (row.doc_date, row.doc_date_text) == (None, "2023-11")
    assert document_row(transcript.info).doc_date_text == ""


def test_speakers_of_a_transcript_come_with_their_roles(transcript: OpenTranscript) -> None:
    assert document_row(transcript.info).speakers == "Anna (Minister); Ben"


def test_units_are_rows_with_their_words(transcript: OpenTranscript) -> None:
    rows = list(unit_rows(transcript))
    assert [row.text for row in rows] == [
        "Good day 😀.",
        "We will stay.",
        "Why?",
        "Costs are\nshared.",
    ]
    assert [(row.unit_id, row.turn, row.paragraph) for row in rows] == [
        ("D1:1", 1, 1),
        ("D1:2", 1, 1),
        ("D1:3", 2, 2),
        ("D1:4", 2, 2),
    ]


@given(st.lists(st.integers(1, 9), max_size=12), st.integers(0, 120))
def test_the_turn_found_is_the_turn_that_holds_the_position(
    lengths: list[int], position: int
) -> None:
    turns, at = [], 3
    for length in lengths:
        turns.append(Turn("", "", "", at, at, at + length))
        at += length
    held = [number for number, turn in enumerate(turns) if turn.start <= position < turn.end]
    assert turn_at(tuple(turns), position) == (held[0] if held else None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet="ab c\n", min_size=30, max_size=400),
    st.integers(0, 399),
    st.integers(1, 60),
)
def test_context_is_made_of_whole_words_of_the_same_turn(
    transcript: OpenTranscript, text: str, start: int, length: int
) -> None:
    label = "LABEL: "
    whole = label + text + "LABEL2"
    start = len(label) + start % len(text)
    end = min(start + length, len(label) + len(text))
    turn = Turn("LABEL", "", "", 0, len(label), len(label) + len(text))
    opened = replace(transcript, text=whole, turns=(turn,))
    before, after = context(opened, Span(start, end))
    assert len(before) <= CONTEXT
    assert len(after) <= CONTEXT
    assert "L" not in before + after
    spoken_before, spoken_after = whole[len(label) : start], whole[end : len(label) + len(text)]
    assert spoken_before.rstrip().endswith(before)
    assert spoken_after.lstrip().startswith(after)
    if len(spoken_before) <= CONTEXT:
        assert before == spoken_before.strip()
    cut_off = spoken_before.rstrip().removesuffix(before)
    one_word = not any(character.isspace() for character in spoken_before[-CONTEXT:])
    assert not before or not cut_off or cut_off[-1].isspace() or one_word
