"""Where is the keyboard? A soft halo of two pixels around the control that has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

if TYPE_CHECKING:
    from annotator_ui.theme import Theme

REACH = 2
FIELDS = (QLineEdit, QComboBox, QAbstractSpinBox, QPushButton, QPlainTextEdit, QTextEdit)


class FocusHalo(QObject):
    """Follows the focus through the whole program; a style sheet cannot draw outside a control."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._color = theme.accent_soft
        self._around: QWidget | None = None
        self._ring: _Ring | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    @property
    def around(self) -> QWidget | None:
        """The control that has the halo now."""
        return self._around

    def set_theme(self, theme: Theme) -> None:
        self._color = theme.accent_soft
        self._follow(None, self._around)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._around and event.type() in {
            QEvent.Type.Move,
            QEvent.Type.Resize,
            QEvent.Type.Hide,
            QEvent.Type.ParentChange,
        }:
            self._place()
        return False

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._drop()
        if new is None or not _takes_halo(new):
            return
        home = new.parentWidget()
        if home is None or isinstance(home, (QSplitter, *FIELDS)):
            return
        self._around = new
        self._ring = _Ring(self._color, home)
        new.installEventFilter(self)
        new.destroyed.connect(self._forget)
        self._place()

    def _place(self) -> None:
        if self._ring is None or self._around is None:
            return
        if self._around.isHidden() or self._around.parentWidget() is not self._ring.parentWidget():
            self._drop()
            return
        self._ring.setGeometry(self._around.geometry().adjusted(-REACH, -REACH, REACH, REACH))
        self._ring.stackUnder(self._around)
        self._ring.show()

    def _drop(self) -> None:
        if self._around is not None and isValid(self._around):
            self._around.removeEventFilter(self)
            self._around.destroyed.disconnect(self._forget)
        # A dialog that is deleted takes the ring first, and then the focus from the control.
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._around = self._ring = None

    def _forget(self) -> None:
        """The control is gone, and its parent, with the ring in it, may be too."""
        self._around = self._ring = None


def _takes_halo(widget: QWidget) -> bool:
    """Fields and buttons; a text to read in shows its cursor instead."""
    if widget.property("halo") == "none":
        return False
    if isinstance(widget, (QPlainTextEdit, QTextEdit)):
        return bool(widget.property("part") == "field")
    return isinstance(widget, FIELDS)


class _Ring(QWidget):
    def __init__(self, color: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._color = QColor(color)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("")

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._color, REACH))
        half = REACH / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 7, 7)
        painter.end()
