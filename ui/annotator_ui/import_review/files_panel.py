"""Which file is looked at, and which are there to be looked at?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from annotator_ui.import_review.label_row import KEYS
from annotator_ui.item_models.arriving_file_row import ArrivingFileRow
from annotator_ui.item_models.arriving_files import ArrivingFiles, FileLine, FileRole, Shown
from annotator_ui.parts.buttons import Button, Segments
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import Elided, words

if TYPE_CHECKING:
    from annotator_ui.theme import Theme

SEGMENTS: Final[tuple[Shown, ...]] = ("all", "look", "refused")


class FilesPanel(QWidget):
    """The files in their groups, and chips that show a part of them."""

    chosen = Signal(int)
    """The key of the file under the cursor."""
    decided = Signal(str)
    """S, J or N was pressed here: about the label in question."""
    going_in = Signal()
    """Enter or →: to what is asked about the file."""
    details_asked = Signal()
    """Dates and titles shall come from file names or a table."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: tuple[FileLine, ...] = ()
        self._now = -1
        self.model = ArrivingFiles(self)
        self._rows = ArrivingFileRow(theme, self)
        self.view = _FilesView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._rows)
        self._name = Elided(kind="section")
        self._count = words(kind="section")
        self.chips = Segments(("All", "To look at", "Refused"), "Which files are shown")
        self.chips.setProperty("part", "chips")
        self.chips.choose(0)
        self._shown: Shown = "all"
        self.details = Button("From names or a table…", kind="link")
        self.details.setToolTip("Titles, dates and more from the file names or from a spreadsheet")
        self.chips.chosen.connect(self._show_part)
        self.details.clicked.connect(self.details_asked)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.view.letter.connect(self.decided)
        self.view.going_in.connect(self.going_in)
        self._lay_out()
        self.set_theme(theme)

    def show_files(self, name: str, how_many: str, lines: Sequence[FileLine]) -> None:
        """Show the files; the one under the cursor stays there."""
        self._lines = tuple(lines)
        self._name.say(name)
        self._count.setText(how_many)
        look = sum(line.mark == "look" for line in lines)
        refused = sum(line.group == "refused" for line in lines)
        for index, said in enumerate((f"All {len(lines):,}", f"To look at {look:,}")):
            self.chips.say(index, said)
        self.chips.say(2, f"Refused {refused:,}")
        self._fill()

    def choose(self, key: int) -> None:
        """Put the cursor on a file, shown with all others where the chosen part lacks it."""
        if not self.model.index_of(key).isValid():
            self._shown = "all"
            self.chips.choose(0)
            self._now = key
            self._fill()
        index = self.model.index_of(key)
        if index.isValid() and index != self.view.currentIndex():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    def begin(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        self._rows.set_look(theme, zoom_of(self))
        self.view.doItemsLayout()
        self.view.viewport().update()

    def _show_part(self, number: int) -> None:
        self._shown = SEGMENTS[number]
        self._fill()

    def _fill(self) -> None:
        self.model.show_files(self._lines, self._shown)
        index = self.model.index_of(self._now)
        wanted = index if index.isValid() else self.model.first()
        if wanted != self.view.currentIndex():
            self.view.setCurrentIndex(wanted)

    def _choose(self, index: QModelIndex) -> None:
        line = index.data(FileRole.FILE)
        if isinstance(line, FileLine) and line.key != self._now:
            self._now = line.key
            self.chosen.emit(line.key)

    def _lay_out(self) -> None:
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        above = QHBoxLayout()
        above.setContentsMargins(14, 12, 14, 8)
        above.addWidget(self._name, 1)
        above.addWidget(self._count)
        chips = QHBoxLayout()
        chips.setContentsMargins(14, 0, 14, 6)
        chips.addWidget(self.chips, 1)
        below = QHBoxLayout()
        below.setContentsMargins(11, 7, 14, 7)
        below.addWidget(self.details)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addLayout(chips)
        column.addWidget(self.view, 1)
        column.addLayout(below)


class _FilesView(QListView):
    """↓ and ↑ go from file to file; letters decide instead of searching."""

    letter = Signal(str)
    going_in = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Files")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        into = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right}
        if plain and event.key() in into:
            self.going_in.emit()
        elif plain and event.text().lower() in KEYS:
            self.letter.emit(event.text().lower())
        elif plain and event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)
