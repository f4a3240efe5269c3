"""How did the text stand before it was corrected, when was that, and why?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextEdit,
    QVBoxLayout,
)

from annotator_ui.item_models.dates import date_words
from annotator_ui.item_models.version_row import VersionRow
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import Elided, hairline, words
from annotator_ui.transcript_view.offsets import units_of
from annotator_ui.transcripts_place.changes_list import ChangesList
from annotator_ui.transcripts_place.page import Page
from annotator_ui.transcripts_place.text_editor import TextColumn

if TYPE_CHECKING:
    from annotator.model.corrections import TextVersion
    from annotator.model.text_map import Change
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme

LEFT, RIGHT, SIDE = 264, 360, 18
LEAST_TEXT: Final = 280
MOST_MARKED: Final = 2000


class VersionsPage(Page):
    """The states of a text at the left, the chosen one to be read, and where it was changed."""

    about = "Texts before"
    keys = (("↓", "older"), ("Esc", "back"))

    def __init__(self, session: Session, transcript_id: int, theme: Theme) -> None:
        super().__init__()
        self._session, self._id, self._theme = session, transcript_id, theme
        self._versions = session.project.text_versions(transcript_id)
        self._body = ""
        self.list = QListWidget()
        self.list.setAccessibleName("States of the text, the newest first")
        self._rows = VersionRow(theme, self.list)
        self.list.setItemDelegate(self._rows)
        self.list.setMouseTracking(True)
        self.text = TextColumn()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("The text of the chosen state")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.changes = ChangesList(theme)
        self._lead = words(kind="section")
        self.done = Button("Done", key="Esc", kind="primary")
        self.title_buttons = [self.done]
        self._lay_out()
        self.set_theme(theme)
        self.done.clicked.connect(self.left)
        self.list.currentRowChanged.connect(self._show)
        self.changes.asked.connect(self._go_to)
        self.on_key("Esc", self.left.emit)
        self._fill()

    def begin(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._rows.set_look(theme, zoom_of(self))
        self.list.doItemsLayout()
        self.changes.set_theme(theme)
        self.text.dress()

    def set_zoom(self, factor: float) -> None:
        del factor
        self.set_theme(self._theme)

    def _fill(self) -> None:
        names = {coder.id: coder.name for coder in self._session.project.coders()}
        for version in self._versions:
            self.list.addItem(QListWidgetItem(_in_words(version, names.get(version.by or 0, ""))))
        self.list.setCurrentRow(min(1, len(self._versions) - 1))

    def _show(self, row: int) -> None:
        """Show a state; one that was corrected with what became of it, the last with what was."""
        if not 0 <= row < len(self._versions):
            return
        project, version = self._session.project, self._versions[row]
        self._body = text = project.text_of_version(version.id)
        self.text.setPlainText(text)
        if row:
            newer = self._versions[row - 1]
            self._lead.setText(f"What text {newer.number} changed in it")
            after = project.text_of_version(newer.id)
            self.changes.show_changes(newer.changes, text, after, go_to_old=True)
            self._mark([(each.start, each.end) for each in newer.changes], self._theme.error_soft)
            return
        older = self._versions[1] if len(self._versions) > 1 else None
        if older is None:
            self._lead.setText("As it came in")
            self.changes.show_changes((), "", "")
            return
        self._lead.setText(f"What it changed in text {older.number}")
        before = project.text_of_version(older.id)
        changes: Sequence[Change] = version.changes
        self.changes.show_changes(changes, before, text)
        self._mark([(each.new_start, each.new_end) for each in changes], self._theme.ok_soft)

    def _mark(self, places: Sequence[tuple[int, int]], color: str) -> None:
        """Put a ground behind the words that were changed."""
        look = QTextCharFormat()
        look.setBackground(QColor(color))
        marks: list[QTextEdit.ExtraSelection] = []
        at = units = 0
        for start, end in places[:MOST_MARKED]:
            first = units + units_of(self._body[at:start])
            units = first + units_of(self._body[start:end])
            at = end
            mark = QTextEdit.ExtraSelection()
            mark.format = look
            mark.cursor = QTextCursor(self.text.document())
            mark.cursor.setPosition(first)
            mark.cursor.setPosition(units, QTextCursor.MoveMode.KeepAnchor)
            marks.append(mark)
        self.text.setExtraSelections(marks)

    def _go_to(self, at: int) -> None:
        cursor = self.text.textCursor()
        cursor.setPosition(units_of(self._body[:at]))
        self.text.setTextCursor(cursor)
        self.text.centerCursor()

    def _lay_out(self) -> None:
        info = self._session.project.info(self._id)
        left, right = QFrame(), QFrame()
        for panel in (left, right):
            panel.setProperty("ground", "panel")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(10)
        above = QHBoxLayout()
        above.setContentsMargins(SIDE, 0, SIDE, 0)
        above.addWidget(Elided(info.metadata.title or info.doc_id, kind="card"))
        column.addLayout(above)
        column.addWidget(hairline())
        column.addWidget(self.list, 1)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(SIDE, 14, 8, 12)
        beside.setSpacing(12)
        beside.addWidget(self._lead)
        beside.addWidget(self.changes, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        for panel, stretch in ((left, 0), (self.text, 1), (right, 0)):
            split.addWidget(panel)
            split.setStretchFactor(split.count() - 1, stretch)
        split.setSizes([LEFT, 800, RIGHT])
        self.text.setMinimumWidth(LEAST_TEXT)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)


def _in_words(version: TextVersion, by: str) -> str:
    """Two or three lines about a state of the text."""
    local = datetime.fromisoformat(version.at).astimezone()
    when = date_words(f"{local:%Y-%m-%dT%H:%M}")
    now = ", read now" if version.is_current else ""
    lines = [f"Text {version.number}{now}", f"{when} · {by}" if by else when]
    if version.note:
        lines.append(version.note)
    elif version.number == 1:
        lines.append("as it came in")
    return "\n".join(lines)
