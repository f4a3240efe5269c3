"""How does the window hear that the system wants the program to end?"""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class Signals(QObject):
    """Ctrl+C, `kill` and the end of a session: the window closes, and with it the project.

    Python looks at signals only when its code runs, and Qt may wait for hours without any. So
    each signal also puts a byte into a socket, which Qt does watch.
    """

    told_to_end = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ours, self._pythons = socket.socketpair()
        self._ours.setblocking(False)
        self._pythons.setblocking(False)
        signal.set_wakeup_fd(self._pythons.fileno(), warn_on_full_buffer=False)
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _note)
        self._watch = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._watch.activated.connect(self._wake)

    def _wake(self) -> None:
        self._ours.recv(64)
        self.told_to_end.emit()


def _note(_number: int, _frame: object) -> None:
    """The byte in the socket says it all; without a function here the process would just end."""
