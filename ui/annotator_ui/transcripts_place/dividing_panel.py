"""What stands under the cursor, and what can be done about its turn and its sentence?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator_ui.parts.buttons import Button, leave_focus
from annotator_ui.parts.fields import LineField
from annotator_ui.parts.words import Elided, Paragraph, hairline, words

if TYPE_CHECKING:
    from annotator.model.transcript import Turn

SIDE: Final = 18
_SHOWN: Final = 160


class ShownUnit(Struct, frozen=True):
    """A sentence, the turn it belongs to, and where a cut would fall."""

    turn: Turn | None
    turn_number: int
    sentence_number: int
    before: str
    """The words of the sentence, up to the cut where there is one."""
    after: str
    """The words behind the cut; empty where the selection is not narrowed."""
    first_in_paragraph: bool
    first_in_turn: bool


class DividingPanel(QFrame):
    """Two cards with buttons; every one has its letter."""

    given = Signal(str, str)
    """The name and the office of whom the turn shall be."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self._unit: ShownUnit | None = None
        self._why = ""
        self._turn_title = words(kind="card")
        self._label = Elided(kind="small", tone="muted")
        self.speaker = LineField("Speaker", hint="S")
        self.role = LineField("Office")
        self.begin_turn = Button("A turn begins with this sentence", key="T")
        self.join_turn = Button("Goes on with the turn before", key="J")
        self.join_as_speech = Button("…and its label is speech", key="L")
        self._unit_title = words(kind="card")
        self._quote = Paragraph()
        self._quote.setProperty("kind", "base")
        self.cut = Button("Cut here", key="C")
        self.join_sentence = Button("Goes on with the sentence before", key="M")
        self.paragraph = Button("A paragraph begins here", key="P")
        self._hint = words(kind="small", tone="muted", wrap=True)
        self._set = words(kind="small", tone="warn", wrap=True)
        self.refusal = words(kind="small", tone="error", wrap=True)
        for field in (self.speaker, self.role):
            field.line.editingFinished.connect(self._tell)
            field.line.returnPressed.connect(self._tell)
        for button in (
            self.begin_turn, self.join_turn, self.join_as_speech,
            self.cut, self.join_sentence, self.paragraph,
        ):  # fmt: skip
            leave_focus(button)
        self._lay_out()
        self.refuse("")

    def show_unit(self, unit: ShownUnit | None) -> None:
        self._unit = unit
        self.setEnabled(unit is not None)
        if unit is None:
            return
        turn = unit.turn
        self._turn_title.setText(f"Turn {unit.turn_number + 1:,}")
        labelled = turn.label if turn is not None else ""
        self._label.say(f"labelled “{labelled}” in the text" if labelled else "without a label")
        for field, text in (
            (self.speaker, turn.speaker if turn is not None else ""),
            (self.role, turn.role if turn is not None else ""),
        ):
            line = field.line
            if line.text() != text and not (line.hasFocus() and line.isModified()):
                line.setText(text)
                line.setCursorPosition(0)
        self.begin_turn.setEnabled(not unit.first_in_turn)
        joined = unit.turn_number > 0
        self.join_turn.setEnabled(joined)
        self.join_as_speech.setEnabled(joined and bool(labelled))
        self._unit_title.setText(f"Sentence {unit.sentence_number:,}")
        self._show_cut(unit)

    def _show_cut(self, unit: ShownUnit) -> None:
        may = not self._why
        if unit.after:
            self._quote.say(_short(unit.before) + " ‖", _short(unit.after))
            self.cut.say(f"Cut before “{_first_word(unit.after)}”")
        else:
            self._quote.say("", f"“{_short(unit.before)}”")
            self.cut.say("Cut here")
        self.cut.setEnabled(may and bool(unit.after))
        self._hint.setVisible(may and not unit.after)
        self.join_sentence.setEnabled(may and not unit.first_in_paragraph)
        begins = unit.first_in_paragraph
        self.paragraph.say(
            "Goes on with the paragraph before" if begins else "A paragraph begins here"
        )
        self.paragraph.setEnabled(may and not unit.first_in_turn)

    def propose(self, names: Sequence[str]) -> None:
        """Who may speak, for whoever types a name."""
        completer = QCompleter(sorted(set(names), key=str.casefold), self.speaker.line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.speaker.line.setCompleter(completer)

    def say_set(self, why: str) -> None:
        """Why units cannot be changed any more; "" where they can."""
        self._why = why
        words = f"The sentences and paragraphs are set: {why}. Turns can still be corrected."
        self._set.setText(words if why else "")
        self._set.setVisible(bool(why))

    def set_words(self) -> str:
        """What it says about units that are set, for tests."""
        return self._why

    def focus_speaker(self) -> None:
        self.speaker.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.speaker.line.selectAll()

    def refuse(self, why: str) -> None:
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))

    def _tell(self) -> None:
        turn = self._unit.turn if self._unit is not None else None
        if turn is None:
            return
        speaker, role = self.speaker.text(), self.role.text()
        if (speaker, role) != (turn.speaker, turn.role):
            self.given.emit(speaker, role)

    def _lay_out(self) -> None:
        self._hint.setText(
            "To cut a sentence, narrow the selection with Ctrl → to the word that begins the "
            "second half, or click it twice."
        )
        inside = QWidget()
        inside.setProperty("ground", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(SIDE, 16, SIDE, 16)
        column.setSpacing(10)
        for part in (
            self._turn_title, self._label, self.speaker, self.role,
            self.begin_turn, self.join_turn, self.join_as_speech,
        ):  # fmt: skip
            column.addWidget(part)
        column.addSpacing(6)
        column.addWidget(hairline())
        column.addSpacing(6)
        for part in (
            self._unit_title, self._quote, self.cut, self._hint,
            self.join_sentence, self.paragraph, self._set, self.refusal,
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…"


def _first_word(words: str) -> str:
    return next(iter(words.split()), "")
