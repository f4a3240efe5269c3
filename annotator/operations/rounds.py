"""Acts on rounds: plan, change, freeze and remove one, hand its work out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
from msgspec import Struct, field
from msgspec.structs import replace

from annotator.errors import Refused
from annotator.model.rounds import (
    BLIND_BY_DEFAULT,
    PURPOSES,
    AllocationRule,
    FrozenPlan,
    Purpose,
    RoundPlan,
)
from annotator.operations.people import must_be_a_name
from annotator.store import (
    dependents,
    read_assignments,
    read_codebook,
    read_people,
    read_transcripts,
    rows_by_id,
)
from annotator.store.schema import assignment, coder, round_, transcript

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.people import Coder, Round

Stretch = tuple[int, int, int]
"""transcript id, start, end; 0 to 0 for the whole transcript"""


class RoundDraft(Struct, frozen=True):
    """What a round is to be."""

    name: str
    purpose: Purpose | str = "main"
    blind: bool | None = None
    """None: as the purpose has it."""
    plan: RoundPlan = field(default_factory=RoundPlan)

    @property
    def is_blind(self) -> bool:
        return self.purpose in BLIND_BY_DEFAULT if self.blind is None else self.blind


def plan_round(history: History, acting: Coder, draft: RoundDraft) -> Round:
    """A new round; `Refused` where one of that name is there or the draft contradicts itself."""
    with history.act(acting.id, f"Round “{draft.name.strip()}” planned") as act:
        name = _fitting(act, draft, own_id=None)
        row_id = act.insert(
            round_,
            name=name,
            purpose=draft.purpose,
            blind=draft.is_blind,
            plan=draft.plan.as_json(),
        )
        return _round(act, row_id)


def change_round(history: History, acting: Coder, standing: Round, draft: RoundDraft) -> Round:
    """Let a round be as the draft says; what was frozen of it stays as it was frozen."""
    plan = replace(draft.plan, frozen=standing.plan.frozen, layer_of=standing.plan.layer_of)
    with history.act(acting.id, f"Round “{draft.name.strip()}” changed") as act:
        name = _fitting(act, draft, own_id=standing.id)
        act.change(
            round_,
            standing.id,
            name=name,
            purpose=draft.purpose,
            blind=draft.is_blind,
            plan=plan.as_json(),
        )
        return _round(act, standing.id)


def remove_round(history: History, acting: Coder, standing: Round) -> None:
    """Take a round out in which nobody has done anything; what was handed out goes with it."""
    with history.act(acting.id, f"Round “{standing.name}” removed") as act:
        for row_id in read_assignments.rows_of(act.connection, standing.id).values():
            act.remove(assignment, row_id)
        if dependents.is_needed(act.connection, round_, standing.id):
            raise Refused(
                f"Work was done or packs went out in “{standing.name}”, so it stays.",
                "A round with codings is part of the record; rename it if its name is wrong.",
            )
        act.remove(round_, standing.id)


def hand_out(
    history: History,
    acting: Coder,
    standing: Round,
    work: Mapping[int, Sequence[Stretch]],
    *,
    rule: AllocationRule | None,
) -> Round:
    """Give each coder (by id) these stretches in this order; what was handed out before goes.

    `rule` is what it was worked out by, None for by hand.
    """
    with history.act(acting.id, f"Work of “{standing.name}” handed out") as act:
        before = read_assignments.rows_of(act.connection, standing.id)
        for key, position in _wanted(work).items():
            coder_id, transcript_id, start, end = key
            row_id = before.pop((coder_id, transcript_id, start), None)
            if row_id is not None:
                act.change(assignment, row_id, stop=end, position=position)
                continue
            act.insert(
                assignment,
                round_id=standing.id,
                coder_id=coder_id,
                transcript_id=transcript_id,
                start=start,
                stop=end,
                position=position,
            )
        for row_id in before.values():
            act.remove(assignment, row_id)
        plan = replace(standing.plan, rule=rule)
        act.change(round_, standing.id, plan=plan.as_json())
        act.touched["round"].add(standing.id)
        return _round(act, standing.id)


def freeze_plan(history: History, acting: Coder, standing: Round) -> Round:
    """Keep the plan as it stands, so that a report can say what was done otherwise."""
    with history.act(acting.id, f"Plan of “{standing.name}” frozen") as act:
        if standing.plan.frozen is not None:
            raise Refused(
                f"The plan of “{standing.name}” was frozen already.",
                "What is changed now is told in every report as a deviation from it.",
            )
        frozen = FrozenPlan(
            act.now,
            standing.name,
            standing.purpose,
            standing.blind,
            standing.plan,
            _codebook_name(act, standing.plan),
            _work_by_uuid(act, standing.id),
        )
        act.change(round_, standing.id, plan=replace(standing.plan, frozen=frozen).as_json())
        return _round(act, standing.id)


def _wanted(work: Mapping[int, Sequence[Stretch]]) -> dict[tuple[int, int, int, int], int]:
    return {
        (coder_id, *stretch): position
        for coder_id, stretches in work.items()
        for position, stretch in enumerate(stretches)
    }


def _codebook_name(act: Act, plan: RoundPlan) -> str:
    for version in read_codebook.versions(act.connection):
        if version.uuid == plan.codebook:
            return version.name
    return read_codebook.version(act.connection).name


def _work_by_uuid(act: Act, round_id: int) -> dict[str, tuple[tuple[str, int, int], ...]]:
    """Who is to code what, in words that hold in every copy."""
    coders = rows_by_id.uuids(act.connection, coder)
    transcripts = rows_by_id.uuids(act.connection, transcript)
    found: dict[str, list[tuple[str, int, int]]] = {}
    for each in read_assignments.assignments(act.connection, round_id):
        item = (transcripts[each.transcript_id].hex, each.start, each.end)
        found.setdefault(coders[each.coder_id].hex, []).append(item)
    return {who: tuple(items) for who, items in found.items()}


def _fitting(act: Act, draft: RoundDraft, *, own_id: int | None) -> str:
    """The name as it will stand; `Refused` where the draft cannot be."""
    name = must_be_a_name(draft.name, "A round needs a name.", "For instance: training.")
    if draft.purpose not in PURPOSES:
        raise Refused(
            f"A round cannot be for “{draft.purpose}”.", f"It is for {', '.join(PURPOSES)}."
        )
    plan = draft.plan
    if plan.codable == "persons" and not plan.persons:
        raise Refused("Nobody is chosen whose turns may be coded.", "Choose persons, or all turns.")
    before = read_people.rounds(act.connection)
    own = next((each.plan.persons for each in before if each.id == own_id), ())
    must_speak(act.connection, [name for name in plan.persons if name not in own])
    if plan.begins and plan.due and plan.due < plan.begins:
        raise Refused("The round is due before it begins.", "Set the dates the other way round.")
    if not 0 <= plan.threshold <= 1:
        raise Refused("A threshold lies between 0 and 1.", "For instance 0.8.")
    for other in before:
        if other.name.casefold() == name.casefold() and other.id != own_id:
            raise Refused(f"There is a round called “{other.name}” already.", "Choose another.")
    return name


def must_speak(connection: sa.Connection, names: Sequence[str]) -> None:
    """`Refused` for a name that no turn has: it would make nothing codable, and not say so.

    Where there are no transcripts yet, nobody can know.
    """
    infos = read_transcripts.transcript_infos(connection) if names else ()
    speakers = {who.casefold(): who for info in infos for who, _ in info.speakers}
    for name in names if infos else ():
        if name.casefold() in speakers:
            continue
        from difflib import get_close_matches

        near = get_close_matches(name.casefold(), speakers, n=1, cutoff=0.5)
        raise Refused(
            f"Nobody called “{name}” speaks in these transcripts.",
            f"Perhaps “{speakers[near[0]]}” is meant."
            if near
            else "Write the name as it stands among the speakers.",
        )


def _round(act: Act, row_id: int) -> Round:
    return next(each for each in read_people.rounds(act.connection) if each.id == row_id)
