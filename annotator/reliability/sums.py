"""What is counted per row and per cluster, so that a resample is only a weighted sum?"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from msgspec import Struct

from annotator.reliability.arrays import FloatArray, added_up
from annotator.reliability.ratings import MISSING, Ratings

PAIR_PASSES_AT_MOST = 66
"""Up to twelve coders, equal pairs are found coder by coder; above, by sorting."""
DENSE_AT_MOST = 30_000_000
"""Cells of a table of clusters by values that is kept whole."""


def equal_pairs(ratings: Ratings) -> FloatArray:
    """Shape (rows,): ordered pairs of coders who gave the unit the same value."""
    if ratings.n_coders * (ratings.n_coders - 1) // 2 > PAIR_PASSES_AT_MOST:
        return _equal_pairs_by_sorting(ratings)
    found = np.zeros(len(ratings.codes))
    columns = np.ascontiguousarray(ratings.codes.T)
    for first, second in combinations(range(ratings.n_coders), 2):
        found += (columns[first] == columns[second]) & (columns[first] != MISSING)
    return 2.0 * found


def weighted_pairs(ratings: Ratings, weights: FloatArray) -> FloatArray:
    """Shape (rows,): the weight w[k, l] of every ordered pair of coders, added up."""
    found = np.zeros(len(ratings.codes))
    both_ways = np.zeros((len(weights) + 1, len(weights) + 1))
    both_ways[:-1, :-1] = weights + weights.T
    for first, second in combinations(range(ratings.n_coders), 2):
        # position -1, a missing value, meets the row and column of zeros at the end
        found += both_ways[ratings.codes[:, first], ratings.codes[:, second]]
    return found


def squared_pairs(ratings: Ratings, numbers: FloatArray) -> FloatArray:
    """Shape (rows,): (v - w) squared over every ordered pair of coders of the unit."""
    said = np.append(numbers, 0.0)[ratings.codes]
    judged = ratings.codes != MISSING
    count = np.count_nonzero(judged, axis=1)
    mean = said.sum(axis=1) / np.maximum(count, 1)
    apart = np.where(judged, said - mean[:, None], 0.0)
    return np.asarray(2.0 * count * (apart**2).sum(axis=1))


class Margins(Struct, frozen=True, eq=False):
    """How often each value was given, for any weighting of the clusters.

    `row_weights`, shape (rows,), is what one decision of the row counts; 0 leaves it out.
    """

    ratings: Ratings
    row_weights: FloatArray
    per_cluster: FloatArray | None

    @classmethod
    def of(cls, ratings: Ratings, row_weights: FloatArray) -> Margins:
        size = len(ratings.values)
        if ratings.n_clusters * size > DENSE_AT_MOST:
            return cls(ratings, row_weights, None)
        table = np.zeros(ratings.n_clusters * size)
        for coder in range(ratings.n_coders):
            table += _counted(ratings, coder, row_weights, by_cluster=True)
        return cls(ratings, row_weights, table.reshape(ratings.n_clusters, size))

    def at(self, weights: FloatArray) -> FloatArray:
        """Shape (resamples, values) for weights of shape (resamples, clusters)."""
        if self.per_cluster is not None:
            return weights @ self.per_cluster
        return np.stack([self._sparse(row) for row in weights])

    def _sparse(self, weights: FloatArray) -> FloatArray:
        row_weights = self.row_weights * weights[self.ratings.cluster]
        found = np.zeros(len(self.ratings.values))
        for coder in range(self.ratings.n_coders):
            found += _counted(self.ratings, coder, row_weights, by_cluster=False)
        return found


def coder_margins(ratings: Ratings) -> FloatArray:
    """Shape (clusters, coders, values): how often each coder gave each value."""
    size = len(ratings.values)
    tables = [
        _counted(ratings, coder, ratings.times, by_cluster=True).reshape(-1, size)
        for coder in range(ratings.n_coders)
    ]
    return np.stack(tables, axis=1) if tables else np.zeros((ratings.n_clusters, 0, size))


def by_cluster(ratings: Ratings, *per_row: FloatArray) -> FloatArray:
    """Shape (clusters, quantities): each quantity, times how often its row occurs, added up."""
    return np.stack(
        [added_up(ratings.cluster, row * ratings.times, ratings.n_clusters) for row in per_row],
        axis=1,
    )


def _counted(
    ratings: Ratings, coder: int, row_weights: FloatArray, *, by_cluster: bool
) -> FloatArray:
    size = len(ratings.values)
    said = ratings.codes[:, coder]
    there = said != MISSING
    key = said[there].astype(np.int64)
    if by_cluster:
        key += ratings.cluster[there] * size
    cells = ratings.n_clusters * size if by_cluster else size
    return added_up(key, row_weights[there], cells)


def _equal_pairs_by_sorting(ratings: Ratings) -> FloatArray:
    rows, coders = np.nonzero(ratings.codes != MISSING)
    key = rows * len(ratings.values) + ratings.codes[rows, coders]
    cells, counts = np.unique(key, return_counts=True)
    pairs = counts * (counts - 1.0)
    return added_up(cells // max(len(ratings.values), 1), pairs, len(ratings.codes))
