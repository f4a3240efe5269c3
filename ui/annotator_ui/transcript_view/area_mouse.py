"""What does the mouse mean in the text: a click, words marked, a passage carried, an end moved?

Knows nothing of codings: it turns presses and moves into gestures over positions of the shown
document.
"""

from __future__ import annotations

from typing import Literal, Protocol

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

_DRAG_SCROLL_MS = 40
_LEFT = Qt.MouseButton.LeftButton
_ALT = Qt.KeyboardModifier.AltModifier

End = Literal["start", "end"]


class Ground(Protocol):
    """What the mouse asks of the text column."""

    def viewport(self) -> QWidget: ...
    def verticalScrollBar(self) -> QScrollBar: ...
    def position_at(self, at: QPointF, *, snap: bool) -> int: ...
    def grip_at(self, at: QPointF) -> End | None: ...
    def is_marked(self, at: QPointF) -> bool: ...


class AreaMouse(QObject):
    """The gestures of one text column."""

    clicked = Signal(int, bool)
    """Position of the letter; whether Shift was held."""
    double_clicked = Signal(int)
    marked = Signal(int, int, bool)
    """Words are being marked: from, to, and whether to snap to words."""
    carried = Signal()
    """The marked passage is being dragged away."""
    end_moved = Signal(str, int, bool)
    """An end of the focused coding is being dragged: which, to where, whether to snap."""
    end_let_go = Signal(bool)
    """The dragged end was let go; False where the gesture was broken off."""

    def __init__(self, ground: Ground, parent: QObject) -> None:
        super().__init__(parent)
        self._ground = ground
        self._pressed: tuple[QPointF, int] | None = None
        self._is_dragging = False
        self._may_carry = False
        self._grip: End | None = None
        self._at = QPointF()
        self._scroll = QTimer(self, interval=_DRAG_SCROLL_MS)
        self._scroll.timeout.connect(self._scroll_on)

    def forget(self) -> None:
        """Another text is shown: no gesture goes on."""
        self._pressed, self._grip, self._is_dragging = None, None, False
        self._scroll.stop()

    def break_off(self) -> bool:
        """Leave the end that is being dragged where it was; whether one was."""
        held, self._grip = self._grip, None
        self._scroll.stop()
        if held is not None:
            self.end_let_go.emit(False)
        return held is not None

    def press(self, event: QMouseEvent) -> None:
        at = event.position()
        self._is_dragging = False
        self._grip = self._ground.grip_at(at)
        if self._grip is None:
            self._may_carry = self._ground.is_marked(at) and _snaps(event)
            self._pressed = (at, self._ground.position_at(at, snap=_snaps(event)))

    def move(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._grip is None and self._pressed is None:
            self._show_shape(at)
            return
        if self._pressed is not None:
            way = (at - self._pressed[0]).manhattanLength()
            self._is_dragging = self._is_dragging or way >= QApplication.startDragDistance()
            if not self._is_dragging:
                return
            if self._may_carry:
                self.forget()
                self.carried.emit()
                return
        self._at = at
        self._go_on(snap=_snaps(event))
        beyond = not 0 <= at.y() < self._ground.viewport().height()
        if beyond and not self._scroll.isActive():
            self._scroll.start()
        elif not beyond:
            self._scroll.stop()

    def release(self, event: QMouseEvent) -> None:
        self._scroll.stop()
        if self._grip is not None:
            self._grip = None
            self.end_let_go.emit(True)
            return
        was_click = self._pressed is not None and not self._is_dragging
        self._pressed, self._is_dragging = None, False
        if was_click:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.clicked.emit(self._ground.position_at(event.position(), snap=True), shift)

    def double_click(self, event: QMouseEvent) -> None:
        self.forget()
        if self._ground.grip_at(event.position()) is None:
            self.double_clicked.emit(self._ground.position_at(event.position(), snap=True))

    def _go_on(self, *, snap: bool) -> None:
        if self._grip is not None:
            position = self._ground.position_at(self._at, snap=False)
            self.end_moved.emit(self._grip, position, snap)
        elif self._pressed is not None:
            here = self._ground.position_at(self._at, snap=snap)
            start, end = sorted((self._pressed[1], here))
            self.marked.emit(start, end + 1 if snap else end, snap)

    def _scroll_on(self) -> None:
        bar = self._ground.verticalScrollBar()
        bar.setValue(bar.value() + (1 if self._at.y() > 0 else -1))
        self._go_on(snap=not QApplication.keyboardModifiers() & _ALT)

    def _show_shape(self, at: QPointF) -> None:
        shape = Qt.CursorShape.IBeamCursor
        if self._ground.grip_at(at) is not None:
            shape = Qt.CursorShape.SizeHorCursor
        elif self._ground.is_marked(at):
            shape = Qt.CursorShape.OpenHandCursor
        viewport = self._ground.viewport()
        if viewport.cursor().shape() != shape:
            viewport.setCursor(shape)


def _snaps(event: QMouseEvent) -> bool:
    return not event.modifiers() & _ALT
