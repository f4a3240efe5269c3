"""How is every dialog laid out: title, words, fields, buttons at the right of the foot?"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.words import words


class FramedDialog(QDialog):
    """A calm dialog that does not block the program; it deletes itself when it is closed."""

    def __init__(self, parent: QWidget, title: str, lead: str, accept: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("part", "dialog")
        self.setWindowTitle(title)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self.refusal = words(kind="base", tone="error", wrap=True)
        self.refusal.hide()
        self.accept_button = Button(accept, key="Enter", kind="primary")
        self.accept_button.setDefault(True)
        self.cancel_button = Button("Cancel", key="Esc")
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self._lay_out(title, lead)

    def refuse(self, why: str) -> None:
        """Say why the dialog cannot be accepted, and stay open."""
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))
        if self.isVisible():
            self._make_room()

    def showEvent(self, event: QShowEvent) -> None:
        """Room for all words: how many lines they take is known only now, at this zoom."""
        super().showEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        wanted = self._column.totalHeightForWidth(self.width())
        room = self.screen().availableGeometry().height()
        if wanted > self.height():
            self.resize(self.width(), min(wanted, room))

    def _lay_out(self, title: str, lead: str) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(6)
        column.addWidget(words(title, kind="title"))
        if lead:
            column.addWidget(words(lead, tone="muted", wrap=True))
        column.addSpacing(10)
        column.addLayout(self.body)
        column.addWidget(self.refusal)
        column.addStretch(1)
        column.addSpacing(12)
        self.foot = foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.accept_button)
        column.addLayout(foot)
