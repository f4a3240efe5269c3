"""The review sheet: how do files, what was read of one, and its text stand side by side?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from shiboken6 import isValid

from annotator_ui.import_review.file_panel import FilePanel
from annotator_ui.import_review.files_panel import FilesPanel
from annotator_ui.import_review.label_row import KEYS
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.text_preview import TextPreview
from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator.exchange.import_plan import Entry, ImportPlan
    from annotator_ui.import_review.review import Review
    from annotator_ui.import_review.shown_file import ShownFile
    from annotator_ui.theme import Theme

LEFT, CENTRE, RIGHT = 264, 520, 304
LEAST_LEFT = 208


class ReviewSheet(QWidget):
    """Shows a `Review` and tells it what was decided. Nothing is written before Import."""

    import_asked = Signal()
    cancelled = Signal()
    stop_asked = Signal()
    """What is being brought in shall stay outside after all."""
    columns_said = Signal(int, object)
    """Which file, and (use, column) pairs: its table shall be read again like this."""
    list_asked = Signal()
    """The list of refused files shall be saved."""
    state = Signal(str, str)
    """What the status line says: of the disk, and where one is."""

    keys = (
        ("S", "speaker"),
        ("J", "join"),
        ("N", "not a speaker"),
        ("↓", "next file"),
        ("Ctrl J", "next to look at"),
        ("Tab", "next field"),
    )

    def __init__(self, review: Review, theme: Theme, parent: QWidget | None = None) -> None:
        """`parent` from the start: what is put together first and then moved is dressed twice."""
        super().__init__(parent)
        self.review = review
        self._shown: ShownFile | None = None
        self._entry: Entry | None = None
        self._is_bringing_in = False
        self._across = QSplitter(Qt.Orientation.Horizontal, self)
        self.files = FilesPanel(theme, self._across)
        self.file = FilePanel(theme, self._across)
        self.text = TextPreview(theme, folded=True)
        self.cancel = Button("Cancel", key="Esc")
        self.cancel.setToolTip("Leave without bringing anything in")
        self.accept = Button("Import", key="Ctrl Enter", kind="primary")
        self.title_buttons: list[QWidget] = [self.cancel, self.accept]
        self._text_panel = QFrame(self._across)
        self._text_wanted = False
        self._lay_out()
        self._wire()
        self.show_all()

    @property
    def key(self) -> int:
        """The file that is shown; -1 before the first."""
        return -1 if self._shown is None else self._shown.key

    def start(self) -> None:
        """Show the first file: one that needs a look, where there is one."""
        key = self.review.first()
        self.files.choose(key)
        self.show_file(key)

    def begin(self) -> None:
        """Put the keyboard on the files."""
        self.files.begin()

    def undo(self) -> None:
        """Take the last decision back."""
        if not self.review.undo():
            self.review.said.emit("No decision to take back; nothing is written yet.")

    def show_all(self) -> None:
        """Show the review as it is now."""
        review = self.review
        self.files.show_files(review.name, review.how_many, review.lines())
        total = review.how_many if review.says_files else f"{review.n_files:,}"
        self.file.refused.show_refused(review.refusals(), total)
        number = review.n_coming
        self.accept.say("Import 1 transcript" if number == 1 else f"Import {number:,} transcripts")
        self.accept.setEnabled(number > 0 and not self._is_bringing_in)
        self.tell_state()

    def show_file(self, key: int) -> None:
        """Show one file; its text is read where it is not at hand."""
        transcript = self.review.preview(key)  # first: it may read the file anew
        self._shown = file = self.review.shown(key)
        self._entry = self.review.plan.entry(key)
        self.file.show_file(file)
        if transcript is not self.text.shown:
            self.text.show_transcript(transcript)
        self._light_label(file.asked[0] if file.asked else "")
        self.tell_state()

    def set_theme(self, theme: Theme) -> None:
        self.files.set_theme(theme)
        self.file.set_theme(theme)
        self.text.set_theme(theme)
        self._fit()

    def rest(self) -> None:
        """While files come in nothing is decided, and Cancel and Esc stop that."""
        self._is_bringing_in = True
        self.accept.setEnabled(False)
        self.file.setEnabled(False)
        self.files.begin()

    def go_on(self) -> None:
        """What was to come in did not: all is as it was before."""
        self._is_bringing_in = False
        self.file.setEnabled(True)
        self.show_all()

    # acts

    def go_to_next_question(self) -> None:
        """The next thing that is asked: in this file, else in the next that needs a look."""
        if self._shown is not None and self._shown.is_open and not self._on_question():
            self.file.focus_question()
            return
        key = self.review.next_to_look_at(-1 if self._shown is None else self._shown.key)
        if key is None:
            self.accept.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.files.choose(key)
        self.file.focus_question()

    def ask_told_fields(self) -> None:
        """Titles and dates from the names of the files, or from a table about them."""
        from annotator_ui.import_review.told_fields import ToldFields

        dialog = ToldFields(self, self.review)
        dialog.done_with.connect(self.review.said)
        dialog.open()

    def ask_columns(self) -> None:
        """What the columns of the table at hand are for."""
        from annotator_ui.import_review.table_columns import TableColumns

        key = self.key
        entry = self.review.plan.entry(key)
        if entry.columns:
            name = entry.member or entry.name
            dialog = TableColumns(self, name, entry.columns, entry.decisions.columns)
            dialog.wanted.connect(lambda said: self.columns_said.emit(key, said))
            dialog.open()

    def take_columns(self, plan: ImportPlan) -> None:
        """Show a table as it was read again; the keyboard stays at its columns."""
        self._is_bringing_in = False
        self.file.setEnabled(True)
        self.review.take_table(plan, self.review.plan.entry(self.key))
        if not self.file.focus_columns():
            self.files.begin()

    def _decide_here(self, letter: str) -> None:
        """A letter on the list of files: about the label in question."""
        if self._shown is not None and self._shown.asked:
            self.file.speakers.decide(self._shown.asked[0], KEYS[letter])

    def _light_label(self, label: str) -> None:
        """The text shows the label at hand, and the box below says how many files have it."""
        self.file.say_same(self.review.same_words(self.key, label))
        survey = None if self._shown is None else self._shown.survey
        one = None if survey is None else survey.label(label)
        if one is not None:
            self.text.light_line(one.line)

    def _light_field(self, key: str) -> None:
        survey = None if self._shown is None else self._shown.survey
        for one in () if survey is None else survey.fields:
            if one.name == key:
                self.text.light_line(one.line or 0)

    def _on_question(self) -> bool:
        """Whether the keyboard is in the middle, where the question at hand has been seen."""
        focused = self.focusWidget()
        return focused is not None and self.file.isAncestorOf(focused)

    def _changed(self) -> None:
        """Show what a decision changed; the keyboard stays on the sheet where its button went."""
        at = self.focusWidget()
        if self._entry is not None:
            self._shown = self.review.shown(self.review.key_of(self._entry))
        self.show_all()
        if self._shown is not None:
            self.files.choose(self._shown.key)
            self.show_file(self._shown.key)
        here = self.focusWidget()
        lost = here is None or not here.isVisible() or not self.isAncestorOf(here)
        went = at is not None and (not isValid(at) or not at.isVisible())
        if (lost or went) and self.isVisible() and not self.file.focus_question():
            self.files.begin()

    def tell_state(self) -> None:
        """Say where one is, for the status line."""
        review, key = self.review, -1 if self._shown is None else self._shown.key
        each = "File" if review.says_files else "Text"
        where = f"{each} {review.number(key):,} of {review.n_files:,}" if key >= 0 else ""
        left = review.n_to_look_at
        look = f"{left:,} to look at" if left else "nothing left to look at"
        self.state.emit("● Nothing written yet", f"{where} · {look}" if where else look)

    # putting together

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """All three where there is room, else the text in the place of the form when asked for."""
        zoom = zoom_of(self)
        width = self.width()
        narrow = width < (LEFT + CENTRE + RIGHT) * zoom
        left = LEFT if width >= (LEFT + CENTRE) * zoom else LEAST_LEFT
        self.file.offer_text(offered=narrow)
        self.back.setVisible(narrow)
        self.file.setVisible(not narrow or not self._text_wanted)
        self._text_panel.setVisible(not narrow or self._text_wanted)
        for panel, least in ((self.files, LEAST_LEFT), (self._text_panel, 240)):
            panel.setMinimumWidth(round(least * zoom))
        right = 0 if narrow and not self._text_wanted else round(RIGHT * zoom)
        if narrow and self._text_wanted:
            right = width - round(left * zoom)
        middle = max(1, width - round(left * zoom) - right)
        self._across.setSizes([round(left * zoom), middle, right])

    def _turn_text(self) -> None:
        self._text_wanted = not self._text_wanted
        self._fit()

    def _wire(self) -> None:
        review = self.review
        self.cancel.clicked.connect(self._give_up)
        self.accept.clicked.connect(self.import_asked)
        self.files.chosen.connect(self.show_file)
        self.files.decided.connect(self._decide_here)
        self.files.going_in.connect(self.file.focus_first)
        self.files.details_asked.connect(self.ask_told_fields)
        self.file.columns_asked.connect(self.ask_columns)
        self.file.text_asked.connect(self._turn_text)
        self.file.refused.save_asked.connect(self.list_asked)
        self.file.encoding_chosen.connect(lambda codec: review.read_as(self.key, codec))
        self.file.answered.connect(lambda asked, key: review.answer(self.key, asked, key))
        self.file.pages_chosen.connect(
            lambda what, taken: review.take_pages(self.key, what, taken=taken)
        )
        self.file.fields.written.connect(lambda key, text: review.describe(self.key, key, text))
        self.file.fields.entered.connect(self._light_field)
        speakers = self.file.speakers
        speakers.decided.connect(lambda label, what: review.decide(self.key, label, what))
        speakers.joined.connect(lambda label, to: review.join(self.key, label, to))
        speakers.renamed.connect(
            lambda label, name, role: review.rename(self.key, label, name, role)
        )
        speakers.answered.connect(
            lambda what, told, name, role: review.give(
                self.key, what, told=told, name=name, role=role
            )
        )
        speakers.entered.connect(self._light_label)
        self.file.same.toggled.connect(lambda on: review.set_same(same=on))
        self.file.remember.toggled.connect(lambda on: review.set_remember(remember=on))
        review.changed.connect(self._changed)
        review.field_refused.connect(
            lambda field, why: self.file.fields.fields[field].set_wrong(why)
        )
        for keys, act in (
            ("Ctrl+Return", self._ask_import),
            ("Ctrl+Enter", self._ask_import),
            ("Ctrl+J", self.go_to_next_question),
            ("Esc", self._leave),
        ):
            # of the window, because the buttons stand in its title bar; asleep while out of sight
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _ask_import(self) -> None:
        """What stands in a field that has not been left yet counts."""
        self.files.begin()
        if self.accept.isEnabled():
            self.import_asked.emit()

    def _leave(self) -> None:
        """Esc goes back to the files first, and leaves from there."""
        if self._is_bringing_in or self.files.view.hasFocus():
            self._give_up()
        else:
            self.files.begin()

    def _give_up(self) -> None:
        if self._is_bringing_in:
            self.stop_asked.emit()
        else:
            self.cancelled.emit()

    def _lay_out(self) -> None:
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text_panel.setProperty("ground", "panel")
        self.back = Button("Back to the form", drawing="chevron-left")
        self.back.clicked.connect(self._turn_text)
        above = QHBoxLayout()
        above.setContentsMargins(14, 12, 14, 8)
        above.setSpacing(12)
        above.addWidget(self.back)
        above.addWidget(words("Text as it will stand", kind="section"))
        above.addStretch(1)
        above.addWidget(words("grey lines are not coded", kind="hint"))
        inside = QHBoxLayout()
        inside.setContentsMargins(14, 0, 4, 0)
        inside.addWidget(self.text)
        column = QVBoxLayout(self._text_panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addLayout(inside, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._across)
        self._across.setHandleWidth(1)
        self._across.setChildrenCollapsible(False)
        for panel in (self.files, self.file, self._text_panel):
            self._across.addWidget(panel)
        for index, stretch in enumerate((0, 1, 0)):
            self._across.setStretchFactor(index, stretch)
