"""Whose is a turn, where does it begin, and where do sentences? Corrected by hand, key by key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from annotator.errors import UserError
from annotator_ui.parts.buttons import Button
from annotator_ui.transcript_view import TranscriptView
from annotator_ui.transcripts_place.dividing_panel import DividingPanel, ShownUnit
from annotator_ui.transcripts_place.page import Page

if TYPE_CHECKING:
    from annotator.changes import Changes
    from annotator.model.spans import Span
    from annotator.model.transcript import Level, OpenTranscript
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme

PANEL: Final = 380
LEAST_VIEW: Final = 350
"""Numbers, a line and the ruler beside each other."""


class DividingPage(Page):
    """The text with its unit cursor; what can be done at the cursor stands at the right."""

    about = "Turns and units"
    keys = (
        ("T", "a turn begins"),
        ("J", "join turns"),
        ("S", "speaker"),
        ("C", "cut"),
        ("M", "join sentences"),
        ("Esc", "back"),
    )

    def __init__(self, session: Session, transcript_id: int, theme: Theme) -> None:
        super().__init__()
        self._session, self._id = session, transcript_id
        self._shown: OpenTranscript | None = None
        self.view = TranscriptView()
        self.panel = DividingPanel()
        self.done = Button("Done", key="Esc", kind="primary")
        self.title_buttons = [self.done]
        self._lay_out()
        self._wire()
        self.set_theme(theme)
        self._read(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence at hand stays in sight, also when the page gets its first size."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        chosen = self.view.selection()
        if chosen is not None:
            self.view.go_to(chosen)

    def begin(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        self.view.set_theme(theme)

    def set_zoom(self, factor: float) -> None:
        self.view.set_zoom(factor)

    # acts

    def split_turn(self) -> None:
        """A turn begins with the sentence under the cursor."""
        at = self._at()
        begin = self._session.project.turn_beginning(self._id, at)
        if self._act(lambda: self._session.project.split_turn(self._id, at)):
            self._go_to(begin.text_start)
            if not begin.label:
                self.panel.focus_speaker()

    def join_turn(self, *, label_is_speech: bool = False) -> None:
        """The turn under the cursor goes on with the one before it."""
        number = self._turn()
        self._act(
            lambda: self._session.project.join_turn(
                self._id, number, label_is_speech=label_is_speech
            )
        )

    def give_turn(self, speaker: str, role: str) -> None:
        """The turn under the cursor is somebody's."""
        if not self._session.is_open:
            return
        number = self._turn()
        self._act(lambda: self._session.project.give_turns(self._id, [number], speaker, role))

    def cut_sentence(self) -> None:
        """The sentence is cut before the word with which the narrowed selection begins."""
        at = self._at()
        self._act(lambda: self._session.project.split_unit(self._id, "sentence", at))

    def join_sentence(self) -> None:
        self._join("sentence")

    def turn_paragraph(self) -> None:
        """A paragraph begins with this sentence; where one does already, it is joined."""
        shown, at = self._shown, self._at()
        if shown is None:
            return
        paragraphs = shown.spans("paragraph")
        number = paragraphs.at(at)
        sentence = shown.spans("sentence").at(at)
        start = at if sentence is None else shown.spans("sentence")[sentence].start
        if number is not None and paragraphs[number].start >= start:
            self._join("paragraph")
        else:
            self._act(lambda: self._session.project.split_unit(self._id, "paragraph", start))

    # inside

    def _join(self, level: Level) -> None:
        number = self._shown.spans(level).at(self._at()) if self._shown is not None else None
        if number is not None:
            self._act(lambda: self._session.project.join_unit(self._id, level, number))

    def _act(self, act: Callable[[], object]) -> bool:
        """Whether an act went through; a refusal is said in the panel."""
        self.panel.refuse("")
        try:
            act()
        except UserError as error:
            self.panel.refuse(str(error))
            return False
        return True

    def _at(self) -> int:
        span = self.view.selection()
        return 0 if span is None else span.start

    def _turn(self) -> int:
        """The number of the turn under the cursor."""
        at = self._at()
        turns = self._shown.turns if self._shown is not None else ()
        return max((n for n, turn in enumerate(turns) if turn.start <= at), default=0)

    def _go_to(self, at: int) -> None:
        if self._shown is None:
            return
        sentences = self._shown.spans("sentence")
        number = sentences.nearest(at)
        if number is not None:
            self.view.go_to(sentences[number])

    def _typed(self, letter: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "t": self.split_turn,
            "j": self.join_turn,
            "l": lambda: self.join_turn(label_is_speech=True),
            "s": self.panel.focus_speaker,
            "c": self.cut_sentence,
            "m": self.join_sentence,
            "p": self.turn_paragraph,
        }
        act = acts.get(letter.casefold())
        if act is not None:
            act()

    def _changed(self, changes: Changes) -> None:
        if self._id in changes.transcripts or changes.codings_in:
            at = self._at()
            if changes.place is not None and (changes.undone or changes.redone):
                at = changes.place.start
            self._read(at)

    def _read(self, at: int) -> None:
        """Show the text as it is divided now, with the cursor where it was."""
        project = self._session.project
        shown = self._session.attempt(lambda: project.whole_transcript(self._id))
        if shown is None:
            self.left.emit()
            return
        self._shown = shown
        self.view.show_transcript(shown)
        names = [one.name for one in project.persons()]
        names += [name for name, _ in shown.info.speakers]
        self.panel.propose(names)
        self.panel.say_set(project.why_units_are_set(self._id))
        self._go_to(at)
        self._tell()

    def _tell(self) -> None:
        """Show what stands under the cursor."""
        shown, span = self._shown, self.view.selection()
        if shown is None or span is None:
            self.panel.show_unit(None)
            return
        number = self._turn()
        turn = shown.turns[number] if shown.turns else None
        sentences = shown.spans("sentence")
        sentence = sentences.at(span.start)
        unit = span if sentence is None else sentences[sentence]
        cut = span.start if unit.start < span.start else None
        self.panel.show_unit(
            ShownUnit(
                turn=turn,
                turn_number=number,
                sentence_number=(sentence or 0) + 1,
                before=shown.text[unit.start : cut if cut is not None else unit.end],
                after="" if cut is None else shown.text[cut : unit.end],
                first_in_paragraph=_begins(shown, "paragraph", unit),
                first_in_turn=_begins(shown, "turn", unit),
            )
        )
        place = f"Turn {number + 1:,} of {len(shown.turns):,}"
        self.where.emit(f"{place} · sentence {(sentence or 0) + 1:,} of {len(sentences):,}")

    def _leave(self) -> None:
        """Esc goes back to the text first, and leaves from there."""
        if self.panel.isAncestorOf(self.focusWidget()):
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def _wire(self) -> None:
        self.view.cursor_moved.connect(self._tell)
        self.view.code_key.connect(self._typed)
        panel = self.panel
        panel.begin_turn.clicked.connect(self.split_turn)
        panel.join_turn.clicked.connect(lambda _=False: self.join_turn())
        panel.join_as_speech.clicked.connect(lambda: self.join_turn(label_is_speech=True))
        panel.cut.clicked.connect(self.cut_sentence)
        panel.join_sentence.clicked.connect(self.join_sentence)
        panel.paragraph.clicked.connect(self.turn_paragraph)
        panel.given.connect(self.give_turn)
        self.done.clicked.connect(self.left)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._leave)
        self._session.changed.connect(self._changed)
        self._session.closing.connect(self.finish_writing)

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.view)
        split.addWidget(self.panel)
        split.setStretchFactor(0, 1)
        split.setSizes([900, PANEL])
        self.panel.setMinimumWidth(290)
        self.view.setMinimumWidth(LEAST_VIEW)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)


def _begins(shown: OpenTranscript, level: Level, unit: Span) -> bool:
    spans = shown.spans(level)
    number = spans.at(unit.start)
    return number is not None and spans[number].start >= unit.start
