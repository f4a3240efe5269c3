"""How are words, key caps and hairlines made, so that the style sheet can size and colour them?"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from annotator_ui.parts.tips import plain_tip

LINE_HEIGHT: Final = 120
"""Per cent of the font's own line: 1.45 of the size of Inter."""


def words(text: str = "", *, kind: str = "base", tone: str = "", wrap: bool = False) -> QLabel:
    """A label of one of the sizes of the style sheet; `tone` is the colour of its words."""
    label = Paragraph() if wrap else QLabel()
    if not wrap:
        label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", kind)
    if tone:
        label.setProperty("tone", tone)
    label.setText(text)
    return label


class Paragraph(QLabel):
    """Plain text over several lines with room between them, which Qt gives to rich text only."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self._plain = ""

    def setText(self, text: str) -> None:
        self.say("", text)

    def say(self, lead: str, text: str) -> None:
        """Words with a lead in bold before them."""
        self._plain = f"{lead} {text}".strip()
        lines = escaped(text).replace("\n", "<br>")
        bold = f'<span style="font-weight:600">{escaped(lead)}</span> ' if lead else ""
        super().setText(f'<p style="line-height:{LINE_HEIGHT}%; margin:0">{bold}{lines}</p>')

    def plain(self) -> str:
        return self._plain


def escaped(text: str) -> str:
    """What `html.escape` does, without loading its table of entities before the first paint."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Elided(QLabel):
    """One line that ends in … where there is no room; the whole then stands in its tip."""

    def __init__(self, text: str = "", *, kind: str = "base", tone: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        if tone:
            self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self.say(text)

    def say(self, text: str) -> None:
        self._whole = text
        self.updateGeometry()
        self._elide()

    def whole(self) -> str:
        """What it says, with what has no room."""
        return self._whole

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        mode = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self._whole, mode, max(self.width(), 24))
        hidden = "" if shown == self._whole else self._whole
        if plain_tip(hidden) != self.toolTip():
            self.setToolTip(plain_tip(hidden))
            self.setAccessibleName(hidden)
        if shown != self.text():
            self.setText(shown)


def cap(key: str) -> QLabel:
    """A key cap: "Ctrl Z", "↓", "Enter"."""
    label = QLabel(key)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("part", "cap")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label


def cap_words(keys: QKeySequence) -> str:
    """What a key cap says for a shortcut: "Ctrl Shift Z"."""
    return keys.toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ").strip()


def hairline(*, down: bool = False) -> QFrame:
    """A line of one pixel, across or down."""
    line = QFrame()
    line.setProperty("part", "hairline")
    line.setProperty("way", "down" if down else "across")
    return line


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again after a property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
