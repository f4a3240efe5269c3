"""What does the file say of itself, on which line, and may that be corrected?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from annotator_ui.import_review.in_words import DATES
from annotator_ui.item_models.dates import date_words
from annotator_ui.parts.fields import LineField

if TYPE_CHECKING:
    from annotator.transcripts.surveys import FieldFound

FIELDS: Final = (  # attribute of Metadata, name, example, then row, column, columns (wide)
    ("title", "Title", "", 0, 0, 4),
    ("date", "Date of the event", "2023-11-28, or less", 0, 4, 2),
    ("last_updated", "Last updated", "", 0, 6, 2),
    ("byline", "By-line", "", 1, 0, 6),
    ("note", "Note", "", 1, 6, 2),
    ("place", "Place", "", 2, 0, 2),
    ("source", "Source", "", 2, 2, 2),
    ("kind", "Kind", "", 2, 4, 2),
    ("language", "Language", "", 2, 6, 2),
)
NARROW: Final[Mapping[str, tuple[int, int, int]]] = {
    "title": (0, 0, 8),
    "byline": (1, 0, 8),
    "date": (2, 0, 4),
    "last_updated": (2, 4, 4),
    "note": (3, 0, 8),
    "place": (4, 0, 4),
    "source": (4, 4, 4),
    "kind": (5, 0, 4),
    "language": (5, 4, 4),
}


class MetadataFields(QWidget):
    """The fields; each tells what was written when it is left."""

    written = Signal(str, str)
    """The attribute of `Metadata` and its new text."""
    entered = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts: dict[str, str] = {}
        self._narrow: bool | None = None
        self.fields = {key: LineField(name, example=hint) for key, name, hint, *_ in FIELDS}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(12)
        for key, field in self.fields.items():
            field.line.editingFinished.connect(partial(self._tell, key))
            field.line.installEventFilter(self)
        for column in range(8):
            self._grid.setColumnStretch(column, 1)
        self.arrange(narrow=False)

    def show_fields(self, found: Sequence[FieldFound]) -> None:
        """Show what stands in the fields, and where each comes from: "line 5", "by hand"."""
        by_name = {one.name: one for one in found}
        for key, field in self.fields.items():
            one = by_name.get(key)
            text = "" if one is None else date_words(one.value) if key in DATES else one.value
            self._texts[key] = text
            field.set_hint("" if one is None else _where_from(one))
            field.set_wrong("")
            line = field.line
            if line.text() != text and not (line.hasFocus() and line.isModified()):
                line.setText(text)
                line.setCursorPosition(0)

    def arrange(self, *, narrow: bool) -> None:
        """Fewer fields side by side in a narrow window."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for key, _, _, row, column, wide in FIELDS:
            place = NARROW[key] if narrow else (row, column, wide)
            self._grid.addWidget(self.fields[key], place[0], place[1], 1, place[2])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            for key, field in self.fields.items():
                if field.line is watched:
                    self.entered.emit(key)
        return False

    def _tell(self, key: str) -> None:
        text = self.fields[key].text()
        if text != self._texts.get(key, ""):
            self.written.emit(key, text)


def _where_from(one: FieldFound) -> str:
    if one.line is not None and one.origin == "text":
        return f"line {one.line:,}"
    return one.origin if one.value and one.origin != "text" else ""
