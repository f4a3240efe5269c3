"""What would the codebook in a file change here? Its columns above, the changes below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from annotator_ui.codebook_place.import_changes import ChangesBlock
from annotator_ui.codebook_place.import_columns import ColumnsBlock
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import Elided, hairline, words

if TYPE_CHECKING:
    from annotator.exchange.codebooks.plans import CodebookPlan
    from annotator_ui.theme import Theme


class ImportPage(QWidget):
    """Nothing is written before the button is pressed."""

    read_anew = Signal(object)
    """A `Decision` on how the file is to be read."""
    wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.plan: CodebookPlan | None = None
        self.columns = ColumnsBlock()
        self.changes = ChangesBlock(theme)
        self.take_button = Button("Take in", key="\u21b5", kind="primary")
        self.leave_button = Button("Leave it", key="Esc")
        self.title_buttons = (self.leave_button, self.take_button)
        self._name = Elided(kind="section")
        self._about = words(kind="small", tone="muted")
        self.columns.changed.connect(self.read_anew)
        self.changes.decided.connect(self._decide)
        self.changes.taken.connect(self._take)
        self.take_button.clicked.connect(self._take)
        self.leave_button.clicked.connect(self.left)
        self._lay_out()

    def show_plan(self, plan: CodebookPlan) -> None:
        """Show a plan, and what of it was decided."""
        is_new = self.plan is None or self.plan.headings != plan.headings
        self.plan = plan
        self._name.say(plan.path.name)
        self._about.setText(_about(plan))
        self.columns.show_plan(plan)
        self.changes.show_plan(plan)
        count = len(plan.accepted)
        self.take_button.setEnabled(bool(count))
        said = "Take in 1 change" if count == 1 else f"Take in {count:,} changes"
        self.take_button.say(said if count else "Nothing to take in")
        if plan.problem is not None:
            self.take_button.setToolTip(plain_tip(plan.problem.message))
        if is_new:
            self._split_for(plan)

    def begin(self) -> None:
        if self.plan is not None and self.plan.problem is not None:
            self.columns.first_stop().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.changes.begin()

    def forget(self) -> None:
        self.plan = None

    def set_theme(self, theme: Theme) -> None:
        self.changes.set_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _decide(self, ids: list[int], wanted: bool) -> None:
        if self.plan is not None:
            self.show_plan(self.plan.decide(ids, wanted=wanted))

    def _take(self) -> None:
        if self.take_button.isEnabled():
            self.wanted.emit()

    def _split_for(self, plan: CodebookPlan) -> None:
        """All columns are seen where they take less than half of the page."""
        height = max(self.height(), 480)
        choices = 48 if self.width() > 900 * zoom_of(self) else 88
        rows = round((choices + 34 * (len(plan.headings) + 1)) * zoom_of(self))
        above = min(rows, height * 45 // 100)
        self._split.setSizes([above, height - above])

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 12, 24, 8)
        head.setSpacing(10)
        head.addWidget(self._name)
        head.addWidget(self._about)
        head.addStretch(1)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.columns)
        self._split.addWidget(self.changes)
        self._split.setStretchFactor(1, 1)
        for button in self.title_buttons:
            button.setParent(self)  # until the title bar shows them
            button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addWidget(self._split, 1)


def _about(plan: CodebookPlan) -> str:
    if plan.problem is not None:
        return "Nothing is written before you take it in."
    codes = "1 code or group" if plan.n_codes == 1 else f"{plan.n_codes:,} codes and groups"
    same = f", {plan.n_same:,} as they are here" if plan.n_same else ""
    return f"{codes}{same}. Nothing is written before you take it in."
