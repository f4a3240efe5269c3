"""Of which days is something wanted: from one day to another, each perhaps only a year or month?"""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.fields import LineField
from annotator_ui.parts.icons import zoom_of

_WIDTH: Final = 300
_DAY: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_WRONG: Final = "Write 2023, 2023-11 or 2023-11-28."


class DateRange(QFrame):
    """Opens under a button; Enter takes, Esc leaves all as it is."""

    taken = Signal(str, str)
    """From and to, both included; empty for no limit."""

    def __init__(self, since: str, until: str, dates: tuple[str, str]) -> None:
        """`dates` are the first and the last there are, shown as examples."""
        super().__init__(None, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("part", "popup")
        self.setAccessibleName("Days")
        self.since = LineField("From", text=since, example=dates[0] or "2023-11")
        self.until = LineField("To", text=until, example=dates[1] or "2023-11-28")
        self._apply = Button("Apply", key="Enter", kind="primary")
        self._any = Button("Any day", kind="link")
        self._apply.clicked.connect(self.take)
        self._any.clicked.connect(self._take_any)
        for each in (self.since, self.until):
            each.line.textChanged.connect(self._check)
        self._lay_out()

    def open_under(self, button: QWidget) -> None:
        self.setFixedWidth(round(_WIDTH * zoom_of(self)))
        self.adjustSize()
        self.move(button.mapToGlobal(QPoint(0, button.height() + 2)))
        self.show()
        self.since.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def take(self) -> None:
        if self._check():
            self.taken.emit(self.since.text(), self.until.text())
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.take()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _take_any(self) -> None:
        self.taken.emit("", "")
        self.close()

    def _check(self) -> bool:
        fine = True
        for each in (self.since, self.until):
            is_day = not each.text() or _DAY.fullmatch(each.text()) is not None
            each.set_wrong("" if is_day else _WRONG)
            fine = fine and is_day
        self._apply.setEnabled(fine)
        self.adjustSize()
        return fine

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._any)
        foot.addStretch(1)
        foot.addWidget(self._apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addWidget(self.since)
        column.addWidget(self.until)
        column.addLayout(foot)
