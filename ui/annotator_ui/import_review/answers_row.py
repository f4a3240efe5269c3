"""Whose are the words that no label stands before, such as the answers of a sheet of questions?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.transcripts.choices import ANSWERS
from annotator_ui.parts.choosing import Check
from annotator_ui.parts.words import Elided

if TYPE_CHECKING:
    from annotator.transcripts.surveys import WithoutLabel


class AnswersRow(QWidget):
    """Whose the words are; answers may also be left with their questions."""

    answered = Signal(str, bool, str, str)
    """What the words are, whether they are turns of their own, the name and the office."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what
        self._found: WithoutLabel | None = None
        self.told = Check()
        self._lead = Elided(kind="base")
        self.person, self.role = QLineEdit(), QLineEdit()
        self._first = Elided(kind="small", tone="muted")
        whose = "who answers" if what == ANSWERS else "who speaks there"
        for field, name, example in (
            (self.person, f"Name of {whose}", whose),
            (self.role, f"Office of {whose}", "no office"),
        ):
            field.setProperty("part", "cell")
            field.setAccessibleName(name)
            field.setPlaceholderText(example)
            field.editingFinished.connect(self._tell)
        self.told.toggled.connect(self._tell)
        self._lay_out()

    def show_words(self, found: WithoutLabel | None) -> None:
        """Show whose the words without a label are; without such words the row is away."""
        self._found = found
        self.setVisible(found is not None)
        if found is None:
            return
        self._lead.setVisible(self._what != ANSWERS)
        self.told.setVisible(self._what == ANSWERS)
        answers = "1 answer has" if found.count == 1 else f"{found.count:,} answers have"
        self.told.say(f"{answers} no label: turns of their own, by")
        places = "One place has" if found.count == 1 else f"{found.count:,} places have"
        self._lead.say(f"{places} words without a label, by")
        self.told.blockSignals(True)
        self.told.setChecked(found.choice.speaker)
        self.told.blockSignals(False)
        self._first.say(f"The first: “{' '.join(found.passage.split())}”")
        for field, text in ((self.person, found.choice.name), (self.role, found.choice.role or "")):
            field.setEnabled(found.choice.speaker)
            if field.text() != text and not (field.hasFocus() and field.isModified()):
                field.setText(text)
                field.setCursorPosition(0)

    def _tell(self) -> None:
        if self._found is None:
            return
        now = self._found.choice
        said = (self.told.isChecked(), self.person.text().strip(), self.role.text().strip())
        if said != (now.speaker, now.name, now.role or ""):
            self.answered.emit(self._what, *said)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.told)
        row.addWidget(self._lead)
        row.addWidget(self.person, 1)
        row.addWidget(self.role, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 4)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._first)
