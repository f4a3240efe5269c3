"""How do coders agree in parts of the material: by speaker, by transcript, by date, by block?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from annotator.errors import UserError
from annotator.reliability.arrays import IntArray, added_up
from annotator.reliability.patterns import alpha_of, code_sums, column, percent_of, with_pooled
from annotator.reliability.result import number

if TYPE_CHECKING:
    from annotator.reliability.presence import Presence


class Slice(Struct, frozen=True):
    """Agreement on the units of one part; figures that cannot be computed are None."""

    name: Hashable
    n_units: float
    """Units judged by at least two coders (code points where the unit is the character)."""
    n_documents: int
    coded: float
    """Pairs of such a unit and a code that anyone gave it."""
    disagreements: float
    """Of these, how many not all gave."""
    median_alpha: float | None
    """Over the codes that have a value in this part."""
    pooled_alpha: float | None
    percent: float | None
    same_code_sets: float | None
    alphas: tuple[float | None, ...]
    """By code, in the order of the presence."""


def slices_of(presence: Presence, of_unit: Sequence[Hashable]) -> tuple[Slice, ...]:
    """Agreement in each part, in the order in which parts first occur.

    Shape: one name per unit; None leaves a unit out. The formulas and the treatment of missing
    values are those of `agreement_by_code`; a part is a study of its own, so what chance is in
    it comes from its own units. None: as there, part by part.
    """
    names = list(dict.fromkeys(name for name in of_unit if name is not None))
    if len(of_unit) != presence.n_units:
        raise UserError("There must be one part for every unit.")
    place = {name: number for number, name in enumerate(names)}
    part = np.array([place.get(name, len(names)) for name in of_unit], dtype=np.int64)
    return slices_at(presence, part, names)


def slices_at(presence: Presence, part: IntArray, names: Sequence[Hashable]) -> tuple[Slice, ...]:
    """The same for parts that are numbers already; those beyond the names are left out."""
    size = len(names) + 1
    sums = with_pooled(code_sums(presence, part, size).sums)[: len(names)]
    alphas, percent = alpha_of(sums), percent_of(sums)
    coded, mixed = (column(sums, name)[:, -1] for name in ("coded", "mixed"))
    shared = presence.judged_by_two()
    units = added_up(part, presence.weight * shared, size)
    same = added_up(part, presence.weight * presence.same_in_unit(), size)
    documents = np.unique(np.stack([part[shared], presence.document[shared]]), axis=1)[0]
    texts = np.bincount(documents, minlength=size)
    return tuple(
        _slice(
            name, alphas[at].tolist(), percent=number(float(percent[at, -1])),
            units=float(units[at]), texts=int(texts[at]), same=float(same[at]),
            coded=float(coded[at]), mixed=float(mixed[at]),
        )
        for at, name in enumerate(names)
    )  # fmt: skip


def _slice(
    name: Hashable,
    alphas: list[float],
    *,
    percent: float | None,
    units: float,
    texts: int,
    same: float,
    coded: float,
    mixed: float,
) -> Slice:
    *by_code, pooled = (number(value) for value in alphas)
    known = [value for value in by_code if value is not None]
    return Slice(
        name, units, texts, coded, mixed,
        median_alpha=median(known) if known else None,
        pooled_alpha=pooled, percent=percent,
        same_code_sets=same / units if units else None,
        alphas=tuple(by_code),
    )  # fmt: skip
