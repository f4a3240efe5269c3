"""Which transcripts are in the project, and what does each say of itself?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator_ui.parts.buttons import Button, action_button
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.notice import NoticeBar
from annotator_ui.parts.rows import RowView, focus_first
from annotator_ui.parts.words import hairline, words
from annotator_ui.transcripts_place.details import Details
from annotator_ui.transcripts_place.page import Page
from annotator_ui.transcripts_place.table import COLUMNS, TranscriptTable

if TYPE_CHECKING:
    from annotator.changes import Changes
    from annotator.exchange.import_report import ImportReport
    from annotator_ui.actions import Actions
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme

MOST_REASONS = 6
PANEL = 400


class ListPage(Page):
    """A table of transcripts with the chosen one's details at the right."""

    wanted_in_code = Signal(int)
    report_asked = Signal()
    """Everything about the import that ended last."""
    look_asked = Signal(int)
    """The passages that a correction touched; of a transcript by its id, or -1 for all."""
    keys = (("↓", "next"), ("Enter", "open in Code"), ("F2", "rename"), ("Del", "remove"))

    def __init__(self, session: Session, actions: Actions, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._table = TranscriptTable()
        self.view = RowView(self._table, COLUMNS, theme, "Transcripts of the project")
        self.details = Details(session, theme)
        self.report = NoticeBar()
        self.look = NoticeBar()
        self._count = words(kind="small", tone="muted")
        self.persons = Button("Persons", drawing="users", key="Ctrl Shift P")
        self.persons.setToolTip("Who speaks in the transcripts, and what is known of them")
        self._empty_button = action_button(actions.import_files)
        self.title_buttons = [
            action_button(actions.export),
            action_button(actions.import_files, kind="primary"),
        ]
        self._pages = QStackedWidget()
        self._lay_out()
        self.view.selectionModel().currentRowChanged.connect(self._choose)
        self.view.activated.connect(self._open)
        self.details.wanted_in_code.connect(self.wanted_in_code)
        self.details.removed.connect(self._remove)
        self.report.pressed.connect(self.report_asked)
        self.look.pressed.connect(lambda: self.look_asked.emit(-1))
        session.changed.connect(self._changed)
        session.closing.connect(self.finish_writing)
        session.coder_changed.connect(self._read)
        self._read()

    def begin(self) -> None:
        """Put the keyboard on the table."""
        focus_first(self.view)

    def set_theme(self, theme: Theme) -> None:
        self.view.set_look(theme)
        self.details.set_theme(theme)

    def show_report(self, report: ImportReport) -> None:
        """Say what came in and, with the reason, what did not."""
        came, refused = len(report.imported), len(report.refused)
        message = _came_in(came) + _and_also(report) + "."
        reasons = [_reason(each.name, each.error.message) for each in report.refused[:MOST_REASONS]]
        if refused > MOST_REASONS:
            reasons.append(f"and {refused - MOST_REASONS} more")
        sort = "ok" if not refused else "warn" if came else "error"
        self.report.show_notice(sort, message, "\n".join(reasons), button=_more_to_say(report))
        if report.imported:
            self.view.choose(self._table.row_of(report.imported[0].id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del removes the chosen transcript, F2 renames it; Esc leads from a field to the list."""
        info = self._table.at(self.view.currentIndex().row())
        listed = self.view.hasFocus() and info is not None
        if event.key() == Qt.Key.Key_Delete and listed and info is not None:
            self._remove(info.id)
        elif event.key() == Qt.Key.Key_F2 and listed:
            self.details.begin_title()
        elif event.key() == Qt.Key.Key_Escape and not self.view.hasFocus():
            self.begin()
        else:
            super().keyPressEvent(event)

    def _changed(self, changes: Changes) -> None:
        if changes.transcripts or changes.codings_in:
            self._read()
        self._show_look()

    def chosen(self) -> int | None:
        """The id of the transcript that is chosen."""
        info = self._table.at(self.view.currentIndex().row())
        return None if info is None else info.id

    def choose(self, transcript_id: int) -> None:
        """Choose the row of a transcript."""
        row = self._table.row_of(transcript_id)
        if row >= 0:
            self.view.choose(row)
            self.view.scrollTo(self._table.index(row, 0))

    def _show_look(self) -> None:
        """Passages of the coder at work that a correction touched and nobody has looked at."""
        number = len(self._session.project.to_look_at())
        if not number:
            self.look.hide()
            return
        one = "One of your codings stands" if number == 1 else f"{number:,} of your codings stand"
        words = f"{one} on words that were corrected since."
        self.look.show_notice("warn", words, button="Look at them")

    def _read(self) -> None:
        """Show the project as it is now; the chosen transcript stays chosen."""
        before = self._table.at(self.view.currentIndex().row())
        row = self.view.currentIndex().row()
        project = self._session.project  # blind: nobody sees how much the others have coded
        infos = project.transcripts(coder_id=project.coder.id)
        self._table.set_rows(infos)
        self._count.setText(_total(len(infos)))
        self._pages.setCurrentIndex(1 if infos else 0)
        self.persons.setVisible(bool(infos))
        self._show_look()
        if not infos:
            self.details.show_transcript(None)
            return
        again = self._table.row_of(before.id) if before is not None else 0
        self.view.choose(again if again >= 0 else min(row, len(infos) - 1))

    def _choose(self, index: QModelIndex) -> None:
        info = self._table.at(index.row())
        if info is None:
            return
        project = self._session.project
        self.details.show_transcript(self._session.attempt(lambda: project.transcript(info.id)))

    def _open(self, index: QModelIndex) -> None:
        info = self._table.at(index.row())
        if info is not None:
            self.wanted_in_code.emit(info.id)

    def _remove(self, transcript_id: int) -> None:
        project = self._session.project
        gone = self._session.attempt(lambda: project.remove_transcript(transcript_id))
        if gone:
            codings = "1 coding" if gone == 1 else f"{gone:,} codings"
            self._session.said.emit(f"{codings} went with it; Ctrl+Z brings everything back.")

    def _lay_out(self) -> None:
        head = Flow(gap=14, between=8, last_right=True)
        head.setContentsMargins(24, 18, 24, 6)
        for part in (words("Transcripts", kind="title"), self._count, self.persons):
            head.addWidget(part)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        self._pages.addWidget(self._empty())
        self._pages.addWidget(self.view)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.details)
        split.setStretchFactor(0, 1)
        split.setSizes([900, PANEL])
        self.details.setMinimumWidth(272)
        left.setMinimumWidth(300)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.report)  # across the page, for its words need room at 200 %
        whole.addWidget(self.look)
        whole.addWidget(split, 1)

    def _empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 12, 24, 24)
        column.setSpacing(12)
        lead = "No transcripts yet. Drop files or a folder anywhere on this window, or choose them."
        column.addWidget(hairline())
        column.addWidget(words(lead, tone="muted", wrap=True))
        column.addWidget(self._empty_button)
        column.addStretch(1)
        return page


def _reason(name: str, message: str) -> str:
    return message if name in message else f"{name}: {message}"


def _came_in(number: int) -> str:
    return "1 transcript came in" if number == 1 else f"{number:,} transcripts came in"


def _and_also(report: ImportReport) -> str:
    """What else became of the files."""
    parts = [
        f", {len(some):,} {what}"
        for some, what in (
            (report.to_look_at, "to look at"),
            (report.skipped, "skipped"),
            (report.refused, "refused"),
        )
        if some
    ]
    return "".join(parts)


def _more_to_say(report: ImportReport) -> str:
    """Words on the button where there is more than the numbers."""
    more = report.to_look_at or report.noted or report.skipped or report.refused
    return "Show the report" if more else ""


def _total(number: int) -> str:
    return "1 transcript" if number == 1 else f"{number:,} transcripts" if number else ""
