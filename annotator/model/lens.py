"""What of a project does somebody see, and under which names?"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class Lens(Struct, frozen=True):
    """Nothing said: everything, under the names that coders have."""

    coder_id: int = 0
    """Who looks."""
    blind_rounds: frozenset[int] = frozenset()
    """Rounds of which they see their own work alone."""
    round_id: int = 0
    """The round at work."""
    served_again: frozenset[int] = frozenset()
    """Transcripts that are coded again in the round at work: not even their own earlier codings
    of them are seen.
    """
    leads: frozenset[int] = frozenset()
    """Principal investigators, whose memos on codes and on the project are for everybody."""
    names: Mapping[int, str] = field(default_factory=dict)
    """What stands for the name of a coder."""

    @property
    def is_clear(self) -> bool:
        return not (self.blind_rounds or self.served_again or self.names)

    @property
    def is_everything(self) -> bool:
        """No round is blind and none is coded again: only other rounds or coders change that."""
        return self == Lens(self.coder_id)
