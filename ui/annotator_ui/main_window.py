"""How do rail, title bar, places and status line make one window?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QIcon,
    QKeySequence,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator_resources import resource
from annotator_ui.actions import Actions
from annotator_ui.arriving import take_files
from annotator_ui.disk_watch import DiskWatch
from annotator_ui.dropped_files import DroppedFiles
from annotator_ui.menus import Menus
from annotator_ui.parts.buttons import action_button
from annotator_ui.place import Place, Surroundings
from annotator_ui.places import PLACES, PlaceEntry, Places
from annotator_ui.session import Session
from annotator_ui.shell.rail import Rail
from annotator_ui.shell.status_line import StatusLine
from annotator_ui.shell.title_bar import TitleBar
from annotator_ui.start_place.place import StartPlace
from annotator_ui.taking_back import do_again, take_back
from annotator_ui.telling import Telling, first_to_code
from annotator_ui.wiring import connect_acts, connect_keeping, lend_tasks

if TYPE_CHECKING:
    from annotator.changes import Changes
    from annotator.changes import Place as Passage
    from annotator.exchange.import_plan import ImportPlan
    from annotator.exchange.import_report import ImportReport
    from annotator_ui.code_place.place import CodePlace
    from annotator_ui.code_place.status import StatusInfo
    from annotator_ui.import_review.sheet import ReviewSheet
    from annotator_ui.import_review.visit import ReviewVisit
    from annotator_ui.keeping_acts import KeepingActs
    from annotator_ui.look import Look
    from annotator_ui.manual.window import ManualWindow
    from annotator_ui.messages import Messages, Notice
    from annotator_ui.pack_mode import PackMode
    from annotator_ui.parts.focus import FocusHalo
    from annotator_ui.parts.notice import NoticeBar, ProgressLine
    from annotator_ui.preferences import Preferences
    from annotator_ui.project_acts import ProjectActs
    from annotator_ui.tasks import Task, Tasks
    from annotator_ui.transcripts_place.place import TranscriptsPlace

NAME = "Annotator"
FIRST_SIZE = QSize(1440, 900)
FRAME = QSize(16, 40)
"""What the system may put around it: its size is not known before the window is shown."""


class MainWindow(QMainWindow):
    """The one window of the program. Places beyond the start are made when a project opens."""

    painted = Signal()
    """The window has been seen for the first time; slow things may be loaded now."""

    def __init__(
        self,
        look: Look,
        preferences: Preferences,
        messages: Messages,
        *,
        opening: bool = False,
        places: Sequence[PlaceEntry] = PLACES,
    ) -> None:
        """With `opening` a project is on its way, and the window waits for it with a bare page."""
        super().__init__()
        self.look = look
        self.messages = messages
        self._preferences = preferences
        self._entries = places
        self._seen = False
        self._code_status: StatusInfo | None = None
        self.session = Session(self)
        self.commands = Actions(self)
        self.rail = Rail()
        self.title_bar = TitleBar()
        self.status = StatusLine()
        self.telling = Telling(self.session, self.commands, self.title_bar, self.status)
        self.transcripts: TranscriptsPlace | None = None
        self.code: CodePlace | None = None
        self.pack: PackMode | None = None
        self._visit: ReviewVisit | None = None
        self._working_from: QWidget | None = None
        self._places = QStackedWidget()
        self.menus = Menus(self.commands, self.rail, preferences)
        self._keys_button = action_button(self.commands.keys, text="Keys")
        self._lay_out()
        connect_acts(self)
        self._connect_signals()
        if not opening:
            self._show_start()
        self._restore_place()
        look.put_on()

    @cached_property
    def start(self) -> StartPlace:
        """The place of the first start, and of a window without a project."""
        start = StartPlace(self.commands, self.look.theme)
        start.project_chosen.connect(self._open)
        start.project_looked_for.connect(self._look_for)
        self._places.addWidget(start)
        return start

    @cached_property
    def acts(self) -> ProjectActs:
        """What the actions do; loaded with the first of them, after the first paint."""
        from annotator_ui.care import Care
        from annotator_ui.project_acts import ProjectActs

        acts = ProjectActs(self, self.session, self.tasks, self.messages, self._preferences)
        self._care = Care(self.session, self)
        self._care.said.connect(self.messages.say)
        acts.planned.connect(self.show_review)
        acts.imported.connect(self._imported)
        connect_keeping(self, self._care, acts)
        return acts

    @cached_property
    def keeping(self) -> KeepingActs:
        """Check, backups, repair and deleting; loaded with the first of them."""
        from annotator_ui.keeping_acts import KeepingActs

        keeping = KeepingActs(self, self.session, self.tasks, self.messages, self._preferences)
        keeping.opening_wanted.connect(self._open)
        return keeping

    @cached_property
    def further(self) -> Places:
        """The places beside Transcripts and Code; on the rail with the first project."""
        around = Surroundings(
            self.session, self.commands, self.look, self.messages, self._preferences, self.acts
        )
        places = Places(around, self._places, self.rail, self._entries)
        places.asked.connect(self.show_further)
        places.made.connect(self._connect_place)
        self.menus.forget()
        return places

    @cached_property
    def tasks(self) -> Tasks:
        """Long work beside the window."""
        from annotator_ui.tasks import Tasks

        tasks = Tasks(self)
        tasks.started.connect(self._task_started)
        return tasks

    @cached_property
    def notice(self) -> NoticeBar:
        """The banner under the title bar."""
        from annotator_ui.parts.notice import NoticeBar

        notice = NoticeBar()
        self._column.insertWidget(1, notice)
        return notice

    @cached_property
    def progress(self) -> ProgressLine:
        """The bar of long work under the title bar."""
        from annotator_ui.parts.notice import ProgressLine

        progress = ProgressLine()
        progress.cancelled.connect(progress.stopping)
        self._column.insertWidget(1, progress)
        return progress

    @cached_property
    def halo(self) -> FocusHalo:
        from annotator_ui.parts.focus import FocusHalo

        return FocusHalo(self.look.theme, self)

    # places

    def show_transcripts(self) -> None:
        if self.code is None:  # no project is open
            return
        if self.review is not None:
            self._show_sheet(self.review)
            return
        if self.transcripts is None:
            self.transcripts = self._transcripts_place()
        self._show_place(self.transcripts, self.transcripts.title_buttons)
        self.transcripts_button.setChecked(True)
        self.telling.place(self.transcripts)
        self.transcripts.begin()

    @property
    def review(self) -> ReviewSheet | None:
        """The sheet of files that were read and are not in the project yet."""
        return None if self._visit is None else self._visit.sheet

    def show_review(self, plan: ImportPlan) -> None:
        """Lay the review sheet over the Transcripts place, until it is imported or left."""
        from annotator_ui.import_review.visit import ReviewVisit

        self._visit = visit = ReviewVisit(
            plan,
            session=self.session,
            look=self.look,
            acts=self.acts,
            messages=self.messages,
            stack=self._places,
        )
        visit.left.connect(self._leave_review)
        visit.told.connect(self._tell_review)
        visit.sheet.stop_asked.connect(self.progress.cancelled)
        self._show_sheet(visit.sheet)
        visit.sheet.start()

    def _show_sheet(self, sheet: ReviewSheet) -> None:
        self._show_place(sheet, sheet.title_buttons)
        self.transcripts_button.setChecked(True)
        self.telling.project("Review before import")
        self.status.show_keys(sheet.keys)
        sheet.tell_state()
        sheet.begin()

    def _tell_review(self, written: str, where: str) -> None:
        if self.place is self.review:
            self.status.show_state(written)
            self.status.show_unit(where)

    def _leave_review(self) -> None:
        self._drop_review()
        self.show_transcripts()

    def _drop_review(self) -> None:
        visit, self._visit = self._visit, None
        if visit is not None:
            visit.end()
            if self.session.is_open:
                self.telling.project()

    def _transcripts_place(self) -> TranscriptsPlace:
        """Made when it is first shown: a project opens on the text."""
        from annotator_ui.transcripts_place.place import TranscriptsPlace

        place = TranscriptsPlace(self.session, self.commands, self.look, self.acts)
        place.wanted_in_code.connect(self.show_code)
        place.page_changed.connect(lambda: self._say_of(place, self.show_transcripts))
        self._connect_place(place)
        self._places.addWidget(place)
        return place

    def show_code(self, transcript_id: int | None = None) -> None:
        """Go to the Code place, and there to a transcript."""
        if self.code is None:
            return
        *others, finish = self.code.title_buttons
        pack_buttons = self.pack.title_buttons if self.pack is not None else ()
        self._show_place(self.code, [*others, *pack_buttons, finish])
        self.code_button.setChecked(True)
        if transcript_id is not None:
            self.code.show_transcript(transcript_id)
        self.telling.code(self._code_status)
        self.code.focus_text()

    def show_further(self, name: str) -> None:
        """Go to one of the places beside Transcripts and Code."""
        if self.code is None:
            return
        place = self.further.place(name)
        self._show_place(place, place.title_buttons)
        self.telling.place(place)
        place.begin()

    def _connect_place(self, place: Place) -> None:
        place.where.connect(lambda words: self._say_of(place, lambda: self.status.show_unit(words)))
        place.keys_changed.connect(
            lambda: self._say_of(place, lambda: self.status.show_keys(place.keys))
        )
        place.buttons_changed.connect(
            lambda: self._say_of(place, lambda: self.title_bar.show_buttons(place.title_buttons))
        )
        place.passage_asked.connect(self._show_passage)

    def _say_of(self, place: Place, say: Callable[[], object]) -> None:
        if self.place is place:
            say()

    def _show_passage(self, passage: Passage) -> None:
        """Go to where something stands in a text."""
        if self.code is not None:
            self.show_code(passage.transcript_id)
            from annotator.model.spans import Span

            self.code.view.go_to(Span(passage.start, passage.end))

    @property
    def place(self) -> QWidget | None:
        """The place that is shown."""
        return self._places.currentWidget()

    def _complete(self) -> None:
        """After the first paint: whoever waits for that moment, then what is not seen at once."""
        self.setWindowIcon(QIcon(str(resource("icons", "annotator.svg"))))
        self.painted.emit()
        DroppedFiles(self).dropped.connect(self.take_files)
        self.halo.set_theme(self.look.theme)

    def _show_start(self) -> None:
        self._places.setCurrentWidget(self.start)
        self.title_bar.say(NAME, "No project open")
        self.title_bar.show_buttons([self._keys_button])
        self.status.show_no_project()
        self.status.show_keys(StartPlace.keys)
        self.commands.offer_for(None)
        self.start.show_recent(self._preferences.recent())
        self.start.begin()
        self.setWindowTitle(NAME)
        self.setWindowFilePath("")

    def _show_place(self, place: QWidget, buttons: Sequence[QWidget]) -> None:
        leaving = self.place
        if (leaving is self.review or isinstance(leaving, Place)) and place is not leaving:
            self.telling.project()
        self._places.setCurrentWidget(place)
        self.title_bar.show_buttons(buttons)
        in_code = place is self.code
        self.commands.find.setEnabled(in_code)
        # In the Code place F1 belongs to the card of the code; a second F1 shows all keys.
        self.commands.keys.setShortcut(QKeySequence() if in_code else QKeySequence("F1"))

    # a project comes and goes

    def _project_opened(self) -> None:
        from annotator_ui.code_place.place import CodePlace
        from annotator_ui.pack_mode import enter

        project = self.session.project
        self.notice.hide()
        self.commands.offer_for(project)
        with self.look.taken_off():
            self.code = CodePlace(self.session, self.look.theme)
            self._places.addWidget(self.code)
        lend_tasks(self, self.code)
        self.code.status.connect(self._keep_status)
        self.code.import_asked.connect(self.commands.import_files.trigger)
        self.code.codebook_asked.connect(self.commands.import_codebook.trigger)
        self.code.passages_asked.connect(self.further.show_passages_of)
        self.code.set_zoom(self.look.zoom)
        self._put_on_reading()
        self.setWindowTitle(f"{project.name} – {NAME}")
        self.setWindowFilePath(str(project.path))
        self.further.open(project)
        self.pack = enter(self, project)
        self.telling.project()
        self.status.show_unit("")
        first = first_to_code(project)
        if first is not None or self.pack is not None:
            self.show_code(first)
        else:
            self.show_transcripts()

    def _project_closed(self) -> None:
        self.notice.hide()
        if self.pack is not None:
            self.pack.end()
        self.pack = None
        self._show_start()
        self._drop_review()
        self.further.close()
        for place in (self.transcripts, self.code):
            if place is not None:
                for button in place.title_buttons:
                    button.deleteLater()
                self._places.removeWidget(place)
                place.deleteLater()
        self.transcripts = self.code = None
        self._code_status = None

    def _changed(self, changes: Changes) -> None:
        if changes.coders or changes.rounds:
            self._coders_or_rounds_changed()
        self.telling.change(changes)

    def _coders_or_rounds_changed(self) -> None:
        """Some acts are not everybody's; some places are of no use where one coder works alone."""
        showing = self.place
        self.commands.offer_for(self.session.project)
        self.further.open(self.session.project)
        places = (self.transcripts, *self.further)
        if isinstance(showing, Place) and showing not in places:
            self.show_code()

    def _disk_mended(self) -> None:
        self.notice.hide()
        self.telling.on_disk()

    def _keep_status(self, info: StatusInfo) -> None:
        """What the Code place says about its unit and keys; other places say their own."""
        self._code_status = info
        if self.place is self.code:
            self.telling.code(self._code_status)

    # long work and messages

    def _task_started(self, task: Task) -> None:
        self._working_from = self.place
        task.slow.connect(lambda: self.progress.begin(task.title))
        task.progressed.connect(self.progress.show_progress)
        task.ended.connect(self.progress.hide)
        self.progress.cancelled.connect(task.cancel)
        if (sheet := self.review) is not None and self.place is sheet:
            sheet.rest()
            task.ended.connect(lambda: sheet.go_on() if self.review is sheet else None)

    def _show_notice(self, notice: Notice) -> None:
        self.telling.notice(self.notice, notice)

    def _imported(self, report: ImportReport) -> None:
        """Show what came in, but to nobody who went on to another place meanwhile."""
        stayed = self.place in (self._working_from, self.review)
        self._drop_review()
        if stayed:
            self.show_transcripts()
        if self.transcripts is not None:
            self.transcripts.show_report(report)

    # look

    def _put_on_look(self) -> None:
        theme = self.look.theme
        self.halo.set_theme(theme)
        if "start" in vars(self):
            self.start.set_theme(theme)
        if "manual" in vars(self):
            self.manual.set_look(theme, self.look.zoom)
        if self.review is not None:
            self.review.set_theme(theme)
        if self.transcripts is not None:
            self.transcripts.set_theme(theme)
        if self.code is not None:
            self.code.set_theme(theme)
            self.code.set_zoom(self.look.zoom)
        for place in self.further if "further" in vars(self) else ():
            place.set_theme(theme)
            place.set_zoom(self.look.zoom)
        self.commands.mark_theme(self.look.choice)

    def _put_on_reading(self) -> None:
        if self.code is not None:
            self.code.set_reading(self._preferences.reading, self._preferences.click)

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self._complete)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._preferences.geometry = self.saveGeometry()
        self.acts.close()
        super().closeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms, a notch a step; what nobody took comes here."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self.look.zoom_by_wheel(event.angleDelta().y())
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and isinstance(self.place, StartPlace):
            self.start.show_recent(self._preferences.recent())

    def show_start_unless_open(self) -> None:
        """For a window that waited for a project which did not open, or not yet."""
        if not self.session.is_open and self.place is None:
            self._show_start()

    def take_files(self, paths: Sequence[Path]) -> None:
        take_files(self, paths)

    # putting together

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        self.transcripts_button = self.rail.add_place("file-text", self.commands.transcripts)
        self.code_button = self.rail.add_place("pencil", self.commands.code)
        self._column = right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.title_bar)
        right.addWidget(self._places, 1)
        right.addWidget(self.status)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)
        self.setMinimumSize(640, 400)

    def _connect_signals(self) -> None:
        session = self.session
        session.opened.connect(self._project_opened)
        session.closed.connect(self._project_closed)
        session.changed.connect(self._changed)
        session.coder_changed.connect(self.telling.again)
        session.coder_changed.connect(self._coders_or_rounds_changed)
        self.disk = DiskWatch(session, self.messages, self.commands.save_copy)
        self.disk.troubled.connect(self.status.show_off_disk)
        self.disk.mended.connect(self._disk_mended)
        session.said.connect(self.messages.say)
        self.messages.said.connect(self.status.say)
        self.messages.noticed.connect(self._show_notice)
        self.status.coder_pressed.connect(self.commands.choose_coder.trigger)
        self.status.key_pressed.connect(self.telling.do_by_cap)
        self.menus.project_chosen.connect(self._open)
        self.menus.reading_changed.connect(self._put_on_reading)
        self.look.changed.connect(self._put_on_look)
        self.commands.mark_theme(self.look.choice)

    def _restore_place(self) -> None:
        """Where the window was; off-screen places are mended by Qt."""
        if not self.restoreGeometry(self._preferences.geometry):
            room = self.screen().availableGeometry().size() - FRAME
            self.resize(room.boundedTo(FIRST_SIZE))

    def _open(self, path: Path) -> None:
        self.acts.open(path)

    def _look_for(self, path: Path) -> None:
        self.acts.look_for(path)

    def undo(self) -> None:
        """On the review sheet the last decision goes back; elsewhere the last act."""
        take_back(self)

    def redo(self) -> None:
        do_again(self)

    def open_find(self) -> None:
        if self.code is not None:
            self.code.open_find()

    def open_search(self) -> None:
        """Through all transcripts: its table stands in the Code place."""
        if self.code is not None:
            self.show_code()
            self.code.open_search()

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_keys(self) -> None:
        if self.code is not None and self.place is self.code:
            self.code.show_keys()
            return
        from annotator_ui.code_place.cheat_sheet import CheatSheet

        sheet = CheatSheet(self.look.theme, self._places)
        sheet.left.connect(sheet.deleteLater)
        sheet.open()

    @cached_property
    def manual(self) -> ManualWindow:
        """The manual, made when somebody asks for it."""
        from annotator_ui.manual.window import ManualWindow

        return ManualWindow(self.look.theme, self.look.zoom, self)

    def show_manual(self) -> None:
        self.manual.begin()

    def show_about(self) -> None:
        from annotator_ui.dialogs.about import AboutDialog

        AboutDialog(self).open()
