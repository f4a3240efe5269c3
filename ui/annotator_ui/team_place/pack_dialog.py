"""Shall packs be locked with a passphrase? Asked before they are written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.fields import LineField

SHORTEST = 8


class PackDialog(FramedDialog):
    """One field that may stay empty."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget, round_name: str, coders: Sequence[str] | None) -> None:
        whom = ", ".join(coders) if coders else "everybody who was given work"
        super().__init__(
            parent,
            f"Packs of “{round_name}”",
            f"One file for {whom}. It holds the transcripts and the codebook, and nothing of "
            "anybody else.",
            "Choose the folder…",
        )
        self.passphrase = LineField(
            "Passphrase", hint="may stay empty", example="four or five words"
        )
        self.passphrase.line.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.body.addWidget(self.passphrase)
        self.setMinimumWidth(440)
        self.passphrase.line.setFocus()

    def accept(self) -> None:
        phrase = self.passphrase.line.text()
        if phrase and len(phrase) < SHORTEST:
            self.passphrase.set_wrong(f"At least {SHORTEST} characters, or none.")
            return
        self.wanted.emit(phrase)
        super().accept()
