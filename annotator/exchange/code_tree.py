"""Which code of a table stands in which group?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.exchange.spreadsheets import RowProblems
from annotator.model.code_ids import key_of, made_id
from annotator.model.codebook import CodeDraft

SEPARATOR = ">"

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """One row of a codebook table: a code, and what the row says about where it stands."""

    row: int
    draft: CodeDraft
    """Its parent is not known yet, and its id may be empty."""
    group: str
    """Name or id of the group, empty where the row gives none."""
    path: str
    """Names from the top down to the code, separated by `SEPARATOR`."""
    above: str
    """The same without the code itself."""


@dataclass(slots=True, eq=False)
class _Node:
    row: int
    draft: CodeDraft
    parent: _Node | None = None
    is_group: bool = False


def in_tree_order(
    described: Sequence[Described], problems: RowProblems, *, name_column: str = ""
) -> tuple[CodeDraft, ...]:
    """The codes with ids and parents, each group before its codes, else in the given order.

    The column *group* decides; where it is empty, or fits several groups, the path does.
    """
    tree = _Tree(described)
    for each, node in zip(described, tree.nodes, strict=True):
        tree.place(node, each, problems)
    ordered = _ordered(tree.nodes, problems)
    _check_names(ordered, problems, name_column)
    if problems:
        return ()
    taken = {key_of(node.draft.code_id) for node in ordered if node.draft.code_id}
    drafts: dict[int, CodeDraft] = {}
    for node in ordered:
        code_id = node.draft.code_id or made_id(node.draft.name, taken)
        taken.add(key_of(code_id))
        parent = "" if node.parent is None else drafts[id(node.parent)].code_id
        drafts[id(node)] = replace(
            node.draft, code_id=code_id, parent=parent, is_group=node.is_group
        )
    return tuple(drafts.values())


class _Tree:
    """The rows by name, id and path, and the groups made because no row describes them."""

    def __init__(self, described: Sequence[Described]) -> None:
        self.nodes = [_Node(d.row, d.draft, is_group=d.draft.is_group) for d in described]
        marked = any(node.is_group for node in self.nodes)
        self._by_name: dict[str, list[_Node]] = {}
        self._by_id: dict[str, _Node] = {}
        self._by_path: dict[Path, _Node] = {}
        for each, node in zip(described, self.nodes, strict=True):
            names_itself = key_of(each.group) == key_of(each.draft.name)
            # Where rows are marked as groups only these are; else any row may be one, but for a
            # code that bears the name of its own group.
            if node.is_group if marked else not names_itself:
                self._by_name.setdefault(key_of(each.draft.name), []).append(node)
                self._by_id.setdefault(key_of(each.draft.code_id), node)
                self._by_path.setdefault(_keys(each.path), node)

    def place(self, node: _Node, each: Described, problems: RowProblems) -> None:
        """Find or make the group of a row."""
        if each.group:
            named = self._by_name.get(key_of(each.group), [])
            if len(named) > 1:
                by_path = self._by_path.get(_keys(each.above))
                if by_path is None or by_path not in named:
                    problems.add(each.row, f'there are several groups called "{each.group}".')
                    return
                named = [by_path]
            node.parent = named[0] if named else self._by_id.get(key_of(each.group))
            if node.parent is None:
                node.parent = self._made(self._names_to(each), each.row)
        elif each.above:
            node.parent = self._by_path.get(_keys(each.above))
            if node.parent is None:
                node.parent = self._made(_parts(each.above), each.row)
        if node.parent is not None:
            node.parent.is_group = True

    def _names_to(self, each: Described) -> Path:
        above = _parts(each.above)
        if above and key_of(above[-1]) == key_of(each.group):
            return above
        return _parts(each.group)

    def _made(self, names: Path, row: int) -> _Node | None:
        parent: _Node | None = None
        for depth in range(1, len(names) + 1):
            path = _keys(SEPARATOR.join(names[:depth]))
            node = self._by_path.get(path)
            if node is None:
                name = names[depth - 1]
                node = _Node(row, CodeDraft(code_id="", name=name), parent, is_group=True)
                self._by_path[path] = node
            parent = node
            parent.is_group = True
        return parent


def _ordered(nodes: Sequence[_Node], problems: RowProblems) -> list[_Node]:
    ordered: list[_Node] = []
    done: set[int] = set()
    for node in nodes:
        line: list[_Node] = []
        at: _Node | None = node
        while at is not None and id(at) not in done:
            if any(at is other for other in line):
                problems.add(node.row, "the code stands in itself, by way of its groups.")
                break
            line.append(at)
            at = at.parent
        done.update(map(id, line))
        ordered += reversed(line)
    return ordered


def _check_names(ordered: Sequence[_Node], problems: RowProblems, column: str) -> None:
    seen: dict[tuple[int, str], int] = {}
    for node in ordered:
        place = (0 if node.parent is None else id(node.parent), key_of(node.draft.name))
        first = seen.setdefault(place, node.row)
        if first != node.row:
            where = "" if node.parent is None else " of the same group"
            words = f'the name "{node.draft.name}" stands in row {first}{where} already.'
            problems.add(node.row, words, column=column)


def _parts(path: str) -> Path:
    return tuple(part.strip() for part in path.split(SEPARATOR) if part.strip())


def _keys(path: str) -> Path:
    return tuple(map(key_of, _parts(path)))
