"""What do all coefficients over units share: the counted ratings, what is resampled, the result?"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import UserError
from annotator.reliability.ratings import Ratings, RatingsLike, clustered, read_ratings
from annotator.reliability.resampling import (
    Clusters,
    Drawn,
    Labels,
    Resampling,
    clusters_of,
    interval_of,
    summed_up,
    unit_weights,
)
from annotator.reliability.result import (
    NEEDS_TWO_CODERS,
    NO_SHARED_UNIT,
    Interval,
    Result,
    number,
)

if TYPE_CHECKING:
    from annotator.reliability.arrays import FloatArray, Statistic


class Study(Struct, frozen=True, eq=False):
    """Ratings ready to be counted, and what its intervals are drawn from."""

    ratings: Ratings
    clusters: Clusters | None
    plan: Resampling | None

    @property
    def judged_by(self) -> FloatArray:
        return self.ratings.judged_by.astype(np.float64)

    @property
    def shared(self) -> FloatArray:
        """Shape (rows,): 1 where at least two coders judged, else 0."""
        return (self.ratings.judged_by >= 2).astype(np.float64)

    @property
    def n_shared(self) -> float:
        return float((self.shared * self.ratings.times).sum())

    def at_study(self, sums: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """A sum over clusters where each counts once."""
        return np.asarray(sums(np.ones((1, self.ratings.n_clusters)))[0])

    def value(self, statistic: Statistic) -> float | None:
        return number(float(self.at_study(statistic)))

    def interval(
        self, value: float | None, statistic: Statistic, *, width: int = 1
    ) -> Interval | None:
        """None where nobody asked for one."""
        if self.plan is None:
            return None
        if value is not None and self.n_shared < 2:
            return Interval(None, None, "one shared unit only", "none", self.plan.level)
        if self.clusters is not None:
            return interval_of(value, statistic, self.clusters, self.plan, width=width)
        return self._interval_over_units(value, statistic, width)

    def _interval_over_units(
        self, value: float | None, statistic: Statistic, width: int
    ) -> Interval | None:
        plan = self.plan
        if plan is None:
            return None
        if value is None:
            return Interval(None, None, "no value", "units", plan.level, seed=plan.seed)
        blocks = unit_weights(self.ratings.times, plan, width=width)
        draws = np.concatenate([statistic(block) for block in blocks])
        return summed_up(value, draws, plan, Drawn("units", int(self.ratings.times.sum())))

    def result(self, coefficient: str, value: float | None, **more: Any) -> Result:
        """A result with the counts filled in, and the reason where all studies share it."""
        reason = "" if value is not None else self.common_reason() or more.get("reason", "")
        judged, times = self.judged_by, self.ratings.times
        counts: dict[str, Any] = {
            "n_coders": self.ratings.n_coders,
            "n_units": self.n_shared,
            "n_dropped": float(times.sum()) - self.n_shared,
            "n_values": float((judged * self.shared * times).sum()),
        }
        return Result(coefficient, value, **counts | more | {"reason": reason})

    def common_reason(self) -> str:
        if self.ratings.n_coders < 2:
            return NEEDS_TWO_CODERS
        return NO_SHARED_UNIT if not self.n_shared else ""


def study_of(
    ratings: RatingsLike,
    *,
    categories: Sequence[Hashable] | None = None,
    ordered: bool = False,
    documents: Labels | None = None,
    parts: Labels | None = None,
    resampling: Resampling | None = None,
) -> Study:
    """Ratings and labels as given by the caller, brought together.

    An interval is made where `documents` are given, or where `resampling` asks for units.
    """
    table = read_ratings(ratings, categories=categories, ordered=ordered)
    if resampling is not None and resampling.by == "units":
        return _by_units(table, resampling)
    if documents is None:
        if resampling is not None and resampling.by == "documents":
            raise UserError(
                "Resampling documents needs to know in which document each unit stands.",
                "Give documents=, or choose Resampling(by='units').",
            )
        return Study(clustered(table, None), None, resampling)
    plan = resampling or Resampling()
    shared = table.judged_by >= 2
    clusters = clusters_of(
        documents, parts, plan, shared=shared if len(shared) == len(documents) else None
    )
    return Study(clustered(table, clusters.of_unit, clusters.count), clusters, plan)


def _by_units(table: Ratings, plan: Resampling) -> Study:
    """Every kind of row is a cluster of its own."""
    table = clustered(table, None)
    rows = np.arange(len(table.codes), dtype=np.int64)
    return Study(replace(table, cluster=rows, n_clusters=len(rows)), None, plan)


def ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """`above` over `below`, not-a-number where below is not clearly more than zero."""
    safe = below > 1e-12
    return np.where(safe, above / np.where(safe, below, 1.0), np.nan)


def beyond_chance(observed: FloatArray, expected: FloatArray) -> FloatArray:
    """The share of what chance leaves: (observed - expected) / (1 - expected)."""
    return ratio(observed - expected, 1.0 - expected)
