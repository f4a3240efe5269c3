"""How do the pages of the Transcripts place come and go?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from annotator_ui.place import Place
from annotator_ui.transcripts_place.list_page import ListPage

if TYPE_CHECKING:
    from annotator.exchange.import_report import ImportReport
    from annotator_ui.actions import Actions
    from annotator_ui.look import Look
    from annotator_ui.project_acts import ProjectActs
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme
    from annotator_ui.transcripts_place.page import Page


class TranscriptsPlace(Place):
    """The list of transcripts, and over it the page that was asked for."""

    wanted_in_code = Signal(int)
    page_changed = Signal()
    """Other buttons, keys and words belong to the frame now."""

    def __init__(self, session: Session, actions: Actions, look: Look, acts: ProjectActs) -> None:
        super().__init__()
        self._session, self._look, self._acts = session, look, acts
        self._report: ImportReport | None = None
        self._pages = QStackedWidget()
        self.list = ListPage(session, actions, look.theme)
        self.page: Page = self.list
        """The page that is shown."""
        self._pages.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.list.wanted_in_code.connect(self.wanted_in_code)
        self.list.report_asked.connect(self.open_report)
        self.list.look_asked.connect(self.open_look)
        self.list.persons.clicked.connect(self.open_persons)
        self.list.on_key("Ctrl+Shift+P", self.open_persons)
        self.list.details.divide_asked.connect(self.open_dividing)
        self.list.details.correct_asked.connect(self.open_correcting)
        self.list.details.before_asked.connect(self.open_versions)
        self._show(self.list)

    def begin(self) -> None:
        self.page.begin()

    def set_theme(self, theme: Theme) -> None:
        for page in {self.list, self.page}:
            page.set_theme(theme)

    def set_zoom(self, factor: float) -> None:
        for page in {self.list, self.page}:
            page.set_zoom(factor)

    def show_report(self, report: ImportReport) -> None:
        """Say what came in and, with the reason, what did not."""
        self._report = report
        self.back_to_list()
        self.list.show_report(report)

    # pages

    def open_report(self) -> None:
        from annotator_ui.transcripts_place.report_page import ReportPage

        if self._report is not None:
            page = ReportPage(self._session, self._report, self._look.theme, self._acts)
            page.wanted.connect(self._choose)
            self._open(page)

    def open_persons(self) -> None:
        from annotator_ui.transcripts_place.persons_page import PersonsPage

        self._open(PersonsPage(self._session, self._look.theme, self._acts))

    def open_dividing(self, transcript_id: int) -> None:
        """Turns and units of a transcript, to be corrected by hand."""
        from annotator_ui.transcripts_place.dividing_page import DividingPage

        self._open(DividingPage(self._session, transcript_id, self._look.theme))

    def open_correcting(self, transcript_id: int) -> None:
        """The text of a transcript, to be corrected."""
        from annotator_ui.transcripts_place.correcting_page import CorrectingPage

        page = CorrectingPage(self._session, transcript_id, self._look.theme, self._acts)
        page.done.connect(lambda: self.open_look(transcript_id))
        self._open(page)

    def open_versions(self, transcript_id: int) -> None:
        """The states of a text that were before the one of now."""
        from annotator_ui.transcripts_place.versions_page import VersionsPage

        self._open(VersionsPage(self._session, transcript_id, self._look.theme))

    def open_look(self, transcript_id: int) -> None:
        """Codings that corrections touched; of one transcript, or (-1) of all."""
        from annotator_ui.transcripts_place.look_page import LookPage

        if not self._session.project.to_look_at(None if transcript_id < 0 else transcript_id):
            self.back_to_list()
            return
        self._open(LookPage(self._session, transcript_id, self._look.theme))

    def back_to_list(self) -> None:
        """Leave the page that lies over the list."""
        page = self.page
        if page is self.list:
            return
        self._show(self.list)
        self._pages.removeWidget(page)
        for button in page.title_buttons:
            button.deleteLater()
        page.deleteLater()

    # inside

    def _open(self, page: Page) -> None:
        if self.page is not self.list:
            self.back_to_list()
        with self._look.taken_off():
            self._pages.addWidget(page)
        page.set_zoom(self._look.zoom)
        page.left.connect(self.back_to_list)
        page.where.connect(self.where)
        page.keys_changed.connect(self._take_keys)
        page.passage_asked.connect(self.passage_asked)
        self._show(page)

    def _take_keys(self) -> None:
        self.keys = self.page.keys
        self.keys_changed.emit()

    def _show(self, page: Page) -> None:
        self.page = page
        self.title_buttons, self.keys, self.about = page.title_buttons, page.keys, page.about
        self._pages.setCurrentWidget(page)
        self.page_changed.emit()

    def _choose(self, transcript_id: int) -> None:
        self.back_to_list()
        self.list.choose(transcript_id)
