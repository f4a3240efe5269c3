"""What does the project hold, and what changed in it? Keeps everything in the place true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.coding import CodingColumns
from annotator.model.spans import Span
from annotator_ui.code_place.inspector_feed import InspectorFeed
from annotator_ui.code_place.progress_feed import ProgressFeed
from annotator_ui.code_place.status import status_of
from annotator_ui.code_place.totals import Totals
from annotator_ui.code_place.whose import Whose
from annotator_ui.item_models.code_row import NO_COLOR
from annotator_ui.theme import Theme, code_shade
from annotator_ui.transcript_view import CodeStyle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.changes import Changes, Place
    from annotator_ui.code_place.nothing_units import NothingUnits
    from annotator_ui.code_place.parts import Parts
    from annotator_ui.code_place.shown_codings import ShownCoding


class ProjectFeed(QObject):
    """Reads lists and codes when they changed, and follows single codings one by one."""

    status = Signal(object)
    """A `StatusInfo`."""

    def __init__(self, parts: Parts, theme: Theme, place: QWidget) -> None:
        super().__init__(place)
        self._parts, self._theme, self._place = parts, theme, place
        self._session, self._loop, self._view = parts.session, parts.loop, parts.view
        self._inspected = InspectorFeed(parts.session, parts.loop, parts.view, parts.inspector)
        self._progress = ProgressFeed(parts.session, parts.transcript_list)
        self._nothing: NothingUnits | None = None
        self._totals = Totals(parts.session, parts.code_tree, self)
        self._codes_soon = QTimer(self, singleShot=True, interval=0)
        self._codes_soon.timeout.connect(self._read_codes)
        self.whose = Whose(parts.session, parts.code_tree, parts.view, self)
        self._wire()

    def begin(self) -> None:
        """Show what the open project holds."""
        self._read_transcripts()
        self._read_codes()
        self._totals.soon()
        infos = self._parts.transcript_list.transcripts()
        if infos:
            self.show_transcript(infos[0].id)
        else:
            self._show_none()

    def end(self) -> None:
        """No project: nothing is shown, and no question is asked any more."""
        self._progress.stop()
        self._totals.stop()
        self._codes_soon.stop()
        self._inspected.forget()
        self._parts.transcript_list.set_transcripts(())
        self._parts.transcript_list.forget_progress()
        self._parts.code_tree.set_codebook(())
        self._loop.set_book(None)
        self._show_none()

    def show_transcript(self, transcript_id: int) -> None:
        """Open a transcript from its first sentence on; the open one stays where it is."""
        opened = self._loop.transcript
        if opened is not None and opened.info.id == transcript_id:
            self._parts.transcripts.show_chosen(transcript_id)
            return
        self._parts.inspector.memo.save()
        found = self._session.attempt(lambda: self._session.project.transcript(transcript_id))
        if found is None:
            return
        self._inspected.forget()
        self._view.show_transcript(found)
        self._parts.panels.title.show_info(found.info)
        self._parts.panels.show_text(there=True)
        self._parts.panels.find.search_in(found.text, found.header)
        self._loop.open(found)
        self._parts.transcripts.show_chosen(transcript_id)
        self.tell_status()

    def be_up_to_date(self) -> None:
        """Show in the inspector at once what it would show soon."""
        self._inspected.flush()

    def memo_written(self) -> None:
        self._inspected.forget()
        self._inspected.refresh_soon()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._show_styles()

    def cursor_moved(self) -> None:
        self._loop.cursor_moved()
        self.tell_status()

    def tell_status(self) -> None:
        self.status.emit(status_of(self._loop, self._view))

    def _show_none(self) -> None:
        self._view.show_transcript(None)
        self._loop.open(None)
        self._parts.panels.title.show_info(None)
        self._parts.panels.find.search_in("")
        self._parts.panels.show_text(there=False)
        self.tell_status()

    def _coder_changed(self) -> None:
        """Another coder sees their own codings, and nobody else's."""
        self._loop.forget_habits()
        self._inspected.forget()
        self.whose.check()
        self._parts.transcript_list.forget_progress()
        self._read_transcripts()
        self._totals.soon()
        self._loop.open(self._loop.transcript)

    def _changed(self, changes: Changes) -> None:
        said = bool(changes.codings_in) and not changes.codings  # in fields, for instance
        if changes.memos or changes.undone or changes.redone or said:
            self._inspected.forget()
        if changes.codes:
            self._codes_changed()
        if changes.transcripts:
            self._transcripts_changed(changes)
        if changes.rounds:
            self._round_changed()
        if changes.codes or changes.codings_in - {self.open_id}:
            self._totals.soon()  # an act in the open transcript is counted as it happens
        if self._loop.is_acting:
            self._view.announce(changes.label)
            return
        self._loop.catch_up(changes)
        if self.open_id in changes.codings_in and not (changes.undone or changes.redone):
            self.show_whose()  # others' codings come by merging; undo takes back own ones alone
        self._progress.again(changes.codings_in, open_id=self.open_id)
        if changes.codings_in and not changes.codings:
            self.read_finished()
        if changes.place is not None and (changes.undone or changes.redone):
            self._go_to(changes.place)
        self._tell_reader(changes)
        self._inspected.refresh_soon()

    def show_whose(self) -> None:
        """Show others' codings too, or the own ones alone again; the cursor stays."""
        here = self.open_id
        if here is None or not self._session.is_open:
            return
        project = self._session.project
        own = self._session.attempt(lambda: project.codings(here, coder_id=project.coder.id))
        self.whose.show(own or CodingColumns(), here)
        self._loop.cursor_moved()

    def _tell_reader(self, changes: Changes) -> None:
        """What undo and redo did, for whoever does not see it."""
        if changes.undone:
            self._view.announce(f"Taken back: {changes.label}")
        elif changes.redone:
            self._view.announce(f"Done again: {changes.label}")

    def _round_changed(self) -> None:
        """Another round has other codings, and perhaps other units; the cursor stays."""
        self.whose.check()
        self._parts.transcript_list.forget_progress()
        self.read_finished()
        self._totals.soon()
        here = self.open_id
        if here is None:
            return
        found = self._session.attempt(lambda: self._session.project.transcript(here))
        if found is not None and found.units != self._view_units():
            span = self._view.selection()
            self._view.show_transcript(found)
            if span is not None:
                self._view.select(span)
        self._loop.open(found)

    def _view_units(self) -> object:
        shown = self._view.transcript()
        return None if shown is None else shown.units

    def _transcripts_changed(self, changes: Changes) -> None:
        self._read_transcripts()
        open_id = self.open_id
        known = self._parts.transcript_list.info(-1 if open_id is None else open_id)
        infos = self._parts.transcript_list.transcripts()
        if known is not None:
            self._parts.panels.title.show_info(known)
        elif infos:
            self.show_transcript(infos[0].id)
        else:
            self._show_none()
        self._progress.again(changes.transcripts, open_id=self.open_id)

    def _read_transcripts(self) -> None:
        found = self._session.attempt(self._session.project.infos) or ()
        self._parts.transcript_list.set_transcripts(found)
        self.read_finished()
        self._parts.panels.fit_transcripts()
        self.mark_open()

    def mark_open(self) -> None:
        """The open transcript stays marked in the list."""
        if self.open_id is not None:
            self._parts.transcripts.show_chosen(self.open_id)

    def read_finished(self) -> None:
        """Which transcripts the coder has finished in the round at work."""
        if not self._session.is_open:
            return
        marks = self._session.attempt(self._session.project.own_finished)
        self._parts.transcript_list.set_finished(marks or {})

    def _codes_changed(self) -> None:
        """Out of sight in a turn of its own: the place that is looked at goes first."""
        if self._place.isVisible():
            self._read_codes()
        else:
            self._codes_soon.start()

    def _read_codes(self) -> None:
        book = self._session.attempt(self._session.project.codebook)
        if book is None:
            return
        self._parts.code_tree.set_codebook(book.codes)
        self._parts.codes.set_version(f"codebook {book.version.name}" if book.version.name else "")
        self._parts.panels.show_codes(there=bool(book.codes))
        self._show_styles()
        self._loop.set_book(book)

    def _show_styles(self) -> None:
        self._view.set_codes(
            {
                code.id: CodeStyle(
                    code.name, code_shade(code.color or NO_COLOR, self._theme), code.key
                )
                for code in self._parts.code_tree.codes()
                if not code.is_group
            }
        )

    def _go_to(self, place: Place) -> None:
        """The cursor goes to what was taken back, in another transcript too."""
        self.show_transcript(place.transcript_id)
        if self.open_id == place.transcript_id and place.end > place.start:
            self._view.select(Span(place.start, place.end))

    def _wire(self) -> None:
        self._session.closed.connect(self.end)
        self._session.changed.connect(self._changed)
        self._session.said.connect(self._view.announce)
        self._session.coder_changed.connect(self._coder_changed)
        self._loop.added.connect(self._added)
        self._loop.removed.connect(self._removed)
        self._loop.updated.connect(self._updated)
        self._loop.replaced.connect(self._replaced)
        self._loop.decided.connect(self._decided)
        self._loop.focus_moved.connect(self._focus_moved)
        self._loop.state_changed.connect(self._state_changed)

    # the loop

    def _replaced(self, columns: CodingColumns) -> None:
        if self.open_id is None:
            self._view.set_codings(columns)
            self._parts.code_tree.set_counts({})
            self._parts.code_tree.set_others_counts(here={})
        else:
            self.whose.show(columns, self.open_id)

    def _added(self, coding: ShownCoding) -> None:
        self._view.add_coding(
            coding.id,
            coding.start,
            coding.end,
            coding.code_id,
            unsure=coding.unsure,
            coder_id=self._session.project.coder.id,
        )
        self._parts.code_tree.change_count(coding.code_id, 1)
        self._totals.changed()

    def _removed(self, coding: ShownCoding) -> None:
        self._view.remove_coding(coding.id)
        self._parts.code_tree.change_count(coding.code_id, -1)
        self._totals.changed()

    def _updated(self, coding: ShownCoding) -> None:
        self._view.update_coding(coding.id, unsure=coding.unsure)

    def _decided(self) -> None:
        if self._nothing is not self._loop.decisions:
            self._nothing = self._loop.decisions
            self._view.set_decided(self._nothing.starts, self._nothing.ends)
        if self._loop.units is not None and self.open_id is not None:
            self._parts.transcript_list.set_progress(self.open_id, self._loop.units.progress())
        self._inspected.refresh_soon()
        self.tell_status()

    def _state_changed(self) -> None:
        here = self.open_id
        if here is not None and self._parts.transcript_list.mark(here) != self._loop.finished:
            self.read_finished()
        self._parts.panels.title.show_state(self._loop.finished)
        self.tell_status()

    def _focus_moved(self) -> None:
        self._parts.codes.show_focused(self._loop.focused_code)
        recent = (self._loop.code(code_id) for code_id in self._loop.recent)
        self._parts.codes.show_recent([code for code in recent if code is not None])
        self._inspected.refresh_soon()

    @property
    def open_id(self) -> int | None:
        """The transcript that is shown."""
        return None if self._loop.transcript is None else self._loop.transcript.info.id
