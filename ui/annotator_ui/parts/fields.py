"""How does a field carry its name above it, a hint at the right, and say what is wrong?"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator_ui.parts.words import Elided, cap, restyle, words


class Field(QWidget):
    """An editor with its name above; whatever kind of editor it is."""

    def __init__(self, name: str, editor: QWidget, *, hint: str = "") -> None:
        super().__init__()
        self.editor = editor
        editor.setAccessibleName(name)
        self._name = words(name, kind="section")
        self._name.setBuddy(editor)
        self._hint = Elided(hint, kind="section")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._hint.setProperty("kind", "hint")
        self._wrong: QLabel | None = None
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self._name)
        above.addWidget(self._hint, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addLayout(above)
        column.addWidget(editor)

    def set_hint(self, hint: str) -> None:
        self._hint.say(hint)

    def set_wrong(self, why: str) -> None:
        """Say under the field what is wrong with it; nothing takes the words away."""
        if self._wrong is None:
            if not why:
                return
            self._wrong = words(kind="small", tone="error", wrap=True)
            self._column.addWidget(self._wrong)
        self._wrong.setText(why)
        self._wrong.setVisible(bool(why))
        self.editor.setAccessibleDescription(why)
        self.editor.setProperty("wrong", bool(why))
        restyle(self.editor)


class LineField(Field):
    """A field of one line."""

    def __init__(self, name: str, *, text: str = "", hint: str = "", example: str = "") -> None:
        self.line = QLineEdit(text)
        self.line.setPlaceholderText(example)
        super().__init__(name, self.line, hint=hint)

    def text(self) -> str:
        return self.line.text().strip()


class SearchField(QLineEdit):
    """A field to filter or find with; Esc empties it first."""

    def __init__(self, example: str, *, key: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(example)
        self.setAccessibleName(example.rstrip("…"))
        self._cap = cap(key)
        self._cap.setParent(self)
        self._cap.setVisible(bool(key))
        self.textChanged.connect(lambda text: self._cap.setVisible(bool(key) and not text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._cap.sizeHint()
        left, top = self.width() - size.width() - 8, (self.height() - size.height()) // 2
        self._cap.setGeometry(left, top, size.width(), size.height())
