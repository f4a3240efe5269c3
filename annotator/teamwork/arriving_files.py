"""What is a file that came back: a return, a pack or a copy, whose, and of which project?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct

from annotator.errors import ProjectProblem
from annotator.store import about, read_assignments, read_people

if TYPE_CHECKING:
    from annotator.model.people import Coder, Round
    from annotator.model.work import HandedBack


class Identity(Struct, frozen=True):
    """What a file says of itself, checked against the project."""

    kind: Literal["project", "pack", "return"]
    coder: Coder | None = None
    """Whose work it holds, as this project knows them; None for a copy."""
    round: Round | None = None
    pack: UUID | None = None
    receipt: HandedBack | None = None
    """The last that was written in it."""


def identity_of(here: sa.Connection, there: sa.Connection, path: Path) -> Identity:
    """Raises `ProjectProblem` for a file that has no business here."""
    ours, theirs = about.about(here), about.about(there)
    if ours.uuid != theirs.uuid:
        raise ProjectProblem(
            f"{path.name} belongs to another project, “{theirs.name}”.",
            f"Only files that were made from “{ours.name}” can be merged into it.",
        )
    if theirs.kind == "project":
        return Identity("project")
    if theirs.kind == "answers":
        raise ProjectProblem(
            f"{path.name} holds answers for coders and nothing that could come in here.",
            "It is for coders to drop on the window of their pack.",
        )
    coder, in_round = _whose(here, there), _round(here, there)
    if coder is None or in_round is None:
        raise ProjectProblem(
            f"{path.name} does not say whose work it holds, or in which round.",
            "Ask the coder to hand it back again.",
        )
    receipts = read_assignments.receipts(there)
    last = max(receipts, key=lambda each: (each.created_at, each.number), default=None)
    kind: Literal["return", "pack"] = "return" if theirs.kind == "return" else "pack"
    return Identity(kind, coder, in_round, about.pack_uuid(there), last)


def _whose(here: sa.Connection, there: sa.Connection) -> Coder | None:
    owner = about.pack_coder(there)
    return next((each for each in read_people.coders(here) if each.uuid == owner), None)


def _round(here: sa.Connection, there: sa.Connection) -> Round | None:
    uuid = about.current_round(there)
    return next((each for each in read_people.rounds(here) if each.uuid == uuid), None)
