"""What do the names of the files, or a table about them, say of titles and dates?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.dialogs.pick_file import TABLES_IN, pick_file
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.fields import LineField
from annotator_ui.parts.words import Elided, words

if TYPE_CHECKING:
    from annotator_ui.import_review.review import Review

SHOWN = 5
"""Files whose names are read while the pattern is written."""
PAUSE_MS = 120
LEAD = (
    "A name in braces says what stands there: {date}_{title} reads 2023-11-28_Joint statements.txt."
    " Fields are title, byline, date, place, source, note, kind and language; any other name makes"
    " a variable of its own, and {} passes words over."
)


class ToldFields(FramedDialog):
    """A pattern with what it reads from the first names, or a table joined by file name."""

    done_with = Signal(str)
    """One sentence about what was filled."""

    def __init__(self, parent: QWidget, review: Review) -> None:
        super().__init__(parent, "Titles and dates from names or a table", LEAD, "Fill in")
        self._review = review
        self.pattern = LineField("Pattern of the file names", example="{date}_{title}")
        self.lines = [Elided(kind="small", tone="muted") for _ in range(SHOWN)]
        self.fits = words(kind="small", tone="muted")
        self.table = Button("Take a table instead…", drawing="table-2")
        self.table.setToolTip("A spreadsheet with one row for each file and a column of file names")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.preview)
        self.pattern.line.textChanged.connect(lambda _: self._pause.start())
        self.table.clicked.connect(self._ask_table)
        self._fill_body()
        self.preview()
        self.pattern.line.setFocus()

    def preview(self) -> None:
        """Show what the pattern reads from the first names, and how many names it fits."""
        pattern = self.pattern.text()
        self.pattern.set_wrong("")
        self.accept_button.setEnabled(False)
        if not pattern:
            self._show_names([(name, "") for name in self._review.names()[:SHOWN]], "")
            return
        try:
            read, fitting, number = self._review.read_names(pattern, SHOWN)
        except UserError as error:
            self.pattern.set_wrong(str(error))
            return
        self.accept_button.setEnabled(fitting > 0)
        self._show_names(read, f"{fitting:,} of {number:,} names are built like this.")

    def accept(self) -> None:
        """Fill in what the names say, as one decision."""
        try:
            filled, number = self._review.fill_from_names(self.pattern.text())
        except UserError as error:
            self.pattern.set_wrong(str(error))
            return
        self.done_with.emit(f"Filled in from the names of {filled:,} of {number:,} files.")
        super().accept()

    def use_table(self, path: Path) -> None:
        """Fill in what a table says; where it cannot be used, say why and stay."""
        try:
            filled, number = self._review.fill_from_table(path)
        except UserError as error:
            self.refuse(str(error))
            return
        self.done_with.emit(f"Filled in for {filled:,} of {number:,} files from {path.name}.")
        super().accept()

    def _ask_table(self) -> None:
        pick_file(self, "A table about these files", TABLES_IN, self.use_table)

    def _show_names(self, read: Sequence[tuple[str, str]], fits: str) -> None:
        for number, line in enumerate(self.lines):
            name, said = read[number] if number < len(read) else ("", "")
            line.say(f"{name}  →  {said}" if said else name)
            line.setVisible(bool(name))
        self.fits.setText(fits)

    def _fill_body(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(4)
        for line in self.lines:
            names.addWidget(line)
        names.addWidget(self.fits)
        below = QHBoxLayout()
        below.addWidget(self.table)
        below.addStretch(1)
        self.body.addWidget(self.pattern)
        self.body.addLayout(names)
        self.body.addLayout(below)
        self.setMinimumWidth(560)
