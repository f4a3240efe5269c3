"""Which words of a text go, and which come? One row for each place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator_ui.parts.changed_words import ChangedWords
from annotator_ui.parts.words import hairline, words

if TYPE_CHECKING:
    from annotator.model.text_map import Change
    from annotator_ui.theme import Theme

MOST: Final = 200
_AROUND: Final = 60


class ChangesList(QScrollArea):
    """Changes in the order of the text; a click on one asks to be taken there."""

    asked = Signal(int)
    """Where the clicked change stands."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[ChangedWords] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_changes(
        self, changes: Sequence[Change], old: str, new: str, *, go_to_old: bool = False
    ) -> None:
        """Show the first changes, and say how many more there are.

        A click asks for the place in the new text, or in the old one.
        """
        inside = QWidget()
        inside.setProperty("ground", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(9)
        self.rows = []
        for change in changes[:MOST]:
            row = _Row(self._theme, change.start if go_to_old else change.new_start)
            row.show_change(
                old[max(0, change.start - _AROUND) : change.start],
                old[change.start : change.end],
                new[change.new_start : change.new_end],
                old[change.end : change.end + _AROUND],
            )
            row.pressed.connect(self.asked)
            column.addWidget(row)
            column.addWidget(hairline())
            self.rows.append(row)
        more = len(changes) - MOST
        if more > 0:
            column.addWidget(words(f"and {more:,} more", kind="small", tone="muted"))
        column.addStretch(1)
        self.setWidget(inside)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for row in self.rows:
            row.set_theme(theme)


class _Row(ChangedWords):
    pressed = Signal(int)

    def __init__(self, theme: Theme, at: int) -> None:
        super().__init__(theme)
        self._at = at
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        del event
        self.pressed.emit(self._at)
