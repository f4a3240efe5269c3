"""How well do coders agree when they also choose where a passage begins and ends?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from annotator.errors import UserError
from annotator.reliability.continua import Continua
from annotator.reliability.continuum import Continuum, SpansLike, packed, texts_of
from annotator.reliability.resampling import Resampling
from annotator.reliability.result import NEVER_USED, NO_SHARED_PASSAGE, TOO_LITTLE_SHARED, Result
from annotator.reliability.unit_family import UnitFamily

if TYPE_CHECKING:
    from annotator.reliability.arrays import FloatArray

TINY = 1e-12
"""A share of pairs below this is a rounding error of none."""


def u_alpha(
    spans: SpansLike | Continua,
    length: int | None = None,
    *,
    resampling: Resampling | None = None,
) -> Result:
    """Agreement on where passages are and on their values, gaps counted as a value.

    Source: Krippendorff, Mathet, Bouvry and Widloecher (2016), u-alpha, re-derived from
    implementations that quote its equations: 1 - (l - sum l_cc) / (e - sum e_cc), e_ck = l (l_c
    l_k - [c = k] S_c) / (l l - sum S), S the squared lengths of units, for gaps plain lengths.
    Shape: per coder spans (start, end, value) and the length of the text, or several texts.
    Spans of one coder must not overlap unless they have the same value, then they are merged.
    Missing: a text counts for the coders given with it; with fewer than two it is dropped and
    its length counted. Several texts are added up before anything is divided (own
    generalisation, the analogue of alpha's handling of missing values).
    None: fewer than two coders; nothing but gaps, or one value over all the text; overlapping
    spans of different values, which the reason lists.
    """
    family = _family(spans, length, resampling)
    return family.result("u_alpha", family.lengths, _u_alpha)


def binary_u_alpha(
    spans: SpansLike | Continua,
    length: int | None = None,
    *,
    code: Hashable = None,
    resampling: Resampling | None = None,
) -> Result:
    """Agreement on where passages are, whatever their value: |u|-alpha.

    Source and shape: as in `u_alpha`; 1 - l_0,non0 / e_0,non0. With `code` only the spans of
    that code count, a coder's overlapping or touching ones merged: this is the form for codes
    that may overlap each other, one binary continuum per code. Linear in spans after one sort.
    None: fewer than two coders, nothing coded ("never used"), or all of the text by everyone.
    """
    family = _family(spans, length, resampling, code=code)
    return family.result("binary_u_alpha", family.gap_lengths, gap_alpha)


def cu_alpha(
    spans: SpansLike | Continua,
    length: int | None = None,
    *,
    resampling: Resampling | None = None,
) -> Result:
    """Agreement on values where two coders both marked something; `coverage` says how much.

    Source and shape: as in `u_alpha`, over the part l* of the coincidences in which both have a
    value. S* is read, for three and more coders, as the squared length of each unit covered by
    each other coder over (coders - 1); the paper's own reading was not at hand (version 1).
    None: fewer than two coders, no text that two coders marked, or one value only; and, with
    three and more coders, so little of it that no pair of different units is left for chance.
    """
    family = _family(spans, length, resampling)
    return _where_marked(family, family.result("cu_alpha", family.both_marked, _cu_alpha))


def ku_alpha(
    spans: SpansLike | Continua,
    length: int | None = None,
    *,
    value: Hashable,
    resampling: Resampling | None = None,
) -> Result:
    """Agreement on one value where two coders both marked something: (k)u-alpha.

    Source and shape: as in `cu_alpha`; `coverage` is the share of this value's length that
    another coder marked at all. None: also where the value is never used, or never where
    another coder marked anything.
    """
    family = _family(spans, length, resampling)
    if value not in family.spans.names:
        return family.without_value("ku_alpha", NEVER_USED)
    place = family.spans.names.index(value)

    def of_value(sums: FloatArray) -> FloatArray:
        return _ku_alpha(sums, place)

    result = family.result("ku_alpha", family.both_marked, of_value)
    return _where_marked(family, replace(result, settings=(("value", str(value)),)), place)


def pooled_binary_u_alpha(
    continua: Sequence[Continuum] | Continua,
    codes: Sequence[Hashable],
    *,
    resampling: Resampling | None = None,
) -> Result:
    """One figure over several binary continua: 1 - sum observed / sum expected over the codes.

    Source: own, as the ratio of summed disagreements; with one code it is that code's
    |u|-alpha. Shape and missing: as in `binary_u_alpha`. None: as there, for all codes at once.
    """
    if not codes:
        raise UserError("Pooling needs at least one code.")
    sums: list[FloatArray] = []
    made = 0
    for code in codes:  # one after the other: together they would be most of the memory
        family = _family(continua, None, resampling, code=code)
        sums.append(family.gap_lengths())
        made += len(family.spans.starts)
    result = family.result(
        "pooled_binary_u_alpha", lambda: np.concatenate(sums, axis=1), _pooled_gap_alpha
    )
    reason = result.reason if made else NEVER_USED
    return replace(result, n_values=made, reason="" if result.value is not None else reason)


def gap_alpha(sums: FloatArray) -> FloatArray:
    """|u|-alpha, shape (resamples,), of sums of shape (resamples, 4): l, l_1, l_01, S_1."""
    observed, expected = _gap_parts(sums)
    return _one_minus(observed, expected)


def _pooled_gap_alpha(sums: FloatArray) -> FloatArray:
    parts = [_gap_parts(sums[:, at : at + 4]) for at in range(0, sums.shape[1], 4)]
    observed = np.sum([part[0] for part in parts], axis=0)
    return _one_minus(observed, np.sum([part[1] for part in parts], axis=0))


def _gap_parts(sums: FloatArray) -> tuple[FloatArray, FloatArray]:
    """l_01 and e_01."""
    total, marked, mixed, squared = sums.T
    gaps = total - marked
    pairs = total**2 - squared - gaps
    return mixed, np.where(pairs > 0, total * gaps * marked / np.where(pairs > 0, pairs, 1.0), 0.0)


def _u_alpha(sums: FloatArray) -> FloatArray:
    lengths, agreed, squared = np.split(sums, 3, axis=1)
    total = lengths.sum(axis=1)
    pairs = total**2 - squared.sum(axis=1)
    some = pairs > TINY * total**2
    expected = np.where(some, total * _different(lengths) / np.where(some, pairs, 1.0), 0.0)
    return _one_minus(total - agreed.sum(axis=1), expected)


def _cu_alpha(sums: FloatArray) -> FloatArray:
    return _u_alpha(sums)  # the same form, over the part that two coders marked


def _ku_alpha(sums: FloatArray, place: int) -> FloatArray:
    """1 - (e_k / l_k) (l_k - l_kk) / (e_k - e_kk), e cancelled where it can be."""
    lengths, agreed, squared = np.split(sums, 3, axis=1)
    total, own = lengths.sum(axis=1), lengths[:, place]
    pairs = total**2 - squared.sum(axis=1)
    paired = own * total - squared[:, place]
    some = (pairs > TINY * total**2) & (paired > TINY * own * total)
    expected = np.where(some, own * own * (total - own), 0.0)
    return _one_minus(paired * (own - agreed[:, place]), expected)


def _different(lengths: FloatArray) -> FloatArray:
    """Pairs of positions with different values: l l - sum l_c l_c, without cancellation."""
    return np.asarray((lengths * (lengths.sum(axis=1, keepdims=True) - lengths)).sum(axis=1))


def _one_minus(observed: FloatArray, expected: FloatArray) -> FloatArray:
    defined = expected > 0
    return np.where(defined, 1.0 - observed / np.where(defined, expected, 1.0), np.nan)


def _family(
    spans: SpansLike | Continua,
    length: int | None,
    resampling: Resampling | None,
    *,
    code: Hashable = None,
) -> UnitFamily:
    joined = code is not None
    if isinstance(spans, Continua):
        found = spans.packed(code=code, joined=joined)
    else:
        found = packed(texts_of(spans, length), code=code, joined=joined)
    return UnitFamily(found, resampling or (Resampling() if length is None else None))


def _where_marked(family: UnitFamily, result: Result, place: int | None = None) -> Result:
    """The result with its coverage, and with the reason where nothing was marked by two."""
    size = len(family.spans.names)
    if not size or not len(family.spans.coders_of_text) or family.spans.clashes:
        return result
    met = family.both_marked().sum(axis=0)[:size]
    all_marked = family.lengths().sum(axis=0)[: size + 1]
    whole = all_marked.sum() if place is None else all_marked[place]
    found = met.sum() if place is None else met[place]
    reason = result.reason
    if result.value is None:
        several = np.count_nonzero(met) > 1
        reason = (TOO_LITTLE_SHARED if several else reason) if found else NO_SHARED_PASSAGE
    return replace(result, coverage=float(found / whole) if whole else None, reason=reason)
