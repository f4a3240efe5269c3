"""How do the spans of several coders over several texts become one row of numbers?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from annotator.errors import UserError
from annotator.reliability.arrays import IntArray, added_up, distinct

CoderSpans = Sequence[tuple[int, int] | tuple[int, int, Hashable]] | NDArray[Any]
"""(start, end, value) half-open in code points; an integer array of two or three columns does too.

Without a value all spans mean the same.
"""
CLASHES_LISTED = 3


class Continuum(Struct, frozen=True, eq=False):
    """One text and the spans of each coder who was assigned it and finished it.

    An empty sequence of spans is data: that coder found nothing. A coder who was not assigned
    the text is simply not there. `parts` are the code points where turns or paragraphs begin.
    """

    coders: Sequence[CoderSpans]
    length: int
    document: Hashable = None
    """Texts with equal names are resampled together; None stands for itself."""
    parts: Sequence[int] = ()
    names: Sequence[Hashable] = ()
    """Who the coders are, where texts have different ones; else their places say it."""


SpansLike = Sequence[CoderSpans] | Sequence[Continuum]
"""One text: the spans of each coder, with its length beside. Or several texts as `Continuum`."""


class Clash(Struct, frozen=True, eq=False):
    """Two spans of one coder that overlap although their values exclude each other."""

    where: str
    """The coder and the text, by their names where they have some."""
    first: tuple[int, int, Hashable]
    second: tuple[int, int, Hashable]

    def __str__(self) -> str:
        one, two = (f"{value} {start}-{end}" for start, end, value in (self.first, self.second))
        return f"{self.where}: {one} and {two}"


class PackedSpans(Struct, frozen=True, eq=False):
    """All spans of all coders of all texts that two coders read, the texts laid end to end.

    The arrays of spans have shape (spans,), in order of text, coder, start. `segment_start` has
    shape (segments + 1,): texts cut into their parts; the last is the end of everything.
    """

    starts: IntArray
    ends: IntArray
    values: IntArray
    track: IntArray
    """Text and coder as one number: the spans of one track do not overlap."""
    names: tuple[Hashable, ...]
    segment_start: IntArray
    segment_text: IntArray
    coders_of_text: IntArray
    length_of_text: IntArray
    documents: Sequence[Hashable] | IntArray
    """The document of each text."""
    has_parts: bool
    n_coders: int
    dropped_length: int
    """Code points of texts that fewer than two coders read."""
    empty: int
    """Spans without length, left out."""
    clashes: tuple[Clash, ...] = ()

    @property
    def n_segments(self) -> int:
        return len(self.segment_text)

    @property
    def length(self) -> int:
        return int(self.length_of_text.sum())

    def segment_of(self, positions: IntArray) -> IntArray:
        """The segment in which each position lies."""
        return np.searchsorted(self.segment_start, positions, side="right") - 1

    def of_track(self, track: int) -> IntArray:
        """The places of the spans of one coder in one text."""
        return np.arange(*np.searchsorted(self.track, [track, track + 1]))


class _Row(Struct, eq=False):
    """Lists that grow while the texts are read."""

    starts: list[IntArray] = field(default_factory=list)
    ends: list[IntArray] = field(default_factory=list)
    values: list[IntArray] = field(default_factory=list)
    track: list[IntArray] = field(default_factory=list)
    place: dict[Hashable, int] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    empty: int = 0


def packed(
    continua: Sequence[Continuum], *, code: Hashable = None, joined: bool = False
) -> PackedSpans:
    """The spans laid end to end; with `code` only its own.

    Overlapping spans of one coder and one value are merged, and with `joined` touching ones
    too. Overlapping spans of different values are kept and listed as clashes.
    """
    row = _Row()
    shared = [(number, text) for number, text in enumerate(continua) if len(text.coders) >= 2]
    offset = tracks = 0
    for number, text in shared:
        for coder, spans in enumerate(text.coders):
            found = _of_coder(spans, text.length, row, code)
            found = _disjoint(found, joined=joined)
            _note_clashes(found, row, _where(text, number, coder))
            _append(row, found, offset, tracks)
            tracks += 1
        offset += text.length
    texts = [text for _, text in shared]
    lengths = np.array([text.length for text in texts], dtype=np.int64)
    cuts = list(_cuts(texts))
    return PackedSpans(
        _joined(row.starts), _joined(row.ends), _joined(row.values), _joined(row.track),
        tuple(row.place),
        segment_start=np.array([cut for cut, _ in cuts] + [offset], dtype=np.int64),
        segment_text=np.array([text for _, text in cuts], dtype=np.int64),
        coders_of_text=np.array([len(text.coders) for text in texts], dtype=np.int64),
        length_of_text=lengths,
        documents=tuple(
            ("text", number) if text.document is None else text.document
            for number, text in shared
        ),
        has_parts=any(len(text.parts) > 0 for text in texts),
        n_coders=max((len(text.coders) for text in continua), default=0),
        dropped_length=sum(text.length for text in continua if len(text.coders) < 2),
        empty=row.empty,
        clashes=tuple(row.clashes),
    )  # fmt: skip


def texts_of(spans: SpansLike, length: int | None) -> list[Continuum]:
    """Several texts as they are; one text with its length as a list of one."""
    texts = [text for text in spans if isinstance(text, Continuum)]
    if length is None and len(texts) == len(spans):
        return texts
    if length is None or texts:
        raise UserError(
            "Spans need the length of their text.",
            "Give the length in code points, or several texts as Continuum.",
        )
    return [Continuum([coder for coder in spans if not isinstance(coder, Continuum)], length)]


def merged(starts: IntArray, ends: IntArray, *, joined: bool) -> tuple[IntArray, IntArray]:
    """Overlapping (with `joined` also touching) spans as one, in order of start."""
    if len(starts) < 2:
        return starts, ends
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order])
    apart = starts[1:] > ends[:-1] if joined else starts[1:] >= ends[:-1]
    first = np.concatenate(([True], apart))
    last = np.concatenate((apart, [True]))
    return starts[first], ends[last]


def by_segment(spans: PackedSpans, positions: IntArray, amounts: NDArray[Any]) -> NDArray[Any]:
    """Shape (segments,): amounts added up where their positions lie."""
    weights = amounts.astype(np.float64)
    return added_up(spans.segment_of(positions), weights, spans.n_segments)


_Found = tuple[IntArray, IntArray, IntArray]
"""Starts, ends and values of one coder in one text."""


def _of_coder(spans: CoderSpans, length: int, row: _Row, code: Hashable) -> _Found:
    starts, ends, values = columns_of_spans(spans, length, row.place)
    kept = starts < ends
    if code is not None:
        kept &= values == row.place.get(code, -1)
    if kept.all():
        return starts, ends, values
    row.empty += int(np.count_nonzero(starts == ends))
    return starts[kept], ends[kept], values[kept]


def columns_of_spans(spans: CoderSpans, length: int, place: dict[Hashable, int]) -> _Found:
    """Starts, ends and values of one coder in one text of that length, as they were given.

    Values are numbered by `place`, which takes in new ones.
    """
    starts, ends, values = _columns(spans, place)
    if len(starts) and (int(starts.min()) < 0 or int(ends.max()) > length):
        raise UserError("A span lies outside the text.", "Spans count code points from 0.")
    if (starts > ends).any():
        raise UserError("A span ends before it begins.")
    return starts, ends, values


def _columns(spans: CoderSpans, place: dict[Hashable, int]) -> _Found:
    if isinstance(spans, np.ndarray):
        return _columns_of_array(spans, place)
    try:
        starts = np.array([span[0] for span in spans], dtype=np.int64)
        ends = np.array([span[1] for span in spans], dtype=np.int64)
        names = [span[2] if len(span) > 2 else None for span in spans]
        values = np.array([place.setdefault(name, len(place)) for name in names], dtype=np.int64)
    except (TypeError, IndexError, ValueError, OverflowError) as error:
        raise UserError("Spans are given as (start, end, value).") from error
    return starts, ends, values


def _columns_of_array(spans: NDArray[Any], place: dict[Hashable, int]) -> _Found:
    if spans.ndim != 2 or spans.shape[1] not in {2, 3} or spans.dtype.kind not in "iu":
        raise UserError("An array of spans has two or three columns of whole numbers.")
    starts, ends = spans[:, 0].astype(np.int64), spans[:, 1].astype(np.int64)
    if spans.shape[1] == 2:
        own = place.setdefault(None, len(place))
        return starts, ends, np.full(len(spans), own, dtype=np.int64)
    names, found = np.unique(spans[:, 2], return_inverse=True)
    places = [place.setdefault(name, len(place)) for name in names.tolist()]
    return starts, ends, np.array(places, dtype=np.int64)[found]


def _disjoint(found: _Found, *, joined: bool) -> _Found:
    """In order of start, each value merged with itself."""
    starts, ends, values = found
    if len(starts) < 2:
        return found
    apart = starts[1:] > ends[:-1] if joined else starts[1:] >= ends[:-1]
    if apart.all():
        return found
    pieces = []
    for value in distinct(values):
        own = values == value
        begin, stop = merged(starts[own], ends[own], joined=joined)
        pieces.append((begin, stop, np.full(len(begin), value, dtype=np.int64)))
    starts, ends, values = (np.concatenate(column) for column in zip(*pieces, strict=True))
    order = np.argsort(starts, kind="stable")
    return starts[order], ends[order], values[order]


def _where(text: Continuum, number: int, coder: int) -> str:
    who = text.names[coder] if coder < len(text.names) else f"coder {coder + 1}"
    return f"{who} in {f'text {number + 1}' if text.document is None else text.document}"


def _note_clashes(found: _Found, row: _Row, where: str) -> None:
    starts, ends, values = found
    if len(starts) < 2:
        return
    names = list(row.place)
    for place in np.flatnonzero(starts[1:] < ends[:-1])[:CLASHES_LISTED]:
        first, second = (
            (int(starts[at]), int(ends[at]), names[int(values[at])]) for at in (place, place + 1)
        )
        row.clashes.append(Clash(where, first, second))


def _append(row: _Row, found: _Found, offset: int, track: int) -> None:
    starts, ends, values = found
    row.starts.append(starts + offset)
    row.ends.append(ends + offset)
    row.values.append(values)
    row.track.append(np.full(len(starts), track, dtype=np.int64))


def _cuts(texts: Sequence[Continuum]) -> Iterator[tuple[int, int]]:
    """Where segments begin, and the text of each."""
    offset = 0
    for number, text in enumerate(texts):
        inner = sorted({int(part) for part in text.parts if 0 < part < text.length})
        for begin, end in pairwise([0, *inner, text.length]):
            if end > begin:
                yield offset + begin, number
        offset += text.length


def _joined(pieces: list[IntArray]) -> IntArray:
    return np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int64)
