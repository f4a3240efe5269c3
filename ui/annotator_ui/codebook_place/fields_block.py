"""Which fields does a code have, its own and those of its groups?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.model.code_fields import CodeField, shown_value, strokes
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import Elided, hairline, words

if TYPE_CHECKING:
    from annotator.model.codebook import Code, Codebook

_MOST_POINTS = 7
_STRETCH = (5, 12, 3, 3, 4)
_NAMES = ("Name", "Points", "Level", "Required", "From")
_ROOMY = 440
"""Width at 100 % from which on all columns can be read."""
KINDS = {
    "yes_no": "yes or no",
    "scale": "scale",
    "choice": "choice",
    "number": "number",
    "person": "person",
    "text": "short text",
}


class FieldsBlock(QWidget):
    """A small table: name, points, level, whether it is required, and whose it is."""

    chosen = Signal(object)
    """A `CodeField` of the code itself, to be changed."""
    group_asked = Signal(int)
    """The id of the group that an inherited field belongs to."""
    add_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.add_button = Button("Field", drawing="plus", kind="link")
        self.add_button.clicked.connect(self.add_asked)
        self.add_button.setToolTip("One more thing to say about every passage with this code")
        self._head = QWidget()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._none = words("No fields: a coding with this code says nothing more.", kind="hint")
        self._lay_out()

    def show_fields(self, book: Codebook, code: Code, *, may_change: bool) -> None:
        self.add_button.setVisible(may_change)
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        fields = book.fields_of(code)
        self._none.setVisible(not fields)
        for field in fields:
            owner = book.by_id(field.code_id)
            inherited = field.code_id != code.id
            row = _Row(field, owner.name if owner is not None and inherited else "")
            row.pressed.connect(self._pressed)
            row.setEnabled(may_change or inherited)
            self._rows.addWidget(row)
        self._show_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_columns()

    def rows(self) -> list[QWidget]:
        found = (self._rows.itemAt(number) for number in range(self._rows.count()))
        widgets = (item.widget() for item in found if item is not None)
        return [widget for widget in widgets if widget is not None]

    def _show_columns(self) -> None:
        """In little room the points stand under the name; the rest is said where it is opened."""
        roomy = self.width() >= _ROOMY * zoom_of(self)
        rows = [row for row in self.rows() if isinstance(row, _Row)]
        self._head.setVisible(roomy and bool(rows))
        for row in rows:
            row.show_columns(all_=roomy)

    def _pressed(self, field: CodeField, group: str) -> None:
        if group:
            self.group_asked.emit(field.code_id)
        else:
            self.chosen.emit(field)

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.addWidget(words("Fields", kind="section"), 1)
        title.addWidget(self.add_button)
        head = QGridLayout(self._head)
        head.setContentsMargins(0, 2, 0, 6)
        head.setSpacing(0)  # as in the rows, so that columns stand under their headings
        _fill(head, [words(name, kind="section") for name in _NAMES])
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(0)
        column_.addLayout(title)
        column_.addWidget(self._head)
        column_.addWidget(hairline())
        column_.addLayout(self._rows)
        column_.addSpacing(6)
        column_.addWidget(self._none)


class _Row(QFrame):
    """One field; Enter, Space or a click opens it."""

    pressed = Signal(object, str)

    def __init__(self, field: CodeField, group: str) -> None:
        super().__init__()
        self._field, self._group = field, group
        self.setProperty("part", "pressed row")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_spoken(field, group))
        self.setToolTip(
            plain_tip(f"A field of {group}" if group else field.question or "Change this field")
        )
        grid = self._grid = QGridLayout()
        grid.setContentsMargins(0, 6, 0, 6)
        tone = "muted" if group else ""
        self.cells: Sequence[QWidget] = (
            Elided(field.name, tone=tone),
            self._points(field),
            words(field.level, kind="small", tone="muted"),
            words("yes" if field.required else "no", kind="small", tone="muted"),
            Elided(group or "this code", kind="small", tone="muted"),
        )
        _fill(grid, self.cells)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(0)
        column_.addLayout(grid)
        column_.addWidget(hairline())

    def show_columns(self, *, all_: bool) -> None:
        """All beside each other, or the points under the name and nothing else."""
        name, points, *others = self.cells
        for cell in (name, points):
            self._grid.removeWidget(cell)
        self._grid.addWidget(name, 0, 0, 1, 1 if all_ else 2)
        self._grid.addWidget(points, *((0, 1) if all_ else (1, 0, 1, 2)))
        for cell in others:
            cell.setVisible(all_)

    def _points(self, field: CodeField) -> QWidget:
        """The points as small segments with the strokes that give them in their tips."""
        if not field.points:
            return Elided(_kind_words(field), kind="small", tone="muted")
        holder = QWidget()
        if len(field.points) <= _MOST_POINTS:
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(0)
            keys = {value: key for key, value in strokes(field).items()}
            for number, point in enumerate(field.points):
                label = QLabel(shown_value(field, point.value))
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setProperty("part", "point")
                ends = {0: "first", len(field.points) - 1: "last"}
                label.setProperty("end", ends.get(number, "none"))
                if point.value in keys:
                    label.setToolTip(plain_tip(f"Key {keys[point.value]}"))
                row.addWidget(label)
            row.addStretch()
            return holder
        flow = Flow(holder, gap=4)
        first = [shown_value(field, point.value) for point in field.points[: _MOST_POINTS - 1]]
        more = f"{', '.join(first)} and {len(field.points) - len(first)} more"
        flow.addWidget(words(more, kind="small", tone="muted"))
        return holder

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self._field, self._group)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit(self._field, self._group)
            return
        super().keyPressEvent(event)


def _fill(row: QGridLayout, cells: Sequence[QWidget]) -> None:
    """Cells one beside the other, as wide in every row as in the headings."""
    for column, cell in enumerate(cells):
        if not cell.findChildren(QLabel):  # points need the room that they need
            cell.setSizePolicy(QSizePolicy.Policy.Ignored, cell.sizePolicy().verticalPolicy())
        row.addWidget(cell, 0, column)
        row.setColumnStretch(column, _STRETCH[column])


def _kind_words(field: CodeField) -> str:
    words_ = KINDS[field.kind]
    if field.least is not None:
        words_ += f" from {field.least:g}"
    if field.most is not None:
        words_ += f" to {field.most:g}"
    return f"{words_}, proposed from the speaker" if field.from_speaker else words_


def _spoken(field: CodeField, group: str) -> str:
    points = ", ".join(shown_value(field, point.value) for point in field.points)
    required = ", required" if field.required else ""
    whose = f", of {group}" if group else ""
    return f"Field {field.name}, {points or _kind_words(field)}, {field.level}{required}{whose}"
