"""What does a changed definition mean for the passages that were coded before?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator_ui.codebook_place.changed_text import ChangedText
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.choosing import Check
from annotator_ui.parts.fields import Field, LineField
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator.model.codebook import Code
    from annotator.model.rechecks import Meaning, Redefinition
    from annotator_ui.theme import Theme

_CHOICES: tuple[tuple[Meaning, str, str], ...] = (
    ("narrower", "Narrower", "some may no longer belong"),
    ("wider", "Wider", "others may now belong"),
    ("both", "Both", "some leave, others come"),
    ("wording", "Only wording", "what belongs stays the same"),
)


class Answer(Struct, frozen=True):
    """What somebody said of one change."""

    redefinition_id: int
    meaning: Meaning
    neighbours: tuple[int, ...] = ()
    search: str = ""
    sample: int = 0


class MeaningBlock(QWidget):
    """One question, four answers; the wider ones ask where to look. It may wait."""

    answered = Signal(object)
    """An `Answer`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._asked: Redefinition | None = None
        self._meaning: Meaning | None = None
        self._title = words(kind="strong", wrap=True)
        self._lead = words(tone="muted", wrap=True)
        self._text = ChangedText(theme)
        self.buttons: dict[Meaning, Button] = {}
        self._neighbours: list[tuple[int, Check]] = []
        self._neighbours_box = QVBoxLayout()
        self.search = LineField("Sentences with these words", hint="may be empty")
        self.sample = QSpinBox()
        self.sample.setRange(0, 500)
        self.sample.setSuffix(" sentences without a code")
        self.sample.setSpecialValueText("no sample")
        self.sample.lineEdit().setTextMargins(8, 0, 8, 0)
        self.put_button = Button("Put into the queues", kind="primary")
        self.back_button = Button("Back", kind="link")
        self._first, self._second = QWidget(), QWidget()
        self._lay_out()
        self.put_button.clicked.connect(self._put)
        self.back_button.clicked.connect(self._back)
        self.hide()

    @property
    def asked(self) -> Redefinition | None:
        """The change that waits for an answer."""
        return self._asked

    def ask(
        self,
        asked: Redefinition | None,
        code: Code | None = None,
        codings: int = 0,
        neighbours: Sequence[Code] = (),
    ) -> None:
        """Put the question, or take it away."""
        again = asked is not None and self._asked is not None and asked.id == self._asked.id
        self._asked = asked
        self.setVisible(asked is not None)
        if asked is None or code is None:
            return
        made = "1 coding" if codings == 1 else f"{codings:,} codings"
        count = f" has {made} that were" if codings else " has codings that were"
        self._title.setText(f"What does the change of \u201c{code.name}\u201d mean?")
        self._lead.setText(f"It{count} made before. Nothing is looked at again until you say.")
        self._text.show_changes(asked.changed)
        if not again:
            self._show_neighbours(neighbours)
            self.search.line.clear()
            self.sample.setValue(0)
            self._show_step(first=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A second click of one hand does not answer the question that comes next."""
        del watched
        return event.type() == QEvent.Type.MouseButtonDblClick

    def set_theme(self, theme: Theme) -> None:
        self._text.set_theme(theme)

    def say(self, meaning: Meaning) -> None:
        """Choose an answer: the wider ones ask where to look first."""
        if self._asked is None:
            return
        self._meaning = meaning
        if meaning in {"wider", "both"}:
            self._show_step(first=False)
            return
        self.answered.emit(Answer(self._asked.id, meaning))

    def neighbours(self) -> list[Check]:
        return [check for _, check in self._neighbours]

    def _put(self) -> None:
        if self._asked is None or self._meaning is None:
            return
        chosen = tuple(code_id for code_id, check in self._neighbours if check.isChecked())
        self.answered.emit(
            Answer(self._asked.id, self._meaning, chosen, self.search.text(), self.sample.value())
        )

    def _back(self) -> None:
        """The answers again; the keyboard is where it was."""
        self._show_step(first=True)
        if self._meaning is not None:
            self.buttons[self._meaning].setFocus(Qt.FocusReason.BacktabFocusReason)

    def _show_step(self, *, first: bool) -> None:
        self._first.setVisible(first)
        self._second.setVisible(not first)
        if not first:
            self.search.line.setFocus()

    def _show_neighbours(self, neighbours: Sequence[Code]) -> None:
        while (item := self._neighbours_box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._neighbours = []
        for code in neighbours:
            check = Check(f"Passages with {code.code_id}")
            check.setToolTip(plain_tip(f"{code.name}: named in “don’t use when”"))
            check.setChecked(True)
            self._neighbours_box.addWidget(check)
            self._neighbours.append((code.id, check))

    def _lay_out(self) -> None:
        answers = QGridLayout(self._first)
        answers.setContentsMargins(0, 0, 0, 0)
        answers.setHorizontalSpacing(10)
        answers.setVerticalSpacing(6)
        answers.setColumnStretch(1, 1)
        for number, (meaning, name, what) in enumerate(_CHOICES):
            button = Button(name)
            button.setAccessibleName(f"{name}: {what}")
            button.clicked.connect(lambda _=False, m=meaning: self.say(m))
            button.installEventFilter(self)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.buttons[meaning] = button
            answers.addWidget(button, number, 0)
            answers.addWidget(words(what, kind="small", tone="muted", wrap=True), number, 1)
        where = QVBoxLayout(self._second)
        where.setContentsMargins(0, 0, 0, 0)
        where.setSpacing(8)
        where.addWidget(words("Where may passages be that now belong?", kind="section"))
        self._neighbours_box.setSpacing(0)
        where.addLayout(self._neighbours_box)
        where.addWidget(self.search)
        where.addWidget(Field("Random sample, for each coder", self.sample))
        foot = QHBoxLayout()
        foot.addWidget(self.back_button)
        foot.addStretch()
        foot.addWidget(self.put_button)
        where.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._lead)
        column.addWidget(self._text)
        column.addWidget(self._first)
        column.addWidget(self._second)
