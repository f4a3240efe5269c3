"""What did coders ask, and what is answered to everybody? Under the parts of the coders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.fields import Field, LineField
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import hairline, words

if TYPE_CHECKING:
    from annotator.model.questions import Asked

_ID: Final = Qt.ItemDataRole.UserRole
_LONGEST: Final = 200
_LOW: Final = 64
NOTE: Final = (
    "New packs bring all answers along. For packs that are out, write the answers to a file and "
    "send it: coders drop it on their window."
)


class QuestionsPanel(QWidget):
    """Questions at the left, the open ones first; the chosen one with its answer at the right."""

    answered = Signal(int, str, str)
    """The id of a question, the question as everybody reads it, the answer."""
    passage_wanted = Signal(object)
    """A `Question` to be seen in its text."""
    file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._asked: dict[int, Asked] = {}
        self._names: Mapping[int, str] = {}
        self.list = QListWidget()
        self.list.setAccessibleName("Questions")
        self.list.setProperty("part", "sections")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = words("Questions", kind="section")
        self.about = words(kind="small", tone="muted", wrap=True)
        self.passage = Button("Show the passage", kind="link")
        self.as_asked = LineField("As everybody reads it")
        self.answer = _Answer()
        self.answer.setPlaceholderText("For everybody, so without a word on codings")
        self.answer.setProperty("part", "field")
        self.answer.setTabChangesFocus(True)
        self.take = Button("Answer to everybody")
        self.file = Button("Write answers…", kind="link")
        self._lay_out()
        self.list.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.take.clicked.connect(self._answer)
        self.passage.clicked.connect(self._want_passage)
        self.file.clicked.connect(self.file_wanted)
        self.hide()

    def show_questions(self, asked: Sequence[Asked], names: Mapping[int, str]) -> None:
        """All questions; without any the panel is out of sight."""
        if list(self._asked.values()) == list(asked):
            return
        chosen = self._chosen()
        self._asked = {each.question.id: each for each in asked}
        self._names = names
        self.setVisible(bool(asked))
        waiting = sum(each.answer is None for each in asked)
        self.title.setText(f"Questions · {waiting} without an answer" if waiting else "Questions")
        self.file.setEnabled(waiting < len(asked))
        self.file.setToolTip(
            plain_tip(NOTE if waiting < len(asked) else "Nothing is answered yet.")
        )
        self.list.blockSignals(True)
        self.list.clear()
        for each in sorted(asked, key=lambda one: one.answer is not None):
            state = "" if each.answer is None else "✓ "
            item = QListWidgetItem(f"{state}{each.question.body}")
            item.setData(_ID, each.question.id)
            item.setToolTip(plain_tip(each.question.body))
            self.list.addItem(item)
            if chosen is not None and chosen.question.id == each.question.id:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._show_chosen()

    def _chosen(self) -> Asked | None:
        item = self.list.currentItem()
        return self._asked.get(item.data(_ID)) if item is not None else None

    def _show_chosen(self) -> None:
        each = self._chosen()
        if each is None:
            return
        question = each.question
        told = f"{self._names.get(question.coder_id, '?')} asks"
        if question.quote:
            quote = question.quote[:_LONGEST] + ("…" if len(question.quote) > _LONGEST else "")
            told += f" about “{quote}”"
        self.about.setText(f"{told}: {question.body}")
        self.passage.setVisible(question.transcript_id is not None)
        self.as_asked.line.setText(each.answer.asked if each.answer else question.body)
        self.answer.setPlainText(each.answer.body if each.answer else "")

    def _answer(self) -> None:
        each = self._chosen()
        if each is not None:
            words_ = self.answer.toPlainText()
            self.answered.emit(each.question.id, self.as_asked.text(), words_)

    def _want_passage(self) -> None:
        each = self._chosen()
        if each is not None:
            self.passage_wanted.emit(each.question)

    def _scrolling(self) -> QScrollArea:
        """The fields at their own height: in a low window, or at 200 %, one scrolls to them."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        column.addWidget(self.about)
        column.addWidget(self.passage)
        column.addWidget(self.as_asked)
        column.addWidget(Field("Answer", self.answer), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        for part in (inside, scroll.viewport()):
            part.setProperty("ground", "panel")
        return scroll

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 10, 24, 4)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.file)
        form = QVBoxLayout()
        form.setSpacing(8)
        form.addWidget(self._scrolling(), 1)
        form.addWidget(self.take, 0, Qt.AlignmentFlag.AlignRight)
        both = QHBoxLayout()
        both.setContentsMargins(16, 0, 24, 14)
        both.setSpacing(18)
        both.addWidget(self.list, 2)
        both.addLayout(form, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline())
        column.addLayout(head)
        column.addLayout(both, 1)


class _Answer(QPlainTextEdit):
    """As low as three lines where there is no more room; it takes what there is."""

    def sizeHint(self) -> QSize:
        return QSize(200, round(_LOW * zoom_of(self)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
