"""How well do coders agree beyond chance, where chance is shared by all or set by the code list?"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from annotator.reliability.agreement import agreement_sums, observed_agreement
from annotator.reliability.arrays import FloatArray
from annotator.reliability.ratings import RatingsLike, against_rest, read_ratings
from annotator.reliability.result import (
    CATEGORIES_OBSERVED,
    NO_VARIATION,
    ONE_CATEGORY,
    Result,
    number,
)
from annotator.reliability.study import Study, beyond_chance, study_of
from annotator.reliability.sums import Margins, equal_pairs, weighted_pairs
from annotator.reliability.weights import Weights, is_identity, weight_matrix, weight_name

if TYPE_CHECKING:
    from annotator.reliability.resampling import Labels, Resampling


def fleiss_kappa(
    ratings: RatingsLike,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
    documents: Labels | None = None,
    parts: Labels | None = None,
    resampling: Resampling | None = None,
) -> Result:
    """Fleiss' kappa: chance is the share of each value over all coders.

    Source: Fleiss (1971), with missing values and standard error as in Gwet's handbook; with two
    coders and nothing missing it is Scott's pi. Shape: units, each with one value per coder.
    Missing: agreement over units with two values, shares over all units with at least one.
    None: fewer than two coders, no shared unit, or one value only.
    """
    study = _study(
        ratings, weights, categories, documents=documents, parts=parts, resampling=resampling
    )
    chance = _Chance(study, weights, _fleiss_chance, _fleiss_of_unit)
    return chance.result("fleiss_kappa", NO_VARIATION)


def brennan_prediger(
    ratings: RatingsLike,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
    documents: Labels | None = None,
    parts: Labels | None = None,
    resampling: Resampling | None = None,
) -> Result:
    """Brennan and Prediger's coefficient: chance is one over the size of the code list.

    Source: Brennan and Prediger (1981); also known as Bennett's S, Randolph's free-marginal
    kappa. Shape and missing: as in `percent_agreement`. `categories` is the code list; without
    it the values that occur are taken, and a warning says so. None: fewer than two coders, no
    shared unit, or fewer than two values in the list.
    """
    study = _study(
        ratings, weights, categories, documents=documents, parts=parts, resampling=resampling
    )
    chance = _Chance(study, weights, _even_chance, _even_of_unit)
    return chance.result("brennan_prediger", ONE_CATEGORY, list_matters=True)


def gwet_ac(
    ratings: RatingsLike,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
    documents: Labels | None = None,
    parts: Labels | None = None,
    resampling: Resampling | None = None,
) -> Result:
    """Gwet's AC1 (identity weights) or AC2 (other weights).

    Source: Gwet (2008; Handbook, 4th edition), with its standard error. Shape and missing: as in
    `fleiss_kappa`. `categories` is the code list, see `brennan_prediger`. None: fewer than two
    coders, no shared unit, or fewer than two values in the list.
    """
    study = _study(
        ratings, weights, categories, documents=documents, parts=parts, resampling=resampling
    )
    name = "gwet_ac1" if is_identity(weights) else "gwet_ac2"
    chance = _Chance(study, weights, _gwet_chance, _gwet_of_unit)
    return chance.result(name, ONE_CATEGORY, list_matters=True)


def fleiss_kappa_by_category(
    ratings: RatingsLike, *, categories: Sequence[Hashable] | None = None
) -> dict[Hashable, Result]:
    """Fleiss' kappa of each value against all others; source and rules as in `fleiss_kappa`."""
    table = read_ratings(ratings, categories=categories)
    return {value: fleiss_kappa(against_rest(table, value)) for value in table.values}


ChanceOf = Callable[[FloatArray, FloatArray], FloatArray]
"""Shares of the values, shape (resamples, values), and weights, to agreement by chance."""
ChanceOfUnit = Callable[[FloatArray, FloatArray], FloatArray]
"""Shares of the values, shape (values,), and weights, to what one decision for each adds."""


class _Chance(Struct, frozen=True, eq=False):
    """A coefficient of the form (observed - expected) / (1 - expected)."""

    study: Study
    weights: Weights
    chance: ChanceOf
    chance_of_unit: ChanceOfUnit

    def result(self, name: str, reason: str, *, list_matters: bool = False) -> Result:
        table = self.study.ratings
        if self.study.common_reason():
            return self.study.result(name, None)
        if list_matters and len(table.values) < 2:
            return self.study.result(name, None, reason=reason)
        shares = agreement_sums(self.study, self.weights)
        margins = Margins.of(table, table.times / np.maximum(self.study.judged_by, 1.0))
        matrix = weight_matrix(self.weights, table.values)

        def expected(drawn: FloatArray) -> FloatArray:
            used = margins.at(drawn)
            return self.chance(used / np.maximum(used.sum(axis=1, keepdims=True), 1e-300), matrix)

        def statistic(drawn: FloatArray) -> FloatArray:
            return beyond_chance(observed_agreement(drawn @ shares), expected(drawn))

        value = self.study.value(statistic)
        used = self.study.at_study(margins.at)
        return self.study.result(
            name, value, reason=reason,
            observed=float(observed_agreement(shares.sum(axis=0, keepdims=True))[0]),
            expected=number(float(self.study.at_study(expected))),
            standard_error=self._standard_error(value, used / used.sum(), matrix),
            interval=self.study.interval(value, statistic, width=len(table.values)),
            settings=(("weights", weight_name(self.weights)), ("values", str(len(table.values)))),
            warnings=(CATEGORIES_OBSERVED,) if list_matters and not table.listed else (),
        )  # fmt: skip

    def _standard_error(
        self, value: float | None, shares: FloatArray, matrix: FloatArray
    ) -> float | None:
        """Gwet's linearised error; it takes units as independent, which sentences are not."""
        table, judged = self.study.ratings, self.study.judged_by
        entered = judged > 0
        times, judged = table.times[entered], judged[entered]
        count = float(times.sum())
        if value is None or count < 2:
            return None
        chance = float(self.chance(shares[None, :], matrix)[0])
        pairs = self._pairs(matrix)[entered]
        agree = pairs / np.maximum(judged * (judged - 1), 1.0)
        is_shared = judged >= 2
        share = float((times * is_shared).sum()) / count
        unit = is_shared / share * (agree - chance) / (1 - chance)
        per_value = np.append(self.chance_of_unit(shares, matrix), 0.0)
        unit_chance = per_value[table.codes[entered]].sum(axis=1) / judged
        unit = unit - 2 * (1 - value) * (unit_chance - chance) / (1 - chance)
        spread = float((times * (unit - value) ** 2).sum())
        return math.sqrt(spread / (count * (count - 1)))

    def _pairs(self, matrix: FloatArray) -> FloatArray:
        if is_identity(self.weights):
            return equal_pairs(self.study.ratings)
        return weighted_pairs(self.study.ratings, matrix)


def _study(
    ratings: RatingsLike,
    weights: Weights,
    categories: Sequence[Hashable] | None,
    *,
    documents: Labels | None,
    parts: Labels | None,
    resampling: Resampling | None,
) -> Study:
    return study_of(
        ratings, categories=categories,
        ordered=categories is None and not is_identity(weights),
        documents=documents, parts=parts, resampling=resampling,
    )  # fmt: skip


def _fleiss_chance(shares: FloatArray, matrix: FloatArray) -> FloatArray:
    return np.asarray(((shares @ matrix) * shares).sum(axis=1))


def _fleiss_of_unit(shares: FloatArray, matrix: FloatArray) -> FloatArray:
    return np.asarray((matrix + matrix.T) @ shares / 2)


def _even_chance(shares: FloatArray, matrix: FloatArray) -> FloatArray:
    return np.full(len(shares), matrix.sum() / len(matrix) ** 2)


def _even_of_unit(shares: FloatArray, matrix: FloatArray) -> FloatArray:
    return np.full(len(shares), matrix.sum() / len(matrix) ** 2)


def _gwet_chance(shares: FloatArray, matrix: FloatArray) -> FloatArray:
    size = len(matrix)
    return np.asarray(matrix.sum() / (size * (size - 1)) * (shares * (1 - shares)).sum(axis=1))


def _gwet_of_unit(shares: FloatArray, matrix: FloatArray) -> FloatArray:
    size = len(matrix)
    return np.asarray(matrix.sum() / (size * (size - 1)) * (1 - shares))
