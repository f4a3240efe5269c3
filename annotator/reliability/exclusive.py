"""How well do coders agree on a group of codes of which a unit, or a passage, gets only one?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from annotator.reliability.alpha import krippendorff_alpha
from annotator.reliability.ratings import MISSING, Ratings
from annotator.reliability.unitizing import binary_u_alpha, cu_alpha, ku_alpha, u_alpha

if TYPE_CHECKING:
    from annotator.reliability.arrays import CodeArray, FloatArray
    from annotator.reliability.continua import Continua
    from annotator.reliability.presence import Presence
    from annotator.reliability.resampling import Resampling
    from annotator.reliability.result import Result

NONE_OF_THEM = "none"


class GroupAgreement(Struct, frozen=True):
    """A group of codes that exclude each other, as one variable over units."""

    with_none: Result
    """Nominal alpha over the codes and "none of them": whether a code, and which."""
    without_none: Result
    """The same where two coders gave a code each: which one; `coverage` says how many units."""
    several: tuple[tuple[int, int], ...]
    """(unit, coder) where a coder gave several of them; left out as missing."""


class FamilyAgreement(Struct, frozen=True):
    """The unitizing coefficients of a group of codes that exclude each other, over free spans."""

    u: Result
    """Where passages are and which code they have."""
    binary: Result
    """|u|: where passages are, whatever their code."""
    cu: Result
    """Which code, where two coders marked something; `coverage` says how much that is."""
    by_code: tuple[Result, ...]
    """(k)u: one code at a time, in the order of the codes."""


def group_agreement(
    presence: Presence, codes: Sequence[Hashable], *, resampling: Resampling | None = None
) -> GroupAgreement:
    """Nominal alpha over the codes of a group, with and without "none" as a value.

    Source: `krippendorff_alpha`. Shape: see `Presence`. Missing: units a coder did not judge,
    units where a coder gave several of the codes (listed), and without "none" units that a coder
    gave none of them. None: as alpha. Stretches of characters weigh as many code points as they
    have.
    """
    table, several = _values(presence, codes)
    bare = np.where(table == len(codes), MISSING, table).astype(np.int32)
    values = (*codes, NONE_OF_THEM)
    results = [
        krippendorff_alpha(
            _ratings(one, of, presence.weight), documents=presence.document, parts=presence.parts,
            resampling=resampling,
        )
        for one, of in ((table, values), (bare, tuple(codes)))
    ]  # fmt: skip
    return GroupAgreement(results[0], _covering(results[1], presence, table, len(codes)), several)


def family_agreement(
    continua: Continua,
    codes: Sequence[Hashable],
    *,
    resampling: Resampling | None = None,
) -> FamilyAgreement:
    """u-, |u|-, cu- and (k)u-alpha of a group over free spans; see `unitizing`.

    A coder's spans of different codes of the group must not overlap; where they do, the reason
    lists them.
    """
    own = continua.of_values(codes)
    return FamilyAgreement(
        u_alpha(own, resampling=resampling),
        binary_u_alpha(own, resampling=resampling),
        cu_alpha(own, resampling=resampling),
        tuple(ku_alpha(own, value=code, resampling=resampling) for code in codes),
    )


def _values(
    presence: Presence, codes: Sequence[Hashable]
) -> tuple[CodeArray, tuple[tuple[int, int], ...]]:
    """Shape (units, coders): the place of the code given, the number of codes for none."""
    judged = presence.judged
    given = np.zeros(judged.shape, dtype=np.int32)
    table = np.where(judged, len(codes), MISSING).astype(np.int32)
    for number, code in enumerate(codes):
        place = presence.codes.index(code)
        units, coders = presence.marks_of(place)
        given[units, coders] += 1
        table[units, coders] = number
        judged = judged & presence.judged_for(place)
    table[~judged & (given == 0)] = MISSING
    table[given > 1] = MISSING
    several = np.argwhere(given > 1).tolist()
    return table, tuple((unit, coder) for unit, coder in several)


def _ratings(table: CodeArray, values: tuple[Hashable, ...], weight: FloatArray) -> Ratings:
    rows = np.zeros(len(table), dtype=np.int64)
    return Ratings(table, values, weight, rows, n_clusters=1, listed=True)


def _covering(result: Result, presence: Presence, table: CodeArray, none: int) -> Result:
    """With the share of the units that anyone gave a code of the group."""
    judged = np.count_nonzero(table != MISSING, axis=1) >= 2
    some = np.count_nonzero((table != MISSING) & (table != none), axis=1)
    any_coded, both = (float(presence.weight[judged & (some >= least)].sum()) for least in (1, 2))
    return replace(result, coverage=both / any_coded if any_coded else None)
