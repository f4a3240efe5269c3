"""What would come in with the files that were returned? A look first, then one click."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import Locked
from annotator.model.counts import counted
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.choosing import Check
from annotator_ui.parts.fields import LineField
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.rows import RowView, focus_first
from annotator_ui.parts.words import words
from annotator_ui.team_place.in_words import about_file, cells_of_file
from annotator_ui.team_place.tables import FILES, Rows

if TYPE_CHECKING:
    from annotator.teamwork.merge import Arrived, Merge
    from annotator_ui.theme import Theme

RIGHT: Final = 400
_SIDE_BY_SIDE: Final = 1000
"""Wide enough for the table beside what is told of one file."""


class MergePage(QWidget):
    """Files in a table, everything about the chosen one at the right."""

    left = Signal()
    merge_wanted = Signal(object, bool)
    """The paths of the files that can come in, and whether finished work is accepted."""
    more_wanted = Signal()
    unlock_wanted = Signal(str)
    """A passphrase was written."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.merge: Merge | None = None
        self.rows = Rows(FILES)
        self.table = RowView(self.rows, FILES, theme, "Files that came back")
        self.lead = words(tone="muted", wrap=True)
        self.accept = Check("Accept what is finished: it is sealed, and compared from then on")
        self.accept.setChecked(True)
        self.passphrase = LineField("Passphrase of locked files")
        self.passphrase.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.unlock = Button("Unlock")
        self.back = Button("Back", key="Esc")
        self.more = Button("Add files…")
        self.take = Button("Merge", key="Ctrl Enter", kind="primary")
        self.title_buttons = (self.back, self.more, self.take)
        self._name = words(kind="card", wrap=True)
        self._told = words(wrap=True)
        self._lay_out()
        self._wire()

    def begin(self) -> None:
        focus_first(self.table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window what is told of a file stands below the table."""
        super().resizeEvent(event)
        below = self.width() < round(_SIDE_BY_SIDE * zoom_of(self))
        way = Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal
        if self._split.orientation() is not way:
            self._split.setOrientation(way)
            self._split.setSizes([3, 2] if below else [1000, RIGHT])

    def show_looking(self, paths: Sequence[Path]) -> None:
        """The files are being read."""
        self.merge = None
        self.rows.set_rows([(None, (path.name, *["…"] * 8)) for path in paths])
        self.lead.setText("Reading the files. Nothing is changed by looking.")
        self.take.setEnabled(False)
        self._locked_row.hide()

    def show_merge(self, merge: Merge) -> None:
        """What the files would bring."""
        self.merge = merge
        self.rows.set_rows([(each, cells_of_file(each)) for each in merge.files])
        good = self.good()
        new = [each for each in good if not each.nothing_new]
        self.take.setEnabled(bool(new))
        count = len(new)
        self.take.say(f"Merge {counted(count, 'file')}" if count else "Merge")
        self.take.setToolTip("" if count else "None of the files brings anything new")
        told = ["Nothing has been changed yet. Merging makes a backup and can be taken back."]
        if merge.refused:
            told.append(f"{len(merge.refused)} of the files cannot come in and are left out.")
        self.lead.setText(" ".join([*told, *merge.notes]))
        self._locked_row.setVisible(any(is_locked(each) for each in merge.files))
        self.accept.setVisible(any(each.coder for each in good))
        self.table.choose(0)
        self._show_chosen()
        self.begin()

    def good(self) -> list[Arrived]:
        """The files that can come in."""
        return [] if self.merge is None else [e for e in self.merge.files if e.refused is None]

    def want(self) -> None:
        """Merge what can come in."""
        paths = [each.path for each in self.good() if not each.nothing_new]
        if paths and self.take.isEnabled():
            self.take.setEnabled(False)
            self.merge_wanted.emit(paths, self.accept.isChecked())

    def told(self) -> str:
        """What is said about the chosen file."""
        return str(getattr(self._told, "plain", lambda: "")())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.want()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _unlock(self) -> None:
        if self.passphrase.text():
            self.unlock_wanted.emit(self.passphrase.line.text())
            self.passphrase.line.clear()

    def _show_chosen(self) -> None:
        each = self.rows.what(self.table.currentIndex().row())
        self._name.setText(each.path.name if each is not None else "")  # type: ignore[attr-defined]
        told = about_file(each) if each is not None else ()  # type: ignore[arg-type]
        self._told.setText("\n\n".join(told))

    def _wire(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.back.clicked.connect(self.left)
        self.more.clicked.connect(self.more_wanted)
        self.take.clicked.connect(self.want)
        self.unlock.clicked.connect(self._unlock)
        self.passphrase.line.returnPressed.connect(self._unlock)

    def _lay_out(self) -> None:
        self._locked_row = QWidget()
        row = QHBoxLayout(self._locked_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.passphrase, 1)
        row.addWidget(self.unlock, 0, Qt.AlignmentFlag.AlignBottom)
        top = QVBoxLayout()
        top.setContentsMargins(24, 16, 24, 8)
        top.setSpacing(8)
        top.addWidget(words("Files that came back", kind="title"))
        for part in (self.lead, self._locked_row, self.accept):
            top.addWidget(part)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        inside = QWidget()
        told = QVBoxLayout(inside)
        told.setContentsMargins(18, 16, 18, 16)
        told.addWidget(self._name)
        told.addWidget(self._told)
        told.addStretch(1)
        right = QScrollArea()
        right.setWidgetResizable(True)
        right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right.setWidget(inside)
        for panel in (left, inside):
            panel.setProperty("ground", "panel")
            panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 1)
        split.setSizes([1000, RIGHT])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
        self._split = split


def is_locked(each: Arrived) -> bool:
    """Whether a file waits for its passphrase."""
    return isinstance(each.refused, Locked)
