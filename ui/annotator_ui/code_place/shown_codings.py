"""Which codings of the open transcript are on screen, and which sentences have a decision?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec import Struct

from annotator.model.coding import CodingColumns
from annotator.model.spans import Span, SpanRow
from annotator_ui.item_models.transcript_list import Decided

if TYPE_CHECKING:
    from numpy.typing import NDArray


class ShownCoding(NamedTuple):
    """One coding as the place needs it: where, which code, sure or not."""

    id: int
    start: int
    end: int
    code_id: int
    unsure: bool

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Difference(Struct, frozen=True):
    """What has to be done to the screen so that it shows what the project holds."""

    added: tuple[ShownCoding, ...]
    removed: tuple[ShownCoding, ...]
    updated: tuple[ShownCoding, ...]

    def __len__(self) -> int:
        return len(self.added) + len(self.removed) + len(self.updated)

    def around(self, passage: Span | None) -> Span | None:
        """The passage made so long that all of this lies in it; None stays None."""
        for coding in (*self.added, *self.removed) if passage is not None else ():
            passage = coding.span.joined(passage) if passage is not None else None
        return passage


class ShownCodings:
    """The current coder's codings of one transcript, found by id and by passage and code."""

    def __init__(self, columns: CodingColumns | None = None) -> None:
        columns = columns or CodingColumns()
        self._by_id = dict(zip(columns.ids, _rows(columns), strict=True))
        passages = zip(columns.starts, columns.ends, columns.code_ids, strict=True)
        self._at = dict(zip(passages, columns.ids, strict=True))

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[ShownCoding]:
        return iter(self._by_id.values())

    def get(self, coding_id: int | None) -> ShownCoding | None:
        return None if coding_id is None else self._by_id.get(coding_id)

    def at(self, span: Span, code_id: int) -> ShownCoding | None:
        """The coding with this code on exactly this passage."""
        return self.get(self._at.get((span.start, span.end, code_id)))

    def add(self, coding: ShownCoding) -> None:
        self._by_id[coding.id] = coding
        self._at[coding.start, coding.end, coding.code_id] = coding.id

    def remove(self, coding_id: int) -> ShownCoding | None:
        coding = self._by_id.pop(coding_id, None)
        if coding is not None:
            self._at.pop((coding.start, coding.end, coding.code_id), None)
        return coding

    def set_unsure(self, coding_id: int, *, unsure: bool) -> ShownCoding:
        coding = self._by_id[coding_id]._replace(unsure=unsure)
        self._by_id[coding_id] = coding
        return coding

    def difference(self, touched: Collection[int], standing: Iterable[ShownCoding]) -> Difference:
        """How the touched codings, of which `standing` are still there, differ from what is shown.

        This object is left as it is.
        """
        now = {coding.id: coding for coding in standing}
        before = {id_: self._by_id[id_] for id_ in touched if id_ in self._by_id}
        updated = [
            coding
            for id_, coding in now.items()
            if id_ in before and coding != before[id_] and coding[:4] == before[id_][:4]
        ]
        settled = {coding.id for coding in updated} | {
            id_ for id_, coding in now.items() if before.get(id_) == coding
        }
        return Difference(
            added=tuple(coding for coding in now.values() if coding.id not in settled),
            removed=tuple(sorted(c for c in before.values() if c.id not in settled)),
            updated=tuple(updated),
        )


def _rows(columns: CodingColumns) -> Iterator[ShownCoding]:
    parts = (columns.ids, columns.starts, columns.ends, columns.code_ids, columns.unsure)
    return map(ShownCoding._make, zip(*parts, strict=True))


class DecidedUnits:
    """For every sentence: how many codings touch it, and whether "nothing" was decided."""

    def __init__(self, sentences: SpanRow) -> None:
        packed = np.frombuffer(sentences.packed(), dtype="<u4").astype(np.int64)
        half = len(sentences)
        self._starts: NDArray[np.int64] = packed[:half]
        self._ends: NDArray[np.int64] = packed[half:]
        self._coded = np.zeros(half, dtype=np.int64)
        self._nothing = np.zeros(half, dtype=np.bool_)

    def set_codings(self, columns: CodingColumns) -> None:
        self._coded = self._touched(np.asarray(columns.starts), np.asarray(columns.ends))

    def set_nothing(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
        """Where the passages decided "nothing applies" begin and end."""
        self._nothing = self._touched(starts, ends) > 0

    def count(self, span: Span, by: int) -> None:
        """One coding more or less on this passage."""
        self._coded[self._slice(span)] += by

    def touches_nothing(self, span: Span) -> bool:
        """Whether a sentence under this passage was decided to hold nothing."""
        return bool(self._nothing[self._slice(span)].any())

    def open_units(self, span: Span) -> list[Span]:
        """The sentences under a passage that have neither coding nor decision."""
        part = self._slice(span)
        is_open = (self._coded[part] == 0) & ~self._nothing[part]
        return [self._unit(part.start + int(n)) for n in np.flatnonzero(is_open)]

    def coded(self, span: Span) -> bool:
        """Whether any sentence under this passage has a coding."""
        return bool(self._coded[self._slice(span)].any())

    def next_open(self, position: int) -> Span | None:
        """The first undecided sentence that starts after `position`, else the first of all."""
        is_open = np.flatnonzero((self._coded == 0) & ~self._nothing)
        if not len(is_open):
            return None
        after = is_open[self._starts[is_open] > position]
        return self._unit(int(after[0] if len(after) else is_open[0]))

    def previous_open(self, position: int) -> Span | None:
        """The last undecided sentence that starts before `position`, else the last of all."""
        is_open = np.flatnonzero((self._coded == 0) & ~self._nothing)
        if not len(is_open):
            return None
        before = is_open[self._starts[is_open] < position]
        return self._unit(int(before[-1] if len(before) else is_open[-1]))

    def progress(self) -> Decided:
        decided = int(np.count_nonzero((self._coded > 0) | self._nothing))
        return Decided(decided, len(self._starts))

    def _touched(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each sentence how many of these passages touch it."""
        first, last = self._range(starts, ends)
        steps = np.zeros(len(self._starts) + 1, dtype=np.int64)
        np.add.at(steps, first, 1)
        np.subtract.at(steps, np.maximum(first, last), 1)
        return np.cumsum(steps)[:-1]

    def _unit(self, number: int) -> Span:
        return Span(int(self._starts[number]), int(self._ends[number]))

    def _slice(self, span: Span) -> slice:
        first, last = self._range(np.asarray([span.start]), np.asarray([span.end]))
        return slice(int(first[0]), max(int(first[0]), int(last[0])))

    def _range(
        self, starts: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The numbers of the sentences each passage touches, first and one after the last."""
        first = np.searchsorted(self._ends, starts, side="right")
        return first, np.searchsorted(self._starts, ends, side="left")
