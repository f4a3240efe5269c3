"""How does the window hear which files the system wants opened? On macOS that comes as events.

Elsewhere a double click names the file on the command line. On macOS the program is started
without a word and told afterwards, also while it runs, and of several files one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

_TOGETHER = 60
"""Milliseconds: files that come within them were opened together, and are looked at in one go."""


class Application(QApplication):
    """Keeps what it is told to open until there is a window that takes it."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(list(arguments))
        self._files: list[Path] = []
        self._take: Callable[[Sequence[Path]], object] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TOGETHER)
        self._soon.timeout.connect(self._hand_over)

    def hand_to(self, take: Callable[[Sequence[Path]], object] | None) -> None:
        """Give files to this function from now on, those that came before at once."""
        self._take = take
        self._hand_over()

    def event(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.FileOpen or not isinstance(event, QFileOpenEvent):
            return super().event(event)
        if event.file():
            self._files.append(Path(event.file()))
            self._soon.start()
        return True

    def _hand_over(self) -> None:
        if self._take is None or not self._files:
            return
        files, self._files = self._files, []
        self._take(files)
