"""Which units does a coding code? Codings of one transcript as marks on units or characters."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from msgspec import Struct, field

from annotator.errors import UserError
from annotator.model.spans import Span
from annotator.reliability.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    PlaceArray,
    added_up,
    distinct,
)
from annotator.reliability.continuum import Continuum, merged
from annotator.reliability.marks import Mark, MarkTable, mark_table

if TYPE_CHECKING:
    from annotator.reliability.codable import CodableText

Rule = Literal["half", "any", "half of the unit"]
RULES: dict[Rule, str] = {
    "half": "a unit is coded when the coding covers at least half of the unit's non-space"
    " characters, or when at least half of the coding lies in it",
    "any": "a unit is coded when the coding covers any of its non-space characters",
    "half of the unit": "a unit is coded when the coding covers at least half of the unit's"
    " non-space characters",
}


SpansOfUnits = Sequence[Span] | IntArray
"""Units of one coder: spans, or an array of starts and ends, shape (units, 2), in order."""


class CodedText(Struct, frozen=True, eq=False):
    """One transcript and what is to be compared on it.

    `coders` are those who were assigned it and finished it: only for them is an uncoded unit a
    zero. For anyone else (drafts, consensus, not assigned) it is missing, and their codings are
    left out and counted. `known` names the codes that a coder's codebook had; a coder who is not
    in it knew all. `by_finishing` are the units a coder never decided but finished.
    """

    document: Hashable
    text: CodableText
    coders: Sequence[Hashable]
    marks: Sequence[Mark] | MarkTable
    parts: Sequence[int] | IntArray | None = None
    """The turn or paragraph of each unit, for intervals from few transcripts."""
    known: Mapping[Hashable, Collection[Hashable]] = field(default_factory=dict)
    by_finishing: Mapping[Hashable, SpansOfUnits] = field(default_factory=dict)
    undecided: Mapping[Hashable, SpansOfUnits] = field(default_factory=dict)
    """Units a coder has not decided in unfinished work: missing, not zero."""
    outside: Mapping[Hashable, SpansOfUnits] = field(default_factory=dict)
    """Units that were not handed out to a coder: missing, whatever was coded there."""

    def __post_init__(self) -> None:
        if self.parts is not None and len(self.parts) != self.text.n_units:
            raise UserError("There must be one part for every unit.")


class CodedUnits(Struct, frozen=True, eq=False):
    """Which units of one transcript each coder coded with which code.

    The arrays `code`, `unit` and `coder` have shape (marks,); codes and coders are numbers into
    `codes` and the text's `coders`. `weight`, shape (units,), is 1, or code points where the
    units are stretches of characters.
    """

    source: CodedText
    codes: tuple[Hashable, ...]
    code: PlaceArray
    unit: IntArray
    coder: PlaceArray
    weight: FloatArray
    part: IntArray
    span_start: IntArray
    """Where each unit begins in the text."""
    uncounted: tuple[int, ...]
    """Places in `source.marks` of codings that count in no unit."""
    left_out: int
    """Codings by someone whose work is not compared here, or with another code."""


def units_coded(
    document: CodedText, codes: Sequence[Hashable], *, rule: Rule = "half"
) -> CodedUnits:
    """Codings of one transcript as marks on its units, by a projection rule (see RULES).

    Lengths are non-space code points inside units; text outside units counts nowhere. A
    coder's overlapping codings with one code are merged first, and what several of them cover
    of a unit is added up.
    """
    if rule not in RULES:
        raise UserError("The rule is half, any, or half of the unit.")
    text = document.text
    rows = _rows(document, codes)
    spans = _merged_rows(rows, text.length)
    pairs = _touching(spans, text)
    cell = spans.group[pairs.span] * max(text.n_units, 1) + pairs.unit
    coded = _by_rule(rule, text, spans, pairs, cell)
    counted = np.zeros(len(spans.starts), dtype=np.bool_)
    counted[pairs.span[coded]] = True
    group, unit = np.divmod(distinct(cell[coded]), max(text.n_units, 1))
    return _coded_units(
        document, codes, rows, group, unit,
        weight=np.ones(text.n_units), part=_parts(document), span_start=text.starts,
        uncounted=rows.place[~counted[spans.of_row]],
    )  # fmt: skip


def characters_coded(document: CodedText, codes: Sequence[Hashable]) -> CodedUnits:
    """Codings of one transcript as marks on its characters, spaces inside units included.

    Characters that all coders treat alike are kept as one stretch with its length as weight.
    Edges are trimmed to non-space characters first.
    """
    text = document.text
    rows = _rows(document, codes)
    spans = _merged_rows(rows, text.length)
    starts, ends = (text.codable_before(edge) for edge in (spans.starts, spans.ends))
    bounds = np.concatenate(([0], np.cumsum(text.ends - text.starts)))
    edges = distinct(np.concatenate([starts, ends, bounds]))
    first, last = np.searchsorted(edges, starts), np.searchsorted(edges, ends)
    stretches = last - first
    span = np.repeat(np.arange(len(starts)), stretches)
    unit = np.arange(len(span)) - np.repeat(np.cumsum(stretches) - stretches, stretches)
    of_unit = np.searchsorted(bounds, edges[:-1], side="right") - 1
    inside = edges[:-1] - bounds[of_unit]
    return _coded_units(
        document, codes, rows, spans.group[span], unit + first[span],
        weight=np.diff(edges).astype(np.float64),
        part=_parts(document)[of_unit], span_start=text.starts[of_unit] + inside,
        uncounted=rows.place[:0],
    )  # fmt: skip


class Pieces(Struct, frozen=True, eq=False):
    """What each coder covers of each unit with each code: disjoint, trimmed, shape (pieces,)."""

    code: IntArray
    coder: IntArray
    unit: IntArray
    start: IntArray
    end: IntArray


def pieces_of(document: CodedText, codes: Sequence[Hashable]) -> Pieces:
    """Codings of one transcript cut at the edges of its units, in order of code and coder."""
    text = document.text
    spans = _merged_rows(_rows(document, codes), text.length)
    pairs = _touching(spans, text)
    code, coder = np.divmod(spans.group[pairs.span], max(len(document.coders), 1))
    starts, ends = text.trimmed(
        np.maximum(spans.starts[pairs.span], text.starts[pairs.unit]),
        np.minimum(spans.ends[pairs.span], text.ends[pairs.unit]),
    )
    return Pieces(code, coder, pairs.unit, starts, ends)


class FreeSpans(Struct, frozen=True, eq=False):
    """Codings of one transcript on its codable text, laid end to end, shape (spans,)."""

    code: IntArray
    coder: IntArray
    start: IntArray
    end: IntArray
    bounds: IntArray
    """Shape (units + 1,): where units begin there, and where the last one ends."""
    parts: IntArray
    """Where turns or paragraphs begin; not the first."""


def free_columns(document: CodedText, codes: Sequence[Hashable]) -> FreeSpans:
    """Edges are trimmed, text outside units is cut out, and only coders who finished are there."""
    text = document.text
    rows = _rows(document, codes)
    begin, stop = (text.codable_before(edge) for edge in (rows.starts, rows.ends))
    code, coder = np.divmod(rows.group, max(len(document.coders), 1))
    part = _parts(document)
    bounds = np.concatenate(([0], np.cumsum(text.ends - text.starts)))
    return FreeSpans(
        code, coder, begin, stop, bounds, bounds[np.flatnonzero(np.diff(part, prepend=part[:1]))]
    )


def free_spans(document: CodedText) -> Continuum:
    """Codings of one transcript as spans on its codable text, laid end to end.

    For `binary_u_alpha`, `u_alpha` and their kin: edges are trimmed, text outside units is cut
    out, and only coders who finished are there.
    """
    codes = mark_table(document.marks).codes_used()
    found = free_columns(document, codes)
    coders: list[list[tuple[int, int, Hashable]]] = [[] for _ in document.coders]
    columns = (found.coder, found.start, found.end, found.code)
    for coder, start, end, code in zip(*(column.tolist() for column in columns), strict=True):
        coders[coder].append((start, end, codes[code]))
    return Continuum(
        coders, document.text.codable_length, document.document, found.parts.tolist(),
        tuple(document.coders),
    )  # fmt: skip


def at_parents(marks: Iterable[Mark], parents: Mapping[Hashable, Hashable]) -> list[Mark]:
    """The same codings, each under the parent of its code where `parents` names one."""
    return [mark._replace(code=parents.get(mark.code, mark.code)) for mark in marks]


class _Rows(Struct, frozen=True, eq=False):
    """Codings that are compared: places in the source, group (code and coder), trimmed spans."""

    place: IntArray
    group: IntArray
    starts: IntArray
    ends: IntArray
    void: IntArray
    """Places of codings that hold nothing but spaces and text outside units."""
    left_out: int


class _Spans(Struct, frozen=True, eq=False):
    """Disjoint spans of each group; `of_row` says in which span each row lies."""

    group: IntArray
    starts: IntArray
    ends: IntArray
    of_row: IntArray


def _rows(document: CodedText, codes: Sequence[Hashable]) -> _Rows:
    table = mark_table(document.marks)
    code, coder = table.places(codes, document.coders)
    place = np.flatnonzero((code >= 0) & (coder >= 0))
    group = code[place] * len(document.coders) + coder[place]
    starts, ends = table.start[place], table.end[place]
    if (starts < 0).any() or (ends > document.text.length).any() or (starts > ends).any():
        raise UserError(
            "A coding lies outside the text.", "Compare codings on the text they belong to."
        )
    starts, ends = document.text.trimmed(starts, ends)
    some = starts < ends
    return _Rows(
        place[some], group[some], starts[some], ends[some],
        void=place[~some], left_out=len(table.start) - len(place),
    )  # fmt: skip


def _merged_rows(rows: _Rows, length: int) -> _Spans:
    """Every group on an axis of its own, so that one pass merges them all."""
    axis = length + 2
    starts, ends = merged(
        rows.starts + rows.group * axis, rows.ends + rows.group * axis, joined=False
    )
    of_row = np.searchsorted(starts, rows.starts + rows.group * axis, side="right") - 1
    group = starts // axis
    return _Spans(group, starts - group * axis, ends - group * axis, of_row)


class _Pairs(Struct, frozen=True, eq=False):
    """Spans and units that have non-space characters in common, and how many."""

    span: IntArray
    unit: IntArray
    common: IntArray


def _touching(spans: _Spans, text: CodableText) -> _Pairs:
    first = np.searchsorted(text.ends, spans.starts, side="right")
    met = np.maximum(np.searchsorted(text.starts, spans.ends, side="left") - first, 0)
    span = np.repeat(np.arange(len(met)), met)
    unit = np.arange(len(span)) - np.repeat(np.cumsum(met) - met, met) + first[span]
    starts = np.maximum(spans.starts[span], text.starts[unit])
    common = _solid_between(text, starts, np.minimum(spans.ends[span], text.ends[unit]))
    some = common > 0
    return _Pairs(span[some], unit[some], common[some])


def _by_rule(
    rule: Rule, text: CodableText, spans: _Spans, pairs: _Pairs, cell: IntArray
) -> BoolArray:
    """Which pairs make their unit coded; `cell` is the same for all pairs of a group and unit."""
    if rule == "any":
        return np.ones(len(cell), dtype=np.bool_)
    _, place = np.unique(cell, return_inverse=True)
    together = added_up(place, pairs.common.astype(np.float64), 0)[place]
    whole = _solid_between(text, text.starts, text.ends)[pairs.unit]
    coded: BoolArray = 2 * together >= whole
    if rule == "half of the unit":
        return coded
    of_span = _solid_between(text, spans.starts, spans.ends)[pairs.span]
    inside: BoolArray = 2 * pairs.common >= of_span
    return coded | inside


def _solid_between(text: CodableText, starts: IntArray, ends: IntArray) -> IntArray:
    return text.solid.before(ends) - text.solid.before(starts)


def _parts(document: CodedText) -> IntArray:
    if document.parts is None:
        return np.zeros(document.text.n_units, dtype=np.int64)
    return np.asarray(document.parts, dtype=np.int64)


def _coded_units(
    document: CodedText,
    codes: Sequence[Hashable],
    rows: _Rows,
    group: IntArray,
    unit: IntArray,
    *,
    weight: FloatArray,
    part: IntArray,
    span_start: IntArray,
    uncounted: IntArray,
) -> CodedUnits:
    code, coder = np.divmod(group, max(len(document.coders), 1))
    return CodedUnits(
        document, tuple(codes), code.astype(np.int32), unit, coder.astype(np.int32),
        weight, part, span_start,
        tuple(sorted([*uncounted.tolist(), *rows.void.tolist()])), rows.left_out,
    )  # fmt: skip
