"""Which editors does the form of a code have: growing texts, a colour, a link beside a name?"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFocusEvent,
    QIcon,
    QKeyEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.model.code_colors import CALM_COLORS
from annotator_ui.dialogs.color_field import ColorSwatch
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import Elided, restyle, words
from annotator_ui.theme import Theme, reading_font

_AROUND = 20
"""Pixels above and below the lines of a text, frame included."""
_MOST_LINES = 12


class GrowingText(QPlainTextEdit):
    """A text as high as its lines, within bounds; Tab goes on, Ctrl+Enter says it is done."""

    left = Signal()
    """The keyboard went elsewhere, or Ctrl+Enter was pressed."""

    def __init__(self, *, lines: int = 1, quoted: bool = False, ends: bool = False) -> None:
        """`ends`: Enter alone says it is done, and Shift Enter begins a line."""
        super().__init__()
        self._least, self._quoted, self._ends = lines, quoted, ends
        self.setProperty("part", "field")
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(4)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self.fit)
        self.textChanged.connect(self._fitting.start)
        self.fit()

    def fit(self) -> None:
        """Take the height of the text."""
        zoom = zoom_of(self)
        if self._quoted:
            self.setFont(reading_font(13.5 * zoom))
        lines = self._lines()
        shown = min(max(lines, self._least), max(_MOST_LINES, self._least))
        height = shown * self.fontMetrics().lineSpacing() + round(_AROUND * zoom)
        policy = Qt.ScrollBarPolicy
        scrolls = policy.ScrollBarAsNeeded if lines > shown else policy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(scrolls)
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def wanted_lines(self) -> int:
        return min(max(self._lines(), self._least), _MOST_LINES)

    def _lines(self) -> int:
        """The lines there are, or one more than are ever shown.

        Asked where it stands, Qt breaks a paragraph into lines again; the size of the document is
        that from before where only the letters became larger.
        """
        count, block = 0, self.document().begin()
        while block.isValid() and count <= _MOST_LINES:
            self.blockBoundingRect(block)
            count += max(1, block.lineCount())
            block = block.next()
        return count

    def show_text(self, text: str) -> None:
        """Put a text there without a word to anybody."""
        if self.toPlainText() != text:
            blocked = self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(blocked)
            self.document().clearUndoRedoStacks()
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fitting.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fitting.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers()
        control = held & Qt.KeyboardModifier.ControlModifier
        alone = self._ends and not held & Qt.KeyboardModifier.ShiftModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and (control or alone):
            self.left.emit()
            return
        super().keyPressEvent(event)


class LinkedField(QWidget):
    """An editor with its name above, a link at the right, and what is wrong under it."""

    link_pressed = Signal()

    def __init__(self, name: str, editor: QWidget) -> None:
        super().__init__()
        self.editor = editor
        editor.setAccessibleName(name)
        self._name = words(name, kind="section")
        self._name.setBuddy(editor)
        self._hint = Elided(kind="section")
        self._hint.setProperty("kind", "hint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.link = Button("", kind="link")
        self.link.hide()
        self._wrong = words(kind="small", tone="error", wrap=True)
        self._wrong.hide()
        self.link.clicked.connect(self.link_pressed)
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(8)
        above.addWidget(self._name)
        above.addWidget(self._hint, 1)
        above.addWidget(self.link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(above)
        column.addWidget(editor)
        column.addWidget(self._wrong)

    def set_hint(self, hint: str) -> None:
        self._hint.say(hint)

    def set_link(self, text: str, tip: str = "") -> None:
        self.link.say(text)
        self.link.setToolTip(plain_tip(tip))
        self.link.setVisible(bool(text))

    def set_wrong(self, why: str) -> None:
        self._wrong.setText(why)
        self._wrong.setVisible(bool(why))
        self.editor.setAccessibleDescription(why)
        self.editor.setProperty("wrong", bool(why))
        restyle(self.editor)

    def wrong(self) -> str:
        """What is said to be wrong now."""
        return self.editor.accessibleDescription()


class ColorLine(QLineEdit):
    """A colour as #RRGGBB with its square before it; the square opens the calm ones."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._square = QAction("Choose a colour (Alt ↓)", self)
        self._square.triggered.connect(self.open_palette)
        self.addAction(self._square, QLineEdit.ActionPosition.LeadingPosition)
        self.setPlaceholderText("next calm one")
        self.textChanged.connect(self._follow)
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def color(self) -> str:
        """What is typed, as the codebook writes it."""
        typed = self.text().strip()
        if len(typed) in {3, 6} and not typed.startswith("#"):
            typed = f"#{typed}"
        if len(typed) == 4:
            typed = "#" + "".join(digit * 2 for digit in typed[1:])
        return typed.upper()

    def open_palette(self) -> _Palette:
        """The calm colours in a pop-up; a click or Enter takes one."""
        palette = _Palette(self._theme, self.color(), self)
        palette.taken.connect(self._take)
        palette.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        palette.show()
        palette.begin()
        return palette

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() == Qt.Key.Key_Down:
            self.open_palette()
            return
        super().keyPressEvent(event)

    def _take(self, color: str) -> None:
        self.setText(color)
        self.editingFinished.emit()

    def _follow(self) -> None:
        shown = self.color()
        side = 32
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._theme.ctl))
        valid = QColor.isValidColorName(shown) and shown.startswith("#")
        painter.setBrush(QColor(shown) if valid else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(4, 4, side - 8, side - 8, 7, 7)
        painter.end()
        self._square.setIcon(QIcon(picture))


class _Palette(QFrame):
    """Twelve calm colours in two rows."""

    taken = Signal(str)

    def __init__(self, theme: Theme, color: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("part", "popup")
        self.setAccessibleName("Calm colours")
        self.swatches = [ColorSwatch(each, theme) for each in CALM_COLORS]
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        half = (len(self.swatches) + 1) // 2
        for first in (0, half):
            row = QHBoxLayout()
            row.setSpacing(4)
            for swatch in self.swatches[first : first + half]:
                swatch.setChecked(swatch.color == color)
                swatch.clicked.connect(lambda _=False, s=swatch: self._take(s.color))
                row.addWidget(swatch)
            column.addLayout(row)

    def begin(self) -> None:
        chosen = next((each for each in self.swatches if each.isChecked()), self.swatches[0])
        chosen.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        steps = {
            Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: len(self.swatches) // 2, Qt.Key.Key_Up: -(len(self.swatches) // 2),
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is not None and isinstance(focused, ColorSwatch):
            at = (self.swatches.index(focused) + step) % len(self.swatches)
            self.swatches[at].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(
            focused, ColorSwatch
        ):
            self._take(focused.color)
            return
        super().keyPressEvent(event)

    def _take(self, color: str) -> None:
        self.taken.emit(color)
        self.close()
