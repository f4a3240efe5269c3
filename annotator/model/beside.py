"""Does a code stand on, over or near a passage? For many passages against many codings at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.model.spans import Span, SpanRow


class Standing:
    """Where codings stand in one text."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._exact = frozenset(ordered)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def __bool__(self) -> bool:
        return bool(self._starts)

    def on(self, start: int, end: int) -> bool:
        """Whether one stands on exactly these code points."""
        return (start, end) in self._exact

    def over(self, start: int, end: int) -> bool:
        """Whether one shares a code point with these."""
        last = bisect_left(self._starts, end)  # of those that start before the end
        return last > 0 and self._reach[last - 1] > start


def grown(units: SpanRow, span: Span, within: int) -> Span:
    """The span with the units that it touches, and so many before and after."""
    touched = units.touching(span)
    if not touched:
        return span
    first = max(0, touched[0] - within)
    last = min(len(units) - 1, touched[-1] + within)
    return units[first].joined(units[last])
