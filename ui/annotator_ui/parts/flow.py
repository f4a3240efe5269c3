"""How do small things stand in a row that breaks where the window ends?"""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """From left to right, then on the next line; things of a line share its middle, or its top."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        gap: int = 8,
        between: int = 4,
        at_top: bool = False,
        last_right: bool = False,
    ) -> None:
        """With `last_right` the last thing stands at the right, where all are on one line."""
        super().__init__(parent)
        self._gap, self._between, self._at_top = gap, between, at_top
        self._last_right = last_right
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert_widget(self, index: int, widget: QWidget) -> None:
        """Put a widget before the item that stands at `index`."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        left, top, right, foot = self._around()
        inside = QRect(left, top, width - left - right, 0)
        return self._arrange(inside, move=False) + top + foot

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + self._gap * max(len(hints) - 1, 0)
        left, top, right, foot = self._around()
        height = max((hint.height() for hint in hints), default=0)
        return QSize(width + left + right, height + top + foot)

    def minimumSize(self) -> QSize:
        least = [item.minimumSize() for item in self._shown()]
        left, top, right, foot = self._around()
        width = max((size.width() for size in least), default=0)
        height = max((size.height() for size in least), default=0)
        return QSize(width + left + right, height + top + foot)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(self.contentsRect(), move=True)

    def _around(self) -> tuple[int, int, int, int]:
        margins = self.contentsMargins()
        return margins.left(), margins.top(), margins.right(), margins.bottom()

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """The height it takes; with `move` everything is put in its place."""
        top = rect.y()
        lines = self._lines(rect.width())
        for line in lines:
            height = max(item.sizeHint().height() for item in line)
            left = rect.x()
            for item in line if move else ():
                hint = item.sizeHint()
                size = QSize(min(hint.width(), rect.width()), hint.height())
                if self._last_right and len(lines) == 1 and len(line) > 1 and item is line[-1]:
                    left = rect.right() + 1 - size.width()
                down = 0 if self._at_top else (height - hint.height()) // 2
                item.setGeometry(QRect(QPoint(left, top + down), size))
                left += size.width() + self._gap
            top += height + self._between
        return max(top - rect.y() - self._between, 0)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        room = 0
        for item in self._shown():
            wanted = item.sizeHint().width()
            if not lines or wanted > room:
                lines.append([])
                room = width
            lines[-1].append(item)
            room -= wanted + self._gap
        return lines

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]
