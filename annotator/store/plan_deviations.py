"""Where is a round not as its frozen plan says? Told in every report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.model.rounds import AllocationRule, FrozenPlan, RoundPlan
from annotator.store import read_assignments, read_codebook, read_people, read_round, rows_by_id
from annotator.store.schema import coder as coders
from annotator.store.schema import transcript as transcripts

if TYPE_CHECKING:
    from annotator.model.people import Round

_WORDS = {
    "begins": "The begin",
    "due": "The day it is due",
    "unit": "The unit",
    "codable": "Which turns are codable",
    "persons": "Whose turns are codable",
    "decide": "Which units must be decided",
    "own_codings": "Whether earlier codings go along in packs",
    "threshold": "The threshold",
}
_RULE_WORDS = {
    "scheme": "The rule of the allocation",
    "seed": "The seed",
    "overlap": "The overlap",
    "overlap_share": "The share of the overlap",
    "overlap_coders": "How many code the overlap",
    "strata": "By what the sample is spread",
    "sample": "The size of the sample",
    "item": "What is handed out",
}

Stretch = tuple[str, int, int]


def deviations_of(connection: sa.Connection, round_: Round) -> tuple[str, ...]:
    """Sentences, in the order of the plan; none where the plan holds or was never frozen."""
    frozen = round_.plan.frozen
    if frozen is None:
        return ()
    return tuple(_found(connection, round_, frozen))


def _found(connection: sa.Connection, round_: Round, frozen: FrozenPlan) -> Iterator[str]:
    if round_.name != frozen.name:
        yield f"The round is called “{round_.name}”, planned was “{frozen.name}”."
    if round_.purpose != frozen.purpose:
        yield f"It is for {round_.purpose}, planned was {frozen.purpose}."
    if round_.blind != frozen.blind:
        yield f"It is {_blind(round_.blind)}, planned was {_blind(frozen.blind)}."
    yield from _of_plan(round_.plan, frozen.plan)
    yield from _of_rule(round_.plan.rule, frozen.plan.rule)
    yield from _of_codebooks(connection, round_, frozen)
    yield from _of_work(connection, round_, frozen)


def _of_plan(now: RoundPlan, then: RoundPlan) -> Iterator[str]:
    for name, words in _WORDS.items():
        if getattr(now, name) != getattr(then, name):
            yield _changed(words, getattr(now, name), getattr(then, name))


def _of_rule(now: AllocationRule | None, then: AllocationRule | None) -> Iterator[str]:
    if now == then:
        return
    if now is None or then is None:
        before, after = ("by a rule", "by hand") if now is None else ("by hand", "by a rule")
        yield f"The work was handed out {after}, planned was {before}."
        return
    if now.chosen != then.chosen:
        yield (
            f"Which transcripts: {_of_all(now.chosen)}, planned was {_of_all(then.chosen)}, "
            "not the same ones."
        )
    for name in AllocationRule.__struct_fields__:
        one, other = getattr(now, name), getattr(then, name)
        if one != other and name != "chosen":
            yield _changed(_RULE_WORDS[name], one, other)


def _of_codebooks(connection: sa.Connection, round_: Round, frozen: FrozenPlan) -> Iterator[str]:
    """Another version to code under, or codings under others than the one of the plan."""
    versions = read_codebook.versions(connection)
    now, then = round_.plan.codebook, frozen.plan.codebook
    if now != then:
        called = {each.uuid: each.name for each in versions}
        names_of = [called.get(each, "") if each else "the open one" for each in (now, then)]
        yield f"The codebook to code under: {names_of[0]}, planned was {names_of[1]}."
    if round_.plan.again_of != frozen.plan.again_of:
        yield "Another round is served again than planned."
    names = {each.id: each.name for each in versions}
    used = {version for _, _, version in read_round.codebooks_used(connection, round_.id)}
    others = sorted(
        names[each] for each in used if names.get(each, "") not in {"", frozen.codebook}
    )
    if others:
        yield f"Coded under codebook {', '.join(others)} too, planned was {frozen.codebook}."


def _of_work(connection: sa.Connection, round_: Round, frozen: FrozenPlan) -> Iterator[str]:
    who = {each.uuid.hex: each.coder_id for each in read_people.coders(connection)}
    now = _work_now(connection, round_)
    for coder in sorted(now.keys() | frozen.work.keys(), key=lambda uuid: who.get(uuid, "")):
        before, after = set(frozen.work.get(coder, ())), now.get(coder, set())
        more, less = len(after - before), len(before - after)
        if more or less:
            told = [f"{more} added" if more else "", f"{less} taken away" if less else ""]
            words = ", ".join(each for each in told if each)
            yield f"Work of {who.get(coder, 'somebody who left')}: {words} since the plan."


def _work_now(connection: sa.Connection, round_: Round) -> Mapping[str, set[Stretch]]:
    uuid_of_coder = rows_by_id.uuids(connection, coders)
    uuid_of_text = rows_by_id.uuids(connection, transcripts)
    found: dict[str, set[Stretch]] = {}
    for each in read_assignments.assignments(connection, round_.id):
        item = (uuid_of_text[each.transcript_id].hex, each.start, each.end)
        found.setdefault(uuid_of_coder[each.coder_id].hex, set()).add(item)
    return found


def _changed(words: str, now: object, then: object) -> str:
    return f"{words}: {_plain(now)}, planned was {_plain(then)}."


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not said" if value in {None, ""} else str(value)


def _of_all(chosen: tuple[str, ...]) -> str:
    return f"{len(chosen):,} chosen by hand" if chosen else "all"


def _blind(blind: bool) -> str:
    return "blind" if blind else "open"
