"""What would this file do to the codebook, and what of it is wanted?

A plan is read once from the file and changed by decisions; nothing is written. It is a value:
every decision gives a new plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import UserError
from annotator.exchange.codebooks.headings import TEXT_ROLES
from annotator.exchange.codebooks.layouts import (
    Layout,
    Nesting,
    guessed,
    headed,
    headings_of,
    nested,
    signs_in,
)
from annotator.exchange.codebooks.matching import (
    Arrived,
    Kind,
    Matched,
    first_words,
    matched,
    path_of,
    with_keys_that_are_free,
)
from annotator.exchange.codebooks.raw_tables import RawTable, read_raw
from annotator.exchange.codebooks.reading import ArrivingCodes, read_rows
from annotator.exchange.codebooks.refi import read_refi
from annotator.exchange.codebooks.rule_ends import renamed
from annotator.model.code_ids import key_of

if TYPE_CHECKING:
    from annotator.exchange.codebooks.headings import Role
    from annotator.exchange.codebooks.row_notes import RowNote
    from annotator.model.codebook import Code, Codebook, CodeDraft
    from annotator.model.versions import PartChange

_LOOKED_AT = 60
_MOST_SHEETS = 8
_NO_COUNTS: Mapping[int, int] = MappingProxyType({})


class PlannedChange(Struct, frozen=True):
    """What would happen to one code."""

    id: int
    """Its place in the plan; stays while only decisions change."""
    kind: Kind
    code_id: str
    name: str
    is_group: bool
    path: tuple[str, ...]
    """The groups it would stand in, or stands in where it would go."""
    parts: tuple[PartChange, ...]
    """What differs, or what a new code says."""
    row: int
    """In the file; 0 for what the file does not have."""
    codings: int
    """Codings that the code has, or that would go with it."""
    moves: bool = False


class CodebookPlan(Struct, frozen=True):
    """A file, how it is read, what it would do, and what of that is accepted."""

    path: Path
    book: Codebook
    """The codebook that it was compared with."""
    counts: Mapping[int, int]
    table: RawTable | None
    """None for a file that says itself what is what (.qdc)."""
    layout: Layout | None
    problem: UserError | None
    """Why nothing can be read as long as the layout stays as it is."""
    notes: tuple[RowNote, ...] = ()
    changes: tuple[PlannedChange, ...] = ()
    n_same: int = 0
    declined: frozenset[int] = frozenset()
    """Changes that are not wanted. What the file does not have is kept until somebody says so."""
    holders_applied: bool = False
    """Codes that hold codes can be applied too, each in a group of its name."""
    _matched: Matched | None = None

    @property
    def n_codes(self) -> int:
        """Codes and groups that the file holds."""
        return 0 if self._matched is None else len(self._matched.arrived)

    @property
    def accepted(self) -> tuple[PlannedChange, ...]:
        return tuple(each for each in self.changes if each.id not in self.declined)

    @property
    def headings(self) -> tuple[str, ...]:
        if self.table is None or self.layout is None:
            return ()
        return headings_of(self.table, self.layout)

    def of_kind(self, kind: Kind) -> tuple[PlannedChange, ...]:
        return tuple(each for each in self.changes if each.kind == kind)

    # decisions

    def with_sheet(self, sheet: str) -> CodebookPlan:
        """The plan for another sheet of the same workbook. Raises `UserError`."""
        return _planned(self.path, read_raw(self.path, sheet=sheet), self.book, self.counts)

    def with_role(self, column: int, role: Role) -> CodebookPlan:
        """The plan with a column (from 0) as something else."""
        if self.table is None or self.layout is None:
            return self
        layout = self.layout.with_role(column, role)
        tree: set[Role] = {"group", "path", "level", "name", "kind", "codes", "code_id", "number"}
        if tree & {role, self.layout.roles[column]}:
            layout = nested(layout, self.table)
        return self.with_layout(layout)

    def with_nesting(self, nesting: Nesting, sign: str = "") -> CodebookPlan:
        """The plan with groups from somewhere else."""
        if self.layout is None:
            return self
        return self.with_layout(
            replace(self.layout, nesting=nesting, sign=sign or self.layout.sign)
        )

    def with_header(self, header: int | None) -> CodebookPlan:
        """The plan with the headings in another row (place among the rows), or in none."""
        if self.table is None:
            return self
        layout = headed(self.table, header)
        return self.with_layout(_memos_read(layout, self.table, self.book))

    def with_fill_down(self, *, fills: bool) -> CodebookPlan:
        """The plan where an empty group means the one above it, or no group."""
        if self.layout is None:
            return self
        return self.with_layout(replace(self.layout, fill_down=fills))

    @property
    def holders(self) -> tuple[str, ...]:
        """Names of codes that hold codes and say what belongs to them."""
        return () if self._matched is None else self._matched.holders

    def with_holders(self, *, applied: bool) -> CodebookPlan:
        """The plan where codes that hold codes can be applied too, or only hold them."""
        if self.table is None or self.layout is None:
            return self
        changed = replace(self, holders_applied=applied)
        return changed.with_layout(self.layout)

    @property
    def signs(self) -> tuple[str, ...]:
        """What may part the steps of a path in this file."""
        if self.table is None or self.layout is None:
            return ()
        return signs_in(self.table, self.layout)

    def samples(self, column: int) -> tuple[str, ...]:
        """The first different cells of a column that are not empty."""
        if self.table is None or self.layout is None:
            return ()
        first = 0 if self.layout.header is None else self.layout.header + 1
        cells = (row.cell(column).strip() for row in self.table.rows[first : first + _LOOKED_AT])
        return tuple(dict.fromkeys(cell for cell in cells if cell))

    def with_layout(self, layout: Layout) -> CodebookPlan:
        if self.table is None:
            return self
        return _read_under(
            self.path, self.table, layout, self.book, self.counts, applied=self.holders_applied
        )

    def decide(self, change_ids: Iterable[int], *, wanted: bool) -> CodebookPlan:
        """The plan with these changes accepted, or not."""
        ids = frozenset(change_ids)
        return replace(self, declined=self.declined - ids if wanted else self.declined | ids)

    def against(self, book: Codebook, counts: Mapping[int, int]) -> CodebookPlan:
        """The same file and layout against a codebook that has changed; decisions are kept."""
        if self.table is None or self.layout is None:
            fresh = _of_refi(self.path, book, counts)
        else:
            fresh = _read_under(
                self.path, self.table, self.layout, book, counts, applied=self.holders_applied
            )
        decided = {_mark(each): each.id in self.declined for each in self.changes}
        declined = {
            each.id for each in fresh.changes if decided.get(_mark(each), each.id in fresh.declined)
        }
        return replace(fresh, declined=frozenset(declined))

    # carrying out

    def pairs(self) -> list[tuple[int | None, CodeDraft]]:
        """What `set_codes` takes: accepted codes with the ids of the groups they would stand in."""
        return with_keys_that_are_free(self._pairs(), self.book)[0]

    def kept_keys(self) -> tuple[str, ...]:
        """Why codes do not get the keys of the file, where not all changes are wanted."""
        return with_keys_that_are_free(self._pairs(), self.book)[1]

    def _pairs(self) -> list[tuple[int | None, CodeDraft]]:
        wanted = {each.id for each in self.accepted}
        arrived = () if self._matched is None else self._matched.arrived
        found: list[tuple[int | None, CodeDraft]] = []
        for at, each in enumerate(arrived):
            if at not in wanted:
                continue
            standing = each.standing
            draft = each.draft
            if standing is not None and not any(part.part == "group" for part in each.parts):
                parent = self._parent_now(standing, arrived, wanted)
            else:
                parent = _parent(each.parent, arrived, wanted)
            found.append((None if standing is None else standing.id, replace(draft, parent=parent)))
        ids = {
            key_of(each.draft.code_id): _final_id(at, arrived, wanted)
            if each.standing is not None or at in wanted
            else ""
            for at, each in enumerate(arrived)
        }
        return [(code_id, renamed(draft, ids)) for code_id, draft in found]

    def orders(self) -> list[tuple[str, tuple[str, ...]]]:
        """For each group, by id ("" at the top), the ids of its codes in the order of the file.

        Codes that were moved and are not accepted are left out, and so stay where they are.
        """
        wanted = {each.id for each in self.accepted}
        arrived = () if self._matched is None else self._matched.arrived
        if not any(arrived[at].moves or arrived[at].standing is None for at in wanted if at >= 0
                   and at < len(arrived)):  # fmt: skip
            return []
        groups: dict[str, list[str]] = {}
        for at, each in enumerate(arrived):
            if at not in wanted and (each.moves or each.standing is None):
                continue
            group = _parent(each.parent, arrived, wanted)
            groups.setdefault(group, []).append(_final_id(at, arrived, wanted))
        return [(group, tuple(ids)) for group, ids in groups.items()]

    def removed(self) -> tuple[int, ...]:
        """Local ids of the codes that go."""
        if self._matched is None:
            return ()
        n_arrived = len(self._matched.arrived)
        wanted = {each.id for each in self.accepted}
        return tuple(
            code.id for at, code in enumerate(self._matched.missing, n_arrived) if at in wanted
        )

    def _parent_now(self, code: Code, arrived: Sequence[Arrived], wanted: set[int]) -> str:
        """The id that the group of a code will have after all."""
        parent = None if code.parent_id is None else self.book.by_id(code.parent_id)
        if parent is None:
            return ""
        for at, each in enumerate(arrived):
            if each.standing is not None and each.standing.id == parent.id:
                return _final_id(at, arrived, wanted)
        return parent.code_id


def plan_of(
    path: Path, book: Codebook, counts: Mapping[int, int] = _NO_COUNTS, *, sheet: str = ""
) -> CodebookPlan:
    """Read a file and say what it would do to a codebook. Raises `UserError`.

    Of a workbook the sheet that looks like a codebook is read, or the one that is asked for.
    """
    if path.suffix.casefold() == ".qdc":
        return _of_refi(path, book, counts)
    first = _planned(path, read_raw(path, sheet=sheet), book, counts)
    if _is_headed(first) or sheet or first.table is None:
        return first
    others = [each for each in first.table.sheets if each != first.table.sheet]
    plans = [first]
    for other in others[:_MOST_SHEETS]:
        plan = _planned(path, read_raw(path, sheet=other), book, counts)
        if _is_headed(plan):
            return plan
        plans.append(plan)
    return next((plan for plan in plans if plan.problem is None), first)


def _is_headed(plan: CodebookPlan) -> bool:
    """Whether a sheet has headings over codes; lists without any may be somebody's notes."""
    return plan.problem is None and plan.layout is not None and plan.layout.header is not None


def _of_refi(path: Path, book: Codebook, counts: Mapping[int, int]) -> CodebookPlan:
    empty = CodebookPlan(path, book, counts, None, None, None)
    return _compared(empty, read_refi(path))


def _planned(
    path: Path, table: RawTable, book: Codebook, counts: Mapping[int, int]
) -> CodebookPlan:
    return _read_under(path, table, _memos_read(guessed(table), table, book), book, counts)


def _memos_read(layout: Layout, table: RawTable, book: Codebook) -> Layout:
    """Where nothing else is said of codes, as in lists of MAXQDA, a memo is what defines them.

    A codebook that has codes tells by what it says already.
    """
    at = layout.column("memo")
    if at is None or ({"code_id", *TEXT_ROLES} - {"memo"}) & set(layout.roles):
        return layout
    if book.codes:
        first = 0 if layout.header is None else layout.header + 1
        cells = {cell.strip() for row in table.rows[first:] if (cell := row.cell(at))}
        if not any(code.brief in cells for code in book.codes if code.brief):
            return layout
    return layout.with_role(at, "brief")


def _read_under(
    path: Path,
    table: RawTable,
    layout: Layout,
    book: Codebook,
    counts: Mapping[int, int],
    *,
    applied: bool = False,
) -> CodebookPlan:
    problem = layout.problem
    plan = CodebookPlan(path, book, counts, table, layout, problem, holders_applied=applied)
    if plan.problem is not None:
        return plan
    arriving = read_rows(table, layout)
    if not arriving.codes:
        problem = UserError(f"{path.name} holds no codes.", "Put one code in each row.")
        return replace(plan, problem=problem, notes=arriving.notes)
    return _compared(plan, arriving)


def _compared(plan: CodebookPlan, arriving: ArrivingCodes) -> CodebookPlan:
    found = matched(arriving, plan.book, holders_applied=plan.holders_applied)
    changes = _changes(found, plan.book, plan.counts)
    notes = sorted((*arriving.notes, *found.notes.in_order()), key=lambda note: note.row)
    return replace(
        plan,
        notes=tuple(notes),
        changes=changes,
        n_same=sum(each.kind is None for each in found.arrived),
        declined=frozenset(each.id for each in changes if each.kind == "removed"),
        _matched=found,
    )


def _changes(
    found: Matched, book: Codebook, counts: Mapping[int, int]
) -> tuple[PlannedChange, ...]:
    changes: list[PlannedChange] = []
    for at, each in enumerate(found.arrived):
        if each.kind is None:
            continue
        path = path_of(each.parent, found.arrived)
        codings = 0 if each.standing is None else counts.get(each.standing.id, 0)
        draft = each.draft
        parts = each.parts if each.standing is not None else first_words(draft)
        changes.append(
            PlannedChange(
                at, each.kind, draft.code_id, draft.name, draft.is_group, path, parts,
                each.row, codings, each.moves,
            )
        )  # fmt: skip
    for at, code in enumerate(found.missing, len(found.arrived)):
        path = book.path(code)[:-1]
        inside = sum(counts.get(each, 0) for each in book.below(code.id))
        changes.append(
            PlannedChange(
                at, "removed", code.code_id, code.name, code.is_group, path, (), 0, inside
            )
        )
    return tuple(changes)


def _parent(at: int | None, arrived: Sequence[Arrived], wanted: set[int]) -> str:
    """The id of the group that a code stands in; a group that is not wanted gives way upwards."""
    while at is not None and arrived[at].standing is None and at not in wanted:
        at = arrived[at].parent
    return "" if at is None else _final_id(at, arrived, wanted)


def _final_id(at: int, arrived: Sequence[Arrived], wanted: set[int]) -> str:
    each = arrived[at]
    if each.standing is not None and at not in wanted:
        return each.standing.code_id
    return each.draft.code_id


def _mark(change: PlannedChange) -> tuple[Kind, str]:
    """By what a change is known again after the file was compared anew."""
    return change.kind, key_of(change.code_id)
