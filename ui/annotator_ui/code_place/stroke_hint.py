"""Which strokes may follow the one that was just pressed?"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QGridLayout, QVBoxLayout, QWidget

from annotator_ui.parts.badge import Badge
from annotator_ui.parts.words import cap, words
from annotator_ui.theme import Theme, code_shade

_MOST_ROWS = 8
_ABOVE_FOOT = 20


class NextStroke(Struct, frozen=True):
    """A key that may follow, what it does, and the colour of the code it gives or ""."""

    key: str
    does: str
    color: str = ""


class Hint(Struct, frozen=True):
    """What was begun, and how it may go on."""

    title: str
    strokes: tuple[NextStroke, ...]

    def spoken(self) -> str:
        return f"{self.title}: " + ", ".join(f"{each.key}, {each.does}" for each in self.strokes)


class StrokeHint(QFrame):
    """A card at the foot of the text; it never takes the keyboard."""

    def __init__(self, theme: Theme, over: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._over, self._parent = theme, over, parent
        self._hint: Hint | None = None
        self._inside = QVBoxLayout(self)
        self._rows: QWidget | None = None
        self._shadow = QGraphicsDropShadowEffect(self)
        self._title = words(kind="section")
        self._lay_out()
        self.set_theme(theme)
        self.hide()

    def show_hint(self, hint: Hint | None) -> None:
        """Show what may follow, or nothing."""
        if hint == self._hint and hint is not None:
            return
        self._hint = hint
        if hint is None:
            self.hide()
            return
        self._title.setText(hint.title)
        self._fill(hint.strokes)
        self.setAccessibleName(hint.spoken())
        self.show()
        self.settle()
        self.raise_()

    def hint(self) -> Hint | None:
        return self._hint

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._shadow.setColor(QColor(0, 0, 0, 120 if theme.dark else 50))
        if self._hint is not None:
            self._fill(self._hint.strokes)

    def settle(self) -> None:
        """In the middle of the text's foot."""
        self._inside.activate()
        self.adjustSize()
        area = self._over
        corner = area.mapTo(self._parent, area.rect().bottomLeft())
        left = corner.x() + max(0, (area.width() - self.width()) // 2)
        self.move(left, corner.y() - self.height() - _ABOVE_FOOT)

    def _fill(self, strokes: Sequence[NextStroke]) -> None:
        if self._rows is not None:
            self._inside.removeWidget(self._rows)
            self._rows.deleteLater()
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(7)
        columns = -(-len(strokes) // _MOST_ROWS)
        rows = -(-len(strokes) // max(1, columns))
        for number, stroke in enumerate(strokes):
            column, row = divmod(number, rows)
            grid.addWidget(self._sign(stroke), row, 3 * column)
            grid.addWidget(words(stroke.does, kind="small"), row, 3 * column + 1)
            grid.setColumnMinimumWidth(3 * column + 2, 12)
        self._inside.addWidget(self._rows)
        self._rows.show()  # Qt shows what comes into a shown card only later, and it has no size

    def _sign(self, stroke: NextStroke) -> QWidget:
        if stroke.color:
            return Badge(code_shade(stroke.color, self._theme), stroke.key)
        return cap(stroke.key)

    def _lay_out(self) -> None:
        self.setObjectName("strokes")
        self.setProperty("part", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shadow.setBlurRadius(28)
        self._shadow.setOffset(0, 6)
        self.setGraphicsEffect(self._shadow)
        self._inside.setContentsMargins(16, 12, 16, 14)
        self._inside.setSpacing(9)
        self._inside.addWidget(self._title)
