"""How does the window say at its place that something needs a look or was refused?"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from annotator.model.time_left import TimeLeft
from annotator_ui.parts.buttons import Button, IconButton
from annotator_ui.parts.icons import Icon
from annotator_ui.parts.words import Paragraph, hairline, restyle, words

DRAWINGS: Final = {
    "error": "circle-x",
    "warn": "triangle-alert",
    "ok": "circle-check",
    "plain": "info",
}


class NoticeBar(QWidget):
    """An icon, one sentence with what helps, what can be done now, and a way to close it."""

    pressed = Signal()
    other_pressed = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._frame = QFrame()
        self._frame.setProperty("part", "notice")
        self._icon = Icon("info", 16)
        self._message, self._hint = Paragraph(), Paragraph()
        self._message.setProperty("kind", "strong")
        self._hint.setProperty("kind", "base")
        self._button, self._other = Button(""), Button("")
        self._close = IconButton("x", "Close this notice", 14)
        self._button.clicked.connect(self.pressed)
        self._other.clicked.connect(self.other_pressed)
        self._acts: tuple[Callable[[], object] | None, ...] = (None, None)
        self.pressed.connect(lambda: self._do(0))
        self.other_pressed.connect(lambda: self._do(1))
        self._close.clicked.connect(self.close_notice)
        self._lay_out()
        self.hide()

    def show_notice(
        self,
        sort: str,
        message: str,
        hint: str = "",
        *,
        button: str = "",
        act: Callable[[], object] | None = None,
        other: str = "",
        other_act: Callable[[], object] | None = None,
    ) -> None:
        """`sort` is error, warn, ok or plain; `button` and `other` say what can be done now."""
        self._acts = (act, other_act)
        self._icon.show_icon(DRAWINGS[sort])
        self._icon.setProperty("tone", "" if sort == "plain" else sort)
        self._frame.setProperty("sort", sort)
        self._message.setText(message)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        for one, says in ((self._button, button), (self._other, other)):
            one.say(says)
            one.setVisible(bool(says))
        for each in (self._frame, self._icon):
            restyle(each)
        self.setAccessibleName(f"{message} {hint}".strip())
        self.show()

    def words(self) -> str:
        """What the notice says now, for tests and screen readers."""
        return f"{self._message.plain()} {self._hint.plain()}".strip()

    def _do(self, which: int) -> None:
        act, self._acts = self._acts[which], (None, None)
        if act is not None:
            self.hide()
            act()

    def close_good_news(self) -> None:
        """What was done well has been read once the next thing begins; all else stays."""
        if self._frame.property("sort") == "ok":
            self.close_notice()

    def close_notice(self) -> None:
        self.hide()
        self.closed.emit()

    def _lay_out(self) -> None:
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self._message)
        text.addWidget(self._hint)
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        around = QVBoxLayout(self)
        around.setContentsMargins(16, 10, 16, 10)
        around.addWidget(self._frame)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(14, 9, 8, 9)
        row.setSpacing(10)
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        row.addWidget(self._other)
        row.addWidget(self._button)
        row.addWidget(self._close)


class ProgressLine(QWidget):
    """A thin bar with what is done, "n of m", how long it still takes, and Cancel."""

    cancelled = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._left = TimeLeft()
        self._what = words(kind="small")
        self._count = words(kind="small", tone="muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = Button("Cancel")
        self._cancel.clicked.connect(self.cancelled)
        self._lay_out()
        self.hide()

    def begin(self, what: str) -> None:
        self._what.setText(what)
        self._bar.setAccessibleName(what)
        self._count.setText("")
        self._left = TimeLeft()
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        self.show()

    def show_progress(self, done: int, total: int, label: str) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        left = self._left.at(done, total, self._clock())
        if total:
            said = (f"{done:,} of {total:,}", left, label)
            self._count.setText(" · ".join(part for part in said if part))

    def stopping(self) -> None:
        """Cancel was pressed and the work has not noticed yet."""
        self._cancel.setEnabled(False)
        self._count.setText("stopping")

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self._what)
        above.addWidget(self._count, 1)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(above)
        column.addWidget(self._bar)
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        row.addLayout(column, 1)
        row.addWidget(self._cancel)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row)
        whole.addWidget(hairline())
