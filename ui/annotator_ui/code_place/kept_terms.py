"""Which words stay marked while a coder reads, in which colour, in whatever transcript?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

from annotator.errors import UserError
from annotator.model.spans import Span

if TYPE_CHECKING:
    from annotator.search import Query, Searched

COLORS: Final = ("#D9822B", "#B03A86", "#0F8B8D", "#6C5CE7", "#7A9A01")
MOST: Final = len(COLORS)


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stay marked."""

    query: Query
    color: QColor


class KeptTerms(QObject):
    """A few terms; the places of each in the open transcript are found when it is opened."""

    marked = Signal(object)
    """A list of (list of `Span`, `QColor`)."""
    changed = Signal()
    """Other terms than before are kept."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._terms: tuple[Term, ...] = ()
        self._searched: Searched | None = None

    def terms(self) -> tuple[Term, ...]:
        return self._terms

    def keep(self, query: Query) -> bool:
        """Mark these words from now on; False where there is no colour left."""
        if any(term.query == query for term in self._terms):
            return True
        used = {term.color.name().upper() for term in self._terms}
        free = [color for color in COLORS if color not in used]
        if not free:
            return False
        self._terms = (*self._terms, Term(query, QColor(free[0])))
        self._tell()
        return True

    def drop(self, term: Term) -> None:
        self._terms = tuple(each for each in self._terms if each != term)
        self._tell()

    def search_in(self, searched: Searched | None) -> None:
        """Another transcript is shown."""
        self._searched = searched
        if self._terms:
            self._mark()

    def _tell(self) -> None:
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        self.marked.emit([(self._places(term.query), term.color) for term in self._terms])

    def _places(self, query: Query) -> list[Span]:
        if self._searched is None:
            return []
        try:
            return self._searched.find(query, time_limit=0.2)
        except UserError:  # a pattern that takes too long in this text marks nothing
            return []
