"""On which stretches of a text did the same coders decide, so that what is missing is no gap?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from annotator.reliability.continua import Continua
from annotator.reliability.presence import inside
from annotator.reliability.projection import CodedText, free_columns

if TYPE_CHECKING:
    from annotator.reliability.arrays import BoolArray, IntArray, PlaceArray


def judged_continua(
    documents: Sequence[CodedText],
    codes: Sequence[Hashable],
    coders: Sequence[Hashable],
    wanted: Sequence[BoolArray | None] | None = None,
) -> Continua:
    """The free spans of transcripts, one text for each stretch that the same coders judged.

    A unit that a coder has not decided, or was not handed, is missing for that coder: there the
    text is cut, and the coder is not in that stretch. Where everybody judged everything, and in
    every finished transcript, it is the whole text as `free_spans` gives it. `wanted`, for each
    document of shape (units,), leaves out the others, for instance what other speakers say.
    """
    place = {coder: number for number, coder in enumerate(coders)}
    number = {name: at for at, name in enumerate(dict.fromkeys(one.document for one in documents))}
    found = [
        _stretches(document, codes, number[document.document], place, said)
        for document, said in zip(documents, wanted or [None] * len(documents), strict=True)
    ]
    texts = np.cumsum([0, *(len(one.length) for one in found)])
    nobody = np.zeros((0, len(coders)), dtype=np.bool_)
    rows = np.zeros((sum(len(one.spans) for one in found), 5), dtype=np.int32)
    parts = [np.zeros((0, 2), dtype=np.int64)]
    at = 0
    for which, one in enumerate(found):
        until = at + len(one.spans)
        rows[at:until] = one.spans
        rows[at:until, -1] += texts[which]
        one.parts[:, -1] += texts[which]
        parts.append(one.parts)
        found[which] = replace(one, spans=rows[:0])  # or all of them would stand twice
        at = until
    start, end, value, coder, text = rows.T
    part, part_text = np.concatenate(parts).T
    return Continua(
        start, end, value, coder, text,
        length=_joined([one.length for one in found]),
        document=np.repeat(
            np.array([one.document for one in found], dtype=np.int64),
            [len(one.length) for one in found],
        ),
        read=np.concatenate([nobody, *(one.read for one in found)]),
        part=part, part_text=part_text,
        values=tuple(codes), names=tuple(coders), documents=tuple(number),
    )  # fmt: skip


class _Stretches(Struct, frozen=True, eq=False):
    """The stretches of one transcript, in their order."""

    document: int
    spans: PlaceArray
    """Shape (spans, 5): start, end, value, coder, stretch."""
    parts: IntArray
    """Shape (parts, 2): where, and in which stretch."""
    length: IntArray
    read: BoolArray


def _stretches(
    document: CodedText,
    codes: Sequence[Hashable],
    number: int,
    place: dict[Hashable, int],
    wanted: BoolArray | None,
) -> _Stretches:
    free = free_columns(document, codes)
    judged = _judged(document)
    if wanted is not None:
        judged = judged & wanted[:, None]
    whole = bool(judged.all())
    cuts = np.flatnonzero((judged[1:] != judged[:-1]).any(axis=1)) + 1
    first_unit = np.concatenate(([0], cuts)).astype(np.int64)
    who = np.ones((1, judged.shape[1]), dtype=np.bool_) if whole else judged[first_unit]
    kept = who.any(axis=1)  # where nobody judged there is no text
    first = free.bounds[first_unit][kept]
    last = free.bounds[np.append(first_unit[1:], len(judged))][kept]
    who = who[kept]
    coders = np.array([place[coder] for coder in document.coders], dtype=np.int64)
    read = np.zeros((len(first), len(place)), dtype=np.bool_)
    read[:, coders] = who

    begin = np.searchsorted(last, free.start, side="right")
    met = np.maximum(np.searchsorted(first, free.end, side="left") - begin, 0)
    span = np.repeat(np.arange(len(met)), met)
    at = np.arange(len(span)) - np.repeat(np.cumsum(met) - met, met) + begin[span]
    there = who[at, free.coder[span]]
    span, at = span[there], at[there]
    order = np.lexsort((coders[free.coder[span]], at))  # a sort that leaves equals as they are
    span, at = span[order], at[order]
    spans = np.column_stack(
        [
            np.maximum(free.start[span], first[at]) - first[at],
            np.minimum(free.end[span], last[at]) - first[at],
            free.code[span], coders[free.coder[span]], at,
        ]
    )  # fmt: skip
    of_part = np.searchsorted(first, free.parts, side="right") - 1
    inner = of_part >= 0
    inner[inner] = free.parts[inner] < last[of_part[inner]]
    parts = np.column_stack([free.parts[inner] - first[of_part[inner]], of_part[inner]])
    return _Stretches(number, spans.astype(np.int32), parts, last - first, read)


def _judged(document: CodedText) -> BoolArray:
    """Shape (units, coders): decided, and handed out."""
    starts: IntArray = document.text.starts
    found = np.ones((len(starts), len(document.coders)), dtype=np.bool_)
    for place, coder in enumerate(document.coders):
        for spans in (document.undecided.get(coder, ()), document.outside.get(coder, ())):
            found[:, place] &= ~inside(starts, spans)
    return found


def _joined(columns: Sequence[IntArray]) -> IntArray:
    return np.concatenate([np.zeros(0, dtype=np.int64), *columns])
