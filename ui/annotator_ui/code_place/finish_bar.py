"""What is asked before a transcript is finished, at its place over the text?"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from annotator_ui.parts.buttons import Button, IconButton
from annotator_ui.parts.icons import Icon
from annotator_ui.parts.words import Paragraph


class FinishBar(QWidget):
    """A sentence for each thing that is open, and what to do about it. Esc closes it.

    The key that asked is no answer: who presses it twice has not finished by accident.
    """

    show_asked = Signal()
    """Go to what is open first."""
    finish_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._frame = QFrame()
        self._frame.setProperty("part", "notice")
        self._frame.setProperty("sort", "warn")
        self._icon = Icon("triangle-alert", 16)
        self._icon.setProperty("tone", "warn")
        self._said = Paragraph()
        self._said.setProperty("kind", "base")
        self.first = Button("Show them first", key="Enter")
        self.finish = Button("Finish", key="Ctrl Enter")
        self._close = IconButton("x", "Go on coding (Esc)", 14)
        self.first.clicked.connect(self.show_asked)
        self.finish.clicked.connect(self.finish_asked)
        self._close.clicked.connect(self.left)
        self._lay_out()
        self.hide()

    def ask(self, sentences: str, *, may_finish: bool) -> None:
        """Say what is open; Finish is offered where the round allows it."""
        self._said.setText(sentences)
        self.finish.setVisible(may_finish)
        self.setAccessibleName(sentences)
        self.show()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_again(self) -> None:
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def says(self) -> str:
        return self._said.plain() if self.isVisible() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if control:
                if self.finish.isVisible():
                    self.finish_asked.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                (self.finish_asked if self.finish.hasFocus() else self.show_asked).emit()
            case _:
                super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        around = QVBoxLayout(self)
        around.setContentsMargins(16, 10, 16, 10)
        around.addWidget(self._frame)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(14, 9, 8, 9)
        row.setSpacing(10)
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._said, 1)
        row.addWidget(self.first)
        row.addWidget(self.finish)
        row.addWidget(self._close)
