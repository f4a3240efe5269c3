"""How does a text look in which words went and words came?"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel

from annotator.model.text_changes import Piece, word_changes
from annotator.model.versions import FIELD_WORDS

if TYPE_CHECKING:
    from annotator_ui.theme import Theme


_THIN = "\u200a"


class ChangedText(QLabel):
    """The later text: what came is underlined, what went is struck through. Nothing is markup."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: tuple[tuple[str, tuple[Piece, ...]], ...] = ()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setProperty("kind", "small")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_change(self, before: str, after: str) -> None:
        self._parts = (("", word_changes(before, after)),)
        self._paint()

    def show_changes(self, changed: Mapping[str, tuple[str, str]]) -> None:
        """Several parts of a code, each before and after, under what they are called."""
        self._parts = tuple(
            (FIELD_WORDS[part], word_changes(*texts)) for part, texts in changed.items()
        )
        self._paint()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._paint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._paint()

    def _paint(self) -> None:
        said, spoken = [], []
        for number, (name, pieces) in enumerate(self._parts):
            above = 8 if number else 0
            if name:
                style = f"margin:{above}px 0 2px 0; color:{self._theme.muted}; font-weight:600"
                said.append(f'<p style="{style}">{escape(name)}</p>')
                above = 0
            shown = changed_html(pieces, self._theme)
            said.append(f'<p style="line-height:145%; margin:{above}px 0 0 0">{shown}</p>')
            spoken.append(": ".join(filter(None, (name, spoken_change(pieces)))))
        self.setText("".join(said))
        self.setAccessibleName(". ".join(spoken))


def changed_html(pieces: tuple[Piece, ...], theme: Theme) -> str:
    """Pieces of a changed text, escaped, with what went and what came set apart."""
    styles = {
        "new": f"background:{theme.ok_soft}; color:{theme.ok_words}; text-decoration:underline",
        "gone": f"background:{theme.error_soft}; color:{theme.error_words};"
        " text-decoration:line-through",
    }
    said: list[str] = []
    gone = ""
    for kind, text in pieces:
        if kind == "new" and gone[-1:].isalnum() and text[0].isalnum():
            said.append(_THIN)  # what came would stand as one word with what went
        gone = text if kind == "gone" else ""
        plain = escape(text).replace("\n", "<br>")
        style = styles.get(kind)
        said.append(f'<span style="{style}">{plain}</span>' if style else plain)
    return "".join(said)


def spoken_change(pieces: tuple[Piece, ...]) -> str:
    """The same for somebody who hears it."""
    said = {"same": "{}", "gone": "removed: {},", "new": "added: {},"}
    return " ".join(said[kind].format(" ".join(text.split())) for kind, text in pieces)
