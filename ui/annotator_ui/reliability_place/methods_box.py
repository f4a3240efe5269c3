"""What may go into the paper as it stands? The sentence for the methods section, to be copied."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.prose import Prose
from annotator_ui.parts.words import Elided

LINES: Final = 3
"""Shown at once; the rest scrolls, and Copy takes everything."""
PITCH: Final = 20


class MethodsBox(QWidget):
    """The sentence in a frame, with Copy."""

    copied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = Prose(quoted=True)
        low = _Low(self._text)
        self._text.setProperty("tone", "text")
        self._text.setAccessibleName("Sentence for the methods section")
        self.copy_button = Button("Copy", drawing="copy", key="Ctrl C")
        self.copy_button.clicked.connect(self.copy)
        frame = QFrame()
        frame.setProperty("part", "quiet block")
        head = QHBoxLayout()
        head.addWidget(Elided("Sentence for the methods section", kind="section"), 1)
        head.addWidget(self.copy_button)
        column = QVBoxLayout(frame)
        column.setContentsMargins(14, 8, 14, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(low)
        around = QVBoxLayout(self)
        around.setContentsMargins(24, 8, 24, 12)
        around.addWidget(frame)

    def show_text(self, text: str) -> None:
        self._text.say(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        return self._text.words()

    def copy(self) -> None:
        QApplication.clipboard().setText(self.text())
        self.copied.emit()


class _Low(QScrollArea):
    """A few lines of a text; the wheel and the arrows show the others."""

    def __init__(self, text: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Sentence for the methods section")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(text)
        column.addStretch(1)
        self.setWidget(inside)

    def sizeHint(self) -> QSize:
        return QSize(200, round(LINES * PITCH * zoom_of(self)) + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
