"""Act: a codebook comes back from a file, with codes added, changed, moved and removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotator.errors import no_progress
from annotator.model.code_ids import key_of
from annotator.operations.codebook import put_codes, remove_codes
from annotator.operations.versions import codebook_act
from annotator.store import read_codebook
from annotator.store.schema import code

if TYPE_CHECKING:
    from annotator.errors import Progress
    from annotator.history import Act, History
    from annotator.model.codebook import Code, Codebook, CodebookImport, CodeDraft
    from annotator.model.people import Coder


def take_in(
    history: History,
    coder: Coder,
    pairs: Sequence[tuple[int | None, CodeDraft]],
    *,
    orders: Sequence[tuple[str, Sequence[str]]],
    removed: Sequence[int],
    label: str,
    progress: Progress = no_progress,
) -> CodebookImport:
    """Add and change codes, put them in order and remove others, as one act.

    `pairs` are as `set_codes` takes them; `orders` give for groups, by id ("" at the top), ids of
    their codes one after the other; `removed` are local ids. A group that still holds codes when
    all is done stays. `progress` may raise `Cancelled`; then nothing has changed.
    """
    with codebook_act(history, coder, label) as act:
        done = put_codes(act, pairs, progress)
        gone, notes = _remove(act, removed)
        _put_in_order(act, orders)
        return replace(done, removed=gone, notes=notes)


def _remove(act: Act, wanted: Sequence[int]) -> tuple[int, tuple[str, ...]]:
    """Remove codes, and groups that hold nothing else; how many, and which groups stay."""
    if not wanted:
        return 0, ()
    book = read_codebook.codebook(act.connection)
    going = set(wanted)
    doomed = [each for each in book.codes if each.id in going]
    staying: list[Code] = []
    for each in reversed(doomed):  # what is in a group stands behind it
        if any(child.id not in going for child in book.children(each.id)):
            going.discard(each.id)
            staying.append(each)
    remove_codes(act, book, [each for each in doomed if each.id in going])
    notes = tuple(f"The group “{each.name}” still holds codes and stays." for each in staying)
    return len(going), notes


def _put_in_order(act: Act, orders: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Let codes of a group stand as their ids do; others keep their places between them."""
    if not orders:
        return
    book = read_codebook.codebook(act.connection)
    by_id = {key_of(each.code_id): each for each in book.codes}
    for group, ids in orders:
        parent = by_id.get(key_of(group)) if group else None
        wanted = [by_id[key_of(each)] for each in ids if key_of(each) in by_id]
        places = enumerate(_ordered(book, parent, wanted))
        act.change_each(code, [(each.id, {"position": place}) for place, each in places])


def _ordered(book: Codebook, parent: Code | None, wanted: Sequence[Code]) -> list[Code]:
    siblings = list(book.children(None if parent is None else parent.id))
    inside = {each.id for each in siblings}
    given = [each for each in wanted if each.id in inside]
    listed = {each.id for each in given}
    turn = iter(given)
    return [next(turn) if each.id in listed else each for each in siblings]
