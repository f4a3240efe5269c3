"""What about a file that came back should a person look at, although it can be merged?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.store import about, read_assignments, read_codebook, read_people, read_transcripts
from annotator.store.schema import coding, decision, finished, project
from annotator.store.work_digest import digest_of_work

if TYPE_CHECKING:
    from annotator.model.work import HandedBack
    from annotator.store.taken import Taken
    from annotator.teamwork.arriving_files import Identity

_AHEAD = timedelta(minutes=10)
"""Clocks differ by a little everywhere."""


def before(here: sa.Connection, there: sa.Connection, identity: Identity) -> Iterator[str]:
    """What can only be told before the file comes in."""
    yield from _not_as_handed_back(there, identity)
    yield from _older(here, identity)
    yield from _clock(here, there, identity)
    yield from _codebook(here, there, identity)
    yield from _not_given(here, there, identity)


def after(here: sa.Connection, identity: Identity, taken: Taken) -> Iterator[str]:
    """What came of it."""
    lost = sum(number for count, number in taken.counts.items() if count.what == "lost")
    if lost:
        rows = "One decision" if lost == 1 else f"{lost:,} decisions"
        yield f"{rows} of this file lost against later ones made elsewhere; the record keeps them."
    if identity.kind == "project":
        yield from _alike(here)


def _not_as_handed_back(there: sa.Connection, identity: Identity) -> Iterator[str]:
    """Whether somebody edited the file after its receipt was written."""
    receipt = identity.receipt
    if identity.kind != "return" or receipt is None or not receipt.digest:
        return
    now = digest_of_work(there, receipt.digest_version)
    if not now:
        yield (
            "Its receipt is of a newer program, so whether it is as it was handed back cannot be "
            "told here."
        )
    elif now != receipt.digest:
        yield (
            "It is not as it was handed back: what is in it does not fit its receipt. "
            "Ask the coder for their receipt and for the file again."
        )


def _older(here: sa.Connection, identity: Identity) -> Iterator[str]:
    """Whether a later return of the same pack came in already."""
    mine = identity.receipt
    if identity.coder is None or mine is None:
        return
    later = [
        each.number
        for each in _receipts(here, identity)
        if each.pack_uuid == mine.pack_uuid and each.number > mine.number
    ]
    if later:
        yield (
            f"This is return number {mine.number} of the pack; number {max(later)} was merged "
            "before. Nothing in it replaces what is newer."
        )


def _receipts(here: sa.Connection, identity: Identity) -> list[HandedBack]:
    round_id = identity.round.id if identity.round else None
    found = read_assignments.receipts(here, round_id)
    return [each for each in found if identity.coder and each.coder_id == identity.coder.id]


def _clock(here: sa.Connection, there: sa.Connection, identity: Identity) -> Iterator[str]:
    """Times decide nothing; but wrong ones look odd in every list and in units per hour.

    What the file was given with, from an earlier return, was done before the pack was written.
    """
    own = sa.select(project.c.replica_id).scalar_subquery()
    newest = max(
        there.execute(
            sa.select(sa.func.max(table.c.changed_at)).where(table.c.replica_id == own)
        ).scalar_one()
        or ""
        for table in (coding, decision, finished)
    )
    if not newest:
        return
    try:
        moment = datetime.fromisoformat(newest)
    except ValueError:
        return
    if moment > datetime.now(UTC) + _AHEAD:
        yield (
            f"The clock of that computer is wrong: its last act is of {newest[:10]}. "
            "Times decide nothing in a merge."
        )
        return
    packs = [each for each in read_assignments.packs(here) if each.uuid == identity.pack]
    if packs and newest < packs[0].created_at and identity.receipt is not None:
        yield (
            f"The clock of that computer is wrong: its last act ({newest[:10]}) is older than "
            f"the pack ({packs[0].created_at[:10]}). Times decide nothing in a merge."
        )


def _codebook(here: sa.Connection, there: sa.Connection, identity: Identity) -> Iterator[str]:
    ours, theirs = read_codebook.version(here), read_codebook.version(there)
    if identity.round is not None and identity.round.plan.codebook == theirs.uuid:
        return  # as it was planned
    if ours.uuid != theirs.uuid and about.about(there).kind != "project":
        yield (
            f"It was coded under codebook {theirs.name}; the project is at {ours.name}. "
            "Every coding keeps its version."
        )


def _not_given(here: sa.Connection, there: sa.Connection, identity: Identity) -> Iterator[str]:
    """Work on transcripts that the coder was not given in this round."""
    if identity.coder is None or identity.round is None:
        return
    given = read_assignments.assignments(here, identity.round.id, coder_id=identity.coder.id)
    if not given:
        return
    mine = {each.transcript_id for each in given}
    infos = {info.uuid: info for info in read_transcripts.transcript_infos(here)}
    odd = [
        infos[info.uuid].doc_id
        for info in read_transcripts.transcript_infos(there)
        if info.uuid in infos and info.n_codings and infos[info.uuid].id not in mine
    ]
    if odd:
        yield (
            f"{identity.coder.coder_id} was not given {', '.join(odd[:5])} in "
            f"{identity.round.name}, and coded there."
        )


def _alike(here: sa.Connection) -> Iterator[str]:
    """Names that may be one person's, spelt in two ways."""
    coders = read_people.coders(here)
    by_name: dict[str, str] = {}
    for each in coders:
        plain = "".join(c for c in each.name.casefold() if c.isalnum())
        other = by_name.setdefault(plain, each.coder_id)
        if other != each.coder_id:
            yield f"{other} and {each.coder_id} have nearly one name: are they one person?"
