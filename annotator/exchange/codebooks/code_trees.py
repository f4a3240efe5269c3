"""Which code of a table stands in which group?"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from annotator.exchange.codebooks.row_notes import RowNotes, shortened
from annotator.model.code_ids import key_of
from annotator.model.codebook import CodeDraft

Path = tuple[str, ...]


class Described(Struct, frozen=True):
    """One row of a codebook: a code, and what the row says about where it stands."""

    row: int
    draft: CodeDraft
    """Its parent is not known yet, and its id may be empty."""
    group: str = ""
    """Name, id or number of the group, empty where the row gives none."""
    path: Path = ()
    """Names from the top down to the code."""
    above: Path = ()
    """The same without the code itself."""
    unread: frozenset[str] = frozenset()
    """Parts of the code that its row gives, but not as they are."""


class Placed(Struct, frozen=True):
    """A code with its place in the tree."""

    row: int
    """Its own, or that of the first code in a group which no row describes."""
    draft: CodeDraft
    parent: int | None
    """Place of its group among all."""
    is_made: bool
    """A group that no row describes."""
    unread: frozenset[str]


class _Node(Struct, eq=False):
    row: int
    draft: CodeDraft
    parent: _Node | None = None
    is_group: bool = False
    is_made: bool = False
    unread: frozenset[str] = field(default_factory=frozenset)


def in_tree_order(described: Sequence[Described], notes: RowNotes) -> tuple[Placed, ...]:
    """The codes with their groups, each group before its codes, siblings as their rows stand.

    The group that a row names decides; where it names none, or several fit, the path does.
    """
    tree = _Tree(described)
    for each, node in zip(described, tree.nodes, strict=True):
        tree.place(node, each, notes)
    ordered = _ordered(tree.nodes, notes)
    places = {id(node): at for at, node in enumerate(ordered)}
    return tuple(
        Placed(
            node.row,
            replace(node.draft, is_group=node.is_group),
            None if node.parent is None else places[id(node.parent)],
            node.is_made,
            node.unread,
        )
        for node in ordered
    )


class _Tree:
    """The rows by name, id, number and path, and the groups made because no row describes them."""

    def __init__(self, described: Sequence[Described]) -> None:
        self.nodes = [
            _Node(d.row, d.draft, is_group=d.draft.is_group, unread=d.unread) for d in described
        ]
        marked = any(node.is_group for node in self.nodes)
        self._by_name: dict[str, list[_Node]] = {}
        self._by_id: dict[str, _Node] = {}
        self._by_number: dict[str, _Node] = {}
        self._by_path: dict[Path, _Node] = {}
        for each, node in zip(described, self.nodes, strict=True):
            names_itself = bool(each.group) and key_of(each.group) == key_of(each.draft.name)
            # Where rows are marked as groups only these are; else any row may be one, but for a
            # code that bears the name of its own group.
            if node.is_group if marked else not names_itself:
                self._by_name.setdefault(key_of(each.draft.name), []).append(node)
                self._by_id.setdefault(key_of(each.draft.code_id), node)
                self._by_number.setdefault(str(each.draft.number), node)
                self._by_path.setdefault(_keys(each.path), node)

    def place(self, node: _Node, each: Described, notes: RowNotes) -> None:
        """Find or make the group of a row."""
        if each.group:
            node.parent = self._named(node, each, notes)
        elif each.above:
            found = self._by_path.get(_keys(each.above))
            node.parent = self._made(each.above, each.row) if found in {None, node} else found

    def _named(self, node: _Node, each: Described, notes: RowNotes) -> _Node | None:
        wanted = key_of(each.group)
        named = [one for one in self._by_name.get(wanted, ()) if one is not node]
        if len(named) > 1:
            by_path = self._by_path.get(_keys(each.above))
            if by_path is None or by_path not in named:
                words = f"there are several groups called “{shortened(each.group)}”; it stands in"
                notes.add(each.row, f"{words} the one of row {named[0].row}.")
                return named[0]
            return by_path
        found = named[0] if named else self._by_id.get(wanted) or self._by_number.get(each.group)
        if found is node:
            return None  # the group that a row gives itself is the top
        return found or self._made(self._names_to(each), each.row)

    def _names_to(self, each: Described) -> Path:
        above = each.above
        if above and key_of(above[-1]) == key_of(each.group):
            return above
        return (each.group,)

    def _made(self, names: Path, row: int) -> _Node | None:
        parent: _Node | None = None
        for depth in range(1, len(names) + 1):
            path = _keys(names[:depth])
            node = self._by_path.get(path)
            if node is None:
                draft = CodeDraft(code_id="", name=names[depth - 1])
                node = _Node(row, draft, parent, is_group=True, is_made=True)
                self._by_path[path] = node
            parent = node
        return parent


def _ordered(nodes: Sequence[_Node], notes: RowNotes) -> list[_Node]:
    """Groups before their codes, siblings in the order of their rows."""
    known = _with_made_groups(nodes, notes)
    children: dict[int | None, list[_Node]] = {}
    # A group that no row describes stands where the first code in it does.
    for node in sorted(known, key=lambda node: (node.row, not node.is_made)):
        parent = node.parent
        if parent is not None:
            parent.is_group = True
        children.setdefault(None if parent is None else id(parent), []).append(node)
    ordered: list[_Node] = []
    waiting = children.get(None, [])[::-1]
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        waiting += children.get(id(node), [])[::-1]
    return ordered


def _with_made_groups(nodes: Sequence[_Node], notes: RowNotes) -> list[_Node]:
    """Every node and every group above one; a circle of groups is opened where it is found."""
    found: list[_Node] = []
    done: set[int] = set()
    for node in nodes:
        on_line: set[int] = set()
        at: _Node | None = node
        while at is not None and id(at) not in done:
            found.append(at)
            on_line.add(id(at))
            if at.parent is not None and id(at.parent) in on_line:
                words = f"“{shortened(at.draft.name)}” would stand in itself, by way of its groups"
                notes.add(at.row, f"{words}; it was put at the top.")
                at.parent = None
            at = at.parent
        done.update(on_line)
    return found


def _keys(path: Path) -> Path:
    return tuple(map(key_of, path))
