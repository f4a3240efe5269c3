"""Which sums are enough for every coefficient of a code that is either there or not?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from annotator.reliability.arrays import BoolArray, FloatArray, IntArray, added_up
from annotator.reliability.study import beyond_chance, ratio

if TYPE_CHECKING:
    from annotator.reliability.presence import Presence

# What a unit adds if m coders judged it and s of them coded it; only (m, s) matters.
COLUMNS = (
    "ones", "zeros", "apart", "agree", "shared", "share", "judged",
    "one_pairs", "one_chances", "zero_pairs", "zero_chances", "mixed", "coded",
    "anywhere",
)  # fmt: skip
_AT = {name: place for place, name in enumerate(COLUMNS)}
WIDTH = len(COLUMNS)


class CodeSums(Struct, frozen=True, eq=False):
    """`sums`, shape (clusters, codes, WIDTH), and what each coder coded of what two judged."""

    sums: FloatArray
    uses: FloatArray
    """Shape (codes, coders): the weight of units; what one coder alone judged is not in it."""


def code_sums(presence: Presence, cluster: IntArray, n_clusters: int) -> CodeSums:
    """Counts of all codes in one pass over what was coded; zeros are never stored."""
    judges = np.count_nonzero(presence.judged, axis=1)
    levels = len(presence.coders) + 1
    table = _per_pattern(levels)
    cells = levels * levels
    weight = None if (presence.weight == 1).all() else presence.weight
    place = cluster * cells + judges * levels
    empty = _added(place, weight, n_clusters * cells)
    sums = np.zeros((n_clusters, len(presence.codes), WIDTH))
    uses = np.zeros((len(presence.codes), len(presence.coders)))
    odd = {code for code, _, _ in presence.unknown}
    for code in range(len(presence.codes)):
        units, coders = presence.marks_of(code)
        key, counts, own = place, empty, judges
        if code in odd:
            own = np.count_nonzero(presence.judged_for(code), axis=1)
            key = cluster * cells + own * levels
            counts = _added(key, weight, n_clusters * cells)
        shared = own[units] >= 2
        by_two = _at(weight, units[shared])
        uses[code] = _added(coders[shared], by_two, len(presence.coders))
        ones = np.bincount(units, minlength=presence.n_units)
        coded = np.flatnonzero(ones > 0)
        was, of_coded = key[coded], _at(weight, coded)
        counts = counts - _added(was, of_coded, len(counts))
        counts += _added(was + ones[coded], of_coded, len(counts))
        sums[:, code] = counts.reshape(n_clusters, cells) @ table
    return CodeSums(sums, uses)


def with_pooled(sums: FloatArray) -> FloatArray:
    """Shape (..., codes + 1, WIDTH): at the end every pair of unit and code as one unit."""
    return np.concatenate([sums, sums.sum(axis=-2, keepdims=True)], axis=-2)


def plain_alphas(presence: Presence) -> FloatArray:
    """Shape (codes + 1,): alpha of each code and pooled, not-a-number where there is none."""
    everything = np.zeros(presence.n_units, dtype=np.int64)
    return alpha_of(with_pooled(code_sums(presence, everything, 1).sums[0]))


def _added(key: IntArray, weight: FloatArray | None, size: int) -> FloatArray:
    """What belongs to each key, added up; counted where every unit weighs 1."""
    if weight is None:
        return np.bincount(key, minlength=size).astype(np.float64)
    return added_up(key, weight, size)


def _at(weight: FloatArray | None, units: IntArray) -> FloatArray | None:
    return None if weight is None else weight[units]


def alpha_of(sums: FloatArray) -> FloatArray:
    """Nominal alpha, 1 - (N - 1) D / (2 n_1 n_0); any shape (..., WIDTH) to (...)."""
    ones, zeros = _column(sums, "ones"), _column(sums, "zeros")
    defined = (ones > 0) & (zeros > 0)
    apart = (ones + zeros - 1) * _column(sums, "apart")
    return np.where(defined, 1 - apart / np.where(defined, 2 * ones * zeros, 1.0), np.nan)


def percent_of(sums: FloatArray) -> FloatArray:
    """Mean pairwise agreement."""
    return ratio(_column(sums, "agree"), _column(sums, "shared"))


def positive_of(sums: FloatArray) -> FloatArray:
    """Specific agreement on "coded"."""
    return ratio(_column(sums, "one_pairs"), _column(sums, "one_chances"))


def negative_of(sums: FloatArray) -> FloatArray:
    """Specific agreement on "not coded"."""
    return ratio(_column(sums, "zero_pairs"), _column(sums, "zero_chances"))


def ac1_of(sums: FloatArray) -> FloatArray:
    """Gwet's AC1 for the code list (coded, not coded)."""
    share = ratio(_column(sums, "share"), _column(sums, "judged"))
    return beyond_chance(percent_of(sums), 2 * share * (1 - share))


def fleiss_of(sums: FloatArray) -> FloatArray:
    """Fleiss' kappa in Gwet's form for missing values."""
    share = ratio(_column(sums, "share"), _column(sums, "judged"))
    return beyond_chance(percent_of(sums), 1 - 2 * share * (1 - share))


def brennan_prediger_of(sums: FloatArray) -> FloatArray:
    """Brennan and Prediger for the code list (coded, not coded)."""
    percent = percent_of(sums)
    return beyond_chance(percent, np.full_like(percent, 0.5))


VALUES: dict[str, Callable[[FloatArray], FloatArray]] = {
    "krippendorff_alpha": alpha_of,
    "percent_agreement": percent_of,
    "positive_agreement": positive_of,
    "negative_agreement": negative_of,
    "gwet_ac1": ac1_of,
    "fleiss_kappa": fleiss_of,
    "brennan_prediger": brennan_prediger_of,
}


def column(sums: FloatArray, name: str) -> FloatArray:
    """One of COLUMNS: shape (..., WIDTH) to (...)."""
    return _column(sums, name)


def _column(sums: FloatArray, name: str) -> FloatArray:
    return np.asarray(sums[..., _AT[name]], dtype=np.float64)


def _per_pattern(levels: int) -> FloatArray:
    """Shape (levels * levels, WIDTH): what a unit of each (m, s) adds; nonsense s > m adds nothing
    because no unit is like that.
    """
    m, s = (place.ravel().astype(np.float64) for place in np.indices((levels, levels)))
    zeros = m - s
    shared: BoolArray = m >= 2
    pairs = np.maximum(m * (m - 1), 1.0)
    others = np.maximum(m - 1, 1.0)
    columns = [
        s * shared, zeros * shared, 2 * s * zeros / others * shared,
        (s * (s - 1) + zeros * (zeros - 1)) / pairs * shared, shared,
        s / np.maximum(m, 1.0), m >= 1,
        s * (s - 1), s * (m - 1) * shared, zeros * (zeros - 1), zeros * (m - 1) * shared,
        shared & (s > 0) & (zeros > 0), shared & (s > 0), s > 0,
    ]  # fmt: skip
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)
