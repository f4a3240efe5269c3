"""Is this what is to be handed back, and what may be told beside it?"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.fields import LineField

SHORTEST = 8


class HandBackDialog(FramedDialog):
    """What is finished; a passphrase, and whether the pace is told."""

    wanted = Signal(str, bool)

    def __init__(self, parent: QWidget, *, finished: int, transcripts: int) -> None:
        left = transcripts - finished
        lead = f"{finished} of {transcripts} transcripts are finished."
        if left:
            lead += " The others go along as they are, and count as not done yet."
        lead += " You keep your pack and can hand back again."
        super().__init__(parent, "Hand back", lead, "Choose where…")
        self.pace = QCheckBox("Tell how many units I decided in how many minutes")
        self.passphrase = LineField(
            "Passphrase", hint="may stay empty", example="the one of your pack"
        )
        self.passphrase.line.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.body.addWidget(self.pace)
        self.body.addWidget(self.passphrase)
        self.setMinimumWidth(440)
        self.accept_button.setFocus()

    def accept(self) -> None:
        phrase = self.passphrase.line.text()
        if phrase and len(phrase) < SHORTEST:
            self.passphrase.set_wrong(f"At least {SHORTEST} characters, or none.")
            return
        self.wanted.emit(phrase, self.pace.isChecked())
        super().accept()
