"""What can be wrong with a project file? One finding of a check, in plain words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be, and what can be done about it."""

    kind: str
    """file, reference, text or passage"""
    message: str
    hint: str
