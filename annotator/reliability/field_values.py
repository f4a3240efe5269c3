"""How well do coders agree on what they say about a passage beyond its code: stance, target?"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from annotator.reliability.agreement import percent_agreement
from annotator.reliability.alpha import MeasurementLevel, krippendorff_alpha
from annotator.reliability.ratings import MISSING, Ratings

if TYPE_CHECKING:
    from annotator.reliability.arrays import IntArray
    from annotator.reliability.presence import Presence
    from annotator.reliability.resampling import Resampling
    from annotator.reliability.result import Result

NOT_SAID_TWICE = "no unit in which two coders gave this code and said something here"


class SaidValues(Struct, frozen=True):
    """What coders said in one field of one code, by unit and coder.

    `said`, from (unit, coder) by their numbers to the values said there: one for each coding of
    the code that counts in the unit and has one.
    """

    said: Mapping[tuple[int, int], Sequence[Hashable]]


class FieldAgreement(Struct, frozen=True, eq=False):
    """One field of one code, over the units that coders gave the code."""

    alpha: Result
    """At the field's level of measurement; `coverage` is the share of the units coded by anyone
    that two coders coded and said something about."""
    percent: Result
    n_coded: int
    """Units judged by two coders that anyone gave the code (code points by character)."""
    n_both: int
    """Of these, units that two coders gave the code."""
    n_compared: int
    """Of these, units in which two coders said something that can be compared."""
    conflicts: tuple[tuple[int, int], ...]
    """(unit, coder) where one coder said different things about one unit; left out, not averaged.
    """
    differing: tuple[int, ...]
    """Units in which the values are not all equal."""


def field_agreement(
    presence: Presence,
    code: Hashable,
    values: SaidValues,
    *,
    level: MeasurementLevel,
    categories: Sequence[Hashable] | None = None,
    resampling: Resampling | None = None,
) -> FieldAgreement:
    """Alpha at the level of the field, over units where compared coders gave the code.

    Source: as `krippendorff_alpha`. Shape: values by unit and coder, see `SaidValues`;
    `categories` are the values the field can take, in order. Missing: a coder who did not give
    the unit the code, said nothing, or said several different things about it. None: as alpha,
    and where no unit was coded twice with something said. Whether to give the code at all is not
    in this figure: read it beside the alpha of the code, and with its coverage. Stretches of
    characters weigh as many code points as they have.
    """
    place = presence.codes.index(code)
    units, coders = presence.marks_of(place)
    judged = presence.judged_for(place)
    shared = np.count_nonzero(judged, axis=1) >= 2
    counts = np.bincount(units, minlength=presence.n_units)
    coded, both = shared & (counts >= 1), shared & (counts >= 2)
    table, found, conflicts = _table(presence, units, coders, values, categories)
    ratings = Ratings(
        table, found, presence.weight, np.zeros(len(table), dtype=np.int64), 1,
        listed=categories is not None,
    )  # fmt: skip
    compared = np.count_nonzero(table != MISSING, axis=1) >= 2
    n_coded, n_both, n_compared = (
        int(presence.weight[units].sum()) for units in (coded, both, compared)
    )
    coverage = n_compared / n_coded if n_coded else None
    alpha = krippendorff_alpha(
        ratings, level=level, documents=presence.document, parts=presence.parts,
        resampling=resampling,
    )  # fmt: skip
    low = np.where(table == MISSING, np.iinfo(np.int32).max, table).min(axis=1, initial=0x7FFFFFFF)
    return FieldAgreement(
        _told(alpha, coverage), _told(percent_agreement(ratings), coverage),
        n_coded, n_both, n_compared, conflicts,
        differing=tuple(np.flatnonzero(compared & (table.max(axis=1, initial=-1) != low)).tolist()),
    )  # fmt: skip


def _table(
    presence: Presence,
    units: IntArray,
    coders: IntArray,
    values: SaidValues,
    categories: Sequence[Hashable] | None,
) -> tuple[np.ndarray, tuple[Hashable, ...], tuple[tuple[int, int], ...]]:
    """Shape (units, coders): positions in the values, and where a coder contradicts themselves."""
    table = np.full((presence.n_units, len(presence.coders)), MISSING, dtype=np.int32)
    order: dict[Hashable, int] = {value: at for at, value in enumerate(categories or ())}
    conflicts: list[tuple[int, int]] = []
    for cell in sorted(zip(units.tolist(), coders.tolist(), strict=True)):
        said = set(values.said.get(cell, ()))
        if len(said) > 1:
            conflicts.append(cell)
        elif said:
            table[cell] = order.setdefault(said.pop(), len(order))
    return table, tuple(order), tuple(conflicts)


def _told(result: Result, coverage: float | None) -> Result:
    if result.value is None and not result.n_units:
        return replace(result, reason=NOT_SAID_TWICE, coverage=coverage)
    return replace(result, coverage=coverage)
