"""What takes the place of a transcript that could not be read?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.errors import UserError


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, or a part of one, that did not become a transcript, and why."""

    name: str
    error: UserError
