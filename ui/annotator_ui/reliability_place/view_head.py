"""What is the look at agreement that is shown instead of the codes, and how does one go back?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.said import SaidButton
from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator_ui.reliability_place.views import View

REACHES: Final = (0.05, 0.10, 0.15, 0.20)


class ViewHead(QWidget):
    """A way back, the title, and one sentence that says how to read it."""

    back = Signal()
    within_chosen = Signal(float)
    """How near alpha should be known."""

    def __init__(self) -> None:
        super().__init__()
        self._title = words(kind="card")
        self._lead = words(tone="muted", wrap=True)
        self.back_button = Button("All codes", drawing="chevron-left", key="Esc", kind="plain")
        self.back_button.clicked.connect(self.back)
        self.within = SaidButton("Within")
        self._within_line = QWidget()
        line = Flow(self._within_line, gap=6)
        line.addWidget(words("within", tone="muted"))
        line.addWidget(self.within)
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self.back_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 6)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._lead)
        column.addWidget(self._within_line)
        self.within.choices.aboutToShow.connect(self._fill)
        self.hide()

    def show_view(self, view: View | None, within: float) -> None:
        self.setVisible(view is not None)
        if view is None:
            return
        self._title.setText(view.words)
        self._lead.setText(view.lead)
        self._within_line.setVisible(view.name == "sample")
        self.within.say(_reach(within))

    def say(self, lead: str) -> None:
        """Other words in the place of the lead: what is going on, or why there is nothing."""
        self._lead.setText(lead)

    def text(self) -> str:
        return self._title.text()

    def _fill(self) -> None:
        menu = self.within.choices
        menu.clear()
        group = QActionGroup(menu)
        for reach in REACHES:
            action = menu.addAction(_reach(reach))
            action.setCheckable(True)
            action.setChecked(_reach(reach) == self.within.words())
            group.addAction(action)
            action.triggered.connect(lambda *_checked, reach=reach: self.within_chosen.emit(reach))


def _reach(value: float) -> str:
    return f"± {value:.2f}".replace("0.", ".")
