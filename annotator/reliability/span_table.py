"""On which codes do coders agree who also choose where a passage begins and ends?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from annotator.reliability.alpha_u_1995 import mean_alpha_u_1995
from annotator.reliability.matching import span_f1_at
from annotator.reliability.unitizing import binary_u_alpha, pooled_binary_u_alpha

if TYPE_CHECKING:
    from annotator.reliability.continua import Continua
    from annotator.reliability.resampling import Resampling
    from annotator.reliability.result import Result

OVERLAP = 0.5
SEGMENT = 0.9


class SpanAgreement(Struct, frozen=True):
    """One code over free spans, or all of them pooled."""

    code: Hashable
    alpha: Result
    """|u|-alpha of 2016: the code as one binary continuum."""
    f1_exact: Result
    """Passages with the same begin and end."""
    f1_overlap: Result
    """Passages whose intersection is at least half of their union."""
    segments: Result
    """Passages that overlap by nine tenths."""
    alpha_u_1995: Result
    """Krippendorff's older alpha_U, to compare with INCEpTION; the mean over transcripts."""
    passages: tuple[int, ...]
    """How many each coder marked in texts that two or more read, their own overlapping ones
    merged; in coder order."""


def agreement_on_spans(
    texts: Continua,
    codes: Sequence[Hashable],
    *,
    unknown: Collection[tuple[Hashable, ...]] = (),
    resampling: Resampling | None = None,
    watch: Callable[[], None] | None = None,
) -> tuple[tuple[SpanAgreement, ...], Result]:
    """Every code, and the pooled |u|-alpha over those that every coder knew.

    Source, missing values and None: see `binary_u_alpha` and `span_f1`. `unknown` holds (code,
    coder, document) where a coder's codebook did not have the code: there the coder is missing.
    `watch` is called at every code.
    """
    rows = []
    for code in codes:
        if watch is not None:
            watch()
        own = texts.of_values([code]).without_who_lacked_it(code, unknown)
        exact, overlap, segments = span_f1_at(own, (None, OVERLAP, SEGMENT))
        rows.append(
            SpanAgreement(
                code, binary_u_alpha(own, code=code, resampling=resampling),
                exact, overlap,
                replace(segments, coefficient="segment_agreement", observed=segments.value),
                mean_alpha_u_1995(own, value=code),
                passages_by_coder(own, code),
            )
        )  # fmt: skip
    lacking = {code for code, _, _ in unknown}
    known = [code for code in codes if code not in lacking] or list(codes)
    return tuple(rows), pooled_binary_u_alpha(texts, known, resampling=resampling)


def passages_by_coder(texts: Continua, code: Hashable) -> tuple[int, ...]:
    """How many passages each coder gave a code, their own overlapping ones merged.

    Texts that one coder alone read are not in it: there nobody can agree.
    """
    track = texts.packed(code=code).track
    found = np.bincount(texts.coder_of_track()[track], minlength=len(texts.names))
    return tuple(found.tolist())
