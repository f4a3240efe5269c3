"""What is known of a person, and how is it changed?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.model.persons import ATTRIBUTE_KINDS, Attribute, Person, PersonDraft, PersonLabel
from annotator_ui.item_models.dates import date_words
from annotator_ui.item_models.written_dates import date_from
from annotator_ui.parts.buttons import Button, IconButton
from annotator_ui.parts.choosing import MenuButton
from annotator_ui.parts.fields import LineField
from annotator_ui.parts.words import Elided, hairline, restyle, words

SIDE: Final = 18


class PersonForm(QFrame):
    """The panel at the right; every change is told when its field is left."""

    changed = Signal(object)
    """The `PersonDraft` that this person is to be."""
    removed = Signal()
    joined = Signal(int)
    """The id of the person into whom this one goes."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self._shown: Person | None = None
        self._others: Sequence[Person] = ()
        self._name = Elided(kind="card")
        self._facts = Elided(kind="small", tone="muted")
        self.name = LineField("Name")
        self.role = LineField("Office", hint="where nothing more is known")
        self.note = LineField("Note")
        self.labels = _Rows(("Label in the text", "Source, or empty for all"), "+ Label", (2, 2))
        self.attributes = _Rows(("Kind", "Value", "Since", "Until"), "+ Attribute", (3, 4, 3, 3))
        self.refusal = words(kind="small", tone="error", wrap=True)
        self.join = MenuButton("The same person as")
        self.join.say("Is the same as…")
        self.remove = Button("Remove", key="Del", kind="danger")
        for field in (self.name, self.role, self.note):
            field.line.editingFinished.connect(self._tell)
        self.labels.written.connect(self._tell)
        self.attributes.written.connect(self._tell)
        self.join.choices.aboutToShow.connect(self._fill_join)
        self.remove.clicked.connect(self.removed)
        self._lay_out()

    def show_person(self, person: Person | None, others: Sequence[Person] = ()) -> None:
        """`others` are the persons of whom this one may be one."""
        anew = person is None or self._shown is None or person.id != self._shown.id
        self._shown, self._others = person, [one for one in others if one != person]
        self.refuse("")
        if person is None:
            return
        self._name.say(person.name)
        self._facts.say(_facts(person))
        for field, text in (
            (self.name, person.name),
            (self.role, person.role),
            (self.note, person.note),
        ):
            line = field.line
            if anew or not (line.hasFocus() and line.isModified()):
                line.setText(text)
                line.setCursorPosition(0)
        self.labels.show_rows([(one.label, one.source) for one in person.labels])
        self.attributes.show_rows(
            [
                (one.kind, one.value, date_words(one.since), date_words(one.until))
                for one in person.attributes
            ]
        )
        self.join.setEnabled(bool(self._others))

    def set_kinds(self, kinds: Sequence[str], values: Sequence[str]) -> None:
        """What is proposed while somebody types a kind or a value."""
        self.attributes.propose(0, [*ATTRIBUTE_KINDS, *kinds])
        self.attributes.propose(1, values)

    def refuse(self, why: str) -> None:
        """Say why what was written cannot be taken."""
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))

    def draft(self) -> PersonDraft | None:
        """What stands in the fields; None where a date cannot be read."""
        attributes: list[Attribute] = []
        wrong: list[QLineEdit] = []
        for row in self.attributes.rows():
            kind, value, since, until = (line.text().strip() for line in row)
            days = [date_from(since), date_from(until)]
            wrong += [line for line, day in zip(row[2:], days, strict=True) if day is None]
            if kind and value and None not in days:
                attributes.append(Attribute(kind, value, days[0] or "", days[1] or ""))
        self.attributes.mark_wrong(wrong)
        if wrong:
            self.refuse("Write a day as 2023-11-28, or less; or the month as a word.")
            return None
        labels = [
            PersonLabel(label.text().strip(), source.text().strip())
            for label, source in self.labels.rows()
            if label.text().strip()
        ]
        return PersonDraft(
            self.name.text(), self.role.text(), self.note.text(), tuple(labels), tuple(attributes)
        )

    def _tell(self) -> None:
        if self._shown is None:
            return
        draft = self.draft()
        if draft is not None and draft != self._shown.draft:
            self.changed.emit(draft)

    def _fill_join(self) -> None:
        menu = self.join.choices
        menu.clear()
        for one in self._others:
            action = menu.addAction(one.name.replace("&", "&&"))
            action.triggered.connect(lambda *_, into=one.id: self.joined.emit(into))

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "panel")
        form = QVBoxLayout(inside)
        form.setContentsMargins(SIDE, 14, SIDE, 14)
        form.setSpacing(12)
        for part in (self.name, self.role, self.note):
            form.addWidget(part)
        form.addSpacing(4)
        form.addWidget(hairline())
        form.addWidget(words("Called in the transcripts", kind="section"))
        form.addWidget(self.labels)
        form.addWidget(hairline())
        form.addWidget(words("What holds, and when", kind="section"))
        form.addWidget(self.attributes)
        form.addWidget(self.refusal)
        form.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        head = QVBoxLayout()
        head.setContentsMargins(SIDE, 14, SIDE, 12)
        head.setSpacing(2)
        head.addWidget(self._name)
        head.addWidget(self._facts)
        foot = QHBoxLayout()
        foot.setContentsMargins(SIDE, 9, SIDE, 9)
        foot.addWidget(self.join)
        foot.addStretch(1)
        foot.addWidget(self.remove)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(hairline())
        whole.addWidget(scroll, 1)
        whole.addWidget(hairline())
        whole.addLayout(foot)


class _Rows(QWidget):
    """Rows of small fields, with a way to add one and to take one out."""

    written = Signal()

    def __init__(self, names: Sequence[str], add: str, widths: Sequence[int]) -> None:
        super().__init__()
        self._names = names
        self._rows: list[tuple[list[QLineEdit], IconButton]] = []
        self._proposed: dict[int, Sequence[str]] = {}
        self.add = Button(add, kind="link")
        self.add.clicked.connect(self._add_empty)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(6)
        self._heads = [words(name, kind="hint") for name in names]
        for column, (head, width) in enumerate(zip(self._heads, widths, strict=True)):
            self._grid.addWidget(head, 0, column)
            self._grid.setColumnStretch(column, width)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(6)
        column_of_all.addLayout(self._grid)
        column_of_all.addWidget(self.add)
        self._show_heads()

    def rows(self) -> list[list[QLineEdit]]:
        return [lines for lines, _ in self._rows]

    def propose(self, column: int, choices: Sequence[str]) -> None:
        """What is offered while somebody types in a column."""
        self._proposed[column] = tuple(dict.fromkeys(choices))
        for lines, _ in self._rows:
            self._complete(column, lines[column])

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these rows; a row that is being written stays below them."""
        pending = [lines for lines, _ in self._rows if self._is_pending(lines, rows)]
        while len(self._rows) > len(rows) + len(pending):
            self._drop(len(self._rows) - 1)
        while len(self._rows) < len(rows) + len(pending):
            self._make()
        for (lines, _), texts in zip(self._rows, rows, strict=False):
            for line, text in zip(lines, texts, strict=True):
                if line.text() != text and not (line.hasFocus() and line.isModified()):
                    line.setText(text)
                    line.setCursorPosition(0)
        self._show_heads()

    def mark_wrong(self, wrong: Sequence[QLineEdit]) -> None:
        for lines, _ in self._rows:
            for line in lines:
                line.setProperty("wrong", line in wrong)
                restyle(line)

    def _is_pending(self, lines: Sequence[QLineEdit], rows: Sequence[Sequence[str]]) -> bool:
        """Whether a row is begun and says nothing yet: no row of those to be shown."""
        texts = [line.text().strip() for line in lines]
        return any(line.hasFocus() for line in lines) and texts not in [list(row) for row in rows]

    def _add_empty(self) -> None:
        self._make()
        self._show_heads()
        lines, out = self._rows[-1]
        for widget in (*lines, out):
            widget.show()
        self._rows[-1][0][0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self) -> None:
        number = len(self._rows) + 1
        lines: list[QLineEdit] = []
        for column, name in enumerate(self._names):
            line = QLineEdit()
            line.setProperty("part", "cell")
            line.setAccessibleName(f"{name} {number}")
            line.editingFinished.connect(self._tell)
            self._complete(column, line)
            self._grid.addWidget(line, number, column)
            lines.append(line)
        out = IconButton("x", f"Take row {number} out", 14)
        out.clicked.connect(self._dropper(lines))
        self._grid.addWidget(out, number, len(self._names))
        self._rows.append((lines, out))

    def _complete(self, column: int, line: QLineEdit) -> None:
        completer = QCompleter(list(self._proposed.get(column, ())), line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        line.setCompleter(completer)

    def _dropper(self, lines: Sequence[QLineEdit]) -> Callable[[], None]:
        def drop() -> None:
            number = next(n for n, (own, _) in enumerate(self._rows) if own is lines)
            for line in lines:
                line.clear()
            self._drop(number)
            self.written.emit()

        return drop

    def _drop(self, number: int) -> None:
        lines, out = self._rows.pop(number)
        for widget in (*lines, out):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for row, (others, button) in enumerate(self._rows, start=1):
            for column, line in enumerate(others):
                self._grid.addWidget(line, row, column)
            self._grid.addWidget(button, row, len(self._names))
        self._show_heads()

    def _tell(self) -> None:
        self.written.emit()

    def _show_heads(self) -> None:
        for head in self._heads:
            head.setVisible(bool(self._rows))


def _facts(person: Person) -> str:
    turns = "1 turn" if person.n_turns == 1 else f"{person.n_turns:,} turns"
    many = person.n_transcripts
    transcripts = "1 transcript" if many == 1 else f"{many:,} transcripts"
    return f"{turns} in {transcripts}" if person.n_turns else "speaks in no transcript"
