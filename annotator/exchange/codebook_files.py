"""Which files hold a codebook, and who reads them?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annotator.exchange.codebook_tables import read_codebook as read_table
from annotator.exchange.refi_codebook import read_qdc
from annotator.model.codebook import CodeDraft


@dataclass(frozen=True, slots=True)
class ArrivingCodebook:
    """The codes of a file, groups before their codes, and what was read otherwise than it stood."""

    drafts: tuple[CodeDraft, ...]
    notes: tuple[str, ...]


def read_codebook(path: Path) -> ArrivingCodebook:
    """A REFI-QDA codebook by its ending, anything else as a table. Raises `UserError`."""
    if path.suffix.casefold() == ".qdc":
        found = read_qdc(path)
        return ArrivingCodebook(found.drafts, found.notes)
    return ArrivingCodebook(read_table(path), ())
