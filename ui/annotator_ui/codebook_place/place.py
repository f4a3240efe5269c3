"""What is in the codebook, how did it change, and what is to be looked at again? The place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from annotator.changes import Changes
from annotator.changes import Place as Passage
from annotator.model.versions import CodeChange, next_name
from annotator_ui.codebook_place.acts import CodebookPlaceActs
from annotator_ui.codebook_place.arriving_codebook import ArrivingCodebook
from annotator_ui.codebook_place.changes_page import ChangesPage
from annotator_ui.codebook_place.code_form import CodeForm
from annotator_ui.codebook_place.code_head import CodeHead
from annotator_ui.codebook_place.coder_view import CoderView
from annotator_ui.codebook_place.comments_block import CommentsBlock
from annotator_ui.codebook_place.fields_block import FieldsBlock
from annotator_ui.codebook_place.hinted_tree import HintedTree
from annotator_ui.codebook_place.import_page import ImportPage
from annotator_ui.codebook_place.looking_again import LookingAgain
from annotator_ui.codebook_place.numbers import NO_NUMBERS, Numbers, read_numbers
from annotator_ui.codebook_place.panes import Panes
from annotator_ui.codebook_place.recheck_page import RecheckPage
from annotator_ui.codebook_place.rules_block import RulesBlock
from annotator_ui.codebook_place.side_panel import SidePanel
from annotator_ui.codebook_place.table_view import TableView
from annotator_ui.codebook_place.tree_panel import TreePanel
from annotator_ui.feed import Feed, Settling
from annotator_ui.item_models.codebook_table import CodebookTable
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.choosing import MenuButton
from annotator_ui.parts.words import hairline, words
from annotator_ui.place import PlanPlace, Surroundings

if TYPE_CHECKING:
    from annotator.exchange.codebooks.plans import CodebookPlan
    from annotator.model.codebook import Code, Codebook, CodebookVersion, CodeDraft
    from annotator.model.comments import Comment
    from annotator.model.rechecks import Recheck
    from annotator.project import Project
    from annotator_ui.theme import Theme

_FORM, _TABLE, _CODERS, _CHANGES, _LOOKING, _EMPTY, _IMPORT = range(7)
_OF_ONE_CODE: Final = frozenset({_FORM, _TABLE, _CODERS})
_WAYS_OUT: Final = (
    ("Excel workbook (.xlsx)…", ".xlsx", False),
    ("Blank form for training (.xlsx)…", ".xlsx", True),
    ("Word document (.docx)…", ".docx", False),
    ("Comma-separated table (.csv)…", ".csv", False),
    ("Markdown (.md)…", ".md", False),
    ("REFI-QDA codebook (.qdc)…", ".qdc", False),
)
_KEYS: Final = {
    _TABLE: (("F2", "edit"), ("Ctrl V", "paste"), ("Del", "empty"), ("Ctrl Z", "undo")),
    _CHANGES: (("Tab", "versions"), ("Esc", "back")),
    _IMPORT: (("Space", "this one or not"), ("↓", "next"), ("↵", "take in"), ("Esc", "leave")),
}


class CodebookPlace(PlanPlace):
    """The tree at the left, one code or the table in the middle, versions and queue at right."""

    keys: Sequence[tuple[str, str]] = (
        ("↓", "next code"),
        ("Alt ↓", "move"),
        ("F2", "edit"),
        ("Ins", "new code"),
    )

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around, self._session = around, around.session
        theme = around.look.theme
        self._numbers = NO_NUMBERS
        self._before_view = _FORM
        self.tree_model = HintedTree(self)
        self.tree = TreePanel(self.tree_model, theme)
        self.head = CodeHead(theme)
        self.form = CodeForm(theme, self._problems)
        self.fields_block, self.rules_block = FieldsBlock(), RulesBlock()
        self.comments = CommentsBlock()
        self.table_model = CodebookTable(self)
        self.table = TableView(self.table_model, theme)
        self.coder_view = CoderView(theme)
        self.changes = ChangesPage(theme)
        self.recheck = RecheckPage(theme)
        self.import_page = ImportPage(theme)
        self.side = SidePanel(around.session, theme)
        self.from_file_button = Button("From Excel…")
        self.export_button = MenuButton("Export")
        self.freeze_button = Button("Freeze a version…")
        self.export_button.say("Export…")
        self.title_buttons = (self.from_file_button, self.export_button, self.freeze_button)
        self._feed = Feed(around.session, self)
        self._settling = Settling(self)
        self.acts = CodebookPlaceActs(around, self.tree_model, self)
        self.looking = LookingAgain(around.session, self.recheck, self)
        self.arriving = ArrivingCodebook(around, self.import_page, self)
        self._is_read = False
        self._lay_out()
        self._wire()
        self._tell_version()

    @property
    def is_busy(self) -> bool:
        """Whether something was asked that is not shown yet."""
        return self._feed.is_busy or self._settling.is_waiting or self.arriving.is_busy

    @property
    def code(self) -> Code | None:
        """The code that is looked at."""
        return self.tree.code

    @property
    def project(self) -> Project:
        return self._session.project

    # the place is shown, and what it shows changes

    def begin(self) -> None:
        if not self._is_read:
            # Not before: a tree of 1,000 codes would be laid out anew with each step of its making.
            self._read()
        doors = {_LOOKING: self.recheck.begin, _TABLE: self.table.begin}
        doors |= {_EMPTY: self._empty_button.setFocus, _IMPORT: self.import_page.begin}
        doors.get(self._stack.currentIndex(), self.tree.begin)()
        self._read_numbers()
        self._tell_where()

    def set_theme(self, theme: Theme) -> None:
        self.tree.set_look(theme, self._around.look.zoom)
        self.table.set_look(theme)
        for part in (
            self.head, self.form, self.coder_view, self.changes, self.recheck, self.import_page,
            self.side,
        ):  # fmt: skip
            part.set_theme(theme)
        self._show_versions()

    def set_zoom(self, factor: float) -> None:
        self.tree.set_look(self._around.look.theme, factor)
        self.table.set_look(self._around.look.theme)
        self.panes.divide()

    def show_code(self, code_id: int) -> None:
        """Look at a code."""
        self._write_all()
        if self._stack.currentIndex() not in _OF_ONE_CODE:
            self._show_view(_FORM)
        self.tree.choose(code_id)
        self._code_chosen(self.tree.code)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed is written before another place is shown."""
        super().hideEvent(event)
        if self._session.is_open:
            self._write_all()

    def _changed(self, changes: Changes) -> None:
        if changes.codes or changes.versions:
            self._read()
        elif changes.memos:
            self._show_comments()
        if changes.rechecks or changes.versions:
            self.looking.read()
        counts = changes.codings or changes.codings_in or changes.coders or changes.rounds
        if changes.codes or changes.versions or changes.rechecks or counts:
            self._settling.touch()

    def _coder_changed(self) -> None:
        self.looking.read()
        self._read()

    def _read(self) -> None:
        """Show the codebook as it is now; the chosen code stays chosen."""
        book = self._session.attempt(self.project.codebook)
        if book is None:
            return
        self._is_read = True
        may = self.project.may_change_codebook
        self.tree_model.set_codebook(book.codes)
        self.tree.may_change(may=may)
        self.tree.show_version(book.version.name, _how_many(book))
        self.table_model.show_book(book, may_change=may)
        self.recheck.show_codes(book.codes)
        self._offer_buttons()
        self.side.show_rights(may=may)
        self.tree.read_anew()
        if self._stack.currentIndex() == _IMPORT:
            self.arriving.compare_anew()
        elif self._stack.currentIndex() == _EMPTY or not book.codes:
            self._show_view(_FORM if book.codes else _EMPTY)
        self._show_versions()
        self.side.ask_meaning(self.code)
        self._read_numbers()

    def _problems(self, draft: CodeDraft) -> dict[str, str]:
        code = self.form.code
        return self.project.code_problems(draft, own_id=None if code is None else code.id)

    # one code

    def _code_chosen(self, code: Code | None) -> None:
        if code is None:
            return
        if self.form.code is None or self.form.code.id != code.id:
            self._write_all()
        book = self.project.codebook()
        fresh = book.by_id(code.id)
        if fresh is None:
            return
        may = self.project.may_change_codebook
        self.head.show_code(fresh)
        self.form.show_code(book, fresh, may_change=may)
        self.fields_block.show_fields(book, fresh, may_change=may)
        self.rules_block.show_rules(book, fresh, may_change=may)
        self.coder_view.show_code(book, fresh, hidden=self.project.hidden_examples(fresh))
        self.table.choose(fresh.id)
        self._show_links(fresh)
        self._show_comments()
        self._show_change()
        self.side.ask_meaning(fresh)
        self._tell_where()

    def _show_links(self, code: Code) -> None:
        """Where the examples are quoted from, or the way to quote one."""
        may = self.project.may_change_codebook
        for name in ("example", "counter_example"):
            link = getattr(code, f"{name}_at")
            place = None if link is None else self.project.place_of_quote(link)
            if place is not None:
                opened = self.project.transcript(place.transcript_id)
                number = opened.spans("sentence").at(place.start)
                words_ = "passage" if number is None else f"sentence {number + 1}"
                title = opened.info.metadata.title or opened.info.doc_id
                self.form.say_link(name, words_, f"Go to this passage in {title}")
            else:
                quote = "from a passage…" if may and not code.is_group else ""
                self.form.say_link(name, quote, "Choose one of the passages coded with it")

    def _show_comments(self) -> None:
        code = self.code
        if code is None:
            return
        me, travels = self.project.coder.id, self.project.kind == "pack"

        def show(answer: object) -> None:
            if self.code is not None and self.code.id == code.id:
                found: Sequence[Comment] = answer  # type: ignore[assignment]
                self.comments.show_comments(found, me, travels=travels)

        self._feed.ask("comments", lambda project, _: project.comments_on(code.id), show)

    def _quote_pressed(self, name: str) -> None:
        code = self.code
        link = None if code is None else getattr(code, f"{name}_at")
        place = None if link is None else self.project.place_of_quote(link)
        if place is not None:
            self.passage_asked.emit(place)
        elif code is not None:
            self.acts.choose_quote(code, counter=name == "counter_example")

    def _comment(self, body: str) -> None:
        code = self.form.code
        if code is not None:
            self._session.attempt(lambda: self.project.write_memo("code", code.uuid, body))

    def _write(self, draft: CodeDraft) -> None:
        code = self.form.code
        if code is not None:
            self._session.attempt(lambda: self.project.change_code(code.id, draft))

    def _write_all(self) -> None:
        self.form.leave()
        self.comments.leave()

    # versions, hints and counts

    def _show_versions(self) -> None:
        self.side.show_versions()
        self._show_change()

    def _tell_version(self) -> CodebookVersion:
        """Which version is worked on, for the title bar; the newest is returned."""
        newest = self.project.versions()[-1]
        follows = f" · the next change begins {next_name(newest.name)}" if newest.frozen_at else ""
        self.about = f"codebook {newest.name}{follows}"
        return newest

    def _show_change(self) -> None:
        """What of the chosen code differs between the two newest versions."""
        newest = self._tell_version()
        change = self.side.show_change(self.code)
        parts = () if change is None else change.parts
        self.form.say_hints({part.part: f"changed in {newest.name}" for part in parts})

    def _read_numbers(self) -> None:
        self._feed.ask("numbers", lambda project, _: read_numbers(project), self._show_numbers)

    def _show_numbers(self, answer: object) -> None:
        if not isinstance(answer, Numbers) or not self._session.is_open:
            return
        self._numbers = answer
        self.tree_model.show_counts(answer.counts)
        self.table_model.show_uses(answer.counts)
        may = self.project.may_change_codebook
        self.tree_model.set_hints(answer.hint_of_codes() if may else {})
        self.side.show_numbers(answer, self.code)
        self._show_change()
        self._tell_where()

    def _show_hinted(self, code_ids: Sequence[int]) -> None:
        """Go to the first of the codes, or to the one after the code that is looked at."""
        ids = [each for each in code_ids if self.tree_model.code(each) is not None]
        if not ids:
            return
        now = self.code.id if self.code is not None else None
        at = ids.index(now) + 1 if now in ids else 0
        self.show_code(ids[at % len(ids)])

    # views

    def _show_view(self, view: int) -> None:
        if view != self._stack.currentIndex():
            self._write_all()
        self._stack.setCurrentIndex(view)
        if view in _OF_ONE_CODE:
            self._before_view = view
            self.head.views.choose(view)
        self.head.setVisible(view in _OF_ONE_CODE)
        # Beside a file the codes as they are now are worth their room where there is room.
        with_tree = view != _IMPORT or bool(self.tree_model.codes())
        alone = view in {_IMPORT, _CHANGES, _LOOKING}
        self.panes.show_columns(tree=with_tree, right=view != _IMPORT, alone=alone)
        self._offer_buttons()
        self._say_keys()

    def _say_keys(self) -> None:
        view = self._stack.currentIndex()
        self.keys = self.recheck.keys if view == _LOOKING else _KEYS.get(view, CodebookPlace.keys)
        self.keys_changed.emit()

    def show_changes(self) -> None:
        """All differences between two versions."""
        versions = self.project.versions()
        if not any(each.frozen_at for each in versions):
            self._around.messages.say("No version was frozen yet: there is nothing to compare.")
            return
        shown = [each for each in versions if each.frozen_at or each.id == versions[-1].id]
        self.changes.show_versions(shown, self._differences)
        self._show_view(_CHANGES)
        self.changes.begin()

    def _differences(self, before: int, after: int) -> Sequence[CodeChange]:
        found = self._session.attempt(lambda: self.project.version_differences(before, after))
        return found or ()

    def look_again(self) -> None:
        """The own queue, from its first passage that waits."""
        if self.looking.begin():
            self._show_view(_LOOKING)
            self.recheck.begin()
        else:
            self._around.messages.say("No passage waits for you to be looked at again.")

    def show_plan(self, plan: CodebookPlan) -> None:
        """What a file would do to the codebook; nothing is written before it is accepted."""
        self.arriving.begin(plan)
        self._show_view(_IMPORT)
        self.begin()

    def _leave_import(self) -> None:
        self.import_page.forget()
        self._back_to_code()

    def _offer_buttons(self) -> None:
        """Those of a file that is looked at, else those that the coder at work may press."""
        if self._stack.currentIndex() == _IMPORT:
            wanted: tuple[QWidget, ...] = self.import_page.title_buttons
        elif self.project.may_change_codebook:
            wanted = (self.from_file_button, self.export_button, self.freeze_button)
        else:
            wanted = (self.export_button,)
        if wanted != self.title_buttons:
            self.title_buttons = wanted
            self.buttons_changed.emit()

    def _close(self) -> None:
        """What was typed is written; all buttons go with the place, whichever are shown."""
        self._write_all()
        own = (self.from_file_button, self.export_button, self.freeze_button)
        self.title_buttons = (*own, *self.import_page.title_buttons)

    def _back_to_code(self) -> None:
        empty = not self.tree_model.codes()
        self._show_view(_EMPTY if empty else self._before_view)
        self.begin()

    def _go_to_recheck(self, item: Recheck) -> None:
        self.passage_asked.emit(Passage(item.transcript_id, item.start, item.end))

    def _tell_where(self) -> None:
        code = self.code
        if code is None:
            self.where.emit("")
            return
        count = self._numbers.of(code.id)
        made = "" if code.is_group else f" · {count:,} coding{'' if count == 1 else 's'}"
        self.where.emit(f"{'Group' if code.is_group else 'Code'} {code.code_id}{made}")

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case _ if event.matches(QKeySequence.StandardKey.Find):
                self.tree.begin_finding()
            case Qt.Key.Key_J if control:
                self.look_again()
            case Qt.Key.Key_Escape:
                self._back_to_code()
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp if control:
                self.tree.step(1 if event.key() == Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_F6:
                self._next_pane(-1 if shift else 1)
            case _:
                super().keyPressEvent(event)

    def _next_pane(self, step: int) -> None:
        """F6: tree, middle, right, and round again."""
        panes = (self.tree, self._middle, self.side)
        focused = self.window().focusWidget() or self
        at = next((n for n, pane in enumerate(panes) if pane.isAncestorOf(focused)), 0)
        middle = {_TABLE: self.table, _LOOKING: self.recheck, _CHANGES: self.changes.before}
        middle[_IMPORT] = self.import_page.changes.view
        doors = (
            self.tree.view,
            middle.get(self._stack.currentIndex(), self.form.name),
            self.side.first_stop(),
        )
        to = (at + step) % len(doors)
        if panes[to] is not self._middle:
            self.panes.turn_to(panes[to])
        doors[to].setFocus(Qt.FocusReason.OtherFocusReason)

    # putting together

    def _wire(self) -> None:
        say = self._around.messages.say
        self.tree.chosen.connect(self._code_chosen)
        self.tree.entered.connect(self._enter_form)
        self.tree.moved.connect(self.acts.move)
        self.tree.merge_asked.connect(self.acts.ask_merge_by_id)
        self.tree.menu_asked.connect(self.acts.menu)
        self.tree.new_asked.connect(lambda is_group: self.acts.new(self.code, is_group=is_group))
        self.tree.delete_asked.connect(self.acts.ask_delete)
        self.head.chosen.connect(self._show_view)
        self.form.written.connect(self._write)
        self.form.quote_pressed.connect(self._quote_pressed)
        self.form.held_back.connect(say)
        self.fields_block.add_asked.connect(lambda: self.acts.edit_field(self.code, None))
        self.fields_block.chosen.connect(lambda field: self.acts.edit_field(self.code, field))
        self.fields_block.group_asked.connect(self.show_code)
        self.rules_block.add_asked.connect(lambda: self.acts.add_rule(self.code))
        self.rules_block.removed.connect(self.acts.remove_rule)
        self.rules_block.code_asked.connect(self.show_code)
        self.comments.written.connect(self._comment)
        self.comments.place_asked.connect(self.passage_asked)
        self.table_model.changed.connect(self.acts.write_pairs)
        self.table.pasted.connect(self.acts.write_pairs)
        self.table.chosen.connect(lambda code: self.tree.choose(code.id))
        nothing = "Nothing in the clipboard changes these cells."
        self.table.nothing_pasted.connect(lambda: say(nothing))
        self.acts.made.connect(self._made)
        self.from_file_button.clicked.connect(self._around.commands.import_codebook.trigger)
        self.freeze_button.clicked.connect(self.acts.freeze)
        self._fill_export(self.export_button.choices)
        self._session.changed.connect(self._changed)
        self._session.coder_changed.connect(self._coder_changed)
        self._session.closing.connect(self._close)
        self._settling.settled.connect(self._read_numbers)
        self._wire_versions()

    def _wire_versions(self) -> None:
        self.side.asks.connect(self.tree.say_waiting)
        self.side.versions.changes_asked.connect(self.show_changes)
        self.side.versions.version_asked.connect(self.acts.describe_version)
        self.side.meaning.answered.connect(self.acts.say_what_it_means)
        self.side.queue.look_asked.connect(self.look_again)
        self.side.hints.code_asked.connect(self._show_hinted)
        self.side.hints.link_asked.connect(self.acts.link_examples)
        self.changes.left.connect(self._back_to_code)
        self.recheck.left.connect(self._back_to_code)
        self.recheck.keys_changed.connect(self._say_keys)
        self.import_page.left.connect(self._leave_import)
        self.arriving.ended.connect(self._back_to_code)
        self.recheck.passage_asked.connect(self._go_to_recheck)
        self.looking.ended.connect(self._read_numbers)

    def _made(self, code: Code) -> None:
        """A new code is looked at, its name ready to be typed over."""
        self._show_view(_FORM)
        self.tree.choose(code.id)
        self._code_chosen(code)
        self.form.begin()

    def _enter_form(self) -> None:
        self._show_view(_FORM)
        self.form.begin()

    def _fill_export(self, menu: QMenu) -> None:
        for words_, ending, blank in _WAYS_OUT:
            menu.addAction(words_, partial(self.acts.export, ending, blank=blank))

    def _lay_out(self) -> None:
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for block in (self.fields_block, self.rules_block, self.comments):
            self.form.below.addWidget(block)
        self._stack = QStackedWidget()
        for page in (
            self.form, self.table, self.coder_view, self.changes, self.recheck, self._empty(),
            self.import_page,
        ):  # fmt: skip
            self._stack.addWidget(page)
        self._middle = QWidget()
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(hairline())
        column.addWidget(self._stack, 1)
        self.panes = Panes(
            self.tree, self._middle, self.side, self.tree.side_button, self.side.tree_button
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.panes)

    def _empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        lead = (
            "No codes yet. Bring the codebook you have (Excel, CSV, a REFI-QDA file), begin with a "
            "scheme that is ready, or make the first code here."
        )
        column.addWidget(words("The codebook", kind="title"))
        column.addWidget(words(lead, tone="muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        self._empty_button = Button("From Excel…", kind="primary")
        self._empty_button.clicked.connect(self._around.commands.import_codebook.trigger)
        first = Button("New code", key="Ins")
        first.clicked.connect(lambda: self.acts.new(None, is_group=False))
        for button in (self._empty_button, self.acts.template_button, first):
            button.setAutoDefault(True)  # Enter presses it
        row.addWidget(self._empty_button)
        row.addWidget(self.acts.template_button)
        row.addWidget(first)
        row.addStretch()
        column.addLayout(row)
        column.addStretch(1)
        return page


def _how_many(book: Codebook) -> str:
    groups = sum(code.is_group for code in book.codes)
    codes = len(book.codes) - groups
    said = "1 code" if codes == 1 else f"{codes:,} codes"
    if not groups:
        return said
    return f"{said} in {'1 group' if groups == 1 else f'{groups:,} groups'}"
