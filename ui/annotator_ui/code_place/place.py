"""The Code place: where a transcript is read and coded, unit by unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.changes import Changes, Place
from annotator.model.codebook import Code
from annotator.model.coding import CodingColumns
from annotator.model.spans import Span
from annotator_ui.code_place.cheat_sheet import CheatSheet
from annotator_ui.code_place.code_acts import CodeActs
from annotator_ui.code_place.codes_panel import CodesPanel, key_press
from annotator_ui.code_place.coding_loop import CodingLoop
from annotator_ui.code_place.inspector import Inspector
from annotator_ui.code_place.inspector_feed import InspectorFeed, turn_at, unit_heading
from annotator_ui.code_place.keyboard import KeyPress
from annotator_ui.code_place.layout import CodeLayout
from annotator_ui.code_place.memo_field import MemoTarget
from annotator_ui.code_place.palette import Palette
from annotator_ui.code_place.progress_feed import ProgressFeed
from annotator_ui.code_place.sheet import sheet
from annotator_ui.code_place.shown_codings import ShownCoding
from annotator_ui.code_place.status import StatusInfo
from annotator_ui.code_place.transcripts_panel import TranscriptsPanel
from annotator_ui.item_models.code_row import NO_COLOR
from annotator_ui.item_models.code_tree import CodeTree
from annotator_ui.item_models.transcript_list import TranscriptList
from annotator_ui.parts.buttons import Button
from annotator_ui.session import Session
from annotator_ui.theme import Theme, code_shade
from annotator_ui.transcript_view import CodeStyle, TranscriptView

_KEYS: Final = (("↓", "next"), ("Tab", "narrow"), ("0", "nothing"), ("?", "unsure"))
_NO_MOD, _SHIFT, _CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
_COUNTED = _SHIFT | _CTRL | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class CodePlace(QWidget):
    """Composes the panels and wires them; what an act means stands in `CodingLoop`.

    A place lives as long as one open project: the window makes a new one for the next.
    """

    status = Signal(object)
    """A `StatusInfo` for the status line."""
    import_asked = Signal()
    """The button of the empty place: import transcripts."""
    codebook_asked = Signal()
    """The button of the empty code tree: import a codebook."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme, self._zoom = session, theme, 1.0
        self._press = KeyPress("")
        self.code_tree, self.transcript_list = CodeTree(self), TranscriptList(self)
        self.transcripts = TranscriptsPanel(self.transcript_list, theme)
        self.codes = CodesPanel(self.code_tree, theme)
        self.view = TranscriptView()
        self.inspector = Inspector()
        self.loop = CodingLoop(session, self.view, self)
        self.acts = CodeActs(session, self.code_tree, theme, self)
        self.panels = CodeLayout(self.transcripts, self.codes, self.view, self.inspector, self)
        self.palette_card = Palette(theme, self.panels.centre, self)
        self.cheat_sheet = CheatSheet(theme, self)
        self.title_buttons: list[QWidget] = self._title_buttons()
        self._feed = InspectorFeed(session, self.loop, self.view, self.inspector)
        self._progress = ProgressFeed(session, self.transcript_list)
        self._keys = self._key_table()
        self._wire()
        self.set_theme(theme)
        if session.is_open:
            self._opened()
        else:
            self._closed()
        # whoever shows the status is connected only after this
        QTimer.singleShot(0, self, self._tell_status)

    # what the window asks

    def show_transcript(self, transcript_id: int) -> None:
        """Open a transcript from its first sentence on; the open one stays where it is."""
        opened = self.loop.transcript
        if opened is not None and opened.info.id == transcript_id:
            self.transcripts.show_chosen(transcript_id)
            return
        self.inspector.memo.save()
        found = self._session.attempt(lambda: self._session.project.transcript(transcript_id))
        if found is None:
            return
        self._feed.forget()
        self.view.show_transcript(found)
        self.panels.title.show_info(found.info)
        self.panels.show_text(there=True)
        self.panels.find.search_in(found.text)
        self.loop.open(found)
        self.transcripts.show_chosen(transcript_id)
        self._tell_status()

    def focus_text(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_find(self) -> None:
        """The find bar, with the narrowed passage in it where there is one."""
        if self.loop.transcript is None:
            return
        span = self.view.selection()
        self.panels.find.open("", 0 if span is None else span.start)

    def open_palette(self) -> None:
        self.palette_card.open(self.code_tree.codes())

    def show_keys(self) -> None:
        """All keys on one card."""
        self.cheat_sheet.open()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.acts.set_theme(theme)
        self.cheat_sheet.set_theme(theme)
        self.view.set_theme(theme)
        self._show_styles()
        self._dress()

    def set_zoom(self, factor: float) -> None:
        self._zoom = factor
        self.view.set_zoom(factor)
        self.panels.fit(self.width(), factor)
        self._dress()

    # the project

    def _opened(self) -> None:
        self._read_transcripts()
        self._read_codes()
        infos = self.transcript_list.transcripts()
        if infos:
            self.show_transcript(infos[0].id)
        else:
            self._show_none()

    def _closed(self) -> None:
        """No project: nothing is shown, and no question is asked any more."""
        self._progress.stop()
        self._feed.forget()
        self.transcript_list.set_transcripts(())
        self.transcript_list.forget_progress()
        self.code_tree.set_codebook(())
        self.loop.set_codes(())
        self._show_none()

    def _show_none(self) -> None:
        self.view.show_transcript(None)
        self.loop.open(None)
        self.panels.title.show_info(None)
        self.panels.find.search_in("")
        self.panels.show_text(there=False)
        self._tell_status()

    def _coder_changed(self) -> None:
        """Another coder sees their own codings, and nobody else's."""
        self._feed.forget()
        self.transcript_list.forget_progress()
        self._read_transcripts()
        self.loop.open(self.loop.transcript)

    def _changed(self, changes: Changes) -> None:
        if changes.memos or changes.undone or changes.redone:
            self._feed.forget()
        if changes.codes:
            self._read_codes()
        if changes.transcripts:
            self._transcripts_changed(changes)
        if self.loop.is_acting:
            self.view.announce(changes.label)
            return
        self.loop.catch_up(changes)
        self._progress.ask(changes.codings_in, open_id=self._open_id)
        if changes.place is not None and (changes.undone or changes.redone):
            self._go_to(changes.place)
        self._feed.refresh_soon()

    def _transcripts_changed(self, changes: Changes) -> None:
        self._read_transcripts()
        open_id = self._open_id
        known = self.transcript_list.info(-1 if open_id is None else open_id)
        infos = self.transcript_list.transcripts()
        if known is not None:
            self.panels.title.show_info(known)
        elif infos:
            self.show_transcript(infos[0].id)
        else:
            self._show_none()
        self._progress.ask(changes.transcripts, open_id=self._open_id)

    def _read_transcripts(self) -> None:
        project = self._session.project
        found = self._session.attempt(lambda: project.transcripts(coder_id=project.coder.id)) or ()
        self.transcript_list.set_transcripts(found)
        self.panels.fit_transcripts(self.transcripts.wanted_height())
        if self._open_id is not None:
            self.transcripts.show_chosen(self._open_id)
        unknown = [each.id for each in found if not self.transcript_list.progress(each.id)]
        self._progress.ask(unknown, open_id=self._open_id)

    def _read_codes(self) -> None:
        book = self._session.attempt(self._session.project.codebook)
        if book is None:
            return
        self.code_tree.set_codebook(book.codes)
        self.codes.set_version(f"codebook {book.version.name}" if book.version.name else "")
        self.panels.show_codes(there=bool(book.codes))
        self._show_styles()
        self.loop.set_codes(book.codes)

    def _show_styles(self) -> None:
        self.view.set_codes(
            {
                code.id: CodeStyle(
                    code.name, code_shade(code.color or NO_COLOR, self._theme), code.key
                )
                for code in self.code_tree.codes()
                if not code.is_group
            }
        )

    def _go_to(self, place: Place) -> None:
        """The cursor goes to what was taken back, in another transcript too."""
        self.show_transcript(place.transcript_id)
        if self._open_id == place.transcript_id:
            self.view.select(Span(place.start, place.end))

    # the loop

    def _replaced(self, columns: CodingColumns) -> None:
        self.view.set_codings(columns)
        if self._open_id is None:
            self.code_tree.set_counts({})
            return
        coder, transcript = self._session.project.coder.id, self._open_id
        counts = self._session.attempt(
            lambda: self._session.project.code_counts(coder_id=coder, transcript_id=transcript)
        )
        self.code_tree.set_counts(counts or {})

    def _added(self, coding: ShownCoding) -> None:
        self.view.add_coding(
            coding.id, coding.start, coding.end, coding.code_id, unsure=coding.unsure
        )
        self.code_tree.change_count(coding.code_id, 1)

    def _removed(self, coding: ShownCoding) -> None:
        self.view.remove_coding(coding.id)
        self.code_tree.change_count(coding.code_id, -1)

    def _updated(self, coding: ShownCoding) -> None:
        self.view.update_coding(coding.id, unsure=coding.unsure)

    def _decided(self) -> None:
        self.view.set_decided(self.loop.nothing)
        if self.loop.units is not None and self._open_id is not None:
            self.transcript_list.set_progress(self._open_id, self.loop.units.progress())
        self._tell_status()

    def _focus_moved(self) -> None:
        self.codes.show_focused(self.loop.focused_code)
        self._feed.refresh_soon()

    def _cursor_moved(self) -> None:
        self.loop.cursor_moved()
        self._tell_status()

    def _tell_status(self) -> None:
        self.status.emit(StatusInfo(self._unit_words(), _KEYS if self.loop.transcript else ()))

    def _unit_words(self) -> str:
        transcript, span = self.loop.transcript, self.view.selection()
        if transcript is None or span is None or self.loop.units is None:
            return ""
        _, total = self.view.unit_number()
        turn = turn_at(transcript, span.start)
        progress = self.loop.units.progress()
        pieces = [f"{unit_heading(transcript, span)} of {total:,}"]
        if turn is not None and (turn.speaker or turn.label):
            pieces.append(turn.speaker or turn.label)
        to_go = progress.sentences - progress.decided
        pieces.append(f"{progress.decided:,} decided, {to_go:,} to go")
        return " · ".join(pieces)

    @property
    def _open_id(self) -> int | None:
        return None if self.loop.transcript is None else self.loop.transcript.info.id

    # keys and clicks

    def _typed(self, text: str) -> None:
        """A character typed in the text; the place of its key was noted on the way in."""
        press = self._press if self._press.text == text else KeyPress(text)
        self._code_pressed(press)

    def _code_pressed(self, press: KeyPress) -> None:
        if press.text == "/":
            self.open_palette()
        else:
            self.loop.press(press)

    def _repeat_next(self) -> None:
        if self.loop.last_code is not None:
            self.view.go_to_next()
        self.loop.repeat()

    def _code_clicked(self, code: Code) -> None:
        self.loop.apply_by_click(code)
        self.loop.focus_code(code.id)
        self.focus_text()

    def _code_double_clicked(self, code: Code) -> None:
        self.loop.take_back_click()
        self.acts.edit(code)

    def _apply(self, code: Code) -> None:
        self.loop.apply(code)
        self.focus_text()

    def _make_and_apply(self, name: str) -> None:
        """A code made from a passage codes that passage."""
        code = self.acts.make(name)
        if code is not None:
            self.loop.apply(code)

    def _write_memo(self, target: MemoTarget, body: str) -> None:
        project = self._session.project

        def write() -> None:
            project.write_memo(target.on, target.uuid, body, start=target.start, end=target.end)

        if self._session.is_open:
            self.loop.did(write)
            self._feed.forget()
            self._feed.refresh_soon()

    def _focus_memo(self, coding_id: int | None = None) -> None:
        if coding_id is not None:
            self.loop.focus_coding(coding_id)
        self._feed.flush()
        self.panels.reveal("right")
        self.inspector.focus_memo()

    def _leave_inspector(self) -> None:
        self.panels.reveal("left")
        self.focus_text()

    def _go_to_use(self, coding: object) -> None:
        place = getattr(coding, "transcript_id", None)
        span = getattr(coding, "span", None)
        if isinstance(place, int) and isinstance(span, Span):
            self.show_transcript(place)
            self.view.go_to(span)
            self.focus_text()

    def _help(self) -> None:
        """F1: the whole definition of the focused code, pressed again: all keys."""
        self._feed.flush()
        card = self.inspector.card
        if card.code is None or (card.is_whole and card.isVisible()):
            self.show_keys()
        else:
            self.panels.reveal("right")
            self.inspector.show_whole_card(whole=True)

    def _new_code(self) -> None:
        self.acts.new(beside=self.loop.code(self.loop.focused_code))

    def _rename(self) -> None:
        code = self.loop.code(self.loop.focused_code)
        if code is not None:
            self.acts.edit(code)

    def _step_transcript(self, by: int) -> None:
        ids = [info.id for info in self.transcript_list.transcripts()]
        if self._open_id in ids:
            row = ids.index(self._open_id) + by
            if 0 <= row < len(ids):
                self.show_transcript(ids[row])

    def _step_pane(self, by: int) -> None:
        """F6: transcripts, codes, text, memo, and round again."""
        panes: list[QWidget] = [self.transcripts, self.codes, self.view, self.inspector]
        focused = QApplication.focusWidget()
        inside = [n for n, pane in enumerate(panes) if focused and pane.isAncestorOf(focused)]
        wanted = ((inside[0] if inside else 2) + by) % len(panes)
        doors = (self.transcripts.view, self.codes.tree, self.view, self.inspector.memo)
        self.panels.reveal("left" if wanted < 2 else "right" if wanted == 3 else self.panels.side)
        doors[wanted].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _key_table(self) -> dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]]:
        key = Qt.Key
        return {
            (key.Key_F1, _NO_MOD): self._help,
            (key.Key_F2, _NO_MOD): self._rename,
            (key.Key_F3, _NO_MOD): self._focus_memo,
            (key.Key_M, _CTRL): self._focus_memo,
            (key.Key_J, _CTRL): self.loop.go_to_next_undecided,
            (key.Key_F, _CTRL): self.open_find,
            (key.Key_Delete, _NO_MOD): self.loop.remove,
            (key.Key_F6, _NO_MOD): lambda: self._step_pane(1),
            (key.Key_F6, _SHIFT): lambda: self._step_pane(-1),
            (key.Key_PageDown, _CTRL): lambda: self._step_transcript(1),
            (key.Key_PageUp, _CTRL): lambda: self._step_transcript(-1),
        }

    def event(self, event: QEvent) -> bool:
        """The place's keys go before those of the window while the focus is inside."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(self._act_of(event) is not None)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        return self._keys.get((Qt.Key(event.key()), event.modifiers() & _COUNTED))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the place of the key that is about to be typed in the text."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._press = key_press(event)
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        """Small: side panels give way before the window has to be large."""
        return QSize(420, 320)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panels.fit(self.width(), self._zoom)
        self.cheat_sheet.setGeometry(self.rect())
        if self.palette_card.isVisible():
            self.palette_card.settle()

    # composing

    def _wire(self) -> None:
        self._session.closing.connect(self.inspector.memo.save)
        self._session.closed.connect(self._closed)
        self._session.changed.connect(self._changed)
        self._session.coder_changed.connect(self._coder_changed)
        self._wire_text()
        self._wire_codes()
        self._wire_inspector()
        self.transcripts.chosen.connect(self._choose_transcript)
        self.panels.import_button.clicked.connect(self.import_asked)
        self.panels.codebook_button.clicked.connect(self.codebook_asked)
        self.panels.code_button.clicked.connect(self._new_code)
        self.cheat_sheet.left.connect(self.focus_text)

    def _wire_text(self) -> None:
        text = self.view.focusProxy()
        if text is not None:
            text.installEventFilter(self)
        self.view.cursor_moved.connect(self._cursor_moved)
        self.view.coding_clicked.connect(self.loop.focus_coding)
        self.view.code_key.connect(self._typed)
        self.view.repeat_pressed.connect(self.loop.repeat)
        self.view.repeat_next_pressed.connect(self._repeat_next)
        self.loop.added.connect(self._added)
        self.loop.removed.connect(self._removed)
        self.loop.updated.connect(self._updated)
        self.loop.replaced.connect(self._replaced)
        self.loop.decided.connect(self._decided)
        self.loop.focus_moved.connect(self._focus_moved)
        self.panels.find.found.connect(self.view.set_found)
        self.panels.find.went_to.connect(self.view.select)
        self.panels.find.left.connect(self.focus_text)

    def _wire_codes(self) -> None:
        self.codes.clicked.connect(self._code_clicked)
        self.codes.double_clicked.connect(self._code_double_clicked)
        self.codes.focused.connect(lambda code: self.loop.focus_code(code.id))
        self.codes.applied.connect(self._apply)
        self.codes.key_pressed.connect(self._code_pressed)
        self.codes.left.connect(self.focus_text)
        self.codes.menu_asked.connect(self.acts.menu)
        self.acts.apply_asked.connect(self._apply)
        self.acts.ended.connect(self.focus_text)
        # queued: the tree is read anew, which it must not be while Qt is inside the drag
        self.code_tree.move_asked.connect(self.acts.move_by_id, Qt.ConnectionType.QueuedConnection)
        self.palette_card.chosen.connect(self._apply)
        self.palette_card.new_asked.connect(self._make_and_apply)
        self.palette_card.left.connect(self.focus_text)

    def _wire_inspector(self) -> None:
        self.inspector.coding_chosen.connect(self.loop.focus_coding)
        self.inspector.unsure_asked.connect(self.loop.toggle_unsure)
        self.inspector.remove_asked.connect(self.loop.remove)
        self.inspector.memo_asked.connect(self._focus_memo)
        self.inspector.memo_written.connect(self._write_memo)
        self.inspector.left.connect(self._leave_inspector)
        self.inspector.card.use_chosen.connect(self._go_to_use)
        self.inspector.card.edit_asked.connect(self.acts.edit)

    def _choose_transcript(self, transcript_id: int) -> None:
        self.show_transcript(transcript_id)
        self.focus_text()

    def _title_buttons(self) -> list[QWidget]:
        find, codes = Button("Find", key="Ctrl F"), Button("Codes…", key="/")
        find.clicked.connect(self.open_find)
        codes.clicked.connect(self.open_palette)
        # until the title bar takes them they live out of sight, and end with the place
        wings = QWidget(self)
        wings.hide()
        for button in (find, codes):
            button.setParent(wings)
        return [find, codes]

    def _dress(self) -> None:
        self.setStyleSheet(sheet(self._theme, self._zoom))
        self.transcripts.set_look(self._theme, self._zoom)
        self.codes.set_look(self._theme, self._zoom)
        self.palette_card.set_look(self._theme, self._zoom)
        self.panels.title.set_left(self.view.text_left())
        self.panels.find.set_left(self.view.text_left())
