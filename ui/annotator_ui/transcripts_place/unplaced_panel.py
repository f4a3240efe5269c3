"""Who are the chosen speakers: persons of their own, or somebody who is known already?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from annotator.model.code_ids import key_of
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.choosing import MenuButton
from annotator_ui.parts.words import Elided, Paragraph, hairline, words

if TYPE_CHECKING:
    from annotator.model.persons import Person, Unplaced

SIDE: Final = 18


class UnplacedPanel(QFrame):
    """What was chosen, in words, and the two things that can become of it."""

    wanted = Signal()
    """They become persons of their own."""
    placed = Signal(int)
    """They are the person of this id."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self._persons: Sequence[Person] = ()
        self._likely: Person | None = None
        self._name = Elided(kind="card")
        self._facts = Elided(kind="small", tone="muted")
        self._lead = Paragraph()
        self._lead.setProperty("kind", "base")
        self.make = Button("Make a person", key="Enter", kind="primary")
        self.same = MenuButton("Somebody who is known")
        self.same.say("Is somebody known…")
        self.likely = Button("", kind="link")
        self.make.clicked.connect(self.wanted)
        self.same.choices.aboutToShow.connect(self._fill)
        self.likely.clicked.connect(self._take_likely)
        self._lay_out()

    def show_speakers(self, chosen: Sequence[Unplaced], persons: Sequence[Person]) -> None:
        self._persons = persons
        self.setVisible(bool(chosen))
        if not chosen:
            return
        turns = sum(one.n_turns for one in chosen)
        first = chosen[0]
        one = len(chosen) == 1
        self._name.say(first.name if one else f"{len(chosen):,} speakers")
        said = "1 turn" if turns == 1 else f"{turns:,} turns"
        labels = [label for each in chosen for label in each.labels]
        self._facts.say(f"{said} · labelled {', '.join(dict.fromkeys(labels))}" if labels else said)
        self.make.say("Make a person" if one else f"Make {len(chosen):,} persons")
        self.same.setEnabled(bool(persons))
        self._likely = _likely(first, persons) if one else None
        self.likely.setVisible(self._likely is not None)
        if self._likely is not None:
            self.likely.say(f"Is {self._likely.name}")
        self._lead.say(
            "",
            "A person has one name in all transcripts, and what is known of them is known of all "
            "their turns. Labels such as “Question” stand for many people: they may stay as they "
            "are.",
        )

    def _fill(self) -> None:
        menu = self.same.choices
        menu.clear()
        for one in self._persons:
            action = menu.addAction(one.name.replace("&", "&&"))
            action.triggered.connect(lambda *_, person=one.id: self.placed.emit(person))

    def _take_likely(self) -> None:
        if self._likely is not None:
            self.placed.emit(self._likely.id)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(SIDE, 14, SIDE, 12)
        head.setSpacing(2)
        head.addWidget(self._name)
        head.addWidget(self._facts)
        acts = QHBoxLayout()
        acts.setSpacing(10)
        acts.addWidget(self.make)
        acts.addWidget(self.same)
        acts.addStretch(1)
        body = QVBoxLayout()
        body.setContentsMargins(SIDE, 14, SIDE, 14)
        body.setSpacing(14)
        body.addWidget(words("Who is it?", kind="section"))
        body.addWidget(self.likely)
        body.addLayout(acts)
        body.addWidget(self._lead)
        body.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(hairline())
        whole.addLayout(body, 1)


def _likely(speaker: Unplaced, persons: Sequence[Person]) -> Person | None:
    """The only person who has the last name of a speaker."""
    last = key_of(speaker.name).split()[-1:]
    found = [one for one in persons if last and key_of(one.name).split()[-1:] == last]
    return found[0] if len(found) == 1 else None
