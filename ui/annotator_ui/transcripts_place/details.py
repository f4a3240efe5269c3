"""What does a transcript say about itself, and may that be corrected?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator_ui.item_models.written_dates import date_from
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.fields import LineField
from annotator_ui.parts.text_preview import TextPreview
from annotator_ui.parts.words import Elided, hairline, words

if TYPE_CHECKING:
    from annotator.model.transcript import Metadata, OpenTranscript
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme

FIELDS = (  # attribute of Metadata, name, hint, row, column, columns
    ("title", "Title", "", 0, 0, 2),
    ("byline", "By-line", "", 1, 0, 2),
    ("date", "Date", "2023-11-28, or less", 2, 0, 1),
    ("last_updated", "Last updated", "", 2, 1, 1),
    ("place", "Place", "", 3, 0, 1),
    ("source", "Source", "", 3, 1, 1),
    ("kind", "Kind", "press point", 4, 0, 1),
    ("note", "Note", "", 4, 1, 1),
    ("language", "Language", "en, de, uk", 5, 0, 1),
)

DATES = frozenset({"date", "last_updated"})

SIDE = 18
LEAST_TEXT = 140
"""Pixels; below that the panel scrolls."""


class Details(QFrame):
    """The panel at the right: fields that are written as soon as they are left, and the text."""

    wanted_in_code = Signal(int)
    removed = Signal(int)
    divide_asked = Signal(int)
    """Turns and units shall be corrected."""
    correct_asked = Signal(int)
    """The text shall be corrected."""
    before_asked = Signal(int)
    """The text as it was before it was corrected shall be read."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self._session = session
        self._shown: OpenTranscript | None = None
        self._name = Elided(kind="card")
        self._facts = Elided(kind="small", tone="muted")
        self.fields = {key: LineField(name, hint=hint) for key, name, hint, *_ in FIELDS}
        self.doc_id = LineField("Id", hint="short, for sheets")
        self.preview = TextPreview(theme)
        self.divide = Button("Turns and units", kind="link")
        self.divide.setToolTip("Whose a turn is, where turns and sentences begin")
        self.correct = Button("Correct", kind="link")
        self.correct.setToolTip("Mend the words of the text; codings go over to the new ones")
        self.before = Button("Texts before", kind="link")
        self.open = Button("Open in Code", key="Enter")
        self.remove = Button("Remove", key="Del", kind="danger")
        self.open.clicked.connect(lambda: self.wanted_in_code.emit(self._shown_id()))
        self.remove.clicked.connect(lambda: self.removed.emit(self._shown_id()))
        self.divide.clicked.connect(lambda: self.divide_asked.emit(self._shown_id()))
        self.correct.clicked.connect(lambda: self.correct_asked.emit(self._shown_id()))
        self.before.clicked.connect(lambda: self.before_asked.emit(self._shown_id()))
        for key, field in self.fields.items():
            field.line.editingFinished.connect(partial(self._write, key))
        self.doc_id.line.editingFinished.connect(self._write_id)
        self._lay_out()

    def show_transcript(self, transcript: OpenTranscript | None) -> None:
        self._shown = transcript
        self.setVisible(transcript is not None)
        self.preview.show_transcript(transcript)
        if transcript is None:
            return
        info = transcript.info
        self._name.say(info.metadata.title or info.doc_id)
        self._facts.say(
            f"{info.source_name} · {_count(info.n_turns, 'turn')}, "
            f"{_count(info.n_paragraphs, 'paragraph')}, {_count(info.n_sentences, 'sentence')}"
        )
        for key, field in self.fields.items():
            _fill(field, getattr(info.metadata, key))
        _fill(self.doc_id, info.doc_id)
        before = len(self._session.project.text_versions(info.id)) - 1
        self.before.setVisible(before > 0)
        self.before.say("Text before" if before == 1 else f"{before} texts before")

    def begin_title(self) -> None:
        """Put the keyboard on the title, to write another."""
        line = self.fields["title"].line
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.selectAll()

    def set_theme(self, theme: Theme) -> None:
        self.preview.set_theme(theme)

    def _write(self, key: str) -> None:
        """Write one field when it is left; each is an act of its own that Ctrl+Z takes back."""
        if self._shown is None:
            return
        metadata, field = self._shown.info.metadata, self.fields[key]
        text = date_from(field.text()) if key in DATES else field.text()
        if text is None:
            field.set_wrong("Write it as 2023-11-28, or less; or the month as a word.")
        elif text != getattr(metadata, key):
            self._change(field, metadata.with_fields({key: text}), None)
        else:
            _fill(field, text)

    def _write_id(self) -> None:
        if self._shown is not None and self.doc_id.text() != self._shown.info.doc_id:
            self._change(self.doc_id, self._shown.info.metadata, self.doc_id.text())

    def _change(self, field: LineField, metadata: Metadata, doc_id: str | None) -> None:
        if self._shown is None or not self._session.is_open:
            return
        try:
            self._session.project.change_transcript(self._shown.info.id, metadata, doc_id=doc_id)
        except UserError as error:
            field.set_wrong(str(error))
        else:
            field.set_wrong("")

    def _shown_id(self) -> int:
        return self._shown.info.id if self._shown is not None else 0

    def _lay_out(self) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._middle())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head())
        whole.addWidget(hairline())
        whole.addWidget(scroll, 1)
        whole.addWidget(hairline())
        whole.addLayout(self._foot())

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(SIDE, 14, SIDE, 12)
        head.setSpacing(2)
        head.addWidget(self._name)
        head.addWidget(self._facts)
        return head

    def _middle(self) -> QWidget:
        """Fields and text; in a low window they scroll together."""
        inside = QWidget()
        inside.setProperty("ground", "panel")
        self.preview.setMinimumHeight(LEAST_TEXT)
        above = QHBoxLayout()
        above.setContentsMargins(SIDE, 12, SIDE, 6)
        above.setSpacing(10)
        above.addWidget(words("Text", kind="section"))
        above.addStretch(1)
        for link in (self.before, self.divide, self.correct):
            above.addWidget(link)
        text = QVBoxLayout()
        text.setContentsMargins(SIDE, 0, 4, 0)
        text.addWidget(self.preview)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._form())
        column.addWidget(hairline())
        column.addLayout(above)
        column.addLayout(text, 1)
        return inside

    def _form(self) -> QGridLayout:
        form = QGridLayout()
        form.setContentsMargins(SIDE, 14, SIDE, 14)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(12)
        form.setColumnStretch(0, 1)
        form.setColumnStretch(1, 1)
        for key, _, _, row, column, columns in FIELDS:
            form.addWidget(self.fields[key], row, column, 1, columns)
        form.addWidget(self.doc_id, 5, 1)
        return form

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(SIDE, 9, SIDE, 9)
        foot.setSpacing(8)
        foot.addWidget(self.open)
        foot.addStretch(1)
        foot.addWidget(self.remove)
        return foot


def _fill(field: LineField, text: str) -> None:
    """Show what stands in the project, unless somebody is writing there."""
    field.set_wrong("")
    if field.line.text() != text and not (field.line.hasFocus() and field.line.isModified()):
        field.line.setText(text)
        field.line.setCursorPosition(0)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
