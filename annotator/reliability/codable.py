"""Which characters of a text can be coded, and into which units do they fall?"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from annotator.errors import UserError
from annotator.reliability.counted_points import CountedPoints

if TYPE_CHECKING:
    from annotator.model.spans import SpanRow
    from annotator.reliability.arrays import IntArray

SPACES = np.array([point for point in range(0x3001) if chr(point).isspace()], dtype=np.uint32)


class CodableText(Struct, frozen=True, eq=False):
    """One text cut into units, prepared once for any number of comparisons.

    Text in no unit (title, dates, speaker labels, white space between units) does not exist for
    reliability. `solid` counts the non-space code points in units.
    """

    starts: IntArray
    ends: IntArray
    solid: CountedPoints

    @property
    def n_units(self) -> int:
        return len(self.starts)

    @property
    def length(self) -> int:
        """Code points of the whole text."""
        return self.solid.length

    @property
    def codable_length(self) -> int:
        """Code points in units, spaces inside them included."""
        return int((self.ends - self.starts).sum())

    def codable_before(self, positions: IntArray) -> IntArray:
        """How many code points in units stand before each position."""
        before = np.concatenate(([0], np.cumsum(self.ends - self.starts)))
        unit = np.searchsorted(self.starts, positions, side="right")
        inside = np.minimum(positions, np.append(self.ends, 0)[unit - 1])
        inside = inside - np.append(self.starts, 0)[unit - 1]
        return np.where(unit > 0, before[unit - 1] + inside, 0)

    def trimmed(self, starts: IntArray, ends: IntArray) -> tuple[IntArray, IntArray]:
        """Spans without spaces and uncodable text at the edges; nothing else leaves no length."""
        first, after = self.solid.before(starts), self.solid.before(ends)
        some = first < after
        begin, stop = np.array(starts, dtype=np.int64), np.array(starts, dtype=np.int64)
        begin[some] = self.solid.place_of(first[some])
        stop[some] = self.solid.place_of(after[some] - 1) + 1
        return begin, stop


def codable_text(text: str, units: SpanRow, *, sha256: str = "") -> CodableText:
    """The units of a text at one level, sentences for instance, in code points.

    With `sha256` (of the text in UTF-8, hexadecimal) a text that was changed after coding is
    refused: its codings would stand in the wrong place.
    """
    if sha256 and hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != sha256:
        raise UserError(
            "The text is not the one that was coded.", "Compare codings on the text they belong to."
        )
    spans = [(span.start, span.end) for span in units if span.start < span.end]
    bounds = np.array(spans, dtype=np.int64).reshape(-1, 2)
    if len(bounds) and bounds[-1, 1] > len(text):
        raise UserError("A unit lies outside the text.")
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    inside = np.zeros(len(points) + 1, dtype=np.int8)
    np.add.at(inside, bounds[:, 0], 1)
    np.add.at(inside, bounds[:, 1], -1)
    solid = (np.cumsum(inside[:-1]) > 0) & ~np.isin(points, SPACES)
    return CodableText(bounds[:, 0], bounds[:, 1], CountedPoints.of(solid))
