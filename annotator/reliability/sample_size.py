"""How many transcripts like these would it take to know a code's alpha well enough?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import Progress, UserError, no_progress
from annotator.reliability.patterns import alpha_of, code_sums, column
from annotator.reliability.resampling import DROPPED_AT_MOST
from annotator.reliability.result import NEVER_SHARED, NEVER_USED, USED_EVERYWHERE, number

if TYPE_CHECKING:
    from annotator.reliability.arrays import FloatArray
    from annotator.reliability.presence import Presence

PILOTS = 40
"""How often the pilot itself is drawn anew, to see how far the answer can be trusted."""
DRAWS = 200
"""How many studies of each size are drawn from each pilot."""
MOST = 5000
FEWEST_DOCUMENTS = 5
"""With fewer, how transcripts differ from each other cannot be seen."""

NOT_WITHIN = f"more than {MOST:,} transcripts"
NO_DISAGREEMENT = "no disagreement to draw from"
TOO_FEW_PARTS = "too few parts of transcripts to draw from"


class SampleSize(Struct, frozen=True):
    """One code: how many transcripts a study would need, as a range."""

    code: Hashable
    alpha: float | None
    documents: int
    """Transcripts of this study, and how far its own interval reaches to each side."""
    reach: float | None
    prevalence: float
    """Share of the units, judged by two coders, that anyone gave the code."""
    clustering: float | None
    """How much more the figure varies than if every unit stood alone; 1 is not at all."""
    low: int | None
    high: int | None
    reason: str
    """Why there is no range; empty where there is one."""
    at_least: bool
    """So few transcripts that only their parts were drawn: it will take more than this."""


def sample_sizes(
    presence: Presence,
    *,
    within: float = 0.1,
    level: float = 0.95,
    seed: int = 1,
    progress: Progress = no_progress,
) -> tuple[SampleSize, ...]:
    """For each code, how many transcripts it takes until the interval reaches no further.

    Source: own simulation. Studies of n transcripts are drawn, with replacement, from the
    transcripts of this one, so that prevalence, difficulty and clustering are the code's own;
    n is the smallest for which the middle `level` of the drawn alphas lies within `within` on
    either side, and for which nearly all drawn studies have an alpha. The pilot is drawn anew
    forty times; the range holds the middle four fifths of the answers.
    With fewer than five transcripts their parts (turns, paragraphs) are drawn instead, in the
    number a transcript has; what transcripts add to the spread cannot be seen, and `at_least`
    says so. Shape and missing: see `Presence`. None: never used in a unit that two coders judged,
    used everywhere, without any disagreement, fewer than two parts, or more than 5,000 transcripts.
    """
    if not 0 < within < 1 or not 0 < level < 1:
        raise UserError("How near the figure should come lies between 0 and 1.")
    simulation = _Simulation(_Drawn.of(presence), within, level, np.random.default_rng(seed))
    found = []
    for place, code in enumerate(presence.codes):
        progress(place, len(presence.codes), "Simulating")
        used = len(presence.marks_of(place)[0]) > 0
        single = _of_single_units(presence, place)
        found.append(simulation.of_code(code, place, single, used=used))
    return tuple(found)


class _Drawn(Struct, frozen=True, eq=False):
    """What studies are drawn from: sums, shape (clusters, codes, WIDTH)."""

    sums: FloatArray
    documents: int
    per_document: float
    """Clusters that one transcript has."""
    at_least: bool

    @classmethod
    def of(cls, presence: Presence) -> _Drawn:
        shared = presence.judged_by_two()
        documents = np.unique(presence.document[shared])
        parts = len(documents) < FEWEST_DOCUMENTS
        key = presence.document * (int(presence.part.max(initial=0)) + 1) + presence.part
        label = key if parts else presence.document
        found, of_unit = np.unique(label[shared], return_inverse=True)
        cluster = np.full(presence.n_units, len(found), dtype=np.int64)
        cluster[shared] = of_unit
        sums = code_sums(presence, cluster, len(found) + 1).sums[:-1]
        count = max(len(documents), 1)
        return cls(sums, len(documents), len(found) / count if parts else 1.0, parts)


def _of_single_units(presence: Presence, code: int) -> float:
    """How alpha would vary in this study if every unit stood alone, by its number; 0: not known.

    The delta method: alpha is 1 - D_o / D_e, and each unit pulls at both.
    """
    judges = np.count_nonzero(presence.judged_for(code), axis=1).astype(np.float64)
    weight = np.where(judges >= 2, presence.weight, 0.0)
    ones = np.bincount(presence.marks_of(code)[0], minlength=presence.n_units).astype(np.float64)
    values = float(weight @ judges)
    share = float(weight @ ones) / values if values else 0.0
    chance = 2 * share * (1 - share)
    if chance <= 0:
        return 0.0
    apart = 2 * ones * (judges - ones) / np.maximum(judges - 1, 1.0)
    observed = float(weight @ apart) / values
    by_chance = observed / chance * 2 * (1 - 2 * share) * (ones - share * judges)
    pull = by_chance - (apart - observed * judges)
    return float(np.sqrt(weight @ pull**2)) / (values * chance)


class _Simulation(Struct, frozen=True, eq=False):
    """Draws studies and sees how far their alphas spread."""

    drawn: _Drawn
    within: float
    level: float
    random: np.random.Generator

    def of_code(self, code: Hashable, place: int, single: float, *, used: bool) -> SampleSize:
        """`single` is the spread of alpha if every unit stood alone, `used` whether anyone did."""
        sums = self.drawn.sums[:, place]
        whole = sums.sum(axis=0)
        value = number(float(alpha_of(whole)))
        shared = float(column(whole, "shared"))
        found = SampleSize(
            code, value, self.drawn.documents, reach=None,
            prevalence=float(column(whole, "coded")) / shared if shared else 0.0,
            clustering=None, low=None, high=None,
            reason=_why_not(sums, whole, used=used), at_least=self.drawn.at_least,
        )  # fmt: skip
        if found.reason:
            return found
        reach = self.reach(sums, np.ones(len(sums)), len(sums))
        found = replace(found, reach=reach, clustering=self._design_effect(reach, single))
        answers = sorted(self._answers(sums))
        low, high = answers[len(answers) // 10], answers[-1 - len(answers) // 10]
        if high > MOST:
            return replace(found, reason=NOT_WITHIN)
        return replace(found, low=low, high=high)

    def _answers(self, sums: FloatArray) -> Iterator[int]:
        """How many transcripts are enough, for each pilot that could have been."""
        for pilot in range(PILOTS):
            size = len(sums)
            chosen = self.random.integers(0, size, size) if pilot else np.arange(size)
            weights = np.bincount(chosen, minlength=size).astype(np.float64)
            yield self._smallest(sums, weights)

    def _smallest(self, sums: FloatArray, weights: FloatArray) -> int:
        """By doubling until it is enough, then by halving the gap."""

        def enough(documents: int) -> bool:
            clusters = max(round(documents * self.drawn.per_document), 1)
            reach = self.reach(sums, weights, clusters)
            return reach is not None and reach <= self.within

        few, many = 1, 2
        while not enough(many):
            few, many = many, many * 2
            if few > MOST:
                return MOST + 1
        while many - few > max(1, few // 20):
            middle = (few + many) // 2
            few, many = (few, middle) if enough(middle) else (middle, many)
        return many

    def reach(self, sums: FloatArray, weights: FloatArray, clusters: int) -> float | None:
        """Half the width of the middle `level` of the alphas drawn; None: too many lack one."""
        times = self.random.multinomial(clusters, weights / weights.sum(), size=DRAWS)
        alphas = alpha_of(times @ sums)
        kept = alphas[np.isfinite(alphas)]
        if len(kept) < (1 - DROPPED_AT_MOST) * DRAWS:
            return None
        low, high = np.quantile(kept, [(1 - self.level) / 2, (1 + self.level) / 2])
        return float(high - low) / 2

    def _design_effect(self, reach: float | None, single: float) -> float | None:
        """How much larger the variance is than for units that stand alone."""
        if reach is None or single <= 0:
            return None
        return (reach / NormalDist().inv_cdf((1 + self.level) / 2) / single) ** 2


def _why_not(sums: FloatArray, whole: FloatArray, *, used: bool) -> str:
    if float(column(whole, "ones")) <= 0:
        return NEVER_SHARED if used else NEVER_USED
    if float(column(whole, "zeros")) <= 0:
        return USED_EVERYWHERE
    if float(column(whole, "mixed")) <= 0:
        return NO_DISAGREEMENT
    return TOO_FEW_PARTS if len(sums) < 2 else ""
