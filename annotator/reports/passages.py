"""Which passages stand behind a figure of agreement, and what did each coder say there?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import sqlalchemy as sa

from annotator.errors import NotFound
from annotator.model.transcript import OpenTranscript
from annotator.reliability.arrays import IntArray
from annotator.reliability.kinds import KINDS, Kind, disagreements_of
from annotator.reliability.marks import MarkTable
from annotator.reports.comparison import Comparison
from annotator.reports.rows import turn_at
from annotator.store import read_transcripts


@dataclass(frozen=True, slots=True)
class CoderPassage:
    """What one coder gave one unit: the code in question, or what stands there instead."""

    coder_id: str
    coded: bool
    codes: tuple[str, ...]
    """Short labels: the code itself where `coded`, else the other codes the coder gave."""
    spans: tuple[tuple[int, int], ...]
    """Code points of the transcript, one for each code; they may reach beyond the unit."""
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassageRow:
    """One unit and one code that somebody gave it."""

    transcript_id: int
    doc_id: str
    unit: int
    """Number of the unit in its transcript, from 1."""
    start: int
    end: int
    text: str
    speaker: str
    code_id: str
    kind: Kind | Literal["agreed"]
    coders: tuple[CoderPassage, ...]
    """Those who judged the unit."""


@dataclass(frozen=True, slots=True)
class _Cell:
    document: int
    unit: int
    """Inside the document, from 0."""
    code: int
    kind: Kind | Literal["agreed"]


def passages_behind(
    connection: sa.Connection, comparison: Comparison, *, code: str | None, agreed: bool
) -> Iterator[PassageRow]:
    """Disagreements by kind (`agreed`: where all agree), in each kind as the texts stand."""
    labels = [name.code_id for name in comparison.compared.names]
    if code is not None and code.casefold() not in [label.casefold() for label in labels]:
        raise NotFound(f"The code “{code}” is not among those compared.", "Choose another one.")
    cells = [
        cell
        for cell in (_agreed(comparison) if agreed else _disagreed(comparison))
        if code is None or labels[cell.code].casefold() == code.casefold()
    ]
    order = {kind: place for place, kind in enumerate([*KINDS, "agreed"])}
    texts: dict[int, OpenTranscript] = {}
    for cell in sorted(cells, key=lambda one: (order[one.kind], one.document, one.unit, one.code)):
        if cell.document not in texts:
            info = comparison.infos[cell.document]
            texts[cell.document] = read_transcripts.open_transcript(connection, info)
        yield _row(comparison, cell, texts[cell.document])


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
            if (at, unit, code) not in mixed:
                yield _Cell(at, unit, code, "boundary only")


def _agreed(comparison: Comparison) -> Iterator[_Cell]:
    """Units that every coder who judged them gave the code, two at least."""
    presence = comparison.compared.presence
    apart = {(cell.document, cell.unit, cell.code) for cell in _disagreed(comparison)}
    shared = np.flatnonzero(presence.judged.sum(axis=1) >= 2)
    kept = np.isin(presence.unit, shared)
    cells = np.unique(np.stack([presence.unit[kept], presence.code[kept]], axis=1), axis=0)
    starts = _starts(comparison)
    for unit, code in cells.tolist():
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
    judged = comparison.compared.presence.judged[unit]
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
        )  # fmt: skip
