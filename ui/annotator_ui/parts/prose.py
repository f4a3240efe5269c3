"""How do several lines of text stand in a panel: with air between the lines?"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel

from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import escaped
from annotator_ui.theme import reading_font

_BASE_PITCH, _QUOTE_PX, _QUOTE_PITCH = 19, 13.5, 20

_OTHER_SIZE = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class Prose(QLabel):
    """Words that wrap, set with the line height of look.md; `quoted` sets them as a passage."""

    def __init__(self, *, quoted: bool = False, selectable: bool = True) -> None:
        super().__init__()
        self._quoted, self._plain, self._zoom = quoted, "", 0.0
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setProperty("kind", "quote" if quoted else "base")
        if quoted:
            self.setProperty("tone", "muted")
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def say(self, text: str) -> None:
        """Show the text as it is; nothing in it is read as markup."""
        zoom = zoom_of(self)
        if (text, zoom) == (self._plain, self._zoom):
            return
        self._plain, self._zoom = text, zoom
        if self._quoted:
            self.setFont(reading_font(_QUOTE_PX * zoom))
        pitch = round((_QUOTE_PITCH if self._quoted else _BASE_PITCH) * zoom)
        lines = escaped(text).replace("\n", "<br>")
        style = f"line-height:{pitch}px; -qt-line-height-type:fixed"
        self.setText(f'<p style="{style}">{lines}</p>' if text else "")

    def words(self) -> str:
        """The text without its setting."""
        return self._plain

    def changeEvent(self, event: QEvent) -> None:
        """Another size of the window: Qt tells widgets of that by the style sheet alone."""
        super().changeEvent(event)
        if event.type() in _OTHER_SIZE and self._plain:
            self.say(self._plain)
