"""How does a test drop files on a window? As the system does: moved over it, then let go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget


def drop(over: QWidget, files: Sequence[Path]) -> bool:
    """Let go of files over this widget; whether anything under the pointer took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    window = over.window().windowHandle()
    at = QPointF(over.mapTo(over.window(), over.rect().center()))
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    around = (Qt.DropAction.CopyAction, data, button, none)
    enter = QDragEnterEvent(at.toPoint(), *around)
    enter.setAccepted(False)
    QApplication.sendEvent(window, enter)
    move = QDragMoveEvent(at.toPoint(), *around)
    move.setAccepted(enter.isAccepted())  # as Qt does with what was entered
    QApplication.sendEvent(window, move)
    if move.isAccepted():
        QApplication.sendEvent(window, QDropEvent(at, *around))
    return move.isAccepted()
