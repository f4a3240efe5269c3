"""Who has what in a round, since when, and how far are they?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from annotator.model.people import Coder, Round
    from annotator.model.work import HandedBack, PackOut


class PartOfCoder(Struct, frozen=True):
    """One coder's part of a round, as far as the project knows it."""

    coder: Coder
    transcripts: int
    """Handed out to them."""
    units: int
    """In the unit of the round, of what was handed out."""
    finished: int
    accepted: int
    """Of the finished ones: sealed."""
    pack: PackOut | None = None
    """The last that went out to them."""
    returned: HandedBack | None = None
    """The last that came back and was merged."""
    overdue: bool = False
    """The round was due before today, and something is not finished."""

    @property
    def is_done(self) -> bool:
        return self.transcripts > 0 and self.finished >= self.transcripts

    @property
    def state(self) -> str:
        """In a word or two: accepted, finished, came back, out, overdue, handed out, nothing."""
        if not self.transcripts:
            return "nothing handed out"
        if self.accepted >= self.transcripts:
            return "accepted"
        if self.is_done:
            return "finished"
        if self.overdue:
            return "overdue"
        if self.returned is not None or self.finished:
            return "partly back" if self.returned is not None else "begun"
        return "pack is out" if self.pack is not None else "handed out"


class TeamProgress(Struct, frozen=True):
    """A round and everybody's part in it."""

    round: Round
    parts: tuple[PartOfCoder, ...]
    transcripts: int
    """That somebody codes."""
    shared: int
    """Of them coded by two coders at least."""
    deviations: tuple[str, ...] = ()
    """Where the round is not as its frozen plan says; empty as well where none was frozen."""
