"""Where does a code point of the text stand in the shown document, and the other way round?

This is the only place that knows that Qt counts UTF-16 units and that the shown document holds
turn headings which are not text, and lacks what stands between the paragraphs. Everything else
speaks either *offsets* (code points of the stored text) or *positions* (of the shown document).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_HIGH_SURROGATES = (0xD800, 0xDBFF)
_RIGHT_TO_LEFT = (
    (0x0590, 0x08FF),  # Hebrew, Arabic, Syriac, Thaana, N'Ko and their extensions
    (0x200F, 0x200F),
    (0x202B, 0x202B),
    (0x202E, 0x202E),
    (0x2067, 0x2067),
    (0xFB1D, 0xFDFF),
    (0xFE70, 0xFEFF),
    (0xD802, 0xD803),  # surrogates of the old and the rare right-to-left scripts
    (0xD83A, 0xD83B),
)


def units_of(text: str) -> int:
    """How many UTF-16 units `text` takes."""
    return len(text) if text.isascii() else len(_encoded(text))


def holds_right_to_left(text: str) -> bool:
    """Whether any letter or mark in `text` can turn the direction of a line."""
    if text.isascii():
        return False
    units = _encoded(text)
    units = units[units >= _RIGHT_TO_LEFT[0][0]]
    return any(bool(((units >= low) & (units <= high)).any()) for low, high in _RIGHT_TO_LEFT)


class Offsets:
    """The map between one text and the document that shows it.

    The document is a row of blocks with one unit between them. Block `i` shows the code points
    `starts[i]` up to `ends[i]`; a heading shows no text: its start and end are equal, and
    `heading_units[i]` says how long it is (0 marks a paragraph).
    """

    def __init__(self, text: str, starts: Numbers, ends: Numbers, heading_units: Numbers) -> None:
        self._astral = astral_offsets(text)
        self._astral_units = self._astral + np.arange(len(self._astral))
        self._starts, self._ends = starts, ends
        self._units = self._to_units(starts)
        self._lengths = heading_units + self._to_units(ends) - self._units
        self._positions = np.concatenate(([0], np.cumsum(self._lengths[:-1] + 1))).astype(np.int64)
        self._is_heading = heading_units > 0
        rows = np.flatnonzero(~self._is_heading)
        self._paragraph_starts, self._paragraph_ends = starts[rows], ends[rows]
        self._paragraph_units, self._paragraph_positions = self._units[rows], self._positions[rows]
        self._paragraph_lengths = self._lengths[rows]

    @property
    def length(self) -> int:
        """Units of the shown document, without the last invisible separator."""
        return int(self._positions[-1] + self._lengths[-1])

    def starts_to_positions(self, offsets: Numbers) -> Numbers:
        """Where passages that start at `offsets` start on the screen.

        What starts between two paragraphs starts at the next one.
        """
        row = np.searchsorted(self._paragraph_ends, offsets, side="right")
        row = np.minimum(row, len(self._paragraph_ends) - 1)
        return self._positions_in(row, offsets)

    def ends_to_positions(self, offsets: Numbers) -> Numbers:
        """Where passages that end at `offsets` end on the screen.

        What ends between two paragraphs ends with the one before.
        """
        row = np.searchsorted(self._paragraph_starts, offsets, side="left") - 1
        return self._positions_in(np.maximum(row, 0), offsets)

    def start_to_position(self, offset: int) -> int:
        return int(self.starts_to_positions(np.array([offset]))[0])

    def end_to_position(self, offset: int) -> int:
        return int(self.ends_to_positions(np.array([offset]))[0])

    def to_offset(self, position: int) -> int:
        """The code point at a position of the document.

        A heading stands for the first word of its turn, a separator for the end of its
        paragraph, and the second half of a surrogate pair for the code point it belongs to.
        """
        block = int(np.searchsorted(self._positions, max(position, 0), side="right")) - 1
        if self._is_heading[block]:
            return int(self._starts[block])
        inside = min(position - int(self._positions[block]), int(self._lengths[block]))
        units = int(self._units[block]) + max(inside, 0)
        return units - int(np.searchsorted(self._astral_units, units, side="left"))

    def _positions_in(self, row: Numbers, offsets: Numbers) -> Numbers:
        inside = self._to_units(offsets) - self._paragraph_units[row]
        kept: Numbers = np.clip(inside, 0, self._paragraph_lengths[row])
        return self._paragraph_positions[row] + kept

    def _to_units(self, offsets: Numbers) -> Numbers:
        if not len(self._astral):
            return offsets
        before: Numbers = np.searchsorted(self._astral, offsets, side="left")
        return offsets + before


def astral_offsets(text: str) -> Numbers:
    """The code points above U+FFFF, which take two units each, in rising order."""
    if text.isascii():
        return np.zeros(0, np.int64)
    units = _encoded(text)
    low, high = _HIGH_SURROGATES
    at = np.flatnonzero((units >= low) & (units <= high)).astype(np.int64)
    return at - np.arange(len(at))


def _encoded(text: str) -> NDArray[np.uint16]:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.dtype("<u2"))
