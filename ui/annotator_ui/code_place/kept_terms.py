"""Which words stay marked while a coder reads, in which colour, in whatever transcript?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

from annotator.errors import UserError
from annotator_ui.tasks import Task

if TYPE_CHECKING:
    from annotator.model.spans import Span
    from annotator.search import Query, Searched

COLORS: Final = ("#D9822B", "#B03A86", "#0F8B8D", "#6C5CE7", "#7A9A01")
LONG_TEXT: Final = 300_000
"""Code points; a longer text is not searched while the window waits."""
MOST: Final = len(COLORS)


class Term(Struct, frozen=True):
    """Words that stay marked."""

    query: Query
    color: QColor


class KeptTerms(QObject):
    """A few terms; the places of each in the open transcript are found when it is opened.

    In a long text they are looked for beside the window, which shows it meanwhile.
    """

    marked = Signal(object)
    """A list of (list of `Span`, `QColor`)."""
    changed = Signal()
    """Other terms than before are kept."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._terms: tuple[Term, ...] = ()
        self._searched: Searched | None = None
        self._task: Task | None = None

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

    def stop(self) -> None:
        """Nobody wants to know any more; waits for a thread that looks."""
        task, self._task = self._task, None
        if task is not None:
            task.wait()

    def _tell(self) -> None:
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        self._task = None  # what was looked for before is no longer wanted
        terms, searched = self._terms, self._searched
        if searched is None or len(searched) <= LONG_TEXT:
            self.marked.emit(_marked(terms, searched))
            return
        task = self._task = Task("Words that stay marked", self)
        task.done.connect(partial(self._take, task))
        task.failed.connect(partial(self._failed, task))
        task.ended.connect(task.deleteLater)
        task.start(lambda _progress: _marked(terms, searched))

    def _take(self, task: Task, marked: object) -> None:
        if task is self._task:
            self._task = None
            self.marked.emit(marked)

    def _failed(self, task: Task, error: BaseException) -> None:
        if task is self._task:
            self._task = None
        raise error


def _marked(terms: Sequence[Term], searched: Searched | None) -> list[tuple[list[Span], QColor]]:
    return [(_places(searched, term.query), term.color) for term in terms]


def _places(searched: Searched | None, query: Query) -> list[Span]:
    if searched is None:
        return []
    try:
        return searched.find(query, time_limit=0.2)
    except UserError:  # a pattern that takes too long in this text marks nothing
        return []
