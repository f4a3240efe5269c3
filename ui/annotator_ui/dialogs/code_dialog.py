"""What is this code: its id, name, group, key, colour and definition?"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.model.code_keys import MOST_STROKES
from annotator.model.codebook import Code, Codebook, CodeDraft
from annotator_ui.dialogs.color_field import ColorField, KeyBadge
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.choosing import ListBox
from annotator_ui.parts.fields import Field
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import words
from annotator_ui.theme import Theme, reading_font

_TOP = Qt.AlignmentFlag.AlignTop
"""Of fields side by side: words under one of them leave the others where they are."""

_OF_A_CODE = ("number", "key", "color")
_PAIRS = ("use_when", "dont_use_when", "example", "counter_example")

Problems = Callable[[CodeDraft], dict[str, str]]
Save = Callable[[CodeDraft], Code]


class CodeDialog(QDialog):
    """The form of one code or group. Problems are said beside their field while typing."""

    saved = Signal(object)
    """The `Code` as the project holds it now."""

    def __init__(
        self,
        book: Codebook,
        draft: CodeDraft,
        *,
        problems: Problems,
        save: Save,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft, self._problems, self._save = draft, problems, save
        self._is_new = not draft.code_id
        self._touched: set[str] = set()
        self._shown: dict[str, str] = {}
        self._why = ""
        self.fields = _Fields(book, draft, theme)
        self._badge = KeyBadge(theme)
        self._title = words(kind="title")
        self.save_button = Button("Save", key="Ctrl ⏎", kind="primary")
        self._refused = words(kind="small", tone="error", wrap=True)
        self._lay_out()
        self._wire()
        self._check()

    def draft(self) -> CodeDraft:
        """What the form says now."""
        return self.fields.draft(self._draft)

    def focus_name(self) -> None:
        self.fields.name.setFocus()
        self.fields.name.selectAll()

    def problem(self, field: str) -> str:
        """What is said against a field now."""
        return self._shown.get(field, "")

    def refusal(self) -> str:
        """Why the project refused to save."""
        return self._why

    def accept(self) -> None:
        """Save; where the project refuses, say why and stay open."""
        if not self.save_button.isEnabled():
            return
        try:
            code = self._save(self.draft())
        except UserError as error:
            self._refuse(str(error))
            return
        super().accept()
        self.saved.emit(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves from a line, Ctrl+Enter from everywhere; in a text Enter ends a line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)

    def _check(self) -> None:
        problems = self._problems(self.draft())
        self.save_button.setEnabled(not problems)
        self._show_head()
        self._shown = {
            field: why
            for field, why in problems.items()
            # an empty new form is not scolded before anything was typed
            if not self._is_new or field in self._touched or field != "name"
        }
        self.fields.show_problems(self._shown)
        self.save_button.setToolTip(
            plain_tip("" if not problems else next(iter(problems.values())))
        )
        self._refuse("")

    def _show_head(self) -> None:
        """The code as the tree will show it."""
        draft, kind = self.draft(), "group" if self._draft.is_group else "code"
        self._title.setText(draft.name or f"New {kind}")
        self._badge.setVisible(not draft.is_group)
        if not self.fields.color.is_wrong():
            self._badge.show_code(draft.color, draft.key)

    def _refuse(self, why: str) -> None:
        self._why = why
        self._refused.setText(why)
        self._refused.setVisible(bool(why))

    def _wire(self) -> None:
        self.fields.name.textEdited.connect(lambda: self._touched.add("name"))
        self.fields.changed.connect(self._check)
        self.save_button.clicked.connect(self.accept)

    def _lay_out(self) -> None:
        kind = "group" if self._draft.is_group else "code"
        self.setWindowTitle(f"New {kind}" if self._is_new else f"Edit {self._draft.name}")
        self.setProperty("part", "dialog")
        self.setMinimumWidth(420 if self._draft.is_group else 660)
        cancel = Button("Cancel", key="Esc")
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self._refused, 1)
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.save_button)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._badge)
        head.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(_scrolled(self.fields))
        column.addLayout(row)


class _Fields(QWidget):
    """The fields themselves; a group has a name, an id and the group it stands in only."""

    changed = Signal()

    def __init__(self, book: Codebook, draft: CodeDraft, theme: Theme) -> None:
        super().__init__()
        self._is_group = draft.is_group
        self._labelled_fields: dict[str, Field] = {}
        self.code_id = _line(draft.code_id, "made from the name")
        self.number = _line("" if draft.number is None else str(draft.number))
        self.key = _line(draft.key, "none")
        self.color = ColorField(draft.color, theme)
        self.group = _groups(book, draft)
        self.name = _line(draft.name)
        self.brief = _line(draft.brief)
        self.full = _text(draft.full, lines=3)
        self.use_when = _text(draft.use_when, lines=4)
        self.dont_use_when = _text(draft.dont_use_when, lines=4)
        self.example = _text(draft.example, lines=2)
        self.counter_example = _text(draft.counter_example, lines=2)
        self.key.setMaxLength(MOST_STROKES)
        for passage in (self.example, self.counter_example):
            passage.setFont(reading_font(13.5))
        self._lay_out()
        self._wire()

    def draft(self, before: CodeDraft) -> CodeDraft:
        number = self.number.text().strip()
        return CodeDraft(
            code_id=self.code_id.text().strip(),
            name=self.name.text().strip(),
            parent=str(self.group.currentData() or ""),
            is_group=self._is_group,
            number=int(number) if number.isdecimal() else None,
            key=self.key.text().strip(),
            color=self.color.color() if not self._is_group else before.color,
            brief=self.brief.text().strip(),
            full=self.full.toPlainText().strip(),
            use_when=self.use_when.toPlainText().strip(),
            dont_use_when=self.dont_use_when.toPlainText().strip(),
            example=self.example.toPlainText().strip(),
            counter_example=self.counter_example.toPlainText().strip(),
            memo=before.memo,
        )

    def show_problems(self, problems: dict[str, str]) -> None:
        number = self.number.text().strip()
        if number and not number.isdecimal():
            problems = {**problems, "number": "digits only"}
        for field, labelled in self._labelled_fields.items():
            labelled.set_wrong(problems.get(field, ""))

    def _wire(self) -> None:
        for line in (self.code_id, self.number, self.key, self.name, self.brief):
            line.textChanged.connect(self.changed)
        for text in (self.full, self.use_when, self.dont_use_when):
            text.textChanged.connect(self.changed)
        self.color.changed.connect(self.changed)
        self.group.currentIndexChanged.connect(self.changed)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(12)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        grid.addWidget(self._labelled("Name", "name"), 0, 0, 1, 4)
        if self._is_group:
            grid.addWidget(self._labelled("Id", "code_id"), 1, 0, 1, 2, _TOP)
            grid.addWidget(self._labelled("Stands in", "group"), 1, 2, 1, 2, _TOP)
            self._keep_out_of_sight()
            return
        for column, (title, field) in enumerate(
            (("Id", "code_id"), ("Number", "number"), ("Key", "key"), ("Group", "group"))
        ):
            grid.addWidget(self._labelled(title, field), 1, column, _TOP)
        grid.addWidget(self._labelled("Colour", "color"), 2, 0, 1, 4)
        grid.addWidget(
            self._labelled("Brief definition, shown beside the text", "brief"), 3, 0, 1, 4
        )
        grid.addWidget(self._labelled("Full definition", "full"), 4, 0, 1, 4)
        grid.addWidget(self._labelled("Use when", "use_when"), 5, 0, 1, 2)
        grid.addWidget(self._labelled("Don’t use when", "dont_use_when"), 5, 2, 1, 2)
        grid.addWidget(self._labelled("Example", "example"), 6, 0, 1, 2)
        grid.addWidget(self._labelled("Counter-example", "counter_example"), 6, 2, 1, 2)

    def _keep_out_of_sight(self) -> None:
        """What a group has no use for lives and ends with the form."""
        for field in (*_OF_A_CODE, "brief", "full", *_PAIRS):
            edit: QWidget = getattr(self, field)
            edit.setParent(self)
            edit.hide()

    def _labelled(self, title: str, field: str) -> Field:
        made = Field(title, getattr(self, field))
        self._labelled_fields[field] = made
        return made


def _scrolled(fields: QWidget) -> QScrollArea:
    """The fields whole where the screen is high enough, else scrolled."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(fields)
    for ground in (area.viewport(), fields):  # the dialog's own shows through
        ground.setAutoFillBackground(False)
    fields.setContentsMargins(2, 2, 2, 2)  # the halo of a field that has the focus
    screen = QGuiApplication.primaryScreen().availableGeometry().height()
    area.setMinimumHeight(min(fields.sizeHint().height() + 4, max(120, screen - 200)))
    return area


def draft_of(code: Code, book: Codebook) -> CodeDraft:
    """A code of the project as the form takes it."""
    parent = None if code.parent_id is None else book.by_id(code.parent_id)
    return CodeDraft(
        code_id=code.code_id,
        name=code.name,
        parent=parent.code_id if parent else "",
        is_group=code.is_group,
        number=code.number,
        key=code.key,
        color=code.color,
        brief=code.brief,
        full=code.full,
        use_when=code.use_when,
        dont_use_when=code.dont_use_when,
        example=code.example,
        counter_example=code.counter_example,
        memo=code.memo,
    )


def _line(text: str, hint: str = "") -> QLineEdit:
    line = QLineEdit(text)
    line.setPlaceholderText(hint)
    return line


def _text(text: str, *, lines: int) -> QPlainTextEdit:
    edit = QPlainTextEdit(text)
    edit.setProperty("part", "field")
    edit.setTabChangesFocus(True)
    edit.setMinimumHeight(20 * lines + 12)
    edit.setMaximumHeight(20 * lines + 32)
    return edit


def _groups(book: Codebook, draft: CodeDraft) -> QComboBox:
    box = ListBox()
    box.addItem("No group", "")
    for code in book.codes:
        if code.is_group and code.code_id != draft.code_id:
            box.addItem(code.name, code.code_id)
    wanted = draft.parent.casefold()
    for row in range(1, box.count()):
        if wanted in (str(box.itemData(row)).casefold(), box.itemText(row).casefold()):
            box.setCurrentIndex(row)
    return box
