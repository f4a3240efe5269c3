"""What is a code? The tree of groups and codes with their definitions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from msgspec import Struct

from annotator.model.code_ids import key_of

if TYPE_CHECKING:
    from annotator.model.code_fields import CodeField, FieldDraft
    from annotator.model.code_rules import CodeRule, RuleDraft

SortBy = Literal["name", "code_id", "number", "uses"]


class CodeDraft(Struct, frozen=True):
    """A code as a person or a file describes it, before a project knows it.

    `code_id` is the short label used in sheets (UKR); `parent` is the `code_id` or the name of
    the group it stands in, empty at the top. Texts are plain text. `key` is one character that
    applies the code, or empty. `color` is "#RRGGBB" or empty for the next calm one.
    """

    code_id: str
    name: str
    parent: str = ""
    is_group: bool = False
    number: int | None = None
    key: str = ""
    color: str = ""
    brief: str = ""
    full: str = ""
    use_when: str = ""
    dont_use_when: str = ""
    example: str = ""
    counter_example: str = ""
    memo: str = ""
    fields: tuple[FieldDraft, ...] | None = None
    """Its own fields, in order; None leaves those that it has."""
    rules: tuple[RuleDraft, ...] | None = None
    """Its own rules; None leaves those that it has."""


class Quoted(Struct, frozen=True):
    """Where words that a code quotes stand in a transcript."""

    transcript: UUID
    start: int
    end: int
    quote: str


class Code(Struct, frozen=True):
    """A code of a project. Groups are codes that only hold codes."""

    id: int
    uuid: UUID
    code_id: str
    name: str
    parent_id: int | None
    is_group: bool
    position: int
    """Order among the siblings."""
    number: int | None
    key: str
    color: str
    brief: str
    full: str
    use_when: str
    dont_use_when: str
    example: str
    counter_example: str
    memo: str
    example_at: Quoted | None = None
    """The passage that the example quotes; None where it was made up or never linked."""
    counter_example_at: Quoted | None = None


class CodebookVersion(Struct, frozen=True):
    """One version of the codebook; every coding points to the one it was made under."""

    id: int
    uuid: UUID
    name: str
    note: str
    frozen_at: str
    """UTC, ISO, milliseconds; empty while it is being worked on."""


class CodebookImport(Struct, frozen=True):
    """What an import did to the codebook."""

    added: int
    changed: int
    """Codes that say something else now, or stand elsewhere."""
    same: int
    removed: int = 0
    notes: tuple[str, ...] = ()
    """What was read otherwise than it stood in the file, or left out, in words."""


class Codebook(Struct, frozen=True, dict=True):
    """All live codes of a project in tree order (a group stands before its codes)."""

    codes: tuple[Code, ...]
    version: CodebookVersion
    fields: tuple[CodeField, ...] = ()
    """Of all codes, in the order of each."""
    rules: tuple[CodeRule, ...] = ()

    @cached_property
    def _index(self) -> _Index:
        return _Index(self.codes, self.fields, self.rules)

    @cached_property
    def _called(self) -> _Called:
        return _Called(self.codes)

    def called(self, name: str) -> Code | None:
        """The code or group with this short label, else with this name; None for none or several.

        Case and extra space make no difference.
        """
        return self._called.one(name)

    def by_id(self, id: int) -> Code | None:  # noqa: A002 - the field is called id everywhere
        return self._index.by_id.get(id)

    def children(self, parent_id: int | None) -> tuple[Code, ...]:
        return tuple(self._index.children.get(parent_id, ()))

    def line(self, code: Code) -> tuple[Code, ...]:
        """The groups from the top down to the code itself."""
        found, seen = [code], {code.id}
        while code.parent_id is not None:
            parent = self.by_id(code.parent_id)
            if parent is None or parent.id in seen:
                break
            found.append(parent)
            seen.add(parent.id)
            code = parent
        return tuple(reversed(found))

    def path(self, code: Code) -> tuple[str, ...]:
        """The names from the top group down to the code itself."""
        return tuple(each.name for each in self.line(code))

    def below(self, code_id: int | None) -> frozenset[int]:
        """The ids of the code and of everything below it; empty for None."""
        found: list[int] = [] if code_id is None else [code_id]
        for each in found:
            found.extend(child.id for child in self._index.children.get(each, ()))
        return frozenset(found)

    def own_fields(self, code_id: int) -> tuple[CodeField, ...]:
        """The fields that the code or group itself has."""
        return tuple(self._index.fields.get(code_id, ()))

    def fields_of(self, code: Code) -> tuple[CodeField, ...]:
        """The fields that a coding with this code has: those of its groups, then its own."""
        return tuple(each for above in self.line(code) for each in self.own_fields(above.id))

    def field(self, field_id: int) -> CodeField | None:
        return next((each for each in self.fields if each.id == field_id), None)

    def own_rules(self, code_id: int) -> tuple[CodeRule, ...]:
        """The rules that the code or group itself has."""
        return tuple(self._index.rules.get(code_id, ()))

    def rules_about(self, code: Code) -> tuple[CodeRule, ...]:
        """Every rule that bears on a coding with this code: its own, its groups', others' on it."""
        return self._index.rules_about(tuple(each.id for each in self.line(code)))


class _Called:
    """The codes by short label and by name, as `key_of` folds them."""

    __slots__ = ("_labels", "_names")

    def __init__(self, codes: Sequence[Code]) -> None:
        self._labels: defaultdict[str, list[Code]] = defaultdict(list)
        self._names: defaultdict[str, list[Code]] = defaultdict(list)
        for code in codes:
            self._labels[key_of(code.code_id)].append(code)
            self._names[key_of(code.name)].append(code)

    def one(self, name: str) -> Code | None:
        wanted = key_of(name)
        if not wanted:
            return None
        found = self._labels.get(wanted) or self._names.get(wanted) or []
        return found[0] if len(found) == 1 else None


class _Index:
    """The codes by id and parent, their fields and rules by code."""

    __slots__ = ("_towards", "by_id", "children", "fields", "rules")

    def __init__(
        self, codes: Sequence[Code], fields: Sequence[CodeField], rules: Sequence[CodeRule]
    ) -> None:
        self.by_id = {code.id: code for code in codes}
        self.children: defaultdict[int | None, list[Code]] = defaultdict(list)
        for code in codes:
            self.children[code.parent_id].append(code)
        self.fields: defaultdict[int, list[CodeField]] = defaultdict(list)
        for each in fields:
            self.fields[each.code_id].append(each)
        self.rules: defaultdict[int, list[CodeRule]] = defaultdict(list)
        self._towards: defaultdict[int, list[CodeRule]] = defaultdict(list)
        for rule in rules:
            self.rules[rule.code_id].append(rule)
            if rule.other_id is not None and rule.kind in {"not_with", "may_with"}:
                self._towards[rule.other_id].append(rule)

    def rules_about(self, line: tuple[int, ...]) -> tuple[CodeRule, ...]:
        found: dict[int, CodeRule] = {}
        if self.rules:
            for code_id in line:
                found |= {rule.id: rule for rule in self.rules.get(code_id, ())}
                found |= {rule.id: rule for rule in self._towards.get(code_id, ())}
        return tuple(found.values())
