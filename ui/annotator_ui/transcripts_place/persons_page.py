"""Who speaks in the transcripts: the register of persons, and the speakers who wait for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator.model.persons import Person, PersonDraft, Unplaced
from annotator_ui.parts.buttons import Button, Segments
from annotator_ui.parts.fields import SearchField
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.rows import RowView, focus_first
from annotator_ui.parts.words import words
from annotator_ui.transcripts_place.page import Page
from annotator_ui.transcripts_place.person_form import PersonForm
from annotator_ui.transcripts_place.persons_tables import (
    PERSONS,
    UNPLACED,
    PersonTable,
    UnplacedTable,
)
from annotator_ui.transcripts_place.unplaced_panel import UnplacedPanel

if TYPE_CHECKING:
    from annotator.changes import Changes
    from annotator_ui.project_acts import ProjectActs
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme

PANEL: Final = 420
NEW: Final = "New person"
KEYS: Final = (
    (("↓", "next"), ("Enter", "describe"), ("Del", "take out"), ("Esc", "back")),
    (("↓", "next"), ("Shift ↓", "one more"), ("Enter", "make a person"), ("Esc", "back")),
)
NO_PERSONS: Final = (
    "No persons yet. Speakers with a first and a last name become persons when their transcript "
    "comes in; the others wait for you to say who they are."
)
NOBODY_WAITS: Final = "Every speaker is a person of the register."


class PersonsPage(Page):
    """Two tables of which one is shown, with what is known of the chosen one at the right."""

    about = "Persons"

    def __init__(self, session: Session, theme: Theme, acts: ProjectActs) -> None:
        super().__init__()
        self._session = session
        self._persons, self._unplaced = PersonTable(), UnplacedTable()
        self.persons = RowView(self._persons, PERSONS, theme, "Persons")
        self.unplaced = RowView(
            self._unplaced, UNPLACED, theme, "Speakers who are no person yet", several=True
        )
        self.form = PersonForm()
        self.panel = UnplacedPanel()
        self.parts = Segments(("Persons", "Speakers without a person"), "What is shown")
        self.sought = SearchField("Find…")
        self.back = Button("Back to the transcripts", key="Esc")
        self.import_them = Button("Import…")
        self.export_them = Button("Export…")
        self.add = Button("New person", key="Ctrl Shift N", kind="primary")
        self.title_buttons = [self.back, self.import_them, self.export_them, self.add]
        self.keys = KEYS[0]
        self._empty = words(tone="muted", wrap=True)
        self._empty_says = ""
        self._tables, self._panels = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self._wire(acts)
        self._read()
        self._show_part(0 if self._persons.rowCount() or not self._unplaced.rowCount() else 1)

    def begin(self) -> None:
        focus_first(self._table())

    def set_theme(self, theme: Theme) -> None:
        self.persons.set_look(theme)
        self.unplaced.set_look(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes the chosen person out, where no field has the keyboard."""
        if event.key() == Qt.Key.Key_Delete and self.persons.hasFocus():
            self._remove()
            return
        super().keyPressEvent(event)

    # acts

    def make_persons(self) -> None:
        """Every chosen speaker becomes a person."""
        chosen = [(one.name, one.role) for one in self._chosen_speakers()]
        if chosen:
            project = self._session.project
            made = self._session.attempt(lambda: project.make_persons(chosen))
            if made:
                names = made[0].name if len(made) == 1 else f"{len(made)} speakers"
                self._session.said.emit(f"{names} in the register of persons now.")

    def new_person(self) -> None:
        """Somebody of whom only the name is to be written."""
        project = self._session.project
        taken = {one.name for one in project.persons()}
        name = next(
            name
            for name in (NEW, *(f"{NEW} {number}" for number in range(2, len(taken) + 3)))
            if name not in taken
        )
        made = self._session.attempt(lambda: project.add_person(PersonDraft(name)))
        if made is not None:
            self._show_part(0)
            self._choose_person(made.id)
            self.form.name.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.form.name.line.selectAll()

    def _place(self, person_id: int) -> None:
        """The chosen speakers are somebody who is known."""
        chosen = [(one.name, one.role) for one in self._chosen_speakers()]
        project = self._session.project
        self._session.attempt(lambda: project.place_speakers(chosen, person_id))

    def _change(self, draft: PersonDraft) -> None:
        person = self._person()
        if person is None or not self._session.is_open:
            return
        try:
            self._session.project.change_person(person.id, draft)
        except UserError as error:
            self.form.refuse(str(error))

    def _remove(self) -> None:
        person = self._person()
        if person is not None:
            project = self._session.project
            self._session.attempt(lambda: project.remove_person(person.id))

    def _join(self, into: int) -> None:
        person = self._person()
        if person is not None:
            project = self._session.project
            if self._session.attempt(lambda: project.join_persons(into, [person.id])) is not None:
                self._choose_person(into)

    # what is shown

    def _table(self) -> RowView:
        return self.unplaced if self._tables.currentWidget() is self.unplaced else self.persons

    def _person(self) -> Person | None:
        return self._persons.at(self.persons.currentIndex().row())

    def _chosen_speakers(self) -> list[Unplaced]:
        rows = sorted(index.row() for index in self.unplaced.selectionModel().selectedRows())
        return [one for row in rows if (one := self._unplaced.at(row)) is not None]

    def _choose_person(self, person_id: int) -> None:
        row = self._persons.row_of(person_id)
        if row < 0:
            self.sought.clear()
            row = self._persons.row_of(person_id)
        self.persons.choose(max(row, 0))
        self._show_person()

    def _show_part(self, number: int) -> None:
        self.parts.choose(number)
        self._tables.setCurrentIndex(number)
        self._panels.setCurrentIndex(number)
        self._say_empty()
        self.keys = KEYS[number]
        self.keys_changed.emit()
        focus_first(self._table())
        self._show_person()
        self._show_speakers()

    def _changed(self, changes: Changes) -> None:
        if changes.persons or changes.transcripts:
            self._read()

    def _read(self) -> None:
        """Show the register as it is now; who is chosen stays chosen."""
        before, row = self._person(), self.persons.currentIndex().row()
        at = self.unplaced.currentIndex().row()
        project = self._session.project
        persons, waiting = project.persons(), project.unplaced_speakers()
        self._persons.show(persons)
        self._unplaced.show(waiting)
        self.parts.say(0, f"Persons {len(persons):,}")
        self.parts.say(1, f"Speakers without a person {len(waiting):,}")
        again = self._persons.row_of(before.id) if before is not None else 0
        self.persons.choose(again if again >= 0 else min(row, len(persons) - 1))
        self.unplaced.choose(min(max(at, 0), len(waiting) - 1))
        kinds = [one.kind for person in persons for one in person.attributes]
        values = [one.value for person in persons for one in person.attributes]
        self.form.set_kinds(kinds, values)
        self._show_person()
        self._show_speakers()
        self._say_empty()

    def empty_words(self) -> str:
        """What it says instead of a table, for tests and screen readers."""
        return "" if self._empty.isHidden() else self._empty_says

    def _say_empty(self) -> None:
        """One sentence where a table has no row."""
        shown = self._table() is self.persons
        rows = self._persons.rowCount() if shown else self._unplaced.rowCount()
        sought = self.sought.text().strip()
        nothing = NO_PERSONS if shown else NOBODY_WAITS
        self._empty_says = f"Nobody fits “{sought}”." if sought else nothing
        self._empty.setText(self._empty_says)
        self._empty.setVisible(not rows)
        self._table().horizontalHeader().setVisible(bool(rows))  # the keyboard stays on the table

    def _show_person(self) -> None:
        person = self._person()
        self.form.setVisible(person is not None)
        self.form.show_person(person, self._session.project.persons())

    def _show_speakers(self) -> None:
        self.panel.show_speakers(self._chosen_speakers(), self._session.project.persons())

    def _find(self, sought: str) -> None:
        self._persons.find(sought)
        self._unplaced.find(sought)
        for view in (self.persons, self.unplaced):
            view.choose(0)
        self._say_empty()

    # putting together

    def _wire(self, acts: ProjectActs) -> None:
        self.back.clicked.connect(self.left)
        self.import_them.clicked.connect(acts.ask_import_persons)
        self.export_them.clicked.connect(acts.ask_export_persons)
        self.add.clicked.connect(self.new_person)
        self.on_key("Ctrl+Shift+N", self.new_person)
        self.on_key("Esc", self._leave)
        self.parts.chosen.connect(self._show_part)
        self.sought.textChanged.connect(self._find)
        self.persons.selectionModel().currentRowChanged.connect(lambda *_: self._show_person())
        self.unplaced.selectionModel().selectionChanged.connect(lambda *_: self._show_speakers())
        self.persons.activated.connect(
            lambda _: self.form.name.line.setFocus(Qt.FocusReason.TabFocusReason)
        )
        self.unplaced.activated.connect(lambda _: self.make_persons())
        self.form.changed.connect(self._change)
        self.form.removed.connect(self._remove)
        self.form.joined.connect(self._join)
        self.panel.wanted.connect(self.make_persons)
        self.panel.placed.connect(self._place)
        self._session.changed.connect(self._changed)
        self._session.closing.connect(self.finish_writing)

    def _leave(self) -> None:
        """Esc goes back to the table first, and leaves from there."""
        if self._table().hasFocus():
            self.left.emit()
        else:
            self._table().setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self._tables.addWidget(self.persons)
        self._tables.addWidget(self.unplaced)
        self._panels.addWidget(self.form)
        self._panels.addWidget(self.panel)
        head = Flow(gap=14, between=8, last_right=True)
        head.setContentsMargins(24, 18, 24, 8)
        for part in (words("Persons", kind="title"), self.parts, self.sought):
            head.addWidget(part)
        empty = QVBoxLayout()
        empty.setContentsMargins(24, 0, 24, 8)
        empty.addWidget(self._empty)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(empty)
        column.addWidget(self._tables, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self._panels)
        split.setStretchFactor(0, 1)
        split.setSizes([900, PANEL])
        self._panels.setMinimumWidth(340)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
