"""Which passages of the open transcript hold the words a person types?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator_ui.code_place.kept_terms import LONG_TEXT, KeptTerms, Term
from annotator_ui.code_place.query_toggles import QueryToggles
from annotator_ui.code_place.quiet import mute
from annotator_ui.parts.buttons import Button, IconButton
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import words
from annotator_ui.tasks import Task

if TYPE_CHECKING:
    from annotator.errors import UserError
    from annotator.model.spans import Span
    from annotator.model.transcript import HeaderField
    from annotator.search import Query, Searched

_PAUSE_MS = 120
"""A search through a long text waits for a pause in typing, one through a short text does not."""
_LEAST, _MOST = 160, 420
"""Of the field; where even the least leaves no room, what is beside it goes on the next line."""


class FindBar(QWidget):
    """A line over the text: what to find, "3 of 12", next, previous, close."""

    found = Signal(object, object)
    """All hits as a list of `Span`, and the number of the current one or None."""
    went_to = Signal(object)
    """The `Span` of the hit to show."""
    left = Signal()

    everywhere_asked = Signal(object)
    """A `Query` that is to be looked for in all transcripts."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._header: Sequence[HeaderField] = ()
        self._searched: Searched | None = None
        self._task: Task | None = None
        self._start = 0
        self._hits: Sequence[Span] = ()
        self._current: int | None = None
        self.field = _Field()
        self.toggles = QueryToggles()
        self.kept = KeptTerms(self)
        self.keep_button = Button("Keep marked", kind="link")
        self.everywhere_button = Button("In all transcripts", kind="link")
        self.everywhere_button.setToolTip("Find in all transcripts (Ctrl+Shift+F)")
        self._chips = QHBoxLayout()
        self._count = words(kind="small", tone="muted")
        self._count.setMinimumWidth(64)
        self._previous = IconButton("chevron-up", "Previous (Shift+Enter)")
        self._next = IconButton("chevron-down", "Next (Enter)")
        self._close = IconButton("x", "Close (Esc)")
        self._pause = QTimer(self, singleShot=True)
        self._row = Flow(gap=4, between=6, last_right=True)
        self._lay_out()
        self._wire()
        self.hide()

    def search_in(self, text: str, header: Sequence[HeaderField] = ()) -> None:
        """Another transcript: what was found is no longer true. In `header` nothing is found."""
        self._text, self._start, self._searched, self._header = text, 0, None, header
        if self.kept.terms():
            self.kept.search_in(self.searched())
        if self.isVisible():
            self._search()

    def open(self, words_: str, start: int) -> None:
        """Show the bar; the first hit is the one at or after code point `start`."""
        self._start = start
        self.show()
        if words_:
            self.field.setText(words_)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search()

    def searched(self) -> Searched:
        """The open text, ready to be searched."""
        from annotator.search import Searched

        if self._searched is None:
            self._searched = Searched(self._text)
        return self._searched

    def query(self) -> Query:
        return self.toggles.query(self.field.text())

    def says(self) -> str:
        """The count as it is shown: "3 of 12", "not found"."""
        return self._count.text()

    def set_left(self, pixels: int) -> None:
        """Begin where the text begins."""
        self._row.setContentsMargins(pixels, 6, 14, 6)
        self._fit_field()
        self._chips.setContentsMargins(pixels, 0, 14, 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_field()

    def _fit_field(self) -> None:
        """The field takes what the others leave of one line."""
        others = self._row.sizeHint().width() - self.field.sizeHint().width()
        self.field.widen(self.width() - others)

    def stop(self) -> None:
        """End what is searched for, and wait for it: the project is closing."""
        self.kept.stop()
        self._stop_search()

    def _stop_search(self) -> None:
        self._pause.stop()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            task.wait()

    def close_bar(self) -> None:
        self._stop_search()
        self.hide()
        self._hits, self._current = (), None
        self.found.emit([], None)
        self.left.emit()

    def _wire(self) -> None:
        self.field.textChanged.connect(self._typed)
        self.field.went.connect(self._go)
        self.field.left.connect(self.close_bar)
        self._next.clicked.connect(lambda: self._go(1))
        self._previous.clicked.connect(lambda: self._go(-1))
        self._close.clicked.connect(self.close_bar)
        self._pause.timeout.connect(self._search)
        self.toggles.changed.connect(self._search)
        self.keep_button.clicked.connect(self.keep)
        self.everywhere_button.clicked.connect(lambda: self.everywhere_asked.emit(self.query()))
        self.kept.changed.connect(self._show_chips)

    def keep(self) -> None:
        """Leave what was found marked while reading, here and in other transcripts."""
        if not self.field.text().strip():
            return
        self.kept.search_in(self.searched())
        if not self.kept.keep(self.query()):
            self._count.setText("take one away first")

    def _typed(self) -> None:
        self._pause.start(_PAUSE_MS if len(self._text) > LONG_TEXT else 0)

    def _search(self) -> None:
        """At once in a short text; beside the window in a long one, and for a pattern."""
        self._pause.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        query = self.query()
        if not query.words.strip():
            self._found([])
        elif query.pattern or len(self._text) > LONG_TEXT:
            self._search_beside(query)
        else:
            self._found(self.searched().find(query))

    def _search_beside(self, query: Query) -> None:
        searched = self.searched()
        task = self._task = Task("Find", self)
        task.done.connect(partial(self._task_found, task))
        task.refused.connect(partial(self._task_refused, task))
        task.ended.connect(task.deleteLater)
        self._count.setText("…")
        task.start(lambda _: searched.find(query))

    def _task_found(self, task: Task, hits: Sequence[Span]) -> None:
        if task is self._task:  # else something else was typed meanwhile
            self._task = None
            self._found(hits)

    def _task_refused(self, task: Task, error: UserError) -> None:
        if task is self._task:
            self._task = None
            self._found([])
            self._count.setText(error.message.rstrip("."))
            self._count.setToolTip(plain_tip(error.hint))

    def _found(self, hits: Sequence[Span]) -> None:
        from annotator.search import said

        self._hits, self._current = said(hits, self._header), None
        hits = self._hits
        self._count.setToolTip("")
        if hits:
            after = (n for n, hit in enumerate(hits) if hit.start >= self._start)
            self._current = next(after, 0)
        self._show()

    def _show_chips(self) -> None:
        """One for each term that stays marked; pressed, it is marked no more."""
        while (item := self._chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for term in self.kept.terms():
            self._chips.addWidget(self._chip(term))
        self._chips.addStretch()

    def _chip(self, term: Term) -> Button:
        chip = Button(term.query.words, drawing="x", kind="link")
        chip.setAccessibleName(f"No longer mark {term.query.words}")
        chip.setToolTip("No longer mark these words")
        chip.setStyleSheet(f"border-bottom: 2px solid {term.color.name()}; border-radius: 0")
        chip.clicked.connect(partial(self._drop, term))
        return chip

    def _drop(self, term: Term, *_checked: object) -> None:
        self.kept.drop(term)
        self.field.setFocus()

    def _go(self, by: int) -> None:
        if self._pause.isActive():
            self._search()
        elif self._hits and self._current is not None:
            self._current = (self._current + by) % len(self._hits)
            self._show()

    def _show(self) -> None:
        self.found.emit(self._hits, self._current)
        if self._current is not None:
            self._count.setText(f"{self._current + 1:,} of {len(self._hits):,}")
            self.went_to.emit(self._hits[self._current])
        else:
            self._count.setText("not found" if self.field.text().strip() else "")

    def _lay_out(self) -> None:
        for button in (self._previous, self._next, self._close):
            mute(button)
        for part in (
            self.field,
            self.toggles,
            self._count,
            self._previous,
            self._next,
            self.keep_button,
            self.everywhere_button,
            self._close,
        ):
            self._row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addLayout(self._chips)
        self.set_left(14)
        self.setProperty("ground", "panel")


class _Field(QLineEdit):
    went = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Find in this transcript")
        self.setAccessibleName("Find in this transcript")
        self._width = _LEAST

    def widen(self, room: int) -> None:
        """As wide as there is room, within reason."""
        width = min(max(room, _LEAST), _MOST)
        if width != self._width:
            self._width = width
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._width, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.went.emit(-1 if back else 1)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)
