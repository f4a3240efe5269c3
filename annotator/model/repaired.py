"""What came of the repair of a damaged project?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from annotator.model.findings import Finding


class Repaired(Struct, frozen=True):
    """The file that a repair wrote, and what is in it. The damaged one is as it was."""

    path: Path
    saved: Mapping[str, int]
    """Rows by what they are, in words a person knows: "codings", "memos"."""
    from_backup: Mapping[str, int]
    """Rows that could not be read any more and came from a backup."""
    backup: Path | None
    """The backup that helped out."""
    lost: tuple[str, ...]
    """What is not in the new file, sentence by sentence."""
    findings: tuple[Finding, ...]
    """What the check of the new file still finds."""
