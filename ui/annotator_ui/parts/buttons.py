"""How does a button look that carries an icon, words and the key that does the same?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from annotator_ui.parts.icons import Icon, zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import cap, cap_words, words


class Button(QPushButton):
    """`kind` is plain, primary, danger, link or status. The key cap stands inside."""

    def __init__(self, text: str, *, key: str = "", drawing: str = "", kind: str = "plain") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setProperty("holds", "parts")
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._words = words(text, kind="small")
        self._cap = cap(key)
        self._row = QHBoxLayout(self)
        small = kind in {"link", "status"}
        self._height = 20 if small else 26
        self._row.setContentsMargins(3 if small else 10, 0, 3 if small else 10, 0)
        self._row.setSpacing(6)
        if drawing:
            self._row.addWidget(Icon(drawing, 14))
        self._row.addWidget(self._words)
        self._row.addWidget(self._cap)
        # only now that it stands in the button: a label without a home would be a window of its own
        self._cap.setVisible(bool(key))
        for part in (self._words, self._cap):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say(self, text: str, *, key: str | None = None) -> None:
        """Change the words, and the key cap where one is given; "" takes it away."""
        self._words.setText(text)
        if key is not None:
            self._cap.setText(key)
            self._cap.setVisible(bool(key))
        self.setAccessibleName(text)
        self.updateGeometry()

    def words(self) -> str:
        return self._words.text()

    def show_cap(self, *, there: bool) -> None:
        """Where there is little room a button can do without its key cap."""
        self._cap.setVisible(there and bool(self._cap.text()))

    def whole_width(self) -> int:
        """What it wants with its key cap, whether or not that is shown now."""
        hidden = self._cap.isHidden() and bool(self._cap.text())
        return self.sizeHint().width() + (
            self._cap.sizeHint().width() + self._row.spacing() if hidden else 0
        )

    def sizeHint(self) -> QSize:
        inside = self._row.sizeHint()
        return QSize(inside.width() + 2, round(self._height * zoom_of(self)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is Space, but in a dialog or a list over it, which have a button for Enter."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        home = self.window()
        has_own = isinstance(home, QDialog) or home.windowType() is Qt.WindowType.Popup
        if enter and plain and not has_own:
            self.click()
            return
        super().keyPressEvent(event)


class IconButton(QPushButton):
    """An icon alone: it needs a name, which is its tip too."""

    def __init__(self, drawing: str, name: str, px: int = 16) -> None:
        super().__init__()
        self.setProperty("kind", "icon")
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))
        self.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Icon(drawing, px), alignment=Qt.AlignmentFlag.AlignCenter)


def leave_focus(button: QWidget) -> None:
    """A click must not take the keyboard from the text: whoever wants it there goes by Tab."""
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def action_button(action: QAction, *, kind: str = "plain", text: str = "") -> Button:
    """A button that does what an action does, with its key, and is off when the action is."""
    return _ActionButton(action, kind, text or action.text().replace("&", ""))


class _ActionButton(Button):
    def __init__(self, action: QAction, kind: str, text: str) -> None:
        super().__init__(text, key=cap_words(action.shortcut()), kind=kind)
        self._action = action
        self._follow()
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())


class Segments(QWidget):
    """Two to four choices of which one is chosen."""

    chosen = Signal(int)

    def __init__(self, choices: Sequence[str], name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for index, choice in enumerate(choices):
            button = QPushButton(choice)
            button.setCheckable(True)
            button.setProperty("part", "segment")
            ends = {0: "first", len(choices) - 1: "last"}
            button.setProperty("end", ends.get(index, "none"))
            self._group.addButton(button, index)
            row.addWidget(button)
        self._group.idClicked.connect(self.chosen)

    def choose(self, index: int) -> None:
        self._group.button(index).setChecked(True)

    def mark(self, index: int) -> None:
        """Show this one as chosen, or none of them (-1)."""
        self._group.setExclusive(False)
        for number, button in enumerate(self.buttons()):
            button.setChecked(number == index)
        self._group.setExclusive(index >= 0)

    def buttons(self) -> list[QAbstractButton]:
        return [self._group.button(number) for number in range(len(self._group.buttons()))]

    def say(self, index: int, words: str) -> None:
        """Change the words of a choice."""
        self._group.button(index).setText(words)
