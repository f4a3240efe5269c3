"""Who coded which unit with which code, over all transcripts: one, zero, or missing?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import UserError
from annotator.reliability.ratings import MISSING, Ratings

if TYPE_CHECKING:
    from annotator.reliability.arrays import BoolArray, FloatArray, IntArray, PlaceArray
    from annotator.reliability.projection import CodedUnits, SpansOfUnits


class Presence(Struct, frozen=True, eq=False):
    """Codes present in units, sparse: only what was coded is stored.

    `code`, `unit` and `coder`, shape (marks,), are numbers into `codes`, the units of all
    transcripts one after another, and `coders`, in order of code. Everything else is a zero
    where `judged`, shape (units, coders), is true, and missing where it is not.
    """

    codes: tuple[Hashable, ...]
    coders: tuple[Hashable, ...]
    documents: tuple[Hashable, ...]
    document: IntArray
    """Shape (units,): number into `documents`."""
    part: IntArray
    """Shape (units,): the turn or paragraph inside the document."""
    has_parts: bool
    weight: FloatArray
    """Shape (units,): 1, or code points where units are stretches of characters."""
    judged: BoolArray
    finishing: BoolArray
    """Shape (units, coders): zero only because the coder finished without deciding."""
    code: IntArray
    unit: IntArray
    coder: IntArray
    unknown: frozenset[tuple[int, int, int]]
    """(code, coder, document) where the coder's codebook did not have the code."""
    uncounted: int
    """Codings that count in no unit under the rule."""
    left_out: int
    """Codings by someone whose work is not compared, or with a code that is not."""

    @property
    def n_units(self) -> int:
        return len(self.weight)

    @property
    def parts(self) -> IntArray | None:
        """What `parts=` of the coefficients takes."""
        return self.part if self.has_parts else None

    def marks_of(self, code: int) -> tuple[IntArray, IntArray]:
        """Units and coders of one code's marks, by its number."""
        first, last = np.searchsorted(self.code, [code, code + 1])
        return self.unit[first:last], self.coder[first:last]

    def judged_for(self, code: int) -> BoolArray:
        """Shape (units, coders): where a zero of this code, by its number, is a zero."""
        gaps = [(coder, document) for one, coder, document in self.unknown if one == code]
        if not gaps:
            return self.judged
        judged = self.judged.copy()
        for coder, document in gaps:
            judged[self.document == document, coder] = False
        return judged

    def ratings(self, code: Hashable) -> Ratings:
        """One code as ratings of 0 and 1 for any coefficient over units."""
        place = self._place(code)
        units, coders = self.marks_of(place)
        codes = np.where(self.judged_for(place), 0, MISSING).astype(np.int32)
        codes[units, coders] = 1
        rows = np.zeros(self.n_units, dtype=np.int64)
        return Ratings(codes, (0, 1), self.weight, rows, n_clusters=1, listed=True)

    def of_coders(self, wanted: Sequence[int]) -> Presence:
        """Only these coders, by their numbers; documents and units stay."""
        place = np.full(len(self.coders), -1, dtype=np.int64)
        place[list(wanted)] = np.arange(len(wanted))
        kept = place[self.coder] >= 0
        return replace(
            self, coders=tuple(self.coders[number] for number in wanted),
            judged=self.judged[:, list(wanted)], finishing=self.finishing[:, list(wanted)],
            code=self.code[kept], unit=self.unit[kept], coder=place[self.coder[kept]],
            unknown=frozenset(
                (code, int(place[coder]), document)
                for code, coder, document in self.unknown if place[coder] >= 0
            ),
        )  # fmt: skip

    def of_units(self, kept: BoolArray) -> Presence:
        """Only these units, shape (units,): the others stay in their places and weigh nothing."""
        marks = kept[self.unit]
        return replace(
            self, weight=np.where(kept, self.weight, 0.0),
            judged=self.judged & kept[:, None], finishing=self.finishing & kept[:, None],
            code=self.code[marks], unit=self.unit[marks], coder=self.coder[marks],
        )  # fmt: skip

    def without_finishing(self) -> Presence:
        """The same with zeros by finishing as missing, to see what they do to the figures."""
        nothing = np.zeros_like(self.finishing)
        return replace(self, judged=self.judged & ~self.finishing, finishing=nothing)

    def share_by_finishing(self) -> float | None:
        """Of all zeros (unit, coder, code), the share that is by finishing; None without zeros."""
        by_finishing = float(self.weight @ self.finishing.sum(axis=1)) * len(self.codes)
        for _, coder, document in self.unknown:  # no zeros there, by finishing or not
            unknown = self.finishing[:, coder] & (self.document == document)
            by_finishing -= float(self.weight @ unknown)
        odd = {code for code, _, _ in self.unknown}
        judged = float(self.weight @ self.judged.sum(axis=1)) * (len(self.codes) - len(odd))
        judged += sum(float(self.weight @ self.judged_for(code).sum(axis=1)) for code in odd)
        zeros = judged - float(self.weight[self.unit].sum())
        return min(by_finishing / zeros, 1.0) if zeros > 0 else None

    def same_code_sets(self) -> float | None:
        """The share of units judged by two coders on which all of them have the same codes."""
        total = float(self.weight @ self.judged_by_two())
        return float(self.weight @ self.same_in_unit()) / total if total else None

    def partly_judged(self) -> bool:
        """Whether somebody judged some units of a document and not all of them."""
        counted = self.weight > 0
        sizes = np.bincount(self.document[counted], minlength=len(self.documents))
        for judged in self.judged.T:
            found = np.bincount(self.document[judged & counted], minlength=len(self.documents))
            if ((found > 0) & (found < sizes)).any():
                return True
        return False

    def judged_by_two(self) -> BoolArray:
        """Shape (units,): where two coders or more judged."""
        return np.asarray(np.count_nonzero(self.judged, axis=1) >= 2, dtype=np.bool_)

    def same_in_unit(self) -> BoolArray:
        """Shape (units,): where two coders or more judged and all of them have the same codes."""
        judges_of_all = np.count_nonzero(self.judged, axis=1)
        same: BoolArray = judges_of_all >= 2
        gaps = {code for code, _, _ in self.unknown}
        # code by code: sorting the marks of all of them at once takes more memory than time
        for code in range(len(self.codes)):
            judges = judges_of_all
            if code in gaps:
                judges = np.count_nonzero(self.judged_for(code), axis=1)
            ones = np.bincount(self.marks_of(code)[0], minlength=self.n_units)
            coded = np.flatnonzero(ones > 0)
            same[coded[ones[coded] != judges[coded]]] = False
        return same

    def _place(self, code: Hashable) -> int:
        if code not in self.codes:
            raise UserError("This code is not among those that are compared.")
        return self.codes.index(code)


def presence_of(transcripts: Sequence[CodedUnits], *, codes: tuple[Hashable, ...] = ()) -> Presence:
    """Several transcripts as one table; all of them projected with the same codes.

    `codes` is asked for only where there is no transcript to tell them.
    """
    codes = transcripts[0].codes if transcripts else codes
    if any(one.codes != codes for one in transcripts):
        raise UserError("All transcripts must be projected with the same codes.")
    coders = tuple(dict.fromkeys(coder for one in transcripts for coder in one.source.coders))
    documents = tuple(dict.fromkeys(one.source.document for one in transcripts))
    sizes = [len(one.weight) for one in transcripts]
    offsets = np.cumsum([0, *sizes])
    place = {coder: number for number, coder in enumerate(coders)}
    mine = [
        np.array([place[coder] for coder in one.source.coders], dtype=np.int64)
        for one in transcripts
    ]
    unit = _chain([one.unit + start for one, start in zip(transcripts, offsets, strict=False)])
    coder = _chain([own[one.coder] for one, own in zip(transcripts, mine, strict=True)])
    code = _chain([one.code for one in transcripts])
    order = np.argsort(code, kind="stable")
    judged, finishing = _judgements(transcripts, mine, offsets, len(coders))
    finishing[unit, coder] = False  # what was coded was decided
    judged[unit, coder] = True
    outside = _outside(transcripts, mine, offsets, judged.shape)
    if outside is not None:
        judged &= ~outside
        finishing &= ~outside
        kept = judged[unit, coder]
        unit, coder, code = unit[kept], coder[kept], code[kept]
        order = np.argsort(code, kind="stable")
    # one column after the other, so that few stand twice
    code = code[order]
    unit = unit[order]
    coder = coder[order]
    del order
    number = {document: place for place, document in enumerate(documents)}
    numbers = [number[one.source.document] for one in transcripts]
    return Presence(
        codes, coders, documents,
        document=np.repeat(np.array(numbers, dtype=np.int64), sizes),
        part=_chain([one.part for one in transcripts]),
        has_parts=any(one.source.parts is not None for one in transcripts),
        weight=np.concatenate([np.zeros(0), *(one.weight for one in transcripts)]),
        judged=judged, finishing=finishing,
        code=code, unit=unit, coder=coder,
        unknown=_unknown(transcripts, mine, numbers),
        uncounted=sum(len(one.uncounted) for one in transcripts),
        left_out=sum(one.left_out for one in transcripts),
    )  # fmt: skip


def _judgements(
    transcripts: Sequence[CodedUnits], mine: Sequence[IntArray], offsets: IntArray, n_coders: int
) -> tuple[BoolArray, BoolArray]:
    judged = np.zeros((int(offsets[-1]), n_coders), dtype=np.bool_)
    finishing = np.zeros_like(judged)
    for one, own, start, stop in zip(transcripts, mine, offsets, offsets[1:], strict=False):
        judged[start:stop, own] = True
        for coder, number in zip(one.source.coders, own.tolist(), strict=True):
            spans = one.source.by_finishing.get(coder, ())
            finishing[start:stop, number] = inside(one.span_start, spans)
            open_still = one.source.undecided.get(coder, ())
            judged[start:stop, number] &= ~inside(one.span_start, open_still)
    return judged, finishing


def _outside(
    transcripts: Sequence[CodedUnits],
    mine: Sequence[IntArray],
    offsets: IntArray,
    shape: tuple[int, ...],
) -> BoolArray | None:
    """Shape (units, coders): what was not handed out to a coder; None where nothing is."""
    if not any(one.source.outside for one in transcripts):
        return None
    found = np.zeros(shape, dtype=np.bool_)
    for one, own, start, stop in zip(transcripts, mine, offsets, offsets[1:], strict=False):
        for coder, number in zip(one.source.coders, own.tolist(), strict=True):
            spans = one.source.outside.get(coder, ())
            found[start:stop, number] = inside(one.span_start, spans)
    return found


def inside(positions: IntArray, spans: SpansOfUnits) -> BoolArray:
    """Which positions lie in one of the spans (of one coder, so they are disjoint)."""
    if not len(spans):
        return np.zeros(len(positions), dtype=np.bool_)
    if isinstance(spans, np.ndarray):
        bounds = spans
    else:
        bounds = np.array(sorted((span.start, span.end) for span in spans), dtype=np.int64)
    at = np.searchsorted(bounds[:, 0], positions, side="right") - 1
    inside: BoolArray = (at >= 0) & (positions < bounds[at, 1])
    return inside


def _unknown(
    transcripts: Sequence[CodedUnits], mine: Sequence[IntArray], numbers: Sequence[int]
) -> frozenset[tuple[int, int, int]]:
    # who used a code knew it, whatever the versions say: it may have been merged since
    lacking = frozenset(
        (place, number, document)
        for one, own, document in zip(transcripts, mine, numbers, strict=True)
        for coder, number in zip(one.source.coders, own.tolist(), strict=True)
        if coder in one.source.known
        for place, code in enumerate(one.codes)
        if code not in one.source.known[coder]
    )
    if not lacking:
        return lacking
    used = {
        (place, number, document)
        for one, own, document in zip(transcripts, mine, numbers, strict=True)
        for place, number in zip(one.code.tolist(), own[one.coder].tolist(), strict=True)
    }
    return lacking - used


def _chain(pieces: Sequence[IntArray | PlaceArray]) -> IntArray:
    return np.concatenate([np.zeros(0, dtype=np.int64), *pieces])
