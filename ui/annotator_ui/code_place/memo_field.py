"""Where is a memo written, and when is it saved?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

if TYPE_CHECKING:
    from annotator.model.coding import MemoOn

_LEAST_LINES = 2
_MOST_LINES = 9


class MemoTarget(Struct, frozen=True):
    """What a memo is about; `start` and `end` only for a passage."""

    on: MemoOn
    uuid: UUID
    start: int | None = None
    end: int | None = None


class MemoField(QPlainTextEdit):
    """Saves when it is left and on Ctrl+Enter; Esc brings the saved words back."""

    written = Signal(object, str)
    """A `MemoTarget` and the new words, "" for none."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._target: MemoTarget | None = None
        self._saved = self._before = ""
        self._is_locked = False
        self.setProperty("part", "field")
        self.setAccessibleName("Memo")
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().contentsChanged.connect(self.updateGeometry)
        self.show_memo(None, "")

    @property
    def target(self) -> MemoTarget | None:
        return self._target

    def show_memo(self, target: MemoTarget | None, body: str) -> bool:
        """Show the memo of another target; what was typed for the last one is saved first.

        Where that cannot be saved it stays, and False says so: words are not thrown away.
        """
        if target == self._target and (body == self._saved or self._is_changed()):
            return True
        self.save()
        if self._is_changed():
            return False
        self._target, self._saved = target, body
        if self.toPlainText() != body:
            self.setPlainText(body)
        self.setEnabled(target is not None)
        self._show_hint()
        return True

    def lock(self, *, locked: bool) -> None:
        """Where nothing can be written, memos are for reading."""
        if locked != self._is_locked:
            self._is_locked = locked
            self.setReadOnly(locked)
            self._show_hint()

    def _show_hint(self) -> None:
        hint = "No memo." if self._is_locked else "Write a memo…"
        self.setPlaceholderText(hint if self._target is not None else "")

    def save(self) -> None:
        if self._target is not None and self._is_changed():
            self._before, self._saved = self._saved, self.toPlainText()
            self.written.emit(self._target, self._saved.strip())

    def take_back_saving(self) -> None:
        """The project refused what was just written: it counts as typed and not saved."""
        self._saved = self._before

    def sizeHint(self) -> QSize:
        line = QFontMetricsF(self.font()).lineSpacing()
        lines = min(max(self.document().size().height(), _LEAST_LINES), _MOST_LINES)
        edges = 2 * (self.document().documentMargin() + 6)
        return QSize(200, round(lines * line + edges))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if control:
                self.save()
                self.left.emit()
            case Qt.Key.Key_Escape:  # what is typed is kept, as everywhere; undo takes it back
                self.save()
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def _is_changed(self) -> bool:
        return self.toPlainText() != self._saved
