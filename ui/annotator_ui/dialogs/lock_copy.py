"""With which passphrase is a copy of the project locked?"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.fields import LineField

SHORTEST = 8


class LockCopyDialog(FramedDialog):
    """One field, which must be filled in."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            "Save a locked copy",
            "A backup that can lie anywhere: only who knows the passphrase can read it. Nobody can "
            "give it back where it is forgotten.",
            "Choose where…",
        )
        self.passphrase = LineField("Passphrase", example="four or five words")
        self.passphrase.line.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.body.addWidget(self.passphrase)
        self.setMinimumWidth(440)
        self.passphrase.line.setFocus()

    def accept(self) -> None:
        phrase = self.passphrase.line.text()
        if len(phrase) < SHORTEST:
            self.passphrase.set_wrong(f"At least {SHORTEST} characters.")
            return
        self.wanted.emit(phrase)
        super().accept()
