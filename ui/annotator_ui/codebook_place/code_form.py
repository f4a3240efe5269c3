"""What does a code say about itself, and may that be changed here and now?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.model.code_keys import MOST_STROKES
from annotator.model.codebook import Code, Codebook, CodeDraft
from annotator.model.versions import draft_of
from annotator_ui.codebook_place.form_fields import ColorLine, GrowingText, LinkedField
from annotator_ui.parts.choosing import ListBox
from annotator_ui.parts.icons import zoom_of

if TYPE_CHECKING:
    from annotator_ui.theme import Theme

MARGIN = 24
_NARROW = 540
"""Width at 100 % below which five fields do not stand in one row, nor two texts."""
_SHARES = (6, 3, 3, 5, 8)
_PAIRS = ("use_when", "dont_use_when", "example", "counter_example")
_TEXTS = {
    "brief": "Brief definition, shown beside the text",
    "full": "Full definition",
    "use_when": "Use when",
    "dont_use_when": "Don\u2019t use when",
    "example": "Example",
    "counter_example": "Counter-example",
    "memo": "Memo, kept with the codebook",
}
_LINES = {"brief": 1, "use_when": 4, "dont_use_when": 4, "memo": 1}
_OF_CODES_ONLY = (
    "key", "color", "brief", "use_when", "dont_use_when", "example", "counter_example",
)  # fmt: skip

Problems = Callable[[CodeDraft], dict[str, str]]


class CodeForm(QScrollArea):
    """The texts of one code. What is typed is written when its field is left."""

    written = Signal(object)
    """A `CodeDraft`: what the form says now; only where nothing stands against it."""
    quote_pressed = Signal(str)
    """"example" or "counter_example": its link."""
    held_back = Signal(str)
    """What was typed could not be kept, and why."""

    def __init__(self, theme: Theme, problems: Problems) -> None:
        super().__init__()
        self._problems = problems
        self._book: Codebook | None = None
        self._code: Code | None = None
        self._filling = False
        self.code_id = QLineEdit()
        self.number = QLineEdit()
        self.key = QLineEdit()
        self.color = ColorLine(theme)
        self.group = ListBox()
        self.name = QLineEdit()
        self.texts = {
            name: GrowingText(
                lines=_LINES.get(name, 2), quoted="example" in name, ends=name == "brief"
            )
            for name in _TEXTS
        }
        self.fields: dict[str, LinkedField] = {}
        self._labels, self._pairs = QGridLayout(), QGridLayout()
        self._is_narrow = False
        self.below = QVBoxLayout()
        """For what stands under the texts: fields, rules, words of the coders."""
        self.key.setMaxLength(MOST_STROKES)
        self._lay_out()
        self._wire()

    @property
    def code(self) -> Code | None:
        return self._code

    def show_code(self, book: Codebook, code: Code, *, may_change: bool) -> None:
        """Show a code; a field that somebody is typing in keeps what is typed."""
        again = self._code is not None and self._code.id == code.id
        self._book, self._code = book, code
        self._filling = True
        draft = draft_of(book, code)
        self._fill_line(self.code_id, draft.code_id, keep=again)
        self._fill_line(self.number, "" if draft.number is None else str(draft.number), keep=again)
        self._fill_line(self.key, draft.key, keep=again)
        self._fill_line(self.color, draft.color, keep=again)
        self._fill_line(self.name, draft.name, keep=again)
        for name, text in self.texts.items():
            if not (again and text.hasFocus() and text.document().isModified()):
                text.show_text(getattr(draft, name))
                text.document().setModified(False)
        self._fill_groups(book, code)
        self._show_for(draft, may_change=may_change)
        self._filling = False
        self._check()
        if not again:
            self.verticalScrollBar().setValue(0)

    def draft(self) -> CodeDraft:
        """What the form says now; fields and rules are not its own."""
        if self._book is None or self._code is None:
            raise RuntimeError("no code is shown")
        number = self.number.text().strip().replace("\u2212", "-")
        before = draft_of(self._book, self._code)
        told = replace(
            before,
            code_id=self.code_id.text().strip(),
            name=self.name.text().strip(),
            parent=str(self.group.currentData() or ""),
            number=int(number) if _is_whole(number) else None,
            fields=None,
            rules=None,
            **{name: text.toPlainText().strip() for name, text in self.texts.items()},
        )
        if self._code.is_group:
            return told
        return replace(told, key=self.key.text().strip(), color=self.color.color())

    def write(self) -> None:
        """Give what was typed to whoever writes it, where nothing stands against it."""
        if self._filling or self._book is None or self._code is None or not self.name.isEnabled():
            return
        if self.name.isReadOnly():
            return
        before = replace(draft_of(self._book, self._code), fields=None, rules=None)
        told = self.draft()
        if told == before:
            return
        if not self._check():
            self.written.emit(told)
            self._note_written()

    def leave(self) -> None:
        """Another code is going to be shown: write what can be, and say what cannot."""
        if self._code is None or self._book is None or self.name.isReadOnly():
            return
        wrong = self._check()
        self.write()
        if wrong:
            self.held_back.emit(next(iter(wrong.values())))

    def begin(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def set_theme(self, theme: Theme) -> None:
        self.color.set_theme(theme)

    def problem(self, field: str) -> str:
        """What is said against a field now."""
        return self.fields[field].wrong()

    def say_hints(self, hints: dict[str, str]) -> None:
        """Quiet words at the right of the names of fields: "changed in 1.1"."""
        for name, field in self.fields.items():
            field.set_hint(hints.get(name, _USUAL_HINTS.get(name, "")))

    def say_link(self, field: str, words: str, tip: str = "") -> None:
        self.fields[field].set_link(words, tip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what stood beside each other stands below each other."""
        super().resizeEvent(event)
        narrow = self.viewport().width() < _NARROW * zoom_of(self)
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._place_group()
            self._place_pairs()

    # inside

    def _note_written(self) -> None:
        """What is typed stands in the project: from now on the fields follow it again."""
        for line in (self.code_id, self.number, self.key, self.color, self.name):
            line.setModified(False)
        for text in self.texts.values():
            text.document().setModified(False)

    def _check(self) -> dict[str, str]:
        """Say beside each field what stands against it."""
        if self._code is None:
            return {}
        found = dict(self._problems(self.draft()))
        number = self.number.text().strip().replace("\u2212", "-")
        if number and not _is_whole(number):
            found["number"] = "A number has digits only."
        for name, field in self.fields.items():
            if field.wrong() != found.get(name, ""):
                field.set_wrong(found.get(name, ""))
        return found

    def _typed(self) -> None:
        if not self._filling:
            self._check()

    def _wire(self) -> None:
        for line in (self.code_id, self.number, self.key, self.color, self.name):
            line.textChanged.connect(self._typed)
            line.editingFinished.connect(self.write)
        for text in self.texts.values():
            text.textChanged.connect(self._typed)
            text.left.connect(self.write)
        self.group.activated.connect(lambda _row: self.write())
        self.group.installEventFilter(self)
        for name in ("example", "counter_example"):
            self.fields[name].link_pressed.connect(partial(self.quote_pressed.emit, name))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the form and changes no group on its way."""
        if watched is self.group and event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page up and down scroll the form whatever field has the keyboard."""
        bar = self.verticalScrollBar()
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        step = steps.get(Qt.Key(event.key()))
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # the place goes to another code
            return
        if step is not None:
            bar.setValue(bar.value() + step * bar.pageStep())
            return
        super().keyPressEvent(event)

    def _fill_line(self, line: QLineEdit, text: str, *, keep: bool) -> None:
        if keep and line.hasFocus() and line.isModified():
            return
        if line.text() != text:
            line.setText(text)
            line.setCursorPosition(0)
        line.setModified(False)

    def _fill_groups(self, book: Codebook, code: Code) -> None:
        own = book.below(code.id)
        blocked = self.group.blockSignals(True)
        self.group.clear()
        self.group.addItem("No group", "")
        for each in book.codes:
            if each.is_group and each.id not in own:
                self.group.addItem(" \u203a ".join(book.path(each)), each.code_id)
        parent = None if code.parent_id is None else book.by_id(code.parent_id)
        row = self.group.findData(parent.code_id) if parent is not None else 0
        self.group.setCurrentIndex(max(0, row))
        self.group.blockSignals(blocked)

    def _show_for(self, draft: CodeDraft, *, may_change: bool) -> None:
        """Of a group also what a file said of it, though nothing is coded with it."""
        for name in _OF_CODES_ONLY:
            says = name in _TEXTS and bool(getattr(draft, name))
            self.fields[name].setVisible(not draft.is_group or says)
        self.fields["full"].set_hint("")
        for line in (self.code_id, self.number, self.key, self.color, self.name):
            line.setReadOnly(not may_change)
        for text in self.texts.values():
            text.setReadOnly(not may_change)
        self.group.setEnabled(may_change)

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("ground", "panel")
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(14)
        self._labels.setHorizontalSpacing(14)
        self._labels.setVerticalSpacing(14)
        for column, stretch in enumerate(_SHARES):
            self._labels.setColumnStretch(column, stretch)
        row = (("code_id", "Id", self.code_id), ("number", "Number", self.number),
               ("key", "Key", self.key), ("color", "Colour", self.color),
               ("group", "Group", self.group))  # fmt: skip
        for column, (name, title, editor) in enumerate(row):
            self._labels.addWidget(self._field(name, title, editor), 0, column)
        grid.addLayout(self._labels, 0, 0)
        grid.addWidget(self._field("name", "Name", self.name), 1, 0)
        grid.addWidget(self._text_field("brief"), 2, 0)
        grid.addWidget(self._text_field("full"), 3, 0)
        self._pairs.setHorizontalSpacing(14)
        self._pairs.setVerticalSpacing(14)
        self._pairs.setColumnStretch(0, 1)
        for name in _PAIRS:
            self._text_field(name)
        self._place_pairs()
        grid.addLayout(self._pairs, 4, 0)
        grid.addWidget(self._text_field("memo"), 5, 0)
        column_ = QVBoxLayout(inside)
        column_.setContentsMargins(MARGIN, 16, MARGIN, 24)
        column_.setSpacing(16)
        column_.addLayout(grid)
        self.below.setSpacing(16)
        column_.addLayout(self.below)
        column_.addStretch(1)
        self.setWidget(inside)

    def _place_group(self) -> None:
        color, group, labels = self.fields["color"], self.fields["group"], self._labels
        for each in (color, group):
            labels.removeWidget(each)
        labels.addWidget(color, *((1, 0) if self._is_narrow else (0, 3)))
        labels.addWidget(group, *((1, 1, 1, 2) if self._is_narrow else (0, 4)))
        for column in (3, 4):
            labels.setColumnStretch(column, 0 if self._is_narrow else _SHARES[column])

    def _place_pairs(self) -> None:
        for number, name in enumerate(_PAIRS):
            self._pairs.removeWidget(self.fields[name])
            line, column = (number, 0) if self._is_narrow else divmod(number, 2)
            self._pairs.addWidget(self.fields[name], line, column, Qt.AlignmentFlag.AlignTop)
        self._pairs.setColumnStretch(1, 0 if self._is_narrow else 1)

    def _text_field(self, name: str) -> LinkedField:
        return self._field(name, _TEXTS[name], self.texts[name])

    def _field(self, name: str, title: str, editor: QWidget) -> LinkedField:
        made = LinkedField(title, editor)
        self.fields[name] = made
        return made


_USUAL_HINTS = {"code_id": "R and Stata safe"}


def _is_whole(typed: str) -> bool:
    return typed.removeprefix("-").isdecimal()
