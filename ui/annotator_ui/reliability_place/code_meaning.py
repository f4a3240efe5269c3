"""What does the code mean whose passages are shown? Its definition, always at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.prose import Prose
from annotator_ui.parts.words import hairline, words

if TYPE_CHECKING:
    from annotator.model.codebook import Code

SIDE: Final = 18
HIGHEST: Final = 210
"""Pixels; a longer definition scrolls."""


class CodeMeaning(QWidget):
    """Brief definition, use when, don't use when; nothing where no code is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._version = words(kind="small", tone="muted")
        self._brief = Prose()
        self._sections = [_Section(name) for name in ("Use when", "Don’t use when")]
        inside = QWidget()
        inside.setProperty("ground", "panel")
        head = QHBoxLayout()
        head.addWidget(words("Definition", kind="strong"))
        head.addStretch(1)
        head.addWidget(self._version)
        column = QVBoxLayout(inside)
        column.setContentsMargins(SIDE, 12, SIDE, 14)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._brief)
        for section in self._sections:
            column.addWidget(section)
        column.addStretch(1)
        self._scroll = _Low()
        self._scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(hairline())
        whole.addWidget(self._scroll)
        self.show_code(None, "")

    def limit(self, height: int) -> None:
        """Never more than this: the passages come first."""
        self._scroll.setMaximumHeight(height)

    def show_code(self, code: Code | None, version: str) -> None:
        self.setVisible(code is not None)
        if code is None:
            return
        self._version.setText(f"codebook {version}" if version else "")
        self._brief.say(code.brief or code.full or "No definition yet.")
        for section, text in zip(self._sections, (code.use_when, code.dont_use_when), strict=True):
            section.fill(text)
        self._scroll.updateGeometry()

    def words(self) -> str:
        """What it says, for tests."""
        return self._brief.words()


class _Section(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._text = Prose()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        column.addWidget(words(name, kind="section"))
        column.addWidget(self._text)

    def fill(self, text: str) -> None:
        self._text.say(text)
        self.setVisible(bool(text))


class _Low(QScrollArea):
    """As high as what is in it, up to a third of the panel."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        inside = self.widget()
        wanted = 0
        if inside is not None and (layout := inside.layout()) is not None:
            wanted = layout.totalHeightForWidth(max(self.width(), 200))
        return QSize(200, min(max(wanted, 40), round(HIGHEST * zoom_of(self))))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 40)
