"""The Code place: where a transcript is read and coded, unit by unit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.model.spans import Span
from annotator_ui.code_place.code_acts import CodeActs
from annotator_ui.code_place.codes_panel import CodesPanel, key_press
from annotator_ui.code_place.coding_loop import CodingLoop
from annotator_ui.code_place.finishing import Finishing
from annotator_ui.code_place.hover_card import card_words
from annotator_ui.code_place.inspector import Inspector
from annotator_ui.code_place.keyboard import KeyPress
from annotator_ui.code_place.layout import CodeLayout
from annotator_ui.code_place.parts import Parts
from annotator_ui.code_place.passage_menu import PassageMenu
from annotator_ui.code_place.place_keys import PlaceKeys
from annotator_ui.code_place.project_feed import ProjectFeed
from annotator_ui.code_place.show_menu import ShowMenu
from annotator_ui.code_place.stroke_hint import Hint, StrokeHint
from annotator_ui.code_place.transcripts_panel import TranscriptsPanel
from annotator_ui.code_place.work_queue import WorkQueue
from annotator_ui.item_models.code_tree import CodeTree
from annotator_ui.item_models.transcript_list import TranscriptList
from annotator_ui.parts.buttons import Button
from annotator_ui.transcript_view import Shown, TranscriptView

if TYPE_CHECKING:
    from annotator.model.codebook import Code
    from annotator.search import Query
    from annotator_ui.code_place.cheat_sheet import CheatSheet
    from annotator_ui.code_place.memo_field import MemoTarget
    from annotator_ui.code_place.memos_window import MemosWindow
    from annotator_ui.code_place.palette import Palette
    from annotator_ui.code_place.project_search import ProjectSearch
    from annotator_ui.reading import ClickChoice, Reading
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme
    from annotator_ui.transcript_view.keys import Step

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


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
    passages_asked = Signal(object)
    """All passages of this `Code` are wanted."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme, self._zoom = session, theme, 1.0
        self._press = KeyPress("")
        self._click: ClickChoice = "single"
        self.code_tree, self.transcript_list = CodeTree(self), TranscriptList(self)
        self.transcripts = TranscriptsPanel(self.transcript_list, theme)
        self.codes = CodesPanel(self.code_tree, theme)
        self.view = TranscriptView()
        self.inspector = Inspector()
        self.loop = CodingLoop(session, self.view, self)
        self.acts = CodeActs(session, self.code_tree, theme, self)
        self.panels = CodeLayout(self.transcripts, self.codes, self.view, self.inspector, self)
        self._feed = ProjectFeed(self._parts(session), theme, self)
        self.menu = PassageMenu(self.loop, self.code_tree, self.view, self)
        self.show_menu = ShowMenu(
            self.code_tree,
            lambda: self.loop.code(self.loop.focused_code),
            self._feed.whose.offered,
            self,
        )
        self.finishing = Finishing(session, self.loop, self.panels.finish, self)
        self.queue = WorkQueue(session, self.loop, self)
        self.strokes = StrokeHint(theme, self.panels.centre, self)
        self.title_buttons: list[QWidget] = self._title_buttons()
        self._keys = PlaceKeys(self)
        self._wire()
        self.set_theme(theme)
        if session.is_open:
            self._feed.begin()
        else:
            self._feed.end()
        # whoever shows the status is connected only after this
        QTimer.singleShot(0, self, self._feed.tell_status)

    # what the window asks

    def show_transcript(self, transcript_id: int) -> None:
        """Open a transcript from its first sentence on; the open one stays where it is."""
        self._feed.show_transcript(transcript_id)

    def focus_text(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_find(self) -> None:
        """The find bar, with the narrowed passage in it where there is one."""
        if self.loop.transcript is None:
            return
        span = self.view.selection()
        self.panels.find.open("", 0 if span is None else span.start)

    def open_search(self, query: Query | None = None) -> None:
        """The search through all transcripts, under the text."""
        if self.loop.transcript is None:
            return
        panel = self.search.panel
        panel.set_codes(self.code_tree.codes())
        self.panels.show_search()
        panel.open(query)

    @cached_property
    def search(self) -> ProjectSearch:
        """The search through all transcripts, made when somebody asks for it."""
        from annotator_ui.code_place.project_search import ProjectSearch

        search = ProjectSearch(self._session, self.panels.search)
        self._session.closing.connect(search.stop)
        search.went_to.connect(self._show_hit)
        search.panel.left.connect(self.focus_text)
        search.panel.closed.connect(self._close_search)
        return search

    def _close_search(self) -> None:
        self.search.give_up()
        self.panels.search.hide()
        self.focus_text()

    def _show_hit(self, transcript_id: int, span: Span) -> None:
        """Show a hit in the text; the keys stay in the table."""
        self.show_transcript(transcript_id)
        self.view.go_to(span)

    def open_palette(self) -> None:
        self.palette_card.open(self.code_tree.codes())

    def show_keys(self) -> None:
        """All keys on one card."""
        self.cheat_sheet.open()

    @cached_property
    def palette_card(self) -> Palette:
        """The card of all codes, made when somebody asks for it."""
        from annotator_ui.code_place.palette import Palette

        card = Palette(self._theme, self.panels.centre, self)
        card.set_look(self._theme, self._zoom)
        card.chosen.connect(self._apply)
        card.new_asked.connect(self._make_and_apply)
        card.left.connect(self.focus_text)
        return card

    @cached_property
    def cheat_sheet(self) -> CheatSheet:
        """The card of all keys, made when somebody asks for it."""
        from annotator_ui.code_place.cheat_sheet import CheatSheet

        card = CheatSheet(self._theme, self)
        card.left.connect(self.focus_text)
        card.setGeometry(self.rect())
        return card

    @cached_property
    def memos(self) -> MemosWindow:
        """The list of all memos, made when somebody asks for it."""
        from annotator_ui.code_place.memos_window import MemosWindow

        window = MemosWindow(self._session, self)
        window.went_to.connect(self._go_to_memo)
        window.written.connect(self._write_listed_memo)
        return window

    def open_memos(self) -> None:
        self.inspector.memo.save()
        self.memos.begin(self.open_id)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.acts.set_theme(theme)
        self.strokes.set_theme(theme)
        if "cheat_sheet" in vars(self):
            self.cheat_sheet.set_theme(theme)
        self.view.set_theme(theme)
        self._feed.set_theme(theme)
        self._dress()

    def set_zoom(self, factor: float) -> None:
        if factor == self._zoom:
            return
        self._zoom = factor
        self.view.set_zoom(factor)
        self.panels.fit(self.width(), factor)
        self._dress()

    def set_reading(self, reading: Reading, click: ClickChoice) -> None:
        """How the text is set, and which click on a code codes."""
        self._click = click
        self.view.set_reading(reading)

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

    def _show_strokes(self, hint: Hint | None) -> None:
        """Say which strokes may follow; a screen reader hears it."""
        self.strokes.show_hint(hint)
        if hint is not None:
            self.view.announce(hint.spoken())

    def _repeat_next(self) -> None:
        if self.loop.last_code is not None:
            self.view.go_to_next()
        self.loop.repeat()

    def _code_clicked(self, code: Code) -> None:
        """One click codes; where two are wanted, one shows the card of the code."""
        if self._click == "single":
            self.loop.apply_by_click(code)
        self.loop.focus_code(code.id)
        self.focus_text()

    def _code_double_clicked(self, code: Code) -> None:
        """Two clicks show the code's passages, or code with it where that was chosen."""
        if self._click == "double" and not code.is_group:
            self._apply(code)
            return
        self.loop.take_back_click()
        if code.is_group:
            self.acts.edit_or_comment(code)
        else:
            self.passages_asked.emit(code)

    def show_passages(self) -> None:
        """All passages of the code under the cursor."""
        code = self.loop.code(self.loop.focused_code)
        if code is not None and not code.is_group:
            self.passages_asked.emit(code)

    def _open_menu(self, where: QPoint, coding_ids: list[int]) -> None:
        if coding_ids:
            self.loop.focus_coding(coding_ids[0])
        self.menu.open(where, coding_ids)

    def _drag_end(self, coding_id: int, span: Span) -> None:
        """Where exactly the coding was marked, the mark goes with the end that was dragged."""
        coding = self.loop.codings.get(coding_id)
        marked = coding is not None and coding.span == self.view.selection()
        self.loop.change_passage(coding_id, span)
        changed = self.loop.codings.get(coding_id)
        if marked and changed is not None:
            self.view.take(changed.span)

    def _dropped_code(self, code_id: int) -> None:
        code = self.code_tree.code(code_id)
        if code is not None and not code.is_group:
            self._apply(code)

    def _dropped_passage(self, code: Code, span: Span) -> None:
        self.view.select(span)
        self._apply(code)

    def _describe(self, coding_ids: Sequence[int]) -> str:
        if not self._session.is_open:
            return ""
        return card_words(self._session.project, self.loop, coding_ids)

    def _apply(self, code: Code) -> None:
        self.loop.apply(code)
        self.focus_text()

    def _make_and_apply(self, name: str) -> None:
        """A code made from a passage codes that passage."""
        code = self.acts.make(name)
        if code is not None:
            self.loop.apply(code)

    def _go_to_memo(self, transcript_id: int, span: Span | None) -> None:
        self.show_transcript(transcript_id)
        if span is not None:
            self.view.select(span)
        self.window().activateWindow()
        self.focus_text()

    def _write_listed_memo(self, target: MemoTarget, body: str) -> None:
        if not self._stored_memo(target, body):
            self.memos.memo.take_back_saving()

    def _write_memo(self, target: MemoTarget, body: str) -> None:
        if not self._stored_memo(target, body):
            self.inspector.memo.take_back_saving()

    def _stored_memo(self, target: MemoTarget, body: str) -> bool:
        """Whether the project took it."""
        if not self._session.is_open:
            return True
        project = self._session.project

        def write() -> None:
            project.write_memo(target.on, target.uuid, body, start=target.start, end=target.end)

        done = self.loop.did(write)
        self._feed.memo_written()
        return done

    def focus_memo(self, coding_id: int | None = None) -> None:
        """The keyboard to the memo on a coding, or on what is under the cursor."""
        if coding_id is not None:
            self.loop.focus_coding(coding_id)
        self._feed.be_up_to_date()
        self.panels.reveal("right")
        self.inspector.focus_memo()

    def _give_value(self, coding_id: int, field_id: int, said: str) -> None:
        self.loop.give_value(coding_id, field_id, said)
        self._feed.memo_written()

    def focus_fields(self) -> None:
        """The keyboard to the first field of the coding that is not filled in."""
        self._feed.be_up_to_date()
        self.panels.reveal("right")
        if not self.inspector.fields.begin():
            self._session.said.emit("The coding here has no fields to fill in.")

    def _leave_inspector(self) -> None:
        self.panels.rest()
        self.focus_text()

    def _go_to_use(self, coding: object) -> None:
        place = getattr(coding, "transcript_id", None)
        span = getattr(coding, "span", None)
        if isinstance(place, int) and isinstance(span, Span):
            self.show_transcript(place)
            self.view.go_to(span)
            self.focus_text()

    def help(self) -> None:
        """F1: the whole definition of the focused code, pressed again: all keys."""
        self._feed.be_up_to_date()
        card = self.inspector.card
        if card.code is None or (card.is_whole and card.isVisible()):
            self.show_keys()
        else:
            self.panels.reveal("right")
            self.inspector.show_whole_card(whole=True)

    def delete(self) -> None:
        """The coding under the cursor; with the keys in the code tree the code, after asking."""
        code = self.loop.code(self.loop.focused_code)
        if not self.codes.tree.hasFocus():
            self.loop.remove()
        elif code is not None and self.acts.may_change():
            self.acts.ask_delete(code)

    def _new_code(self) -> None:
        if self.acts.may_change():
            self.acts.new(beside=self.loop.code(self.loop.focused_code))

    def rename(self) -> None:
        """The form of the code under the cursor; a comment on it where the codebook is locked."""
        code = self.loop.code(self.loop.focused_code)
        if code is not None:
            self.acts.edit_or_comment(code)

    def move_end(self, step: Step) -> None:
        """Let the coding under the cursor begin or end elsewhere."""
        coding = self.loop.codings.get(self.loop.focused_coding)
        span = None if coding is None else self.view.stepped(coding.span, step)
        if coding is None or span is None:
            self._session.said.emit("No coding here whose ends could be moved.")
        else:
            self.loop.change_passage(coding.id, span)

    def event(self, event: QEvent) -> bool:
        """The place's keys go before those of the window while the focus is inside."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(self._keys.act_of(event) is not None)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._keys.act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the place of the key that is about to be typed in the text."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._press = key_press(event)
            if event.key() == Qt.Key.Key_Escape and self.loop.end_wait():
                return True
            if event.key() in _ENTER and self.loop.take_instead():
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self.loop.end_wait()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        """Small: side panels give way before the window has to be large."""
        return QSize(420, 320)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panels.fit(self.width(), self._zoom)
        if "cheat_sheet" in vars(self):
            self.cheat_sheet.setGeometry(self.rect())
        if "palette_card" in vars(self) and self.palette_card.isVisible():
            self.palette_card.settle()
        if self.strokes.isVisible():
            self.strokes.settle()

    @property
    def open_id(self) -> int | None:
        """The transcript that is shown."""
        return self._feed.open_id

    # composing

    def _parts(self, session: Session) -> Parts:
        return Parts(
            session=session,
            code_tree=self.code_tree,
            transcript_list=self.transcript_list,
            transcripts=self.transcripts,
            codes=self.codes,
            view=self.view,
            inspector=self.inspector,
            loop=self.loop,
            panels=self.panels,
        )

    def _wire(self) -> None:
        self._session.closing.connect(self.inspector.memo.save)
        self._session.closing.connect(self.panels.find.stop)
        self._feed.status.connect(self.status)
        self._wire_text()
        self._wire_codes()
        self._wire_inspector()
        self.transcripts.chosen.connect(self._choose_transcript)
        self.transcripts.list_chosen.connect(self.queue.choose)
        self.queue.changed.connect(self._show_list)
        self.queue.went_to.connect(self._go_to_work)
        self.finishing.shown_first.connect(self.focus_text)
        self.finishing.left.connect(self._finished)
        self.panels.import_button.clicked.connect(self.import_asked)
        self.panels.codebook_button.clicked.connect(self.codebook_asked)
        self.panels.code_button.clicked.connect(self._new_code)

    def _wire_text(self) -> None:
        text = self.view.focusProxy()
        if text is not None:
            text.installEventFilter(self)
        self.view.cursor_moved.connect(self._feed.cursor_moved)
        self.view.coding_clicked.connect(self.loop.focus_coding)
        self.view.menu_asked.connect(self._open_menu)
        self.view.code_dropped.connect(self._dropped_code)
        self.view.passage_asked.connect(self._drag_end)
        self.view.set_describer(self._describe)
        self.menu.palette_asked.connect(self.open_palette)
        self.menu.memo_asked.connect(self.focus_memo)
        self.menu.code_made.connect(self._make_and_apply)
        self.loop.focus_moved.connect(
            lambda: self.view.set_focused_coding(self.loop.focused_coding)
        )
        self.view.code_key.connect(self._typed)
        self.loop.strokes.hinted.connect(self._show_strokes)
        self.view.repeat_pressed.connect(self.loop.repeat)
        self.view.repeat_next_pressed.connect(self._repeat_next)
        self.panels.find.found.connect(self.view.set_found)
        self.show_menu.chosen.connect(self._show_chosen)
        self._feed.whose.changed.connect(self.show_menu.forget_coders)
        self.code_tree.modelReset.connect(self.show_menu.codes_changed)
        self.panels.find.everywhere_asked.connect(self.open_search)
        self.panels.find.kept.marked.connect(self.view.set_terms)
        self.panels.find.went_to.connect(self.view.select)
        self.panels.find.left.connect(self.focus_text)

    def _wire_codes(self) -> None:
        self.codes.clicked.connect(self._code_clicked)
        self.codes.double_clicked.connect(self._code_double_clicked)
        self.codes.focused.connect(lambda code: self.loop.focus_code(code.id))
        self.codes.applied.connect(self._apply)
        self.codes.key_pressed.connect(self._code_pressed)
        self.codes.passage_dropped.connect(self._dropped_passage)
        self.codes.left.connect(self.focus_text)
        self.codes.menu_asked.connect(self.acts.menu)
        self.codes.keys_asked.connect(self.acts.give_keys)
        self.codes.keys_asked.connect(self.focus_text)  # the button that was clicked is gone
        self.acts.apply_asked.connect(self._apply)
        self.acts.passages_asked.connect(self.passages_asked)
        self.acts.memo_asked.connect(lambda code: self.memos.begin_on_code(code.id))
        self.acts.ended.connect(self.focus_text)
        # queued: the tree is read anew, which it must not be while Qt is inside the drag
        queued = Qt.ConnectionType.QueuedConnection
        self.code_tree.move_asked.connect(self.acts.move_by_id, queued)
        self.code_tree.merge_asked.connect(self.acts.ask_merge_by_id, queued)

    def _wire_inspector(self) -> None:
        self.inspector.coding_chosen.connect(self.loop.focus_coding)
        self.inspector.unsure_asked.connect(self.loop.toggle_unsure)
        self.inspector.remove_asked.connect(self.loop.remove)
        self.inspector.memo_asked.connect(self.focus_memo)
        self.inspector.memo_written.connect(self._write_memo)
        self.inspector.left.connect(self._leave_inspector)
        self.inspector.fields.given.connect(self._give_value)
        self.inspector.fields.left.connect(self._leave_inspector)
        self.inspector.all_memos_asked.connect(self.open_memos)
        self.inspector.card.use_chosen.connect(self._go_to_use)
        self.inspector.card.edit_asked.connect(self.acts.edit_or_comment)

    def _show_list(self) -> None:
        which = self.queue.which
        self.transcripts.show_list(which)
        counted = which in {"unsure", "memo"}
        self.transcript_list.show_only(self.queue.shown(), counted=counted)
        self._feed.mark_open()

    def _go_to_work(self, transcript_id: int, span: Span | None) -> None:
        self.show_transcript(transcript_id)
        if span is not None:
            self.view.go_to(span)
        self.focus_text()

    def _show_chosen(self, shown: Shown) -> None:
        if self._feed.whose.choose(self.show_menu.whose):
            self._feed.show_whose()
        self.view.set_shown(shown)

    def _finished(self) -> None:
        """Back in the text; a list of what is left has one less."""
        self.queue.refresh()
        self.focus_text()

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
        buttons = [self.show_menu.button, find, codes, self.finishing.button]
        for button in buttons:
            button.setParent(wings)
        return [*buttons]

    def _dress(self) -> None:
        self.transcripts.set_look(self._theme, self._zoom)
        self.codes.set_look(self._theme, self._zoom)
        if "palette_card" in vars(self):
            self.palette_card.set_look(self._theme, self._zoom)
        if self.strokes.isVisible():
            self.strokes.settle()
        self.panels.title.set_left(self.view.text_left())
        self.panels.find.set_left(self.view.text_left())
