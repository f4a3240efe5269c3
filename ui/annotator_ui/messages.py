"""How does the window say that something cannot be done, or that the program is at fault?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from annotator import faults

if TYPE_CHECKING:
    from annotator.errors import UserError


class Notice(NamedTuple):
    """What a banner says: a sentence, what helps, and of which sort it is."""

    sort: str
    """error, warn, ok or plain"""
    message: str
    hint: str = ""
    detail: str = ""
    button: str = ""
    """What to do now, where there is something."""
    act: Callable[[], object] | None = None
    other: str = ""
    """Something else that can be done."""
    other_act: Callable[[], object] | None = None


class Messages(QObject):
    """Everything the window has to say. The status line is preferred, a banner is next."""

    said = Signal(str, str)
    """One sentence for the status line and its tone; it leaves by itself."""
    noticed = Signal(object)
    """A `Notice` for the banner; it stays until it is closed."""

    def __init__(self, reports: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reports = reports

    def say(self, sentence: str) -> None:
        self.said.emit(sentence, "text")

    def notice(self, notice: Notice) -> None:
        self.noticed.emit(notice)

    def object_to(self, error: UserError) -> None:
        """Say in the status line why a small act was not done; the text stays where it is."""
        self.said.emit(str(error), "error")

    def refuse(self, error: UserError) -> None:
        """Show what a user caused or can cure, until it is closed."""
        faults.note(f"refused: {faults.kind_of(error)}", self._reports)
        self.noticed.emit(Notice("error", error.message, error.hint, error.detail))

    def fault(self, error: BaseException) -> None:
        """Save a report about a bug and say so in one sentence; the project stays open."""
        written = faults.report(error)
        place = self._reports or faults.folder()
        file = faults.save(written, place)
        faults.note(f"fault: {faults.kind_of(error)}", place)
        self.noticed.emit(
            Notice(
                "error",
                "Something went wrong inside the program. Your project is safe on disk.",
                f"A report without any transcript text lies in {file}. It is sent nowhere."
                if file
                else "No report could be saved; it can be copied.",
                str(file or ""),
                button="Copy the report",
                act=lambda: QGuiApplication.clipboard().setText(written),
            )
        )
