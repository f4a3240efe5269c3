"""What is there to be handed out in a round, and who gets it by a rule?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from annotator.errors import Refused
from annotator.model.codable_turns import Scope
from annotator.operations.rounds import must_speak
from annotator.store import read_decisions, read_people, read_transcripts
from annotator.teamwork.allocation import Allocation, Work, again, allocate
from annotator.teamwork.strata import strata_of

if TYPE_CHECKING:
    from annotator.model.people import Coder, Round
    from annotator.model.rounds import AllocationRule
    from annotator.model.transcript import Level, OpenTranscript, TranscriptInfo


def allocation_for(
    connection: sa.Connection,
    round_: Round,
    coders: Sequence[Coder],
    rule: AllocationRule,
) -> Allocation:
    """Who would code what of the transcripts that the rule is about, in names of coders."""
    infos = read_transcripts.transcript_infos(connection)
    if rule.chosen:
        chosen = frozenset(rule.chosen)
        infos = tuple(info for info in infos if info.uuid.hex in chosen)
    if not infos:
        raise Refused("There is no transcript to hand out.", "Import transcripts first.")
    must_speak(connection, round_.plan.persons if round_.plan.codable == "persons" else ())
    if rule.scheme == "again":
        return _again(connection, round_, coders, rule, infos)
    works = _works(connection, round_, rule, infos)
    by_uuid = {each.uuid.hex: each.coder_id for each in coders}
    found = allocate(works, list(by_uuid), rule)
    return Allocation(
        {by_uuid[who]: keys for who, keys in found.work.items()},
        found.overlap,
        {by_uuid[who]: load for who, load in found.load.items()},
    )


def stretch_of(key: str, ids: Mapping[UUID, int]) -> tuple[int, int, int]:
    """Transcript id, start and end of what an allocation calls by this key."""
    uuid, _, places = key.partition(":")
    start, _, end = places.partition("-")
    return ids[UUID(hex=uuid)], int(start or 0), int(end or 0)


def _works(
    connection: sa.Connection,
    round_: Round,
    rule: AllocationRule,
    infos: Sequence[TranscriptInfo],
) -> list[Work]:
    """Transcripts, or turns or paragraphs of them, with their lengths in units of the round."""
    strata = strata_of(connection, infos, rule.strata)
    scope = Scope(round_.plan.codable, round_.plan.persons)
    works: list[Work] = []
    for info in infos:
        if rule.item == "transcript" and scope.is_everything:
            works.append(Work(info.uuid.hex, _length(info, round_), strata[info.id]))
            continue
        opened = scope.limited(read_transcripts.open_transcript(connection, info))
        if rule.item == "transcript":
            units = len(opened.spans(round_.plan.unit))
            works.append(Work(info.uuid.hex, units, strata[info.id]))
        else:
            works += _pieces(opened, round_, rule, strata[info.id])
    return [work for work in works if work.length]


def _pieces(
    opened: OpenTranscript, round_: Round, rule: AllocationRule, stratum: str
) -> list[Work]:
    units = opened.spans(round_.plan.unit)
    level: Level = "turn" if rule.item == "turn" else "paragraph"
    return [
        Work(
            f"{opened.info.uuid.hex}:{piece.start}-{piece.end}",
            len(units.touching(piece)),
            stratum,
        )
        for piece in opened.spans(level)
    ]


def _length(info: TranscriptInfo, round_: Round) -> int:
    counts = {
        "sentence": info.n_sentences,
        "paragraph": info.n_paragraphs,
        "turn": info.n_turns,
    }
    return counts[round_.plan.unit] or info.length


def _again(
    connection: sa.Connection,
    round_: Round,
    coders: Sequence[Coder],
    rule: AllocationRule,
    infos: Sequence[TranscriptInfo],
) -> Allocation:
    """What each finished first in the round that this one serves again."""
    rounds = read_people.rounds(connection)
    before = next((each for each in rounds if each.uuid == round_.plan.again_of), None)
    if before is None:
        raise Refused(
            f"“{round_.name}” does not say which round is served again.",
            "Choose the round whose transcripts come back.",
        )
    known = {info.id: info for info in infos}
    done: dict[str, list[str]] = {each.coder_id: [] for each in coders}
    names = {each.id: each.coder_id for each in coders}
    marks = read_decisions.finished_marks(connection, round_id=before.id)
    for mark in sorted(marks, key=lambda mark: (mark.finished_at, mark.id)):
        if mark.coder_id in names and mark.transcript_id in known:
            done[names[mark.coder_id]].append(known[mark.transcript_id].uuid.hex)
    lengths = {info.uuid.hex: _length(info, round_) for info in infos}
    return again(done, rule, lengths)
