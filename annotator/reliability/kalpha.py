"""Which interval would the KALPHA macro give?"""

from __future__ import annotations

from itertools import permutations

import numpy as np
from msgspec import Struct

from annotator.reliability.arrays import FloatArray, added_up
from annotator.reliability.metric import mid_ranks, ratio_distance, scaled
from annotator.reliability.ratings import MISSING, Ratings
from annotator.reliability.resampling import Drawn, Resampling, summed_up
from annotator.reliability.result import Interval

DRAWS_PER_CELL = 25


class Coincidences(Struct, frozen=True, eq=False):
    """The coincidence matrix of a study and the distances of its values, both square."""

    counts: FloatArray
    distances: FloatArray
    n_coders: int

    @classmethod
    def of(cls, ratings: Ratings, level: str) -> Coincidences:
        size = len(ratings.values)
        per_pair = ratings.times / np.maximum(ratings.judged_by - 1, 1)
        counts = np.zeros(size * size)
        for first, second in permutations(range(ratings.n_coders), 2):
            said, also = ratings.codes[:, first], ratings.codes[:, second]
            both = (said != MISSING) & (also != MISSING)
            key = said[both].astype(np.int64) * size + also[both]
            counts += added_up(key, per_pair[both], size * size)
        square = counts.reshape(size, size)
        return cls(square, _distances(ratings, level, square.sum(axis=1)), ratings.n_coders)


def kalpha_interval(value: float | None, found: Coincidences, plan: Resampling) -> Interval:
    """Pairs of values drawn as if they were independent, chance held fixed.

    Source: the bootstrap of Hayes and Krippendorff's (2007) KALPHA macro, as re-implemented for
    Stata: M = min(25 per non-zero cell, (coders - 1) N / 2) pairs; values below -1 become -1;
    of the resamples that come out at 1, as many are set to 0 as would hold no variation.
    Sentences inside transcripts are not independent, and for a binary code M stops at 100, so
    this interval hardly narrows with more data. It is offered to compare with published ones.
    """
    if value is None:
        return Interval(None, None, "no value", "KALPHA-compatible", plan.level, seed=plan.seed)
    total = float(found.counts.sum())
    cells = found.counts.ravel()
    cap = DRAWS_PER_CELL * int(np.count_nonzero(cells))
    pairs = min(cap, round((found.n_coders - 1) * total / 2))
    margins = found.counts.sum(axis=1)
    chance = margins @ found.distances @ margins / (total * (total - 1))
    random = np.random.default_rng(plan.seed)
    drawn = random.multinomial(pairs, cells / cells.sum(), size=plan.resamples)
    values = 1.0 - (drawn @ found.distances.ravel()) / (pairs * chance)
    values = np.maximum(values, -1.0)
    _take_out_unvarying(values, found, total, pairs)
    return summed_up(value, values, plan, Drawn("KALPHA-compatible", pairs))


def _take_out_unvarying(values: FloatArray, found: Coincidences, total: float, pairs: int) -> None:
    perfect = np.flatnonzero(values >= 1.0)
    diagonal = np.diag(found.counts)
    if np.count_nonzero(diagonal) == 1:
        count = len(perfect)
    else:
        count = round(len(values) * float(((diagonal / total) ** pairs).sum()))
    values[perfect[:count]] = 0.0


def _distances(ratings: Ratings, level: str, margins: FloatArray) -> FloatArray:
    size = len(ratings.values)
    if level == "nominal":
        return 1.0 - np.eye(size)
    places = mid_ranks(margins) if level == "ordinal" else scaled(ratings.numbers())
    if level == "ratio":
        return ratio_distance(places[:, None], places[None, :])
    return np.asarray((places[:, None] - places[None, :]) ** 2)
