"""How far do values lie apart at each level of measurement, in a study and in its resamples?"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING, Protocol

import numpy as np

from annotator.reliability.ratings import MISSING, Ratings
from annotator.reliability.sums import Margins, by_cluster, equal_pairs, squared_pairs

if TYPE_CHECKING:
    from annotator.reliability.arrays import BoolArray, FloatArray

PLACES_AT_ONCE = 2_000_000


class Disagreement(Protocol):
    """The parts of alpha for weights of shape (resamples, clusters); answers (resamples,)."""

    def count(self, drawn: FloatArray) -> FloatArray:
        """N, the values that can be paired."""

    def observed(self, drawn: FloatArray) -> FloatArray:
        """The sum of o_ck d_ck over the coincidences within units."""

    def expected(self, drawn: FloatArray) -> FloatArray:
        """The sum of n_c n_k d_ck over all values."""

    def varies(self, drawn: FloatArray) -> BoolArray:
        """Whether more than one value occurs."""


def disagreement_of(ratings: Ratings, level: str) -> Disagreement:
    """The parts of alpha at one level; UserError where it needs numbers and has none."""
    if level == "nominal":
        return _Nominal(ratings)
    if level == "ordinal":
        return _Ordinal(ratings)
    numbers = scaled(ratings.numbers())
    return _Interval(ratings, numbers) if level == "interval" else _Ratio(ratings, numbers)


def scaled(numbers: FloatArray) -> FloatArray:
    """The numbers divided by the largest, so that no square overflows; alpha stays the same."""
    largest = float(np.abs(numbers).max(initial=0.0))
    return numbers / largest if largest > 0 else numbers


def ratio_distance(first: FloatArray, second: FloatArray) -> FloatArray:
    """((c - k) / (c + k)) squared, 0 where c + k is 0."""
    total = first + second
    share = np.where(total != 0, (first - second) / np.where(total != 0, total, 1.0), 0.0)
    return np.asarray(share**2)


def mid_ranks(counts: FloatArray) -> FloatArray:
    """The mean rank of each value among all, counted from the middle; shape of `counts`.

    The ordinal distance of two values is the squared difference of these:
    sum_{g=c..k} n_g - (n_c + n_k) / 2.
    """
    above = np.cumsum(counts, axis=-1) - counts / 2
    return np.asarray(above - counts.sum(axis=-1, keepdims=True) / 2)


class _Counted:
    """What all levels share: the values that can be paired, by cluster."""

    def __init__(self, ratings: Ratings) -> None:
        judged = ratings.judged_by.astype(np.float64)
        self.ratings = ratings
        self.shared = (judged >= 2).astype(np.float64)
        self.per_pair = self.shared / np.maximum(judged - 1, 1.0)
        self.judged = judged
        self.margins = Margins.of(ratings, ratings.times * self.shared)

    def count(self, drawn: FloatArray) -> FloatArray:
        return np.asarray(self.margins.at(drawn).sum(axis=1))

    def varies(self, drawn: FloatArray) -> BoolArray:
        return np.asarray(np.count_nonzero(self.margins.at(drawn) > 0, axis=1) > 1)


class _Nominal(_Counted):
    def __init__(self, ratings: Ratings) -> None:
        super().__init__(ratings)
        unequal = self.judged * (self.judged - 1) - equal_pairs(ratings)
        self._observed = by_cluster(ratings, unequal * self.per_pair)[:, 0]

    def observed(self, drawn: FloatArray) -> FloatArray:
        return drawn @ self._observed

    def expected(self, drawn: FloatArray) -> FloatArray:
        counts = self.margins.at(drawn)
        return np.asarray((counts * (counts.sum(axis=1, keepdims=True) - counts)).sum(axis=1))


class _Ordinal(_Counted):
    """Ranks depend on the values drawn, so each resample measures its units anew."""

    def observed(self, drawn: FloatArray) -> FloatArray:
        ranks = mid_ranks(self.margins.at(drawn))
        weights = self.ratings.times * self.per_pair
        found = [
            (squared_pairs(self.ratings, own) * weights * row[self.ratings.cluster]).sum()
            for own, row in zip(ranks, drawn, strict=True)
        ]
        return np.array(found)

    def expected(self, drawn: FloatArray) -> FloatArray:
        counts = self.margins.at(drawn)
        ranks = mid_ranks(counts)
        return np.asarray(2 * counts.sum(axis=1) * (counts * ranks**2).sum(axis=1))


class _Interval(_Counted):
    def __init__(self, ratings: Ratings, numbers: FloatArray) -> None:
        super().__init__(ratings)
        self._numbers = scaled(numbers - _mean(self.margins, numbers))
        distance = squared_pairs(ratings, self._numbers) * self.per_pair
        self._observed = by_cluster(ratings, distance)[:, 0]

    def observed(self, drawn: FloatArray) -> FloatArray:
        return drawn @ self._observed

    def expected(self, drawn: FloatArray) -> FloatArray:
        counts = self.margins.at(drawn)
        total = counts.sum(axis=1)
        mean = (counts @ self._numbers) / np.maximum(total, 1e-300)
        apart = self._numbers[None, :] - mean[:, None]
        return np.asarray(2 * total * (counts * apart**2).sum(axis=1))


class _Ratio(_Counted):
    def __init__(self, ratings: Ratings, numbers: FloatArray) -> None:
        super().__init__(ratings)
        self._numbers = numbers
        distance = _pairs_apart(ratings, numbers, ratio_distance) * self.per_pair
        self._observed = by_cluster(ratings, distance)[:, 0]

    def observed(self, drawn: FloatArray) -> FloatArray:
        return drawn @ self._observed

    def expected(self, drawn: FloatArray) -> FloatArray:
        counts = self.margins.at(drawn)
        found = np.zeros(len(drawn))
        at_once = max(1, PLACES_AT_ONCE // max(len(self._numbers), 1))
        for start in range(0, len(self._numbers), at_once):
            block = slice(start, start + at_once)
            apart = ratio_distance(self._numbers[block, None], self._numbers[None, :])
            found += ((counts[:, block] @ apart) * counts).sum(axis=1)
        return found


def _mean(margins: Margins, numbers: FloatArray) -> float:
    counts = margins.at(np.ones((1, margins.ratings.n_clusters)))[0]
    return float((counts * numbers).sum() / max(counts.sum(), 1.0))


def _pairs_apart(
    ratings: Ratings,
    numbers: FloatArray,
    distance: Callable[[FloatArray, FloatArray], FloatArray],
) -> FloatArray:
    """Shape (rows,): the distance of every ordered pair of coders of the unit, added up."""
    said = np.append(numbers, 0.0)[ratings.codes]
    there = ratings.codes != MISSING
    found = np.zeros(len(ratings.codes))
    for first, second in combinations(range(ratings.n_coders), 2):
        both = there[:, first] & there[:, second]
        found += np.where(both, 2 * distance(said[:, first], said[:, second]), 0.0)
    return found
