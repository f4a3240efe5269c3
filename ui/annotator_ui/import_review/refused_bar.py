"""Which files stay outside, and why?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import Icon
from annotator_ui.parts.words import Paragraph

NAMED = 2


class RefusedBar(QFrame):
    """One strip at the foot: how many are refused, the first reasons, and a list to keep."""

    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "refused")
        self._why: Paragraph | None = None
        self.hide()

    def show_refused(self, reasons: Sequence[str], total: str) -> None:
        """`reasons` are whole sentences, one a file; `total` says of how many."""
        if reasons and self._why is None:
            self._why = self._lay_out()
        self.setVisible(bool(reasons))
        if self._why is None:
            return
        number = len(reasons)
        stay = "is refused and stays" if number == 1 else "are refused and stay"
        lead = f"{number:,} of {total} {stay} outside."
        more = f" {number - NAMED:,} more." if number > NAMED else ""
        self._why.say(lead, " ".join(reasons[:NAMED]) + more)
        self.setAccessibleName(self.words())

    def words(self) -> str:
        return "" if self._why is None else self._why.plain()

    def _lay_out(self) -> Paragraph:
        """Only now: mostly nothing is refused, and the sheet stands sooner without it."""
        why = Paragraph()
        why.setProperty("kind", "base")
        save = Button("Save this list…")
        save.setToolTip("Write the names and the reasons to a table")
        save.clicked.connect(self.save_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 12, 22, 12)
        row.setSpacing(10)
        row.addWidget(Icon("circle-x", 16, tone="error"), alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(why, 1)
        row.addWidget(save)
        return why
