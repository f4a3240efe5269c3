"""What was said about a passage beyond its code, and what may be said?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.model.code_fields import CodeField, shown_value, strokes
from annotator_ui.parts.buttons import Segments
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import words

_MOST_SEGMENTS: Final = 5
_LONGEST_SEGMENTS: Final = 34
"""Letters of all choices together that stand side by side; more open in a list."""
MISSING: Final = "must be filled in"

Names = Callable[[], Sequence[str]]


class FieldsBlock(QWidget):
    """One editor under the other for the coding that the keys speak about. Esc leaves."""

    given = Signal(int, int, str)
    """Coding, field, and what was said; empty takes it back."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._coding = 0
        self._fields: tuple[CodeField, ...] = ()
        self._editors: list[_Editor] = []
        self.names: Names = tuple
        """Who can be named in a person field; asked when one is shown."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 6, 16, 2)
        self._column.setSpacing(9)
        self.hide()

    def show_fields(
        self, coding_id: int, fields: Sequence[CodeField], values: Mapping[str, str]
    ) -> None:
        """Show these fields of a coding with what was said; none hides the block."""
        fields = tuple(fields)
        if fields != self._fields:
            self._build(fields)
        self._coding = coding_id
        for editor in self._editors:
            editor.show_value(values.get(editor.field.name, ""), coding_id)
        self.setVisible(bool(fields))

    def begin(self) -> bool:
        """Put the keyboard on the first field that is empty, else on the first; False for none."""
        if not self._editors or self.isHidden():
            return False
        empty = (editor for editor in self._editors if not editor.value)
        next(empty, self._editors[0]).begin()
        return True

    def missing(self) -> list[str]:
        """The names of the fields that must be filled in and are not."""
        return [each.field.name for each in self._editors if each.is_missing()]

    def editor(self, name: str) -> QWidget:
        """The widget in which a field is filled in."""
        return next(each.control for each in self._editors if each.field.name == name)

    def _build(self, fields: tuple[CodeField, ...]) -> None:
        for old in self._editors:
            self._column.removeWidget(old)
            old.deleteLater()
        self._fields = fields
        self._editors = [_made(field, self.names) for field in fields]
        for editor in self._editors:
            editor.said.connect(self._say)
            editor.left.connect(self.left)
            self._column.addWidget(editor)

    def _say(self, coding_id: int, field_id: int, said: str) -> None:
        self.given.emit(coding_id, field_id, said)


class _Editor(QWidget):
    """A field's name, what is missing, and the control to fill it in."""

    said = Signal(int, int, str)
    left = Signal()

    def __init__(self, field: CodeField, control: QWidget) -> None:
        super().__init__()
        self.field, self.control = field, control
        self.value = ""
        self._coding = 0
        name = field.question or field.name
        self._missing = words(MISSING, kind="small", tone="warn")
        control.setAccessibleName(name)
        head = QHBoxLayout()
        head.addWidget(words(name, kind="section"))
        head.addStretch(1)
        head.addWidget(self._missing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addLayout(head)
        row = QHBoxLayout()
        row.addWidget(control, 0 if isinstance(control, Segments) else 1)
        if isinstance(control, Segments):
            row.addStretch(1)
        column.addLayout(row)

    def show_value(self, value: str, coding_id: int) -> None:
        self.value, self._coding = value, coding_id
        self._missing.setVisible(self.is_missing())
        self.control.setAccessibleDescription(MISSING if self.is_missing() else "")
        self._show(value)

    def is_missing(self) -> bool:
        return self.field.required and not self.value

    def begin(self) -> None:
        self.control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def say(self, value: str) -> None:
        if value.strip() != self.value:
            self.said.emit(self._coding, self.field.id, value.strip())

    def _show(self, value: str) -> None:
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_press = event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._show(self.value)
            self.left.emit()
            return True
        return super().eventFilter(watched, event)


class _Choices(_Editor):
    """Points side by side; the chosen one pressed again is taken back, its key chooses it."""

    def __init__(self, field: CodeField, values: Sequence[str]) -> None:
        shown = [shown_value(field, value) for value in values]
        self._segments = Segments(shown, field.name)
        super().__init__(field, self._segments)
        self._values = list(values)
        self._keys = {key.casefold(): value for key, value in strokes(field).items()}
        self._segments.chosen.connect(self._chosen)
        caps = {value: key for key, value in strokes(field).items()}
        for button, value in zip(self._segments.buttons(), values, strict=True):
            button.installEventFilter(self)
            button.setToolTip(plain_tip(f"Key {caps[value]}" if value in caps else ""))

    def begin(self) -> None:
        at = self._values.index(self.value) if self.value in self._values else 0
        self._segments.buttons()[at].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The strokes of the field choose here too; Left and Right go along the points."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            value = self._keys.get(event.text().casefold()) if event.text() else None
            if value is not None:
                self.say(value)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if isinstance(watched, QAbstractButton):
                    watched.click()
                return True
        return super().eventFilter(watched, event)

    def _chosen(self, number: int) -> None:
        value = self._values[number]
        if value == self.value:
            self.said.emit(self._coding, self.field.id, "")
        else:
            self.say(value)

    def _show(self, value: str) -> None:
        self._segments.mark(self._values.index(value) if value in self._values else -1)


class _List(_Editor):
    """Many points: a list that opens."""

    def __init__(self, field: CodeField, values: Sequence[str]) -> None:
        self._box = QComboBox()
        super().__init__(field, self._box)
        self._box.addItem("–", "")
        for value in values:
            self._box.addItem(shown_value(field, value), value)
        self._box.activated.connect(lambda _at: self.say(str(self._box.currentData())))
        self._box.installEventFilter(self)

    def _show(self, value: str) -> None:
        self._box.setCurrentIndex(max(0, self._box.findData(value)))


class _Words(_Editor):
    """A number, a person or a short text, stored by Enter or when the field is left."""

    def __init__(self, field: CodeField, names: Names) -> None:
        self._line = _Line()
        super().__init__(field, self._line)
        self._line.done.connect(lambda: self.say(self._line.text()))
        self._line.entered.connect(self.left)
        self._line.installEventFilter(self)
        if field.kind == "person":
            completer = QCompleter(list(names()), self._line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self._line.setCompleter(completer)

    def say(self, value: str) -> None:
        """What was refused is shown as it stands in the project again, by whoever shows values."""
        super().say(value)

    def _show(self, value: str) -> None:
        if self._line.text() != value:
            self._line.setText(value)


class _Line(QLineEdit):
    done = Signal()
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.done.emit()


def _made(field: CodeField, names: Names) -> _Editor:
    values = ["yes", "no"] if field.kind == "yes_no" else [point.value for point in field.points]
    if not values:
        return _Words(field, names)
    letters = sum(len(shown_value(field, value)) for value in values)
    if len(values) <= _MOST_SEGMENTS and letters <= _LONGEST_SEGMENTS:
        return _Choices(field, values)
    return _List(field, values)
