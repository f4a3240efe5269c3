"""To which earlier state shall the project go back, and what would that change?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import Paragraph, words

if TYPE_CHECKING:
    from annotator.model.backups import Backup, Preview

_LEAD = (
    "Each is the whole project as it was then. Going back makes a backup of the present state "
    "first, so that you can come back to it."
)


class BackupsDialog(FramedDialog):
    """The list at the left, at the right what restoring the chosen one would do."""

    restore_wanted = Signal(object)
    """The `Backup` to go back to."""
    look_wanted = Signal(object)
    """The `Backup` of which `show_preview` shall tell."""
    folder_wanted = Signal()
    backup_wanted = Signal()

    def __init__(self, parent: QWidget, backups: Sequence[Backup]) -> None:
        super().__init__(parent, "Backups", _LEAD, "Go back to this state")
        self._backups = list(backups)
        self._comparing = True
        self.list = QListWidget()
        self.list.setAccessibleName("Backups, the newest first")
        self.list.setProperty("part", "names")
        self.list.setMinimumSize(_zoomed(self, 270), _zoomed(self, 200))
        self._head = words(kind="strong")
        self._what = Paragraph()
        self._what.setProperty("kind", "base")
        self._now = Button("Back up now")
        self._folder = Button("Show in folder")
        self._now.clicked.connect(self.backup_wanted)
        self._folder.clicked.connect(self.folder_wanted)
        self._lay_out_list()
        self.list.currentRowChanged.connect(self._look)
        self.show_backups(backups)
        self.resize(_zoomed(self, 720), _zoomed(self, 420))

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """The list anew, its first row chosen."""
        self._backups = list(backups)
        self.list.clear()
        for backup in backups:
            self.list.addItem(QListWidgetItem(f"{backup.when:%Y-%m-%d %H:%M}    act {backup.act}"))
        self._folder.setEnabled(bool(backups))
        if not backups:
            self._head.setText("None yet")
            self._what.setText("One is made whenever the project is opened.")
            self.accept_button.setEnabled(False)
        self.list.setCurrentRow(0 if backups else -1)
        self.list.setFocus()

    def show_preview(self, preview: Preview) -> None:
        """What restoring would do; of a backup that is no longer chosen nothing is shown."""
        if preview.backup != self.chosen():
            return
        last = f"Last act then: {preview.last_act}\n\n" if preview.last_act else ""
        self._what.setText(last + "\n".join(preview.lines()))
        self.accept_button.setEnabled(not preview.changes_nothing)

    def compare_nothing(self) -> None:
        """The project itself cannot be read: there is nothing to compare a backup with."""
        self._comparing = False
        self._now.hide()

    def show_trouble(self, why: str) -> None:
        """The chosen backup cannot be read."""
        self._what.setText(why)
        self.accept_button.setEnabled(False)

    def told(self) -> str:
        """What is said about the chosen one."""
        return self._what.plain()

    def chosen(self) -> Backup | None:
        row = self.list.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def accept(self) -> None:
        backup = self.chosen()
        if backup is not None and self.accept_button.isEnabled():
            super().accept()
            self.restore_wanted.emit(backup)

    def _look(self, _row: int) -> None:
        backup = self.chosen()
        self.accept_button.setEnabled(False)
        if backup is not None:
            self._head.setText(f"If the state of {backup.when:%Y-%m-%d %H:%M} came back")
            if not self._comparing:
                self._what.setText("The project cannot be read, so the two cannot be compared.")
                self.accept_button.setEnabled(True)
                return
            self._what.setText("Comparing…")
            self.look_wanted.emit(backup)

    def _lay_out_list(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self._head)
        right.addWidget(self._what)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.body.addLayout(row, 1)
        self.foot.insertWidget(0, self._folder)
        self.foot.insertWidget(0, self._now)


def _zoomed(widget: QWidget, px: int) -> int:
    return round(px * zoom_of(widget))
