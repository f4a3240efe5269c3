"""Which groups of a tree of codes are open, whatever is read anew or looked for in between?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker
from PySide6.QtWidgets import QTreeView

from annotator.model.codebook import Code
from annotator_ui.item_models.code_tree import CodeRole

if TYPE_CHECKING:
    from annotator_ui.item_models.code_tree import CodeFilter, CodeTree

Index = QModelIndex | QPersistentModelIndex
_MANY: Final = 3_000
"""Codes above which groups are closed until somebody opens them: to lay all out takes too long."""


class Folding:
    """All groups are open but those a person closed; while words are looked for, those too."""

    def __init__(self, view: QTreeView, tree: CodeTree, shown: CodeFilter) -> None:
        self._view, self._tree, self._shown = view, tree, shown
        self._closed: set[int] = set()
        self._seen: set[int] = set()
        """Groups of a large codebook that were there before: they stay as they were left."""

    @property
    def has_closed(self) -> bool:
        return bool(self._closed)

    def note(self, index: Index, *, folded: bool) -> None:
        """A person closed or opened a group."""
        code = index.data(CodeRole.CODE)
        if isinstance(code, Code):
            (self._closed.add if folded else self._closed.discard)(code.id)

    def show(self, *, is_finding: bool) -> None:
        """Open and close the groups; nobody is told, for nobody folds anything now."""
        codes = self._tree.codes()
        groups = {code.id for code in codes if code.is_group}
        if len(codes) > _MANY:
            self._closed |= groups - self._seen
        self._seen = groups
        closed = set() if is_finding else self._closed & groups
        with QSignalBlocker(self._view):
            if len(closed) * 2 > len(groups):
                self._view.collapseAll()
                for code_id in groups - closed:
                    self._view.expand(self._index(code_id))
                return
            self._view.expandAll()
            for code_id in closed:
                self._view.collapse(self._index(code_id))

    def _index(self, code_id: int) -> QModelIndex:
        return self._shown.mapFromSource(self._tree.index_of(code_id))
