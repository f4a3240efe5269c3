"""Who is coding? Asked once per project, always shown, changeable at any time."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.choosing import Check
from annotator_ui.parts.fields import Field, LineField

ROW_PX = 34


class CoderDialog(FramedDialog):
    """The coders the project knows, and a field for somebody new."""

    wanted = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        known: Sequence[str],
        *,
        now: str,
        proposal: str,
        always: bool = False,
    ) -> None:
        super().__init__(
            parent,
            "Who is coding?",
            "Every coding carries this name. It is shown at the foot of the window, "
            "where you can change it.",
            "Go on",
        )
        self.known = _Names(known)
        self.known.itemActivated.connect(self.accept)
        self.known.currentRowChanged.connect(self._prefer_known)
        free = (f"coder_{letter}" for letter in ascii_lowercase)
        example = next((name for name in free if name not in known), "")
        self.other = LineField("Somebody else", text="", hint="a new name", example=example)
        self.other.line.textEdited.connect(self._prefer_other)
        if known:
            self.body.addWidget(Field("In this project", self.known))
        self.body.addWidget(self.other)
        self.always = Check("Ask at each opening: several code on this computer")
        self.always.setChecked(always)
        self.body.addWidget(self.always)
        self.setMinimumWidth(400)
        self._propose(now, proposal)

    def chosen(self) -> str:
        """The name in the field, else the row that is chosen."""
        item = self.known.currentItem()
        return self.other.text() or (item.text() if item else "")

    def accept(self) -> None:
        name = self.chosen()
        if not name:
            self.other.set_wrong("Choose a name or write one.")
            return
        self.wanted.emit(name)
        super().accept()

    def _propose(self, now: str, proposal: str) -> None:
        """The coder of now, or the name this user gave elsewhere where it is known."""
        for wanted in (proposal, now):
            found = self.known.findItems(wanted, Qt.MatchFlag.MatchFixedString) if wanted else []
            if found:
                self.known.setCurrentItem(found[0])
                self.known.setFocus()
                return
        self.other.line.setText(proposal)
        if self.known.count() and not proposal:
            self.known.setCurrentRow(0)
            self.known.setFocus()
        else:
            self.other.line.setFocus()

    def _prefer_known(self, _row: int) -> None:
        self.other.line.clear()
        self.other.set_wrong("")

    def _prefer_other(self, _text: str) -> None:
        self.known.blockSignals(True)
        self.known.setCurrentRow(-1)
        self.known.blockSignals(False)
        self.other.set_wrong("")


class _Names(QListWidget):
    """As high as its rows, up to six; Enter accepts the dialog."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName("Coders of this project")
        self.setProperty("part", "names")
        for name in names:
            self.addItem(QListWidgetItem(name))
        rows = min(max(len(names), 1), 6)
        self.setFixedHeight(rows * ROW_PX + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()  # the dialog's own button takes it
            return
        super().keyPressEvent(event)
