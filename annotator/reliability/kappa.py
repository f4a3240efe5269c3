"""How well do coders agree beyond chance, where chance is each coder's own habit?"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from annotator.errors import UserError
from annotator.reliability.agreement import agreement_sums, observed_agreement
from annotator.reliability.ratings import MISSING, Ratings, RatingsLike, of_two, read_ratings
from annotator.reliability.result import NO_VARIATION, Result
from annotator.reliability.study import Study, beyond_chance, ratio, study_of
from annotator.reliability.sums import by_cluster, coder_margins
from annotator.reliability.weights import Weights, is_identity, weight_matrix, weight_name

if TYPE_CHECKING:
    from annotator.reliability.arrays import FloatArray, Statistic
    from annotator.reliability.resampling import Labels, Resampling


def cohen_kappa(
    ratings: RatingsLike,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
    documents: Labels | None = None,
    parts: Labels | None = None,
    resampling: Resampling | None = None,
) -> Result:
    """Cohen's kappa of two coders, with weights if wanted, and its large-sample error.

    Source: Cohen (1960, 1968); error after Fleiss, Cohen and Everitt (1969). Shape: units, each
    with two values. `categories` gives the order of the values for weights. Missing: a unit
    needs both values, else it is dropped and counted. None: no unit judged by both, or both
    coders used one and the same value everywhere (agreement by chance is then 1).
    """
    study = study_of(
        ratings, categories=categories,
        ordered=categories is None and not is_identity(weights),
        documents=documents, parts=parts, resampling=resampling,
    )  # fmt: skip
    if study.ratings.n_coders > 2:
        raise UserError(
            "Cohen's kappa compares two coders.",
            "For more, use conger_kappa, light_kappa or krippendorff_alpha.",
        )
    if study.common_reason():
        return study.result("cohen_kappa", None)
    two = TwoCoders(study, weights)
    value = study.value(two.kappa)
    observed, expected = (float(study.at_study(part)) for part in (two.observed, two.expected))
    return study.result(
        "cohen_kappa", value, observed=observed, expected=expected, reason=NO_VARIATION,
        standard_error=two.standard_error(observed, expected),
        interval=study.interval(value, two.kappa),
        settings=(("weights", weight_name(weights)), ("values", str(len(study.ratings.values)))),
    )  # fmt: skip


def light_kappa(
    ratings: RatingsLike,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
) -> Result:
    """The mean of Cohen's kappas of all pairs of coders, as ReCal3 prints it.

    Source: Light (1971), in the form of a mean of kappas. Shape: units, each with one value per
    coder. Missing: pair by pair. None: fewer than two coders, or one pair without a kappa; the
    reason then names the pair.
    """
    ordered = categories is None and not is_identity(weights)
    table = read_ratings(ratings, categories=categories, ordered=ordered)
    found: list[float] = []
    for first, second in combinations(range(table.n_coders), 2):
        pair = cohen_kappa(of_two(table, first, second), weights=weights)
        if pair.value is None:
            reason = f"coders {first + 1} and {second + 1}: {pair.reason}"
            return study_of(table).result("light_kappa", None, reason=reason)
        found.append(pair.value)
    value = float(np.mean(found)) if found else None
    return study_of(table).result(
        "light_kappa", value, settings=(("weights", weight_name(weights)),)
    )


def conger_kappa(
    ratings: RatingsLike,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
    documents: Labels | None = None,
    parts: Labels | None = None,
    resampling: Resampling | None = None,
) -> Result:
    """Cohen's kappa for any number of coders, each with a habit of their own.

    Source: Conger (1980), with missing values as in Gwet's handbook: p_e = sum w_kl (mean p_k
    mean p_l - s_kl / r), s the covariance of the coders' shares. With two coders and nothing
    missing it is Cohen's kappa. Shape: units, each with one value per coder. Missing: agreement
    over units with two values, habits over all units a coder judged; a coder who judged nothing
    is left out. None: fewer than two coders with values, no shared unit, or one value only.
    """
    ordered = categories is None and not is_identity(weights)
    table = _coders_with_values(read_ratings(ratings, categories=categories, ordered=ordered))
    study = study_of(table, documents=documents, parts=parts, resampling=resampling)
    if study.common_reason():
        return study.result("conger_kappa", None)
    shares = agreement_sums(study, weights)
    margins = coder_margins(study.ratings)
    matrix = weight_matrix(weights, study.ratings.values)

    def expected(drawn: FloatArray) -> FloatArray:
        return _conger_chance(np.tensordot(drawn, margins, axes=1), matrix)

    def statistic(drawn: FloatArray) -> FloatArray:
        return beyond_chance(observed_agreement(drawn @ shares), expected(drawn))

    value = study.value(statistic)
    return study.result(
        "conger_kappa", value, reason=NO_VARIATION,
        observed=float(observed_agreement(shares.sum(axis=0, keepdims=True))[0]),
        expected=float(study.at_study(expected)),
        interval=study.interval(value, statistic, width=margins[0].size),
        settings=(("weights", weight_name(weights)),),
    )  # fmt: skip


class TwoCoders:
    """Sums of a study of two coders, over the units that both judged."""

    def __init__(self, study: Study, weights: Weights) -> None:
        self._table = of_two(study.ratings, 0, 1)
        self._matrix = None
        first, second = self._table.codes.T
        if is_identity(weights):
            self._agree = (first == second).astype(np.float64)
        else:
            self._matrix = weight_matrix(weights, self._table.values)
            self._agree = self._matrix[first, second]
        self._sums = by_cluster(self._table, self._agree, np.ones(len(first)))
        self._margins = coder_margins(self._table)

    def observed(self, drawn: FloatArray) -> FloatArray:
        return observed_agreement(drawn @ self._sums)

    def expected(self, drawn: FloatArray) -> FloatArray:
        first = drawn @ self._margins[:, 0]
        second = drawn @ self._margins[:, 1]
        count = first.sum(axis=1)
        return ratio((self._weighted(first) * second).sum(axis=1), count**2)

    def kappa(self, drawn: FloatArray) -> FloatArray:
        return beyond_chance(self.observed(drawn), self.expected(drawn))

    def pi(self, drawn: FloatArray) -> FloatArray:
        """Scott's version of chance: one habit for both."""
        return beyond_chance(self.observed(drawn), self.joint_chance(drawn))

    def joint_chance(self, drawn: FloatArray) -> FloatArray:
        both = drawn @ self._margins.sum(axis=1)
        count = both.sum(axis=1)
        return ratio((self._weighted(both) * both).sum(axis=1), count**2)

    def standard_error(self, observed: float, expected: float) -> float | None:
        """Large-sample standard error of kappa, None where kappa has no value."""
        left = 1 - expected
        if not left > 1e-12:
            return None
        count = self._table.times.sum()
        first, second = self._margins.sum(axis=0) / count
        codes = self._table.codes
        habit = self._weighted(second, turned=True)[codes[:, 0]]
        habit = habit + self._weighted(first)[codes[:, 1]]
        # the mean of the terms; taken off them before squaring, so that no error means none
        middle = observed * expected - 2 * expected + observed
        terms = (self._agree * left - habit * (1 - observed) - middle) ** 2
        spread = (self._table.times * terms).sum() / count
        return math.sqrt(spread / count) / left**2

    def _weighted(self, margin: FloatArray, *, turned: bool = False) -> FloatArray:
        """sum_k margin_k w_kl for each l, or with `turned` sum_l w_kl margin_l for each k."""
        if self._matrix is None:
            return margin
        return margin @ (self._matrix.T if turned else self._matrix)


def scott_pi(
    ratings: RatingsLike,
    *,
    categories: Sequence[Hashable] | None = None,
    documents: Labels | None = None,
    parts: Labels | None = None,
    resampling: Resampling | None = None,
) -> Result:
    """Scott's pi of two coders: chance is what both coders together use.

    Source: Scott (1955). Shape: units, each with two values. Missing: a unit needs both values,
    else it is dropped and counted. None: no unit judged by both, or one value only.
    """
    study = study_of(
        ratings, categories=categories, documents=documents, parts=parts, resampling=resampling
    )
    if study.ratings.n_coders > 2:
        raise UserError("Scott's pi compares two coders.", "For more, use fleiss_kappa.")
    if study.common_reason():
        return study.result("scott_pi", None)
    two = TwoCoders(study, "identity")
    statistic: Statistic = two.pi
    value = study.value(statistic)
    return study.result(
        "scott_pi", value, reason=NO_VARIATION,
        observed=float(study.at_study(two.observed)),
        expected=float(study.at_study(two.joint_chance)),
        interval=study.interval(value, statistic),
    )  # fmt: skip


def _coders_with_values(table: Ratings) -> Ratings:
    return replace(table, codes=table.codes[:, (table.codes != MISSING).any(axis=0)])


def _conger_chance(counts: FloatArray, matrix: FloatArray) -> FloatArray:
    """Shape (resamples,) from counts of shape (resamples, coders, values)."""
    coders = counts.shape[1]
    made = counts.sum(axis=2, keepdims=True)
    shares = np.where(made > 0, counts / np.where(made > 0, made, 1.0), np.nan)
    mean = shares.mean(axis=1)
    apart = shares - mean[:, None, :]
    spread = ((apart @ matrix) * apart).sum(axis=(1, 2))
    return np.asarray(((mean @ matrix) * mean).sum(axis=1) - spread / (coders * (coders - 1)))
