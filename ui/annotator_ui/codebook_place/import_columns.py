"""What did each column of a file become, and where do groups come from? Each can be changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.exchange.codebooks.headings import ROLE_WORDS, ROLES
from annotator.exchange.codebooks.plans import CodebookPlan
from annotator_ui.parts.choosing import Check, ChoiceBox
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import Elided, words

if TYPE_CHECKING:
    from annotator.exchange.codebooks.layouts import Nesting

_WAYS: Final[tuple[tuple[Nesting, str], ...]] = (
    ("columns", "the columns"),
    ("indents", "indented names"),
    ("numbers", "numbers such as 1 and 1.1"),
    ("none", "nowhere: no groups"),
)
_MOST_HEADERS: Final = 12
_MOST_NAMED: Final = 3

Decision = Callable[[CodebookPlan], CodebookPlan]
_HEADING, _BECAME, _SAMPLE = range(3)


class ColumnsBlock(QWidget):
    """A row for each column of the file: its heading, what it became, what stands in it."""

    changed = Signal(object)
    """A `Decision`: what gives the plan after it; that may take a moment."""

    def __init__(self) -> None:
        super().__init__()
        self._plan: CodebookPlan | None = None
        self._shown: tuple[str, ...] = ()
        self.boxes: list[ChoiceBox] = []
        self._samples: list[Elided] = []
        self.sheet = ChoiceBox("Sheet")
        self.header = ChoiceBox("Row with the headings")
        self.groups = ChoiceBox("Where groups come from")
        self.fills = Check("An empty cell means the group above")
        self.holders = Check("Codes that hold codes can be applied too")
        self._sheet_part = _named("Sheet", self.sheet)
        self.sheet.activated.connect(self._other_sheet)
        self.header.activated.connect(self._other_header)
        self.groups.activated.connect(self._other_groups)
        self.fills.clicked.connect(self._fill_down)
        self.holders.clicked.connect(self._apply_holders)
        self._lay_out()

    def show_plan(self, plan: CodebookPlan) -> None:
        """Show how a file is read; nothing for one that says so itself."""
        self._plan = plan
        self.setVisible(plan.table is not None)
        if plan.table is None or plan.layout is None:
            return
        if plan.headings != self._shown:
            self._make_rows(plan)
        for at, (box, sample) in enumerate(zip(self.boxes, self._samples, strict=True)):
            box.setCurrentIndex(ROLES.index(plan.layout.roles[at]))
            said = "  \u00b7  ".join(" ".join(each.split()) for each in plan.samples(at)[:8])
            sample.say(said or "\u2013")
        self._fill_choices(plan)

    def first_stop(self) -> QWidget:
        return self.boxes[0] if self.boxes else self

    def _fill_choices(self, plan: CodebookPlan) -> None:
        table, layout = plan.table, plan.layout
        if table is None or layout is None:
            return
        self.sheet.fill([(each, each) for each in table.sheets], table.sheet)
        self._sheet_part.setVisible(len(table.sheets) > 1)
        rows = [
            (_header_words(row.number, row.cells), at)
            for at, row in enumerate(table.rows[:_MOST_HEADERS])
        ]
        self.header.fill([*rows, ("none", None)], layout.header)
        ways: list[tuple[str, object]] = [
            (f"paths parted by {sign}", ("signs", sign)) for sign in plan.signs
        ]
        ways += [(said, (nesting, "")) for nesting, said in _WAYS]
        sign = layout.sign if layout.nesting == "signs" else ""
        self.groups.fill(ways, (layout.nesting, sign))
        fills = layout.nesting == "columns" and bool({"group", "level"} & set(layout.roles))
        self.fills.setVisible(fills)
        self.fills.setChecked(layout.fill_down)
        self.holders.setVisible(bool(plan.holders))
        self.holders.setChecked(plan.holders_applied)
        self.holders.setToolTip(plain_tip(_holders_words(plan.holders)))

    def _other_sheet(self) -> None:
        sheet = self.sheet.currentText()
        self._decide(lambda plan: plan.with_sheet(sheet))

    def _other_header(self) -> None:
        header = self.header.currentData()
        self._decide(lambda plan: plan.with_header(header))

    def _other_groups(self) -> None:
        nesting, sign = self.groups.currentData()
        self._decide(lambda plan: plan.with_nesting(nesting, sign))

    def _fill_down(self) -> None:
        fills = self.fills.isChecked()
        self._decide(lambda plan: plan.with_fill_down(fills=fills))

    def _apply_holders(self) -> None:
        applied = self.holders.isChecked()
        self._decide(lambda plan: plan.with_holders(applied=applied))

    def _other_role(self, column: int, role: int) -> None:
        self._decide(lambda plan: plan.with_role(column, ROLES[role]))

    def _decide(self, decision: Decision) -> None:
        if self._plan is not None:
            self.changed.emit(decision)

    def _make_rows(self, plan: CodebookPlan) -> None:
        inside = QWidget()
        inside.setProperty("ground", "panel")
        grid = QGridLayout(inside)
        grid.setContentsMargins(24, 4, 24, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(_SAMPLE, 1)
        self.boxes, self._samples = [], []
        for at, heading in enumerate(plan.headings):
            named = Elided(heading)
            named.setFixedWidth(round(190 * zoom_of(self)))
            box = ChoiceBox(f"What the column {heading} became")
            box.addItems([ROLE_WORDS[role] for role in ROLES])
            box.activated.connect(lambda role, at=at: self._other_role(at, role))
            sample = Elided(kind="small", tone="muted")
            is_empty = not _says_anything(plan, at)
            for column, part in ((_HEADING, named), (_BECAME, box), (_SAMPLE, sample)):
                grid.addWidget(part, at, column)
                part.setHidden(is_empty)
            self.boxes.append(box)
            self._samples.append(sample)
        grid.setRowStretch(len(plan.headings), 1)
        self._shown = plan.headings
        self._rows.setWidget(inside)

    def _lay_out(self) -> None:
        choices = QWidget()
        row = Flow(choices, gap=16, between=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        choices.setSizePolicy(policy)
        row.setContentsMargins(24, 8, 24, 4)
        row.addWidget(self._sheet_part)
        row.addWidget(_named("Headings", self.header))
        row.addWidget(_named("Groups from", self.groups))
        row.addWidget(self.fills)
        row.addWidget(self.holders)
        self._rows = QScrollArea()
        self._rows.setWidgetResizable(True)
        self._rows.setFrameShape(QFrame.Shape.NoFrame)
        self._rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(choices)
        column.addWidget(self._rows, 1)


def _holders_words(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    told = ", ".join(f"“{name}”" for name in names[:_MOST_NAMED])
    return f"{told}{more}: a group of this name, and in it the code, with its definition."


def _says_anything(plan: CodebookPlan, column: int) -> bool:
    """Whether any row has words in a column; one between others may be there to keep them apart."""
    return plan.table is not None and any(row.cell(column).strip() for row in plan.table.rows)


def _named(name: str, box: QWidget) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(words(name, kind="small", tone="muted"))
    row.addWidget(box)
    return part


def _header_words(number: int, cells: tuple[str, ...]) -> str:
    said = ", ".join(" ".join(cell.split()) for cell in cells if cell.strip())
    return f"row {number}: {said if len(said) <= 22 else said[:21] + '…'}"
