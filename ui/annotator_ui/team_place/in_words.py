"""How are rounds, parts of coders and returned files told in a table and in sentences?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from annotator.model.counts import counted
from annotator_ui.item_models.dates import short_date

if TYPE_CHECKING:
    from annotator.model.people import Round
    from annotator.model.team import PartOfCoder, TeamProgress
    from annotator.teamwork.allocation import Allocation
    from annotator.teamwork.merge import Arrived, Merge

NONE = "–"


def of_round(found: TeamProgress) -> str:
    """What a round is for, until when, and how much there is."""
    round_ = found.round
    told = [round_.purpose, "blind" if round_.blind else "open"]
    if round_.plan.due:
        told.append(f"due {short_date(round_.plan.due)}")
    if found.transcripts:
        told.append(f"{_count(found.transcripts, 'transcript')} handed out")
        told.append(f"{found.shared} of them to several coders" if found.shared else "none shared")
    if round_.plan.frozen is not None:
        told.append(f"plan frozen {_day(round_.plan.frozen.at)}")
    return " · ".join(told)


def of_round_in_list(round_: Round, *, at_work: bool) -> str:
    """A round in the list at the left."""
    return f"{round_.name} · at work" if at_work else round_.name


def cells_of_part(part: PartOfCoder) -> tuple[str, ...]:
    """A coder's part as a row of the table."""
    pace = part.returned.units_per_hour if part.returned else None
    done = f"{part.finished} of {part.transcripts}" if part.transcripts else str(part.finished)
    return (
        part.coder.coder_id,
        part.state,
        f"{part.transcripts:,}" if part.transcripts else NONE,
        f"{part.units:,}" if part.units else NONE,
        done,
        _day(part.pack.created_at) if part.pack else NONE,
        _day(part.returned.created_at) if part.returned else NONE,
        f"{pace:.0f}" if pace is not None else NONE,
    )


def cells_of_load(coder: str, found: Allocation) -> tuple[str, ...]:
    """What a coder would get: pieces, units, and how many of the pieces others get too."""
    mine = found.work.get(coder, ())
    shared = sum(len(found.coders_of(key)) > 1 for key in mine)
    return (coder, f"{len(mine):,}", f"{found.load.get(coder, 0):,}", f"{shared:,}")


def cells_of_file(arrived: Arrived) -> tuple[str, ...]:
    """A returned file as a row of the preview."""
    if arrived.refused is not None:
        return (arrived.path.name, *[NONE] * 7, "refused")
    numbers = ("new", "changed", "removed", "memos", "finished")
    counted = [sum(getattr(work, name) for work in arrived.work) for name in numbers]
    cells = [NONE if arrived.hidden else f"{number:,}" for number in counted[:4]]
    return (
        arrived.path.name,
        arrived.coder or "a copy",
        arrived.round or NONE,
        *cells,
        f"{counted[4]:,}",
        look_words(arrived),
    )


def look_words(arrived: Arrived) -> str:
    """In a word or two, whether a person should look."""
    if arrived.refused is not None:
        return "refused"
    if arrived.nothing_new:
        return "nothing new"
    reasons = len(arrived.notes) + len(arrived.aside) + bool(arrived.left_out)
    return f"{_count(reasons, 'note')}" if reasons else "all well"


def about_file(arrived: Arrived) -> Iterator[str]:
    """Everything about a file, in sentences."""
    if arrived.refused is not None:
        yield arrived.refused.message
        if arrived.refused.hint:
            yield arrived.refused.hint
        yield "It is left out; the other files can be merged."
        return
    if arrived.nothing_new:
        yield "The project holds everything of this file already."
    yield from _hidden() if arrived.hidden else _work(arrived)
    if arrived.complete:
        yield "Everything that was handed out is finished."
    yield from _to_look_at(arrived)


def _hidden() -> Iterator[str]:
    yield "You code blind in this round: how much was coded is told when your part is accepted."


def _to_look_at(arrived: Arrived) -> Iterator[str]:
    for table, number in arrived.other.items():
        if number:
            yield f"{_count(number, table)} new or changed."
    if arrived.after_discussion:
        yield (
            f"{_count(arrived.after_discussion, 'transcript')} accepted before came back changed: "
            "that goes into a layer of its own and leaves the accepted work as it is."
        )
    if arrived.left_out:
        yield f"{_count(arrived.left_out, 'row')} left out: a {arrived.kind} may not bring them."
    for why, number in arrived.aside.items():
        yield f"{_count(number, 'row')} put aside for a look: {why}"
    yield from arrived.notes


def _work(arrived: Arrived) -> Iterator[str]:
    for work in arrived.work:
        told = [f"{counted(work.new, 'coding')} new", f"{work.changed:,} changed"]
        told.append(f"{work.removed:,} removed")
        more = (
            (work.decisions, "unit decided without a code", "units decided without a code"),
            (work.memos, "memo", "memos"),
            (work.comments, "comment on the codebook", "comments on the codebook"),
            (work.questions, "question", "questions"),
        )
        told += [f"{n:,} {one if n == 1 else many}" for n, one, many in more if n]
        yield f"{work.coder}: {', '.join(told)}."


def what_was_merged(merge: Merge) -> str:
    """The report of a merge in a sentence."""
    files = _count(len(merge.files), "file")
    if any(each.hidden for each in merge.files):
        return f"{files} merged."
    works = [work for each in merge.files for work in each.work]
    new, changed = sum(each.new for each in works), sum(each.changed for each in works)
    removed = sum(each.removed for each in works)
    codings = counted(new, "coding")
    return f"{files} merged: {codings} new, {changed:,} changed, {removed:,} removed."


def _day(moment: str) -> str:
    """The local day of a moment."""
    try:
        return short_date(datetime.fromisoformat(moment).astimezone().date().isoformat())
    except ValueError:
        return moment[:10]


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
