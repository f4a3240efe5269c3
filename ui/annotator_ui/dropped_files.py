"""Where may files be dropped? Anywhere on the window, and it is the window that gets them.

Fields for words would write the path into themselves. So the window is asked before whatever is
under the pointer; codes and passages, which are dragged within it, pass by.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_OVER: Final = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove})


class DroppedFiles(QObject):
    """Watches a window that was shown."""

    dropped = Signal(object)
    """Paths."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        kind = event.type()
        if kind not in _OVER and kind != QEvent.Type.Drop:
            return False
        paths = _files(event) if isinstance(event, QDropEvent) else []
        if not paths or not isinstance(event, QDropEvent):
            return False
        event.acceptProposedAction()
        if kind == QEvent.Type.Drop:
            self.dropped.emit(paths)
        return True


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
