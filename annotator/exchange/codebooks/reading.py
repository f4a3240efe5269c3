"""Which codes does a table hold under a layout, and what of it was read otherwise?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from annotator.exchange.codebooks import cells
from annotator.exchange.codebooks.code_trees import Described, Path, Placed, in_tree_order
from annotator.exchange.codebooks.headings import GROUP_WORDS, TEXT_ROLES, Role
from annotator.exchange.codebooks.layouts import (
    Layout,
    are_numbers,
    headings_of,
    indent_of,
    number_in_front,
)
from annotator.exchange.codebooks.row_notes import RowNote, RowNotes, shortened
from annotator.model.code_ids import key_of
from annotator.model.code_keys import KeyRing, strokes_of
from annotator.model.code_notation import read_fields, read_rules
from annotator.model.codebook import CodeDraft
from annotator.model.long_texts import CUT_MARK, long_texts_name

if TYPE_CHECKING:
    from annotator.exchange.codebooks.raw_tables import RawRow, RawTable


class ArrivingCodes(Struct, frozen=True):
    """The codes of a file, groups before their codes."""

    codes: tuple[Placed, ...]
    """Their drafts have an id only where the file gives one, and no parent by name."""
    given: frozenset[str]
    """The parts of a code that the file speaks of; "parent" where it says what stands where."""
    notes: tuple[RowNote, ...]


def read_rows(table: RawTable, layout: Layout) -> ArrivingCodes:
    """The codes of a table under a layout that has no problem."""
    reading = _Reading(table, layout)
    described = list(reading.described())
    described = _once(described, reading.notes)
    described = _with_free_labels(described, reading)
    codes = in_tree_order(described, reading.notes)
    _tell_namesakes(codes, reading.notes)
    for note in table.notes:
        reading.notes.add(0, note)
    return ArrivingCodes(codes, _given(layout, described), reading.notes.in_order())


def _given(layout: Layout, described: Sequence[Described]) -> frozenset[str]:
    found = {str(role) for role in layout.roles if role}
    found |= {"name"}
    if layout.nesting != "none":
        found |= {"parent"}
    if any(each.draft.color for each in described):
        found |= {"color"}
    if any(each.draft.code_id for each in described):
        found |= {"code_id"}
    return frozenset(found)


class _Reading:
    """Row after row; what stands above a row counts where words are moved in or left blank."""

    def __init__(self, table: RawTable, layout: Layout) -> None:
        self.table, self.layout, self.notes = table, layout, RowNotes()
        self.headings = headings_of(table, layout)
        self._body = table.rows[0 if layout.header is None else layout.header + 1 :]
        self._line: list[tuple[int, str]] = []
        self._steps: Path = ()
        self._group = ""
        names = layout.column("name")
        self._names = layout.column("code_id") if names is None else names
        self._steps_in_numbers = self._has_steps_in_numbers()

    def described(self) -> Iterator[Described]:
        if "codes" in self.layout.roles:
            yield from self._codes_in_cells()
            return
        numbered = self._numbers() if self.layout.nesting == "numbers" else {}
        for row in self._body:
            if self._repeats_headings(row):
                continue
            found = self._row(row, numbered)
            if found is not None:
                yield found

    def _has_steps_in_numbers(self) -> bool:
        """Whether numbers are such as 1.1 where something else says what stands where."""
        at = self.layout.column("number")
        if at is None or self.layout.nesting == "numbers":
            return False
        written = [number for row in self._body if (number := row.cell(at).strip())]
        if not are_numbers(written, first_words=False):
            return False
        words = "numbers such as 1.1 say where codes stand and were left out; numbers are whole."
        self.notes.add(0, f"column {shortened(self.headings[at])}: {words}")
        return True

    def heading(self, role: Role) -> str:
        at = self.layout.column(role)
        return "" if at is None else self.headings[at]

    def _repeats_headings(self, row: RawRow) -> bool:
        """Whether the headings are printed again, as on every page of a long table."""
        if self.layout.header is None:
            return False
        return row.cells == self.table.rows[self.layout.header].cells

    def _row(self, row: RawRow, numbered: dict[str, str]) -> Described | None:
        draft, unread = self._draft(row)
        group, path, above, name = self._place(row, draft, numbered)
        if not name and draft.code_id:
            name = draft.code_id
            if self.layout.column("name") is not None:
                self.notes.add(row.number, f"the code has no name; it gets its id, {name}.")
        if not name:
            if any(getattr(draft, role) for role in TEXT_ROLES):
                self.notes.add(row.number, "the code has no name; the row was left out.")
            elif row.cells and any(cell.strip() for cell in row.cells):
                self.notes.add(row.number, "no code stands here; the row was left out.")
            return None
        draft = replace(draft, name=name)
        if self.layout.nesting == "numbers":
            draft = self._with_number(draft, row)
        return Described(row.number, draft, group, path, above, unread)

    def _draft(self, row: RawRow) -> tuple[CodeDraft, frozenset[str]]:
        unread: set[str] = set()

        def cell(role: Role) -> str:
            at = self.layout.column(role)
            return "" if at is None else row.cell(at)

        def taken(role: Role, read: tuple[object, str]) -> object:
            value, words = read
            if words:
                self.notes.add(row.number, words, column=self.heading(role))
                unread.add(role)
            return value

        def several(role: Role, reading: Callable[[str], tuple[Any, Sequence[str]]]) -> Any:
            """What stands there line by line; None where no column speaks of it."""
            if self.layout.column(role) is None:
                return None
            drafts, problems = reading(cell(role))
            for words in problems:
                taken(role, (None, words))
            return drafts

        texts: dict[str, Any] = {role: cell(role) for role in TEXT_ROLES if role != "memo"}
        texts["memo"] = self._memo(row)
        for role in TEXT_ROLES:
            if texts[role].endswith(CUT_MARK):
                whole = long_texts_name(self.table.name)
                words = f"the text was cut; the whole of it is in {whole}."
                self.notes.add(row.number, words, column=self.heading(role))
                unread.add(role)
        number, about = cells.number("" if self._steps_in_numbers else cell("number"))
        dotted = self.layout.nesting == "numbers" and number is None
        taken("number", (number, "" if dotted else about))
        at = self.layout.column("group")
        group = "" if at is None else row.cell(at).strip()
        if number is None and not about and self._is_group_itself(row, group):
            number = cells.number(group)[0]
        color = str(taken("color", cells.color(cell("color"))))
        draft = CodeDraft(
            code_id=str(taken("code_id", cells.code_id(cell("code_id")))),
            name=cells.one_line(row.cell(self._names)) if self._names is not None else "",
            is_group=key_of(cell("kind")) in GROUP_WORDS,
            number=number,
            key=str(taken("key", cells.key(cell("key")))),
            color=color or self._fill(row),
            **texts,
            fields=several("fields", read_fields),
            rules=several("rules", read_rules),
        )
        return draft, frozenset(unread)

    def _memo(self, row: RawRow) -> str:
        """The memo; several columns are put together under their headings."""
        columns = self.layout.columns("memo")
        if len(columns) == 1:
            return row.cell(columns[0])
        told = ((self.headings[at], row.cell(at).strip()) for at in columns)
        return "\n".join(f"{heading}: {text}" for heading, text in told if text)

    def _fill(self, row: RawRow) -> str:
        """The colour behind the name, where no column holds colours."""
        if "color" in self.layout.roles:
            return ""
        shown = [self._names, *self.layout.columns("level"), self.layout.column("code_id")]
        found = [row.fills[at] for at in shown if at is not None and at in row.fills]
        return found[0] if found else ""

    # where a code stands

    def _place(
        self, row: RawRow, draft: CodeDraft, numbered: dict[str, str]
    ) -> tuple[str, Path, Path, str]:
        """The group that is named, the path with the code, the path above it, and its own name."""
        name = draft.name
        if "level" in self.layout.roles:
            return self._by_levels(row, name)
        if "path" in self.layout.roles:
            return self._by_path(row, name)
        match self.layout.nesting:
            case "columns":
                return self._by_group(row, name)
            case "signs":
                path = _parts(name, self.layout.sign)
                return "", path, path[:-1], path[-1] if path else ""
            case "indents":
                return self._by_indent(row, name)
            case "numbers":
                return self._by_number(row, numbered)
            case _:
                return "", (name,), (), name

    def _by_group(self, row: RawRow, name: str) -> tuple[str, Path, Path, str]:
        at = self.layout.column("group")
        group = "" if at is None else cells.one_line(row.cell(at))
        if self.layout.fill_down:
            group = self._group = group or self._group
        if self._is_group_itself(row, group):
            return "", (name,), (), name
        return group, (name,), (), name

    def _is_group_itself(self, row: RawRow, group: str) -> bool:
        """Whether a row has the number of its group and none of its own, as a major topic has."""
        at = self.layout.column("number")
        return at is not None and group.isdigit() and not row.cell(at).strip()

    def _by_path(self, row: RawRow, name: str) -> tuple[str, Path, Path, str]:
        at, sign = self.layout.column("path"), self.layout.sign
        written = cells.one_line(row.cell(at)) if at is not None else ""
        group_at = self.layout.column("group")
        group = "" if group_at is None else cells.one_line(row.cell(group_at))
        if not written:
            return group, (name,), (), name
        if name and written.endswith(name):
            # The name may itself hold the sign that parts: cut it off as it stands.
            rest = written.removesuffix(name).rstrip().removesuffix(sign)
            return group, _parts(written, sign), _parts(rest, sign), name
        path = _parts(written, sign)
        own = name or (path[-1] if path else "")
        return group, path, path[:-1], own

    def _by_levels(self, row: RawRow, name: str) -> tuple[str, Path, Path, str]:
        """Steps from the top; blank ones in front are those of the row above."""
        steps = [cells.one_line(row.cell(at)) for at in self.layout.columns("level")]
        filled = [at for at, step in enumerate(steps) if step]
        first = filled[0] if filled else len(steps)
        kept = self._steps[:first] if self.layout.fill_down else ()
        path = (*kept, *(step for step in steps[first:] if step))
        own_name = self.layout.column("name") is not None
        self._steps = path
        if own_name and name:
            return "", (*path, name), path, name
        return "", path, path[:-1], path[-1] if path else ""

    def _by_indent(self, row: RawRow, name: str) -> tuple[str, Path, Path, str]:
        depth = indent_of(row, self._names or 0)
        while self._line and self._line[-1][0] >= depth:
            self._line.pop()
        above = tuple(each for _, each in self._line)
        if name:
            self._line.append((depth, name))
        return "", (*above, name), above, name

    def _numbers(self) -> dict[str, str]:
        """The names of rows by the numbers that say where they stand."""
        found: dict[str, str] = {}
        for row in self._body:
            number, name = self._number_and_name(row)
            if number:
                found.setdefault(number, name)
        return found

    def _number_and_name(self, row: RawRow) -> tuple[str, str]:
        name = cells.one_line(row.cell(self._names or 0))
        number, own = number_in_front(name)
        roles: tuple[Role, ...] = ("code_id", "number")
        for role in roles:
            at = self.layout.column(role)
            if at is not None and at != self._names:
                written = row.cell(at).strip().rstrip(".")
                if written.replace(".", "").isdigit():
                    return written, name
        return number, own

    def _by_number(self, row: RawRow, numbered: dict[str, str]) -> tuple[str, Path, Path, str]:
        number, own = self._number_and_name(row)
        above: list[str] = []
        at = number.rpartition(".")[0]
        while at:
            if at in numbered:
                above.append(numbered[at])
            at = at.rpartition(".")[0]
        path = tuple(reversed(above))
        return "", (*path, own), path, own

    def _with_number(self, draft: CodeDraft, row: RawRow) -> CodeDraft:
        """A number that stands in front of the name is the id."""
        number, _ = self._number_and_name(row)
        if number and not draft.code_id:
            return replace(draft, code_id=number)
        return draft

    def _codes_in_cells(self) -> Iterator[Described]:
        """Every code that stands in cells of codings, once."""
        seen: set[tuple[str, ...]] = set()
        sign = self.layout.sign if self.layout.nesting == "signs" else ""
        for row in self._body:
            for at in self.layout.columns("codes"):
                name = cells.one_line(row.cell(at))
                path = _parts(name, sign) if sign else (name,)
                keys = tuple(map(key_of, path))
                if name and path and keys not in seen:
                    seen.add(keys)
                    yield Described(row.number, CodeDraft("", path[-1]), "", path, path[:-1])


def _parts(path: str, sign: str) -> Path:
    return tuple(part.strip() for part in path.split(sign) if part.strip())


# what stands twice


def _once(described: Sequence[Described], notes: RowNotes) -> list[Described]:
    """Without rows that say nothing but what a row before them says."""
    kept: list[Described] = []
    seen: dict[tuple[object, ...], Described] = {}
    for each in described:
        group = (key_of(each.group), tuple(map(key_of, each.above)))
        same = (key_of(each.draft.code_id), key_of(each.draft.name), *group)
        first = seen.setdefault(same, each)
        if first is not each and not _says_more(each.draft, first.draft):
            words = f"“{shortened(each.draft.name)}” stands in row {first.row} already; left out."
            notes.add(each.row, words)
            continue
        kept.append(each)
    return kept


def _says_more(draft: CodeDraft, first: CodeDraft) -> bool:
    return any(
        getattr(draft, role).strip() and getattr(draft, role) != getattr(first, role)
        for role in TEXT_ROLES
    )


def _tell_namesakes(codes: Sequence[Placed], notes: RowNotes) -> None:
    """Names may stand twice, but people look for codes by them."""
    first: dict[tuple[int | None, bool, str], int] = {}
    for each in codes:
        named = (each.parent, each.draft.is_group, key_of(each.draft.name))
        if first.setdefault(named, each.row) != each.row:
            name = shortened(each.draft.name)
            words = f"“{name}” is the name of row {first[named]} too; both are codes of their own."
            notes.add(each.row, words)


def _with_free_labels(described: Sequence[Described], reading: _Reading) -> list[Described]:
    """Ids, keys and numbers once each: the row that comes first keeps what two want."""
    ids: dict[str, int] = {}
    numbers: dict[int, int] = {}
    ring: KeyRing[int] = KeyRing()
    kept: list[Described] = []
    for each in described:
        draft, notes = each.draft, reading.notes
        if draft.code_id and ids.setdefault(key_of(draft.code_id), each.row) != each.row:
            first = ids[key_of(draft.code_id)]
            words = f'the id "{shortened(draft.code_id)}" stands in row {first}; one was made.'
            notes.add(each.row, words, column=reading.heading("code_id"))
            draft = replace(draft, code_id="")
        unread = each.unread
        number = draft.number
        if number is not None and not draft.is_group:
            first = numbers.setdefault(number, each.row)
            if first != each.row:
                words = f"the number {number} stands in row {first} already; it was left out."
                notes.add(each.row, words, column=reading.heading("number"))
                draft = replace(draft, number=None)
                unread |= {"number"}
        freed = _with_free_key(each.row, draft, ring, reading)
        unread |= {"key"} if freed.key != draft.key else set()
        kept.append(replace(each, draft=freed, unread=unread))
    return kept


def _with_free_key(row: int, draft: CodeDraft, ring: KeyRing[int], reading: _Reading) -> CodeDraft:
    if draft.is_group or not draft.key:
        return draft
    standing = ring.in_the_way(draft.key)
    if standing is None:
        ring.put(draft.key, row)
        return draft
    other, first = standing
    words = f'the key "{draft.key}" stands in row {first} already; it was left out.'
    if strokes_of(draft.key) != strokes_of(other):
        words = f'the key "{draft.key}" cannot stand beside "{other}" in row {first}: one begins '
        words += "both; it was left out."
    reading.notes.add(row, words, column=reading.heading("key"))
    return replace(draft, key="")
