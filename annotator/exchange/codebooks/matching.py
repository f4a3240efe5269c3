"""Which code of the project is which code of the file, and what would become of each?

Codes are the same by their id, then by their names from the top down, then by a name that only
one of each has, and then, with another name, by a definition that only one of each has.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from annotator.exchange.codebooks.holders import with_holders
from annotator.exchange.codebooks.row_notes import RowNotes, shortened
from annotator.exchange.codebooks.rule_ends import with_known_others
from annotator.model.code_ids import key_of, made_id
from annotator.model.code_keys import KeyRing
from annotator.model.code_notation import written_fields, written_rules
from annotator.model.codebook import Code, Codebook, CodeDraft
from annotator.model.versions import DEFINITION, TEXTS, PartChange, own_rules

if TYPE_CHECKING:
    from annotator.exchange.codebooks.code_trees import Placed
    from annotator.exchange.codebooks.reading import ArrivingCodes

Kind = Literal["added", "changed", "moved", "removed"]

_LABELS = ("code_id", "name", "number", "key", "color")
_ABOVE = " \u203a "


class Arrived(Struct, frozen=True):
    """A code of the file as it would stand in the project."""

    row: int
    draft: CodeDraft
    """With a free id; its `parent` is to be taken from `parent`."""
    parent: int | None
    """Place of its group among all that arrived; None at the top, or where nothing is said."""
    standing: Code | None
    """The code of the project that it is."""
    parts: tuple[PartChange, ...] = ()
    """What differs; "group" and "position" where it moves."""

    @property
    def kind(self) -> Kind | None:
        """None where nothing differs."""
        if self.standing is None:
            return "added"
        if not self.parts:
            return None
        return "moved" if {each.part for each in self.parts} <= {"group", "position"} else "changed"

    @property
    def moves(self) -> bool:
        return any(each.part in {"group", "position"} for each in self.parts)


class Matched(Struct, frozen=True):
    """Everything that arrived, and the codes of the project that the file does not have."""

    arrived: tuple[Arrived, ...]
    missing: tuple[Code, ...]
    notes: RowNotes
    holders: tuple[str, ...] = ()
    """Names of what holds codes and could be applied too."""


def matched(arriving: ArrivingCodes, book: Codebook, *, holders_applied: bool = False) -> Matched:
    """Compare the codes of a file with those of a project."""
    notes = RowNotes()
    codes, holders = list(arriving.codes), tuple[str, ...]()
    if "kind" not in arriving.given:
        codes, holders = with_holders(codes, book, notes, applied=holders_applied)
    codes = _as_kinds_are(codes, book, notes)
    pairs = _pairs(codes, book, arriving.given, notes)
    used = {code.id for code in pairs if code is not None}
    drafts = _with_ids(codes, pairs, book, arriving.given)
    drafts = _with_free_keys(codes, drafts, pairs, book, notes)
    drafts = with_known_others(codes, drafts, pairs, book, notes)
    jumped = _jumped(codes, pairs, book) if "parent" in arriving.given else frozenset()
    arrived = [
        Arrived(placed.row, draft, placed.parent, code)
        for placed, draft, code in zip(codes, drafts, pairs, strict=True)
    ]
    told = tuple(
        each
        if each.standing is None
        else replace(each, parts=tuple(_parts(at, arrived, book, arriving.given, jumped)))
        for at, each in enumerate(arrived)
    )
    _tell_lost_fields(told, book, notes)
    missing = tuple(code for code in book.codes if code.id not in used)
    return Matched(told, missing, notes, holders)


def path_of(at: int | None, arrived: Sequence[Arrived]) -> tuple[str, ...]:
    """The names of the groups from the top down to this one."""
    found: list[str] = []
    while at is not None:
        found.append(arrived[at].draft.name)
        at = arrived[at].parent
    return tuple(reversed(found))


# who is who


def _as_kinds_are(codes: Sequence[Placed], book: Codebook, notes: RowNotes) -> list[Placed]:
    """A code with codings cannot become a group, nor a group a code: what comes gives way."""
    by_id = {key_of(code.code_id): code for code in book.codes}
    emptied = _emptied_groups(codes, book)
    found = list(codes)
    for at, placed in enumerate(codes):
        code_id = placed.draft.code_id
        standing = by_id.get(key_of(code_id)) if code_id else emptied.get(at)
        if standing is None or standing.is_group == placed.draft.is_group:
            continue
        if standing.is_group:
            notes.add(placed.row, f"“{standing.name}” holds codes here; it stays a group.")
            found[at] = replace(placed, draft=replace(placed.draft, is_group=True, key=""))
            continue
        words = f"“{standing.name}” is a code here and holds codes in the file: it stands in a "
        notes.add(placed.row, f"{words}group of its name.")
        own = replace(placed.draft, is_group=False)
        group = CodeDraft("", placed.draft.name, is_group=True)
        found[at] = replace(placed, draft=group, is_made=True)
        found.append(replace(placed, draft=own, parent=at))
    return found


def _emptied_groups(codes: Sequence[Placed], book: Codebook) -> dict[int, Code]:
    """Groups of the project whose rows, without ids, hold no codes in the file any more."""
    groups = {_path_keys(book.path(code)): code for code in book.codes if code.is_group}
    others = {_path_keys(book.path(code)) for code in book.codes if not code.is_group}
    rows = {at: _path_keys(_names(at, codes)) for at in range(len(codes))}
    others |= {path for at, path in rows.items() if codes[at].draft.is_group}
    return {
        at: groups[path]
        for at, path in rows.items()
        if path in groups and path not in others and not codes[at].draft.code_id
    }


def _pairs(
    codes: Sequence[Placed], book: Codebook, given: frozenset[str], notes: RowNotes
) -> list[Code | None]:
    """The code of the project that each code of the file is; each at most once."""
    pairing = _Pairing(codes, book)
    pairing.by_id()
    pairing.by_path()
    pairing.by_name()
    pairing.by_definition(tuple(part for part in DEFINITION if part in given), notes)
    return pairing.pairs


class _Pairing:
    """Codes of the file and of the project, each paired once, the surest first."""

    def __init__(self, codes: Sequence[Placed], book: Codebook) -> None:
        self._codes, self._book = codes, book
        self._ids = {key_of(code.code_id): code for code in book.codes}
        self._free = {code.id: code for code in book.codes}
        self.pairs: list[Code | None] = [None] * len(codes)

    def by_id(self) -> None:
        for at, placed in enumerate(self._codes):
            if placed.draft.code_id:
                self._pair(at, self._ids.get(key_of(placed.draft.code_id)))

    def by_path(self) -> None:
        """By all names from the top; groups that no row describes also by an id as their name.

        Siblings whose names differ in case alone are themselves first, and each other never.
        """
        for written in (tuple[str, ...], _path_keys):
            places = defaultdict[tuple[bool, tuple[str, ...]], list[Code]](list)
            for code in self._free.values():
                places[code.is_group, written(self._book.path(code))].append(code)
            for at in self._left():
                is_group = self._codes[at].draft.is_group
                found = places[is_group, written(_names(at, self._codes))]
                if found:
                    self._pair(at, found.pop(0))
        for at in self._left():
            if self._codes[at].is_made:
                self._pair(at, self._ids.get(key_of(self._codes[at].draft.name)))

    def by_name(self) -> None:
        """By a name that only one code on each side has."""
        names = defaultdict[tuple[bool, str], list[Code]](list)
        for code in self._free.values():
            names[code.is_group, key_of(code.name)].append(code)
        left = self._left()
        wanted = Counter(_name_key(self._codes[at]) for at in left)
        for at in left:
            found = names[_name_key(self._codes[at])]
            if len(found) == 1 and wanted[_name_key(self._codes[at])] == 1:
                self._pair(at, found[0])

    def by_definition(self, parts: Sequence[str], notes: RowNotes) -> None:
        """Codes that got another name, by what only one on each side says of itself."""
        words = defaultdict[tuple[str, ...], list[Code]](list)
        for code in self._free.values():
            words[_words(code, parts)].append(code)
        left = [at for at in self._left() if not self._codes[at].draft.code_id]
        wanted = Counter(_words(self._codes[at].draft, parts) for at in left)
        for at in left:
            placed = self._codes[at]
            said = _words(placed.draft, parts)
            found = words[said]
            if placed.draft.is_group or not any(said) or len(found) != 1 or wanted[said] != 1:
                continue
            self._pair(at, found[0])
            if self.pairs[at] is not None:
                name = shortened(placed.draft.name)
                told = f"“{name}” says what “{shortened(found[0].name)}” says here: it is taken"
                notes.add(placed.row, f"{told} for its new name.")

    def _pair(self, at: int, code: Code | None) -> None:
        if code is None or code.id not in self._free:
            return
        if code.is_group == self._codes[at].draft.is_group:
            self.pairs[at] = self._free.pop(code.id)

    def _left(self) -> list[int]:
        return [at for at, code in enumerate(self.pairs) if code is None]


def _words(code: Code | CodeDraft, parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(_text(getattr(code, part)) for part in parts)


def _name_key(placed: Placed) -> tuple[bool, str]:
    return placed.draft.is_group, key_of(placed.draft.name)


def _names(at: int | None, codes: Sequence[Placed]) -> tuple[str, ...]:
    found: list[str] = []
    while at is not None:
        found.append(codes[at].draft.name)
        at = codes[at].parent
    return tuple(reversed(found))


def _path_keys(path: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(key_of, path))


# what each would be


def _with_ids(
    codes: Sequence[Placed],
    pairs: Sequence[Code | None],
    book: Codebook,
    given: frozenset[str],
) -> list[CodeDraft]:
    """The drafts with what the project has where the file is silent, and an id for each."""
    taken = {key_of(code.code_id) for code in book.codes}
    taken |= {key_of(placed.draft.code_id) for placed in codes if placed.draft.code_id}
    drafts = [
        placed.draft if code is None else _filled(placed, code, given)
        for placed, code in zip(codes, pairs, strict=True)
    ]
    # The group of a code has its name, and the code the better id: that stands in the sheets.
    for at in sorted(range(len(drafts)), key=lambda at: codes[at].is_made):
        if not drafts[at].code_id:
            drafts[at] = replace(drafts[at], code_id=made_id(drafts[at].name, taken))
            taken.add(key_of(drafts[at].code_id))
    return drafts


def _filled(placed: Placed, code: Code, given: frozenset[str]) -> CodeDraft:
    """What a code would be: the file where it speaks, else the code as it is."""
    said = (frozenset[str]() if placed.is_made else given) - placed.unread
    draft = placed.draft
    values = {
        name: getattr(draft if name in said else code, name)
        for name in ("name", "number", "key", "color", *TEXTS)
    }
    if placed.is_made:
        values["name"] = code.name
    values["color"] = values["color"] or code.color
    return CodeDraft(
        code_id=draft.code_id or code.code_id,
        is_group=code.is_group,
        fields=draft.fields if "fields" in said else None,
        rules=draft.rules if "rules" in said else None,
        **values,
    )


def _with_free_keys(
    codes: Sequence[Placed],
    drafts: Sequence[CodeDraft],
    pairs: Sequence[Code | None],
    book: Codebook,
    notes: RowNotes,
) -> list[CodeDraft]:
    """Keys that codes of the project keep are not given to others."""
    ring: KeyRing[str] = KeyRing()
    changing = {
        code.id
        for code, draft in zip(pairs, drafts, strict=True)
        if code is not None and code.key != draft.key
    }
    for code in book.codes:
        if code.id not in changing:
            ring.put(code.key, code.name)
    found: list[CodeDraft] = []
    for placed, draft, own in zip(codes, drafts, pairs, strict=True):
        if not draft.key or draft.is_group or (own is not None and own.id not in changing):
            found.append(draft)
            continue
        standing = ring.in_the_way(draft.key)
        if standing is None:
            ring.put(draft.key, draft.name)
            found.append(draft)
            continue
        words = f'the key "{draft.key}" cannot stand beside "{standing[0]}" of “{standing[1]}” here'
        notes.add(placed.row, f"{words}; it was left out.")
        kept = "" if own is None or ring.in_the_way(own.key) else own.key
        ring.put(kept, draft.name)
        found.append(replace(draft, key=kept))
    return found


def with_keys_that_are_free(
    pairs: Sequence[tuple[int | None, CodeDraft]], book: Codebook
) -> tuple[list[tuple[int | None, CodeDraft]], tuple[str, ...]]:
    """What is taken in, without the keys of codes that stay as they are.

    A code whose key is not free keeps the one it has, where that is free; a sentence tells of it.
    """
    taken = {code_id for code_id, _ in pairs}
    ring: KeyRing[str] = KeyRing()
    for code in book.codes:
        if code.id not in taken:
            ring.put(code.key, code.name)
    found: list[tuple[int | None, CodeDraft]] = []
    told: list[str] = []
    for code_id, draft in pairs:
        standing = ring.in_the_way(draft.key) if draft.key else None
        if standing is not None:
            own = None if code_id is None else book.by_id(code_id)
            key = "" if own is None or ring.in_the_way(own.key) else own.key
            kept = "keeps its key" if key else "has no key"
            words = f'"{draft.key}" cannot stand beside "{standing[0]}" of “{standing[1]}”.'
            told.append(f"“{draft.name}” {kept}: {words}")
            draft = replace(draft, key=key)  # noqa: PLW2901 - the draft as it can be
        ring.put(draft.key, draft.name)
        found.append((code_id, draft))
    return found, tuple(told)


# what differs


def _parts(
    at: int,
    arrived: Sequence[Arrived],
    book: Codebook,
    given: frozenset[str],
    jumped: frozenset[int],
) -> Iterator[PartChange]:
    each = arrived[at]
    code, draft = each.standing, each.draft
    if code is None:
        return
    for name in (*_LABELS, *TEXTS):
        before, after = _text(getattr(code, name)), _text(getattr(draft, name))
        if before != after:
            yield PartChange(name, before, after)
    yield from _more_parts(code, draft, book)
    if "parent" not in given:
        return
    parent = None if each.parent is None else arrived[each.parent]
    stays = (
        parent.standing is not None and parent.standing.id == code.parent_id
        if parent
        else (code.parent_id is None)
    )
    if not stays:
        before = _ABOVE.join(book.path(code)[:-1])
        yield PartChange("group", before, _ABOVE.join(path_of(each.parent, arrived)))
    elif at in jumped:
        yield PartChange("position", "", "")


def _more_parts(code: Code, draft: CodeDraft, book: Codebook) -> Iterator[PartChange]:
    """Fields and rules as they stand in a cell, where the file speaks of them."""
    if draft.fields is not None:
        standing = written_fields(each.draft for each in book.own_fields(code.id))
        wanted = written_fields(draft.fields)
        if standing != wanted:
            yield PartChange("fields", standing, wanted)
    if draft.rules is not None:
        standing, wanted = written_rules(own_rules(book, code)), written_rules(draft.rules)
        if standing != wanted:
            yield PartChange("rules", standing, wanted)


def _tell_lost_fields(arrived: Sequence[Arrived], book: Codebook, notes: RowNotes) -> None:
    """A field that the file does not have any more goes with what coders said in it."""
    for each in arrived:
        if each.standing is None or each.draft.fields is None:
            continue
        kept = {key_of(field.name) for field in each.draft.fields}
        for field in book.own_fields(each.standing.id):
            if key_of(field.name) not in kept:
                words = f"the field “{field.name}” is not there: it would go, with all that was"
                notes.add(each.row, f"{words} said in it.")


def first_words(draft: CodeDraft) -> tuple[PartChange, ...]:
    """What a new code says, as changes from nothing."""
    said = {name: _text(getattr(draft, name)) for name in ("number", "key", "color", *TEXTS)}
    said |= {"fields": written_fields(draft.fields or ())}
    said |= {"rules": written_rules(draft.rules or ())}
    return tuple(PartChange(name, "", text) for name, text in said.items() if text)


def _text(value: object) -> str:
    said = "" if value is None else str(value)
    return said.replace("\r\n", "\n").replace("\r", "\n").strip()


def _jumped(
    codes: Sequence[Placed], pairs: Sequence[Code | None], book: Codebook
) -> frozenset[int]:
    """Codes that stay in their group and stand elsewhere in it: the fewest that explain it."""
    places = {code.id: at for at, code in enumerate(book.codes)}
    siblings: defaultdict[int | None, list[int]] = defaultdict(list)
    for at, (placed, code) in enumerate(zip(codes, pairs, strict=True)):
        parent = None if placed.parent is None else pairs[placed.parent]
        new_group = placed.parent is not None and parent is None
        if code is None or new_group or code.parent_id != (parent.id if parent else None):
            continue
        siblings[code.parent_id].append(at)
    jumped: set[int] = set()
    for row in siblings.values():
        order = [places[code.id] for at in row if (code := pairs[at]) is not None]
        kept = _longest_rise(order)
        jumped |= {at for number, at in enumerate(row) if number not in kept}
    return frozenset(jumped)


def _longest_rise(numbers: Sequence[int]) -> frozenset[int]:
    """Places of a longest rising part of different numbers."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(tails, number)
        tails[at : at + 1] = [number]
        ends[at : at + 1] = [place]
        before.append(ends[at - 1] if at else -1)
    kept: set[int] = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return frozenset(kept)
