"""Who is somebody of the team: label in sheets, name, role?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from annotator.model.people import ROLE_WORDS, ROLES
from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.fields import Field, LineField

if TYPE_CHECKING:
    from annotator.model.people import Coder


class TeamCoderDialog(FramedDialog):
    """Describes somebody new, or somebody who is there."""

    wanted = Signal(str, str, str)
    """Label, name, role."""

    def __init__(self, parent: QWidget, coder: Coder | None = None) -> None:
        super().__init__(
            parent,
            "A new coder" if coder is None else coder.name,
            "The label stands in every sheet; it can be replaced by coder_1, coder_2 in an export.",
            "Add" if coder is None else "Change",
        )
        self.label = LineField("Label", text=coder.coder_id if coder else "", example="ann")
        self.name = LineField("Name", text=coder.name if coder else "", hint="as people call them")
        self.role = QComboBox()
        for role in ROLES:
            self.role.addItem(ROLE_WORDS[role], role)
        self.role.setCurrentIndex(ROLES.index(coder.role if coder else "coder"))
        for field in (self.label, self.name, Field("Role", self.role)):
            self.body.addWidget(field)
        self.setMinimumWidth(400)
        self.label.line.setFocus()

    def accept(self) -> None:
        if not self.label.text():
            self.label.set_wrong("A coder needs a label.")
            return
        self.wanted.emit(self.label.text(), self.name.text(), self.role.currentData())
