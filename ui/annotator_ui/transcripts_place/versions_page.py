"""How did the text stand before it was corrected, when was that, and why?"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
)

from annotator_ui.item_models.dates import date_words
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import Elided, hairline, words
from annotator_ui.theme import reading_font
from annotator_ui.transcript_view.offsets import units_of
from annotator_ui.transcripts_place.changes_list import ChangesList
from annotator_ui.transcripts_place.page import Page
from annotator_ui.transcripts_place.text_editor import PX

if TYPE_CHECKING:
    from annotator.model.corrections import TextVersion
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme

LEFT, RIGHT, SIDE = 264, 360, 18
_VERSION: Final = Qt.ItemDataRole.UserRole + 1


class VersionsPage(Page):
    """The states of a text at the left, the chosen one to be read, what was changed in it."""

    about = "Texts before"
    keys = (("↓", "older"), ("Esc", "back"))

    def __init__(self, session: Session, transcript_id: int, theme: Theme) -> None:
        super().__init__()
        self._session, self._id = session, transcript_id
        self._versions = session.project.text_versions(transcript_id)
        self.list = QListWidget()
        self.list.setAccessibleName("States of the text, the newest first")
        self.list.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("The text of the chosen state")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.changes = ChangesList(theme)
        self._lead = words(kind="section")
        self.done = Button("Done", key="Esc", kind="primary")
        self.title_buttons = [self.done]
        self._lay_out()
        self._dress()
        self.done.clicked.connect(self.left)
        self.list.currentRowChanged.connect(self._show)
        self.changes.asked.connect(self._go_to)
        self.on_key("Esc", self.left.emit)
        self._fill()

    def begin(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        self.changes.set_theme(theme)
        self._dress()

    def set_zoom(self, factor: float) -> None:
        del factor
        self._dress()

    def _dress(self) -> None:
        self.text.setFont(reading_font(PX * zoom_of(self)))
        self.text.document().setDocumentMargin(round(24 * zoom_of(self)))

    def _fill(self) -> None:
        names = {coder.id: coder.name for coder in self._session.project.coders()}
        for version in self._versions:
            item = QListWidgetItem(_in_words(version, names.get(version.by or 0, "")))
            item.setData(_VERSION, version.id)
            self.list.addItem(item)
        self.list.setCurrentRow(min(1, len(self._versions) - 1))

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._versions):
            return
        version = self._versions[row]
        project = self._session.project
        text = project.text_of_version(version.id)
        self.text.setPlainText(text)
        older = self._versions[row + 1] if row + 1 < len(self._versions) else None
        if older is None:
            self._lead.setText("As it came in")
            self.changes.show_changes((), "", "")
            return
        self._lead.setText(f"Changed from text {older.number}")
        before = project.text_of_version(older.id)
        self.changes.show_changes(version.changes, before, text)

    def _go_to(self, at: int) -> None:
        cursor = self.text.textCursor()
        row = self.list.currentRow()
        text = self._session.project.text_of_version(self._versions[row].id)
        cursor.setPosition(units_of(text[:at]))
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
        title = Elided(info.metadata.title or info.doc_id, kind="card")
        title.setContentsMargins(SIDE, 0, SIDE, 0)
        column.addWidget(title)
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
