"""On which units do coders give the same code to different words?"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from annotator.reliability.presence import inside
from annotator.reliability.projection import CodedUnits, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.reliability.arrays import IntArray


def boundaries_apart(coded: CodedUnits) -> IntArray:
    """Shape (cells, 2): code and unit, as numbers, where several coded and not the same words.

    The unit itself counts as agreement; this is the kind of disagreement "boundary only".
    Spaces at the edges make no difference, nor does what lies in the next unit, nor what somebody
    coded who was not handed the unit.
    """
    counted = set(zip(coded.code.tolist(), coded.unit.tolist(), coded.coder.tolist(), strict=True))
    if coded.source.outside:
        outside = set(_not_handed_out(coded))
        counted = {cell for cell in counted if cell[1:] not in outside}
    pieces = pieces_of(coded.source, coded.codes)
    words: defaultdict[tuple[int, int, int], list[tuple[int, int]]] = defaultdict(list)
    columns = (pieces.code, pieces.unit, pieces.coder, pieces.start, pieces.end)
    for code, unit, coder, start, end in zip(*(column.tolist() for column in columns), strict=True):
        if (code, unit, coder) in counted:
            words[code, unit, coder].append((start, end))
    seen: defaultdict[tuple[int, int], list[list[tuple[int, int]]]] = defaultdict(list)
    for (code, unit, _), spans in words.items():
        seen[code, unit].append(spans)
    apart = [cell for cell, several in seen.items() if any(one != several[0] for one in several)]
    return np.array(sorted(apart), dtype=np.int64).reshape(-1, 2)


def _not_handed_out(coded: CodedUnits) -> Iterator[tuple[int, int]]:
    """Unit and coder, as numbers."""
    source = coded.source
    for place, coder in enumerate(source.coders):
        spans = source.outside.get(coder, ())
        for unit in np.flatnonzero(inside(source.text.starts, spans)).tolist():
            yield unit, place
