"""How often do coders agree, before anything is taken off for chance?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from annotator.reliability.ratings import (
    MISSING,
    Ratings,
    RatingsLike,
    against_rest,
    of_two,
    read_ratings,
)
from annotator.reliability.result import NEVER_USED, Result
from annotator.reliability.study import Study, ratio, study_of
from annotator.reliability.sums import by_cluster, equal_pairs, weighted_pairs
from annotator.reliability.weights import Weights, is_identity, weight_matrix, weight_name

if TYPE_CHECKING:
    from annotator.reliability.arrays import FloatArray, Statistic
    from annotator.reliability.resampling import Labels, Resampling


def percent_agreement(
    ratings: RatingsLike,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
    documents: Labels | None = None,
    parts: Labels | None = None,
    resampling: Resampling | None = None,
) -> Result:
    """The mean over units of the share of pairs of coders who agree, from 0 to 1.

    Source: Gwet, Handbook of Inter-Rater Reliability, observed agreement with missing ratings;
    without missing values the mean of the pairwise percentages.
    Shape: units, each with one value per coder. Missing: a unit needs two values, else it is
    dropped and counted. None: fewer than two coders, or no unit judged by two.
    """
    study = study_of(
        ratings, categories=categories, ordered=_by_size(weights, categories),
        documents=documents, parts=parts, resampling=resampling,
    )  # fmt: skip
    shares = agreement_sums(study, weights)

    def statistic(weights: FloatArray) -> FloatArray:
        return observed_agreement(weights @ shares)

    value = study.value(statistic)
    return study.result(
        "percent_agreement", value, observed=value, interval=study.interval(value, statistic),
        settings=(("counted", "mean pairwise"), ("weights", weight_name(weights))),
    )  # fmt: skip


def all_agree(
    ratings: RatingsLike,
    *,
    documents: Labels | None = None,
    parts: Labels | None = None,
    resampling: Resampling | None = None,
) -> Result:
    """The share of units on which all coders who judged it gave one and the same value.

    Source: plain counting ("agreement" of R tidycomm and irr). Shape, missing and None: as in
    `percent_agreement`.
    """
    study = study_of(ratings, documents=documents, parts=parts, resampling=resampling)
    judged = study.judged_by
    unanimous = (equal_pairs(study.ratings) == judged * (judged - 1)) * study.shared
    sums = by_cluster(study.ratings, unanimous, study.shared)
    statistic = _share(sums)
    value = study.value(statistic)
    return study.result(
        "all_agree", value, observed=value, interval=study.interval(value, statistic)
    )


def positive_agreement(
    ratings: RatingsLike,
    *,
    category: Hashable = 1,
    documents: Labels | None = None,
    parts: Labels | None = None,
    resampling: Resampling | None = None,
) -> Result:
    """Of the decisions for a value, the share that another coder of the unit made as well.

    Source: specific agreement, 2 n11 / (2 n11 + n10 + n01) for two coders; for more, pairs of
    decisions are pooled: sum s (s - 1) / sum s (m - 1), s of m coders chose the value.
    Shape and missing: as in `percent_agreement`. None: also where nobody chose the value in a
    unit judged by two coders.
    """
    return _specific(
        "positive_agreement", ratings, category,
        documents=documents, parts=parts, resampling=resampling,
    )  # fmt: skip


def negative_agreement(
    ratings: RatingsLike,
    *,
    category: Hashable = 0,
    documents: Labels | None = None,
    parts: Labels | None = None,
    resampling: Resampling | None = None,
) -> Result:
    """The same for zeros: 2 n00 / (2 n00 + n10 + n01) for two coders; see `positive_agreement`."""
    return _specific(
        "negative_agreement", ratings, category,
        documents=documents, parts=parts, resampling=resampling,
    )  # fmt: skip


def holsti(ratings: RatingsLike) -> Result:
    """2 M / (N1 + N2): twice the joint decisions over all decisions of both coders.

    Source: Holsti (1969). Shape: units, each with one value per coder. Missing: a decision that
    the other coder did not make counts in N1 or N2 only, so missing values lower it; without
    any it equals percent agreement. More than two coders: the mean over the pairs that made
    decisions. None: fewer than two coders, or no decision at all.
    """
    study = study_of(ratings)
    table = study.ratings
    found = [
        _holsti_of_pair(table, first, second)
        for first, second in combinations(range(table.n_coders), 2)
    ]
    defined = [value for value in found if value is not None]
    value = float(np.mean(defined)) if defined else None
    return study.result(
        "holsti", value, observed=value, n_units=float(table.times[table.judged_by > 0].sum()),
        n_dropped=0, n_values=float((table.judged_by * table.times).sum()),
        reason="no decision at all",
    )  # fmt: skip


def same_values(ratings: RatingsLike, first: int, second: int) -> Result:
    """Percent agreement of two of the coders, by their places in each unit (from 0)."""
    table = read_ratings(ratings)
    return percent_agreement(of_two(table, first, second))


def agreement_sums(study: Study, weights: Weights) -> FloatArray:
    """Shape (clusters, 2): agreement of the shared units added up, and their number."""
    table, judged = study.ratings, study.judged_by
    if is_identity(weights):
        pairs = equal_pairs(table)
    else:
        pairs = weighted_pairs(table, weight_matrix(weights, table.values))
    return by_cluster(table, pairs / np.maximum(judged * (judged - 1), 1.0), study.shared)


def observed_agreement(sums: FloatArray) -> FloatArray:
    """Shape (resamples,) from sums of shape (resamples, 2) as `agreement_sums` makes them."""
    return ratio(sums[:, 0], sums[:, 1])


def _share(sums: FloatArray) -> Statistic:
    def statistic(weights: FloatArray) -> FloatArray:
        return observed_agreement(weights @ sums)

    return statistic


def _specific(
    name: str,
    ratings: RatingsLike,
    category: Hashable,
    *,
    documents: Labels | None,
    parts: Labels | None,
    resampling: Resampling | None,
) -> Result:
    table = read_ratings(ratings)
    if category in table.values:
        table = against_rest(table, category)
        study = study_of(table, documents=documents, parts=parts, resampling=resampling)
        chose = (study.ratings.codes == 1).sum(axis=1).astype(np.float64)
    else:
        study = study_of(table, documents=documents, parts=parts, resampling=resampling)
        chose = np.zeros(len(study.ratings.codes))
    others = study.judged_by - 1
    sums = by_cluster(study.ratings, chose * (chose - 1), chose * others * study.shared)
    statistic = _share(sums)
    value = study.value(statistic)
    return study.result(
        name, value, observed=value, interval=study.interval(value, statistic),
        reason=NEVER_USED, settings=(("category", str(category)),),
    )  # fmt: skip


def _holsti_of_pair(table: Ratings, first: int, second: int) -> float | None:
    said, also = table.codes[:, first], table.codes[:, second]
    joint = table.times[(said == also) & (said != MISSING)].sum()
    made = table.times[said != MISSING].sum() + table.times[also != MISSING].sum()
    return float(2 * joint / made) if made else None


def _by_size(weights: Weights, categories: Sequence[Hashable] | None) -> bool:
    """Whether the values must be put in order of size, because the weights depend on it."""
    return categories is None and not is_identity(weights)
