"""With which passphrase is a pack locked?"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.fields import LineField


class PassphraseDialog(FramedDialog):
    """One field; stays open where the passphrase is another one."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(
            parent,
            "A locked pack",
            f"{name} came with a passphrase. The pack is unlocked into a file beside it, and your "
            "work is kept there, unlocked, until you hand it back.",
            "Unlock",
        )
        self.passphrase = LineField("Passphrase")
        self.passphrase.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addWidget(self.passphrase)
        self.setMinimumWidth(440)
        self.passphrase.line.setFocus()

    def accept(self) -> None:
        if self.passphrase.line.text():
            self.refuse("")
            self.wanted.emit(self.passphrase.line.text())
