"""Who gave which unit which code, one transcript at a time, so that memory stays small?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from annotator.reliability.arrays import BoolArray, FloatArray, IntArray
    from annotator.reports.comparison import Comparison


class UnitBlock(Struct, frozen=True, eq=False):
    """The units of one transcript that at least one coder judged.

    `given` and `judged` have shape (units, coders, codes): the code was given, and could have
    been. What was not judged is missing, never zero.
    """

    doc_id: str
    number: IntArray
    """Of each unit in its transcript, from 1."""
    begin: IntArray
    end: IntArray
    """Code points, half open."""
    weight: FloatArray
    """1, or code points where a unit is a stretch of characters that all treat alike."""
    given: BoolArray
    judged: BoolArray

    @property
    def labels(self) -> list[str]:
        """The unit_id of each unit, as in the workbook."""
        return [f"{self.doc_id}:{number}" for number in self.number.tolist()]


def unit_blocks(comparison: Comparison) -> Iterator[UnitBlock]:
    """Transcript by transcript in their order."""
    presence = comparison.compared.presence
    order = np.argsort(presence.unit, kind="stable")
    unit, coder, code = presence.unit[order], presence.coder[order], presence.code[order]
    start = 0
    for place, projected in enumerate(comparison.transcripts):
        stop = start + len(projected.coded.weight)
        first, last = np.searchsorted(unit, [start, stop])
        shape = (stop - start, len(presence.coders), len(presence.codes))
        given = np.zeros(shape, dtype=np.bool_)
        given[unit[first:last] - start, coder[first:last], code[first:last]] = True
        judged = np.repeat(presence.judged[start:stop, :, None], shape[2], axis=2)
        for gap, who, document in presence.unknown:
            if document == place:
                judged[:, who, gap] = False
        begin, end = _bounds(comparison, place)
        weight = presence.weight[start:stop]
        kept = np.flatnonzero(judged.any(axis=(1, 2)) & (weight > 0))
        yield UnitBlock(
            comparison.infos[place].doc_id, kept + 1, begin[kept], end[kept], weight[kept],
            (given & judged)[kept], judged[kept],
        )  # fmt: skip
        start = stop


def _bounds(comparison: Comparison, place: int) -> tuple[IntArray, IntArray]:
    coded = comparison.transcripts[place].coded
    begin = coded.span_start
    if len(coded.weight) == coded.source.text.n_units:
        return begin, coded.source.text.ends
    return begin, begin + coded.weight.astype(np.int64)
