"""Which passage of one coder is the same as which of another, and how many have a counterpart?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations
from statistics import fmean

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import UserError
from annotator.reliability.arrays import BoolArray, IntArray, among, distinct
from annotator.reliability.continua import Continua
from annotator.reliability.continuum import (
    CoderSpans,
    Continuum,
    PackedSpans,
    SpansLike,
    packed,
    texts_of,
)
from annotator.reliability.result import NEEDS_TWO_CODERS, NOTHING_CODED, ONE_CATEGORY, Result

NOTHING_IN_REFERENCE = "the reference has no passage"
NOTHING_FOUND = "the coder compared with the reference has no passage"


class SpanPair(Struct, frozen=True):
    """Two passages of one value that were taken for the same one."""

    text: int
    value: Hashable
    first: tuple[int, int]
    second: tuple[int, int]


class SpanScores(Struct, frozen=True):
    """How the passages of one coder stand to those of a reference."""

    precision: Result
    recall: Result
    f1: Result
    pairs: tuple[SpanPair, ...]


def span_scores(
    reference: CoderSpans, found: CoderSpans, length: int, *, at_least: float | None = None
) -> SpanScores:
    """Precision, recall and F1 of one coder's passages against a reference, in one text.

    Source: plain counting, one to one: the most pairs, then the most overlap. Without
    `at_least` a pair has one value, begin and end; with it one value and intersection / union
    of at least so much (over 0, up to 1). Not corrected for chance.
    Shape: spans (start, end, value). A coder's overlapping spans of one value are merged.
    None: precision where the coder, recall where the reference, F1 where neither has a passage.
    """
    spans = packed([Continuum([reference, found], length)])
    tracks = spans.of_track(0), spans.of_track(1)
    counted = _counted(spans, *tracks, _checked(at_least))
    settings = _settings(at_least)
    one, two = counted.n_first, counted.n_second
    parts = (
        ("precision", two, NOTHING_FOUND), ("recall", one, NOTHING_IN_REFERENCE),
    )  # fmt: skip
    precision, recall = (
        Result(
            f"span_{name}", counted.n_pairs / made if made else None, "" if made else reason,
            n_coders=2, n_units=length, n_values=made, settings=settings,
        )
        for name, made, reason in parts
    )  # fmt: skip
    f1 = Result(
        "span_f1", counted.f1, "" if one + two else NOTHING_CODED, n_coders=2, n_units=length,
        n_values=one + two, settings=settings,
    )  # fmt: skip
    return SpanScores(precision, recall, f1, tuple(_as_pairs(spans, counted)))


def span_f1(
    spans: SpansLike,
    length: int | None = None,
    *,
    at_least: float | None = None,
) -> Result:
    """2 TP / (2 TP + FP + FN) of passages; with several coders the mean over their pairs.

    Source: Dice's coefficient, for spans the same as Holsti's; see `span_scores` for matching.
    Symmetric for two coders. Shape: per coder spans (start, end, value) and the length of the
    text, or several texts as `Continuum`, counts of a pair of coders added up over texts.
    Missing: texts count for the coders given with them. None: fewer than two coders, or no
    pair that coded anything.
    """
    [found] = span_f1_at(texts_of(spans, length), (at_least,))
    return found


def span_f1_at(
    texts: Sequence[Continuum] | Continua, thresholds: Sequence[float | None]
) -> list[Result]:
    """`span_f1` at several thresholds, the texts read once."""
    columns = texts if isinstance(texts, Continua) else Continua.of(texts)
    spans = columns.packed()
    pairs = [_of_pair(columns, spans, *pair) for pair in _pairs_of_coders(columns)]
    return [_f1(spans, pairs, _checked(at_least)) for at_least in thresholds]


_Pair = tuple[IntArray, IntArray]
"""The places of the spans of two coders in texts that both read."""


def _pairs_of_coders(texts: Continua) -> Iterator[tuple[int, int]]:
    """Coders who have read a text together."""
    together = texts.read.T.astype(np.int64) @ texts.read
    for first, second in combinations(range(len(texts.names)), 2):
        if together[first, second]:
            yield first, second


def _of_pair(texts: Continua, spans: PackedSpans, first: int, second: int) -> _Pair:
    """All texts at once: they lie end to end, so that spans of different texts never meet."""
    read = texts.read[texts.shared]
    by_both: BoolArray = read[:, first] & read[:, second]
    text, coder = (place[spans.track] for place in np.nonzero(read))
    mine, theirs = (np.flatnonzero(by_both[text] & (coder == who)) for who in (first, second))
    return mine, theirs


def _f1(spans: PackedSpans, pairs: Sequence[_Pair], at_least: float | None) -> Result:
    counted = [_counted(spans, one, two, at_least).f1 for one, two in pairs]
    values = [value for value in counted if value is not None]
    reason = "" if values else NOTHING_CODED if pairs else NEEDS_TWO_CODERS
    return Result(
        "span_f1", fmean(values) if values else None, reason,
        n_coders=spans.n_coders, n_units=spans.length,
        n_dropped=spans.dropped_length, n_values=len(spans.starts),
        settings=_settings(at_least),
    )  # fmt: skip


def segment_agreement(
    spans: SpansLike,
    length: int | None = None,
    *,
    at_least: float = 0.9,
    n_codes: int | None = None,
) -> Result:
    """The share of passages that have a counterpart overlapping by at least so much.

    Source: "segment agreement at >= X %" in the manner of MAXQDA; overlap is intersection /
    union, because intersection over the shorter rewards tiny passages. With `n_codes` it is
    corrected for chance after Brennan and Prediger with p_e = 1 / n_codes.
    Shape, missing and None: as in `span_f1`; None also for fewer than two codes.
    """
    plain = span_f1(spans, length, at_least=at_least)
    found = replace(plain, coefficient="segment_agreement", observed=plain.value)
    if n_codes is None or found.value is None:
        return found
    if n_codes < 2:
        return replace(found, value=None, reason=ONE_CATEGORY)
    chance = 1 / n_codes
    value = (found.value - chance) / (1 - chance)
    settings = (*found.settings, ("codes", str(n_codes)))
    return replace(found, value=value, expected=chance, settings=settings)


class _Counted(Struct, frozen=True, eq=False):
    """Passages of two tracks, and the places of those that were paired."""

    n_first: int
    n_second: int
    first: IntArray
    second: IntArray

    @property
    def n_pairs(self) -> int:
        return len(self.first)

    @property
    def f1(self) -> float | None:
        made = self.n_first + self.n_second
        return 2 * self.n_pairs / made if made else None


def _counted(spans: PackedSpans, one: IntArray, two: IntArray, at_least: float | None) -> _Counted:
    mine, theirs = [], []
    for value in _common(spans.values[one], spans.values[two]).tolist():
        own, other = one[spans.values[one] == value], two[spans.values[two] == value]
        for at, and_at in _matched(spans, own, other, at_least):
            mine.append(own[at])
            theirs.append(other[and_at])
    return _Counted(len(one), len(two), np.array(mine, np.int64), np.array(theirs, np.int64))


def _common(one: IntArray, two: IntArray) -> IntArray:
    values = distinct(one)
    return values[among(values, two)]


def _matched(
    spans: PackedSpans, own: IntArray, other: IntArray, at_least: float | None
) -> Sequence[tuple[int, int]]:
    """The best one-to-one matching of two rows of disjoint spans, as pairs of places.

    Overlaps of two disjoint rows never cross. In order of both rows, the pairs that exclude one
    pair stand right before it, so the best choice is found from left to right.
    """
    mine, theirs, overlap = _overlapping(spans, own, other, at_least)
    if not len(mine):
        return []
    same_mine, same_theirs = np.searchsorted(mine, mine), np.searchsorted(theirs, theirs)
    free = np.minimum(same_mine, same_theirs).tolist()
    amounts = overlap.tolist()
    best = [(0, 0)]
    for place, before in enumerate(free):
        pairs, amount = best[before]
        best.append(max(best[-1], (pairs + 1, amount + amounts[place])))
    chosen, place = [], len(free)
    while place:
        if best[place] == best[place - 1]:
            place -= 1
        else:
            chosen.append((int(mine[place - 1]), int(theirs[place - 1])))
            place = free[place - 1]
    return chosen[::-1]


def _overlapping(
    spans: PackedSpans, own: IntArray, other: IntArray, at_least: float | None
) -> tuple[IntArray, IntArray, IntArray]:
    """Pairs of places whose spans are alike enough, and the lengths of their intersections."""
    starts, ends = spans.starts[own], spans.ends[own]
    begins, stops = spans.starts[other], spans.ends[other]
    first = np.searchsorted(stops, starts, side="right")
    met = np.searchsorted(begins, ends, side="left") - first
    mine = np.repeat(np.arange(len(own)), met)
    theirs = np.arange(len(mine)) - np.repeat(np.cumsum(met) - met, met) + first[mine]
    common = np.minimum(ends[mine], stops[theirs]) - np.maximum(starts[mine], begins[theirs])
    joint = np.maximum(ends[mine], stops[theirs]) - np.minimum(starts[mine], begins[theirs])
    # 9 of 10 characters are at least 0.9 also in binary fractions
    kept = common >= joint * (1.0 if at_least is None else at_least) - 1e-9
    return mine[kept], theirs[kept], common[kept]


def _as_pairs(spans: PackedSpans, counted: _Counted) -> Iterator[SpanPair]:
    for one, two in zip(counted.first, counted.second, strict=True):
        yield SpanPair(
            0, spans.names[int(spans.values[one])],
            (int(spans.starts[one]), int(spans.ends[one])),
            (int(spans.starts[two]), int(spans.ends[two])),
        )  # fmt: skip


def _checked(at_least: float | None) -> float | None:
    if at_least is not None and not 0 < at_least <= 1:
        raise UserError("The least overlap lies over 0 and is at most 1.")
    return at_least


def _settings(at_least: float | None) -> tuple[tuple[str, str], ...]:
    wanted = "exact" if at_least is None else f"intersection / union at least {at_least:g}"
    return (("match", wanted),)
