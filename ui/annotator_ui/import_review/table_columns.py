"""What is each column of a table for? Chosen by a person, then the table is read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from annotator.model.counts import counted
from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.choosing import ChoiceBox
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import Elided, words

if TYPE_CHECKING:
    from annotator.transcripts.readers.table_columns import ColumnFound

USE_WORDS: Final[Mapping[str, str]] = {
    "text": "The text",
    "speaker": "Speaker",
    "role": "Role of the speaker",
    "title": "Title",
    "date": "Date of the event",
    "byline": "By-line",
    "place": "Place",
    "source": "Source",
    "note": "Note",
    "kind": "Kind",
    "language": "Language",
    "id": "Id of the transcript",
    "variable": "Variable, kept with the text",
    "left out": "Left out",
}
_MANY = ("variable", "left out")
_NAMED_FIRST = ("text", "speaker", "title", "date", "id")
_LEAD = (
    "A row is a transcript of its own, or one speech of it: where a column says who speaks, rows"
    " with the same id are one transcript. Variables go into the workbook with every transcript."
)
_NO_TEXT = "Choose the column that holds the text."
_ROW, _NAME_WIDTH, _MOST_ROWS, _MORE_ROWS = 36, 170, 11, 6


def columns_in_words(columns: Sequence[ColumnFound]) -> str:
    """Text from “body”, speaker from “who”; 4 variables kept."""
    by_use = {one.use: one.name for one in columns}
    uses = [use for use in _NAMED_FIRST if use in by_use]
    uses += [use for use in USE_WORDS if use in by_use and use not in (*uses, *_MANY)]
    told = [f"{_short(use)} from “{by_use[use]}”" for use in uses]
    variables = sum(one.use == "variable" for one in columns)
    told += [f"{counted(variables, 'variable')} kept"] if variables else []
    return ", ".join(told)[:1].upper() + ", ".join(told)[1:]


class ColumnsLine(QWidget):
    """One line about a table: what its columns became, and the way to change it."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._told = Elided(kind="small", tone="muted")
        self.change = Button("Change columns…")
        self.change.setToolTip("Say which column holds the text, who speaks, the date and more")
        self.change.clicked.connect(self.asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 14)
        row.setSpacing(10)
        row.addWidget(words("Columns", kind="strong"))
        row.addWidget(self._told, 1)
        row.addWidget(self.change)

    def show_columns(self, columns: Sequence[ColumnFound]) -> None:
        self._told.say(columns_in_words(columns))

    def words(self) -> str:
        return self._told.whole()


class TableColumns(FramedDialog):
    """A row for each column: its heading, what it is for, the first things in it."""

    wanted = Signal(object)
    """(use, column) pairs for everything that is not left to the names of the columns."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        columns: Sequence[ColumnFound],
        said: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(parent, f"Columns of {name}", _LEAD, "Read again")
        self._columns = tuple(columns)
        self._said = {column for _, column in said}
        self.boxes: list[ChoiceBox] = []
        self._wanted = [one.use for one in columns]
        self._shown = list(self._wanted)
        """As the boxes show it: one column each for most uses."""
        self._last_first = list(range(len(columns)))
        self._area = QScrollArea()
        self._fill_body()
        self._look()
        self.boxes[0].setFocus()

    def accept(self) -> None:
        """Tell what was chosen now or before; the rest goes by its name."""
        said = [
            (use, one.name)
            for use, one in zip(self._shown, self._columns, strict=True)
            if use != one.use or one.name in self._said
        ]
        super().accept()
        self.wanted.emit(said)

    def _chosen(self, at: int) -> None:
        """What another column was for is this one's now; that one is a variable meanwhile.

        It has its own back when the keyboard goes on to another choice.
        """
        self._wanted[at] = self.boxes[at].currentData()
        self._last_first.remove(at)
        self._last_first.insert(0, at)
        taken: set[str] = set()
        for each in self._last_first:
            use = self._wanted[each]
            self._shown[each] = "variable" if use in taken else use
            if use not in _MANY:
                taken.add(use)
        for box, use in zip(self.boxes, self._shown, strict=False):
            box.setCurrentIndex(box.findData(use))
        self._look()

    def _look(self) -> None:
        """Without a text there is nothing to read; without a change no need to."""
        uses = self._shown
        self.refuse("" if "text" in uses else _NO_TEXT)
        changed = any(use != one.use for use, one in zip(uses, self._columns, strict=True))
        self.accept_button.setEnabled("text" in uses and changed)

    def _add_rows(self, number: int) -> None:
        """Make rows for the next columns, and the rest later: a table may have hundreds."""
        grid, first = self._grid, len(self.boxes)
        for at, one in enumerate(self._columns[first : first + number], start=first):
            named = Elided(one.name)
            named.setFixedWidth(round(_NAME_WIDTH * zoom_of(self)))
            box = ChoiceBox(f"What the column {one.name} is for")
            box.fill([(said, use) for use, said in USE_WORDS.items()], self._shown[at])
            box.activated.connect(lambda _, at=at: self._chosen(at))
            box.installEventFilter(self)
            grid.setRowStretch(at, 0)
            grid.addWidget(named, at, 0)
            grid.addWidget(box, at, 1)
            grid.addWidget(Elided(one.sample or "–", kind="small", tone="muted"), at, 2)
            self.boxes.append(box)
        grid.setRowStretch(len(self.boxes), 1)
        if len(self.boxes) < len(self._columns):
            QTimer.singleShot(0, self, lambda: self._add_rows(_MORE_ROWS))

    def _fill_body(self) -> None:
        zoom = zoom_of(self)
        inside = QWidget()
        inside.setProperty("ground", "panel")
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self._add_rows(_MOST_ROWS + 1)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        shown = min(len(self._columns), _MOST_ROWS)
        room = round(self.screen().availableGeometry().height() * 0.5)
        self._area.setMinimumHeight(min(round(shown * _ROW * zoom), room))
        self.body.addWidget(self._area)
        self.setMinimumWidth(min(round(720 * zoom), self.screen().availableGeometry().width() - 40))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What has the keyboard is in sight."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, ChoiceBox):
            page = self._area.widget()
            corner = QPoint(0, 0) if page is None else watched.mapTo(page, QPoint(0, 0))
            self._area.ensureVisible(0, corner.y() + watched.height() // 2, 0, watched.height())
        return False


def _short(use: str) -> str:
    return "id" if use == "id" else USE_WORDS[use].removeprefix("The ").lower()
