"""Which rows of a table hold codes and say what belongs to them, as codes of other programs do?

A group only holds codes. Where such a row shall be applied too it becomes a group with that code
in it, under the same name.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotator.exchange.codebooks.row_notes import RowNotes, shortened
from annotator.model.code_ids import key_of
from annotator.model.codebook import Codebook, CodeDraft
from annotator.model.versions import DEFINITION

if TYPE_CHECKING:
    from annotator.exchange.codebooks.code_trees import Placed

Keys = tuple[str, ...]


def with_holders(
    codes: Sequence[Placed], book: Codebook, notes: RowNotes, *, applied: bool
) -> tuple[list[Placed], tuple[str, ...]]:
    """The codes, and the names of those that hold codes and can be applied or not.

    What the codebook has as a code already stays one.
    """
    known = {_keys(book.path(code)) for code in book.codes if not code.is_group}
    found: list[Placed] = []
    places: list[int] = []
    open_: list[str] = []
    for at, placed in enumerate(codes):
        places.append(len(found))
        parent = None if placed.parent is None else places[placed.parent]
        placed = replace(placed, parent=parent)  # noqa: PLW2901 - where it stands now
        if not _says_what_belongs(placed):
            found.append(placed)
            continue
        path, name = _path(at, codes), placed.draft.name
        stands = _stands(path, known)
        if not stands:
            open_.append(name)
        if not (applied or stands):
            found.append(placed)
            continue
        if not stands:
            words = "holds codes and can be applied: it became a group with that code in it."
            notes.add(placed.row, f"“{shortened(name)}” {words}")
        group = CodeDraft("", name, is_group=True)
        found.append(replace(placed, draft=group, is_made=True))
        own = replace(placed.draft, is_group=False)
        found.append(replace(placed, draft=own, parent=len(found) - 1))
    return found, tuple(open_)


def _says_what_belongs(placed: Placed) -> bool:
    draft = placed.draft
    if not draft.is_group or placed.is_made or draft.code_id:
        return False
    return any(getattr(draft, part) for part in (*DEFINITION, "memo"))


def _stands(path: Keys, known: Container[Keys]) -> bool:
    """Whether it is a code of the codebook, beside the group of its name or in it."""
    return path in known or (*path, path[-1]) in known


def _path(at: int | None, codes: Sequence[Placed]) -> Keys:
    names: list[str] = []
    while at is not None:
        names.append(codes[at].draft.name)
        at = codes[at].parent
    return _keys(tuple(reversed(names)))


def _keys(path: Sequence[str]) -> Keys:
    return tuple(map(key_of, path))
