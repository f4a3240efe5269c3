"""Is a coder's part of a round done, and how is it sealed as part of a merge?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.store import read_assignments, read_decisions, read_people
from annotator.store.exactly import change_exactly
from annotator.store.schema import finished

if TYPE_CHECKING:
    from annotator.history import Act
    from annotator.teamwork.arriving_files import Identity


def is_complete(connection: sa.Connection, identity: Identity) -> bool:
    """Whether the coder finished all that they were given, and it waits to be accepted."""
    if identity.coder is None or identity.round is None:
        return False
    marks = [
        mark
        for mark in read_decisions.finished_marks(connection, round_id=identity.round.id)
        if mark.coder_id == identity.coder.id
    ]
    given = read_assignments.assignments(connection, identity.round.id, coder_id=identity.coder.id)
    done = {mark.transcript_id for mark in marks}
    return (
        bool(marks)
        and {each.transcript_id for each in given} <= done
        and any(not mark.sealed_at for mark in marks)
    )


def seal_exactly(act: Act, parts: Iterable[tuple[str, str]]) -> None:
    """Seal what coders (by short label) finished in rounds (by name), as part of a merge."""
    coders = {each.coder_id: each.id for each in read_people.coders(act.connection)}
    rounds = {each.name: each.id for each in read_people.rounds(act.connection)}
    for coder, in_round in sorted(set(parts)):
        for mark in read_decisions.finished_marks(act.connection, round_id=rounds[in_round]):
            if mark.coder_id == coders[coder] and not mark.sealed_at:
                change_exactly(act, finished, mark.id, sealed_at=act.now)
