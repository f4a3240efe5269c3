"""What did the check of a project find, and what can be done about each?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator.model.findings import Finding

_MOST_SHOWN = 100


class FindingsDialog(FramedDialog):
    """Each finding with what helps; a repair and the backups are one button away."""

    repair_wanted = Signal()
    backups_wanted = Signal()

    def __init__(self, parent: QWidget, name: str, findings: Sequence[Finding]) -> None:
        super().__init__(
            parent,
            f"{_count(len(findings))} in {name}",
            "Nothing was changed. Codings that are not named here stand where they were made.",
            "Close",
        )
        self._findings = tuple(findings)
        self.body.addWidget(self._list())
        self.cancel_button.say("Copy", key="")
        self.cancel_button.clicked.disconnect()
        self.cancel_button.clicked.connect(self.copy)
        self.repair_button = Button("Repair into a new file…")
        self.repair_button.clicked.connect(self.accept)
        self.repair_button.clicked.connect(self.repair_wanted)
        self.repair_button.setVisible(any(each.cure == "repair" for each in findings))
        self.backups_button = Button("Backups…")
        self.backups_button.clicked.connect(self.accept)
        self.backups_button.clicked.connect(self.backups_wanted)
        self.foot.insertWidget(0, self.backups_button)
        self.foot.insertWidget(0, self.repair_button)
        self.resize(round(620 * zoom_of(self)), round(440 * zoom_of(self)))

    def copy(self) -> None:
        """Put all of it on the clipboard, as for somebody who helps."""
        lines = [f"{each.message} {each.hint}" for each in self._findings]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _list(self) -> QScrollArea:
        inside = QFrame()
        inside.setProperty("ground", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 2, 10, 2)
        column.setSpacing(14)
        for finding in self._findings[:_MOST_SHOWN]:
            entry = QVBoxLayout()
            entry.setSpacing(2)
            entry.addWidget(words(finding.message, kind="strong", wrap=True))
            entry.addWidget(words(finding.hint, tone="muted", wrap=True))
            column.addLayout(entry)
        more = len(self._findings) - _MOST_SHOWN
        if more > 0:
            column.addWidget(words(f"And {more} more.", tone="muted"))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName("Findings of the check")
        return area


def _count(number: int) -> str:
    return "One finding" if number == 1 else f"{number} findings"
