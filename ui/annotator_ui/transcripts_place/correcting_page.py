"""How is the text of a transcript corrected, and what does that do to what stands on it?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout

from annotator.errors import UserError
from annotator_ui.dialogs.pick_file import TRANSCRIPTS, pick_file
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.fields import LineField
from annotator_ui.parts.words import Elided, Paragraph, hairline, words
from annotator_ui.transcripts_place.changes_list import ChangesList
from annotator_ui.transcripts_place.page import Page
from annotator_ui.transcripts_place.text_editor import TextEditor

if TYPE_CHECKING:
    from annotator.model.corrections import CorrectionReport
    from annotator_ui.project_acts import ProjectActs
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme

PANEL: Final = 400
PAUSE_MS: Final = 250
SIDE: Final = 18
NOTHING: Final = "Nothing is changed yet. Write in the text, or take a corrected file."


class CorrectingPage(Page):
    """The text to write in; at the right every change, and what becomes of the codings."""

    done = Signal()
    """The text is corrected."""
    about = "Correct the text"
    keys = (("Ctrl Enter", "correct the text"), ("Ctrl Z", "undo the writing"), ("Esc", "leave"))

    def __init__(
        self, session: Session, transcript_id: int, theme: Theme, acts: ProjectActs
    ) -> None:
        super().__init__()
        self._session, self._id, self._acts = session, transcript_id, acts
        self._project = session.project
        self._before = self._project.whole_transcript(transcript_id)
        self.editor = TextEditor()
        self.changes = ChangesList(theme)
        self._name = Elided(kind="card")
        self.said = Paragraph()
        self.said.setProperty("kind", "base")
        self.refusal = words(kind="small", tone="error", wrap=True)
        self.note = LineField("Why", example="checked against the recording")
        self.take_file = Button("Take a corrected file…")
        self.cancel = Button("Leave", key="Esc")
        self.accept = Button("Correct the text", key="Ctrl Enter", kind="primary")
        self.title_buttons = [self.cancel, self.accept]
        self._warned = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay_out()
        self._wire()
        info = self._before.info
        self._name.say(info.metadata.title or info.doc_id)
        self.editor.show_text(self._before.text)
        if self.editor.isReadOnly():
            self.refuse("This text cannot be written in here. Take a corrected file instead.")
        else:
            self.refuse("")
        self.look()

    def begin(self) -> None:
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.where.emit("The text before stays readable")

    def set_theme(self, theme: Theme) -> None:
        self.changes.set_theme(theme)
        self.editor.dress()

    def set_zoom(self, factor: float) -> None:
        del factor
        self.editor.dress()

    def refuse(self, why: str) -> None:
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))

    def look(self) -> None:
        """Show what is changed by now, and what that would do."""
        self._pause.stop()
        if self._warned:
            self._warned = False
            self.refuse("")
        text = self.editor.text()
        try:
            planned = self._project.plan_correction(self._id, text)
        except UserError as error:
            same = text == self._before.text
            self.said.say("", NOTHING if same else str(error))
            self.changes.show_changes((), "", "")
            self.accept.setEnabled(False)
            return
        changes = planned.report.changes
        self.said.say(_places(len(changes)), _what_happens(planned.report))
        self.changes.show_changes(changes, planned.old_text, planned.new_text)
        self.accept.setEnabled(True)

    def take(self, path: Path) -> None:
        """Let the text of a corrected file stand in the editor."""
        try:
            text = self._project.text_in_file(path)
        except UserError as error:
            self.refuse(str(error))
            return
        self.refuse("")
        if self.editor.isReadOnly():
            self._correct(text)
        else:
            self.editor.put(text)
            self.look()

    def correct(self) -> None:
        """Put the text as it is written in the place of the one that is read now."""
        self.look()
        if self.accept.isEnabled():
            self._correct(self.editor.text())

    def leave(self) -> None:
        """Leave the text as it was; what was written is lost only when this is asked twice."""
        written = self.editor.text() != self._before.text
        if written and not self._warned:
            self._warned = True
            self.refuse("What you wrote is not in the text yet. Esc once more leaves it out.")
            return
        self.left.emit()

    def _correct(self, text: str) -> None:
        self._acts.correct_text(self._id, text, self.note.text(), self._corrected)

    def _corrected(self, report: CorrectionReport) -> None:
        self._session.said.emit(f"The text is corrected. {_what_happens(report)}")
        self.done.emit()

    def _go_to(self, at: int) -> None:
        self.editor.go_to(at)

    def _ask_file(self) -> None:
        pick_file(self, "The corrected text", TRANSCRIPTS, self.take)

    def _wire(self) -> None:
        self.editor.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self.look)
        self.changes.asked.connect(self._go_to)
        self.take_file.clicked.connect(self._ask_file)
        self.cancel.clicked.connect(self.leave)
        self.accept.clicked.connect(self.correct)
        for keys, act in (
            ("Ctrl+Return", self.correct),
            ("Ctrl+Enter", self.correct),
            ("Esc", self.leave),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _lay_out(self) -> None:
        panel = QFrame()
        panel.setProperty("ground", "panel")
        head = QVBoxLayout()
        head.setContentsMargins(SIDE, 14, SIDE, 12)
        head.setSpacing(6)
        head.addWidget(self._name)
        head.addWidget(self.said)
        head.addWidget(self.refusal)
        body = QVBoxLayout()
        body.setContentsMargins(SIDE, 12, 8, 12)
        body.addWidget(self.changes)
        foot = QVBoxLayout()
        foot.setContentsMargins(SIDE, 10, SIDE, 12)
        foot.setSpacing(10)
        foot.addWidget(self.note)
        row = QHBoxLayout()
        row.addWidget(self.take_file)
        row.addStretch(1)
        foot.addLayout(row)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addLayout(body, 1)
        column.addWidget(hairline())
        column.addLayout(foot)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.editor)
        split.addWidget(panel)
        split.setStretchFactor(0, 1)
        split.setSizes([900, PANEL])
        panel.setMinimumWidth(320)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)


def _places(number: int) -> str:
    return "1 place is changed." if number == 1 else f"{number:,} places are changed."


def _what_happens(report: CorrectionReport) -> str:
    """What becomes of the codings, in words."""
    if not report.carried and not report.gone and not report.joined:
        return "Nothing is coded on this text."
    parts = [f"{_codings(report.carried)} to the new text"]
    if report.touched:
        parts.append(f"{report.touched:,} of them on other words: to be looked at")
    if report.gone:
        one = (
            "1 loses all its words and stays"
            if report.gone == 1
            else (f"{report.gone:,} lose all their words and stay")
        )
        parts.append(f"{one} with the text before")
    if report.joined:
        parts.append(f"{report.joined:,} become one with another")
    return "; ".join(parts) + "."


def _codings(number: int) -> str:
    return "1 coding goes over" if number == 1 else f"{number:,} codings go over"
