"""Do rows of spans find what stands where, and come back whole from their packed form?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.spans import Span, SpanRow


@st.composite
def rows(draw: st.DrawFn) -> SpanRow:
    gaps = draw(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 9)), max_size=12))
    spans, at = [], 0
    for gap, length in gaps:
        spans.append(Span(at + gap, at + gap + length))
        at += gap + length
    return SpanRow(spans)


@given(rows())
def test_packed_and_back(row: SpanRow) -> None:
    again = SpanRow.unpacked(row.packed())
    assert again == row
    assert list(again) == list(row)
    assert hash(again) == hash(row)
    assert len(row.packed()) == 8 * len(row)


@given(rows(), st.integers(0, 200))
def test_what_stands_at_a_position(row: SpanRow, position: int) -> None:
    holding = [n for n, span in enumerate(row) if span.start <= position < span.end]
    assert row.at(position) == (holding[0] if holding else None)
    nearest = row.nearest(position)
    after = [n for n, span in enumerate(row) if span.end > position]
    assert nearest == (after[0] if after else len(row) - 1 if len(row) else None)


@given(rows(), st.integers(0, 120), st.integers(1, 40))
def test_what_a_passage_touches(row: SpanRow, start: int, length: int) -> None:
    passage = Span(start, start + length)
    expected = [n for n, span in enumerate(row) if span.overlaps(passage)]
    assert list(row.touching(passage)) == expected


@given(st.integers(0, 20), st.integers(0, 9), st.integers(0, 20), st.integers(0, 9))
def test_spans_against_sets_of_positions(a: int, m: int, b: int, n: int) -> None:
    one, two = Span(a, a + m), Span(b, b + n)
    common = set(range(a, a + m)) & set(range(b, b + n))
    assert one.overlaps(two) or not common
    clipped = one.clipped(two)
    assert set(range(clipped.start, clipped.end) if clipped else ()) == common
    assert one.joined(two).holds(one)
    assert one.joined(two).holds(two)


def test_what_is_no_row() -> None:
    with pytest.raises(ValueError, match="overlap"):
        SpanRow([Span(0, 5), Span(4, 6)])
    with pytest.raises(ValueError, match="overlap"):
        SpanRow.unpacked(bytes([4, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 5, 0, 0, 0]))
    with pytest.raises(ValueError, match="multiple of 8"):
        SpanRow.unpacked(b"123")
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 2)
