"""Which passages stand behind a figure of agreement, and what did each coder say there?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
import sqlalchemy as sa
from msgspec import Struct

from annotator.errors import NotFound
from annotator.model.spans import Span
from annotator.reliability.arrays import among, distinct
from annotator.reliability.field_values import field_agreement
from annotator.reliability.kinds import KINDS, Kind, disagreements_of, units_confused
from annotator.reliability.marks import MarkTable
from annotator.reports.rows import turn_at
from annotator.store import read_transcripts

if TYPE_CHECKING:
    from annotator.model.transcript import OpenTranscript
    from annotator.reliability.arrays import IntArray, PlaceArray
    from annotator.reliability.projection import CodedUnits
    from annotator.reports.comparison import Comparison

Which = Literal["disagreed", "agreed", "coded", "all"]
Sort = Kind | Literal["agreed", "neither"]
SORTS: tuple[Sort, ...] = (*KINDS, "agreed", "neither")
"""In the order in which passages are shown."""


class Behind(Struct, frozen=True):
    """What a figure rests on: which units, seen through which code."""

    code: str | None = None
    """Short label; None for every code."""
    which: Which = "disagreed"
    """disagreed, agreed (all gave the code), coded (by anyone), all (in the order of the text)"""
    instead: str | None = None
    """Only where the first of two coders gave `code` and the second this ("": nothing) instead;
    `code` may be "" as well."""


class Passages(Struct, frozen=True):
    """Some of the units behind a figure, and how many there are of each sort."""

    rows: tuple[PassageRow, ...]
    counts: Mapping[Sort, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class CoderPassage(Struct, frozen=True):
    """What one coder gave one unit: the code in question, or what stands there instead."""

    coder_id: str
    coded: bool
    codes: tuple[str, ...]
    """Short labels: the code itself where `coded`, else the other codes the coder gave."""
    spans: tuple[tuple[int, int], ...]
    """Code points of the transcript, one for each code; they may reach beyond the unit."""
    quotes: tuple[str, ...]
    also: tuple[str, ...] = ()
    """Where `coded`, the other codes the coder gave the unit."""
    said: tuple[str, ...] = ()
    """What the coder said in fields of the code in question, as in "stance: −1"."""


class PassageRow(Struct, frozen=True):
    """One unit and one code, as every coder who judged it sees them."""

    transcript_id: int
    doc_id: str
    unit: int
    """Number of the unit in its transcript, from 1; of a stretch of characters, its sentence's."""
    start: int
    end: int
    text: str
    speaker: str
    code_id: str
    kind: Sort
    coders: tuple[CoderPassage, ...]
    """Those who judged the unit."""

    def instead(self, coder: CoderPassage) -> tuple[str, ...]:
        """What a coder without the code gave the unit instead: some coder with it did not."""
        if coder.coded:
            return ()
        shared = [frozenset(one.also) for one in self.coders if one.coded]
        every = frozenset.intersection(*shared) if shared else frozenset()
        return tuple(code for code in dict.fromkeys(coder.codes) if code not in every)


def passages_behind(
    connection: sa.Connection,
    comparison: Comparison,
    behind: Behind,
    *,
    first: int = 0,
    most: int | None = None,
) -> Passages:
    """Those from place `first` on, `most` of them: by kind, in each kind as the texts stand.

    Every unit of the texts (`which="all"`) comes as the texts stand, whatever its kind.
    """
    cells = _cells(comparison, behind)
    found = np.bincount(cells[:, KIND], minlength=len(SORTS)).tolist()
    shown = cells[first : None if most is None else first + most]
    rows = tuple(_Reading.of(comparison).rows(connection, shown))
    counts = {sort: count for sort, count in zip(SORTS, found, strict=True) if count}
    return Passages(rows, counts)


def every_disagreement(connection: sa.Connection, comparison: Comparison) -> Iterator[PassageRow]:
    """All of them one after another; a text is read when its turn comes."""
    return _Reading.of(comparison).rows(connection, _cells(comparison, Behind()))


KIND, UNIT, CODE = range(3)
"""The columns of cells, shape (cells, 3): number into SORTS, unit of all transcripts, code.

Units are counted through all transcripts, so that they stand in the order of the texts.
"""


def _cells(comparison: Comparison, behind: Behind) -> PlaceArray:
    if behind.instead is not None:
        return _confused(comparison, behind)
    code = _place(comparison, behind.code)
    pieces: list[PlaceArray] = []
    if behind.which != "agreed":
        pieces += _disagreed(comparison)
    if behind.which != "disagreed":
        pieces.append(_agreed(comparison))
    cells: PlaceArray = np.concatenate(pieces)
    pieces.clear()
    if code is None:
        order = np.lexsort((cells[:, CODE], cells[:, UNIT], cells[:, KIND]))
        return cells[order]
    cells = cells[cells[:, CODE] == code]
    if behind.which == "all":
        cells = np.concatenate([cells, _neither(comparison, code, cells)])
        order = np.argsort(cells[:, UNIT], kind="stable")
    else:
        order = np.lexsort((cells[:, UNIT], cells[:, KIND]))
    return cells[order]


def _of_kind(kind: Sort, unit: IntArray, code: IntArray | int) -> PlaceArray:
    columns = np.broadcast_arrays(np.int64(SORTS.index(kind)), unit, np.asarray(code))
    return np.stack(columns, axis=1, dtype=np.int32, casting="unsafe")


def _keys(comparison: Comparison, unit: IntArray, code: IntArray) -> IntArray:
    """One number for each unit and code."""
    return code * max(comparison.compared.presence.n_units, 1) + unit


def _place(comparison: Comparison, code: str | None) -> int | None:
    """The number of a code among those compared."""
    if code is None:
        return None
    for place, name in enumerate(comparison.compared.names):
        if name.code_id.casefold() == code.casefold():
            return place
    raise NotFound(f"The code “{code}” is not among those compared.", "Choose another one.")


def _neither(comparison: Comparison, code: int, known: PlaceArray) -> PlaceArray:
    """Every other unit that two coders judged."""
    presence = comparison.compared.presence
    judged = np.count_nonzero(presence.judged_for(code), axis=1)
    units = np.flatnonzero((judged >= 2) & (presence.weight > 0))
    return _of_kind("neither", units[~among(units, known[:, UNIT])], code)


def _confused(comparison: Comparison, behind: Behind) -> PlaceArray:
    presence = comparison.compared.presence
    code = _place(comparison, behind.code or None)
    other = _place(comparison, behind.instead or None)
    shown = code if code is not None else other
    if shown is None or len(presence.coders) < 2:
        return np.zeros((0, 3), dtype=np.int32)
    kind: Sort = "other code" if None not in {code, other} else "only one coder coded"
    units = units_confused(presence, code, other)
    return _of_kind("agreed" if code == other else kind, units, shown)


def _disagreed(comparison: Comparison) -> list[PlaceArray]:
    compared = comparison.compared
    found = disagreements_of(compared.presence)
    code, unit = compared.boundary.T  # on which all gave the code and only the boundary differs
    alone = ~among(_keys(comparison, unit, code), _keys(comparison, found.unit, found.code))
    return [
        _of_kind("only one coder coded", found.unit[~found.other], found.code[~found.other]),
        _of_kind("other code", found.unit[found.other], found.code[found.other]),
        _of_kind("boundary only", unit[alone], code[alone]),
        _differing(comparison),
    ]


def _differing(comparison: Comparison) -> PlaceArray:
    """Units that several coders gave the code with unequal values in one of its fields."""
    compared = comparison.compared
    found: set[tuple[int, int]] = set()
    for study in compared.fields:
        units = field_agreement(
            compared.presence, compared.names[study.code].id, study.values, level=study.level,
            categories=study.categories,
        ).differing  # fmt: skip
        found |= {(study.code, unit) for unit in units}
    code, unit = np.array(sorted(found), dtype=np.int64).reshape(-1, 2).T
    return _of_kind("other field value", unit, code)


def _agreed(comparison: Comparison) -> PlaceArray:
    """Units that every coder who judged them gave the code, two at least."""
    presence = comparison.compared.presence
    apart = np.concatenate(_disagreed(comparison))
    found = [np.zeros((0, 3), dtype=np.int32)]
    for code in range(len(presence.codes)):
        judges = np.count_nonzero(presence.judged_for(code), axis=1)
        units = distinct(presence.marks_of(code)[0])
        units = units[judges[units] >= 2]
        units = units[~among(units, apart[apart[:, CODE] == code, UNIT])]
        found.append(_of_kind("agreed", units, code))
    return np.concatenate(found)


class _Reading(Struct, frozen=True, eq=False):
    """A comparison, and what is needed of it for every passage."""

    comparison: Comparison
    starts: IntArray
    """Where the units of each document begin among all units."""
    labels: Mapping[int, str]

    @classmethod
    def of(cls, comparison: Comparison) -> _Reading:
        sizes = [len(one.coded.weight) for one in comparison.transcripts]
        starts = np.cumsum([0, *sizes])[:-1].astype(np.int64)
        labels = {name.id: name.code_id for name in comparison.compared.names}
        return cls(comparison, starts, labels)

    def rows(self, connection: sa.Connection, cells: PlaceArray) -> Iterator[PassageRow]:
        """One text at a time is kept: in each kind of cells they come one after the other."""
        opened, document = None, -1
        places = self.comparison.compared.presence.document
        for kind, unit, code in _one_by_one(cells):
            at = int(places[unit])
            if opened is None or at != document:
                info = self.comparison.infos[at]
                opened, document = read_transcripts.open_transcript(connection, info), at
            yield self._row(SORTS[kind], unit, code, at, opened)

    def _row(
        self, kind: Sort, unit: int, code: int, document: int, opened: OpenTranscript
    ) -> PassageRow:
        coded = self.comparison.transcripts[document].coded
        local = unit - int(self.starts[document])
        start = int(coded.span_start[local])
        text = coded.source.text
        number = int(np.searchsorted(text.starts, start, side="right")) - 1
        whole = len(coded.weight) == text.n_units
        end = int(text.ends[number]) if whole else start + int(coded.weight[local])
        turn = turn_at(opened.turns, start)
        return PassageRow(
            opened.info.id, opened.info.doc_id, number + 1, start, end, opened.text[start:end],
            speaker="" if turn is None else opened.turns[turn].speaker,
            code_id=self.comparison.compared.names[code].code_id,
            kind=kind,
            coders=tuple(self._said(unit, code, coded, opened, where=Span(start, end))),
        )  # fmt: skip

    def _said(
        self,
        unit: int,
        code: int,
        coded: CodedUnits,
        opened: OpenTranscript,
        *,
        where: Span,
    ) -> Iterator[CoderPassage]:
        marks = coded.source.marks
        if not isinstance(marks, MarkTable):
            return
        names, presence = self.comparison.compared.names, self.comparison.compared.presence
        document = int(presence.document[unit])
        here = np.flatnonzero((marks.start < where.end) & (marks.end > where.start))
        in_unit = np.flatnonzero(coded.unit == unit - int(self.starts[document]))
        for place, coder in enumerate(self.comparison.coders):
            if not presence.judged[unit, place] or (code, place, document) in presence.unknown:
                continue
            own = coded.source.coders.index(coder.id)
            given = coded.code[in_unit[coded.coder[in_unit] == own]].tolist()
            is_coded = code in given
            wanted = [names[code].id] if is_coded else [names[one].id for one in given]
            mine = here[marks.coder[here] == coder.id]
            rows = [row for row in mine.tolist() if int(marks.code[row]) in wanted]
            spans = tuple((int(marks.start[row]), int(marks.end[row])) for row in rows)
            yield CoderPassage(
                coder.coder_id, is_coded,
                tuple(self.labels[int(marks.code[row])] for row in rows),
                spans, tuple(opened.text[first:last] for first, last in spans),
                tuple(names[one].code_id for one in given if is_coded and one != code),
                tuple(self._values(code, unit, place)) if is_coded else (),
            )  # fmt: skip

    def _values(self, code: int, unit: int, coder: int) -> Iterator[str]:
        for study in self.comparison.compared.fields:
            values = study.values.said.get((unit, coder), ()) if study.code == code else ()
            if values:
                yield f"{study.field}: {', '.join(dict.fromkeys(map(str, values)))}"


def _one_by_one(cells: PlaceArray) -> Iterator[list[int]]:
    """Rows as plain numbers, a block at a time: as lists all of them would be large."""
    for first in range(0, len(cells), 1000):
        yield from cells[first : first + 1000].tolist()
