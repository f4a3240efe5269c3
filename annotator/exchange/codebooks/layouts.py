"""Which column of somebody's codebook is what, and how do its rows stand in each other?

A layout is guessed from the headings and the cells, shown, and changed by whoever imports.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import UserError
from annotator.exchange.codebooks.headings import (
    CODES_STEMS,
    LEVEL_STEMS,
    ONCE,
    SUB_STEMS,
    SYNONYMS,
    TEXT_ROLES,
    Role,
)
from annotator.exchange.headers import plain, recognised
from annotator.model.code_ids import key_of
from annotator.model.code_notation import read_fields, read_rules

if TYPE_CHECKING:
    from annotator.exchange.codebooks.raw_tables import RawRow, RawTable

_READERS: Mapping[Role, Callable[[str], tuple[Sequence[object], object]]] = {
    "fields": read_fields,
    "rules": read_rules,
}

_RULES = frozenset({"rules", "rule", "coding_rules", "coding_rule", "regeln", "kodierregeln"})
"""Headings over rules of codes or over rules in words; the cells tell which."""

Nesting = Literal["columns", "signs", "indents", "numbers", "none"]
"""Columns name the group; signs part a path; words are moved in; 1.2 stands in 1; no tree."""

SIGNS = (">", "\\", "->", "::", "/", ".", "\u2192", "\u00bb", "|")
"""What parts the steps of a path."""

_SURE_SIGNS = ("->", "::", "\\", "\u2192", "\u00bb", ">")
"""Signs that part a path wherever they stand between words; others must prove it. Longer first."""
_NUMBERED = re.compile(r"(.+?)_?(\d)")
_DOTTED = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,6})*\.?")
_NUMBER_FIRST = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})*)[.):]?\s+(?=\S)")
_DOUBTFUL_NUMBERS = {"id", "no", "value", "wert"}
"""Headings that often stand over something else than numbers."""
_PARTS_OF_HEADING = re.compile(r"[/(),;:\n]|\s[-\u2013\u2014|&+]\s")
"""What parts a heading that says two things: Description / when to use, Rule (include)."""
_LOOKED_AT = 12
"""Rows among which the headings are looked for."""
_MOST_SEEN = 2_000
"""Rows that are looked at for a guess."""


class Layout(Struct, frozen=True):
    """What each column is, which row holds the headings, and where groups come from."""

    roles: tuple[Role, ...]
    header: int | None
    """Place among the rows of the table; None where the first row is a code already."""
    nesting: Nesting = "columns"
    sign: str = ">"
    fill_down: bool = False
    """An empty group means the one above it."""

    @property
    def problem(self) -> UserError | None:
        """Why nothing can be read in this way."""
        if {"code_id", "name", "path", "level", "codes"} & set(self.roles):
            return None
        return UserError(
            "There is no column that names the codes.",
            "Say which column holds their names; the first row needs headings such as code_id, "
            "name, group, brief_definition, key.",
        )

    def column(self, role: Role) -> int | None:
        """The first column with a role."""
        return self.roles.index(role) if role in self.roles else None

    def columns(self, role: Role) -> tuple[int, ...]:
        return tuple(at for at, each in enumerate(self.roles) if each == role)

    def with_role(self, column: int, role: Role) -> Layout:
        """The layout with a column as something else; who had a role that stands once loses it."""
        roles: list[Role] = ["" if role in ONCE and each == role else each for each in self.roles]
        roles[column] = role
        return replace(self, roles=tuple(roles))


def headings_of(table: RawTable, layout: Layout) -> tuple[str, ...]:
    """The words over each column; its letter where there are none."""
    row = None if layout.header is None else table.rows[layout.header]
    return tuple(
        (row.cell(at).strip() if row else "") or f"Column {letters(at)}"
        for at in range(table.width)
    )


def letters(column: int) -> str:
    """A column as a spreadsheet calls it, from 0: A, B ... Z, AA."""
    said = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(ord("A") + rest) + said
    return said


def guessed(table: RawTable) -> Layout:
    """The most likely layout of a table."""
    header, roles = _header(table)
    body = table.rows[0 if header is None else header + 1 :][:_MOST_SEEN]
    roles = _by_cells(roles, body, () if header is None else table.rows[header].cells)
    return nested(Layout(roles, header), table)


def headed(table: RawTable, header: int | None) -> Layout:
    """The most likely layout where the headings stand in this row, or in none."""
    if header is None:
        first: tuple[Role, ...] = ("name", "brief")
        nothing: Role = ""
        roles = (*first[: table.width], *(nothing for _ in range(table.width - len(first))))
        return nested(Layout(roles, None), table)
    cells = table.rows[header].cells
    roles = _all_roles([*cells, *[""] * (table.width - len(cells))])
    body = table.rows[header + 1 :][:_MOST_SEEN]
    return nested(Layout(_by_cells(roles, body, cells), header), table)


def nested(layout: Layout, table: RawTable) -> Layout:
    """The layout with the most likely answer to where groups come from, for its columns."""
    body = table.rows[0 if layout.header is None else layout.header + 1 :][:_MOST_SEEN]
    roles = set(layout.roles)
    names = layout.column("name")
    if names is None:
        names = layout.column("code_id")
    if "path" in roles:
        at = layout.column("path") or 0
        return replace(layout, nesting="signs", sign=_sign_of_paths(_cells(body, at)))
    if "codes" in roles:
        cells = [cell for at in layout.columns("codes") for cell in _cells(body, at)]
        sign = _sure_sign(cells)
        return replace(layout, nesting="signs" if sign else "none", sign=sign or ">")
    if "group" in roles:
        # Every field of a group is words, so a sign in a name is a part of the name.
        return replace(layout, nesting="columns", fill_down=_groups_stand_once(layout, body))
    if "level" in roles:
        return replace(layout, nesting="columns", fill_down=True)
    if names is None or "kind" in roles:
        return replace(layout, nesting="none")
    return _by_words(layout, body, names)


def _by_words(layout: Layout, body: Sequence[RawRow], names: int) -> Layout:
    """Nothing but the names and ids themselves can say where a code stands."""
    cells = _cells(body, names)
    sign = _sure_sign(cells) or _proven_sign(cells)
    if sign:
        return replace(layout, nesting="signs", sign=sign)
    if any(_moved_in(row, names) for row in body[1:]) and not _moved_in(body[0], names):
        return replace(layout, nesting="indents")
    for at in (layout.column("code_id"), layout.column("number"), names):
        if at is not None and are_numbers(_cells(body, at), first_words=at == names):
            return replace(layout, nesting="numbers")
    return replace(layout, nesting="none")


# which row holds the headings


def _header(table: RawTable) -> tuple[int | None, tuple[Role, ...]]:
    """The row with the most headings that are known, the first of equals; titles stand above."""
    most, at_most = 0, -1
    found: tuple[Role, ...] = ()
    for at, row in enumerate(table.rows[:_LOOKED_AT]):
        cells = [*row.cells, *[""] * (table.width - len(row.cells))]
        roles = _all_roles(cells)
        known = sum(1 for role in roles if role)
        if known > most and not Layout(roles, at).problem:
            most, at_most, found = known, at, roles
    return (at_most, found) if most else _without_headings(table)


def _without_headings(table: RawTable) -> tuple[int | None, tuple[Role, ...]]:
    """One column, or names and texts, are codes without headings; anything else is unknown."""
    nothing: Role = ""
    left_out = (nothing,) * table.width
    if table.width == 1:
        return None, ("name",)
    if table.width == 2:
        firsts = [row.cell(0).strip() for row in table.rows]
        seconds = [row.cell(1).strip() for row in table.rows]
        unlike = all(len(each) <= 80 for each in firsts) and len(set(firsts)) == len(firsts)
        if unlike and sum(map(len, seconds)) > 2 * sum(map(len, firsts)):
            return None, ("name", "brief")
    return 0, left_out


def _roles(cells: Sequence[str]) -> tuple[Role, ...]:
    roles: list[Role] = [""] * len(cells)
    steps = _levels(cells)
    for at in steps:
        roles[at] = "level"
    rest = ["" if at in steps else cell for at, cell in enumerate(cells)]
    places = recognised(rest, SYNONYMS)
    for role, at in places.items():
        if cells[at].strip():
            roles[at] = role
    if "code_id" in roles and not {"name", "path", "level"} & set(roles):
        # One column alone that names the codes, whatever it is called, holds their names.
        roles[roles.index("code_id")] = "name"
    several = [at for at in _numbered(cells, CODES_STEMS) if not roles[at]]
    if several and not {"name", "path", "level", "code_id"} & set(roles):
        for at in several:
            roles[at] = "codes"
    return tuple(roles)


def _all_roles(cells: Sequence[str]) -> tuple[Role, ...]:
    """The roles of a row that holds headings: also of those that are known by a part only."""
    roles = list(_roles(cells))
    for at, cell in enumerate(cells):
        if not roles[at]:
            parts = [part for part in _PARTS_OF_HEADING.split(cell) if part.strip()]
            free = {role: said for role, said in SYNONYMS.items() if role not in roles}
            known = recognised(parts if len(parts) > 1 else [], free)
            roles[at] = min(known, key=lambda role: known[role], default="")
    if "group" in roles and not {"name", "code_id", "path", "level", "codes"} & set(roles):
        # A column of categories with nothing beside it that names codes: these are the codes.
        roles[roles.index("group")] = "name"
    return tuple(roles)


def _levels(cells: Sequence[str]) -> tuple[int, ...]:
    """Columns that are steps of the tree, from the top."""
    places = {plain(cell): at for at, cell in reversed(list(enumerate(cells))) if cell.strip()}
    for stem, below in SUB_STEMS.items():
        found = next((places[each] for each in below if each in places), None)
        if stem in places and found is not None:
            return (places[stem], found)
    if {"name", "code_id", "path"} & places.keys():
        return ()
    stems = LEVEL_STEMS - CODES_STEMS if {"doc_id", "text_name"} & places.keys() else LEVEL_STEMS
    steps = _numbered(cells, stems - ({"code"} if _many_codes(cells) else set()))
    return steps if len(steps) > 1 else ()


def _many_codes(cells: Sequence[str]) -> bool:
    """Whether Code 1, Code 2 ... stand beside columns that no codebook has."""
    numbered = set(_numbered(cells, CODES_STEMS))
    others = [cell for at, cell in enumerate(cells) if cell.strip() and at not in numbered]
    known = recognised(others, {role: SYNONYMS[role] for role in TEXT_ROLES})
    return len(numbered) > 1 and bool(others) and not known


def _numbered(cells: Sequence[str], stems: frozenset[str] | set[str]) -> tuple[int, ...]:
    """Columns whose heading is a stem and a number, at least two of one stem, by number."""
    found: dict[str, list[tuple[str, int]]] = {}
    for at, cell in enumerate(cells):
        match = _NUMBERED.fullmatch(plain(cell))
        if match and match[1] in stems:
            found.setdefault(match[1], []).append((match[2], at))
    several = next((each for each in found.values() if len(each) > 1), [])
    return tuple(at for _, at in sorted(several))


# what the cells say


def _by_cells(
    roles: tuple[Role, ...], body: Sequence[RawRow], header: Sequence[str]
) -> tuple[Role, ...]:
    """Roles put right by what stands below the headings."""
    found = list(roles)
    steps = [at for at, role in enumerate(found) if role == "level"]
    if steps and "name" in found and all(_all_numbers(body, at) for at in steps):
        # Major 1, sub 101, and the name in a column of its own: the numbers say the tree.
        for at in steps:
            found[at] = ""
        found[steps[0]], found[steps[-1]] = "group", "number"
    if "kind" in found:
        at = found.index("kind")
        said = {key_of(cell) for cell in _cells(body, at)}
        if said and not said <= {"code", "group", "category", "theme", "true", "false", "yes", "no",
                                 "0", "1", "gruppe", "groupe", "grupo", "gruppo"}:  # fmt: skip
            found[at] = ""
    at_rules = _column_of_rules(found, body, header)
    if at_rules is not None:
        found[at_rules] = "rules"
    for role, reading in _READERS.items():
        at = found.index(role) if role in found else -1
        cells = _cells(body, at) if at >= 0 else []
        if cells and not any(reading(cell)[0] for cell in cells):
            found[at] = "memo"  # words of somebody who means something else by it
    if "number" in found:
        at = found.index("number")
        cells = _cells(body, at)
        doubtful = plain(header[at]) in _DOUBTFUL_NUMBERS if at < len(header) else True
        if doubtful and cells and not any(_DOTTED.fullmatch(cell) for cell in cells):
            found[at] = ""
    return tuple(found)


def _column_of_rules(
    roles: Sequence[Role], body: Sequence[RawRow], header: Sequence[str]
) -> int | None:
    """A column of rules that was taken for words, where no other holds rules."""
    if "rules" in roles:
        return None
    free: tuple[Role, ...] = ("use_when", "")
    for at, (heading, role) in enumerate(zip(header, roles, strict=False)):
        if plain(heading) in _RULES and role in free:
            return at if _are_rules(_cells(body, at), _named(body, roles)) else None
    return None


def _are_rules(cells: Sequence[str], codes: Container[str]) -> bool:
    """Whether all are rules about codes of the same table; prose may begin like one."""
    read = [read_rules(cell) for cell in cells]
    return bool(read) and all(
        rules
        and not wrong
        and all(rule.kind == "exclusive" or key_of(rule.other) in codes for rule in rules)
        for rules, wrong in read
    )


def _named(body: Sequence[RawRow], roles: Sequence[Role]) -> set[str]:
    """What the codes of a table are called, folded."""
    columns = [at for at, role in enumerate(roles) if role in {"code_id", "name", "group"}]
    return {key_of(cell) for at in columns for cell in _cells(body, at)}


def _all_numbers(body: Sequence[RawRow], at: int) -> bool:
    cells = _cells(body, at)
    return bool(cells) and all(_DOTTED.fullmatch(cell) for cell in cells)


def _groups_stand_once(layout: Layout, body: Sequence[RawRow]) -> bool:
    """Whether a group is written in its first row only, as people do who do not merge cells."""
    if {"kind", "path"} & set(layout.roles):
        return False
    at = layout.column("group") or 0
    cells = [row.cell(at).strip() for row in body]
    filled = [cell for cell in cells if cell]
    once = len(set(filled)) == len(filled)
    return bool(cells) and bool(cells[0]) and once and len(filled) * 2 < len(cells)


def _sign_of_paths(cells: Sequence[str]) -> str:
    counts = Counter(sign for cell in cells for sign in SIGNS if _parted(cell, sign))
    if counts["->"] and counts["->"] >= counts[">"]:
        return "->"
    return max(SIGNS, key=lambda sign: counts[sign]) if counts else ">"


def _sure_sign(cells: Sequence[str]) -> str:
    """A sign that nobody writes inside a name, where any cell has it."""
    return next((sign for sign in _SURE_SIGNS if any(_parted(cell, sign) for cell in cells)), "")


def _proven_sign(cells: Sequence[str]) -> str:
    """A sign that may stand in a name, where what stands before it is a code of its own too."""
    names = {key_of(cell) for cell in cells}
    for sign in ("/", "|", "."):
        parted = [cell for cell in cells if _parted(cell, sign)]
        if sign == ".":
            # 1.1 is a number and e.g. a sentence.
            parted = [cell for cell in parted if not re.search(r"\.\s|\d\.|\.$", cell)]
        heads = Counter(key_of(cell.rpartition(sign)[0]) for cell in parted)
        own = sum(count for head, count in heads.items() if head in names)
        shared = sum(count for count in heads.values() if count > 1)
        if parted and (own * 2 >= len(parted) or shared * 3 >= 2 * len(cells)):
            return sign
    return ""


def _parted(cell: str, sign: str) -> bool:
    before, found, after = cell.partition(sign)
    return bool(found) and bool(before.strip()) and bool(after.strip())


def _moved_in(row: RawRow, column: int) -> int:
    """How far the words of a cell are moved in."""
    cell = row.cell(column)
    blanks = len(cell) - len(cell.lstrip(" \t\u00a0\u3000"))
    return row.indents.get(column, 0) or blanks


def indent_of(row: RawRow, column: int) -> int:
    """The same for whoever reads the rows; a tab counts as four blanks."""
    cell = row.cell(column)
    front = cell[: len(cell) - len(cell.lstrip(" \t\u00a0\u3000"))]
    return row.indents.get(column, 0) or sum(4 if each == "\t" else 1 for each in front)


def number_in_front(name: str) -> tuple[str, str]:
    """The number in front of a name (1.2 Taxes), or nothing, and the rest of the name."""
    match = _NUMBER_FIRST.match(name)
    return ("", name) if match is None else (match[1], name[match.end() :])


def are_numbers(cells: Sequence[str], *, first_words: bool) -> bool:
    """Whether most cells are such as 1 and 1.1, and some stand in one that is there."""
    if first_words:
        found = [number_in_front(cell)[0] for cell in cells]
    else:
        found = [cell.rstrip(".") if _DOTTED.fullmatch(cell) else "" for cell in cells]
    known = set(found) - {""}
    below = sum("." in each and each.rpartition(".")[0] in known for each in found)
    return bool(below) and len([each for each in found if each]) * 3 >= len(cells) * 2


def _cells(body: Sequence[RawRow], column: int) -> list[str]:
    return [cell for row in body if (cell := row.cell(column).strip())]


def signs_in(table: RawTable, layout: Layout) -> tuple[str, ...]:
    """The signs that may part the names of a table, for choosing one."""
    at = layout.column("path")
    at = layout.column("name") if at is None else at
    body = table.rows[0 if layout.header is None else layout.header + 1 :][:_MOST_SEEN]
    words = _cells(body, at) if at is not None else []
    found = (sign for sign in SIGNS if any(_parted(each, sign) for each in words))
    return tuple(dict.fromkeys((layout.sign, *found)))
