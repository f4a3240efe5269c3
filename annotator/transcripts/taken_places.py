"""Is a place already taken? Disjoint stretches of a text, asked by position."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.model.transcript import HeaderField


class Stretches:
    """The places of fields in rising order."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, fields: Iterable[HeaderField]) -> None:
        places = sorted((field.start, field.end) for field in fields)
        self._starts = [start for start, _ in places]
        self._ends = [end for _, end in places]

    def hold(self, position: int) -> bool:
        """Whether the character at `position` lies in one of the stretches."""
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._ends[index]
