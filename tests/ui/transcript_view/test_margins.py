"""Do the codings beside the text keep their lanes, and their names apart from each other?"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from annotator.model.coding import CodingColumns
from annotator.model.spans import Span
from annotator.model.transcript import OpenTranscript
from annotator_ui.transcript_view import TranscriptView
from annotator_ui.transcript_view.coding_index import CodingIndex
from annotator_ui.transcript_view.offsets import Offsets
from annotator_ui.transcript_view.overview import LEAST_HEIGHT, column_of
from annotator_ui.transcript_view.stripes import label_tops

LENGTH = 60
REMOVE = st.booleans()
SPANS = st.lists(
    st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 20)).map(
        lambda pair: (pair[0], min(LENGTH, pair[0] + pair[1]))
    ),
    max_size=25,
)


def _index(spans: list[tuple[int, int]]) -> CodingIndex:
    offsets = Offsets("x" * LENGTH, np.array([0]), np.array([LENGTH]), np.zeros(1, np.int64))
    rows = sorted(spans, key=lambda span: (span[0], -span[1]))
    columns = CodingColumns(
        ids=tuple(range(len(rows))),
        starts=tuple(start for start, _ in rows),
        ends=tuple(end for _, end in rows),
        code_ids=(1,) * len(rows),
        coder_ids=(1,) * len(rows),
        unsure=(False,) * len(rows),
    )
    return CodingIndex(offsets, columns)


def _clashes(index: CodingIndex) -> list[tuple[int, int]]:
    """Pairs of codings that overlap and share a lane."""
    rows = index.over(Span(0, LENGTH))
    return [
        (a.id, b.id)
        for a in rows
        for b in rows
        if a.id < b.id and a.lane == b.lane and a.start < b.end and b.start < a.end
    ]


@given(SPANS)
def test_overlapping_codings_run_in_different_lanes(spans: list[tuple[int, int]]) -> None:
    index = _index(spans)
    assert _clashes(index) == []
    lanes = {row.lane for row in index.over(Span(0, LENGTH))}
    assert lanes == set(range(index.lanes))


@given(SPANS, SPANS, st.data())
def test_lanes_stay_apart_and_stay_put_while_codings_come_and_go(
    spans: list[tuple[int, int]], more: list[tuple[int, int]], data: st.DataObject
) -> None:
    index = _index(spans)
    known = dict(enumerate(sorted(spans, key=lambda s: (s[0], -s[1]))))
    lanes: dict[int, int] = {}
    for number, (start, end) in enumerate(more):
        index.add(100 + number, Span(start, end), 1, unsure=False)
        known[100 + number] = (start, end)
        remove = data.draw(REMOVE)
        if known and remove:
            gone = data.draw(st.sampled_from(sorted(known)))
            removed = index.remove(gone)
            assert removed is not None
            assert (removed.start, removed.end) == known.pop(gone)
            lanes.pop(gone, None)
        rows = {row.id: row.lane for row in index.over(Span(0, LENGTH))}
        assert all(rows[id_] == lane for id_, lane in lanes.items())
        lanes = rows
    assert _clashes(index) == []
    found = {row.id: (row.start, row.end) for row in index.over(Span(0, LENGTH))}
    assert found == known


@given(SPANS, st.integers(0, LENGTH - 1), st.integers(1, 20))
def test_the_window_holds_what_a_look_at_every_coding_finds(
    spans: list[tuple[int, int]], first: int, size: int
) -> None:
    index = _index(spans)
    rows = sorted(spans, key=lambda span: (span[0], -span[1]))
    expected = {
        id_ for id_, (start, end) in enumerate(rows) if start < first + size and end > first
    }
    assert {row.id for row in index.shown_between(first, first + size)} == expected


def test_marking_and_removing_what_is_not_there_changes_nothing() -> None:
    index = _index([(0, 5)])
    assert index.remove(77) is None
    assert index.mark(77, unsure=True) is None
    assert len(index) == 1


@given(st.lists(st.integers(0, 400)).map(sorted))
def test_names_never_collide(wanted: list[int]) -> None:
    tops = label_tops(wanted, 15, 75)
    placed = [top for top in tops if top is not None]
    assert all(below - above >= 15 for above, below in itertools.pairwise(placed))
    for top, want in zip(tops, wanted, strict=True):
        assert top is None or want <= top <= want + 75


def test_the_first_name_of_every_line_has_its_place() -> None:
    assert label_tops([10, 10, 10, 90], 15, 20) == [10, 25, None, 90]


def test_short_codings_can_be_seen_in_the_ruler_and_lie_over_long_ones() -> None:
    first, last = np.array([0, 500]), np.array([1000, 501])
    column = column_of(first, last, np.array([7, 9], np.uint32), 1000, 100)
    assert column.tolist().count(9) == LEAST_HEIGHT
    assert set(column.tolist()) == {7, 9}


def test_an_empty_ruler_is_empty() -> None:
    nothing = np.zeros(0, np.int64)
    assert column_of(nothing, nothing, np.zeros(0, np.uint32), 0, 5).tolist() == [0] * 5


def test_a_press_in_the_ruler_goes_there(
    show: Callable[..., TranscriptView], build: Callable[..., OpenTranscript]
) -> None:
    view = show(build([("A", "", [f"Paragraph {number} has words." for number in range(300)])]))
    area = view.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    ruler = view.childAt(view.width() - 5, 300)
    assert ruler is not None
    QTest.mouseClick(ruler, Qt.MouseButton.LeftButton, pos=QPoint(5, 300))
    block = area.cursorForPosition(QPoint(20, 300)).block()
    assert 130 < block.blockNumber() < 170
    assert view.unit_number()[0] == 1
