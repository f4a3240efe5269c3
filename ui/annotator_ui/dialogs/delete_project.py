"""Shall a project and all its backups go for good? Says what goes and what may remain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.fields import LineField
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator.model.deleted import Deleted


class DeleteProjectDialog(FramedDialog):
    """Goes on only once the name of the project was typed: there is no undo for this."""

    wanted = Signal()

    def __init__(self, parent: QWidget, name: str, deleted: Deleted) -> None:
        from annotator.model.deleted import MAY_REMAIN

        one = deleted.backups == 1
        backups = "one backup" if one else f"{deleted.backups} backups"
        super().__init__(
            parent,
            "Delete this project for good?",
            f"“{name}” and {backups} are removed from this computer. This cannot be undone.",
            "Delete",
        )
        self._name = name
        self.accept_button.setProperty("kind", "danger")
        self.accept_button.setEnabled(False)
        self.body.addWidget(words("What is removed", kind="section"))
        home = deleted.files[0].parent
        names = [str(file.relative_to(home)) for file in deleted.files[:12]]
        listed = "\n".join((f"In {home}:", *names))
        more = len(deleted.files) - 12
        listed += f"\nand {more} more" if more > 0 else ""
        self.body.addWidget(words(listed, kind="small", tone="muted", wrap=True))
        self.body.addWidget(words("What may still be somewhere", kind="section"))
        self.body.addWidget(words("\n".join(MAY_REMAIN), kind="small", tone="muted", wrap=True))
        self.typed = LineField("The name of the project, to be sure", text="", example=name)
        self.typed.line.textChanged.connect(self._compare)
        self.body.addWidget(self.typed)
        self.setMinimumWidth(round(520 * zoom_of(self)))
        self.typed.line.setFocus()

    def accept(self) -> None:
        if self.accept_button.isEnabled():
            super().accept()
            self.wanted.emit()

    def _compare(self, typed: str) -> None:
        self.accept_button.setEnabled(typed.strip().casefold() == self._name.strip().casefold())
