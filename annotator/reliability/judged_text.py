"""On which stretches of a text did the same coders decide, so that what is missing is no gap?"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from annotator.reliability.presence import inside
from annotator.reliability.projection import CodedText, free_spans

if TYPE_CHECKING:
    from annotator.reliability.arrays import BoolArray, IntArray
    from annotator.reliability.continuum import Continuum


def judged_continua(document: CodedText, wanted: BoolArray | None = None) -> list[Continuum]:
    """The free spans of one transcript, one continuum for each stretch that the same coders judged.

    A unit that a coder has not decided, or was not handed, is missing for that coder: there the
    text is cut, and the coder is not in that stretch. Where everybody judged everything, and in
    every finished transcript, it is the whole text as `free_spans` gives it. `wanted`, shape
    (units,), leaves out the others, for instance what other speakers say.
    """
    whole, text = free_spans(document), document.text
    judged = _judged(document)
    if wanted is not None:
        judged = judged & wanted[:, None]
    if judged.all():
        return [whole]
    if not len(judged):
        return []
    bounds = np.concatenate(([0], np.cumsum(text.ends - text.starts)))
    cuts = np.flatnonzero((judged[1:] != judged[:-1]).any(axis=1)) + 1
    edges = [0, *cuts.tolist(), len(judged)]
    return [
        _stretch(whole, int(bounds[first]), int(bounds[last]), judged[first])
        for first, last in pairwise(edges)
        if judged[first].any()
    ]


def without_who_lacked_it(
    texts: Sequence[Continuum], code: Hashable, unknown: Collection[tuple[Hashable, ...]]
) -> list[Continuum]:
    """The texts without coders whose codebook did not have the code there: they are missing.

    `unknown` holds (code, coder, document) by their names.
    """
    return [_without(text, [who for who in text.names if (code, who, text.document) in unknown])
            for text in texts]  # fmt: skip


def _without(text: Continuum, gone: Sequence[Hashable]) -> Continuum:
    if not gone:
        return text
    kept = [place for place, name in enumerate(text.names) if name not in gone]
    return replace(
        text, coders=[text.coders[place] for place in kept],
        names=[text.names[place] for place in kept],
    )  # fmt: skip


def _judged(document: CodedText) -> BoolArray:
    """Shape (units, coders): decided, and handed out."""
    starts: IntArray = document.text.starts
    found = np.ones((len(starts), len(document.coders)), dtype=np.bool_)
    for place, coder in enumerate(document.coders):
        for spans in (document.undecided.get(coder, ()), document.outside.get(coder, ())):
            found[:, place] &= ~inside(starts, spans)
    return found


def _stretch(whole: Continuum, first: int, last: int, judged: BoolArray) -> Continuum:
    """What lies between two places, with those who judged it; passages are cut at its ends."""
    there = np.flatnonzero(judged).tolist()
    return replace(
        whole,
        coders=[
            [
                (max(start, first) - first, min(end, last) - first, *value)
                for start, end, *value in whole.coders[place]
                if start < last and end > first
            ]
            for place in there
        ],
        length=last - first,
        parts=[part - first for part in whole.parts if first <= part < last],
        names=[whole.names[place] for place in there],
    )  # fmt: skip
