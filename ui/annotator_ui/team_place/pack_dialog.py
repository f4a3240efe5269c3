"""Shall packs be locked, and say other names? Asked before they are written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.fields import LineField
from annotator_ui.parts.words import words

SHORTEST = 8
NO_CODES = "The codebook has no code yet, so nobody could code anything in these packs."


class PackDialog(FramedDialog):
    """A field that may stay empty, and a box to tick."""

    wanted = Signal(str, bool)
    """The passphrase, and whether names are replaced."""
    names_wanted = Signal()

    def __init__(
        self,
        parent: QWidget,
        round_name: str,
        coders: Sequence[str] | None,
        *,
        n_names: int,
        n_codes: int,
    ) -> None:
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
        self.disguise = QCheckBox()
        self.names = Button("Names…", kind="link")
        self.names.clicked.connect(self.names_wanted)
        row = QHBoxLayout()
        row.addWidget(self.disguise)
        row.addWidget(self.names)
        row.addStretch(1)
        self.body.addLayout(row)
        self.no_codes = words(NO_CODES, kind="small", tone="warn", wrap=True)
        self.no_codes.setVisible(not n_codes)
        self.body.addWidget(self.no_codes)
        self.tell_names(n_names)
        self.setMinimumWidth(480)
        self.passphrase.line.setFocus()

    def tell_names(self, number: int) -> None:
        """How many names are on the list; without any there is nothing to replace."""
        count = f" ({number} on the list)" if number else ""
        self.disguise.setText(f"Put other names into the texts{count}")
        self.disguise.setEnabled(number > 0)
        self.disguise.setToolTip("" if number else "Write the list of names first")

    def accept(self) -> None:
        phrase = self.passphrase.line.text()
        if phrase and len(phrase) < SHORTEST:
            self.passphrase.set_wrong(f"At least {SHORTEST} characters, or none.")
            return
        self.wanted.emit(phrase, self.disguise.isChecked())
        super().accept()
