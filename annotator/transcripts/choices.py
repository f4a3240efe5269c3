"""What did a person decide about a label? Taken at their word whenever a text is read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

ANSWERS = "(answers without a label)"
"""Stands for the label of those who answer a `Q` without being named."""
UNNAMED = "(words without a label)"
"""Stands for the label of whoever speaks where no label says so."""

Decision = Literal["speaker", "join", "not a speaker"]


class Choice(Struct, frozen=True):
    """A speaker or not, and whose person: under a name of their own, or that of another label."""

    speaker: bool = True
    name: str = ""
    """The person's name; empty for the one that the label gives."""
    role: str | None = None
    """The office; None for the one that the label gives, empty for none."""
    join: str = ""
    """The label whose person this is; `name` and `role` are then not looked at."""

    @property
    def decision(self) -> Decision:
        """What it comes to."""
        if not self.speaker:
            return "not a speaker"
        return "join" if self.join else "speaker"


Choices = Mapping[str, Choice]
"""By the text of the label, as `Candidate.label` gives it."""

NO_CHOICES: Choices = MappingProxyType({})
