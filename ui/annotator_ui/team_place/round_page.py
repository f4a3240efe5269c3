"""Who has what in a round, and how far is everybody? The first page of the Team place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from annotator.model.counts import counted
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.rows import HEAD, ROW, RowView, focus_first
from annotator_ui.parts.scrolled import Scrolled
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import Elided, words
from annotator_ui.team_place.in_words import cells_of_part, of_round
from annotator_ui.team_place.lists_panel import ListsPanel
from annotator_ui.team_place.questions_panel import QuestionsPanel
from annotator_ui.team_place.tables import PARTS, Rows

if TYPE_CHECKING:
    from annotator.model.team import TeamProgress
    from annotator_ui.theme import Theme

NOTHING_YET = (
    "Nothing is handed out in this round yet. Plan the work: who codes what, and which "
    "transcripts several code without knowing."
)
LEFT = 264
_LEAST_ROWS = 2
_LEAST_WIDTH = 420
"""Of the round: in a narrow window the lists give way."""


class RoundPage(QWidget):
    """Rounds and coders at the left; the chosen round with everybody's part at the right."""

    plan_wanted = Signal()
    freeze_wanted = Signal()
    plan_file_wanted = Signal()
    use_wanted = Signal()
    accept_wanted = Signal()
    take_back_wanted = Signal()
    aside_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.found: TeamProgress | None = None
        self.lists = ListsPanel()
        self.rows = Rows(PARTS)
        self.table = RowView(self.rows, PARTS, theme, "Who has what", several=True)
        self.title = Elided(kind="title")
        self.about = words(tone="muted", wrap=True)
        self.plan = Button("Plan the work…")
        self.freeze = Button("Freeze the plan", kind="link")
        self.plan_file = Button("Save the plan…", kind="link")
        self.use = Button("Go on in this round", kind="link")
        self.accept = Button("Accept what is finished", kind="link")
        self.take_back = Button("Take the merge back…", kind="link")
        self.aside = Button("Put aside…", kind="link")
        self.deviations = words(kind="small", tone="warn", wrap=True)
        self.empty = words(tone="muted", wrap=True)
        self.questions = QuestionsPanel()
        self._rest = QWidget()
        self._lay_out()
        self._wire()

    def begin(self) -> None:
        if self.rows.rowCount():
            focus_first(self.table)
        else:
            self.plan.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, found: TeamProgress, *, at_work: bool, may_lead: bool) -> None:
        """A round with everybody's part in it."""
        self.found = found
        row = max(self.table.currentIndex().row(), 0)
        frozen = found.round.plan.frozen is not None
        self.title.say(found.round.name)
        self.about.setText(of_round(found))
        self.rows.set_rows([(part, cells_of_part(part)) for part in found.parts])
        self.table.choose(min(row, self.rows.rowCount() - 1))
        self.table.setVisible(bool(found.parts))
        for widget in (self.empty, self._rest):
            widget.setVisible(not found.parts)
        self.empty.setText(NOTHING_YET)
        lines = "\n".join(found.deviations)
        self.deviations.setText(f"Not as planned:\n{lines}" if lines else "")
        self.deviations.setVisible(bool(lines))
        self.plan.say("Plan the work…" if not found.parts else "Change the plan…")
        for button in (self.plan, self.freeze, self.accept):
            button.setVisible(may_lead)
        self.freeze.setVisible(may_lead and not frozen)
        self.plan_file.setVisible(frozen)
        self.use.setVisible(not at_work)
        waits = any(part.finished > part.accepted for part in found.parts)
        self.accept.setVisible(may_lead and waits)

    def show_merge(self, label: str, *, n_aside: int) -> None:
        """The merge that can be taken back, in words, "" for none; how much is put aside."""
        self.aside.setVisible(n_aside > 0)
        self.aside.say(f"{counted(n_aside, 'row')} put aside…")
        self.take_back.setVisible(bool(label))
        self.take_back.setToolTip(plain_tip(label))

    def fit(self, zoom: float) -> None:
        """Two coders are in sight also where questions stand below."""
        self.table.setMinimumHeight(round((HEAD + _LEAST_ROWS * ROW) * zoom))
        self._scroll.setMinimumWidth(round(_LEAST_WIDTH * zoom))

    def _wire(self) -> None:
        self.plan.clicked.connect(self.plan_wanted)
        self.freeze.clicked.connect(self.freeze_wanted)
        self.plan_file.clicked.connect(self.plan_file_wanted)
        self.use.clicked.connect(self.use_wanted)
        self.accept.clicked.connect(self.accept_wanted)
        self.take_back.clicked.connect(self.take_back_wanted)
        self.aside.clicked.connect(self.aside_wanted)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        head.addWidget(self.plan)
        links = QWidget()
        flow = Flow(links, gap=14, between=4)
        for button in (
            self.use, self.accept, self.take_back, self.freeze, self.plan_file, self.aside,
        ):  # fmt: skip
            flow.addWidget(button)
        top = QVBoxLayout()
        top.setContentsMargins(24, 16, 24, 8)
        top.setSpacing(6)
        top.addLayout(head)
        for part in (self.about, self.deviations, self.empty, links):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            top.addWidget(part)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 3)
        column.addWidget(self._rest, 1)
        column.addWidget(self.questions, 3)
        for panel in (right, self.lists):
            panel.setProperty("ground", "panel")
            panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        scroll = Scrolled(right)
        split.addWidget(self.lists)
        split.addWidget(scroll)
        split.setStretchFactor(1, 1)
        split.setSizes([LEFT, 1100])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
        self._split, self._scroll = split, scroll
