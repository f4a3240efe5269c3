"""Which passages of the open transcript hold the words a person types?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from annotator.model.spans import Span
from annotator_ui.code_place.quiet import mute
from annotator_ui.parts.buttons import IconButton
from annotator_ui.parts.words import words

# A search through a long text waits for a pause in typing, one through a short text does not.
_LONG_TEXT = 300_000
_PAUSE_MS = 120


class FindBar(QWidget):
    """A line over the text: what to find, "3 of 12", next, previous, close."""

    found = Signal(object, object)
    """All hits as a list of `Span`, and the number of the current one or None."""
    went_to = Signal(object)
    """The `Span` of the hit to show."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._start = 0
        self._hits: Sequence[Span] = ()
        self._current: int | None = None
        self.field = _Field()
        self._count = words(kind="small", tone="muted")
        self._count.setMinimumWidth(64)
        self._previous = IconButton("chevron-up", "Previous (Shift+Enter)")
        self._next = IconButton("chevron-down", "Next (Enter)")
        self._close = IconButton("x", "Close (Esc)")
        self._pause = QTimer(self, singleShot=True)
        self._row = QHBoxLayout(self)
        self._lay_out()
        self._wire()
        self.hide()

    def search_in(self, text: str) -> None:
        """Another transcript: what was found is no longer true."""
        self._text, self._start = text, 0
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

    def says(self) -> str:
        """The count as it is shown: "3 of 12", "not found"."""
        return self._count.text()

    def set_left(self, pixels: int) -> None:
        """Begin where the text begins."""
        self._row.setContentsMargins(pixels, 6, 14, 6)

    def close_bar(self) -> None:
        self._pause.stop()
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

    def _typed(self) -> None:
        self._pause.start(_PAUSE_MS if len(self._text) > _LONG_TEXT else 0)

    def _search(self) -> None:
        self._pause.stop()
        self._hits = _hits(self._text, self.field.text())
        self._current = None
        if self._hits:
            after = (n for n, hit in enumerate(self._hits) if hit.start >= self._start)
            self._current = next(after, 0)
        self._show()

    def _go(self, by: int) -> None:
        if self._pause.isActive():
            self._search()
        elif self._hits and self._current is not None:
            self._current = (self._current + by) % len(self._hits)
            self._show()

    def _show(self) -> None:
        self.found.emit(list(self._hits), self._current)
        if self._current is not None:
            self._count.setText(f"{self._current + 1:,} of {len(self._hits):,}")
            self.went_to.emit(self._hits[self._current])
        else:
            self._count.setText("not found" if self.field.text().strip() else "")

    def _lay_out(self) -> None:
        row = self._row
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addSpacing(6)
        row.addWidget(self._count)
        for button in (self._previous, self._next, self._close):
            mute(button)
            row.addWidget(button)
        row.addStretch(1)
        self.setProperty("ground", "panel")


class _Field(QLineEdit):
    went = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Find in this transcript")
        self.setAccessibleName("Find in this transcript")
        self.setMaximumWidth(420)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.went.emit(-1 if back else 1)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)


def _hits(text: str, typed: str) -> Sequence[Span]:
    if not typed.strip():
        return ()
    from annotator.search import find

    return find(text, typed)
