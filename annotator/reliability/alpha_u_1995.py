"""What would INCEpTION and DKPro report for unitizing: Krippendorff's alpha_U of 1995 and 2004?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import combinations
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

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
    observed, expected = (sum(part[at] for part in parts) for at in (0, 1))
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


def mean_alpha_u_1995(texts: Sequence[Continuum], *, value: Hashable) -> Result:
    """The same over several texts: the mean of the texts that have a value, each weighing the same.

    Source: the way in which INCEpTION brings documents together; with one text it is that text's
    `alpha_u_1995`. Shape: one `Continuum` per text. Missing: a coder who did not read a text is
    not in it; texts without a value are left out, `settings` says how many had one. None: no
    text has a value; the reason is that of a text that two coders read, if there is one.
    """
    found = [alpha_u_1995(text.coders, text.length, value=value) for text in texts]
    values = [one.value for one in found if one.value is not None]
    shared = [one for one in found if one.n_coders >= 2]
    reason = next((one.reason for one in shared if one.reason), NEEDS_TWO_CODERS)
    return Result(
        "alpha_u_1995", fmean(values) if values else None, "" if values else reason,
        of="disagreement", n_coders=max((one.n_coders for one in found), default=0),
        n_units=sum(one.n_units for one in shared),
        n_dropped=sum(text.length for text in texts if len(text.coders) < 2),
        n_values=sum(one.n_values for one in shared),
        settings=(("value", str(value)), ("mean over texts", f"{len(values)} of {len(texts)}")),
    )  # fmt: skip


def disagreements(spans: PackedSpans) -> tuple[float, float]:
    """Observed and expected disagreement of spans of one value in one text."""
    coders, length = int(spans.coders_of_text[0]), spans.length
    tracks = [_Track.of(spans, track) for track in range(coders)]
    apart = sum(_apart(first, second) for first, second in combinations(tracks, 2))
    observed = 2 * apart / (coders * (coders - 1) * length**2)
    return observed, _expected(tracks, coders, length)


class _Track(Struct, frozen=True, eq=False):
    """The units of one coder and the lengths of the gaps between them."""

    starts: IntArray
    ends: IntArray
    gaps: IntArray

    @classmethod
    def of(cls, spans: PackedSpans, track: int) -> _Track:
        own = spans.track == track
        starts, ends = spans.starts[own], spans.ends[own]
        gaps = np.append(starts, spans.length) - np.concatenate(([0], ends))
        return cls(starts, ends, gaps[gaps > 0])


def _apart(first: _Track, second: _Track) -> float:
    begin = np.searchsorted(second.ends, first.starts, side="right")
    stop = np.searchsorted(second.starts, first.ends, side="left")
    met = stop - begin
    mine = np.repeat(np.arange(len(met)), met)
    theirs = np.arange(len(mine)) - np.repeat(np.cumsum(met) - met, met) + begin[mine]
    begins = (first.starts[mine] - second.starts[theirs]).astype(np.float64)
    stops = (first.ends[mine] - second.ends[theirs]).astype(np.float64)
    alone = (first.ends - first.starts)[met == 0].astype(np.float64)
    unmet = np.ones(len(second.starts), dtype=np.bool_)
    unmet[theirs] = False
    other = (second.ends - second.starts)[unmet].astype(np.float64)
    return float((begins**2 + stops**2).sum() + (alone**2).sum() + (other**2).sum())


def _expected(tracks: Sequence[_Track], coders: int, length: int) -> float:
    units: FloatArray = np.concatenate([one.ends - one.starts for one in tracks]).astype(float)
    gaps: FloatArray = np.sort(np.concatenate([one.gaps for one in tracks])).astype(float)
    if not len(units):
        return 0.0
    longer = np.searchsorted(gaps, units, side="left")
    from_there = np.concatenate((np.cumsum(gaps[::-1])[::-1], [0.0]))[longer]
    places = from_there - (len(gaps) - longer) * (units - 1)
    among_units = (len(units) - 1) * (2 * units**3 - 3 * units**2 + units) / 3
    pairs = coders * length * (coders * length - 1.0) - (units * (units - 1)).sum()
    if not pairs > 0:
        return 0.0
    return float(2 / length * (among_units + units**2 * places).sum() / pairs)
