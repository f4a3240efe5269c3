"""What may stand in a codebook together? Ids, keys, colours and groups, checked before writing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotator.errors import NotFound
from annotator.model.code_colors import CALM_COLORS
from annotator.model.code_ids import MAX_LENGTH, RESERVED_IDS, WHY_RESERVED, key_of, made_id
from annotator.model.code_keys import KeyRing, clash_problem, shape_problem

if TYPE_CHECKING:
    from annotator.model.codebook import Code, CodeDraft

_COLOR = re.compile("#[0-9A-Fa-f]{6}")


class Shelf:
    """The codes of a project, found by id, key and group without looking at each of them."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self._by_id: dict[str, Code] = {}
        self._keys: KeyRing[Code] = KeyRing()
        self._groups: dict[str, Code] = {}
        self._leaving: dict[str, Code] = {}
        self._places: defaultdict[int | None, int] = defaultdict(int)
        self._n_codes = 0
        self._colors: set[str] = set()
        for code in codes:
            self.put(code)

    def put(self, code: Code) -> None:
        self._by_id[key_of(code.code_id)] = code
        self._keys.put(code.key, code)
        self._colors.add(code.color.upper())
        if code.is_group:
            self._groups.setdefault(key_of(code.name), code)
        else:
            self._n_codes += 1
        self._places[code.parent_id] = max(self._places[code.parent_id], code.position + 1)

    def take(self, code: Code) -> None:
        """Free the id and key of a code that is about to change; a group still counts as one."""
        self._by_id.pop(key_of(code.code_id), None)
        self._keys.take(code.key)
        if code.is_group:
            self._leaving |= {key_of(code.code_id): code, key_of(code.name): code}
        else:
            self._n_codes -= 1

    def called(self, code_id: str) -> Code | None:
        return self._by_id.get(key_of(code_id)) if code_id.strip() else None

    def group(self, name: str) -> Code | None:
        """The group with this id or name; None for "", `NotFound` where there is none."""
        if not name.strip():
            return None
        wanted = key_of(name)
        by_id = self._by_id.get(wanted)
        if by_id is not None and by_id.is_group:
            return by_id
        found = self._groups.get(wanted) or self._leaving.get(wanted)
        if found is None:
            raise NotFound(f"There is no group called “{name}”.", "Add the group first.")
        return found

    def last_place(self, parent_id: int | None) -> int:
        """The position behind the last child of a group."""
        return self._places[parent_id]

    def free_id(self, name: str) -> str:
        """A short label made from a name, unique in the codebook."""
        return made_id(name, self._by_id)

    def keep_colors(self, drafts: Iterable[CodeDraft]) -> None:
        """Colours that drafts ask for are given to no other code."""
        self._colors |= {draft.color.upper() for draft in drafts}

    def next_color(self) -> str:
        """The next calm colour that no code has, or simply the next where all are taken."""
        start = self._n_codes % len(CALM_COLORS)
        turned = (*CALM_COLORS[start:], *CALM_COLORS[:start])
        return next((color for color in turned if color not in self._colors), turned[0])

    def problems(self, draft: CodeDraft) -> dict[str, str]:
        """What stands against a draft, by field (name, code_id, key, color); empty if nothing."""
        found = {
            "name": "" if draft.name.strip() else "A code needs a name.",
            "code_id": self._id_problem(draft.code_id.strip()),
            "key": "" if draft.is_group or not draft.key else self._key_problem(draft.key),
            "color": _color_problem(draft.color),
        }
        return {field: words for field, words in found.items() if words}

    def _id_problem(self, wanted: str) -> str:
        if wanted.casefold() in RESERVED_IDS:
            return f"“{wanted}” cannot be an id: {WHY_RESERVED}."
        if len(wanted) > MAX_LENGTH:
            return f"An id has at most {MAX_LENGTH} characters."
        other = self.called(wanted)
        return f"The id {wanted} belongs to “{other.name}”." if other else ""

    def _key_problem(self, key: str) -> str:
        other = self._keys.in_the_way(key)
        return shape_problem(key) or (clash_problem(key, other[0], other[1].name) if other else "")


def _color_problem(color: str) -> str:
    return "" if not color or _COLOR.fullmatch(color) else "A colour is written like #2D6FB4."
