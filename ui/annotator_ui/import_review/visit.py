"""How does the review sheet come over the Transcripts place, and go without a trace?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from annotator_ui.import_review.review import Review
from annotator_ui.import_review.sheet import ReviewSheet

if TYPE_CHECKING:
    from annotator.exchange.import_plan import ImportPlan
    from annotator_ui.look import Look
    from annotator_ui.messages import Messages
    from annotator_ui.project_acts import ProjectActs
    from annotator_ui.session import Session


class ReviewVisit(QObject):
    """One plan on its sheet, until it is imported or left."""

    left = Signal()
    """Cancelled: nothing of the plan is wanted."""
    told = Signal(str, str)
    """What the status line says: of the disk, and where one is."""

    def __init__(
        self,
        plan: ImportPlan,
        *,
        session: Session,
        look: Look,
        acts: ProjectActs,
        messages: Messages,
        stack: QStackedWidget,
    ) -> None:
        super().__init__(stack)
        self._stack = stack
        # Dressed as it is put together: to dress the whole window anew takes longer.
        self.sheet = sheet = ReviewSheet(Review(session.project, plan, self), look.theme, stack)
        stack.addWidget(sheet)
        sheet.cancelled.connect(self.left)
        sheet.import_asked.connect(lambda: acts.carry_out(sheet.review.plan))
        sheet.columns_said.connect(
            lambda key, said: acts.read_columns(sheet.review.plan, key, said, self._take)
        )
        sheet.list_asked.connect(lambda: acts.ask_save_refused(sheet.review.plan))
        sheet.state.connect(self.told)
        sheet.review.refused.connect(messages.object_to)
        sheet.review.said.connect(messages.say)

    def _take(self, plan: ImportPlan) -> None:
        self.sheet.take_columns(plan)

    def end(self) -> None:
        """Nothing of the sheet stays behind."""
        for button in self.sheet.title_buttons:
            button.deleteLater()
        self._stack.removeWidget(self.sheet)
        self.sheet.deleteLater()
        self.deleteLater()
