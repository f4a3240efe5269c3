"""What did the codebook say in each of its versions, and what differs between two?"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct, field, to_builtins

from annotator.model.code_fields import FieldDraft, Point, shown_value
from annotator.model.code_rules import RuleDraft, rule_words
from annotator.model.codebook import Code, Codebook, CodeDraft

DEFINITION = ("brief", "full", "use_when", "dont_use_when")
"""The texts that say which passages belong to a code."""

TEXTS = (*DEFINITION, "example", "counter_example", "memo")
_LABELS = ("code_id", "name", "number", "key", "color")

FIELD_WORDS: Mapping[str, str] = {
    "code_id": "Id",
    "name": "Name",
    "number": "Number",
    "key": "Key",
    "color": "Colour",
    "brief": "Brief definition",
    "full": "Full definition",
    "use_when": "Use when",
    "dont_use_when": "Don\u2019t use when",
    "example": "Example",
    "counter_example": "Counter-example",
    "memo": "Memo",
    "group": "Group",
    "position": "Order",
    "fields": "Fields",
    "rules": "Rules",
}
"""What each part of a code is called in the window and in lists of changes."""

_ABOVE = " \u203a "
_NUMBER_AT_END = re.compile(r"(\d+)(\D*)$")


class FrozenCode(Struct, frozen=True):
    """A code as it stood in one version. Other codes are named by their short labels."""

    uuid: UUID
    code_id: str
    name: str
    is_group: bool
    parent: UUID | None
    position: int
    number: int | None = None
    key: str = ""
    color: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    """By the names of `TEXTS`; empty ones are left out."""
    fields: tuple[FieldDraft, ...] = ()
    rules: tuple[RuleDraft, ...] = ()
    field_uuids: tuple[UUID, ...] = ()
    """Of the fields, in their order; none where an earlier program froze the version."""

    def text(self, name: str) -> str:
        """One of the texts, or one of the labels as text."""
        if name in TEXTS:
            return self.texts.get(name, "")
        value = getattr(self, name)
        return "" if value is None else str(value)


class FrozenCodebook(Struct, frozen=True):
    """The whole codebook as it stood, in the order of the tree."""

    codes: tuple[FrozenCode, ...]

    def by_uuid(self) -> dict[UUID, FrozenCode]:
        return {code.uuid: code for code in self.codes}

    def path(self, code: FrozenCode) -> tuple[str, ...]:
        """The names of the groups above a code, from the top."""
        known, names, seen = self.by_uuid(), list[str](), {code.uuid}
        parent = code.parent
        while parent in known and parent not in seen:
            seen.add(parent)
            names.append(known[parent].name)
            parent = known[parent].parent
        return tuple(reversed(names))


class PartChange(Struct, frozen=True):
    """One part of a code that differs; texts as a reader sees them."""

    part: str
    """A key of `FIELD_WORDS`."""
    before: str
    after: str


class CodeChange(Struct, frozen=True):
    """What differs in one code."""

    kind: Literal["added", "removed", "changed", "moved"]
    """moved: nothing but its group or its place among its siblings differs."""
    uuid: UUID
    code_id: str
    name: str
    is_group: bool
    parts: tuple[PartChange, ...] = ()


def frozen(book: Codebook) -> FrozenCodebook:
    """The codebook as it stands now."""
    return FrozenCodebook(tuple(_frozen(book, code) for code in book.codes))


def differences(before: FrozenCodebook, after: FrozenCodebook) -> tuple[CodeChange, ...]:
    """What differs, code by code in the order of the later tree; what is gone comes last."""
    old, new = before.by_uuid(), after.by_uuid()
    jumped = _jumped(before, after)
    found: list[CodeChange] = []
    for code in after.codes:
        was = old.get(code.uuid)
        if was is None:
            found.append(_change("added", code))
            continue
        parts = tuple(_parts(before, was, after, code))
        if code.uuid in jumped:
            parts = (*parts, PartChange("position", _place(was), _place(code)))
        if parts:
            only_place = {part.part for part in parts} <= {"group", "position"}
            found.append(_change("moved" if only_place else "changed", code, parts))
    gone = [code for code in before.codes if code.uuid not in new]
    return (*found, *(_change("removed", code) for code in gone))


def next_name(name: str) -> str:
    """What the version after this one is called until somebody says otherwise: 1.1 to 1.2."""
    number = _NUMBER_AT_END.search(name)
    if number is None:
        return f"{name} 2" if name else "1.0"
    return f"{name[: number.start()]}{int(number[1]) + 1}{number[2]}"


def packed(book: FrozenCodebook) -> dict[str, Any]:
    """As JSON can hold it; `unpacked` reads it back."""
    return {"codes": [_packed(code) for code in book.codes]}


def unpacked(written: Mapping[str, Any]) -> FrozenCodebook:
    """What `packed` wrote; parts that a later program added are passed over."""
    return FrozenCodebook(tuple(_unpacked(code) for code in written.get("codes", ())))


def draft_of(book: Codebook, code: Code) -> CodeDraft:
    """A code as it would be described anew, with its own fields and rules."""
    parent = None if code.parent_id is None else book.by_id(code.parent_id)
    return CodeDraft(
        code_id=code.code_id,
        name=code.name,
        parent=parent.code_id if parent is not None else "",
        is_group=code.is_group,
        number=code.number,
        key=code.key,
        color=code.color,
        brief=code.brief,
        full=code.full,
        use_when=code.use_when,
        dont_use_when=code.dont_use_when,
        example=code.example,
        counter_example=code.counter_example,
        memo=code.memo,
        fields=tuple(each.draft for each in book.own_fields(code.id)),
        rules=own_rules(book, code),
    )


def own_rules(book: Codebook, code: Code) -> tuple[RuleDraft, ...]:
    """The rules of a code as they would be described anew."""
    found = []
    for rule in book.own_rules(code.id):
        other = None if rule.other_id is None else book.by_id(rule.other_id)
        label = other.code_id if other is not None else ""
        found.append(RuleDraft(rule.kind, label, rule.scope, rule.strict))
    return tuple(found)


def field_words(draft: FieldDraft) -> str:
    """A field in one line: "position: scale, ordinal (−1 against, 0 neutral, +1 for), required"."""
    kind = draft.kind.replace("_", " or ")
    words = f"{draft.name}: {kind}, {draft.level}" if draft.level else f"{draft.name}: {kind}"
    if draft.points:
        words += f" ({', '.join(shown_value(draft, point.value) for point in draft.points)})"
    bounds = [
        f"{word} {bound:g}"
        for word, bound in (("from", draft.least), ("to", draft.most))
        if bound is not None
    ]
    words += f" {' '.join(bounds)}" if bounds else ""
    words += ", required" if draft.required else ""
    words += ", proposed from the speaker" if draft.from_speaker else ""
    return f"{words} \u2013 {draft.question}" if draft.question else words


def _frozen(book: Codebook, code: Code) -> FrozenCode:
    parent = None if code.parent_id is None else book.by_id(code.parent_id)
    texts = {name: getattr(code, name) for name in TEXTS}
    return FrozenCode(
        uuid=code.uuid,
        code_id=code.code_id,
        name=code.name,
        is_group=code.is_group,
        parent=parent.uuid if parent is not None else None,
        position=code.position,
        number=code.number,
        key=code.key,
        color=code.color,
        texts={name: text for name, text in texts.items() if text},
        fields=tuple(each.draft for each in book.own_fields(code.id)),
        rules=own_rules(book, code),
        field_uuids=tuple(each.uuid for each in book.own_fields(code.id)),
    )


def _change(
    kind: Literal["added", "removed", "changed", "moved"],
    code: FrozenCode,
    parts: Sequence[PartChange] = (),
) -> CodeChange:
    return CodeChange(kind, code.uuid, code.code_id, code.name, code.is_group, tuple(parts))


def _parts(
    before: FrozenCodebook, was: FrozenCode, after: FrozenCodebook, now: FrozenCode
) -> Iterator[PartChange]:
    for name in (*_LABELS, *TEXTS):
        old, new = was.text(name), now.text(name)
        if old != new:
            yield PartChange(name, old, new)
    if was.parent != now.parent:
        old, new = (_ABOVE.join(path) for path in (before.path(was), after.path(now)))
        yield PartChange("group", old, new)
    for name, lines in (("fields", _field_lines), ("rules", _rule_lines)):
        old, new = lines(was), lines(now)
        if old != new:
            yield PartChange(name, old, new)


def _field_lines(code: FrozenCode) -> str:
    return "\n".join(field_words(each) for each in code.fields)


def _rule_lines(code: FrozenCode) -> str:
    lines = [
        rule_words(each.kind, each.scope, each.other) + ("" if each.strict else " (only told)")
        for each in code.rules
    ]
    return "\n".join(sorted(lines))


def _jumped(before: FrozenCodebook, after: FrozenCodebook) -> set[UUID]:
    """Codes that changed places with siblings of theirs; those that only made room did not."""
    places = {code.uuid: number for number, code in enumerate(before.codes)}
    parents = {code.uuid: code.parent for code in before.codes}
    families: dict[UUID | None, list[FrozenCode]] = {}
    for code in after.codes:
        if code.uuid in places and parents[code.uuid] == code.parent:
            families.setdefault(code.parent, []).append(code)
    jumped: set[UUID] = set()
    for family in families.values():
        stayed = _longest_rise([places[code.uuid] for code in family])
        jumped |= {code.uuid for code in family if places[code.uuid] not in stayed}
    return jumped


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The longest rising run that is left when the fewest numbers are taken out."""
    tops: list[int] = []
    at: list[int] = []
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tops, number)
        before.append(at[length - 1] if length else None)
        tops[length:] = [number, *tops[length + 1 :]]
        at[length:] = [place, *at[length + 1 :]]
    found: set[int] = set()
    last: int | None = at[-1] if at else None
    while last is not None:
        found.add(numbers[last])
        last = before[last]
    return found


def _place(code: FrozenCode) -> str:
    return str(code.position + 1)


def _packed(code: FrozenCode) -> dict[str, Any]:
    uuids = [{"uuid": each.hex} for each in code.field_uuids] or [{}] * len(code.fields)
    return {
        "uuid": code.uuid.hex,
        "code_id": code.code_id,
        "name": code.name,
        "is_group": code.is_group,
        "parent": None if code.parent is None else code.parent.hex,
        "position": code.position,
        "number": code.number,
        "key": code.key,
        "color": code.color,
        "texts": dict(code.texts),
        "fields": [
            to_builtins(each) | known for each, known in zip(code.fields, uuids, strict=True)
        ],
        "rules": [to_builtins(each) for each in code.rules],
    }


def _unpacked(written: Mapping[str, Any]) -> FrozenCode:
    parent = written.get("parent")
    return FrozenCode(
        uuid=UUID(hex=written["uuid"]),
        code_id=written["code_id"],
        name=written["name"],
        is_group=written["is_group"],
        parent=None if parent is None else UUID(hex=parent),
        position=written["position"],
        number=written.get("number"),
        key=written.get("key", ""),
        color=written.get("color", ""),
        texts={name: text for name, text in written.get("texts", {}).items() if name in TEXTS},
        fields=tuple(_field(each) for each in written.get("fields", ())),
        rules=tuple(_rule(each) for each in written.get("rules", ())),
        field_uuids=_field_uuids(written.get("fields", ())),
    )


def _field_uuids(written: Sequence[Mapping[str, Any]]) -> tuple[UUID, ...]:
    known = tuple(UUID(hex=each["uuid"]) for each in written if "uuid" in each)
    return known if len(known) == len(written) else ()


def _field(written: Mapping[str, Any]) -> FieldDraft:
    known = {name: value for name, value in written.items() if name in _OF_FIELD}
    points = tuple(Point(**point) for point in written.get("points", ()))
    return FieldDraft(**known | {"points": points})


def _rule(written: Mapping[str, Any]) -> RuleDraft:
    return RuleDraft(**{name: value for name, value in written.items() if name in _OF_RULE})


_OF_FIELD = frozenset(FieldDraft.__struct_fields__)
_OF_RULE = frozenset(RuleDraft.__struct_fields__)
