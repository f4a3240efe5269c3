"""Who collects garbage while other threads work? The window thread alone.

Widgets in circles that were dropped are destroyed by whichever thread happens to collect them, and
Qt falls over a widget that another thread destroys.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 50
"""So often that the little that came meanwhile is looked through at once: after a second of reading
rows the window stood still for it."""


class Sweeper(QObject):
    """From its making until `end`, what is garbage goes on the thread that made it."""

    _working: Final[set[int]] = set()
    """Which of them work now: collecting is a thing of the whole process."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        if not self._working and not gc.isenabled():
            return  # somebody else sees to it
        self._working.add(id(self))
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(lambda: gc.collect(1))
        self._timer.start()

    def end(self) -> None:
        """The work is done; the last one gives collecting back to Python."""
        if id(self) in self._working:
            self._working.remove(id(self))
            self._timer.stop()
            if not self._working:
                gc.enable()
