"""Which rules can be set for codes: exclusive, not with, may stand with, together, only if?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from msgspec import Struct

RuleKind = Literal["exclusive", "not_with", "may_with", "together", "only_if"]
Scope = Literal["passage", "sentence", "paragraph", "turn", "transcript"]

SCOPES: tuple[Scope, ...] = ("passage", "sentence", "paragraph", "turn", "transcript")
RULE_KINDS: tuple[RuleKind, ...] = ("exclusive", "not_with", "may_with", "together", "only_if")

SCOPE_WORDS: Mapping[Scope, str] = {
    "passage": "on one passage",
    "sentence": "in one sentence",
    "paragraph": "in one paragraph",
    "turn": "in one turn",
    "transcript": "in one transcript",
}


class RuleDraft(Struct, frozen=True):
    """A rule of one code or group, before a project knows it."""

    kind: RuleKind
    other: str = ""
    """Short label or name of the other code or group; empty for "exclusive"."""
    scope: Scope = "passage"
    strict: bool = True
    """Whether a coding that breaks it is refused, or only told of."""


class CodeRule(Struct, frozen=True):
    """A rule of a project. One on a group, or about a group, means every code below it.

    exclusive: of the codes below the group only one stands in a scope.
    not_with: the code and the other do not stand in one scope, whichever comes first.
    may_with: they may; said to coders, never checked.
    together: where the code stands, the other must stand too; told where it is missing.
    only_if: the code is given only where the other stands already.
    """

    id: int
    uuid: UUID
    code_id: int
    kind: RuleKind
    other_id: int | None
    scope: Scope
    strict: bool


def rule_words(kind: RuleKind, scope: Scope, other: str = "") -> str:
    """A rule as coders read it beside the name of its code; `other` is a short label."""
    where = SCOPE_WORDS[scope]
    words = {
        "exclusive": f"only one of its codes {where}",
        "not_with": f"not with {other} {where}",
        "may_with": f"may stand with {other} {where}",
        "together": f"needs {other} {where}",
        "only_if": f"only where {other} stands {where}",
    }
    return words[kind]
