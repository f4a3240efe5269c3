"""What does a coder want to ask, and what was answered to everybody?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.fields import Field
from annotator_ui.parts.words import Paragraph, hairline, words

if TYPE_CHECKING:
    from annotator.model.questions import Answer, Asked

_LONGEST: Final = 300
"""Of a quoted passage, in characters."""
LEAD: Final = (
    "The question travels with what you hand back. The answer goes to everybody and says neither "
    "who asked nor how anybody coded."
)


class QuestionsDialog(FramedDialog):
    """A field for a new question over everything that was asked and answered."""

    asked = Signal(str)

    def __init__(self, parent: QWidget, quote: str) -> None:
        super().__init__(parent, "Ask the principal investigator", LEAD, "Ask")
        self.accept_button.say("Ask", key="Ctrl Enter")
        self.cancel_button.say("Close", key="Esc")
        if quote:
            short = quote if len(quote) <= _LONGEST else f"{quote[:_LONGEST]}…"
            self.body.addWidget(words(f"About: “{short}”", tone="muted", wrap=True))
        self.question = _Text()
        self.question.sent.connect(self.accept)
        self.body.addWidget(Field("Your question", self.question))
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._inside = QWidget()
        self._inside.setLayout(self._list)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inside)
        scroll.setMinimumHeight(180)
        self.told = scroll
        self.body.addWidget(scroll)
        self.setMinimumWidth(560)
        self.question.setFocus()

    def show_all(self, mine: Sequence[Asked], answers: Sequence[Answer]) -> None:
        """One's own questions with their answers, then what was answered to others."""
        while (item := self._list.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.deleteLater()
        own = {each.answer.id for each in mine if each.answer is not None}
        entries = [
            (each.question.body, each.answer.body if each.answer else "No answer yet.")
            for each in reversed(mine)
        ]
        entries += [(each.asked, each.body) for each in reversed(answers) if each.id not in own]
        for number, (asked, answer) in enumerate(entries):
            if number:
                self._list.addWidget(hairline())
            self._list.addWidget(words(asked, kind="medium", wrap=True))
            self._list.addWidget(words(answer, tone="muted", wrap=True))
        self._list.addStretch(1)
        self.told.setVisible(bool(entries))

    def entries(self) -> list[str]:
        """What is told, in words, for tests and screen readers."""
        return [part.plain() for part in self._inside.findChildren(Paragraph)]

    def accept(self) -> None:
        body = self.question.toPlainText().strip()
        if not body:
            self.refuse("Write the question first.")
            return
        self.refuse("")
        self.asked.emit(body)


class _Text(QPlainTextEdit):
    sent = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "field")
        self.setTabChangesFocus(True)
        self.setFixedHeight(84)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
            return
        super().keyPressEvent(event)
