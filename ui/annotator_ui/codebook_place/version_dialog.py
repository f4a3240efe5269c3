"""Under which name and note is the codebook frozen, or a version known?"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from annotator.errors import UserError
from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.fields import LineField

Problem = Callable[[str], str]
Save = Callable[[str, str], object]

FREEZE_LEAD = (
    "What the codebook says now is kept under this name, with today’s date. Codings know the "
    "version they were made under; the next change begins a new one by itself."
)


class VersionDialog(FramedDialog):
    """Name and note of a version; what stands against the name is said while typing."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        lead: str,
        accept: str,
        *,
        name: str,
        note: str,
        problem: Problem,
        save: Save,
    ) -> None:
        super().__init__(parent, title, lead, accept)
        self._problem, self._save = problem, save
        self.name = LineField("Name", text=name, hint="such as 1.1")
        self.note = LineField("Note", text=note, hint="what it is for, what changed")
        self.body.addWidget(self.name)
        self.body.addWidget(self.note)
        self.setMinimumWidth(460)
        self.name.line.textChanged.connect(self._check)
        self._check()
        self.note.line.setFocus()

    def accept(self) -> None:
        if self._check():
            return
        try:
            self._save(self.name.text(), self.note.text())
        except UserError as error:
            self.refuse(str(error))
            return
        super().accept()

    def _check(self) -> str:
        problem = self._problem(self.name.text())
        self.name.set_wrong(problem)
        self.accept_button.setEnabled(not problem)
        return problem
