"""How many passages wait to be looked at again, and who has them?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.words import Elided, words


class QueueBlock(QWidget):
    """The own queue with its progress, and how far the others are."""

    look_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = words(kind="strong")
        self._codes = Elided(kind="section")
        self._codes.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._lead = words(tone="muted", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._done = words(kind="small", tone="muted")
        self.look_button = Button("Look again", key="Ctrl J", kind="primary")
        self.look_button.clicked.connect(self.look_asked)
        self._lay_out()
        self.hide()

    def show_queue(
        self, own: tuple[int, int], codes: Sequence[str], others: Sequence[tuple[str, int, int]]
    ) -> None:
        """`own` is (decided, all); `others` are (coder, decided, all) of the other coders."""
        done, total = own
        theirs = sum(each[2] - each[1] for each in others)
        self.setVisible(total > 0 or theirs > 0)
        waiting = total - done
        self._title.setText(_passages(waiting))
        self._codes.say(", ".join(codes))
        said = "Coded before a definition changed, or may belong to it now."
        if not waiting and total:
            said = "All that was coded before a definition changed is looked at."
        open_ = ((name, all_ - looked) for name, looked, all_ in others if all_ > looked)
        told = ", ".join(f"{name} {left}" for name, left in open_)
        self._lead.setText(f"{said} Waiting for others: {told}." if told else said)
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._bar.setAccessibleName(f"{done} of {total} looked at")
        self._done.setText(f"{done:,} of {total:,} looked at" if total else "none of them yours")
        self.look_button.setVisible(total > 0)
        self.look_button.say("Look again" if waiting else "Look over", key="Ctrl J")

    def title(self) -> str:
        return self._title.text()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._codes, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._done, 1)
        foot.addWidget(self.look_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._lead)
        column.addWidget(self._bar)
        column.addLayout(foot)


def _passages(number: int) -> str:
    if number == 0:
        return "No passage waits"
    return "1 passage to look at again" if number == 1 else f"{number:,} passages to look at again"
