"""What would INCEpTION and DKPro report for unitizing: Krippendorff's alpha_U of 1995 and 2004?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import combinations
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from annotator.reliability.continua import Continua
from annotator.reliability.continuum import CoderSpans, Continuum, PackedSpans, packed
from annotator.reliability.result import NEEDS_TWO_CODERS, NEVER_USED, NO_VARIATION, Result

if TYPE_CHECKING:
    from annotator.reliability.arrays import FloatArray, IntArray


def alpha_u_1995(spans: Sequence[CoderSpans], length: int, *, value: Hashable = None) -> Result:
    """Krippendorff's older alpha_U of one text, per value or (without `value`) over all.

    Source: Krippendorff (1995; 2004, section 11.6 with the corrected sign), as DKPro Agreement
    and INCEpTION compute it; superseded by the family in `unitizing`, because it punishes one
    coder's split or merged passages out of proportion. Offered to compare with their figures.
    Observed: over overlapping units (begin difference) squared + (end difference) squared, over
    units inside another coder's gap their squared length. 1 - sum D_o / sum D_e over values.
    Shape: per coder spans (start, end, value), one text. A coder's overlapping spans of one
    value are merged, touching ones stay apart. Missing: a coder who did not read the text must
    not be given. None: fewer than two coders, or no unit.
    """
    text = Continuum(spans, length)
    if len(spans) < 2:
        return Result("alpha_u_1995", None, NEEDS_TWO_CODERS, n_coders=len(spans))
    names = packed([text]).names if value is None else (value,)
    found = [packed([text], code=name) if name is not None else packed([text]) for name in names]
    parts = [disagreements(one) for one in found]
    observed, expected = (float(sum(part[at][0] for part in parts)) for at in (0, 1))
    made = sum(len(one.starts) for one in found)
    defined = expected > 0
    return Result(
        "alpha_u_1995",
        1.0 - observed / expected if defined else None,
        "" if defined else (NO_VARIATION if made else NEVER_USED),
        observed=observed, expected=expected, of="disagreement", n_coders=len(spans),
        n_units=length, n_values=made,
        settings=() if value is None else (("value", str(value)),),
    )  # fmt: skip


def mean_alpha_u_1995(texts: Sequence[Continuum] | Continua, *, value: Hashable) -> Result:
    """The same over several texts: the mean of the texts that have a value, each weighing the same.

    Source: the way in which INCEpTION brings documents together; with one text it is that text's
    `alpha_u_1995`. Shape: one `Continuum` per text. Missing: a coder who did not read a text is
    not in it; texts without a value are left out, `settings` says how many had one. None: no
    text has a value; the reason is that of the first text that two coders read, if there is one.
    """
    columns = texts if isinstance(texts, Continua) else Continua.of(texts)
    spans = columns.packed(code=value)
    observed, expected = disagreements(spans)
    values = (1.0 - observed[expected > 0] / expected[expected > 0]).tolist()
    reason = NEEDS_TWO_CODERS
    if len(spans.coders_of_text):
        in_first = bool((spans.track < spans.coders_of_text[0]).any())
        reason = NO_VARIATION if in_first else NEVER_USED
    return Result(
        "alpha_u_1995", fmean(values) if values else None, "" if values else reason,
        of="disagreement", n_coders=spans.n_coders,
        n_units=spans.length, n_dropped=spans.dropped_length, n_values=len(spans.starts),
        settings=(("value", str(value)), ("mean over texts", f"{len(values)} of {len(columns)}")),
    )  # fmt: skip


def disagreements(spans: PackedSpans) -> tuple[FloatArray, FloatArray]:
    """Observed and expected disagreement of spans of one value, shape (texts,) each."""
    coders, length = spans.coders_of_text, spans.length_of_text
    read = _Read.of(spans)
    apart = np.zeros(len(length))
    for first, second in combinations(range(int(coders.max(initial=0))), 2):
        apart += _apart(read, first, second)
    pairs = coders * (coders - 1) * length**2
    observed = np.where(pairs > 0, 2 * apart / np.maximum(pairs, 1), 0.0)
    return observed, _expected(read)


class _Read(Struct, frozen=True, eq=False):
    """The units of texts laid end to end, with the text and the place of the coder in it."""

    starts: IntArray
    ends: IntArray
    text: IntArray
    place: IntArray
    coders: IntArray
    """Shape (texts,)."""
    length: IntArray
    gaps: IntArray
    """Lengths between units, in order of text and length."""
    text_of_gap: IntArray

    @classmethod
    def of(cls, spans: PackedSpans) -> _Read:
        coders, length = spans.coders_of_text, spans.length_of_text
        text = np.repeat(np.arange(len(coders)), coders)
        place = np.arange(len(text)) - np.repeat(np.cumsum(coders) - coders, coders)
        offset = np.cumsum(length) - length
        # each coder's text ends with a gap, and every unit has one before it
        tracks = np.arange(len(text))
        track = np.concatenate([spans.track, tracks])
        begin = np.concatenate([spans.starts, (offset + length)[text]])
        stop = np.concatenate([spans.ends, (offset + length)[text]])
        order = np.lexsort((np.arange(len(track)), track))
        track, begin, stop = track[order], begin[order], stop[order]
        before = np.where(np.diff(track, prepend=-1) != 0, offset[text[track]], np.roll(stop, 1))
        gaps = begin - before
        some = gaps > 0
        gaps, of_gap = gaps[some], text[track[some]]
        order = np.lexsort((gaps, of_gap))
        return cls(
            spans.starts, spans.ends, text[spans.track], place[spans.track], coders, length,
            gaps[order], of_gap[order],
        )  # fmt: skip


def _apart(read: _Read, first: int, second: int) -> FloatArray:
    """Shape (texts,): of two coders, by their places in a text; 0 where there are not so many."""
    both = read.coders > second
    own, other = (np.flatnonzero(both[read.text] & (read.place == who)) for who in (first, second))
    begin = np.searchsorted(read.ends[other], read.starts[own], side="right")
    stop = np.searchsorted(read.starts[other], read.ends[own], side="left")
    met = stop - begin
    mine = np.repeat(np.arange(len(met)), met)
    theirs = np.arange(len(mine)) - np.repeat(np.cumsum(met) - met, met) + begin[mine]
    begins = (read.starts[own][mine] - read.starts[other][theirs]).astype(np.float64)
    stops = (read.ends[own][mine] - read.ends[other][theirs]).astype(np.float64)
    unmet = np.ones(len(other), dtype=np.bool_)
    unmet[theirs] = False
    alone, lonely = own[met == 0], other[unmet]
    squares = [
        _by_text(read, own[mine], begins**2 + stops**2),
        _by_text(read, alone, (read.ends[alone] - read.starts[alone]).astype(np.float64) ** 2),
        _by_text(read, lonely, (read.ends[lonely] - read.starts[lonely]).astype(np.float64) ** 2),
    ]
    return squares[0] + squares[1] + squares[2]


def _expected(read: _Read) -> FloatArray:
    """Shape (texts,)."""
    size = len(read.length)
    units = (read.ends - read.starts).astype(np.float64)
    n_units = np.bincount(read.text, minlength=size)
    n_gaps = np.bincount(read.text_of_gap, minlength=size)
    last_gap = np.cumsum(n_gaps)
    axis = int(read.length.max(initial=0)) + 1
    longer = np.searchsorted(
        read.text_of_gap * axis + read.gaps, read.text * axis + (read.ends - read.starts)
    )
    total = np.concatenate(([0], np.cumsum(read.gaps)))
    stop = last_gap[read.text]
    places = (total[stop] - total[longer]) - (stop - longer) * (units - 1)
    among_units = (n_units[read.text] - 1) * (2 * units**3 - 3 * units**2 + units) / 3
    every = np.arange(len(units))
    pairs = read.coders * read.length * (read.coders * read.length - 1.0)
    pairs = pairs - _by_text(read, every, units * (units - 1))
    some = (n_units > 0) & (pairs > 0)
    found = _by_text(read, every, among_units + units**2 * places)
    length = np.maximum(read.length, 1)
    return np.where(some, 2 / length * found / np.where(some, pairs, 1.0), 0.0)


def _by_text(read: _Read, units: IntArray, amounts: FloatArray) -> FloatArray:
    """Shape (texts,): amounts of units, which stand in order of text, added up."""
    found = np.zeros(len(read.length))
    texts, first = np.unique(read.text[units], return_index=True)
    if len(texts):
        found[texts] = np.add.reduceat(amounts, first)  # adds as `sum` does, to the last digit
    return found
