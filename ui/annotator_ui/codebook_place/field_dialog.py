"""What may be said in this field, at which level of measurement, and must it be?"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from annotator.errors import UserError
from annotator.model.code_fields import (
    LEVELS_OF,
    CodeField,
    FieldDraft,
    FieldKind,
    FieldLevel,
    Point,
    strokes,
)
from annotator_ui.codebook_place.fields_block import KINDS
from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.choosing import Check, ListBox
from annotator_ui.parts.fields import Field, LineField
from annotator_ui.parts.words import words

_KINDS: tuple[FieldKind, ...] = ("scale", "choice", "yes_no", "number", "person", "text")
_LEVEL_WORDS = {
    "nominal": "nominal: names only",
    "ordinal": "ordinal: in order",
    "interval": "interval: steps alike",
    "ratio": "ratio: with a true zero",
}
_EXAMPLES = {
    "scale": "\u22121 against\n0 neutral\n+1 for",
    "choice": "US = United States\nEU = European Union\nother",
}
_SIGNS = {"\u2212": "-", "\u2013": "-"}

Problems = Callable[[FieldDraft], dict[str, str]]
Save = Callable[[FieldDraft], object]


class FieldDialog(FramedDialog):
    """The form of one field. Problems are said while typing."""

    remove_asked = Signal()

    def __init__(
        self,
        parent: QWidget,
        field: CodeField | None,
        owner: str,
        *,
        problems: Problems,
        save: Save,
    ) -> None:
        title = f"Field of \u201c{owner}\u201d" if field else f"New field of \u201c{owner}\u201d"
        lead = "What coders say about a passage beside giving it the code."
        super().__init__(parent, title, lead, "Save")
        self._problems, self._save, self._touched = problems, save, field is not None
        draft = field.draft if field is not None else FieldDraft("", "scale")
        self.name = LineField("Name", text=draft.name, hint="short: a column of the sheets")
        self.question = LineField("Question to the coder", text=draft.question, hint="may be empty")
        self.kind = ListBox()
        self.level = ListBox()
        self.points = QPlainTextEdit(points_words(draft))
        self.least = LineField("At least", text=_number_words(draft.least))
        self.most = LineField("At most", text=_number_words(draft.most))
        self.from_speaker = Check("Propose whoever speaks in the turn of the passage")
        self.required = Check("Must be filled in")
        self.keys = words(kind="hint", wrap=True)
        self.remove_button = Button("Remove\u2026", kind="danger")
        for kind in _KINDS:
            self.kind.addItem(KINDS[kind], kind)
        self.kind.setCurrentIndex(_KINDS.index(draft.kind))
        self.required.setChecked(draft.required)
        self.from_speaker.setChecked(draft.from_speaker)
        self._lay_out_body()
        self._follow_kind(draft.level)
        self.remove_button.setVisible(field is not None)
        self._wire()
        self._check()
        self.name.line.setFocus()

    def draft(self) -> FieldDraft:
        """What the form says now."""
        kind = cast("FieldKind", self.kind.currentData())
        level = cast("FieldLevel", self.level.currentData())
        return FieldDraft(
            self.name.text(),
            kind,
            level,
            self.required.isChecked(),
            self.question.text(),
            read_points(kind, self.points.toPlainText()) if kind in _EXAMPLES else (),
            _number(self.least.text()) if kind == "number" else None,
            _number(self.most.text()) if kind == "number" else None,
            self.from_speaker.isChecked() and kind == "person",
        )

    def accept(self) -> None:
        self._touched = True
        if self._check():
            return
        try:
            self._save(self.draft())
        except UserError as error:
            self.refuse(str(error))
            return
        super().accept()

    def _check(self) -> bool:
        """Whether something stands against what the form says; it is said."""
        draft = self.draft()
        found = self._problems(draft)
        if not self._touched:
            found.pop("name", None)
        for bound in (self.least, self.most):
            text = bound.text()
            bound.set_wrong("A number, such as 0 or 10." if text and _number(text) is None else "")
        self.name.set_wrong(found.get("name", ""))
        self._points.set_wrong(found.get("points", "") if draft.points or self._touched else "")
        self.refuse(found.get("level", "") or found.get("least", ""))
        keys = strokes(draft) if not found.get("points") else {}
        said = ", ".join(f"{key} {value}" for key, value in keys.items())
        self.keys.setText(f"Keys after the code: {said}" if said else "")
        self.keys.setVisible(bool(said))
        return bool(found)

    def _follow_kind(self, level: str) -> None:
        """Show what this kind of field asks for."""
        kind = cast("FieldKind", self.kind.currentData())
        blocked = self.level.blockSignals(True)
        self.level.clear()
        for each in LEVELS_OF[kind]:
            self.level.addItem(_LEVEL_WORDS[each], each)
        row = self.level.findData(level)
        self.level.setCurrentIndex(max(0, row))
        self.level.blockSignals(blocked)
        self._level.setVisible(len(LEVELS_OF[kind]) > 1)
        self._points.setVisible(kind in _EXAMPLES)
        self.points.setPlaceholderText(_EXAMPLES.get(kind, ""))
        self.least.setVisible(kind == "number")
        self.most.setVisible(kind == "number")
        self.from_speaker.setVisible(kind == "person")

    def _wire(self) -> None:
        self.kind.currentIndexChanged.connect(lambda _row: self._follow_kind(""))
        for line in (self.name.line, self.question.line, self.least.line, self.most.line):
            line.textEdited.connect(self._edited)
        self.points.textChanged.connect(self._check)
        for box in (self.kind, self.level):
            box.currentIndexChanged.connect(self._check)
        self.remove_button.clicked.connect(self._remove)

    def _edited(self) -> None:
        sender = self.sender()
        if isinstance(sender, QLineEdit) and sender is self.name.line:
            self._touched = True
        self._check()

    def _remove(self) -> None:
        self.remove_asked.emit()
        self.reject()

    def _lay_out_body(self) -> None:
        self.setMinimumWidth(460)
        self.points.setProperty("part", "field")
        self.points.setTabChangesFocus(True)
        self.points.setFixedHeight(104)
        self._points = Field("Points, one in a line", self.points, hint="value and its name")
        self._level = Field("Level of measurement", self.level)
        kinds = QHBoxLayout()
        kinds.setSpacing(12)
        kinds.addWidget(Field("Kind", self.kind), 1)
        kinds.addWidget(self._level, 1)
        bounds = QHBoxLayout()
        bounds.setSpacing(12)
        bounds.addWidget(self.least)
        bounds.addWidget(self.most)
        self.body.addWidget(self.name)
        self.body.addLayout(kinds)
        self.body.addWidget(self._points)
        self.body.addWidget(self.keys)
        self.body.addLayout(bounds)
        self.body.addWidget(self.question)
        self.body.addWidget(self.from_speaker)
        self.body.addWidget(self.required)
        foot = QHBoxLayout()
        foot.addWidget(self.remove_button)
        foot.addStretch()
        self.body.addLayout(foot)


def read_points(kind: FieldKind, typed: str) -> tuple[Point, ...]:
    """Points as they are typed, one in a line: "−1 against", "US = United States", "[k] other"."""
    found = []
    for line in typed.splitlines():
        said = " ".join(line.split())
        if not said:
            continue
        key = ""
        if len(said) > 3 and said[0] == "[" and said[2] == "]":
            key, said = said[1], said[3:].strip()
        value, equals, name = said.partition("=")
        if not equals and kind == "scale":
            value, _, name = said.partition(" ")
        value = value.strip().rstrip(":")
        for sign, plain in _SIGNS.items():
            value = value.replace(sign, plain) if kind == "scale" else value
        if kind == "scale":
            value = value.removeprefix("+")
        found.append(Point(value, name.strip(" :\u2013-"), key))
    return tuple(found)


def points_words(draft: FieldDraft) -> str:
    """The points of a field as they are typed."""
    lines = []
    for point in draft.points:
        key = f"[{point.key}] " if point.key else ""
        between = " " if draft.kind == "scale" else " = "
        named = f"{between}{point.name}" if point.name else ""
        lines.append(f"{key}{point.value}{named}")
    return "\n".join(lines)


def _number(typed: str) -> float | None:
    try:
        return float(typed.replace(",", ".").replace("\u2212", "-")) if typed else None
    except ValueError:
        return None


def _number_words(number: float | None) -> str:
    return "" if number is None else f"{number:g}"
