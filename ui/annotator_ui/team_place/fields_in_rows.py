"""How do the fields of a form stand: beside each other where there is room, else one by one?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QSpinBox,
    QWidget,
)

GAP: Final = 12


class FieldsInRows:
    """Rows of fields that turn into columns where they do not fit."""

    def __init__(self) -> None:
        self._rows: list[tuple[QBoxLayout, tuple[QWidget, ...]]] = []

    def row(self, *fields: QWidget) -> QBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for field in fields:
            row.addWidget(field, 1)
        self._rows.append((row, fields))
        return row

    def fit(self, room: int) -> None:
        ways = QBoxLayout.Direction
        for row, fields in self._rows:
            wanted = sum(field.sizeHint().width() + GAP for field in fields)
            row.setDirection(ways.LeftToRight if wanted <= room else ways.TopToBottom)


def a_box(choices: Sequence[tuple[str, object]]) -> QComboBox:
    """A box of words, each with what it means."""
    box = _Box()
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for words_, value in choices:
        box.addItem(words_, value)
    return box


def a_spin(least: int, most: int, name: str) -> QSpinBox:
    """A field for a whole number."""
    spin = _Spin()
    spin.setRange(least, most)
    spin.setAccessibleName(name)
    spin.lineEdit().setTextMargins(6, 0, 0, 0)
    return spin


def a_share(name: str) -> QDoubleSpinBox:
    """A field for a number from 0 to 1."""
    spin = _Share()
    spin.setRange(0.0, 1.0)
    spin.setSingleStep(0.05)
    spin.setAccessibleName(name)
    spin.lineEdit().setTextMargins(6, 0, 0, 0)
    return spin


class _Box(QComboBox):
    """The wheel scrolls the form and changes nothing on its way."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Spin(QSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Share(QDoubleSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def choose(box: QComboBox, value: object) -> None:
    """Show what means `value`, else the first."""
    find: Callable[[int], object] = box.itemData
    found = next((n for n in range(box.count()) if find(n) == value), 0)
    box.setCurrentIndex(found)
