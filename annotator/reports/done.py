"""Who did what in a round, and what of it counts: sealed, finished, drafts, assigned or not?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa
from msgspec import Struct

from annotator.reliability.continuum import merged
from annotator.reliability.marks import MarkTable
from annotator.reliability.projection import CodedText
from annotator.store import read_assignments, read_codebook, read_round

if TYPE_CHECKING:
    from annotator.model.people import Round
    from annotator.model.transcript import TranscriptInfo
    from annotator.model.work import Assignment
    from annotator.reliability.arrays import BoolArray, IntArray
    from annotator.reliability.choice import Work
    from annotator.reliability.codable import CodableText
    from annotator.reports.prepared import PreparedText

NO_ROWS: IntArray = np.zeros((0, 5), dtype=np.int64)


class Done(Struct, frozen=True, eq=False):
    """What was done in one round, by transcript, on the texts as they stand now."""

    codings: Mapping[int, IntArray]
    """By transcript, shape (codings, 5): coder, code, start, end, id."""
    decisions: Mapping[int, IntArray]
    """By transcript, shape (decisions, 4): coder, start, end, 1 where by finishing."""
    finished: Mapping[int, frozenset[int]]
    sealed: Mapping[int, frozenset[int]]
    assigned: Mapping[int, Mapping[int, Sequence[Assignment]]]
    """By coder and transcript; a coder who is not in it was handed out nothing and may have done
    anything."""
    known: Mapping[tuple[int, int], frozenset[int]]
    """By transcript and coder, the codes that the codebook had which the coder used there; who is
    not in it knew all."""

    @classmethod
    def read(
        cls, connection: sa.Connection, lying: Sequence[Round], infos: Sequence[TranscriptInfo]
    ) -> Done:
        """What stands after all of the rounds, each of which lies over the one before it."""
        done = cls._of(connection, lying[0], infos)
        for layer in lying[1:]:
            touched = frozenset(read_round.touched(connection, layer.id))
            done = done.under(cls._of(connection, layer, infos), touched)
        return done

    @classmethod
    def _of(
        cls, connection: sa.Connection, in_round: Round, infos: Sequence[TranscriptInfo]
    ) -> Done:
        transcript_of = {info.text_version_id: info.id for info in infos}
        finished: dict[int, set[int]] = {}
        sealed: dict[int, set[int]] = {}
        for version, coder, is_sealed in read_round.finished_marks(connection, in_round.id):
            transcript = transcript_of.get(version)
            if transcript is not None:
                finished.setdefault(transcript, set()).add(coder)
                if is_sealed:
                    sealed.setdefault(transcript, set()).add(coder)
        return cls(
            _by_transcript(read_round.codings(connection, in_round.id), transcript_of, 5),
            _by_transcript(read_round.decisions(connection, in_round.id), transcript_of, 4),
            {transcript: frozenset(coders) for transcript, coders in finished.items()},
            {transcript: frozenset(coders) for transcript, coders in sealed.items()},
            _assigned(read_assignments.assignments(connection, in_round.id)),
            _known(connection, in_round, transcript_of),
        )

    def under(self, layer: Done, touched: frozenset[tuple[int, int]]) -> Done:
        """What a coder has in the layer on a transcript takes the place of what is here.

        Nothing of it was accepted as a whole, so nothing is sealed.
        """
        return Done(
            _joined(self.codings, layer.codings, touched),
            _joined(self.decisions, layer.decisions, touched),
            _marked(self.finished, layer.finished, touched),
            {},
            self.assigned,
            {
                **{key: codes for key, codes in self.known.items() if key not in touched},
                **layer.known,
            },
        )

    def work(self, coders: Collection[int]) -> Work:
        """Sealed work where two coders sealed the same transcript, else finished, else drafts."""
        works: tuple[tuple[Work, Mapping[int, frozenset[int]]], ...] = (
            ("sealed", self.sealed), ("finished", self.finished),
        )  # fmt: skip
        for work, marks in works:
            if any(len(done.intersection(coders)) >= 2 for done in marks.values()):
                return work
        return "drafts"

    def has_drafts(self, infos: Iterable[TranscriptInfo], documents: Iterable[CodedText]) -> bool:
        """Whether anyone compared has not finished."""
        return any(
            coder not in self.finished.get(info.id, ())
            for info, document in zip(infos, documents, strict=True)
            for coder in document.coders
        )

    def document(
        self,
        info: TranscriptInfo,
        text: PreparedText,
        coders: Sequence[int],
        work: Work,
        moved: Mapping[int, int],
    ) -> CodedText | None:
        """One transcript as it is compared; None where nobody's work on it counts."""
        own = [coder for coder in coders if self._counts(coder, info.id, work)]
        if not own:
            return None
        rows = self.codings.get(info.id, NO_ROWS)
        decided = self.decisions.get(info.id, NO_ROWS[:, :4])
        done = self.finished.get(info.id, frozenset())
        unfinished = [coder for coder in own if coder not in done] if work == "drafts" else []
        stretches = {coder: self._stretches(coder, info.id) for coder in own}
        return CodedText(
            info.id, text.codable, own, _marks(rows, moved), text.parts,
            known={
                coder: _under(self.known[info.id, coder], moved)
                for coder in own if (info.id, coder) in self.known
            },
            by_finishing={
                coder: _finishing(text.codable, rows, decided, coder) for coder in own
            },
            undecided={
                coder: _undecided(text.codable, rows, decided, coder) for coder in unfinished
            },
            outside={
                coder: _outside(text.codable, spans) for coder, spans in stretches.items() if spans
            },
        )  # fmt: skip

    def _counts(self, coder: int, transcript: int, work: Work) -> bool:
        if coder in self.assigned and transcript not in self.assigned[coder]:
            return False
        if work == "sealed":
            return coder in self.sealed.get(transcript, ())
        done = coder in self.finished.get(transcript, ())
        return done or (work != "finished" and self._began(coder, transcript))

    def _began(self, coder: int, transcript: int) -> bool:
        rows = self.codings.get(transcript, NO_ROWS)
        decided = self.decisions.get(transcript, NO_ROWS)
        return bool((rows[:, 0] == coder).any() or (decided[:, 0] == coder).any())

    def _stretches(self, coder: int, transcript: int) -> list[tuple[int, int]]:
        """The parts of the text that were handed out; empty for the whole of it."""
        given = self.assigned.get(coder, {}).get(transcript, ())
        if any(one.is_whole for one in given):
            return []
        return [(one.start, one.end) for one in given]


def _by_transcript(
    rows: Iterable[tuple[int, ...]], transcript_of: Mapping[int, int], width: int
) -> dict[int, IntArray]:
    """Rows of a text version and more columns, on the texts as they stand now."""
    table = np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, width + 1)
    found, first = np.unique(table[:, 0], return_index=True)  # they come version by version
    columns = table[:, 1:].copy()  # a part of the table would keep the whole of it
    pieces = np.split(columns, first[1:]) if len(found) else []
    versions = zip(found.tolist(), pieces, strict=True)
    return {transcript_of[one]: piece for one, piece in versions if one in transcript_of}


def _joined(
    under: Mapping[int, IntArray],
    over: Mapping[int, IntArray],
    touched: Collection[tuple[int, int]],
) -> dict[int, IntArray]:
    found = dict(under)
    for transcript in {transcript for transcript, _ in touched}:
        moved = [coder for one, coder in touched if one == transcript]
        parts = [rows[transcript] for rows in (under, over) if transcript in rows]
        if transcript in under:
            parts[0] = parts[0][~np.isin(parts[0][:, 0], moved)]
        if parts:
            found[transcript] = np.concatenate(parts)
    return found


def _marked(
    under: Mapping[int, frozenset[int]],
    over: Mapping[int, frozenset[int]],
    touched: Collection[tuple[int, int]],
) -> dict[int, frozenset[int]]:
    found = {
        transcript: frozenset(coder for coder in coders if (transcript, coder) not in touched)
        for transcript, coders in under.items()
    }
    for transcript, coders in over.items():
        found[transcript] = found.get(transcript, frozenset()) | coders
    return found


def _assigned(rows: Iterable[Assignment]) -> dict[int, dict[int, list[Assignment]]]:
    found: dict[int, dict[int, list[Assignment]]] = {}
    for one in rows:
        found.setdefault(one.coder_id, {}).setdefault(one.transcript_id, []).append(one)
    return found


def _known(
    connection: sa.Connection, in_round: Round, transcript_of: Mapping[int, int]
) -> dict[tuple[int, int], frozenset[int]]:
    """The codes of the versions that a coder used on a transcript, where some were frozen.

    A code is in a version that was frozen after the code was made; an open version has all. Who
    coded nothing on a transcript had the version that the round is planned under.
    """
    frozen = read_round.frozen_versions(connection)
    if not frozen:
        return {}
    born = read_round.code_births(connection)
    codes_of = {
        version: frozenset(code for code, made in born.items() if not at or made <= at)
        for version, at in frozen.items()
    }
    found: dict[tuple[int, int], frozenset[int]] = {}
    for version, coder, codebook in read_round.codebooks_used(connection, in_round.id):
        transcript = transcript_of.get(version)
        if transcript is not None:
            key = transcript, coder
            found[key] = found.get(key, frozenset()) | codes_of.get(codebook, frozenset(born))
    for each in read_codebook.versions(connection):
        if each.uuid == in_round.plan.codebook:
            for key in read_round.touched(connection, in_round.id):
                found.setdefault(key, codes_of[each.id])
    return {key: codes for key, codes in found.items() if len(codes) < len(born)}


def _under(known: frozenset[int], moved: Mapping[int, int]) -> frozenset[int]:
    """With the groups of codes that were known: such a group could be used, however new it is."""
    return known | {moved[code] for code in known if code in moved}


def _marks(rows: IntArray, moved: Mapping[int, int]) -> MarkTable:
    code = rows[:, 1]
    if moved:
        found, at = np.unique(code, return_inverse=True)
        code = np.array([moved.get(one, one) for one in found.tolist()], dtype=np.int64)[at]
    return MarkTable(rows[:, 0], code, rows[:, 2], rows[:, 3])


def _finishing(text: CodableText, rows: IntArray, decided: IntArray, coder: int) -> IntArray:
    """Units of which the coder decided nothing: a turn with one decided sentence is decided."""
    own = decided[(decided[:, 0] == coder) & (decided[:, 3] == 1)]
    if not len(own) or _are_units(text, own[:, 1], own[:, 2]):
        spans: IntArray = own[:, 1:3]  # finishing left alone what was decided
        return spans
    open_still = _undecided(text, rows, decided[decided[:, 3] == 0], coder)
    at = np.searchsorted(text.starts, open_still[:, 0])
    found: IntArray = open_still[_touched(text, own[:, 1], own[:, 2])[at]]
    return found


def _are_units(text: CodableText, starts: IntArray, ends: IntArray) -> bool:
    """Whether each of the spans is a unit of the text, as where both are sentences."""
    at = np.minimum(np.searchsorted(text.starts, starts), max(text.n_units - 1, 0))
    if not text.n_units:
        return False
    return bool(((text.starts[at] == starts) & (text.ends[at] == ends)).all())


def _undecided(text: CodableText, rows: IntArray, decided: IntArray, coder: int) -> IntArray:
    """Units that the coder neither touched with a code nor decided to leave without one."""
    mine = rows[rows[:, 0] == coder]
    nothing = decided[decided[:, 0] == coder]
    starts, ends = text.trimmed(mine[:, 2], mine[:, 3])
    some = starts < ends
    starts = np.concatenate([starts[some], nothing[:, 1]])
    ends = np.concatenate([ends[some], nothing[:, 2]])
    return _units(text, ~_touched(text, starts, ends))


def _outside(text: CodableText, stretches: Sequence[tuple[int, int]]) -> IntArray:
    """Units that were not handed out as a whole: nobody judges a turn who saw a part of it."""
    bounds = np.array(stretches, dtype=np.int64)
    given = np.zeros(text.n_units, dtype=np.int64)
    for start, end in zip(*merged(bounds[:, 0], bounds[:, 1], joined=True), strict=True):
        first, last = np.maximum(text.starts, start), np.minimum(text.ends, end)
        given += text.solid.before(np.maximum(first, last)) - text.solid.before(first)
    return _units(text, given < text.solid.before(text.ends) - text.solid.before(text.starts))


def _touched(text: CodableText, starts: IntArray, ends: IntArray) -> BoolArray:
    """Shape (units,): which units share anything with one of the spans."""
    first = np.searchsorted(text.ends, starts, side="right")
    last = np.searchsorted(text.starts, ends, side="left")
    change = np.zeros(text.n_units + 1, dtype=np.int64)
    np.add.at(change, first, 1)
    np.add.at(change, np.maximum(last, first), -1)
    return np.asarray(np.cumsum(change[:-1]) > 0, dtype=np.bool_)


def _units(text: CodableText, wanted: BoolArray) -> IntArray:
    bounds: IntArray = np.stack([text.starts, text.ends], axis=1)[wanted]
    return bounds
