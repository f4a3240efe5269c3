"""What takes the place of a transcript that could not be read?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from annotator.errors import UserError


class Refusal(Struct, frozen=True):
    """A file, or a part of one, that did not become a transcript, and why."""

    name: str
    error: UserError
