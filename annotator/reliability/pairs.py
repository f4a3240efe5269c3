"""How do coders agree two by two, code by code: the 2 x 2 tables and what follows from them?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from annotator.reliability.arrays import BoolArray, FloatArray, IntArray, added_up
from annotator.reliability.result import (
    NEEDS_TWO_CODERS,
    NEVER_USED,
    NO_SHARED_UNIT,
    USED_EVERYWHERE,
    Result,
)

if TYPE_CHECKING:
    from annotator.reliability.presence import Presence


class PairOfCoders(Struct, frozen=True):
    """One code, two coders, the units that both judged. Weights are 1, or code points."""

    first: Hashable
    second: Hashable
    code: Hashable
    both: float
    first_only: float
    second_only: float
    neither: float

    @property
    def units(self) -> float:
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def percent(self) -> float | None:
        return (self.both + self.neither) / self.units if self.units else None

    @property
    def positive(self) -> float | None:
        """Specific agreement on "coded": 2 both / (2 both + first only + second only)."""
        chances = 2 * self.both + self.first_only + self.second_only
        return 2 * self.both / chances if chances else None

    @property
    def alpha(self) -> float | None:
        """Krippendorff's nominal alpha of the 2 x 2 table: 1 - (N - 1) D / (n_1 n_0)."""
        apart = self.first_only + self.second_only
        ones, zeros = 2 * self.both + apart, 2 * self.neither + apart
        if not ones or not zeros:
            return None
        return 1 - (2 * self.units - 1) * apart / (ones * zeros)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa of the 2 x 2 table; None where chance agreement is complete."""
        total = self.units
        if not total:
            return None
        one, other = self.both + self.first_only, self.both + self.second_only
        chance = (one * other + (total - one) * (total - other)) / total**2
        if 1 - chance <= 1e-12:
            return None
        return ((self.both + self.neither) / total - chance) / (1 - chance)

    @property
    def reason(self) -> str:
        """Why there is no alpha; empty where there is one."""
        if self.alpha is not None:
            return ""
        if not self.units:
            return NO_SHARED_UNIT
        return USED_EVERYWHERE if self.both else NEVER_USED


def coder_pairs(presence: Presence) -> tuple[PairOfCoders, ...]:
    """Every pair of coders on every code, pair by pair, in the order of coders and codes."""
    return tuple(
        row
        for first, second in combinations(range(len(presence.coders)), 2)
        for row in _of_pair(presence, first, second)
    )


def kappa_of(code: Hashable, pairs: tuple[PairOfCoders, ...]) -> Result:
    """Cohen's kappa of two coders, of more the mean over their pairs (Light, 1971).

    None where a pair that shares units has no kappa; pairs without shared units do not count.
    """
    own = [pair for pair in pairs if pair.code == code and pair.units]
    name = "cohen_kappa" if len(own) == 1 else "light_kappa"
    coders = {coder for pair in own for coder in (pair.first, pair.second)}
    values = [pair.kappa for pair in own]
    known = [value for value in values if value is not None]
    if not pairs:
        return Result(name, None, NEEDS_TWO_CODERS)
    if not own:
        return Result(name, None, NO_SHARED_UNIT)
    if len(known) < len(values):
        lacking = next(pair for pair in own if pair.kappa is None)
        who = f"{lacking.first} and {lacking.second}: " if len(own) > 1 else ""
        why = USED_EVERYWHERE if lacking.both else NEVER_USED
        return Result(name, None, f"{who}{why}", n_coders=len(coders))
    return Result(name, float(np.mean(known)), n_coders=len(coders))


def _of_pair(presence: Presence, first: int, second: int) -> Iterator[PairOfCoders]:
    judged: BoolArray = presence.judged[:, first] & presence.judged[:, second]
    n_codes, n_units = len(presence.codes), max(presence.n_units, 1)
    total = np.full(n_codes, float(presence.weight @ judged))
    hidden = {
        (code, document) for code, coder, document in presence.unknown if coder in (first, second)
    }
    for code, document in hidden:
        total[code] -= float(presence.weight @ (judged & (presence.document == document)))
    mine, theirs = (_keys(presence, coder, judged, hidden) for coder in (first, second))
    joint = np.intersect1d(mine, theirs, assume_unique=True)
    both, one, other = (
        added_up(key // n_units, presence.weight[key % n_units], n_codes)
        for key in (joint, mine, theirs)
    )  # fmt: skip
    table: FloatArray = np.stack([both, one - both, other - both, total - one - other + both])
    names = presence.coders[first], presence.coders[second]
    for name, counts in zip(presence.codes, table.T.tolist(), strict=True):
        yield PairOfCoders(*names, name, *counts)


def _keys(
    presence: Presence, coder: int, judged: BoolArray, hidden: set[tuple[int, int]]
) -> IntArray:
    """What a coder coded in units that count, as code times units plus unit."""
    own = (presence.coder == coder) & judged[presence.unit]
    for code, document in hidden:
        own &= ~((presence.code == code) & (presence.document[presence.unit] == document))
    keys: IntArray = presence.code[own] * max(presence.n_units, 1) + presence.unit[own]
    return keys
