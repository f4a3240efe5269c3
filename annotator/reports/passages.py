"""Which passages stand behind a figure of agreement, and what did each coder say there?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
import sqlalchemy as sa
from msgspec import Struct

from annotator.errors import NotFound
from annotator.reliability.field_values import field_agreement
from annotator.reliability.kinds import KINDS, Kind, disagreements_of, units_confused
from annotator.reliability.marks import MarkTable
from annotator.reports.rows import turn_at
from annotator.store import read_transcripts

if TYPE_CHECKING:
    from annotator.model.transcript import OpenTranscript
    from annotator.reliability.arrays import IntArray
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


class _Cell(Struct, frozen=True):
    document: int
    unit: int
    """Inside the document, from 0."""
    code: int
    kind: Sort


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
    counts = Counter(cell.kind for cell in cells)
    shown = cells[first : None if most is None else first + most]
    rows = tuple(_rows(connection, comparison, shown))
    return Passages(rows, {sort: counts[sort] for sort in SORTS if counts[sort]})


def every_disagreement(connection: sa.Connection, comparison: Comparison) -> Iterator[PassageRow]:
    """All of them one after another; a text is read when its turn comes."""
    return _rows(connection, comparison, _cells(comparison, Behind()))


def _rows(
    connection: sa.Connection, comparison: Comparison, cells: Sequence[_Cell]
) -> Iterator[PassageRow]:
    texts: dict[int, OpenTranscript] = {}
    for cell in cells:
        if cell.document not in texts:
            info = comparison.infos[cell.document]
            texts[cell.document] = read_transcripts.open_transcript(connection, info)
        yield _row(comparison, cell, texts[cell.document])


def _cells(comparison: Comparison, behind: Behind) -> list[_Cell]:
    if behind.instead is not None:
        return list(_confused(comparison, behind))
    found = _place(comparison, behind.code)
    if behind.which == "all" and found is not None:
        return sorted(_every(comparison, found), key=lambda one: (one.document, one.unit))
    cells: list[_Cell] = []
    if behind.which != "agreed":
        cells += _disagreed(comparison)
    if behind.which != "disagreed":
        cells += _agreed(comparison)
    return sorted((cell for cell in cells if found in {None, cell.code}), key=_by_kind)


def _by_kind(cell: _Cell) -> tuple[int, int, int, int]:
    return SORTS.index(cell.kind), cell.document, cell.unit, cell.code


def _place(comparison: Comparison, code: str | None) -> int | None:
    """The number of a code among those compared."""
    if code is None:
        return None
    for place, name in enumerate(comparison.compared.names):
        if name.code_id.casefold() == code.casefold():
            return place
    raise NotFound(f"The code “{code}” is not among those compared.", "Choose another one.")


def _every(comparison: Comparison, code: int) -> Iterator[_Cell]:
    """Every unit that two coders judged, whoever gave it the code."""
    found = [cell for cell in (*_disagreed(comparison), *_agreed(comparison)) if cell.code == code]
    yield from found
    known = {(cell.document, cell.unit) for cell in found}
    presence, starts = comparison.compared.presence, _starts(comparison)
    judged = presence.judged_for(code).sum(axis=1)
    for unit in np.flatnonzero((judged >= 2) & (presence.weight > 0)).tolist():
        at = int(presence.document[unit])
        if (at, unit - int(starts[at])) not in known:
            yield _Cell(at, unit - int(starts[at]), code, "neither")


def _confused(comparison: Comparison, behind: Behind) -> Iterator[_Cell]:
    presence, starts = comparison.compared.presence, _starts(comparison)
    code = _place(comparison, behind.code or None)
    other = _place(comparison, behind.instead or None)
    shown = code if code is not None else other
    if shown is None or len(presence.coders) < 2:
        return
    kind: Sort = "other code" if None not in {code, other} else "only one coder coded"
    for unit in units_confused(presence, code, other).tolist():
        at = int(presence.document[unit])
        yield _Cell(at, unit - int(starts[at]), shown, "agreed" if code == other else kind)


def _disagreed(comparison: Comparison) -> Iterator[_Cell]:
    presence = comparison.compared.presence
    found = disagreements_of(presence)
    starts = _starts(comparison)
    document = presence.document[found.unit]
    local = found.unit - starts[document]
    columns = (document, local, found.code, found.other)
    for at, unit, code, other in zip(*(column.tolist() for column in columns), strict=True):
        yield _Cell(at, unit, code, "other code" if other else "only one coder coded")
    mixed = set(zip(document.tolist(), local.tolist(), found.code.tolist(), strict=True))
    for at, projected in enumerate(comparison.transcripts):
        for code, unit in projected.boundary.tolist():
            weighs = presence.weight[unit + int(starts[at])] > 0
            if weighs and (at, unit, code) not in mixed:
                yield _Cell(at, unit, code, "boundary only")
    yield from _differing(comparison, starts)


def _differing(comparison: Comparison, starts: IntArray) -> Iterator[_Cell]:
    """Units that several coders gave the code with unequal values in one of its fields."""
    compared = comparison.compared
    found: set[tuple[int, int]] = set()
    for study in compared.fields:
        units = field_agreement(
            compared.presence, compared.names[study.code].id, study.values, level=study.level,
            categories=study.categories,
        ).differing  # fmt: skip
        found |= {(study.code, unit) for unit in units}
    for code, unit in sorted(found):
        at = int(compared.presence.document[unit])
        yield _Cell(at, unit - int(starts[at]), code, "other field value")


def _agreed(comparison: Comparison) -> Iterator[_Cell]:
    """Units that every coder who judged them gave the code, two at least."""
    presence = comparison.compared.presence
    apart = {(cell.document, cell.unit, cell.code) for cell in _disagreed(comparison)}
    starts = _starts(comparison)
    for code in range(len(presence.codes)):
        judges = presence.judged_for(code).sum(axis=1)
        units = np.unique(presence.marks_of(code)[0])
        for unit in units[judges[units] >= 2].tolist():
            at = int(presence.document[unit])
            if (at, unit - int(starts[at]), code) not in apart:
                yield _Cell(at, unit - int(starts[at]), code, "agreed")


def _starts(comparison: Comparison) -> IntArray:
    """Where the units of each document begin among all units."""
    sizes = [len(one.coded.weight) for one in comparison.transcripts]
    return np.cumsum([0, *sizes])[:-1].astype(np.int64)


def _row(comparison: Comparison, cell: _Cell, opened: OpenTranscript) -> PassageRow:
    coded = comparison.transcripts[cell.document].coded
    start = int(coded.span_start[cell.unit])
    text = coded.source.text
    number = int(np.searchsorted(text.starts, start, side="right")) - 1
    whole = len(coded.weight) == text.n_units
    end = int(text.ends[number]) if whole else start + int(coded.weight[cell.unit])
    turn = turn_at(opened.turns, start)
    return PassageRow(
        opened.info.id, opened.info.doc_id, number + 1, start, end, opened.text[start:end],
        speaker="" if turn is None else opened.turns[turn].speaker,
        code_id=comparison.compared.names[cell.code].code_id,
        kind=cell.kind,
        coders=tuple(_said(comparison, cell, opened, start, end)),
    )  # fmt: skip


def _said(
    comparison: Comparison, cell: _Cell, opened: OpenTranscript, start: int, end: int
) -> Iterator[CoderPassage]:
    projected = comparison.transcripts[cell.document].coded
    marks = projected.source.marks
    if not isinstance(marks, MarkTable):
        return
    names = comparison.compared.names
    here = (marks.start < end) & (marks.end > start)
    unit = int(_starts(comparison)[cell.document]) + cell.unit
    judged = comparison.compared.presence.judged_for(cell.code)[unit]
    labels = {name.id: name.code_id for name in names}
    in_unit = projected.unit == cell.unit
    for place, coder in enumerate(comparison.coders):
        if not judged[place]:
            continue
        own = projected.source.coders.index(coder.id)
        given = projected.code[in_unit & (projected.coder == own)].tolist()
        coded = cell.code in given
        wanted = [names[cell.code].id] if coded else [names[code].id for code in given]
        rows = np.flatnonzero(here & (marks.coder == coder.id) & np.isin(marks.code, wanted))
        spans = tuple((int(marks.start[row]), int(marks.end[row])) for row in rows.tolist())
        yield CoderPassage(
            coder.coder_id, coded,
            tuple(labels[int(marks.code[row])] for row in rows.tolist()),
            spans, tuple(opened.text[first:last] for first, last in spans),
            tuple(names[code].code_id for code in given if coded and code != cell.code),
            tuple(_values(comparison, cell.code, unit, place)) if coded else (),
        )  # fmt: skip


def _values(comparison: Comparison, code: int, unit: int, coder: int) -> Iterator[str]:
    for study in comparison.compared.fields:
        values = study.values.said.get((unit, coder), ()) if study.code == code else ()
        if values:
            yield f"{study.field}: {', '.join(dict.fromkeys(map(str, values)))}"
