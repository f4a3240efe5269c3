"""Does every code point stand where the shown document has it, and come back from there?"""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from annotator_ui.transcript_view.offsets import (
    Offsets,
    astral_offsets,
    holds_right_to_left,
    units_of,
)

MARKS = "a .,\u0301\u200d\u05d0\u0634\u6211\u20ac\U0001f600\U0001f1fa\U0001d538\u2028\ufdd0"
PIECES = st.lists(
    st.tuples(st.text(MARKS, max_size=3), st.text(MARKS, min_size=1, max_size=8), st.booleans()),
    min_size=1,
    max_size=6,
)


def _laid_out(pieces: list[tuple[str, str, bool]]) -> tuple[str, list[tuple[int, int, int]]]:
    """A text of gaps and paragraphs, and its blocks as start, end, heading units."""
    text, blocks = "", []
    for gap, paragraph, headed in pieces:
        text += gap
        if headed:
            blocks.append((len(text), len(text), 5))
        blocks.append((len(text), len(text) + len(paragraph), 0))
        text += paragraph
    return text, blocks


def _offsets(text: str, blocks: list[tuple[int, int, int]]) -> Offsets:
    starts, ends, headings = (np.array(column, np.int64) for column in zip(*blocks, strict=True))
    return Offsets(text, starts, ends, headings)


def _shown(text: str, blocks: list[tuple[int, int, int]]) -> bytes:
    """The document as Qt holds it, two bytes per unit."""
    pieces = ["-" * units if units else text[start:end] for start, end, units in blocks]
    return "\n".join(pieces).encode("utf-16-le")


@given(PIECES)
def test_every_shown_code_point_is_the_one_meant(pieces: list[tuple[str, str, bool]]) -> None:
    text, blocks = _laid_out(pieces)
    offsets, shown = _offsets(text, blocks), _shown(text, blocks)
    assert offsets.length == len(shown) // 2
    for start, end, _ in blocks:
        for at in range(start, end):
            first = offsets.start_to_position(at)
            last = offsets.end_to_position(at + 1)
            assert shown[2 * first : 2 * last].decode("utf-16-le") == text[at]


@given(PIECES)
def test_positions_come_back_as_the_offset_they_came_from(
    pieces: list[tuple[str, str, bool]],
) -> None:
    text, blocks = _laid_out(pieces)
    offsets = _offsets(text, blocks)
    for start, end, _ in blocks:
        for at in range(start, end):
            position = offsets.start_to_position(at)
            assert offsets.to_offset(position) == at
            if ord(text[at]) > 0xFFFF:
                assert offsets.to_offset(position + 1) == at


@given(PIECES, st.data())
def test_columns_agree_with_single_offsets(
    pieces: list[tuple[str, str, bool]], data: st.DataObject
) -> None:
    text, blocks = _laid_out(pieces)
    offsets = _offsets(text, blocks)
    at = data.draw(st.lists(st.integers(0, len(text)), min_size=1))
    column = np.array(at, np.int64)
    assert offsets.starts_to_positions(column).tolist() == [
        offsets.start_to_position(one) for one in at
    ]
    assert offsets.ends_to_positions(column).tolist() == [
        offsets.end_to_position(one) for one in at
    ]


@given(PIECES, st.data())
def test_positions_never_leave_the_document(
    pieces: list[tuple[str, str, bool]], data: st.DataObject
) -> None:
    text, blocks = _laid_out(pieces)
    offsets = _offsets(text, blocks)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert 0 <= offsets.start_to_position(start) <= offsets.length
    assert 0 <= offsets.end_to_position(end) <= offsets.length
    assert 0 <= offsets.to_offset(data.draw(st.integers(-5, offsets.length + 5))) <= len(text)


def test_a_passage_in_the_gap_between_paragraphs_shows_nothing() -> None:
    offsets = _offsets("ab\n\ncd", [(0, 2, 0), (4, 6, 0)])
    assert offsets.start_to_position(2) == 3
    assert offsets.end_to_position(4) == 2


def test_a_heading_stands_for_the_first_word_of_its_turn() -> None:
    offsets = _offsets("Who: ab", [(5, 5, 9), (5, 7, 0)])
    assert [offsets.to_offset(position) for position in (0, 8, 9, 10, 11)] == [5, 5, 5, 5, 6]


def test_astral_code_points_are_found_and_counted() -> None:
    assert astral_offsets("a\U0001f600b\U0001f600").tolist() == [1, 3]
    assert units_of("a\U0001f600b") == 4
    assert units_of("e\u0301") == 2


def test_right_to_left_scripts_are_noticed() -> None:
    assert holds_right_to_left("NATO \u05d0")
    assert holds_right_to_left("\u0634")
    assert holds_right_to_left("\U0001e900")
    assert not holds_right_to_left("\u6211\u4eec \U0001f600 \u00e9 \u0416")
