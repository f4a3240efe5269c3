"""How much text did coders cover, alone and together, in each segment?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from annotator.reliability.continuum import PackedSpans, by_segment

if TYPE_CHECKING:
    from annotator.reliability.arrays import FloatArray, IntArray


def covered(starts: IntArray, ends: IntArray, segment_start: IntArray) -> tuple[IntArray, IntArray]:
    """Per segment, the integrals of s and of s squared, s = how many spans cover a position.

    One sort of all begins, ends and cuts: each is a number whose last two bits say which it is.
    """
    events = np.concatenate([starts << 2, (ends << 2) | 1, (segment_start << 2) | 2])
    events.sort()
    kind = events & 3
    depth = np.cumsum(np.where(kind == 2, 0, 1 - 2 * kind))[:-1]
    lengths = np.diff(events >> 2)
    once = np.concatenate(([0], np.cumsum(depth * lengths)))
    squared = np.concatenate(([0], np.cumsum(depth * depth * lengths)))
    at = np.searchsorted(events, segment_start << 2)
    return np.diff(once[at]), np.diff(squared[at])


def squared_lengths(spans: PackedSpans) -> FloatArray:
    """Per segment, the squared lengths of the spans that begin in it."""
    return by_segment(spans, spans.starts, (spans.ends - spans.starts) ** 2)


def covered_by_value(spans: PackedSpans) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Shape (segments, values) each: integrals of s and s squared, and squared lengths."""
    size = len(spans.names)
    once, twice, squared = (np.zeros((spans.n_segments, size)) for _ in range(3))
    for value in range(size):
        own = spans.values == value
        starts, ends = spans.starts[own], spans.ends[own]
        once[:, value], twice[:, value] = covered(starts, ends, spans.segment_start)
        squared[:, value] = by_segment(spans, starts, (ends - starts) ** 2)
    return once, twice, squared


def met_by_value(spans: PackedSpans) -> FloatArray:
    """Shape (segments, values): integral of r s, r spans of the value among s of any value."""
    met = np.zeros((spans.n_segments, len(spans.names)))
    until = _Until(spans.starts, spans.ends)
    for value in range(len(spans.names)):
        own = spans.values == value
        starts, ends = _cut(spans.starts[own], spans.ends[own], spans.segment_start)
        met[:, value] = by_segment(spans, starts, until(ends) - until(starts))
    return met


def squares_met_by_value(spans: PackedSpans) -> FloatArray:
    """Shape (segments, values): for each span and each other coder of its text, how much of it
    that coder covered, squared.
    """
    met = np.zeros((spans.n_segments, len(spans.names)))
    text_of_track = np.repeat(np.arange(len(spans.coders_of_text)), spans.coders_of_text)
    first_track = np.concatenate(([0], np.cumsum(spans.coders_of_text)))
    by_track = [spans.of_track(track) for track in range(len(text_of_track))]
    for track, text in enumerate(text_of_track):
        other = by_track[track]
        until = _Until(spans.starts[other], spans.ends[other])
        for own_track in range(first_track[text], first_track[text + 1]):
            if own_track == track:
                continue
            own = by_track[own_track]
            amount = until(spans.ends[own]) - until(spans.starts[own])
            cell = spans.segment_of(spans.starts[own]) * len(spans.names) + spans.values[own]
            np.add.at(met.reshape(-1), cell, amount.astype(np.float64) ** 2)
    return met


class _Until:
    """The integral of s from the beginning up to any position."""

    def __init__(self, starts: IntArray, ends: IntArray) -> None:
        self._starts, self._ends = np.sort(starts), np.sort(ends)
        self._before_start = np.concatenate(([0], np.cumsum(self._starts)))
        self._before_end = np.concatenate(([0], np.cumsum(self._ends)))

    def __call__(self, positions: IntArray) -> IntArray:
        begun = np.searchsorted(self._starts, positions)
        over = np.searchsorted(self._ends, positions)
        opened = begun * positions - self._before_start[begun]
        closed = over * positions - self._before_end[over]
        return np.asarray(opened - closed, dtype=np.int64)


def _cut(starts: IntArray, ends: IntArray, cuts: IntArray) -> tuple[IntArray, IntArray]:
    """Spans cut wherever a segment begins inside them."""
    first = np.searchsorted(cuts, starts, side="right")
    last = np.searchsorted(cuts, ends, side="left")
    pieces = last - first + 1
    if (pieces == 1).all():
        return starts, ends
    owner = np.repeat(np.arange(len(starts)), pieces)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    at = first[owner] + within
    begins = np.where(within == 0, starts[owner], cuts[np.maximum(at - 1, 0)])
    stops = np.where(within == pieces[owner] - 1, ends[owner], cuts[np.minimum(at, len(cuts) - 1)])
    return begins, stops
