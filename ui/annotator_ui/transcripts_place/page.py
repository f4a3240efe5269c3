"""What does the Transcripts place ask of its pages?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from annotator_ui.theme import Theme


class Page(QWidget):
    """One page; the list of transcripts is the first, from which the others are reached."""

    left = Signal()
    """Back to where this page was reached from."""
    where = Signal(str)
    """For the status line: where on this page one is."""
    keys_changed = Signal()
    """Other `keys` matter now."""
    passage_asked = Signal(object)
    """Show a passage in the Code place: an `annotator.changes.Place`."""

    title_buttons: Sequence[QWidget] = ()
    """For the title bar, the primary one last."""
    keys: Sequence[tuple[str, str]] = ()
    """(key cap, what it does) of the keys that matter here."""
    about: str = ""
    """The secondary word of the title bar; empty for the name of the round at work."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def begin(self) -> None:
        """The page is shown: put the keyboard where the work is, and say where one is."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours from now on."""

    def set_zoom(self, factor: float) -> None:
        """Everything painted by hand in another size."""

    def finish_writing(self) -> None:
        """What stands in a field that was not left yet counts; the project is about to close."""
        focused = self.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()

    def on_key(self, keys: str, act: Callable[[], object]) -> QShortcut:
        """Let a key do something while this page is shown."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(act)
        return shortcut
