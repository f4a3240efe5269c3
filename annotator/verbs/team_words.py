"""How are rounds, merges and progress told on the command line?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from annotator.model.counts import counted

if TYPE_CHECKING:
    from annotator.model.people import Round
    from annotator.model.put_aside import PutAside
    from annotator.model.team import PartOfCoder, TeamProgress
    from annotator.teamwork.allocation import Allocation
    from annotator.teamwork.merge import Arrived, Merge


def round_data(each: Round) -> dict[str, Any]:
    """A round for programs."""
    plan = each.plan
    return {
        "name": each.name,
        "uuid": str(each.uuid),
        "purpose": each.purpose,
        "blind": each.blind,
        "begins": plan.begins,
        "due": plan.due,
        "unit": plan.unit,
        "codable": plan.codable,
        "persons": list(plan.persons),
        "decide": plan.decide,
        "threshold": plan.threshold,
        "own_codings": plan.own_codings,
        "codebook": str(plan.codebook) if plan.codebook else None,
        "frozen": plan.frozen.at if plan.frozen else "",
    }


def round_line(each: Round, *, at_work: bool) -> str:
    """A round in a line."""
    told = [each.purpose, "blind" if each.blind else "open"]
    if each.plan.due:
        told.append(f"due {each.plan.due}")
    if each.plan.frozen:
        told.append("plan frozen")
    return f"{'*' if at_work else ' '} {each.name:<24} {', '.join(told)}"


def allocation_lines(found: Allocation) -> Iterator[str]:
    """Who codes how much."""
    for coder, keys in found.work.items():
        items, units = counted(len(keys), "item"), counted(found.load[coder], "unit")
        yield f"{coder:<20} {items:>12} {units:>14}"
    times = Counter(key for keys in found.work.values() for key in keys)
    several = sum(number > 1 for number in times.values())
    are = "is" if several == 1 else "are"
    yield f"{several:,} of {counted(len(times), 'item')} {are} coded by several."
    if idle := [coder for coder, keys in found.work.items() if not keys]:
        yield f"Nothing for {', '.join(idle)}: --scheme all gives everything to everybody."


def allocation_data(found: Allocation) -> dict[str, Any]:
    """The same for programs; keys are uuids of transcripts, with the places of stretches."""
    return {
        "work": {coder: list(keys) for coder, keys in found.work.items()},
        "overlap": list(found.overlap),
        "load": dict(found.load),
    }


def progress_lines(found: TeamProgress) -> Iterator[str]:
    """A round and everybody's part in it."""
    transcripts = counted(found.transcripts, "transcript")
    yield f"{found.round.name}: {transcripts}, {found.shared:,} by several coders"
    yield _columns("coder", ("given", "finished", "accepted"), "state", "pack", "back")
    for part in found.parts:
        out, back = (each.created_at[:10] if each else "–" for each in (part.pack, part.returned))
        numbers = (part.transcripts, part.finished, part.accepted)
        yield _columns(part.coder.coder_id, numbers, part.state, out, back)
    yield from (f"deviation: {each}" for each in found.deviations)


def _columns(coder: str, numbers: Sequence[object], state: str, *dates: str) -> str:
    counts = " ".join(f"{number!s:>9}" for number in numbers)
    return f"{coder:<20} {counts}  {state:<18} {'  '.join(f'{day:<10}' for day in dates)}".rstrip()


def progress_data(found: TeamProgress) -> dict[str, Any]:
    """The same for programs."""
    return {
        "round": found.round.name,
        "transcripts": found.transcripts,
        "shared": found.shared,
        "coders": [_part_data(part) for part in found.parts],
        "deviations": list(found.deviations),
    }


def _part_data(part: PartOfCoder) -> dict[str, Any]:
    pace = part.returned.units_per_hour if part.returned else None
    return {
        "coder": part.coder.coder_id,
        "transcripts": part.transcripts,
        "units": part.units,
        "finished": part.finished,
        "accepted": part.accepted,
        "state": part.state,
        "overdue": part.overdue,
        "pack": part.pack.created_at if part.pack else None,
        "returned": part.returned.created_at if part.returned else None,
        "units_per_hour": pace,
    }


def aside_lines(kept: Sequence[PutAside]) -> Iterator[str]:
    """What came back and could not stand, a row a line."""
    for each in kept:
        about = " ".join(part for part in (each.coder, each.transcript, each.code) if part)
        yield f"{each.decided_at[:10]}  {each.what:<12} {about:<28} {each.words[:60]}".rstrip()
        yield f"            {each.why}"
    if not kept:
        yield "Nothing is put aside."


def merge_lines(merge: Merge) -> Iterator[str]:
    """What came, file by file."""
    for each in merge.files:
        yield from _file_lines(each)
    yield from (f"note: {note}" for note in merge.notes)


def _file_lines(each: Arrived) -> Iterator[str]:
    if each.refused is not None:
        yield f"refused  {each.path.name}: {each.refused.message} {each.refused.hint}".rstrip()
        return
    whose = f"{each.kind} of {each.coder} in {each.round}" if each.coder else f"{each.kind}"
    yield f"{each.path.name}: {whose}" + (", nothing new" if each.nothing_new else "")
    if each.hidden:
        yield "  how much was coded is not told: you code blind in that round"
    for work in each.work if not each.hidden else ():
        yield (
            f"  {work.coder:<16} {work.new} new, {work.changed} changed, {work.removed} removed; "
            f"{work.decisions} decisions, {work.finished} finished, {work.memos} memos, "
            f"{work.comments} on the codebook, {work.questions} questions"
        )
    if each.left_out:
        yield f"  left out: {each.left_out} rows that a {each.kind} may not bring"
    yield from (f"  put aside: {number} × {why}" for why, number in each.aside.items())
    if each.after_discussion:
        yield f"  after discussion: {each.after_discussion} transcripts were accepted before"
    yield from (f"  look: {note}" for note in each.notes)


def merge_data(merge: Merge) -> dict[str, Any]:
    """The same for programs."""
    return {"files": [_file_data(each) for each in merge.files], "notes": list(merge.notes)}


def _file_data(each: Arrived) -> dict[str, Any]:
    from msgspec.structs import asdict

    return {
        "file": str(each.path),
        "kind": each.kind,
        "coder": each.coder,
        "round": each.round,
        "work": [] if each.hidden else [asdict(work) for work in each.work],
        "other": dict(each.other),
        "left_out": each.left_out,
        "aside": dict(each.aside),
        "after_discussion": each.after_discussion,
        "complete": each.complete,
        "nothing_new": each.nothing_new,
        "notes": list(each.notes),
        "sha256": each.sha256,
        "refused": None if each.refused is None else each.refused.message,
    }
