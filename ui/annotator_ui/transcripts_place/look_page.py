"""Which codings did a correction touch, and are they still right?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from annotator.changes import Place as Passage
from annotator.model.corrections import WHAT_IN_WORDS
from annotator.model.text_map import changes_between
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.changed_words import ChangedWords
from annotator_ui.parts.row_model import RowModel
from annotator_ui.parts.rows import Columns, RowView, focus_first
from annotator_ui.parts.words import Elided, hairline, words
from annotator_ui.transcripts_place.page import Page

if TYPE_CHECKING:
    from annotator.changes import Changes
    from annotator.model.corrections import Carried
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

COLUMNS: Final = Columns(
    ("Code", "What happened", "The words before", "Transcript"),
    title=0,
    secondary=frozenset({1, 3}),
    widths={"Code": 180, "What happened": 210, "Transcript": 180},
    least={"Transcript": 620, "What happened": 480},
)
PANEL: Final = 420
SIDE: Final = 18
_NOWHERE = QModelIndex()


class LookTable(RowModel[tuple["Carried", str, str]]):
    """Codings that wait to be looked at, with the name of the code and the title."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)

    def cells(self, row: tuple[Carried, str, str]) -> Sequence[str]:
        one, code, title = row
        return (code, WHAT_IN_WORDS[one.what], " ".join(one.quote.split()), title)


class LookPage(Page):
    """A table of passages; at the right the words before and now, and what can be done."""

    about = "Passages to look at"
    keys = (
        ("↓", "next"),
        ("Enter", "right as it is"),
        ("Ctrl Enter", "show in Code"),
        ("Del", "remove the coding"),
        ("Esc", "back"),
    )

    def __init__(self, session: Session, transcript_id: int, theme: Theme) -> None:
        super().__init__()
        self._session, self._id = session, transcript_id
        self._table = LookTable()
        self.view = RowView(self._table, COLUMNS, theme, "Passages to look at", several=True)
        self._code, self._what = Elided(kind="card"), Elided(kind="small", tone="muted")
        self.words = ChangedWords(theme)
        self.right = Button("Right as it is", key="Enter", kind="primary")
        self.show_it = Button("Show in Code", key="Ctrl Enter")
        self.remove = Button("Remove the coding", key="Del", kind="danger")
        self.back = Button("Back", key="Esc")
        self.all_right = Button("All are right")
        self.title_buttons = [self.back, self.all_right]
        self._panel = QFrame()
        self._lay_out()
        self._wire()
        self._read()

    def begin(self) -> None:
        focus_first(self.view)

    def set_theme(self, theme: Theme) -> None:
        self.view.set_look(theme)
        self.words.set_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.view.hasFocus():
            self.remove_coding()
            return
        super().keyPressEvent(event)

    # acts

    def accept(self) -> None:
        """The chosen passages are right."""
        self._look_at([one.id for one in self._chosen()])

    def accept_all(self) -> None:
        rows = (self._table.at(number) for number in range(self._table.rowCount()))
        self._look_at([row[0].id for row in rows if row is not None])

    def show_passage(self) -> None:
        """Show the chosen passage in the text; where nothing is left of it, its place."""
        one = self._one()
        if one is None:
            return
        start = one.now_start if one.now_start is not None else one.start
        end = one.now_end if one.now_end is not None else start
        self.passage_asked.emit(Passage(one.transcript_id, start, end))

    def remove_coding(self) -> None:
        """The coding is wrong by now; it goes, and so does the question."""
        one = self._one()
        if one is None:
            return
        coding = one.coding_id
        if coding is not None:
            self._session.attempt(lambda: self._session.project.remove_coding(coding))
        self._look_at([one.id])

    def _look_at(self, ids: Sequence[int]) -> None:
        if ids:
            self._session.attempt(lambda: self._session.project.looked_at(ids))

    # inside

    def _one(self) -> Carried | None:
        row = self._table.at(self.view.currentIndex().row())
        return None if row is None else row[0]

    def _chosen(self) -> list[Carried]:
        rows = [self._table.at(index.row()) for index in self.view.selectionModel().selectedRows()]
        return [row[0] for row in rows if row is not None]

    def _changed(self, changes: Changes) -> None:
        del changes
        self._read()

    def _read(self) -> None:
        project = self._session.project
        at = self.view.currentIndex().row()
        found = project.to_look_at(None if self._id < 0 else self._id)
        names = {code.id: code.name for code in project.codebook().codes}
        titles = {info.id: info.metadata.title or info.doc_id for info in project.transcripts()}
        self._table.set_rows(
            [
                (one, names.get(one.code_id or 0, "a code that is gone"), titles[one.transcript_id])
                for one in found
                if one.transcript_id in titles
            ]
        )
        rows = self._table.rowCount()
        if not rows:
            self.left.emit()
            return
        self.view.choose(min(max(at, 0), rows - 1))
        self._show()

    def _show(self) -> None:
        row = self._table.at(self.view.currentIndex().row())
        self._panel.setVisible(row is not None)
        if row is None:
            return
        one, code, title = row
        self._code.say(code)
        self._what.say(f"{WHAT_IN_WORDS[one.what]} · {title}")
        before, gone, came, after = _difference(one.quote, one.now_quote)
        self.words.show_change(before, gone, came, after)
        self.remove.setEnabled(one.coding_id is not None and one.what != "same as another")

    def _wire(self) -> None:
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        self.view.activated.connect(lambda _: self.accept())
        self.right.clicked.connect(self.accept)
        self.show_it.clicked.connect(self.show_passage)
        self.remove.clicked.connect(self.remove_coding)
        self.back.clicked.connect(self.left)
        self.all_right.clicked.connect(self.accept_all)
        self.on_key("Ctrl+Return", self.show_passage)
        self.on_key("Esc", self.left.emit)
        self._session.changed.connect(self._changed)
        self._session.coder_changed.connect(self.left)

    def _lay_out(self) -> None:
        self._panel.setProperty("ground", "panel")
        inside = QVBoxLayout(self._panel)
        inside.setContentsMargins(SIDE, 14, SIDE, 14)
        inside.setSpacing(12)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._code)
        head.addWidget(self._what)
        inside.addLayout(head)
        inside.addWidget(hairline())
        inside.addWidget(self.words)
        acts = QHBoxLayout()
        acts.setSpacing(10)
        for button in (self.right, self.show_it):
            acts.addWidget(button)
        acts.addStretch(1)
        inside.addLayout(acts)
        inside.addWidget(self.remove)
        inside.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        title = QHBoxLayout()
        title.setContentsMargins(24, 18, 24, 6)
        title.addWidget(words("Passages to look at", kind="title"))
        title.addStretch(1)
        column.addLayout(title)
        column.addWidget(self.view, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self._panel)
        split.setStretchFactor(0, 1)
        split.setSizes([900, PANEL])
        self._panel.setMinimumWidth(320)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)


def _difference(old: str, new: str) -> tuple[str, str, str, str]:
    """The words before the change, those that went, those that came, and those after."""
    changes = changes_between(old, new)
    if not changes:
        return old, "", "", ""
    first, last = changes[0], changes[-1]
    return (
        old[: first.start],
        old[first.start : last.end],
        new[first.new_start : last.new_end],
        old[last.end :],
    )
