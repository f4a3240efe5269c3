"""In which way are words looked for: whole words, exactly as typed, as a pattern?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from annotator_ui.parts.tips import plain_tip

if TYPE_CHECKING:
    from annotator.search import Query


class QueryToggles(QWidget):
    """Three small switches beside a search field."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.exact = _switch("Aa", "Exactly as typed: case and accents count", "first")
        self.whole = _switch("|ab|", "Whole words only", "none")
        self.pattern = _switch(".*", "Regular expression", "last")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for switch in (self.exact, self.whole, self.pattern):
            switch.toggled.connect(self.changed)
            row.addWidget(switch)

    def query(self, words: str) -> Query:
        """These words, looked for as the switches stand."""
        from annotator.search import Query

        return Query(
            words,
            whole_words=self.whole.isChecked(),
            pattern=self.pattern.isChecked(),
            exact=self.exact.isChecked(),
        )


def _switch(sign: str, name: str, end: str) -> QPushButton:
    switch = QPushButton(sign)
    switch.setCheckable(True)
    switch.setAutoDefault(False)
    switch.setProperty("part", "segment")
    switch.setProperty("end", end)
    switch.setAccessibleName(name)
    switch.setToolTip(plain_tip(name))
    return switch
