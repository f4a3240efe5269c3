"""Which project is this, and what can be done at this place?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from annotator_ui.parts.buttons import Button, leave_focus
from annotator_ui.parts.words import Elided, words

_EDGE: Final = 14
_GAP: Final = 14
_ABOUT_LEAST: Final = 96
"""What the secondary word keeps before the key caps go: a round's name, or its beginning."""


class TitleBar(QFrame):
    """The project's name, a secondary word, and the buttons of the place at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("titlebar")
        self._name = words(kind="strong")
        self._about = Elided(kind="base", tone="muted")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(12)
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE, 0, _EDGE, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._name)
        row.addWidget(self._about, 1)
        row.addLayout(self._buttons)
        self._shown: list[QWidget] = []

    def say(self, name: str, about: str) -> None:
        self._name.setText(name)
        self._about.say(about)

    def show_buttons(self, buttons: Sequence[QWidget]) -> None:
        """Put the buttons of a place in; those of the last one go out of sight."""
        for button in self._shown:
            button.hide()
        for button in buttons:
            if self._buttons.indexOf(button) < 0:
                self._buttons.addWidget(button)
                leave_focus(button)
            button.show()
        self._shown = list(buttons)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Key caps where there is room for all of them beside the words, else none."""
        wants = [
            each.whole_width() if isinstance(each, Button) else each.sizeHint().width()
            for each in self._shown
        ]
        gaps = self._buttons.spacing() * max(len(wants) - 1, 0) + 2 * _EDGE + 2 * _GAP
        beside = self._name.sizeHint().width() + min(self._about.sizeHint().width(), _ABOUT_LEAST)
        there = sum(wants) + gaps + beside <= self.width()
        for each in self._shown:
            if isinstance(each, Button):
                each.show_cap(there=there)
