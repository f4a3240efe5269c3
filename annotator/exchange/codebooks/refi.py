"""Which codes does a REFI-QDA codebook (.qdc) hold, as any other file gives them?"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from annotator.exchange.codebooks import cells
from annotator.exchange.codebooks.code_trees import Placed
from annotator.exchange.codebooks.reading import ArrivingCodes
from annotator.exchange.codebooks.row_notes import RowNotes
from annotator.exchange.refi_codebook import ORIGIN, read_qdc
from annotator.model.code_ids import key_of
from annotator.model.versions import TEXTS

_OURS = frozenset(
    {"code_id", "name", "parent", "number", "key", "color", "fields", "rules", *TEXTS}
)
_OTHERS = frozenset({"name", "parent", "color", "brief"})


def read_refi(path: Path) -> ArrivingCodes:
    """The codes of a .qdc; ids only where the file was written here. Raises `UserError`."""
    found = read_qdc(path)
    notes = RowNotes()
    for words in found.notes:
        notes.add(0, words)
    places: dict[str, int] = {}
    codes: list[Placed] = []
    for draft in found.drafts:
        places[key_of(draft.code_id)] = len(codes)
        code_id, about = "", ""
        if draft.code_id in found.own_ids:
            code_id, about = cells.code_id(draft.code_id)
        if about:
            notes.add(0, f"“{draft.name}”: {about}")
        parent = places.get(key_of(draft.parent)) if draft.parent else None
        codes.append(
            Placed(0, replace(draft, code_id=code_id, parent=""), parent, False, frozenset())
        )
    given = _OURS if found.origin == ORIGIN or found.own_ids else _OTHERS
    return ArrivingCodes(tuple(codes), given, notes.in_order())
