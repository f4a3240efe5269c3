"""How does the window hear that the system wants the program to end?"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class Signals(QObject):
    """Ctrl+C, `kill` and the end of a session: the window closes, and with it the project.

    Python looks at signals only when its code runs, and Qt may wait for hours without any. So
    each signal also puts a byte into a pipe, which Qt does watch.
    """

    told_to_end = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        ours, pythons, self._empty = _pipe()
        signal.set_wakeup_fd(pythons, warn_on_full_buffer=False)
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _note)
        self._watch = QSocketNotifier(ours, QSocketNotifier.Type.Read, self)
        self._watch.activated.connect(self._wake)

    def _wake(self) -> None:
        self._empty()
        self.told_to_end.emit()


def _pipe() -> tuple[int, int, Callable[[], object]]:
    """Where to read and where to write, neither of which ever waits, and how to empty it."""
    if sys.platform == "win32":  # where Qt can watch sockets alone
        import socket

        pair = socket.socketpair()
        for each in pair:
            each.setblocking(False)
        # both stay open as long as somebody can empty it
        return pair[0].fileno(), pair[1].fileno(), lambda: pair[0].recv(64)
    ours, pythons = os.pipe()
    for end in (ours, pythons):
        os.set_blocking(end, False)
    return ours, pythons, lambda: os.read(ours, 64)


def _note(_number: int, _frame: object) -> None:
    """The byte in the pipe says it all; without a function here the process would just end."""
