"""What is a code? The tree of groups and codes with their definitions."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CodeDraft:
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


@dataclass(frozen=True, slots=True)
class Code:
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


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    """One version of the codebook; every coding points to the one it was made under."""

    id: int
    uuid: UUID
    name: str
    note: str
    frozen_at: str
    """UTC, ISO, milliseconds; empty while it is being worked on."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """All live codes of a project in tree order (a group stands before its codes)."""

    codes: tuple[Code, ...]
    version: CodebookVersion

    def by_id(self, id: int) -> Code | None:  # noqa: A002 - the field is called id everywhere
        return next((code for code in self.codes if code.id == id), None)

    def children(self, parent_id: int | None) -> tuple[Code, ...]:
        return tuple(code for code in self.codes if code.parent_id == parent_id)

    def path(self, code: Code) -> tuple[str, ...]:
        """The names from the top group down to the code itself."""
        names = [code.name]
        while code.parent_id is not None:
            parent = self.by_id(code.parent_id)
            if parent is None:
                break
            names.append(parent.name)
            code = parent
        return tuple(reversed(names))
