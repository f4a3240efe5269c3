"""What is the new project called, where does it lie, and who is coding?"""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.dialogs.pick_file import documents, pick_folder
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.fields import LineField
from annotator_ui.parts.words import Elided

ENDING = ".annotator"


class NewProjectDialog(FramedDialog):
    """Asks once and then tells `wanted`; stays open until `done_with` or `refuse`."""

    wanted = Signal(object, str, str)
    """path, name of the project, name of the coder"""

    def __init__(self, parent: QWidget, *, name: str = "", coder: str = "") -> None:
        super().__init__(
            parent,
            "New project",
            "A project is one file on this computer. Everything you do is in it at once.",
            "Make the project",
        )
        self._folder = documents()
        self.name = LineField("Name", text=name, example="Press points 2023")
        self.coder = LineField(
            "Who is coding?", text=coder, hint="a short name, as in sheets", example="coder_a"
        )
        self._place = Elided(kind="small", tone="muted")
        self._choose = Button("Another folder…")
        self._choose.clicked.connect(self._ask_folder)
        self.name.line.textChanged.connect(self._tell_place)
        self.body.addWidget(self.name)
        row = QHBoxLayout()
        row.addWidget(self._place, 1)
        row.addWidget(self._choose)
        self.body.addLayout(row)
        self.body.addWidget(self.coder)
        self._tell_place()
        self.setMinimumWidth(480)
        (self.coder.line if name and not coder else self.name.line).setFocus()

    @property
    def path(self) -> Path:
        return self._folder / (file_name(self.name.text()) + ENDING)

    def use_folder(self, folder: Path) -> None:
        self._folder = folder
        self._tell_place()

    def accept(self) -> None:
        self.name.set_wrong("" if self.name.text() else "A project needs a name.")
        self.coder.set_wrong(
            "" if self.coder.text() else "Every coding carries the name of who made it."
        )
        if not self.name.text():
            self.name.line.setFocus()
        elif not self.coder.text():
            self.coder.line.setFocus()
        elif self.path.exists():
            self.name.set_wrong(f"{self.path.name} is in this folder already.")
            self.name.line.setFocus()
        else:
            self.wanted.emit(self.path, self.name.text(), self.coder.text())

    def _ask_folder(self) -> None:
        pick_folder(self, "Where shall the project lie?", self._folder, self.use_folder)

    def _tell_place(self) -> None:
        self._place.say(str(self.path) if self.name.text() else str(self._folder))


def file_name(name: str) -> str:
    """A name for a file that every system takes, close to what the project is called."""
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', " ", name)
    return re.sub(r"\s+", " ", plain).strip(" .")[:80] or "project"
