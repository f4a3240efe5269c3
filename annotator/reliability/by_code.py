"""On which codes do coders agree, and on which not: one row per code, and all together?"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import UserError
from annotator.reliability.arrays import FloatArray
from annotator.reliability.patterns import (
    COLUMNS,
    VALUES,
    WIDTH,
    code_sums,
    column,
    with_pooled,
)
from annotator.reliability.resampling import (
    NEWLY_NARROW,
    Clusters,
    Drawn,
    Resampling,
    cluster_weights,
    clusters_of,
    summed_up,
    too_few_documents,
)
from annotator.reliability.result import (
    FEW_UNITS,
    NEEDS_TWO_CODERS,
    NEVER_SHARED,
    NEVER_USED,
    NO_SHARED_UNIT,
    ONE_CODER_ONLY,
    RARE,
    USED_EVERYWHERE,
    Interval,
    Result,
    number,
)

if TYPE_CHECKING:
    from annotator.reliability.presence import Presence

RARE_BELOW = 10
FEW_UNITS_BELOW = 50
GOOD = 0.80
POOLED = "pooled"


class CodeAgreement(Struct, frozen=True):
    """One code over the units of all transcripts compared."""

    code: Hashable
    alpha: Result
    percent: Result
    positive: Result
    negative: Result
    ac1: Result
    fleiss: Result
    brennan_prediger: Result
    uses: tuple[float, ...]
    """Of the units that two or more judged, those coded by each coder, in their order."""
    coded: float
    """Of the units that two or more judged, those coded by anyone."""
    disagreements: float
    """Units judged by two or more coders who do not all say the same."""
    warnings: tuple[str, ...]


class Headline(Struct, frozen=True):
    """All codes in three figures; codes without a value are not in them."""

    median_alpha: float | None
    n_codes: int
    """Codes with a value."""
    n_good: int
    """Codes whose alpha is at least .80."""
    same_code_sets: float | None
    """Share of units on which all coders have the same codes."""


class AgreementTable(Struct, frozen=True):
    """Codes in the order they were given, and the pooled figures over all of them."""

    coders: tuple[Hashable, ...]
    codes: tuple[CodeAgreement, ...]
    pooled: CodeAgreement
    """Every pair of unit and code as one unit, as if the codes were one variable."""
    headline: Headline


def agreement_by_code(
    presence: Presence,
    *,
    resampling: Resampling | None = None,
    intervals: Collection[str] = tuple(VALUES),
) -> AgreementTable:
    """Nominal alpha, percent, positive and negative agreement and AC1 of each code.

    Source: alpha in the binary form 1 - (N - 1) D / (2 n_1 n_0), AC1 with the code list (coded,
    not coded), the rest as in `agreement`. Shape: see `Presence`. Missing: as there; a unit
    needs two coders who could use the code. None: only one coder; code never used, or used by
    everyone everywhere (percent and AC1 then still have a value).
    Intervals: documents drawn, the same for all codes; see `Resampling`. `intervals` names the
    coefficients that get one (of `VALUES`); fewer are faster.
    """
    plan = resampling or Resampling()
    if plan.by != "documents":
        raise UserError(
            "A table of codes is resampled by documents.",
            "For other intervals, take presence.ratings(code) to the coefficient itself.",
        )
    shared = presence.judged_by_two() & (presence.weight > 0)
    clusters = clusters_of(presence.document, presence.parts, plan, shared=shared)
    counts = code_sums(presence, clusters.of_unit, clusters.count)
    sums = with_pooled(counts.sums)
    draws = _draws(sums, clusters, plan, intervals)
    whole = sums.sum(axis=0)
    values = {name: value_of(whole) for name, value_of in VALUES.items()}
    names = (*presence.codes, POOLED)
    uses = np.concatenate([counts.uses, counts.uses.sum(axis=0, keepdims=True)])
    study = _Study.of(presence)
    told = np.count_nonzero(column(sums, "shared") > 0, axis=0).tolist()
    table = [
        _Row(
            name, dict(zip(COLUMNS, row, strict=True)),
            {one: number(of[place]) for one, of in values.items()},
            tuple(own), told[place], place, plan, clusters, study,
        ).agreement(draws)
        for place, (name, row, own) in enumerate(
            zip(names, whole.tolist(), uses.tolist(), strict=True)
        )
    ]  # fmt: skip
    codes = tuple(table[:-1])
    return AgreementTable(presence.coders, codes, table[-1], _headline(presence, codes))


Draws = dict[str, FloatArray]
"""For each coefficient the resampled values, shape (resamples, codes + 1)."""


def _draws(
    sums: FloatArray, clusters: Clusters, plan: Resampling, wanted: Collection[str]
) -> Draws | None:
    if clusters.reason or clusters.drawn < 2:
        return None
    flat = sums.reshape(clusters.count, -1)
    found: dict[str, list[FloatArray]] = {name: [] for name in VALUES if name in wanted}
    for weights in cluster_weights(clusters, plan, width=flat.shape[1]) if found else ():
        resampled = (weights @ flat).reshape(len(weights), -1, WIDTH)
        for name, blocks in found.items():
            blocks.append(VALUES[name](resampled))
    return {name: np.concatenate(blocks) for name, blocks in found.items() if blocks}


class _Study(Struct, frozen=True):
    """What all codes share."""

    n_coders: int
    n_units: float
    n_codes: int
    whole_units: bool
    """Whether units are units, and not stretches of characters."""

    @classmethod
    def of(cls, presence: Presence) -> _Study:
        return cls(
            int(np.count_nonzero(presence.judged.any(axis=0))),
            float(presence.weight.sum()),
            len(presence.codes),
            bool((presence.weight <= 1).all()),
        )


class _Row(Struct, frozen=True, eq=False):
    """One code, or after the last code all of them pooled."""

    name: Hashable
    counts: dict[str, float]
    values: dict[str, float | None]
    uses: tuple[float, ...]
    told: int
    """How many of what is drawn hold a unit that two judged for this code."""
    place: int
    plan: Resampling
    clusters: Clusters
    study: _Study

    def agreement(self, draws: Draws | None) -> CodeAgreement:
        return CodeAgreement(
            self.name,
            alpha=self._result("krippendorff_alpha", draws),
            percent=self._result("percent_agreement", draws),
            positive=self._result("positive_agreement", draws),
            negative=self._result("negative_agreement", draws),
            ac1=self._result("gwet_ac1", draws),
            fleiss=self._result("fleiss_kappa", draws),
            brennan_prediger=self._result("brennan_prediger", draws),
            uses=self.uses,
            coded=self.counts["coded"],
            disagreements=self.counts["mixed"],
            warnings=self._warnings(),
        )

    def _result(self, name: str, draws: Draws | None) -> Result:
        value = self.values[name]
        is_pooled = self.place == self.study.n_codes
        judged = self.study.n_units * (self.study.n_codes if is_pooled else 1)
        shared = self.counts["shared"]
        return Result(
            name, value, self._reason() if value is None else "",
            n_coders=self.study.n_coders,
            n_units=shared, n_dropped=judged - shared,
            n_values=self.counts["ones"] + self.counts["zeros"],
            interval=self._interval(name, value, draws),
        )  # fmt: skip

    def _reason(self) -> str:
        if self.study.n_coders < 2:
            return NEEDS_TWO_CODERS
        if not self.counts["shared"]:
            return NO_SHARED_UNIT
        if self.counts["ones"]:
            return USED_EVERYWHERE
        return NEVER_SHARED if self.counts["anywhere"] else NEVER_USED

    def _interval(self, name: str, value: float | None, draws: Draws | None) -> Interval | None:
        if draws is not None and name not in draws:
            return None
        clusters, plan = self.clusters, self.plan
        reason = ""
        if value is None:
            reason = "no value"
        elif self.counts["shared"] < 2:
            reason = "one shared unit only"
        elif clusters.method == "documents" and self.told < plan.fewest_documents:
            reason = too_few_documents(plan)  # newer than most of the work
        elif draws is None:
            reason = clusters.reason or "only one document or part to draw from"
        if value is None or draws is None or reason:
            return Interval(None, None, reason, clusters.method, plan.level, seed=plan.seed)
        drawn = Drawn.of_clusters(clusters)
        narrow = drawn.too_narrow or self.told < NEWLY_NARROW
        drawn = replace(drawn, too_narrow=narrow)
        return summed_up(value, draws[name][:, self.place], plan, drawn)

    def _warnings(self) -> tuple[str, ...]:
        """Rare and few are about units, not about the lengths of characters."""
        whole_units = self.study.whole_units
        found = [
            (sum(use > 0 for use in self.uses) == 1, ONE_CODER_ONLY),
            (whole_units and 0 < sum(self.uses) < RARE_BELOW, RARE),
            (whole_units and 0 < self.counts["shared"] < FEW_UNITS_BELOW, FEW_UNITS),
        ]
        return tuple(words for holds, words in found if holds)


def _headline(presence: Presence, codes: tuple[CodeAgreement, ...]) -> Headline:
    values = [row.alpha.value for row in codes if row.alpha.value is not None]
    return Headline(
        median(values) if values else None,
        len(values),
        sum(value >= GOOD - 1e-12 for value in values),
        presence.same_code_sets(),
    )
