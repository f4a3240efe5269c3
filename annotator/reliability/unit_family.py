"""Which sums of lengths are the unitizing coefficients made of, and what do they rest on?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from annotator.errors import UserError
from annotator.reliability.continuum import CLASHES_LISTED, PackedSpans
from annotator.reliability.lengths import (
    covered,
    covered_by_value,
    met_by_value,
    squared_lengths,
    squares_met_by_value,
)
from annotator.reliability.resampling import (
    Clusters,
    Resampling,
    clusters_of,
    interval_of,
    numbered,
)
from annotator.reliability.result import (
    NEEDS_TWO_CODERS,
    NEVER_USED,
    NO_VARIATION,
    Interval,
    Result,
    number,
)

if TYPE_CHECKING:
    from annotator.reliability.arrays import FloatArray, Statistic


class UnitFamily:
    """Spans of some texts, and their sums per segment; all of them add up over segments."""

    def __init__(self, spans: PackedSpans, plan: Resampling | None) -> None:
        if plan is not None and plan.by != "documents":
            raise UserError("Spans are resampled by documents or by parts inside them.")
        self.spans = spans
        self._plan = plan
        self._coders = spans.coders_of_text[spans.segment_text].astype(np.float64)
        self._others = np.maximum(self._coders - 1, 1.0)
        self._length = np.diff(spans.segment_start).astype(np.float64)

    def gap_lengths(self) -> FloatArray:
        """Shape (clusters, 4): l, l_1, l_01 and S_1 of marked against not marked."""
        found = self.spans
        once, twice = covered(found.starts, found.ends, found.segment_start)
        mixed = (self._coders * once - twice) / self._others
        whole = self._coders * self._length
        return self._gathered(np.column_stack([whole, once, mixed, squared_lengths(found)]))

    def lengths(self) -> FloatArray:
        """Shape (clusters, 3 (values + 1)): l_c, l_cc and S_c, gaps as the last value."""
        found, coders = self.spans, self._coders
        once, twice, squared = covered_by_value(found)
        any_once, any_twice = covered(found.starts, found.ends, found.segment_start)
        gaps = coders * self._length - any_once
        both_gaps = coders * (coders - 1) * self._length - (2 * coders - 1) * any_once + any_twice
        agreed = np.column_stack([twice - once, both_gaps]) / self._others[:, None]
        return self._gathered(np.column_stack([once, gaps, agreed, squared, gaps]))

    def both_marked(self) -> FloatArray:
        """Shape (clusters, 3 values): l*_c, l*_cc and S*_c, where two coders marked something."""
        once, twice, _ = covered_by_value(self.spans)
        others = self._others[:, None]
        met = (met_by_value(self.spans) - once) / others
        squares = squares_met_by_value(self.spans) / others
        return self._gathered(np.column_stack([met, (twice - once) / others, squares]))

    def result(self, name: str, make_sums: Callable[[], FloatArray], value_of: Statistic) -> Result:
        """The coefficient of the summed lengths, with its interval where one was asked for.

        `make_sums` gives shape (clusters, quantities); `value_of` takes sums of shape (resamples,
        quantities).
        """
        refused = self._refused()
        if refused:
            return self.without_value(name, refused)
        sums = make_sums()
        value = number(float(value_of(sums.sum(axis=0, keepdims=True))[0]))
        if value is None:
            reason = NO_VARIATION if len(self.spans.starts) else NEVER_USED
            return self.without_value(name, reason)
        return self._filled(name, value, "", self._interval(value, sums, value_of))

    def without_value(self, name: str, reason: str) -> Result:
        """A result that says why there is none."""
        plan = self._plan
        interval = Interval(None, None, "no value", "none", plan.level) if plan else None
        return self._filled(name, None, reason, interval)

    def _filled(
        self, name: str, value: float | None, reason: str, interval: Interval | None
    ) -> Result:
        spans = self.spans
        warnings = (f"{spans.empty} empty spans left out",) if spans.empty else ()
        return Result(
            name, value, reason, of="disagreement", n_coders=spans.n_coders,
            n_units=spans.length, n_dropped=spans.dropped_length, n_values=len(spans.starts),
            interval=interval, warnings=warnings,
        )  # fmt: skip

    def _refused(self) -> str:
        if not len(self.spans.coders_of_text):
            return NEEDS_TWO_CODERS
        if self.spans.clashes:
            listed = "; ".join(str(clash) for clash in self.spans.clashes[:CLASHES_LISTED])
            return f"a coder's spans overlap although their values exclude each other: {listed}"
        return ""

    def _interval(self, value: float, sums: FloatArray, value_of: Statistic) -> Interval | None:
        if self._plan is None:
            return None

        def statistic(drawn: FloatArray) -> FloatArray:
            return value_of(drawn @ sums)

        clusters = self._clusters(self._plan)
        return interval_of(value, statistic, clusters, self._plan, width=sums.shape[1])

    def _gathered(self, of_segments: FloatArray) -> FloatArray:
        """Sums of segments added up over what is drawn; segments are many, and kept for no code."""
        if self._plan is None:
            return np.asarray(of_segments.sum(axis=0, keepdims=True))
        clusters = self._clusters(self._plan)
        found = np.zeros((clusters.count, of_segments.shape[1]))
        np.add.at(found, clusters.of_unit, of_segments)
        return found

    def _clusters(self, plan: Resampling) -> Clusters:
        spans = self.spans
        documents = numbered(spans.documents)[spans.segment_text]
        parts = np.arange(spans.n_segments) if spans.has_parts else None
        return clusters_of(documents, parts, plan)
