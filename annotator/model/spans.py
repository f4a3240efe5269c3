"""Where does a passage stand? Half-open spans of Unicode code points, and packed rows of them."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import gt

from msgspec import Struct

_OUT_OF_ORDER = "spans overlap or are out of order"


class Span(Struct, frozen=True, order=True):
    """Code points `start` up to but not including `end` of one text, 0-based."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether at least one code point lies in both."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def clipped(self, bounds: Span) -> Span | None:
        """The part inside `bounds`, or None where nothing is left."""
        start, end = max(self.start, bounds.start), min(self.end, bounds.end)
        return Span(start, end) if start < end else None

    def joined(self, other: Span) -> Span:
        """The smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


class SpanRow:
    """Many disjoint spans in rising order, packed as two arrays of 32-bit integers."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._starts = array("I")
        self._ends = array("I")
        last = 0
        for span in spans:
            if span.start < last:
                raise ValueError(_OUT_OF_ORDER)
            self._starts.append(span.start)
            self._ends.append(span.end)
            last = span.end

    @classmethod
    def between(cls, bounds: Sequence[tuple[int, int]]) -> SpanRow:
        """The row of spans with these starts and ends."""
        flat = list(chain.from_iterable(bounds))
        if flat != sorted(flat):  # sorting what is in order costs one look at it
            raise ValueError(_OUT_OF_ORDER)
        row = cls()
        row._starts, row._ends = array("I", flat[::2]), array("I", flat[1::2])
        return row

    @classmethod
    def unpacked(cls, packed: bytes) -> SpanRow:
        """The row that `packed()` wrote: all starts, then all ends, 32-bit little-endian."""
        if len(packed) % 8:
            raise ValueError("a packed row of spans has a length that is a multiple of 8")
        numbers = array("I")
        numbers.frombytes(packed)
        if sys.byteorder == "big":
            numbers.byteswap()
        half = len(numbers) // 2
        row = cls()
        row._starts, row._ends = numbers[:half], numbers[half:]
        row._must_be_in_order()
        return row

    def _must_be_in_order(self) -> None:
        backwards = any(map(gt, self._starts, self._ends))
        if backwards or any(map(gt, self._ends, self._starts[1:])):
            raise ValueError(_OUT_OF_ORDER)

    def packed(self) -> bytes:
        """All starts, then all ends, as 32-bit little-endian integers."""
        numbers = self._starts + self._ends
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tobytes()

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, index: int) -> Span:
        return Span(self._starts[index], self._ends[index])

    def __iter__(self) -> Iterator[Span]:
        return map(Span, self._starts, self._ends)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SpanRow) and self.packed() == other.packed()

    def __hash__(self) -> int:
        return hash(self.packed())

    def at(self, position: int) -> int | None:
        """The number of the span that holds the code point at `position`, or None in a gap."""
        index = bisect_right(self._starts, position) - 1
        return index if index >= 0 and position < self._ends[index] else None

    def nearest(self, position: int) -> int | None:
        """The number of the span at or next after `position`, else the last; None when empty."""
        if not len(self):
            return None
        index = bisect_right(self._starts, position) - 1
        if index >= 0 and position < self._ends[index]:
            return index
        return min(index + 1, len(self) - 1)

    def touching(self, span: Span) -> range:
        """The numbers of the spans that share at least one code point with `span`."""
        first = bisect_right(self._ends, span.start)
        last = bisect_left(self._starts, span.end)
        return range(first, max(first, last))
