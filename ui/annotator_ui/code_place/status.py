"""What does the status line say about the unit under the cursor and the keys that matter now?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatusInfo:
    """`unit` is "Sentence 11 of 33 · Jens Stoltenberg"; `keys` are (key cap, what it does)."""

    unit: str
    keys: tuple[tuple[str, str], ...]
