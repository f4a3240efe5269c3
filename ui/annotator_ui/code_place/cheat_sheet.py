"""Which keys are there? All of them on one card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QScrollBar,
    QVBoxLayout,
    QWidget,
)

from annotator_ui.parts.words import cap, words

if TYPE_CHECKING:
    from annotator_ui.theme import Theme

KEYS: tuple[tuple[str, tuple[tuple[tuple[str, ...], str], ...]], ...] = (
    (
        "Move",
        (
            (("↓", "↑"), "next, previous sentence"),
            (("→", "←"), "next, previous paragraph"),
            (("PgDn", "PgUp"), "next, previous turn"),
            (("Ctrl PgDn", "Ctrl PgUp"), "next, previous transcript"),
            (("Ctrl J", "Ctrl Shift J"), "next, previous undecided sentence, or on your list"),
            (("Shift ↓", "Shift ↑"), "extend, shrink the passage"),
            (("Tab", "Shift Tab"), "narrow by clause, from left, from right"),
            (("Ctrl →", "Ctrl ←"), "narrow by word"),
            (("Alt →", "Alt ←"), "end of the coding later, earlier"),
            (("Alt Shift →", "Alt Shift ←"), "its start later, earlier"),
        ),
    ),
    (
        "Code",
        (
            (("a letter",), "apply the code with this key; again: remove"),
            (("Space",), "repeat the last code"),
            ((".",), "repeat it on the next sentence"),
            (("/", "F7"), "find a code by name, or make one"),
            (("?", "F8"), "unsure"),
            (("0", "F9"), "nothing applies here; again: take it back"),
            (("Ctrl M",), "memo"),
            (("F4",), "fields of the coding"),
            (("Ctrl Shift M",), "all my memos"),
            (("Del",), "remove the coding"),
            (("Ctrl Z", "Ctrl Shift Z"), "undo, redo"),
            (("Ctrl End",), "finish the transcript, or reopen it"),
        ),
    ),
    (
        "Look",
        (
            (("Ctrl F",), "find in this transcript"),
            (("Ctrl Shift F",), "find in all transcripts, code what is found"),
            (("Ctrl R",), "all passages of the code"),
            (("Ctrl Shift C",), "copy with speaker, title and date"),
            (("Shift F10",), "menu of the passage"),
            (("F1",), "whole definition; again: this card"),
            (("F2",), "rename the code"),
            (("Shift F1",), "the manual"),
            (("F6", "Shift F6"), "next, previous panel"),
            (("Esc",), "back to the text"),
        ),
    ),
)


_EDGE, _FRAME = 24, 4
_ACTION = QScrollBar.SliderAction
_SCROLLS = {
    Qt.Key.Key_Down: _ACTION.SliderSingleStepAdd,
    Qt.Key.Key_Up: _ACTION.SliderSingleStepSub,
    Qt.Key.Key_PageDown: _ACTION.SliderPageStepAdd,
    Qt.Key.Key_PageUp: _ACTION.SliderPageStepSub,
    Qt.Key.Key_Home: _ACTION.SliderToMinimum,
    Qt.Key.Key_End: _ACTION.SliderToMaximum,
}


class CheatSheet(QWidget):
    """A veil over the place with the card of keys on it; any of Esc, F1, a click ends it."""

    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parent = parent
        self._card = QFrame()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._scroll = QScrollArea()
        self._scroll.setProperty("part", "popup")
        self._card.setProperty("ground", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("All keys")
        self.setAccessibleDescription(spoken())
        self._lay_out()
        self.hide()

    def open(self) -> None:
        self.setGeometry(self._parent.rect())
        self.show()
        self._fit()  # letters may be of another size than when it was last open
        self.raise_()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        if self.isVisible():
            self.hide()
            self.left.emit()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key ends it: nobody codes behind a card. One not all seen is scrolled first."""
        bar = self._scroll.verticalScrollBar()
        if bar.maximum() and event.key() in _SCROLLS:
            bar.triggerAction(_SCROLLS[Qt.Key(event.key())])
            return
        modifiers = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
        if event.key() not in modifiers:
            self.leave()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        del event
        self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        veil = QColor(self._theme.bg)
        veil.setAlpha(200)
        painter = QPainter(self)
        painter.fillRect(self.rect(), veil)
        painter.end()

    def _fit(self) -> None:
        """Side by side where there is room, else one below the other, scrolled."""
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(beside)
        self._inside.activate()
        room = self.size() - QSize(2 * _EDGE, 2 * _EDGE)
        if self._card.sizeHint().width() > room.width():
            self._columns.setDirection(below)
        edges = QSize(2 * _FRAME, 2 * _FRAME)
        self._scroll.setFixedSize((self._card.sizeHint() + edges).boundedTo(room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        self._columns.setSpacing(36)
        for title, keys in KEYS:
            self._columns.addLayout(_column(title, keys))
        inside = self._inside = QVBoxLayout(self._card)
        inside.setContentsMargins(28, 22, 28, 24)
        inside.setSpacing(16)
        inside.addWidget(words("Keys", kind="card"))
        inside.addLayout(self._columns)
        self._scroll.setViewportMargins(_FRAME - 1, _FRAME - 1, _FRAME - 1, _FRAME - 1)
        self._scroll.setWidget(self._card)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.addWidget(self._scroll, 0, Qt.AlignmentFlag.AlignCenter)


def spoken() -> str:
    """The card for a screen reader."""
    return "; ".join(f"{' and '.join(caps)}: {does}" for _, keys in KEYS for caps, does in keys)


def _column(title: str, keys: tuple[tuple[tuple[str, ...], str], ...]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    column.addWidget(words(title, kind="section"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(9)
    grid.setColumnStretch(1, 1)
    for row, (caps, does) in enumerate(keys):
        held = QHBoxLayout()
        held.setSpacing(4)
        for each in caps:
            held.addWidget(cap(each))
        held.addStretch()
        grid.addLayout(held, row, 0)
        grid.addWidget(words(does, kind="small"), row, 1)
    column.addLayout(grid)
    column.addStretch()
    return column
