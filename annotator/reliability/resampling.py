"""How far could the coefficient have come out otherwise? Resamples and the interval they give."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from annotator.errors import UserError
from annotator.reliability.result import Interval, Method

if TYPE_CHECKING:
    from annotator.reliability.arrays import BoolArray, FloatArray, IntArray, Statistic

NEWLY_NARROW = 30
"""Below so many documents the interval is probably too narrow (coverage falls under 92 %)."""
DROPPED_AT_MOST = 0.05
CELLS_AT_ONCE = 250_000

Labels = Sequence[Hashable] | NDArray[Any]
"""One label per unit: which document it stands in, or which part."""


class Resampling(Struct, frozen=True):
    """How intervals are made; the same seed gives the same interval.

    by="documents" draws whole documents with replacement. Below `fewest_documents` it draws
    parts (turns or paragraphs) inside each document and marks the interval as indicative.
    by="units" draws single units, which is too narrow for sentences inside transcripts;
    by="kalpha" is the algorithm of the KALPHA macro, for nominal and other alphas only.
    """

    by: Literal["documents", "units", "kalpha"] = "documents"
    resamples: int = 1000
    seed: int = 1
    level: float = 0.95
    marks: tuple[float, ...] = (0.667, 0.80)
    fewest_documents: int = 10

    def __post_init__(self) -> None:
        if self.resamples < 1 or not 0 < self.level < 1:
            raise UserError("An interval needs at least one resample and a level between 0 and 1.")


class Clusters(Struct, frozen=True, eq=False):
    """What is drawn: `of_unit`, shape (units,), and the stratum of each cluster.

    Each stratum keeps its number of clusters in every resample. `reason` is not empty where
    nothing can be drawn.
    """

    of_unit: IntArray
    stratum: IntArray
    drawn: int
    """How many of them hold a unit that two coders judged: the others tell nothing of agreement."""
    method: Method = "documents"
    indicative: bool = False
    too_narrow: bool = False
    reason: str = ""

    @property
    def count(self) -> int:
        return len(self.stratum)


def clusters_of(
    documents: Labels, parts: Labels | None, plan: Resampling, *, shared: BoolArray | None = None
) -> Clusters:
    """Documents where there are enough, else parts inside them, else none, with the reason.

    `shared`, shape (units,), is true where two coders judged; None: everywhere. Documents without
    such a unit count for nothing here and are drawn among themselves.
    """
    document = numbered(documents)
    told = _holding(document, shared)
    count = int(np.count_nonzero(told))
    apart = (~told).astype(np.int64)
    if count >= plan.fewest_documents:
        return Clusters(document, apart, count, too_narrow=count < NEWLY_NARROW)
    if parts is None:
        return Clusters(document, apart, count, "none", reason=too_few_documents(plan))
    part = numbered(parts)
    if len(part) != len(document):
        raise UserError("There must be one part for every unit.")
    both = document * (int(part.max(initial=0)) + 1) + part
    found, of_unit = np.unique(both, return_inverse=True)
    of_unit = of_unit.astype(np.int64)
    told = _holding(of_unit, shared)
    stratum = 2 * (found // (int(part.max(initial=0)) + 1)) + ~told
    return Clusters(
        of_unit, stratum, int(np.count_nonzero(told)), "parts inside documents", indicative=True,
        too_narrow=True,
    )  # fmt: skip


def too_few_documents(plan: Resampling) -> str:
    """Why there is no interval where only documents could be drawn."""
    return f"fewer than {plan.fewest_documents} transcripts: no interval by default"


def _holding(cluster: IntArray, shared: BoolArray | None) -> BoolArray:
    """Shape (clusters,): whether it holds a unit that two coders judged."""
    found = np.zeros(int(cluster.max(initial=-1)) + 1, dtype=np.bool_)
    found[cluster if shared is None else cluster[shared]] = True
    return found


def cluster_weights(
    clusters: Clusters, plan: Resampling, *, width: int = 1
) -> Iterator[FloatArray]:
    """Blocks of shape (resamples, clusters): how often each cluster was drawn.

    `width` is how many numbers the statistic makes per resample, to keep blocks small.
    """
    order = np.argsort(clusters.stratum, kind="stable")
    size = np.bincount(clusters.stratum)[clusters.stratum[order]]
    first = np.searchsorted(clusters.stratum[order], clusters.stratum[order])
    random = np.random.default_rng(plan.seed)
    for count in _blocks(plan.resamples, max(clusters.count, width)):
        drawn = order[first + (random.random((count, clusters.count)) * size).astype(np.int64)]
        drawn += np.arange(count)[:, None] * clusters.count
        counted = np.bincount(drawn.ravel(), minlength=count * clusters.count)
        yield counted.reshape(count, clusters.count).astype(np.float64)


def unit_weights(times: FloatArray, plan: Resampling, *, width: int = 1) -> Iterator[FloatArray]:
    """Blocks of shape (resamples, rows): units drawn one by one, relative to `times`.

    Drawing n units with replacement is one multinomial draw over the kinds of units there are.
    """
    total = int(times.sum())
    random = np.random.default_rng(plan.seed)
    for count in _blocks(plan.resamples, max(len(times), width)):
        yield random.multinomial(total, times / times.sum(), size=count) / times


def interval_of(
    value: float | None,
    statistic: Statistic,
    clusters: Clusters,
    plan: Resampling,
    *,
    width: int = 1,
) -> Interval:
    """The interval by resampling clusters."""
    reason = _why_not(value, clusters)
    if value is None or reason:
        return Interval(None, None, reason, clusters.method, plan.level, seed=plan.seed)
    blocks = [statistic(block) for block in cluster_weights(clusters, plan, width=width)]
    return summed_up(value, np.concatenate(blocks), plan, Drawn.of_clusters(clusters))


class Drawn(Struct, frozen=True):
    """What one resample was made of."""

    method: Method
    resampled: int
    indicative: bool = False
    too_narrow: bool = False

    @classmethod
    def of_clusters(cls, clusters: Clusters) -> Drawn:
        return cls(clusters.method, clusters.drawn, clusters.indicative, clusters.too_narrow)


def summed_up(value: float, draws: FloatArray, plan: Resampling, drawn: Drawn) -> Interval:
    """Percentiles of the draws that are defined; no interval where they say nothing."""
    kept = np.sort(draws[np.isfinite(draws)])
    dropped = len(draws) - len(kept)
    low = high = None
    reason = ""
    shares: tuple[tuple[float, float], ...] = ()
    if dropped > DROPPED_AT_MOST * len(draws):
        reason = f"{dropped} of {len(draws)} resamples have no value"
    elif kept[-1] - kept[0] <= 1e-12:
        reason = "all resamples give the same value"
    else:
        tail = (1 - plan.level) / 2
        low = min(_quantile(kept, tail), value)
        high = max(_quantile(kept, 1 - tail), value)
        shares = tuple((mark, _share_at_least(kept, mark)) for mark in plan.marks)
    return Interval(
        low, high, reason, drawn.method, plan.level, drawn.resampled, len(draws), dropped,
        plan.seed, drawn.indicative, drawn.too_narrow, shares,
    )  # fmt: skip


def _quantile(kept: FloatArray, share: float) -> float:
    """The same as NumPy's for values in order, linear in between."""
    place = share * (len(kept) - 1)
    below = int(place)
    first, second = float(kept[below]), float(kept[min(below + 1, len(kept) - 1)])
    return first + (second - first) * (place - below)


def _share_at_least(kept: FloatArray, mark: float) -> float:
    # a coefficient of exactly .80 may have been computed as .7999999999999999
    return float(np.count_nonzero(kept >= mark - 1e-12) / len(kept))


def _why_not(value: float | None, clusters: Clusters) -> str:
    if value is None:
        return "no value"
    if clusters.reason:
        return clusters.reason
    return "" if clusters.drawn >= 2 else "only one document or part to draw from"


def _blocks(total: int, width: int) -> Iterator[int]:
    at_once = max(1, CELLS_AT_ONCE // max(width, 1))
    for start in range(0, total, at_once):
        yield min(at_once, total - start)


def numbered(labels: Labels) -> IntArray:
    """Labels as numbers from 0, in the order of first appearance where they are no integers."""
    if isinstance(labels, np.ndarray):
        return np.unique(labels, return_inverse=True)[1].astype(np.int64)
    place: dict[Hashable, int] = {}
    return np.array([place.setdefault(label, len(place)) for label in labels], dtype=np.int64)
