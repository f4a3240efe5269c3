"""Who codes, and in which round?"""

from __future__ import annotations

from typing import Literal, get_args
from uuid import UUID

from msgspec import Struct, field

from annotator.model.rounds import RoundPlan

Role = Literal["pi", "coder", "adjudicator", "reader"]
ROLES: tuple[Role, ...] = get_args(Role)
ROLE_WORDS: dict[Role, str] = {
    "pi": "principal investigator",
    "coder": "coder",
    "adjudicator": "adjudicator",
    "reader": "reader",
}


class Coder(Struct, frozen=True):
    """A person who codes; `coder_id` is the short label used in sheets."""

    id: int
    uuid: UUID
    coder_id: str
    name: str
    initials: str
    color: str
    role: Role


class LabelChoice(Struct, frozen=True):
    """What was decided on a speaker label, for the next transcripts of the same source."""

    source: str
    """A site, a folder, or a name that somebody gave it."""
    label: str
    speaker: bool = True
    name: str = ""
    role: str | None = None
    """None for the one that the label itself gives."""
    joined: str = ""
    """The label whose person this is."""


class Round(Struct, frozen=True):
    """A planned piece of coding; every project has one called main."""

    id: int
    uuid: UUID
    name: str
    purpose: str
    blind: bool
    plan: RoundPlan = field(default_factory=RoundPlan)
