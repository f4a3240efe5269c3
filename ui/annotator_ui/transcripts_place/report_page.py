"""What came in, what was odd about it, what stays outside, and why?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from annotator_ui.parts.buttons import Button, Segments
from annotator_ui.parts.row_model import RowModel
from annotator_ui.parts.rows import Columns, RowView, focus_first
from annotator_ui.parts.words import Paragraph, hairline, words
from annotator_ui.transcripts_place.page import Page

if TYPE_CHECKING:
    from annotator.exchange.import_report import ImportReport, Outcome, ReportLine
    from annotator_ui.project_acts import ProjectActs
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

COLUMNS: Final = Columns(
    ("File", "What became of it", "Id", "What is to be said"),
    title=0,
    secondary=frozenset({1, 2}),
    widths={"File": 300, "What became of it": 150, "Id": 64},
    least={"Id": 520},
)
OUTCOMES: Final[dict[Outcome, str]] = {
    "imported": "came in",
    "to look at": "came in, to look at",
    "skipped": "skipped",
    "refused": "refused",
}
_NOWHERE = QModelIndex()


class ReportTable(RowModel["ReportLine"]):
    """The lines of a report, all or those of some outcomes."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(COLUMNS, report.lines)
        self._every = report.lines

    def show(self, *outcomes: Outcome) -> None:
        """Show the lines of these outcomes; without one all of them."""
        self.set_rows([line for line in self._every if not outcomes or line.outcome in outcomes])

    def count(self, *outcomes: Outcome) -> int:
        return sum(not outcomes or line.outcome in outcomes for line in self._every)

    def cells(self, row: ReportLine) -> Sequence[str]:
        return (row.file, OUTCOMES[row.outcome], row.doc_id, row.what)

    def tip(self, row: ReportLine, column: int) -> str | None:
        """The whole sentence and what helps."""
        del column
        return f"{row.what} {row.hint}".strip()


class ReportPage(Page):
    """A table of files; below it the whole sentence about the chosen one and what helps."""

    wanted = Signal(int)
    """The id of a transcript that came in and shall be looked at."""
    about = "Report of the import"
    keys = (("↓", "next"), ("Enter", "show the transcript"), ("Ctrl S", "save"), ("Esc", "done"))

    def __init__(
        self, session: Session, report: ImportReport, theme: Theme, acts: ProjectActs
    ) -> None:
        super().__init__()
        self._session, self._report, self._acts = session, report, acts
        self._table = ReportTable(report)
        self.view = RowView(self._table, COLUMNS, theme, "What became of every file")
        self.said = Paragraph()
        self.said.setProperty("kind", "base")
        self.chips = Segments(("All", "To look at", "Outside"), "Which files are shown")
        self.save = Button("Save the report…", key="Ctrl S")
        self.done = Button("Done", key="Esc", kind="primary")
        self.title_buttons = [self.save, self.done]
        self.save.clicked.connect(self.ask_save)
        self.done.clicked.connect(self.left)
        self.chips.chosen.connect(self._show_part)
        self.view.selectionModel().currentRowChanged.connect(self._say)
        self.view.activated.connect(self._open)
        self.on_key("Ctrl+S", self.ask_save)
        self.on_key("Esc", self.left.emit)
        self._lay_out()
        self._fill_chips()

    def begin(self) -> None:
        focus_first(self.view)

    def set_theme(self, theme: Theme) -> None:
        self.view.set_look(theme)

    def ask_save(self) -> None:
        """Ask where the report goes and write it."""
        self._acts.ask_save_report(self._report)

    def _fill_chips(self) -> None:
        table = self._table
        self.chips.say(0, f"All {table.count():,}")
        self.chips.say(1, f"To look at {table.count('to look at'):,}")
        self.chips.say(2, f"Outside {table.count('skipped', 'refused'):,}")
        self.chips.choose(0)

    def _show_part(self, number: int) -> None:
        parts: tuple[tuple[Outcome, ...], ...] = ((), ("to look at",), ("skipped", "refused"))
        self._table.show(*parts[number])
        self.view.choose(0)
        self._say(self.view.currentIndex())

    def _say(self, index: QModelIndex) -> None:
        line = self._table.at(index.row())
        if line is None:
            self.said.say("", "No file is among these.")
            return
        nothing = "came in, and nothing about it is odd."
        self.said.say(f"{line.file}:", f"{line.what} {line.hint}".strip() or nothing)

    def _open(self, index: QModelIndex) -> None:
        """A transcript that came in is shown in the list."""
        line = self._table.at(index.row())
        if line is not None and line.doc_id:
            for info in self._report.imported:
                if info.doc_id == line.doc_id:
                    self.wanted.emit(info.id)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 18, 24, 8)
        head.setSpacing(14)
        head.addWidget(words("What came in", kind="title"))
        head.addStretch(1)
        head.addWidget(self.chips)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 12, 24, 14)
        foot.addWidget(self.said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(hairline())
        column.addLayout(foot)
