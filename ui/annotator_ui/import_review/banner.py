"""What is the one thing that is asked about this file now?"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import Icon
from annotator_ui.parts.words import Paragraph, restyle


class Said(Struct, frozen=True):
    """What the banner says: a lead in bold, a sentence, and what can be answered."""

    sort: str
    """warn, error, ok or plain"""
    lead: str
    words: str
    answers: tuple[tuple[str, str], ...] = ()
    """(key, words on the button)"""
    chosen: str = ""
    """The key of the answer that holds now."""


class Banner(QWidget):
    """An icon, a sentence, and buttons for the answers; it stays until the file is left."""

    answered = Signal(str)
    """The key of the answer that was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self._said: Said | None = None
        self._frame = QFrame()
        self._frame.setProperty("part", "notice")
        self._icon = Icon("info", 16)
        self._label = Paragraph()
        self._label.setProperty("kind", "base")
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._lay_out()
        self.hide()

    def show_said(self, said: Said | None) -> None:
        if said == self._said:
            return
        before, self._said = self._said, said
        self.setVisible(said is not None)
        if said is None:
            return
        self._label.say(said.lead, said.words)
        self.setAccessibleName(self.words())
        if before is None or before.sort != said.sort:
            self._frame.setProperty("sort", said.sort)
            self._icon.setProperty("tone", "" if said.sort == "plain" else said.sort)
            self._icon.show_icon(_DRAWINGS[said.sort])
            restyle(self._frame)
            restyle(self._icon)
        self._show_answers(said.answers, said.chosen)

    def words(self) -> str:
        """What it says now, for tests and screen readers."""
        return "" if self._said is None else f"{self._said.lead} {self._said.words}".strip()

    def focus(self) -> bool:
        """Put the keyboard on the first answer, or on the one that holds; whether there is one."""
        chosen = [button for button in self.buttons if button.isChecked()]
        for button in (*chosen, *self.buttons):
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return False

    def _show_answers(self, answers: Sequence[tuple[str, str]], chosen: str) -> None:
        had = [(button.property("answer"), button.accessibleName()) for button in self.buttons]
        if had != list(answers):
            for button in self.buttons:
                button.hide()
                button.deleteLater()
            self.buttons = [self._button(key, words) for key, words in answers]
        for button in self.buttons:
            button.setChecked(button.property("answer") == chosen)

    def _button(self, key: str, words: str) -> QPushButton:
        button = Button(words)
        button.setProperty("answer", key)
        button.setCheckable(True)
        button.clicked.connect(lambda *_: self.answered.emit(key))
        self._row.addWidget(button)
        button.show()
        return button

    def _lay_out(self) -> None:
        text = QVBoxLayout()
        text.setSpacing(8)
        text.addWidget(self._label)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._frame)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(14, 9, 12, 9)
        row.setSpacing(10)
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        row.addLayout(self._row)


_DRAWINGS = {"error": "circle-x", "warn": "triangle-alert", "ok": "circle-check", "plain": "info"}
