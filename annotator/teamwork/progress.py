"""How far is everybody in a round, as far as files that came back tell?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.model.team import PartOfCoder, TeamProgress
from annotator.store import read_assignments, read_decisions, read_people, read_transcripts
from annotator.store.plan_deviations import deviations_of

if TYPE_CHECKING:
    from annotator.model.people import Coder, Round
    from annotator.model.transcript import TranscriptInfo
    from annotator.model.work import Assignment


def progress_of(
    connection: sa.Connection, round_: Round, *, today: date, only: Coder | None = None
) -> TeamProgress:
    """Everybody's part of a round, or one coder's; those who have no part are left out."""
    read = _Reading(connection, round_, today)
    shown = [each for each in read_people.coders(connection) if only is None or each.id == only.id]
    parts = [read.part(each) for each in shown]
    shares = Counter(
        transcript for _, transcript in {(each.coder_id, each.transcript_id) for each in read.given}
    )
    return TeamProgress(
        round_,
        tuple(each for each in parts if each.transcripts or each.pack or each.finished),
        len(shares),
        sum(number > 1 for number in shares.values()),
        deviations_of(connection, round_),
    )


class _Reading:
    """What is known of a round, read once for all coders."""

    def __init__(self, connection: sa.Connection, round_: Round, today: date) -> None:
        self._connection = connection
        self._round = round_
        self.given = read_assignments.assignments(connection, round_.id)
        self._marks = read_decisions.finished_marks(connection, round_id=round_.id)
        self._packs = read_assignments.packs(connection, round_.id)
        self._receipts = read_assignments.receipts(connection, round_.id)
        infos = read_transcripts.transcript_infos(connection)
        self._infos = {info.id: info for info in infos}
        self._is_late = bool(round_.plan.due) and round_.plan.due < today.isoformat()

    def part(self, coder: Coder) -> PartOfCoder:
        mine = [each for each in self.given if each.coder_id == coder.id]
        wanted = {each.transcript_id for each in mine}
        own = [mark for mark in self._marks if mark.coder_id == coder.id]
        counted = [mark for mark in own if not wanted or mark.transcript_id in wanted]
        packs = [each for each in self._packs if each.coder_id == coder.id]
        back = [each for each in self._receipts if each.coder_id == coder.id]
        return PartOfCoder(
            coder,
            len(wanted),
            self._units(mine),
            len(counted),
            sum(bool(mark.sealed_at) for mark in counted),
            packs[-1] if packs else None,
            max(back, key=lambda each: (each.created_at, each.number), default=None),
            self._is_late and len(counted) < len(wanted),
        )

    def _units(self, given: Sequence[Assignment]) -> int:
        """Units of what was handed out; a stretch is counted in its text."""
        return sum(
            self._of(each, self._infos[each.transcript_id])
            for each in given
            if each.transcript_id in self._infos
        )

    def _of(self, given: Assignment, info: TranscriptInfo) -> int:
        if given.is_whole:
            return units_in(info, self._round)
        opened = read_transcripts.open_transcript(self._connection, info)
        units = opened.spans(self._round.plan.unit)
        return sum(given.start <= unit.start and unit.end <= given.end for unit in units)


def units_in(info: TranscriptInfo, round_: Round) -> int:
    """How many units a transcript has, as the round counts them."""
    counts = {
        "sentence": info.n_sentences,
        "paragraph": info.n_paragraphs,
        "turn": info.n_turns,
    }
    return counts[round_.plan.unit] or 0
