"""Where are all my memos, and how do I find, read and write them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator_ui.code_place.memo_entries import (
    MemoEntry,
    code_entry,
    entries,
    matching,
    project_entry,
    transcript_entry,
)
from annotator_ui.code_place.memo_field import MemoField, MemoTarget
from annotator_ui.code_place.memo_preview import MemoPreview
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.fields import SearchField
from annotator_ui.parts.prose import Prose
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import hairline, words

if TYPE_CHECKING:
    from annotator.changes import Changes
    from annotator_ui.session import Session

_SIZE = QSize(900, 600)
_LIST_WIDTH = 320
_LONGEST = 90


class MemosWindow(QWidget):
    """A list to search, and beside it the memo to write and to read. Esc closes it."""

    went_to = Signal(int, object)
    """Transcript id, and the `Span` of the passage or None."""
    written = Signal(object, str)
    """A `MemoTarget` and the new words, as from the memo field beside the text."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._session = session
        self._entries: list[MemoEntry] = []
        self._open: MemoEntry | None = None
        self.field = _Search("Search memos…")
        self.list = QListWidget()
        self.memo = MemoField()
        self.preview = MemoPreview()
        self.go = Button("Go there", key="Ctrl G")
        self.on_project = Button("Memo on the project")
        self.on_transcript = Button("Memo on this transcript")
        self._transcript_id: int | None = None
        self._about = words(kind="card")
        self._quote = Prose(quoted=True)
        self._when = words(kind="small", tone="muted")
        self._none = words(tone="muted", wrap=True)
        self._lay_out()
        self._wire()

    def begin(self, transcript_id: int | None = None) -> None:
        """Show all memos, with the keyboard in the search field; a transcript may be open."""
        self._transcript_id = transcript_id
        self.on_transcript.setVisible(transcript_id is not None)
        self._read()
        self._show(self.list.currentRow())
        self.show()
        self.raise_()
        self.activateWindow()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin_on_code(self, code_id: int) -> None:
        """Show the window with the memo on a code, ready to be written."""
        self.begin(self._transcript_id)
        self._show_entry(code_entry(self._session.project, code_id))
        self.memo.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _begin_on_project(self) -> None:
        self._show_entry(project_entry(self._session.project))
        self.memo.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin_on_transcript(self) -> None:
        """The memo on the whole transcript that is open."""
        if self._transcript_id is not None:
            self._show_entry(transcript_entry(self._session.project, self._transcript_id))
            self.memo.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Escape:
                self.close()
            case Qt.Key.Key_G if control:
                self._go()
            case Qt.Key.Key_F if control:
                self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            case _:
                super().keyPressEvent(event)

    def _read(self) -> None:
        project = self._session.project
        self._entries = self._session.attempt(lambda: entries(project)) or []
        self._fill()

    def _fill(self) -> None:
        chosen = self._open.target if self._open else None
        self.list.blockSignals(True)
        self.list.clear()
        found = matching(self._entries, self.field.text())
        for entry in found:
            first = _shortened(entry.body)
            item = QListWidgetItem(f"{entry.about}\n{first}")
            item.setData(Qt.ItemDataRole.UserRole, entry)
            item.setToolTip(plain_tip(entry.body))
            self.list.addItem(item)
            if entry.target == chosen:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._none.setVisible(not found)
        self._none.setText(
            "No memo holds these words."
            if self._entries
            else "No memos yet. Ctrl+M beside the text writes one."
        )
        if self.list.currentRow() < 0 and found:
            self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        item = self.list.item(row)
        self._show_entry(item.data(Qt.ItemDataRole.UserRole) if item else None)

    def _show_entry(self, entry: MemoEntry | None) -> None:
        self.memo.lock(locked=self._session.is_open and self._session.project.read_only)
        if not self.memo.show_memo(entry.target if entry else None, entry.body if entry else ""):
            return  # what was typed could not be saved and stays
        self._open = entry
        self._about.setText(entry.about if entry else "")
        self._quote.say(f"“{_shortened(entry.quote, 300)}”" if entry and entry.quote else "")
        self._quote.setVisible(bool(entry and entry.quote))
        self._when.setText(entry.signed if entry else "")
        self.go.setVisible(entry is not None and entry.transcript_id is not None)
        self._preview()

    def _preview(self) -> None:
        text = self.memo.toPlainText()
        self.preview.show_markdown(text)
        self.preview.setVisible(bool(text.strip()))

    def _go(self) -> None:
        entry = self._open
        if entry is not None and entry.transcript_id is not None:
            self.went_to.emit(entry.transcript_id, entry.span)

    def _write(self, target: MemoTarget, body: str) -> None:
        self.written.emit(target, body)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and (changes.memos or changes.undone or changes.codes):
            self._read()
            self._show(self.list.currentRow())

    def _wire(self) -> None:
        self.field.textChanged.connect(self._fill)
        self.field.went_on.connect(self.list.setFocus)
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(lambda _item: self.memo.setFocus())
        self.memo.textChanged.connect(self._preview)
        self.memo.written.connect(self._write)
        self.memo.left.connect(self.list.setFocus)
        self.go.clicked.connect(self._go)
        self.on_project.clicked.connect(self._begin_on_project)
        self.on_transcript.clicked.connect(self.begin_on_transcript)
        self._session.changed.connect(self._changed)
        self._session.closing.connect(self.close)

    def _lay_out(self) -> None:
        self.setWindowTitle("Memos")
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(_SIZE)
        self.list.setAccessibleName("Memos")
        self.list.setProperty("part", "sections")
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumWidth(_LIST_WIDTH)
        left = QVBoxLayout()
        left.setContentsMargins(12, 12, 12, 12)
        left.setSpacing(10)
        left.addWidget(self.field)
        left.addWidget(self._none)
        left.addWidget(self.list, 1)
        left.addWidget(self.on_transcript)
        left.addWidget(self.on_project)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left)
        row.addWidget(hairline(down=True))
        row.addLayout(self._right(), 1)

    def _right(self) -> QVBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(self._when, 1)
        foot.addWidget(self.go)
        right = QVBoxLayout()
        right.setContentsMargins(24, 18, 24, 16)
        right.setSpacing(8)
        right.addWidget(self._about)
        right.addWidget(self._quote)
        right.addWidget(words("Memo, in Markdown", kind="section"))
        right.addWidget(self.memo)
        right.addWidget(words("As it reads", kind="section"))
        right.addWidget(self.preview)
        right.addStretch(1)
        right.addLayout(foot)
        return right


class _Search(SearchField):
    """Down and Enter go on to what was found."""

    went_on = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.went_on.emit()
        else:
            super().keyPressEvent(event)


def _shortened(text: str, longest: int = _LONGEST) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else f"{plain[:longest].rpartition(' ')[0]} …"
