"""What stands for names in packs and exports? A list that never leaves the project."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.fields import Field

LEAD = (
    "One name a line, and what packs and exports say in its place. The list stays in this "
    "project: coders never see it, and what comes back stands on the text itself."
)


class NamesDialog(FramedDialog):
    """A text of lines such as “Jens Stoltenberg = Person 1”."""

    wanted = Signal(object)
    """Name to stand-in."""
    proposal_wanted = Signal()

    def __init__(self, parent: QWidget, names: Mapping[str, str]) -> None:
        super().__init__(parent, "Other names", LEAD, "Keep the list")
        self.accept_button.say("Keep the list", key="")
        self.lines = QPlainTextEdit()
        self.lines.setProperty("part", "field")
        self.lines.setTabChangesFocus(True)
        self.lines.setMinimumHeight(120)  # at 200 % it has to fit the screen of a laptop
        self.lines.setPlaceholderText("Jens Stoltenberg = Person 1")
        self.propose = Button("Everybody who speaks", kind="link")
        self.propose.setToolTip("Add a line for each speaker; look them through")
        self.propose.clicked.connect(self.proposal_wanted)
        self.body.addWidget(Field("Name = what stands for it", self.lines))
        self.body.addWidget(self.propose)
        self.setMinimumWidth(480)
        self.show_names(names)
        self.lines.setFocus()

    def names(self) -> dict[str, str]:
        """What the lines say; a line without “=” has nothing for its name."""
        found = {}
        for line in self.lines.toPlainText().splitlines():
            name, _, stands = line.partition("=")
            if name.strip():
                found[name.strip()] = stands.strip()
        return found

    def show_names(self, names: Mapping[str, str]) -> None:
        self.lines.setPlainText("\n".join(f"{name} = {each}" for name, each in names.items()))

    def propose_also(self, names: Mapping[str, str]) -> None:
        """Add lines for names that are not on the list."""
        self.show_names({**names, **self.names()})

    def accept(self) -> None:
        empty = next((name for name, stands in self.names().items() if not stands), None)
        if empty is not None:
            self.refuse(f"Write what stands for “{empty}”, after “=”.")
            return
        self.wanted.emit(self.names())
        super().accept()
