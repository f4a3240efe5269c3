"""What is said first of all: three figures, and what must be known before any is believed?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from annotator_ui.parts.flow import Flow
from annotator_ui.parts.icons import Icon, zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import Paragraph, words

if TYPE_CHECKING:
    from annotator.reliability.panel import Panel

LEAST_NOTES: Final = 330
"""Pixels; with less beside the figures they stand below."""


class Headline(QWidget):
    """The median over codes, how many codes reach .80, the share of units with equal code sets."""

    def __init__(self) -> None:
        super().__init__()
        self.key_figures = [KeyFigure() for _ in range(3)]
        self.notes = Notes()
        figures = QWidget()
        row = Flow(figures, gap=28, between=10, at_top=True)
        for figure in self.key_figures:
            row.addWidget(figure)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(24, 12, 24, 6)
        self._whole.setSpacing(28)
        self._whole.addWidget(figures, 0, Qt.AlignmentFlag.AlignTop)
        self._whole.addWidget(self.notes, 1, Qt.AlignmentFlag.AlignTop)
        self._figures = figures

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the notes stand under the figures."""
        super().resizeEvent(event)
        wide = self.width() >= self._figures.sizeHint().width() + LEAST_NOTES * zoom_of(self)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        if self._whole.direction() is not (across if wide else down):
            self._whole.setDirection(across if wide else down)
            self._whole.setSpacing(28 if wide else 12)
            top = Qt.AlignmentFlag.AlignTop
            for part in (self._figures, self.notes):
                self._whole.setAlignment(part, top if wide else Qt.AlignmentFlag(0))

    def show_panel(self, panel: Panel) -> None:
        from annotator.reliability.panel_words import headline_figures

        shown = headline_figures(panel)
        for figure, key in zip(self.key_figures, shown, strict=True):
            figure.show_figure(key.figure, key.words, key.tip)
        self.notes.show_notes(panel.notes)


class KeyFigure(QWidget):
    """A figure with the words that say what it is; the formula stands in the tip."""

    def __init__(self) -> None:
        super().__init__()
        self._figure = words(kind="welcome")
        self._words = words(kind="small", tone="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._figure)
        column.addWidget(self._words)

    def show_figure(self, figure: str, words_: str, tip: str) -> None:
        self._figure.setText(figure)
        self._words.setText(words_)
        self.setToolTip(plain_tip(tip))
        self.setAccessibleName(f"{figure} {words_}".replace("\n", " "))

    def text(self) -> str:
        return self.accessibleName()


class Notes(QFrame):
    """What must be known first, the gravest in bold."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "notice")
        self.setProperty("sort", "warn")
        self._text = Paragraph()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 14, 9)
        row.setSpacing(10)
        row.addWidget(Icon("triangle-alert", 16, tone="warn"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)

    def show_notes(self, notes: tuple[str, ...]) -> None:
        self.setVisible(bool(notes))
        if notes:
            self._text.say(notes[0], " ".join(notes[1:]))
        self.setAccessibleName(" ".join(notes))

    def words(self) -> str:
        return self._text.plain()
