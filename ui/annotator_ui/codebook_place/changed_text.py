"""How does a text look in which words went and words came?"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel

from annotator.model.text_changes import Piece, word_changes

if TYPE_CHECKING:
    from annotator_ui.theme import Theme


class ChangedText(QLabel):
    """The later text: what came is underlined, what went is struck through. Nothing is markup."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pieces: tuple[Piece, ...] = ()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setProperty("kind", "small")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_change(self, before: str, after: str) -> None:
        self._pieces = word_changes(before, after)
        self._paint()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._paint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._paint()

    def _paint(self) -> None:
        said = changed_html(self._pieces, self._theme)
        self.setText(f'<p style="line-height:145%; margin:0">{said}</p>')
        self.setAccessibleName(spoken_change(self._pieces))


def changed_html(pieces: tuple[Piece, ...], theme: Theme) -> str:
    """Pieces of a changed text, escaped, with what went and what came set apart."""
    styles = {
        "new": f"background:{theme.ok_soft}; color:{theme.ok_words}; text-decoration:underline",
        "gone": f"background:{theme.error_soft}; color:{theme.error_words};"
        " text-decoration:line-through",
    }
    said = []
    for kind, text in pieces:
        plain = escape(text).replace("\n", "<br>")
        style = styles.get(kind)
        said.append(f'<span style="{style}">{plain}</span>' if style else plain)
    return "".join(said)


def spoken_change(pieces: tuple[Piece, ...]) -> str:
    """The same for somebody who hears it."""
    said = {"same": "{}", "gone": "removed: {},", "new": "added: {},"}
    return " ".join(said[kind].format(" ".join(text.split())) for kind, text in pieces)
