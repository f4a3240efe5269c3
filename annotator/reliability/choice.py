"""What is compared: which round, units, coders, codes, and how is a unit taken as coded?"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from annotator.errors import UserError
from annotator.reliability.projection import RULES, Rule

Unit = Literal["sentence", "paragraph", "turn", "transcript", "character", "free span"]
UNITS: tuple[Unit, ...] = get_args(Unit)
CodeLevel = Literal["code", "parent"]
Work = Literal["sealed", "finished", "drafts", "as finished"]
WORKS: dict[Work, str] = {
    "sealed": "accepted transcripts only, as they were sealed; what is not is missing",
    "finished": "finished transcripts only; what is not finished is missing",
    "drafts": "unfinished work as well; units without a decision are missing, not zero",
    "as finished": "unfinished work as if it were finished: units without a decision are zeros",
}


class Choice(Struct, frozen=True):
    """What a person chose to compare; None means what there is."""

    round: str | None = None
    """None: the newest round in which two coders worked."""
    unit: Unit = "sentence"
    coders: tuple[str, ...] | None = None
    codes: tuple[str, ...] | None = None
    transcripts: tuple[str, ...] | None = None
    since: str = ""
    """ISO date: transcripts of this day or later."""
    until: str = ""
    """ISO date, a month or a year: transcripts up to its end."""
    speakers: tuple[str, ...] | None = None
    """Units that one of these says, by the names of the turns."""
    roles: tuple[str, ...] | None = None
    level: CodeLevel = "code"
    """parent: a group stands for all its codes."""
    rule: Rule = "half"
    work: Work | None = None
    """None: sealed work where two coders sealed the same transcript, else finished work where two
    finished it, else drafts."""
    indicative: bool = False
    """Below ten transcripts, draw turns or paragraphs inside them instead of giving no interval."""
    seed: int = 1
    resamples: int = 1000

    @property
    def is_limited(self) -> bool:
        """Whether only some transcripts, days, speakers or roles are compared."""
        chosen = (self.transcripts, self.speakers, self.roles)
        return any(one is not None for one in chosen) or bool(self.since or self.until)

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise UserError(f"There is no unit “{self.unit}”.", f"One of: {', '.join(UNITS)}.")
        if self.level not in get_args(CodeLevel):
            raise UserError(f"There is no level “{self.level}”.", "It is code or parent.")
        if self.rule not in RULES:
            raise UserError(f"There is no rule “{self.rule}”.", f"One of: {', '.join(RULES)}.")
        if self.work is not None and self.work not in WORKS:
            raise UserError(f"There is no work “{self.work}”.", f"One of: {', '.join(WORKS)}.")
        if self.coders is not None and len(self.coders) < 2:
            raise UserError("Reliability needs two coders.", "Name two or more.")
