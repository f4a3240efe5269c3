"""How many code points of a kind stand before a place, and where is the n-th? In little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

if TYPE_CHECKING:
    from annotator.reliability.arrays import BoolArray, IntArray

_Words = NDArray[np.uint64]
_BITS = 64


class CountedPoints(Struct, frozen=True, eq=False):
    """A bit for every code point of a text, and how many are set before each 64 of them.

    A fifth of a byte for each code point; a text of an hour's debate has a hundred thousand.
    """

    length: int
    """Code points of the whole text."""
    _words: _Words
    _before: NDArray[np.int32]
    """Shape (words + 1,)."""

    @classmethod
    def of(cls, counted: BoolArray) -> CountedPoints:
        """From one truth for each code point, shape (length,)."""
        padded = np.zeros(-(-(len(counted) + 1) // _BITS) * _BITS, dtype=np.bool_)
        padded[: len(counted)] = counted
        words = np.packbits(padded, bitorder="little").view("<u8").astype(np.uint64)
        before = np.zeros(len(words) + 1, dtype=np.int32)
        np.cumsum(np.bitwise_count(words), out=before[1:])
        return cls(len(counted), words, before)

    @property
    def total(self) -> int:
        return int(self._before[-1])

    def before(self, places: IntArray) -> IntArray:
        """How many counted code points stand before each place, 0 to `length`."""
        word, bit = np.divmod(np.asarray(places, dtype=np.int64), _BITS)
        below = (np.uint64(1) << bit.astype(np.uint64)) - np.uint64(1)
        inside = np.bitwise_count(self._words[word] & below)
        return self._before[word].astype(np.int64) + inside

    def place_of(self, numbers: IntArray) -> IntArray:
        """Where the counted code point with each number stands, numbered from 0 to `total` - 1."""
        numbers = np.asarray(numbers, dtype=np.int64)
        word = np.searchsorted(self._before, numbers, side="right") - 1
        left = numbers - self._before[word]
        bits, place = self._words[word], np.zeros(len(numbers), dtype=np.int64)
        for width in (32, 16, 8, 4, 2, 1):
            low = bits & np.uint64((1 << width) - 1)
            here = np.bitwise_count(low).astype(np.int64)
            beyond = left >= here
            left = np.where(beyond, left - here, left)
            place += np.where(beyond, width, 0)
            bits = np.where(beyond, bits >> np.uint64(width), low)
        return word * _BITS + place
