"""Acts on the codebook: add, change, move and delete codes and groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from annotator.errors import NotFound, Progress, Refused, no_progress
from annotator.model.code_ids import key_of
from annotator.model.code_keys import proposed_keys, strokes_of
from annotator.model.codebook import Code, Codebook, CodebookImport, CodeDraft
from annotator.model.versions import DEFINITION
from annotator.operations.code_fields import (
    add_first_fields,
    drop_field,
    drop_other_fields,
    set_own_fields,
)
from annotator.operations.code_rules import draft_of, rules_with, set_own_rules
from annotator.operations.codebook_rules import Shelf
from annotator.operations.field_values import remove_with_all
from annotator.operations.memos import remove_memos
from annotator.operations.redefinitions import forget_code, note_change
from annotator.operations.versions import codebook_act
from annotator.store import read_codebook, read_codings
from annotator.store.schema import code, code_rule

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.people import Coder

_TEXTS = ("brief", "full", "use_when", "dont_use_when", "example", "counter_example", "memo")


def add_code(history: History, coder: Coder, draft: CodeDraft) -> Code:
    """Add one code or group at the end of its siblings."""
    kind = "Group" if draft.is_group else "Code"
    with codebook_act(history, coder, f"{kind} “{draft.name.strip()}” added") as act:
        return insert_code(act, draft)


def insert_code(act: Act, draft: CodeDraft) -> Code:
    """Add one code or group within an act."""
    made = _insert(act, Shelf(read_codebook.codebook(act.connection).codes), draft)
    _set_parts(act, [(made.id, draft)])
    return made


def add_codes(
    history: History, coder: Coder, drafts: Sequence[CodeDraft], label: str
) -> CodebookImport:
    """Add or change codes, matched by `code_id` without regard to case, as one act.

    What is checked is the codebook as it will be, so two codes may exchange their keys.
    """
    with codebook_act(history, coder, label) as act:
        shelf = Shelf(read_codebook.codebook(act.connection).codes)
        pairs = [(_id_of(shelf.called(draft.code_id)), draft) for draft in drafts]
        return put_codes(act, pairs)


def set_codes(
    history: History,
    coder: Coder,
    pairs: Sequence[tuple[int | None, CodeDraft]],
    label: str,
) -> CodebookImport:
    """Let codes (by local id; None for a new one) be as their drafts say, as one act."""
    with codebook_act(history, coder, label) as act:
        return put_codes(act, pairs)


def put_codes(
    act: Act,
    pairs: Sequence[tuple[int | None, CodeDraft]],
    progress: Progress = no_progress,
) -> CodebookImport:
    """The same within an act. `progress` may raise `Cancelled`."""
    book = read_codebook.codebook(act.connection)
    shelf = Shelf(book.codes)
    shelf.keep_colors(draft for _, draft in pairs)
    standing = [None if code_id is None else _found(book, code_id) for code_id, _ in pairs]
    for known in standing:
        if known is not None:
            shelf.take(known)
    changed: set[int] = set()
    parts: list[tuple[int, CodeDraft]] = []
    for done, ((_, draft), known) in enumerate(zip(pairs, standing, strict=True)):
        progress(done, 2 * len(pairs), "Codes")
        if known is None:
            parts.append((_insert(act, shelf, draft).id, draft))
        else:
            changed |= {known.id} if _change(act, shelf, known, draft, book) else set()
            parts.append((known.id, draft))
    changed |= _set_parts(act, parts, progress)
    known_ids = {known.id for known in standing if known is not None}
    added = sum(known is None for known in standing)
    return CodebookImport(added, len(changed & known_ids), len(known_ids - changed))


def _id_of(code: Code | None) -> int | None:
    return None if code is None else code.id


def change_code(history: History, coder: Coder, code_id: int, draft: CodeDraft) -> Code:
    """Set everything a draft says; an empty key takes it away, an empty colour keeps it."""
    with codebook_act(history, coder, f"“{draft.name.strip()}” changed") as act:
        book = read_codebook.codebook(act.connection)
        shelf, standing = Shelf(book.codes), _found(book, code_id)
        shelf.take(standing)
        _change(act, shelf, standing, draft, book)
        _set_parts(act, [(code_id, draft)])
        return _found(read_codebook.codebook(act.connection), code_id)


def move_code(
    history: History, coder: Coder, code_id: int, *, parent_id: int | None, position: int
) -> None:
    """Put a code or group at `position` (0 first) among the children of `parent_id`."""
    with codebook_act(history, coder, "") as act:
        book = read_codebook.codebook(act.connection)
        moved = _found(book, code_id)
        act.label = f"“{moved.name}” moved"
        parent = None if parent_id is None else _found(book, parent_id)
        if parent is not None and not parent.is_group:
            raise Refused("Codes stand in groups, not in other codes.", "Choose a group.")
        _must_not_hold_itself(book, moved, parent)
        siblings = [item for item in book.children(parent_id) if item.id != code_id]
        siblings.insert(max(0, min(position, len(siblings))), moved)
        for number, item in enumerate(siblings):
            values: dict[str, Any] = {"position": number}
            if item.id == code_id:
                values["parent_id"] = parent_id
            act.change(code, item.id, **values)


def give_keys(history: History, coder: Coder) -> int:
    """Give the codes that have no key one each; how many got one."""
    with codebook_act(history, coder, "") as act:
        given = proposed_keys(read_codebook.codebook(act.connection).codes)
        act.label = f"Keys given to {len(given)} {'code' if len(given) == 1 else 'codes'}"
        for code_id, key in given.items():
            act.change(code, code_id, key=key)
        return len(given)


def delete_code(history: History, coder: Coder, code_id: int) -> int:
    """Remove a code or a group with all in it, and their codings; how many codings went."""
    with codebook_act(history, coder, "") as act:
        book = read_codebook.codebook(act.connection)
        doomed = branch(book, _found(book, code_id))
        act.label = f"“{doomed[0].name}” deleted"
        return remove_codes(act, book, doomed)


def remove_codes(act: Act, book: Codebook, doomed: Sequence[Code]) -> int:
    """Within an act: remove these codes, groups before what is in them; how many codings went."""
    codings = read_codings.with_codes(act.connection, [item.id for item in doomed])
    remove_memos(act, [item.uuid for item in doomed])
    remove_with_all(act, codings)
    forget_code(act, [item.id for item in doomed])
    act.remove_many(code_rule, rules_with(act.connection, [item.id for item in doomed]))
    for item in reversed(doomed):
        for field in book.own_fields(item.id):
            drop_field(act, field.id)
        act.remove(code, item.id)
    return len(codings)


def problems(book: Codebook, draft: CodeDraft, *, own_id: int | None = None) -> dict[str, str]:
    """What stands against a draft, by field (name, code_id, key, color); empty if nothing."""
    wanted, stroke = key_of(draft.code_id.strip()), strokes_of(draft.key[:1])
    rivals = (
        item
        for item in book.codes
        if key_of(item.code_id) == wanted or (stroke and strokes_of(item.key[:1]) == stroke)
    )  # asked at every letter that is typed: the others are not sorted in
    return Shelf(item for item in rivals if item.id != own_id).problems(draft)


def branch(book: Codebook, top: Code) -> list[Code]:
    """A code and everything below it, the code first."""
    found = [top]
    for item in found:
        found.extend(book.children(item.id))
    return found


def _set_parts(
    act: Act, pairs: Sequence[tuple[int, CodeDraft]], progress: Progress = no_progress
) -> set[int]:
    """Give codes the fields and rules of their drafts; the ids of those that had others."""
    changed: set[int] = set()
    drafts = dict(pairs)  # of a code that is named twice what is said last
    parts = list(drafts.items())
    book = read_codebook.codebook(act.connection)
    for code_id, draft in parts:  # so that a field may go from a code to its group
        if draft.fields is not None:
            before = len(act.images)
            drop_other_fields(act, book, code_id, draft.fields)
            changed |= {code_id} if len(act.images) > before else set()
    if changed:
        book = read_codebook.codebook(act.connection)
    for done, (code_id, draft) in enumerate(parts, len(parts)):
        progress(done, 2 * len(parts), "Fields and rules")
        standing = tuple(field.draft for field in book.own_fields(code_id))
        if draft.fields is None or draft.fields == standing:
            continue
        if standing:
            has_others = set_own_fields(act, code_id, draft.fields)
        else:
            others = _names_around(book, drafts, code_id)
            has_others = add_first_fields(act, book, code_id, draft.fields, others)
        changed |= {code_id} if has_others else set()
    for code_id, draft in parts:  # a rule may name any of the codes
        rules = tuple(draft_of(book, rule) for rule in book.own_rules(code_id))
        if draft.rules is not None and draft.rules != rules:
            changed |= {code_id} if set_own_rules(act, book, code_id, draft.rules) else set()
    return changed


def _names_around(book: Codebook, drafts: Mapping[int, CodeDraft], code_id: int) -> Iterator[str]:
    """The names of fields that come to codes above or below a code."""
    code = book.by_id(code_id)
    if code is None:
        return
    around = ({each.id for each in book.line(code)} | book.below(code_id)) - {code_id}
    for other_id in around:
        draft = drafts.get(other_id)
        if draft is not None and draft.fields:
            yield from (field.name for field in draft.fields)


def _insert(act: Act, shelf: Shelf, draft: CodeDraft) -> Code:
    if not draft.code_id.strip():
        draft = replace(draft, code_id=shelf.free_id(draft.name))
    parent = shelf.group(draft.parent)
    _refuse(shelf.problems(draft))
    parent_id = parent.id if parent else None
    color = draft.color or ("" if draft.is_group else shelf.next_color())
    row_id = act.insert(
        code,
        **_values(draft) | {"color": color},
        parent_id=parent_id,
        position=shelf.last_place(parent_id),
    )
    made = read_codebook.code_of(act.row(code, row_id))
    shelf.put(made)
    return made


def _change(act: Act, shelf: Shelf, standing: Code, draft: CodeDraft, book: Codebook) -> bool:
    draft = replace(draft, code_id=draft.code_id.strip() or standing.code_id)
    _refuse(shelf.problems(draft))
    parent = shelf.group(draft.parent)
    _must_not_hold_itself(book, standing, parent)
    if draft.is_group != standing.is_group:
        raise Refused(
            f"“{standing.name}” cannot become a {'group' if draft.is_group else 'code'}.",
            "Make a new one and move things there.",
        )
    values = _values(draft) | {"color": draft.color or standing.color}
    values["parent_id"] = parent.id if parent else None
    if values["parent_id"] != standing.parent_id:
        values["position"] = shelf.last_place(values["parent_id"])
    values |= _links_that_break(standing, draft)
    changed = act.change(code, standing.id, **values)
    now = read_codebook.code_of(act.row(code, standing.id))
    if any(getattr(now, name) != getattr(standing, name) for name in DEFINITION):
        note_change(act, standing, now)
    shelf.put(now)
    return changed


def _links_that_break(standing: Code, draft: CodeDraft) -> dict[str, Any]:
    """An example that no longer holds the words it was quoted with is no quotation any more."""
    return {
        f"{name}_at": None
        for name in ("example", "counter_example")
        if (link := getattr(standing, f"{name}_at")) is not None
        and link.quote not in getattr(draft, name)
    }


def _must_not_hold_itself(book: Codebook, moved: Code, parent: Code | None) -> None:
    if parent is not None and parent.id in {item.id for item in branch(book, moved)}:
        raise Refused(f"“{moved.name}” cannot be moved into itself.", "Choose another group.")


def _values(draft: CodeDraft) -> dict[str, Any]:
    code_id = draft.code_id.strip()
    return {
        "code_id": code_id,
        "code_id_folded": code_id.casefold(),
        "name": draft.name.strip(),
        "is_group": draft.is_group,
        "number": draft.number,
        "key": "" if draft.is_group else draft.key,
        **{name: getattr(draft, name).strip() for name in _TEXTS},
    }


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise Refused(next(iter(found.values())), "Nothing was changed.")


def _found(book: Codebook, code_id: int) -> Code:
    found = book.by_id(code_id)
    if found is None:
        raise NotFound("This code is no longer in the codebook.", "It may have been deleted.")
    return found
