"""How does the chosen passage read in its paragraph, and what stands beside it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator_ui.item_models.code_row import NO_COLOR
from annotator_ui.item_models.dates import long_date
from annotator_ui.item_models.passage_rows import sentence_words
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.marked_text import MarkedText, Stretch
from annotator_ui.parts.prose import Prose
from annotator_ui.parts.swatch import Swatch
from annotator_ui.parts.words import hairline, words
from annotator_ui.theme import Theme, code_shade

if TYPE_CHECKING:
    from annotator.model.codebook import Code
    from annotator.model.retrieval import PassageAround, PassageShown


class ReadingPane(QScrollArea):
    """The right panel: code, words, who said them, fields, memo, and the way to the text."""

    asked_to_go = Signal()
    asked_to_copy = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._codes: Mapping[int, Code] = {}
        self._swatch = Swatch(10)
        self._code = words(kind="card", wrap=True)
        self._by = words(kind="small", tone="muted", wrap=True)
        self._who = words(kind="strong", wrap=True)
        self._where = words(kind="small", tone="muted", wrap=True)
        self.text = MarkedText(theme)
        self._fields_head = words("Fields", kind="section")
        self._fields = Prose()
        self._beside_head = words("On some of the same words", kind="section")
        self._beside = Prose()
        self._memo_head = words("Memo", kind="section")
        self._memo = Prose()
        self.go = Button("Go there", key="Enter")
        self.copy = Button("Copy", key="Ctrl C")
        self.go.clicked.connect(self.asked_to_go)
        self.copy.clicked.connect(self.asked_to_copy)
        self._page = QWidget()
        self._lay_out()
        self.show_passage(None, None, {})

    def show_passage(
        self,
        shown: PassageShown | None,
        around: PassageAround | None,
        codes: Mapping[int, Code],
    ) -> None:
        self._codes = codes
        self._page.setVisible(shown is not None)
        if shown is None or around is None:
            return
        code = codes.get(shown.key.code_id)
        self._swatch.set_color(code.color if code is not None and code.color else NO_COLOR)
        doubt = " ?" if shown.key.unsure else ""
        self._code.setText((code.name if code is not None else "?") + doubt)
        self._by.setText(f"coded by {shown.coder}{', unsure' if shown.key.unsure else ''}")
        self._who.setText(", ".join(part for part in (shown.speaker, shown.role) if part))
        self._who.setVisible(bool(shown.speaker))
        where = (shown.title, long_date(shown.date), sentence_words(shown))
        self._where.setText(" · ".join(part for part in where if part))
        start, end, code_id = around.passage
        self.text.show_text(around.text, [Stretch(start, end, self._fill(code_id))])
        names = [codes[each].name for each in shown.beside if each in codes]
        fields = [f"{name}: {value}" for name, value in shown.fields]
        for head, prose, said in (
            (self._fields_head, self._fields, "\n".join(fields)),
            (self._beside_head, self._beside, "\n".join(names)),
            (self._memo_head, self._memo, shown.memo),
        ):
            prose.say(said)
            head.setVisible(bool(said))
            prose.setVisible(bool(said))
        self.verticalScrollBar().setValue(0)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.text.set_theme(theme)

    def _fill(self, code_id: int) -> str:
        code = self._codes.get(code_id)
        return code_shade(code.color if code and code.color else NO_COLOR, self._theme).fill

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.setSpacing(9)
        beside = QVBoxLayout()  # in the middle of the first line of the name
        beside.setContentsMargins(0, 6, 0, 0)
        beside.addWidget(self._swatch)
        beside.addStretch(1)
        head.addLayout(beside)
        head.addWidget(self._code, 1)
        acts = Flow(gap=8, between=6)
        acts.addWidget(self.go)
        acts.addWidget(self.copy)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(18, 16, 18, 18)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._by)
        column.addSpacing(6)
        column.addWidget(hairline())
        column.addSpacing(6)
        for part in (self._who, self._where, self.text):
            column.addWidget(part)
        column.addSpacing(8)
        column.addLayout(acts)
        column.addSpacing(6)
        for part in (
            self._fields_head,
            self._fields,
            self._beside_head,
            self._beside,
            self._memo_head,
            self._memo,
        ):
            column.addWidget(part)
        column.addStretch(1)
        inside = QWidget()
        inside.setProperty("ground", "panel")
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._page, 1)
        self.setWidget(inside)
