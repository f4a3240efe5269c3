"""Who is somebody of the team: label in sheets, name, initials, colour, role?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model.people import ROLE_WORDS, ROLES
from annotator_ui.dialogs.color_field import ColorField
from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.choosing import ListBox
from annotator_ui.parts.fields import Field, LineField

if TYPE_CHECKING:
    from annotator.model.people import Coder, Role
    from annotator_ui.theme import Theme


class CoderSaid(Struct, frozen=True):
    """What the dialog says of somebody; what is empty is proposed."""

    label: str
    name: str
    initials: str
    color: str
    role: Role


class TeamCoderDialog(FramedDialog):
    """Describes somebody new, or somebody who is there."""

    wanted = Signal(object)
    """A `CoderSaid`."""

    def __init__(self, parent: QWidget, theme: Theme, coder: Coder | None = None) -> None:
        super().__init__(
            parent,
            "A new coder" if coder is None else coder.name,
            "The label stands in every sheet; it can be replaced by coder_1, coder_2 in an export.",
            "Add" if coder is None else "Change",
        )
        self.label = LineField("Label", text=coder.coder_id if coder else "", example="ann")
        self.name = LineField("Name", text=coder.name if coder else "", hint="as people call them")
        self.initials = LineField(
            "Initials", text=coder.initials if coder else "", hint="up to four", example="AB"
        )
        self.role = ListBox()
        for role in ROLES:
            self.role.addItem(ROLE_WORDS[role], role)
        self.role.setCurrentIndex(ROLES.index(coder.role if coder else "coder"))
        self.color = ColorField(coder.color if coder else "", theme)
        self._color_field = Field("Colour", self.color, hint="#RRGGBB")
        beside = QHBoxLayout()
        beside.setSpacing(12)
        beside.addWidget(self.initials, 1)
        beside.addWidget(Field("Role", self.role), 2)
        for field in (self.label, self.name):
            self.body.addWidget(field)
        self.body.addLayout(beside)
        self.body.addWidget(self._color_field)
        self.setMinimumWidth(400)
        self.label.line.setFocus()

    def accept(self) -> None:
        if not self.label.text():
            self.label.set_wrong("A coder needs a label.")
            return
        if self.color.is_wrong():
            self._color_field.set_wrong("Write it as #2D6FB4.")
            return
        self.wanted.emit(
            CoderSaid(
                self.label.text(),
                self.name.text(),
                self.initials.text(),
                self.color.color(),
                self.role.currentData(),
            )
        )
