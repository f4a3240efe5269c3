"""Who speaks in this file: every label that looks like a speaker's, and what is decided of it?"""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.transcripts.choices import ANSWERS, UNNAMED, Decision
from annotator_ui.import_review.answers_row import AnswersRow
from annotator_ui.import_review.label_row import LabelRow, columns
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import words
from annotator_ui.theme import Theme, ui_font

if TYPE_CHECKING:
    from annotator.transcripts.surveys import LabelFound, Survey

AT_ONCE: Final = 30
"""Labels shown at first: a record of a parliament has hundreds, and few of them are in doubt."""
AT_A_GLANCE: Final = 4
_SURENESS: Final = {"low": 0, "medium": 1, "high": 2}


class WhoSpeaks(QWidget):
    """The table of labels. Rows are kept and filled anew for the next file."""

    decided = Signal(str, str)
    joined = Signal(str, str)
    renamed = Signal(str, str, str)
    answered = Signal(str, bool, str, str)
    """For words without a label: whose name stands for them, a turn or not, name, office."""
    entered = Signal(str)
    """The keyboard came to this label."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[LabelFound, ...] = ()
        self._most = AT_ONCE
        self._order: dict[str, int] = {}
        self._rows: list[LabelRow] = []
        self._survey: Survey | None = None
        self._asked: Container[str] = ()
        self._count = words(kind="small", tone="muted")
        self._head = _Head(theme)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._more = Button("", kind="link")
        self._more.clicked.connect(self.show_more)
        self._none = words(kind="base", tone="muted", wrap=True)
        self._lay_out()

    def show_survey(self, survey: Survey, *, asked: Container[str], anew: bool) -> None:
        """Fill the table; `asked` are the labels a question is about, `anew` for another file."""
        self._survey, self._asked = survey, asked
        if anew:
            self._most = AT_ONCE
            self._order = {one.label: n for n, one in enumerate(self._sorted(survey.labels))}
        self._fill()

    def show_more(self) -> None:
        self._most += 4 * AT_ONCE
        self._fill()

    def set_theme(self, theme: Theme) -> None:
        self._theme = self._head.theme = theme
        self._head.update()
        for row in self._rows:
            row.set_theme(theme)

    def row(self, label: str) -> LabelRow | None:
        """The row of a label, made visible where it was folded away."""
        if label not in {row.label for row in self._used()}:
            if all(one.label != label for one in self._shown):
                return None
            self._most = len(self._shown)
            self._fill()
        return next((row for row in self._used() if row.label == label), None)

    def focus_label(self, label: str) -> bool:
        """Put the keyboard on the decision of a label; whether it is there."""
        row = self.row(label)
        if row is not None:
            row.decision.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return row is not None

    def decide(self, label: str, decision: Decision) -> None:
        """As if the key had been pressed on the row."""
        row = self.row(label)
        if row is not None:
            row.decide(decision)

    def _used(self) -> list[LabelRow]:
        return [row for row in self._rows if not row.isHidden()]

    def _fill(self) -> None:
        survey = self._survey
        if survey is None:
            return
        self._shown = self._in_order(survey.labels)
        some = self._shown[: self._most]
        while len(self._rows) < len(some):
            self._add_row()
        whose = _whose(survey.labels)
        speakers = tuple(one.label for one in survey.labels if one.decision == "speaker")
        for row, one in zip(self._rows, some, strict=False):
            row.show_candidate(
                one,
                others=tuple(label for label in speakers if label != one.label),
                as_whom=whose.get(one.choice.join, one.choice.join),
                asked=one.label in self._asked,
            )
            row.show()
        for row in self._rows[len(some) :]:
            row.hide()
        self._say(survey, len(some))

    def _say(self, survey: Survey, shown: int) -> None:
        number = len(self._shown)
        lines = "1 line looks like a label" if number == 1 else f"{number:,} lines look like labels"
        self._count.setText(lines if number else "")
        self._head.setVisible(number > 0)
        self._more.setVisible(number > shown)
        self._more.say(f"Show {number - shown:,} more labels")
        if survey.answers is not None or "answers" in vars(self):
            self.answers.show_words(survey.answers)
        if survey.unnamed is not None or "unnamed" in vars(self):
            self.unnamed.show_words(survey.unnamed)
        self._none.setVisible(not number and survey.answers is None)
        self._none.setText("No line looks like a speaker’s label: the text comes in as it stands.")

    def _in_order(self, labels: tuple[LabelFound, ...]) -> tuple[LabelFound, ...]:
        """In the order in which the file was shown first: rows stay where they are."""
        last = len(self._order)
        return tuple(sorted(labels, key=lambda one: self._order.get(one.label, last)))

    def _sorted(self, labels: tuple[LabelFound, ...]) -> list[LabelFound]:
        """What is asked about comes first where not all is seen at a glance, then what is in doubt.

        Few labels stay in the order of speaking.
        """
        if len(labels) <= AT_A_GLANCE:
            return list(labels)
        many = len(labels) > AT_ONCE

        def doubt(one: LabelFound) -> tuple[bool, int]:
            return one.label not in self._asked, _SURENESS[one.confidence] if many else 0

        return sorted(labels, key=doubt)

    @cached_property
    def answers(self) -> AnswersRow:
        """Who answers without a label; made where that is asked, which is seldom."""
        return self._without_label(ANSWERS)

    @cached_property
    def unnamed(self) -> AnswersRow:
        """Who speaks where no label says so."""
        return self._without_label(UNNAMED)

    def _without_label(self, what: str) -> AnswersRow:
        row = AnswersRow(what)
        row.answered.connect(self.answered)
        self._whole.addWidget(row)
        return row

    def _add_row(self) -> None:
        row = LabelRow(self._theme)
        row.decided.connect(self.decided)
        row.joined.connect(self.joined)
        row.renamed.connect(self.renamed)
        row.entered.connect(self.entered)
        row.left_by.connect(lambda field, step, row=row: self._step(row, field, step))
        self._rows.append(row)
        self._column.addWidget(row)

    def _step(self, row: LabelRow, field: str, step: int) -> None:
        used = self._used()
        wanted = used.index(row) + step if row in used else 0
        if 0 <= wanted < len(used):
            used[wanted].field(field).setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(words("Who speaks", kind="strong"))
        above.addStretch(1)
        above.addWidget(self._count)
        self._whole = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self._head)
        column.addLayout(self._column)
        column.addSpacing(6)
        column.addWidget(self._more)
        column.addWidget(self._none)


class _Head(QWidget):
    """The names of the columns, on the same edges as what stands below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self) -> QSize:
        return QSize(300, round(32 * zoom_of(self)))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        zoom = zoom_of(self)
        at = columns(self.width(), zoom)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self.theme.line))
        painter.setFont(ui_font(11 * zoom, 600))
        painter.setPen(QColor(self.theme.muted))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        names = [(at.label, "Label and its first passage", left), (at.decision, "Decision", left)]
        if at.narrow:
            names.append((at.person, "Person and role", left))
        else:
            names += [
                (at.times, "Times", right),
                (at.sure, "Confidence", left),
                (at.person, "Person", left),
                (at.role, "Role", left),
            ]
        for (start, width), name, side in names:
            mode = Qt.TextElideMode.ElideRight
            shown = painter.fontMetrics().elidedText(name, mode, round(width + 6))
            room = QRectF(start, 0, width + (0 if side == right else 8), self.height() - 2)
            painter.drawText(room, side, shown)
        painter.end()


def _whose(candidates: tuple[LabelFound, ...]) -> Mapping[str, str]:
    """The name under which the person of a label is known now."""
    return {one.label: one.choice.name or one.label for one in candidates}
