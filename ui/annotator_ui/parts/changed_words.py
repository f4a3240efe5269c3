"""How does a change of words look: what went struck through, what came underlined?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from annotator_ui.theme import Theme

_AROUND = 32
_MOST = 400


class ChangedWords(QLabel):
    """One change with some words before and after it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts = ("", "", "", "")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setProperty("kind", "base")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)

    def show_change(self, before: str, gone: str, came: str, after: str) -> None:
        """`before` and `after` are the words around it; their nearest ends are shown."""
        before, after = _end_of(before), _begin_of(after)
        self._parts = (before, gone, came, after)
        self.setAccessibleName(self.plain())
        self._write()

    def plain(self) -> str:
        """What it says, for tests and screen readers."""
        before, gone, came, after = self._parts
        went = f"[removed: {_shown(gone)}]" if gone else ""
        new = f"[added: {_shown(came)}]" if came else ""
        return f"{before}{went}{new}{after}"

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._write()

    def _write(self) -> None:
        before, gone, came, after = self._parts
        theme = self._theme
        quiet = f'<span style="color:{theme.muted}">'
        went = (
            f'<span style="background:{theme.error_soft}; color:{theme.error_words};'
            f' text-decoration:line-through">{_html(_shown(gone))}</span>'
            if gone
            else ""
        )
        new = (
            f'<span style="background:{theme.ok_soft}; color:{theme.ok_words};'
            f' text-decoration:underline">{_html(_shown(came))}</span>'
            if came
            else ""
        )
        self.setText(
            f'<p style="line-height:125%; margin:0">{quiet}{_html(before)}</span>{went}{new}'
            f"{quiet}{_html(after)}</span></p>"
        )


def _end_of(words: str) -> str:
    """The last whole words of a line."""
    line = words.rsplit("\n", 1)[-1]
    if len(line) <= _AROUND:
        return line
    return "… " + line[-_AROUND:].partition(" ")[2]


def _begin_of(words: str) -> str:
    """The first whole words of a line."""
    line = words.split("\n", 1)[0]
    if len(line) <= _AROUND:
        return line
    return line[:_AROUND].rpartition(" ")[0] + " …"


def _shown(words: str) -> str:
    """Line ends are seen as ¶, and what is very long is cut in the middle."""
    if len(words) > _MOST:
        words = f"{words[: _MOST // 2]} … {words[-_MOST // 2 :]}"
    return words.replace("\n", "¶")


def _html(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
