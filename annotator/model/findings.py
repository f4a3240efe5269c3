"""What can be wrong with a project file? One finding of a check, in plain words."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Cure = Literal["", "look", "repair"]
"""What helps: nothing needs to be done, somebody has a look, or the file is repaired."""


class Finding(Struct, frozen=True):
    """Something that is not as it must be, and what can be done about it."""

    kind: str
    """file, reference, text, passage or history"""
    message: str
    hint: str
    cure: Cure = "repair"
