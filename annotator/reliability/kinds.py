"""Where do coders disagree, and in what way: one coder only, another code, only the boundary?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np
from msgspec import Struct

from annotator.reliability.arrays import BoolArray, FloatArray, IntArray, added_up, distinct

if TYPE_CHECKING:
    from annotator.reliability.presence import Presence

Kind = Literal["only one coder coded", "other code", "boundary only", "other field value"]
KINDS: tuple[Kind, ...] = (
    "only one coder coded", "other code", "boundary only", "other field value",
)  # fmt: skip

CELLS_AT_ONCE = 150_000
"""Of units, coders and codes: a megabyte or two, whatever the size of the study."""


class Disagreements(Struct, frozen=True, eq=False):
    """Code and unit of every disagreement, as numbers, in order of code, then unit.

    `other` says where the coders gave different codes: someone without this code gave the unit
    a code that someone with it did not. Elsewhere those without it gave nothing of their own.
    """

    code: IntArray
    unit: IntArray
    other: BoolArray

    def counts(self, n_codes: int) -> tuple[IntArray, IntArray]:
        """Per code: how many where only some coded, and how many with another code."""
        every = np.bincount(self.code, minlength=n_codes)
        other = np.bincount(self.code[self.other], minlength=n_codes)
        return every - other, other


class Confusion(Struct, frozen=True):
    """How many units one coder gave `code` and the other `other_code` instead.

    The same code twice: both gave it. None: the other gave nothing that the first did not give.
    A unit with several codes can count in several cells.
    """

    first: int
    second: int
    code: int | None
    other_code: int | None
    units: float


def disagreements_of(presence: Presence) -> Disagreements:
    """Every code and unit on which those who judged it do not all say the same."""
    found: list[tuple[IntArray, IntArray, BoolArray]] = []
    for units, has, could in _blocks(presence):
        mixed: BoolArray = np.logical_and(has.any(axis=1), (could & ~has).any(axis=1))
        other = np.zeros(mixed.shape, dtype=np.bool_)
        for first, second in combinations(range(has.shape[1]), 2):
            mine, theirs = _apart(has, could, first, second)
            crossed = np.logical_and(mine.any(axis=1), theirs.any(axis=1))
            other |= (mine | theirs) & crossed.reshape(-1, 1)
        at, code = np.nonzero(mixed)
        found.append((code.astype(np.int64), units[at], other[at, code]))
    code = np.concatenate([np.zeros(0, np.int64), *(block[0] for block in found)])
    unit = np.concatenate([np.zeros(0, np.int64), *(block[1] for block in found)])
    other = np.concatenate([np.zeros(0, np.bool_), *(block[2] for block in found)])
    order = np.lexsort((unit, code))
    return Disagreements(code[order], unit[order], other[order])


def confusions_of(presence: Presence) -> tuple[Confusion, ...]:
    """What one coder of each pair called this and the other that; cells without units left out."""
    n_codes, n_coders = len(presence.codes), len(presence.coders)
    pairs = list(combinations(range(n_coders), 2))
    tables = np.zeros((len(pairs), n_codes + 1, n_codes + 1))
    for units, has, could in _blocks(presence):
        weight = presence.weight[units]
        for table, (first, second) in zip(tables, pairs, strict=True):
            mine, theirs = _apart(has, could, first, second)
            unit, code = np.nonzero(has[:, first] & has[:, second])
            table[range(n_codes), range(n_codes)] += added_up(code, weight[unit], n_codes)
            np.add(table, _met(_or_nothing(mine), _or_nothing(theirs), weight), out=table)
    tables[:, -1, -1] = 0
    return tuple(
        Confusion(*pair, _code(code, n_codes), _code(other, n_codes), float(table[code, other]))
        for pair, table in zip(pairs, tables, strict=True)
        for code, other in np.argwhere(table > 0).tolist()
    )


def units_confused(presence: Presence, code: int | None, other: int | None) -> IntArray:
    """Units that the first coder gave `code` and the second `other` instead, None for nothing.

    These are the units that a cell of `confusions_of` counts for the first two coders.
    """
    found = [np.zeros(0, np.int64)]
    for units, has, could in _blocks(presence):
        mine, theirs = _apart(has, could, 0, 1)
        if code is not None and code == other:
            wanted = has[:, 0, code] & has[:, 1, code]
        else:
            wanted = _gave(mine, code) & _gave(theirs, other)
        found.append(units[wanted])
    return np.sort(np.concatenate(found))


def _gave(given: BoolArray, code: int | None) -> BoolArray:
    """Shape (units,): whether a coder gave the code, or with None nothing of their own."""
    if code is None:
        return np.asarray(~given.any(axis=1), dtype=np.bool_)
    return np.asarray(given[:, code], dtype=np.bool_)


def _apart(
    has: BoolArray, could: BoolArray, first: int, second: int
) -> tuple[BoolArray, BoolArray]:
    """Shape (units, codes): what the first gave and the second could have but did not; and back."""
    mine = has[:, first] & ~has[:, second] & could[:, second]
    theirs = has[:, second] & ~has[:, first] & could[:, first]
    return mine, theirs


def _or_nothing(given: BoolArray) -> BoolArray:
    """One more column: whether none of the codes was given."""
    return np.column_stack([given, ~given.any(axis=1)])


def _met(said: BoolArray, also: BoolArray, weight: FloatArray) -> FloatArray:
    """Shape (columns, columns): the weight of units with one thing here and the other there.

    Only what is true is walked through: nearly everything is not, in a matrix product as well.
    """
    size = said.shape[1]
    unit, code = np.nonzero(said)
    other_unit, other = np.nonzero(also)
    first = np.searchsorted(other_unit, np.arange(len(said) + 1))
    many = np.diff(first)[unit]
    mine = np.repeat(np.arange(len(unit)), many)
    theirs = np.arange(len(mine)) - np.repeat(np.cumsum(many) - many, many) + first[unit[mine]]
    cell = code[mine] * size + other[theirs]
    return added_up(cell, weight[unit[mine]], size * size).reshape(size, size)


def _code(place: int, n_codes: int) -> int | None:
    return place if place < n_codes else None


def _blocks(presence: Presence) -> Iterator[tuple[IntArray, BoolArray, BoolArray]]:
    """Units that anyone coded, and by unit, coder and code: who coded it, and who could have."""
    shape = (len(presence.coders), len(presence.codes))
    cells = max(shape[0] * shape[1], 1)
    at_once = max(1, CELLS_AT_ONCE // cells)
    marks = (presence.unit * shape[0] + presence.coder) * shape[1] + presence.code
    marks.sort()
    coded = distinct(marks // cells)
    for start in range(0, len(coded), at_once):
        units = coded[start : start + at_once]
        first, last = np.searchsorted(marks, [units[0] * cells, (units[-1] + 1) * cells])
        unit, cell = np.divmod(marks[first:last], cells)
        given = np.zeros((len(units), cells), dtype=np.bool_)
        given[np.searchsorted(units, unit), cell] = True
        has = given.reshape(len(units), *shape)
        could = np.repeat(presence.judged[units][:, :, None], shape[1], axis=2)
        for gap, who, document in presence.unknown:
            could[presence.document[units] == document, who, gap] = False
        yield units, has & could, could
