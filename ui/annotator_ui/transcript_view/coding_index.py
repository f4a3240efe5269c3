"""Which codings lie in a window of the text, and in which lane does each of them run?

Growable columns of numbers and a full scan: 50,000 codings take about 30 microseconds, which is
less than any tree of intervals needs, and there is no worst case.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from annotator.model.coding import CodingColumns
    from annotator.model.spans import Span
    from annotator_ui.transcript_view.offsets import Numbers, Offsets

_ID, _START, _END, _CODE, _UNSURE, _CODER, _FIRST, _LAST, _LANE, _KNOT = range(10)
_COLUMNS = 10
_NO_LANE = -1


class CodingRow(NamedTuple):
    """One coding as it is painted; `first` and `last` are positions of the shown document."""

    id: int
    start: int
    end: int
    code_id: int
    unsure: int
    coder_id: int
    first: int
    last: int
    lane: int


class CodingIndex:
    """The codings of one transcript, by offset and by shown position.

    Lanes are given when a coding is first looked at, for its whole knot: the codings that hang
    together by overlap. So opening a transcript does not wait for lanes nobody sees.
    """

    def __init__(self, offsets: Offsets, codings: CodingColumns) -> None:
        self._offsets = offsets
        self._table = _table(offsets, codings)
        self._count = len(codings)
        self._only: Numbers | None = None
        self._unsure_only = False
        self._coder: int | None = None
        self.lanes = _depth(self._column(_START), self._column(_END))
        """How many codings lie over each other at the deepest place."""

    def __len__(self) -> int:
        return self._count

    def show_only(
        self, codes: Collection[int] | None, *, unsure_only: bool, coder: int | None = None
    ) -> None:
        """Leave other codings out of `shown_between` and `extents`.

        None shows the codings with all codes, and those of all coders.
        """
        self._only = None if codes is None else np.array(sorted(codes), np.int64)
        self._unsure_only, self._coder = unsure_only, coder

    def is_shown(self, row: CodingRow) -> bool:
        wanted = self._only is None or row.code_id in self._only
        theirs = self._coder is None or row.coder_id == self._coder
        return wanted and theirs and (bool(row.unsure) or not self._unsure_only)

    def add(
        self, id_: int, span: Span, code_id: int, *, unsure: bool, coder_id: int = 0
    ) -> CodingRow:
        """Take up a coding, in the lowest lane that is free along its whole length.

        Lanes of other codings stay as they are, so that no bracket jumps.
        """
        if self._count == self._table.shape[1]:
            room = np.zeros((_COLUMNS, max(256, self._count // 2)), np.int64)
            self._table = np.concatenate((self._table, room), axis=1)
        over = self._rows_over(span)
        self._give_lanes(over)
        taken = set(self._column(_LANE)[over].tolist())
        lane = next(number for number in range(len(taken) + 1) if number not in taken)
        first = self._offsets.start_to_position(span.start)
        last = self._offsets.end_to_position(span.end)
        about = (code_id, int(unsure), coder_id)
        row = CodingRow(id_, span.start, span.end, *about, first, last, lane)
        self._table[:, self._count] = (*row, -1)
        self._count += 1
        self.lanes = max(self.lanes, lane + 1)
        return row

    def remove(self, id_: int) -> CodingRow | None:
        """Let go of a coding; None where it is not here."""
        at = self._row_of(id_)
        if at is None:
            return None
        row = self._read(np.array([at]))[0]
        self._count -= 1
        self._table[:, at] = self._table[:, self._count]
        return row

    def mark(self, id_: int, *, unsure: bool) -> CodingRow | None:
        """Note whether the coder is unsure; None where the coding is not here."""
        at = self._row_of(id_)
        if at is None:
            return None
        self._table[_UNSURE, at] = int(unsure)
        return self._read(np.array([at]))[0]

    def find(self, id_: int) -> CodingRow | None:
        at = self._row_of(id_)
        return None if at is None else self._read(np.array([at]))[0]

    def shown_between(self, first: int, last: int) -> list[CodingRow]:
        """The codings that touch positions `first` up to `last`, by lane, then by start."""
        inside = (self._column(_FIRST) < last) & (self._column(_LAST) > first)
        rows = np.flatnonzero(inside)
        self._give_lanes(rows)
        if self._hides:
            rows = rows[self._mask()[rows]]
        order = np.lexsort((self._column(_FIRST)[rows], self._column(_LANE)[rows]))
        return self._read(rows[order])

    def over(self, span: Span) -> list[CodingRow]:
        """The codings that share a code point with `span`, in order of the text."""
        rows = self._rows_over(span)
        self._give_lanes(rows)
        return sorted(self._read(rows), key=lambda row: (row.start, -row.end, row.id))

    def extents(self) -> tuple[Numbers, Numbers, Numbers]:
        """First positions, last positions and code ids of all codings that are shown."""
        columns = self._column(_FIRST), self._column(_LAST), self._column(_CODE)
        if not self._hides:
            return columns
        mask = self._mask()
        first, last, codes = (column[mask] for column in columns)
        return first, last, codes

    @property
    def _hides(self) -> bool:
        return self._only is not None or self._unsure_only or self._coder is not None

    def _mask(self) -> NDArray[np.bool_]:
        mask = np.ones(self._count, np.bool_)
        if self._only is not None:
            mask &= np.isin(self._column(_CODE), self._only)
        if self._unsure_only:
            mask &= self._column(_UNSURE) != 0
        if self._coder is not None:
            mask &= self._column(_CODER) == self._coder
        return mask

    def _give_lanes(self, rows: NDArray[np.intp]) -> None:
        """Settle the lanes of the knots that `rows` belong to."""
        lanes, knots = self._column(_LANE), self._column(_KNOT)
        waiting = knots[rows][lanes[rows] == _NO_LANE]
        if not len(waiting):
            return
        marked = np.zeros(int(knots.max()) + 1, np.bool_)
        marked[waiting] = True
        rows = np.flatnonzero((lanes == _NO_LANE) & marked[knots])
        lanes[rows] = _lanes(self._column(_START)[rows], self._column(_END)[rows])

    def _column(self, number: int) -> Numbers:
        return self._table[number, : self._count]

    def _rows_over(self, span: Span) -> NDArray[np.intp]:
        return np.flatnonzero((self._column(_START) < span.end) & (self._column(_END) > span.start))

    def _row_of(self, id_: int) -> int | None:
        found = np.flatnonzero(self._column(_ID) == id_)
        return int(found[0]) if len(found) else None

    def _read(self, rows: NDArray[np.intp]) -> list[CodingRow]:
        return [CodingRow(*row) for row in self._table[:_KNOT, rows].T.tolist()]


def _table(offsets: Offsets, codings: CodingColumns) -> Numbers:
    count = len(codings)
    table = np.zeros((_COLUMNS, count + max(256, count // 4)), np.int64)
    columns = (codings.ids, codings.starts, codings.ends, codings.code_ids, codings.unsure)
    for number, column in enumerate(columns):
        table[number, :count] = column
    if codings.coder_ids:
        table[_CODER, :count] = codings.coder_ids
    if count:
        table[_FIRST, :count] = offsets.starts_to_positions(table[_START, :count])
        table[_LAST, :count] = offsets.ends_to_positions(table[_END, :count])
        table[_LANE, :count] = _NO_LANE
        table[_KNOT, :count] = _knots(table[_START, :count], table[_END, :count])
    return table


def _knots(starts: Numbers, ends: Numbers) -> Numbers:
    """A number per coding, equal for those that hang together by overlap."""
    order = np.lexsort((-ends, starts))
    reach = np.maximum.accumulate(ends[order])
    begins = np.concatenate(([False], starts[order][1:] >= reach[:-1]))
    knots = np.empty(len(starts), np.int64)
    knots[order] = np.cumsum(begins)
    return knots


def _depth(starts: Numbers, ends: Numbers) -> int:
    """How many spans lie over each other at the deepest place."""
    begun = np.arange(1, len(starts) + 1)
    over = np.searchsorted(np.sort(ends), np.sort(starts), side="right")
    return int((begun - over).max(initial=0))


def _lanes(starts: Numbers, ends: Numbers) -> list[int]:
    """For each coding the lowest lane whose last coding has ended; longer ones go first."""
    order = np.lexsort((-ends, starts))
    lanes = np.zeros(len(starts), np.int64)
    busy_until: list[int] = []
    given = []
    for start, end in zip(starts[order].tolist(), ends[order].tolist(), strict=True):
        for lane, until in enumerate(busy_until):
            if until <= start:
                busy_until[lane] = end
                break
        else:
            lane = len(busy_until)
            busy_until.append(end)
        given.append(lane)
    lanes[order] = given
    return lanes.tolist()
