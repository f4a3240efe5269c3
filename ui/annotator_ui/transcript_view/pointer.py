"""What do the gestures of the mouse do to passages and codings?

Turns positions of the shown document into passages of the text, and says what was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QToolTip

from annotator.model.spans import Span
from annotator_ui.transcript_view.click_cycle import ClickCycle

if TYPE_CHECKING:
    from annotator.model.transcript import OpenTranscript
    from annotator_ui.transcript_view.coding_index import CodingRow
    from annotator_ui.transcript_view.offsets import Offsets
    from annotator_ui.transcript_view.painting import Stretch
    from annotator_ui.transcript_view.text_area import TextArea
    from annotator_ui.transcript_view.unit_cursor import UnitCursor

Describe = Callable[[Sequence[int]], str]
"""Says in rich text what a person wants to know of some codings."""


class Pointed(Protocol):
    """What the pointer asks of the view."""

    def cursor_in_text(self) -> tuple[UnitCursor, Offsets, OpenTranscript] | None: ...
    def codings_over(self, span: Span) -> list[CodingRow]: ...
    def focused_row(self) -> CodingRow | None: ...
    def stretch(self, span: Span) -> Stretch: ...
    def take(self, span: Span) -> None: ...
    def place(self, offset: int) -> None: ...
    def carry_selection(self) -> None: ...


class Pointer(QObject):
    """The mouse over the text."""

    coding_clicked = Signal(int)
    menu_asked = Signal(QPoint, list)
    """Where on the screen, and the codings under it, innermost first."""
    code_dropped = Signal(int)
    """The id of a code that was dropped on the passage now selected."""
    passage_asked = Signal(int, object)
    """The id of a coding, and the `Span` it is to have."""

    def __init__(self, view: Pointed, area: TextArea, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._area = view, area
        self._clicks = ClickCycle()
        self._wanted: Span | None = None
        """What the coding with the grips becomes when the mouse is let go."""
        self.describe: Describe | None = None
        mouse = area.mouse
        mouse.clicked.connect(self._clicked)
        mouse.double_clicked.connect(self._select_word)
        mouse.marked.connect(self._marked)
        mouse.carried.connect(view.carry_selection)
        mouse.end_moved.connect(self._end_moved)
        mouse.end_let_go.connect(self._end_let_go)
        area.menu_asked.connect(self._menu)
        area.hovered.connect(self._hovered)
        area.carried_over.connect(self._carried_over)
        area.code_dropped.connect(self._dropped)

    def forget(self) -> None:
        """Another transcript is shown."""
        self._clicks, self._wanted = ClickCycle(), None

    def click(self, ids: list[int]) -> None:
        """A click on these codings means one of them; repeated, the next one."""
        chosen = self._clicks.next_of(ids)
        if chosen is not None:
            self.coding_clicked.emit(chosen)

    def tell(self, ids: Sequence[int], where: QPoint) -> None:
        """Show the card of these codings, or hide the one that is shown."""
        words = self.describe(ids) if self.describe is not None and ids else ""
        QToolTip.showText(where, words, self._area)

    # Clicks and words

    def _clicked(self, position: int, extend: bool) -> None:
        here = self._view.cursor_in_text()
        if here is None:
            return
        cursor, offsets, _ = here
        offset = offsets.to_offset(position)
        if extend:
            self._take_snapped(cursor.selection.joined(Span(offset, offset + 1)))
            return
        self._view.place(offset)
        self.click(self._ids_at(offset))

    def _select_word(self, position: int) -> None:
        here = self._view.cursor_in_text()
        word = here[0].word_at(here[1].to_offset(position)) if here else None
        if word is not None:
            self._view.take(word)

    def _marked(self, start: int, end: int, snap: bool) -> None:
        here = self._view.cursor_in_text()
        if here is None:
            return
        first, last = here[1].to_offset(start), here[1].to_offset(end)
        if first < last and snap:
            self._take_snapped(Span(first, last))
        elif first < last:
            self._view.take(Span(first, last))

    def _take_snapped(self, span: Span) -> None:
        here = self._view.cursor_in_text()
        snapped = here[0].snapped(span) if here else None
        if snapped is not None:
            self._view.take(snapped)

    # The ends of a coding

    def _end_moved(self, which: str, position: int, snap: bool) -> None:
        """Follow the pointer with one end; the other stays, and labels are not crossed."""
        here, row = self._view.cursor_in_text(), self._view.focused_row()
        if here is None or row is None:
            return
        cursor, offsets, transcript = here
        offset = offsets.to_offset(position)
        fixed = row.end if which == "start" else row.start
        span: Span | None = Span(min(offset, fixed), max(offset, fixed))
        if snap and span is not None:
            span = cursor.snapped(span)
        parts = transcript.codable(span) if span is not None else ()
        if parts:
            self._wanted = parts[-1] if offset < fixed else parts[0]
            self._area.set_preview(self._view.stretch(self._wanted))

    def _end_let_go(self, keep: bool) -> None:
        wanted, self._wanted = self._wanted, None
        row = self._view.focused_row()
        self._area.set_preview(None)
        if keep and wanted is not None and row is not None and wanted != Span(row.start, row.end):
            self.passage_asked.emit(row.id, wanted)

    # Menu, card, codes from the tree

    def _menu(self, position: int, where: QPoint) -> None:
        """The passage under the pointer is taken first, unless it is taken already."""
        here = self._view.cursor_in_text()
        if here is None:
            return
        cursor, offsets, _ = here
        if position < 0:
            self.menu_asked.emit(where, [row.id for row in self._by_length(cursor.selection)])
            return
        offset = offsets.to_offset(position)
        if not cursor.selection.start <= offset < cursor.selection.end:
            self._view.place(offset)
        self.menu_asked.emit(where, self._ids_at(offset))

    def _hovered(self, position: int, where: QPoint) -> None:
        here = self._view.cursor_in_text()
        ids = self._ids_at(here[1].to_offset(position)) if here and position >= 0 else []
        self.tell(ids, where)

    def _carried_over(self, position: int) -> None:
        """While a code is held over the text: show which passage it would go to."""
        here = self._view.cursor_in_text()
        if here is None or position < 0:
            self._area.set_preview(None)
            return
        target = self._target(here[0], here[1].to_offset(position))
        self._area.set_preview(self._view.stretch(target))

    def _dropped(self, code_id: int, position: int) -> None:
        self._area.set_preview(None)
        here = self._view.cursor_in_text()
        if here is not None:
            target = self._target(here[0], here[1].to_offset(position))
            if target != here[0].selection:
                self._view.take(target)
            self.code_dropped.emit(code_id)

    @staticmethod
    def _target(cursor: UnitCursor, offset: int) -> Span:
        """The selection where a point lies in it, else the sentence at the point."""
        if cursor.selection.start <= offset < cursor.selection.end:
            return cursor.selection
        number = cursor.sentences.nearest(offset)
        return cursor.selection if number is None else cursor.sentences[number]

    def _ids_at(self, offset: int) -> list[int]:
        return [row.id for row in self._by_length(Span(offset, offset + 1))]

    def _by_length(self, span: Span) -> list[CodingRow]:
        return sorted(self._view.codings_over(span), key=lambda row: row.end - row.start)
