"""Are passages paired one to one in the best way there is, and segments compared as described?"""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from annotator.reliability import (
    Continuum,
    boundaries_of,
    boundary_similarity,
    pk,
    segment_agreement,
    span_f1,
    span_scores,
    windowdiff,
)

Spans = list[tuple[int, int]]


def random_spans(chance: random.Random) -> Spans:
    spans, at = [], chance.randrange(4)
    for _ in range(chance.randrange(6)):
        end = at + chance.randrange(1, 7)
        spans.append((at, end))
        at = end + chance.randrange(1, 4)
    return spans


def best_by_trying(one: Spans, two: Spans, at_least: float) -> tuple[int, int]:
    """The most pairs, then the most overlap, over all ways to pair."""
    if len(one) > len(two):
        one, two = two, one
    best = (0, 0)
    for choice in permutations(two, len(one)):
        overlaps = [common for a, b in zip(one, choice, strict=True)
                    if (common := alike(a, b, at_least))]  # fmt: skip
        best = max(best, (len(overlaps), sum(overlaps)))
    return best


def alike(a: tuple[int, int], b: tuple[int, int], at_least: float) -> int:
    common = min(a[1], b[1]) - max(a[0], b[0])
    joint = max(a[1], b[1]) - min(a[0], b[0])
    return common if common > 0 and common >= joint * at_least - 1e-9 else 0


@pytest.mark.parametrize("seed", range(100))
def test_the_matching_is_the_best_there_is(seed: int) -> None:
    chance = random.Random(seed)
    one, two = random_spans(chance), random_spans(chance)
    for at_least in (0.05, 0.3, 0.6):
        pairs = span_scores(one, two, 60, at_least=at_least).pairs
        overlap = sum(alike(pair.first, pair.second, at_least) for pair in pairs)
        assert (len(pairs), overlap) == best_by_trying(one, two, at_least)
        assert len({pair.first for pair in pairs}) == len({pair.second for pair in pairs})


def test_precision_recall_and_f1() -> None:
    reference = [(0, 10, "x"), (20, 30, "x"), (40, 50, "y")]
    found = [(0, 10, "x"), (21, 30, "x")]
    exact = span_scores(reference, found, 60)
    assert exact.precision.value == pytest.approx(1 / 2)
    assert exact.recall.value == pytest.approx(1 / 3)
    assert exact.f1.value == pytest.approx(2 / 5)
    assert span_scores(reference, found, 60, at_least=0.9).f1.value == pytest.approx(4 / 5)
    assert span_scores(reference, [], 60).precision.value is None
    assert span_scores([], [], 60).f1.reason == "nobody coded anything"


def test_equal_passages_with_other_codes_are_not_the_same() -> None:
    assert span_f1([[(0, 9, "x")], [(0, 9, "y")]], 20).value == 0


def test_texts_with_different_coders_are_added_up_pair_by_pair() -> None:
    texts = [
        Continuum([[(0, 5, "x")], [(0, 5, "x")]], 10, names=("a", "b")),
        Continuum([[(0, 5, "x")], [(1, 5, "x")]], 10, names=("b", "a")),
        Continuum([[(0, 5, "x")], []], 10, names=("a", "c")),
    ]
    assert span_f1(texts).value == pytest.approx((0.5 + 0) / 2)


def test_segment_agreement_corrected_for_chance() -> None:
    coders = [[(0, 100, "x"), (200, 300, "y")], [(5, 100, "x"), (240, 300, "y")]]
    plain = segment_agreement(coders, 400, at_least=0.9)
    assert plain.value == pytest.approx(0.5)
    assert segment_agreement(coders, 400, n_codes=4).value == pytest.approx((0.5 - 0.25) / 0.75)


def test_boundaries() -> None:
    assert boundaries_of([2, 3]) == [False, True, False, False, False]
    near = boundary_similarity(boundaries_of([5, 5, 5]), boundaries_of([4, 6, 5]))
    assert near.value == pytest.approx(1 - (1 / 2) / 2)
    far = boundary_similarity(boundaries_of([5, 5]), boundaries_of([2, 8]))
    assert far.value == 0
    wide = boundary_similarity(boundaries_of([5, 5]), boundaries_of([3, 7]), n_t=4)
    assert wide.value == pytest.approx(1 - 2 / 4)
    assert boundary_similarity([0, 0], [0, 0]).reason == "nobody set a boundary"


def test_windows_need_a_reference_and_a_text_long_enough() -> None:
    assert pk([0, 0, 0], [1, 0, 0]).value is None
    assert windowdiff([0, 1], [0, 1], k=5).reason == "the text is shorter than the window"
    assert pk([0, 1, 0, 1], [0, 1, 0, 1]).value == 0
