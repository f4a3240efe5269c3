"""Acts on the codebook: add, change, move and delete codes and groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from annotator.errors import NotFound, Refused
from annotator.history import Act, History
from annotator.model.codebook import Code, Codebook, CodeDraft
from annotator.model.people import Coder
from annotator.operations.coding import remove_memos
from annotator.store import read_codebook
from annotator.store.schema import code, coding

CALM_COLORS = (
    "#C99700",
    "#B4552D",
    "#8E5EA2",
    "#A6763B",
    "#C2455E",
    "#2D6FB4",
    "#3E8E9C",
    "#5568B8",
    "#4B8BBE",
    "#2F7F6F",
    "#5B7F3A",
    "#7A8450",
)
"""Given to codes without a colour, in this order, so that neighbours differ."""

KEYS_IN_USE = {
    "0": "“nothing applies”",
    "?": "“unsure”",
    "/": "the palette",
    ".": "“repeat on the next unit”",
    " ": "“repeat”",
}
"""Keys of the coding loop that no code may take."""

READ_AS_MISSING = frozenset(
    {"na", "n/a", "nan", "none", "null", "nil", "inf", "-inf", "true", "false", "#n/a", "-"}
)
"""Ids that R, pandas or Stata would read as a missing or a logical value, case folded."""

_TEXTS = ("brief", "full", "use_when", "dont_use_when", "example", "counter_example", "memo")


@dataclass(frozen=True, slots=True)
class CodebookImport:
    """What an import did to the codebook."""

    added: int
    changed: int
    same: int


def add_code(history: History, coder: Coder, draft: CodeDraft) -> Code:
    """Add one code or group at the end of its siblings."""
    kind = "Group" if draft.is_group else "Code"
    with history.act(coder.id, f"{kind} “{draft.name.strip()}” added") as act:
        book = read_codebook.codebook(act.connection)
        code_id = _insert(act, book, draft)
        return _found(read_codebook.codebook(act.connection), code_id)


def add_codes(
    history: History, coder: Coder, drafts: Sequence[CodeDraft], label: str
) -> CodebookImport:
    """Add or change codes, matched by `code_id` without regard to case, as one act."""
    added = changed = same = 0
    with history.act(coder.id, label) as act:
        for draft in drafts:
            book = read_codebook.codebook(act.connection)
            standing = _by_code_id(book, draft.code_id)
            if standing is None:
                _insert(act, book, draft)
                added += 1
            elif _change(act, book, standing, draft):
                changed += 1
            else:
                same += 1
    return CodebookImport(added, changed, same)


def change_code(history: History, coder: Coder, code_id: int, draft: CodeDraft) -> Code:
    """Set everything a draft says; an empty key or colour takes that away."""
    with history.act(coder.id, f"“{draft.name.strip()}” changed") as act:
        book = read_codebook.codebook(act.connection)
        _change(act, book, _found(book, code_id), draft)
        return _found(read_codebook.codebook(act.connection), code_id)


def move_code(
    history: History, coder: Coder, code_id: int, *, parent_id: int | None, position: int
) -> None:
    """Put a code or group at `position` (0 first) among the children of `parent_id`."""
    with history.act(coder.id, "") as act:
        book = read_codebook.codebook(act.connection)
        moved = _found(book, code_id)
        act.label = f"“{moved.name}” moved"
        if parent_id is not None and not _found(book, parent_id).is_group:
            raise Refused("Codes stand in groups, not in other codes.", "Choose a group.")
        if parent_id is not None and parent_id in {item.id for item in branch(book, moved)}:
            raise Refused(f"“{moved.name}” cannot be moved into itself.", "Choose another group.")
        siblings = [item for item in book.children(parent_id) if item.id != code_id]
        siblings.insert(max(0, min(position, len(siblings))), moved)
        for number, item in enumerate(siblings):
            values: dict[str, Any] = {"position": number}
            if item.id == code_id:
                values["parent_id"] = parent_id
            act.change(code, item.id, **values)


def delete_code(history: History, coder: Coder, code_id: int) -> int:
    """Remove a code or a group with all in it, and their codings; how many codings went."""
    with history.act(coder.id, "") as act:
        book = read_codebook.codebook(act.connection)
        doomed = branch(book, _found(book, code_id))
        act.label = f"“{doomed[0].name}” deleted"
        codings = _codings_of(act, [item.id for item in doomed])
        remove_memos(act, [uuid for _, uuid in codings] + [item.uuid for item in doomed])
        for coding_id, _ in codings:
            act.remove(coding, coding_id)
        for item in reversed(doomed):
            act.remove(code, item.id)
        return len(codings)


def branch(book: Codebook, top: Code) -> list[Code]:
    """A code and everything below it, the code first."""
    found = [top]
    for item in found:
        found.extend(book.children(item.id))
    return found


def problems(book: Codebook, draft: CodeDraft, *, own_id: int | None = None) -> dict[str, str]:
    """What stands against a draft, by field (code_id, name, key, color); empty if nothing."""
    others = [item for item in book.codes if item.id != own_id]
    found = {
        "name": "" if draft.name.strip() else "A code needs a name.",
        "code_id": _id_problem(draft, others),
        "key": _key_problem(draft, others),
        "color": _color_problem(draft),
    }
    return {field: words for field, words in found.items() if words}


def _id_problem(draft: CodeDraft, others: Iterable[Code]) -> str:
    wanted = draft.code_id.strip()
    if wanted.casefold() in READ_AS_MISSING:
        return f"“{wanted}” would be read as a missing value by R, pandas or Stata."
    if len(wanted) > 32:
        return "An id has at most 32 characters."
    for other in others:
        if wanted and other.code_id.casefold() == wanted.casefold():
            return f"The id {wanted} belongs to “{other.name}”."
    return ""


def _key_problem(draft: CodeDraft, others: Iterable[Code]) -> str:
    key = draft.key
    if not key or draft.is_group:
        return ""
    if len(key) != 1 or not key.isprintable():
        return "A key is one character."
    if key in KEYS_IN_USE:
        return f"The key {key!r} is taken by {KEYS_IN_USE[key]}."
    for other in others:
        if other.key.casefold() == key.casefold():
            return f"The key {key.upper()} belongs to “{other.name}”."
    return ""


def _color_problem(draft: CodeDraft) -> str:
    if draft.color and not re.fullmatch(r"#[0-9A-Fa-f]{6}", draft.color):
        return "A colour is written like #2D6FB4."
    return ""


def _insert(act: Act, book: Codebook, draft: CodeDraft) -> int:
    if not draft.code_id.strip():
        draft = replace(draft, code_id=_free_id(book, draft.name))
    parent = _parent(book, draft)
    _refuse(problems(book, draft))
    color = draft.color or CALM_COLORS[sum(not c.is_group for c in book.codes) % len(CALM_COLORS)]
    siblings = book.children(parent.id if parent else None)
    return act.insert(
        code,
        **_values(draft) | {"color": color},
        parent_id=parent.id if parent else None,
        position=max((item.position for item in siblings), default=-1) + 1,
    )


def _change(act: Act, book: Codebook, standing: Code, draft: CodeDraft) -> bool:
    draft = replace(draft, code_id=draft.code_id.strip() or standing.code_id)
    _refuse(problems(book, draft, own_id=standing.id))
    parent = _parent(book, draft)
    if parent is not None and parent in branch(book, standing):
        raise Refused(f"“{standing.name}” cannot stand in itself.", "Choose another group.")
    if draft.is_group != standing.is_group:
        raise Refused(
            f"“{standing.name}” cannot become a {'group' if draft.is_group else 'code'}.",
            "Make a new one and move things there.",
        )
    values = _values(draft)
    values["color"] = draft.color or standing.color
    values["parent_id"] = parent.id if parent else None
    return act.change(code, standing.id, **values)


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


def _parent(book: Codebook, draft: CodeDraft) -> Code | None:
    wanted = draft.parent.strip().casefold()
    if not wanted:
        return None
    groups = [item for item in book.codes if item.is_group]
    for match in ("code_id", "name"):
        for group in groups:
            if getattr(group, match).casefold() == wanted:
                return group
    raise NotFound(f"There is no group called “{draft.parent}”.", "Add the group first.")


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise Refused(next(iter(found.values())), "Nothing was changed.")


def _free_id(book: Codebook, name: str) -> str:
    """A short label made from a name: capitals and digits, unique in the codebook."""
    words = re.sub(r"[^0-9A-Za-z]+", " ", name).split()
    stem = (words[0] if words else "code").upper()[:12]
    if stem.casefold() in READ_AS_MISSING:
        stem += "_CODE"
    taken = {item.code_id.casefold() for item in book.codes}
    number, wanted = 1, stem
    while wanted.casefold() in taken:
        number += 1
        wanted = f"{stem}_{number}"
    return wanted


def _by_code_id(book: Codebook, code_id: str) -> Code | None:
    wanted = code_id.strip().casefold()
    return next((item for item in book.codes if wanted and item.code_id.casefold() == wanted), None)


def _found(book: Codebook, code_id: int) -> Code:
    found = book.by_id(code_id)
    if found is None:
        raise NotFound("This code is no longer in the codebook.", "It may have been deleted.")
    return found


def _codings_of(act: Act, code_ids: Sequence[int]) -> list[tuple[int, Any]]:
    rows = act.connection.execute(
        sa.select(coding.c.id, coding.c.uuid).where(
            coding.c.code_id.in_(code_ids), coding.c.removed.is_(sa.false())
        )
    )
    return [(row[0], row[1]) for row in rows]
