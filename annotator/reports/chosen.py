"""What of a project does a choice name: its round, transcripts, coders, codes?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa

from annotator.errors import NotFound
from annotator.model.rounds import AFTER_DISCUSSION
from annotator.reliability.panel import CodeName
from annotator.store import read_people, read_round

if TYPE_CHECKING:
    from annotator.model.codebook import Code, Codebook
    from annotator.model.people import Round
    from annotator.model.transcript import TranscriptInfo
    from annotator.reliability.choice import Choice

Named = TypeVar("Named")


def lying_rounds(
    connection: sa.Connection, wanted: str | None
) -> tuple[tuple[Round, ...], set[int]]:
    """The round asked for, or the newest in which two coders worked; and who did.

    A layer after discussion comes with the round that it lies over.
    """
    rounds = read_people.rounds(connection)
    present = read_round.coders_by_round(connection)
    if wanted is not None:
        for one in rounds:
            if one.name.casefold() == wanted.casefold():
                under = [each for each in rounds if each.uuid == one.plan.layer_of]
                lying = (*under[:1], one)
                return lying, set().union(*(present.get(each.id, ()) for each in lying))
        raise NotFound(
            f"There is no round called “{wanted}”.",
            f"There are: {', '.join(one.name for one in rounds)}.",
        )
    shared = [
        one for one in rounds
        if len(present.get(one.id, ())) >= 2 and one.purpose != AFTER_DISCUSSION
    ]  # fmt: skip
    found = (shared or [one for one in rounds if present.get(one.id)] or list(rounds))[-1]
    return (found,), present.get(found.id, set())


def dated(infos: tuple[TranscriptInfo, ...], choice: Choice) -> tuple[TranscriptInfo, ...]:
    """Those whose date lies within the bounds; one without a date only where there are none."""
    if not choice.since and not choice.until:
        return infos
    last = choice.until or "9999"
    return tuple(
        info
        for info in infos
        if info.metadata.date and choice.since <= info.metadata.date
        and info.metadata.date[: len(last)] <= last
    )  # fmt: skip


def chosen_codes(book: Codebook, choice: Choice) -> tuple[tuple[CodeName, ...], dict[int, int]]:
    """The codes to compare, and which stands for which where groups stand for their codes."""
    plain = [code for code in book.codes if not code.is_group]
    wanted = chosen(
        tuple(plain if choice.level == "code" else book.codes), choice.codes,
        lambda code: (code.code_id, code.name), "code",
    )  # fmt: skip
    if choice.level == "code":
        return tuple(map(_code_name, wanted)), {}
    by_id = {code.id: code for code in book.codes}
    moved: dict[int, int] = {}
    parents: dict[int, Code] = {}
    for code in plain:
        parent = by_id.get(code.parent_id) if code.parent_id is not None else None
        target = parent or code
        if target in wanted or code in wanted:
            moved[code.id] = target.id
            parents[target.id] = target
    return tuple(_code_name(code) for code in book.codes if code.id in parents), moved


def _code_name(code: Code) -> CodeName:
    return CodeName(code.id, code.code_id, code.name, code.color, code.key)


def chosen(
    things: tuple[Named, ...],
    wanted: Sequence[str] | None,
    names: Callable[[Named], tuple[str, ...]],
    what: str,
) -> tuple[Named, ...]:
    """Those whose short label or name was asked for; all where nothing was."""
    if wanted is None:
        return things
    found = []
    for name in wanted:
        folded = name.casefold()
        fits = [one for one in things if folded in {each.casefold() for each in names(one)}]
        if not fits:
            known = ", ".join(names(one)[0] for one in things[:12])
            raise NotFound(f"There is no {what} called “{name}”.", f"There are: {known}.")
        found += fits
    return tuple(one for one in things if one in found)


def names_of_transcript(info: TranscriptInfo) -> tuple[str, ...]:
    """By what a transcript can be asked for."""
    return info.doc_id, info.metadata.title
