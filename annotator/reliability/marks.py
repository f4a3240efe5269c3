"""Which passages did coders give which codes: one by one, or as columns of many?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec import Struct

from annotator.reliability.arrays import distinct

if TYPE_CHECKING:
    from annotator.reliability.arrays import IntArray


class Mark(NamedTuple):
    """One coder's code on code points `start` up to `end` of the text."""

    coder: Hashable
    code: Hashable
    start: int
    end: int


class MarkTable(Struct, frozen=True, eq=False):
    """Many marks on one text as columns of shape (marks,), coders and codes as whole numbers.

    `coder_names` and `code_names` say what the numbers stand for; None: the numbers themselves.
    """

    coder: IntArray
    code: IntArray
    start: IntArray
    end: IntArray
    coder_names: tuple[Hashable, ...] | None = None
    code_names: tuple[Hashable, ...] | None = None

    def __len__(self) -> int:
        return len(self.start)

    def places(
        self, codes: Sequence[Hashable], coders: Sequence[Hashable]
    ) -> tuple[IntArray, IntArray]:
        """The place of each mark's code and coder in these lists, -1 where it is in neither."""
        return (
            _places(self.code, self.code_names, codes),
            _places(self.coder, self.coder_names, coders),
        )

    def codes_used(self) -> list[Hashable]:
        """The codes that occur."""
        used = distinct(self.code).tolist()
        return used if self.code_names is None else [self.code_names[place] for place in used]


def mark_table(marks: Sequence[Mark] | MarkTable) -> MarkTable:
    """Marks as columns; a table stays what it is."""
    if isinstance(marks, MarkTable):
        return marks
    coders, codes = (list(dict.fromkeys(mark[place] for mark in marks)) for place in (0, 1))
    coder_place = {name: place for place, name in enumerate(coders)}
    code_place = {name: place for place, name in enumerate(codes)}
    rows = [(coder_place[m.coder], code_place[m.code], m.start, m.end) for m in marks]
    coder, code, start, end = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return MarkTable(coder, code, start, end, tuple(coders), tuple(codes))


def _places(
    numbers: IntArray, names: tuple[Hashable, ...] | None, wanted: Sequence[Hashable]
) -> IntArray:
    place = {name: at for at, name in enumerate(wanted)}
    if names is None:
        found, of_mark = np.unique(numbers, return_inverse=True)
        own = [place.get(number, -1) for number in found.tolist()]
    else:
        of_mark, own = numbers, [place.get(name, -1) for name in names]
    return np.array([*own, -1], dtype=np.int64)[of_mark]
