"""What is said where there is nothing to show, and which act ends that?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator_ui.parts.buttons import Button


class EmptyState(QWidget):
    """One sentence and the acts that end it."""

    def __init__(self, sentence: str, *acts: Button) -> None:
        super().__init__()
        said = words(sentence, tone="muted", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(said)
        for act in acts:
            row = QHBoxLayout()
            row.addStretch()
            row.addWidget(act)
            row.addStretch()
            column.addLayout(row)
        column.addStretch(3)
