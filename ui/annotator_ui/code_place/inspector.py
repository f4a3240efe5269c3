"""What is under the cursor: its words, its codings, their memo, and what the code means?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from annotator.model.code_keys import key_words
from annotator_ui.code_place.definition_card import DefinitionCard, quoted
from annotator_ui.code_place.fields_block import FieldsBlock
from annotator_ui.code_place.memo_field import MemoField, MemoTarget
from annotator_ui.code_place.memo_preview import MemoPreview
from annotator_ui.code_place.quiet import mute
from annotator_ui.item_models.code_row import NO_COLOR
from annotator_ui.parts.buttons import Button, IconButton
from annotator_ui.parts.prose import Prose
from annotator_ui.parts.swatch import Swatch
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import Elided, Paragraph, cap, hairline, restyle, words

if TYPE_CHECKING:
    from annotator.model.codebook import Code

_ROWS_KEPT = 12
"""For the next passage: as many codings as one mostly has."""
_LONGEST_QUOTE = 400


class CodingHere(Struct, frozen=True):
    """One coding of the passage under the cursor."""

    id: int
    code: Code
    unsure: bool
    has_memo: bool
    focused: bool
    quote: str = ""
    """The coding's own words, where they differ from the passage."""
    where: str = ""
    """Its units, where they differ: "sentences 11 to 13"."""


class Inspector(QScrollArea):
    """The right panel. It is told what to show and tells what was asked."""

    coding_chosen = Signal(int)
    unsure_asked = Signal(int)
    remove_asked = Signal(int)
    memo_asked = Signal(int)
    memo_written = Signal(object, str)
    all_memos_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._top = QWidget()
        self._heading = words(kind="strong")
        self._quote = Prose(quoted=True)
        self._codings_head = words("Codings here", kind="section")
        self._empty = ""
        self._none = words(tone="muted", wrap=True)
        self._others = words(kind="small", tone="muted", wrap=True)
        self._rows: list[_CodingRow] = []
        self._row_column = QVBoxLayout()
        self._memo_head = Elided("Memo", kind="section")
        self.fields = FieldsBlock()
        self.memo = MemoField()
        self._signed = Paragraph()
        self._signed.setProperty("kind", "small")
        self._signed.setProperty("tone", "muted")
        self._all_memos = Button("All memos", kind="link")
        self._all_memos.setToolTip("All my memos (Ctrl+Shift+M)")
        self._preview_button = Button("Preview", kind="link")
        self._preview_button.setToolTip("The memo as it reads in Markdown")
        self.preview = MemoPreview()
        self.preview.hide()
        self.card = DefinitionCard()
        self._lay_out()
        self.memo.written.connect(self.memo_written)
        self.memo.left.connect(self.left)
        self._all_memos.clicked.connect(self.all_memos_asked)
        self._preview_button.clicked.connect(self._toggle_preview)
        self.memo.textChanged.connect(self._show_preview)

    def show_passage(
        self,
        heading: str,
        quote: str,
        codings: Sequence[CodingHere],
        *,
        others: Sequence[str] = (),
        empty: str = "None yet.",
    ) -> None:
        """`empty` is said where there are no codings; `others` is what other coders say."""
        self._others.setText("\n".join(others))
        self._others.setVisible(bool(others))
        self._top.show()
        self._empty = empty
        self._none.setText(empty)
        self._heading.setText(heading)
        self._quote.say(quoted(quote, _LONGEST_QUOTE) if quote else "")
        self._quote.setVisible(bool(quote))
        self._none.setVisible(not codings)
        while len(self._rows) < len(codings):
            self._add_row()
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(codings))
            if number < len(codings):
                row.show_coding(codings[number], alone=len(codings) == 1)
        self._drop_rows(max(len(codings), _ROWS_KEPT))

    def says_of_codings(self) -> str:
        """What stands in place of codings; nothing where there are some."""
        return "" if self._none.isHidden() else self._empty

    def says_of_others(self) -> str:
        """What other coders say here; nothing where nobody else is shown."""
        return "" if self._others.isHidden() else self._others.text()

    def show_nothing(self) -> None:
        """No transcript: nothing can be under the cursor."""
        self._top.hide()

    def show_memo(self, title: str, target: MemoTarget | None, body: str, signed: str) -> None:
        """`signed` is who wrote it and when; its line is kept free for a memo to come."""
        if self.memo.show_memo(target, body):
            self._memo_head.say(title)
            self._signed.setText(signed or "\u00a0")

    def says_who_wrote(self) -> str:
        return self._signed.plain().strip()

    def focus_memo(self) -> None:
        self.ensureWidgetVisible(self.memo)
        self.memo.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_whole_card(self, *, whole: bool) -> None:
        self.card.show_whole(whole=whole)
        self.ensureWidgetVisible(self.card, 0, 0)

    def _toggle_preview(self) -> None:
        """Both stand: what is written, and under it how it reads."""
        self.preview.setVisible(self.preview.isHidden())
        self._preview_button.say("Preview" if self.preview.isHidden() else "No preview")
        self._show_preview()

    def _show_preview(self) -> None:
        if not self.preview.isHidden():
            self.preview.show_markdown(self.memo.toPlainText() or "*No memo.*")

    def _add_row(self) -> None:
        row = _CodingRow()
        row.chosen.connect(self.coding_chosen)
        row.unsure_asked.connect(self.unsure_asked)
        row.memo_asked.connect(self.memo_asked)
        row.remove_asked.connect(self.remove_asked)
        self._rows.append(row)
        self._row_column.addWidget(row)

    def _drop_rows(self, kept: int) -> None:
        """One crowded passage does not leave its rows behind for the rest of the day."""
        for row in self._rows[kept:]:
            self._row_column.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self._rows[kept:]

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        passage = _section(14, 0)
        for part in (self._heading, self._quote):
            passage.addWidget(part)
        passage.addSpacing(6)
        passage.addWidget(self._codings_head)
        passage.addWidget(self._none)
        self._row_column.setSpacing(0)
        # the ground of a chosen row reaches a little beyond the words
        self._row_column.setContentsMargins(8, 2, 8, 0)
        memo = _section(12, 8)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._memo_head, 1)
        head.addWidget(self._preview_button)
        head.addWidget(self._all_memos)
        memo.addLayout(head)
        memo.addWidget(self.memo)
        memo.addWidget(self._signed)
        memo.addWidget(self.preview)
        within = QVBoxLayout(self._top)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(0)
        within.addLayout(passage)
        within.addLayout(self._row_column)
        beside = _section(4, 0)
        beside.addWidget(self._others)
        within.addLayout(beside)
        within.addWidget(self.fields)
        within.addLayout(memo)
        within.addWidget(hairline())
        inside = QWidget()
        inside.setProperty("ground", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self.card)
        column.addStretch(1)
        self.setWidget(inside)


class _CodingRow(QWidget):
    """Swatch, name, unsure, memo, remove, key."""

    chosen = Signal(int)
    unsure_asked = Signal(int)
    memo_asked = Signal(int)
    remove_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._id = 0
        self._swatch = Swatch(10)
        self._name = words()
        self._name.setWordWrap(True)
        self._where = words(kind="small", tone="muted")
        self._where.setWordWrap(True)
        self._key = cap("")
        self._unsure = QPushButton("?")
        self._unsure.setProperty("kind", "icon")
        self._unsure.setToolTip("Unsure (?)")
        self._unsure.setCheckable(True)
        self._memo = IconButton("sticky-note", "Memo (Ctrl+M)", 14)
        self._remove = IconButton("x", "Remove this coding (Del)", 14)
        for button in (self._memo, self._remove):
            mute(button)
        self.setProperty("part", "coding")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lay_out()
        self._unsure.clicked.connect(lambda: self.unsure_asked.emit(self._id))
        self._memo.clicked.connect(lambda: self.memo_asked.emit(self._id))
        self._remove.clicked.connect(lambda: self.remove_asked.emit(self._id))

    def show_coding(self, coding: CodingHere, *, alone: bool) -> None:
        self._id = coding.id
        code = coding.code
        self._swatch.set_color(code.color or NO_COLOR)
        self._name.setText(f"{code.name} ?" if coding.unsure else code.name)
        self._where.setText(coding.where)
        self._where.setVisible(bool(coding.where))
        self.setToolTip(plain_tip(quoted(coding.quote) if coding.quote else ""))
        self._unsure.setChecked(coding.unsure)
        self._unsure.setAccessibleName(f"Unsure about {code.name}")
        self._memo.setAccessibleName(f"Memo on {code.name}")
        self._remove.setAccessibleName(f"Remove {code.name}")
        if self._memo.property("has") != coding.has_memo:
            self._memo.setProperty("has", coding.has_memo)
            restyle(self._memo)
        self._key.setText(key_words(code.key))
        self._key.setVisible(bool(code.key))
        self._set_chosen(chosen=coding.focused and not alone)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self._id)

    def _set_chosen(self, *, chosen: bool) -> None:
        if self.property("chosen") != chosen:
            self.setProperty("chosen", chosen)
            restyle(self)

    def _lay_out(self) -> None:
        named = QVBoxLayout()
        named.setSpacing(1)
        named.addWidget(self._name)
        named.addWidget(self._where)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(2)
        row.addWidget(self._swatch)
        row.addSpacing(6)
        row.addLayout(named, 1)
        for button in (self._unsure, self._memo, self._remove):
            row.addWidget(button)
        row.addSpacing(4)
        row.addWidget(self._key)


def _section(above: int, below: int) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(16, above, 16, below)
    column.setSpacing(6)
    return column
