"""How are many stretches of text held with the spans in them: as columns, not one by one?

Unfinished work cuts a text wherever not the same coders decided. A study of drafts has tens of
thousands of stretches, each with a passage or none: as objects they would be most of its memory,
and walking through them most of its time.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import UserError
from annotator.reliability.continuum import (
    CLASHES_LISTED,
    Clash,
    Continuum,
    PackedSpans,
    columns_of_spans,
    merged,
)

if TYPE_CHECKING:
    from annotator.reliability.arrays import BoolArray, IntArray, PlaceArray


class Continua(Struct, frozen=True, eq=False):
    """Texts, or stretches of them, and the spans of those who read them; see `Continuum` for one.

    The columns of spans have shape (spans,), in order of text, coder and as they were given;
    positions count from the beginning of their text.
    """

    start: PlaceArray
    end: PlaceArray
    value: PlaceArray
    """Number into `values`."""
    coder: PlaceArray
    """Number into `names`."""
    text: PlaceArray
    length: IntArray
    """Shape (texts,)."""
    document: IntArray
    """Shape (texts,): number into `documents`, in the order in which they come."""
    read: BoolArray
    """Shape (texts, coders): who was assigned it and finished it; the others are missing."""
    part: IntArray
    """Shape (parts,): where turns or paragraphs begin, and in which text."""
    part_text: IntArray
    values: tuple[Hashable, ...]
    names: tuple[Hashable, ...]
    documents: tuple[Hashable, ...]

    def __len__(self) -> int:
        return len(self.length)

    @classmethod
    def of(cls, texts: Sequence[Continuum]) -> Continua:
        """Texts that were given one by one."""
        values: dict[Hashable, int] = {}
        names: dict[Hashable, int] = {}
        documents: dict[Hashable, int] = {}
        spans, parts = [np.zeros((0, 5), dtype=np.int64)], [np.zeros((0, 2), dtype=np.int64)]
        readers: list[list[int]] = []
        for number, text in enumerate(texts):
            own = _names_of(text)
            readers.append([names.setdefault(name, len(names)) for name in own])
            name = ("text", number) if text.document is None else text.document
            documents.setdefault(name, len(documents))
            if len(own) < 2:
                continue  # with nobody to compare them with, its spans count nowhere
            for coder, given in zip(readers[-1], text.coders, strict=True):
                found = columns_of_spans(given, text.length, values)
                alike = (np.full(len(found[0]), one, dtype=np.int64) for one in (coder, number))
                spans.append(np.column_stack([*found, *alike]))
            parts.append(np.array([(part, number) for part in text.parts]).reshape(-1, 2))
        read = np.zeros((len(texts), len(names)), dtype=np.bool_)
        for number, coders in enumerate(readers):
            read[number, coders] = True
        part, part_text = np.concatenate(parts).astype(np.int64).T
        start, end, value, coder_of, text_of = np.concatenate(spans).astype(np.int32).T
        return cls(
            start, end, value, coder_of, text_of,
            length=np.array([text.length for text in texts], dtype=np.int64),
            document=np.array(
                [
                    documents[("text", at) if text.document is None else text.document]
                    for at, text in enumerate(texts)
                ],
                dtype=np.int64,
            ),
            read=read, part=part, part_text=part_text,
            values=tuple(values), names=tuple(names), documents=tuple(documents),
        )  # fmt: skip

    @property
    def shared(self) -> BoolArray:
        """Shape (texts,): read by two coders or more."""
        return np.asarray(np.count_nonzero(self.read, axis=1) >= 2, dtype=np.bool_)

    def of_values(self, wanted: Collection[Hashable]) -> Continua:
        """Only spans with one of these values."""
        known = np.array([*(value in wanted for value in self.values), False], dtype=np.bool_)
        return self._with_spans(known[self.value])

    def without_who_lacked_it(
        self, code: Hashable, unknown: Collection[tuple[Hashable, ...]]
    ) -> Continua:
        """The texts without coders whose codebook did not have the code there: they are missing.

        `unknown` holds (code, coder, document) by their names.
        """
        gone = [(who, document) for one, who, document in unknown if one == code]
        if not gone:
            return self
        coders = {name: place for place, name in enumerate(self.names)}
        documents = {name: place for place, name in enumerate(self.documents)}
        lacked = np.zeros((len(self.documents), len(self.names)), dtype=np.bool_)
        for who, document in gone:
            if who in coders and document in documents:
                lacked[documents[document], coders[who]] = True
        read = self.read & ~lacked[self.document]
        return replace(self._with_spans(read[self.text, self.coder]), read=read)

    def called(
        self,
        values: Mapping[Hashable, str],
        names: Mapping[Hashable, str],
        documents: Mapping[Hashable, str],
    ) -> Continua:
        """Only spans with these values, and everything called as people call it."""
        own = self.of_values(values)
        return replace(
            own, values=tuple(values.get(value, "") for value in self.values),
            names=tuple(names[name] for name in self.names),
            documents=tuple(documents[name] for name in self.documents),
        )  # fmt: skip

    def packed(self, *, code: Hashable = None, joined: bool = False) -> PackedSpans:
        """The spans laid end to end, as `continuum.packed` does it."""
        shared = self.shared
        kept = shared[self.text]
        empty = int(np.count_nonzero(kept & (self.start == self.end)))
        kept &= self.start < self.end
        if code is not None:
            kept &= self.value == (self.values.index(code) if code in self.values else -1)
        number = np.cumsum(shared) - 1
        length = self.length[shared]
        offset = np.concatenate(([0], np.cumsum(length)))
        readers = np.count_nonzero(self.read[shared], axis=1)
        first_track = np.cumsum(readers) - readers
        place = np.cumsum(self.read, axis=1) - 1
        text, coder = self.text[kept], self.coder[kept]
        track = first_track[number[text]] + place[text, coder]
        values, names = self._as_they_come(shared)
        start, end, value, track = _disjoint(
            self.start[kept].astype(np.int64), self.end[kept].astype(np.int64),
            values[self.value[kept]], track,
            longest=int(length.max(initial=0)), joined=joined,
        )  # fmt: skip
        of_track = np.repeat(np.arange(len(length)), readers)
        cut, of_segment = self._cuts(shared, number, offset)
        documents = self.document[shared]
        found = PackedSpans(
            start + offset[of_track[track]], end + offset[of_track[track]], value, track, names,
            segment_start=np.append(cut, offset[-1]), segment_text=of_segment,
            coders_of_text=readers, length_of_text=length, documents=documents,
            has_parts=len(self.part) > 0 and bool(shared[self.part_text].any()),
            n_coders=int(np.count_nonzero(self.read, axis=1).max(initial=0)),
            dropped_length=int(self.length[~shared].sum()), empty=empty,
        )  # fmt: skip
        return replace(found, clashes=self._clashes(found, of_track))

    def coder_of_track(self) -> IntArray:
        """Shape (tracks,): the coder of each track of what is packed."""
        return np.nonzero(self.read[self.shared])[1].astype(np.int64)

    def _with_spans(self, kept: BoolArray) -> Continua:
        return replace(
            self, start=self.start[kept], end=self.end[kept], value=self.value[kept],
            coder=self.coder[kept], text=self.text[kept],
        )  # fmt: skip

    def _as_they_come(self, shared: BoolArray) -> tuple[IntArray, tuple[Hashable, ...]]:
        """The number of each value in the order in which spans have them, and their names."""
        used, first = np.unique(self.value[shared[self.text]], return_index=True)
        order = used[np.argsort(first)]
        number = np.full(max(len(self.values), 1), -1, dtype=np.int64)
        number[order] = np.arange(len(order))
        return number, tuple(self.values[place] for place in order.tolist())

    def _cuts(
        self, shared: BoolArray, number: IntArray, offset: IntArray
    ) -> tuple[IntArray, IntArray]:
        """Where segments begin, and the text of each."""
        own = self.part_text
        inner = shared[own] & (self.part > 0) & (self.part < self.length[own])
        some = np.flatnonzero(np.diff(offset) > 0)
        of_part = number[own[inner]]
        cut = np.concatenate([offset[some], offset[of_part] + self.part[inner]])
        found, at = np.unique(cut, return_index=True)
        return found, np.concatenate([some, of_part])[at]

    def _clashes(self, spans: PackedSpans, of_track: IntArray) -> tuple[Clash, ...]:
        """Spans of one coder that overlap; the first of them, as all that is told."""
        track, start, end = spans.track, spans.starts, spans.ends
        met = np.flatnonzero((track[1:] == track[:-1]) & (start[1:] < end[:-1]))
        if not len(met):
            return ()
        texts, coders = np.flatnonzero(self.shared), self.coder_of_track()
        offset = np.cumsum(spans.length_of_text) - spans.length_of_text
        found = []
        for at in met[:CLASHES_LISTED].tolist():
            place = int(of_track[track[at]])
            before = int(offset[place])
            first, second = (
                (int(start[one]) - before, int(end[one]) - before,
                 spans.names[int(spans.values[one])])
                for one in (at, at + 1)
            )  # fmt: skip
            where = f"{self.names[int(coders[track[at]])]} in {self._called(int(texts[place]))}"
            found.append(Clash(where, first, second))
        return tuple(found)

    def _called(self, text: int) -> Hashable:
        name = self.documents[int(self.document[text])]
        return f"text {text + 1}" if name == ("text", text) else name


def _names_of(text: Continuum) -> list[Hashable]:
    names = list(text.names) or list(range(len(text.coders)))
    if len(names) != len(text.coders):
        raise UserError("A text has as many names as coders.")
    return names


def _disjoint(
    start: IntArray, end: IntArray, value: IntArray, track: IntArray, *, longest: int, joined: bool
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Each value of each track merged with itself, in order of track and start.

    Every value of every track has an axis of its own, so that one pass merges them all.
    """
    if not len(start):
        return start, end, value, track
    axis, width = longest + 2, int(value.max()) + 1
    group = track * width + value
    begin, stop = merged(start + group * axis, end + group * axis, joined=joined)
    group = begin // axis
    begin, stop = begin - group * axis, stop - group * axis
    track, value = np.divmod(group, width)
    if width == 1:
        return begin, stop, value, track
    order = np.lexsort((begin, track))
    return begin[order], stop[order], value[order], track[order]
