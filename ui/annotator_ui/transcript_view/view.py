"""What does a coder see and move in? The whole view: text, gutter, stripes and overview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model.coding import CodingColumns
from annotator.model.spans import Span
from annotator_ui.reading import Reading
from annotator_ui.theme import Theme, theme_named
from annotator_ui.transcript_view.arrangement import arranged
from annotator_ui.transcript_view.coding_index import CodingIndex, CodingRow
from annotator_ui.transcript_view.display import Display, display_of
from annotator_ui.transcript_view.dragging import carry
from annotator_ui.transcript_view.gutter import Gutter
from annotator_ui.transcript_view.inks import Inks
from annotator_ui.transcript_view.keys import EXTENDING, Step
from annotator_ui.transcript_view.measures import Measures
from annotator_ui.transcript_view.overview import Overview
from annotator_ui.transcript_view.pointer import Describe, Pointer
from annotator_ui.transcript_view.shown import Shown
from annotator_ui.transcript_view.speaker_band import SpeakerBand
from annotator_ui.transcript_view.stretches import Stretches
from annotator_ui.transcript_view.stripes import Stripes
from annotator_ui.transcript_view.text_area import TextArea
from annotator_ui.transcript_view.unit_cursor import UnitCursor

if TYPE_CHECKING:
    from annotator.model.transcript import OpenTranscript
    from annotator_ui.transcript_view.code_style import CodeStyle
    from annotator_ui.transcript_view.offsets import Numbers, Offsets
    from annotator_ui.transcript_view.painting import Stretch

_THIRD, _NEAR_TOP = 1 / 3, 0.06


class TranscriptView(QWidget):
    """One transcript, read and coded unit by unit. All spans and offsets are code points."""

    cursor_moved = Signal()
    announced = Signal(str)
    """What a screen reader was told; nothing where none listens."""
    """The unit cursor or the selection changed; ask `selection()`."""
    coding_clicked = Signal(int)
    """The id of a coding; repeated clicks where several overlap go through them."""
    code_key = Signal(str)
    """A character was typed that the view has no use for itself."""
    menu_asked = Signal(QPoint, list)
    """Where on the screen, and the ids of the codings under it, innermost first."""
    code_dropped = Signal(int)
    """The id of a code that was dropped on the passage that is selected now."""
    passage_asked = Signal(int, object)
    """The id of a coding whose end was dragged, and the `Span` it is to have."""
    repeat_pressed = Signal()
    repeat_next_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._transcript: OpenTranscript | None = None
        self._display: Display | None = None
        self._cursor: UnitCursor | None = None
        self._index: CodingIndex | None = None
        self._styles: Mapping[int, CodeStyle] = {}
        self._reading = Reading()
        self._measures = Measures.at_zoom(1.0)
        self._theme = theme_named("light")
        self._inks = Inks(self._theme, self._styles)
        self._focused: int | None = None
        self._shown = Shown()
        self._others: Mapping[int, str] = {}
        self._found_spans: Sequence[Span] = ()
        self._found = Stretches()
        self._held: tuple[float, float] | None = None
        """While the view changes its size: where the unit was, and where it came to stand."""
        self._area = TextArea(self)
        self._gutter = Gutter(self._area, self)
        self._stripes = Stripes(self._area, self)
        self._overview = Overview(self)
        self._band = SpeakerBand(self)
        self._pointer = Pointer(self, self._area, self)
        self._wire()
        self._dress()

    def _wire(self) -> None:
        area = self._area
        area.stepped.connect(self._step)
        area.typed.connect(self._typed)
        area.copy_asked.connect(self.copy)
        self._pointer.coding_clicked.connect(self.coding_clicked)
        self._pointer.menu_asked.connect(self.menu_asked)
        self._pointer.code_dropped.connect(self.code_dropped)
        self._pointer.passage_asked.connect(self.passage_asked)
        area.page_moved.connect(self._page_moved)
        area.verticalScrollBar().valueChanged.connect(self._page_moved)
        self._stripes.coding_clicked.connect(self._clicked_stripe)
        self._stripes.menu_asked.connect(self._menu_of_stripe)
        self._stripes.hovered.connect(self._pointer.tell)
        self._overview.asked_for.connect(self._scroll_to)
        self._band.pressed.connect(self._scroll_to_speaker)
        self.setFocusProxy(area)
        area.setAccessibleName(self.tr("Transcript text"))
        self.setAccessibleName(self.tr("Transcript"))
        self._gutter.setAccessibleName(self.tr("Sentence numbers"))
        self._stripes.setAccessibleName(self.tr("Codings beside the text"))
        self._overview.setAccessibleName(self.tr("Overview of the transcript"))

    # What it shows

    def show_transcript(self, transcript: OpenTranscript | None) -> None:
        """Show a transcript from its first unit on, without codings; None shows nothing."""
        self._transcript = transcript
        self._display = display_of(transcript) if transcript else None
        self._cursor = UnitCursor.over(transcript) if transcript else None
        self._focused = None
        self._pointer.forget()
        self._area.show_display(self._display)
        self._gutter.set_sentences(self._sentence_positions())
        self.set_codings(CodingColumns())
        self.set_found((), None)
        self._show_cursor()
        self._area.verticalScrollBar().setValue(0)
        self._page_moved()
        self._moved()

    def transcript(self) -> OpenTranscript | None:
        return self._transcript

    def set_codes(self, styles: Mapping[int, CodeStyle]) -> None:
        """Name and colour the codes; a code that is not named is shown grey."""
        self._styles = dict(styles)
        self._dress()

    def set_others(self, names: Mapping[int, str], marks: Mapping[int, str]) -> None:
        """Name the other coders who are shown; `marks` stand beside the names of their codings."""
        self._others = names
        self._stripes.set_others(marks)

    def set_codings(self, codings: CodingColumns) -> None:
        """Show these codings and no others."""
        offsets = self._display.offsets if self._display else None
        self._index = CodingIndex(offsets, codings) if offsets else None
        self._show_only()
        self._area.set_index(self._index)
        self._stripes.set_lanes(self._index.lanes if self._index else 0)
        self._overview.set_index(self._index, offsets.length if offsets else 0)

    def add_coding(
        self,
        id: int,  # noqa: A002
        start: int,
        end: int,
        code_id: int,
        *,
        unsure: bool,
        coder_id: int = 0,
    ) -> None:
        """Show one coding more; costs what is on the screen."""
        if self._index is None:
            return
        self._index.remove(id)
        span = Span(start, end)
        row = self._index.add(id, span, code_id, unsure=unsure, coder_id=coder_id)
        self._stripes.set_lanes(self._index.lanes)
        self._coding_changed(row)

    def remove_coding(self, id: int) -> None:  # noqa: A002
        if self._index is not None:
            self._coding_changed(self._index.remove(id))

    def update_coding(self, id: int, *, unsure: bool) -> None:  # noqa: A002
        if self._index is not None:
            self._coding_changed(self._index.mark(id, unsure=unsure))

    def set_focused_coding(self, coding_id: int | None) -> None:
        """The coding that keys and cards speak about: its ends can be dragged."""
        self._focused = coding_id
        self._show_grips()

    def set_describer(self, describe: Describe) -> None:
        """Who says what the card of some codings holds, in rich text."""
        self._pointer.describe = describe

    def set_found(self, spans: Sequence[Span], current: int | None) -> None:
        """Frame found words; `current` is the number of the one the search stands on."""
        if spans is not self._found_spans:  # a step from one to the next is no new search
            self._found_spans, self._found = spans, self._stretches(spans)
            self._overview.set_found(self._found.firsts)
        chosen = self._found[current] if current is not None and len(self._found) else None
        self._area.set_found(self._found, chosen)

    def set_terms(self, terms: Sequence[tuple[Sequence[Span], QColor]]) -> None:
        """Mark the places of words that stay marked while reading, each term in its colour."""
        self._area.set_terms([(self._stretches(spans), color) for spans, color in terms])

    def set_decided(self, starts: Numbers, ends: Numbers) -> None:
        """Ring the units that were decided to hold nothing; where they start, in order, and end."""
        stretches = Stretches.at(starts, ends, self._display.offsets if self._display else None)
        self._gutter.set_decided(stretches.firsts)
        self._area.set_decided(stretches)

    def set_shown(self, shown: Shown) -> None:
        """Show only some codings, or let something else stand out."""
        self._shown = shown
        self._show_only()
        self._area.set_shown(shown)
        self._stripes.update()
        self._overview.codings_changed()
        self._show_grips()

    def _show_only(self) -> None:
        if self._index is not None:
            only = self._shown
            self._index.show_only(only.codes, unsure_only=only.unsure_only, coder=only.coder)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._dress()

    def set_zoom(self, factor: float) -> None:
        """Scale everything; 1.0 is full size. The unit under the cursor stays where it is."""
        self._set_measures(Measures.at_zoom(factor, self._reading))

    def set_reading(self, reading: Reading) -> None:
        """Another font, width or spacing; the unit under the cursor stays where it is."""
        self._reading = reading
        self._set_measures(Measures.at_zoom(self._measures.zoom, reading))

    def _set_measures(self, measures: Measures) -> None:
        if measures == self._measures:
            return
        share = self._share_of_cursor()
        self._measures = measures
        self._dress()
        self._place_parts()
        self._keep_at(share)

    def text_left(self) -> int:
        """Where the text begins in the view, so that a title above can stand in line with it."""
        return self._measures.gutter

    # The cursor

    def selection(self) -> Span | None:
        """The passage a code key would take; None where nothing is shown."""
        return self._cursor.selection if self._cursor else None

    def unit_number(self) -> tuple[int, int]:
        """Which sentence the cursor stands on, from 1, and of how many; (0, 0) without any."""
        return self._cursor.number if self._cursor else (0, 0)

    def select(self, span: Span) -> None:
        """Take a passage; scrolls only where it is out of sight."""
        if self._cursor is None:
            return
        self._cursor.select(span)
        self._show_cursor()
        first, last = self.stretch(self._cursor.selection)
        if not self._area.shows(first, last):
            self._area.bring_to(first, _THIRD)
        self._moved()

    def go_to(self, span: Span) -> None:
        """Take a passage and bring it to a third of the height."""
        if self._cursor is None:
            return
        self._cursor.select(span)
        self._show_cursor()
        self._bring_cursor()
        self._moved()

    def cursor_is_in_sight(self) -> bool:
        """Whether the beginning of the unit can be seen."""
        return self._share_of_cursor() is not None

    def go_to_next(self) -> None:
        """To the next sentence, as the Down key does."""
        self._step(UnitCursor.next_sentence)

    def stepped(self, span: Span, step: Step) -> Span | None:
        """What a step of the cursor would make of a passage, kept to what somebody says."""
        if self._cursor is None or self._transcript is None:
            return None
        trial = self._cursor.copied()
        trial.select(span)
        step(trial)
        parts = self._transcript.codable(trial.selection)
        return next((part for part in parts if part.overlaps(span)), None)

    def codings_at_cursor(self) -> tuple[int, ...]:
        """The ids of the codings that touch the selection, in order of the text."""
        return tuple(row.id for row in self._rows_at_cursor())

    def others_at_cursor(self) -> tuple[str, ...]:
        """What other coders say here, of those who are shown: "ben: Unity, unsure"."""
        index, named = self._index, self._others
        rows = [row for row in self._rows_at_cursor() if row.coder_id in named]
        return tuple(
            f"{named[row.coder_id]}: {self._inks.of(row.code_id).name}{', unsure' * row.unsure}"
            for row in rows
            if index is not None and index.is_shown(row)
        )

    def copy(self) -> None:
        """Put the words of the selection, as they stand in the text, on the clipboard."""
        span = self.selection()
        if self._transcript is not None and span:
            QGuiApplication.clipboard().setText(self._transcript.quote(span))

    def spoken(self) -> str:
        """What a screen reader is told where the cursor stands."""
        span = self.selection()
        if self._transcript is None or span is None:
            return ""
        number, _ = self.unit_number()
        names = [self._spoken_code(row) for row in self._rows_at_cursor()]
        codes = ", ".join(names) or self.tr("no code")
        sentence = self.tr("Sentence {number}.").format(number=number)
        return f"{sentence} {self._transcript.quote(span)} {codes}"

    def announce(self, words: str) -> None:
        """Tell a screen reader, where one listens."""
        if words and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._area, words))
            self.announced.emit(words)

    # How: the cursor

    def _step(self, step: Step) -> None:
        if self._cursor is None:
            return
        before = self._cursor.where
        step(self._cursor)
        if self._cursor.where == before:
            self._bring_cursor()
            return
        self._show_cursor()
        if step in EXTENDING:
            self._bring_head()
        else:
            self._bring_cursor()
        self._moved()

    def _typed(self, text: str) -> None:
        if text == " ":
            self.repeat_pressed.emit()
        elif text == ".":
            self.repeat_next_pressed.emit()
        else:
            self.code_key.emit(text)

    def _moved(self) -> None:
        self._area.tell_readers()
        if QAccessible.isActive():
            self.announce(self.spoken())
        self.cursor_moved.emit()

    def _show_grips(self) -> None:
        row = self.focused_row()
        stretch = None if row is None else (row.first, row.last)
        color = QColor(self._theme.accent) if row is None else self._inks.of(row.code_id).words
        self._area.set_grips(stretch, color)

    def _show_cursor(self) -> None:
        cursor = self._cursor
        if cursor is None:
            self._area.set_marks(None, None)
            self._gutter.set_current(range(0))
            return
        part = self.stretch(cursor.selection) if cursor.is_narrowed else None
        self._area.set_marks(self.stretch(cursor.unit), part)
        self._gutter.set_current(range(cursor.where.first, cursor.where.last + 1))

    def _bring_cursor(self) -> None:
        """The first line of the unit to a third of the height; a tall unit higher."""
        if self._cursor is None:
            return
        first, last = self.stretch(self._cursor.unit)
        self._area.bring_to(first, _THIRD)
        if not self._area.shows(first, last):
            self._area.bring_to(first, self._near_top())

    def _near_top(self) -> float:
        """Clear of the speaker's name, which lies over the upper edge."""
        clear = (self._band.wanted_height + self._measures.px(10)) / max(1, self.height())
        return max(_NEAR_TOP, clear)

    def _bring_head(self) -> None:
        """Scroll after extending only where the moving end is out of sight."""
        if self._cursor is None:
            return
        first, last = self.stretch(self._cursor.head)
        if not self._area.shows(first, last):
            self._area.bring_to(first, _THIRD)

    def _share_of_cursor(self) -> float | None:
        """At which share of the height the unit stands; None where it is out of sight.

        Scrolling goes by whole lines. So that many small changes of the size do not add up,
        a unit that has not moved since the last change counts as standing where it was then.
        """
        if self._cursor is None:
            return None
        share = self._area.share_of(self.stretch(self._cursor.unit)[0])
        return self._held[0] if self._held and share == self._held[1] else share

    def _keep_at(self, share: float | None) -> None:
        if share is None or self._cursor is None:
            return
        first, _ = self.stretch(self._cursor.unit)
        self._area.bring_to(first, share)
        self._page_moved()
        if self._area.share_of(first) is None:
            self._area.bring_to(first, self._near_top())
        reached = self._area.share_of(first)
        self._held = None if reached is None else (share, reached)

    def _rows_at_cursor(self) -> list[CodingRow]:
        span = self.selection()
        return self._index.over(span) if self._index is not None and span else []

    def _spoken_code(self, row: CodingRow) -> str:
        name = self._inks.of(row.code_id).name
        if row.coder_id in self._others:
            name = self.tr("{name} by {coder}").format(name=name, coder=self._others[row.coder_id])
        return self.tr("{name}, unsure").format(name=name) if row.unsure else name

    # How: the mouse

    def cursor_in_text(self) -> tuple[UnitCursor, Offsets, OpenTranscript] | None:
        """For the pointer: what it moves over; None where nothing is shown."""
        if self._cursor is None or self._display is None or self._transcript is None:
            return None
        return self._cursor, self._display.offsets, self._transcript

    def codings_over(self, span: Span) -> list[CodingRow]:
        """Those that are shown."""
        if self._index is None:
            return []
        return [row for row in self._index.over(span) if self._index.is_shown(row)]

    def focused_row(self) -> CodingRow | None:
        """The coding with the grips."""
        if self._index is None or self._focused is None:
            return None
        row = self._index.find(self._focused)
        return row if row is not None and self._index.is_shown(row) else None

    def take(self, span: Span) -> None:
        """Select what the mouse marks; never scrolls."""
        if self._cursor is None:
            return
        before = self._cursor.where
        self._cursor.select(span)
        if self._cursor.where != before:
            self._show_cursor()
            self._moved()

    def place(self, offset: int) -> None:
        """Rest on the sentence at a code point; never scrolls."""
        if self._cursor is not None:
            self._cursor.place(offset)
            self._show_cursor()
            self._moved()

    def carry_selection(self) -> None:
        span = self.selection()
        if self._transcript is not None and span is not None:
            carry(self._area, span, self._transcript.quote(span), self._theme)

    def _clicked_stripe(self, ids: list[int]) -> None:
        self._area.setFocus(Qt.FocusReason.MouseFocusReason)
        row = self._index.find(ids[0]) if self._index else None
        if row is not None:
            self.take(Span(row.start, row.end))
        self._pointer.click(ids)

    def _menu_of_stripe(self, where: QPoint, ids: list[int]) -> None:
        row = self._index.find(ids[0]) if self._index else None
        if row is not None:
            self.take(Span(row.start, row.end))
        self.menu_asked.emit(where, ids)

    def _scroll_to(self, position: int) -> None:
        self._area.bring_to(position, 0.0)

    # How: upkeep

    def stretch(self, span: Span) -> Stretch:
        """Where a passage stands in the shown document."""
        if self._display is None:
            return (0, 0)
        offsets = self._display.offsets
        return offsets.start_to_position(span.start), offsets.end_to_position(span.end)

    def _stretches(self, spans: Sequence[Span]) -> Stretches:
        return Stretches.of(spans, self._display.offsets if self._display else None)

    def _sentence_positions(self) -> Numbers:
        if self._cursor is None or self._display is None:
            return np.zeros(0, np.int64)
        packed = self._cursor.sentences.packed()
        starts = np.frombuffer(packed, np.dtype("<u4"), len(packed) // 8).astype(np.int64)
        return self._display.offsets.starts_to_positions(starts)

    def _coding_changed(self, row: CodingRow | None) -> None:
        if row is None:
            return
        self._show_grips()
        self._area.codings_changed(row.first, row.last)
        self._stripes.update()
        self._overview.codings_changed()

    def _page_moved(self) -> None:
        page = self._area.page()
        self._overview.set_window(page.first, page.last)
        self._gutter.update()
        self._stripes.update()
        self._show_speaker()

    def _show_speaker(self) -> None:
        """Over the text, pushed away by the next heading; nothing where the heading is seen."""
        above = self._area.heading_above()
        height = self._band.wanted_height
        if above is None or self.height() < 4 * height:
            self._area.covered = 0
            self._band.hide()
            return
        name, role, _ = above
        pushed = self._area.next_heading_top()
        top = min(0, pushed - height) if pushed is not None else 0
        self._area.covered = max(0, top + height)
        self._band.say(name, role, self._measures.gutter)
        self._band.setGeometry(0, top, self._overview.x(), height)
        self._band.show()
        self._band.raise_()

    def _scroll_to_speaker(self) -> None:
        above = self._area.heading_above()
        if above is not None:
            self._scroll_to(above[2])

    def _dress(self) -> None:
        """Hand the sizes and colours to all parts."""
        self._inks = Inks(self._theme, self._styles)
        self._area.set_look(self._measures, self._inks)
        self._gutter.set_look(self._measures, self._theme)
        self._stripes.set_look(self._measures, self._inks)
        self._overview.set_look(self._measures, self._inks)
        self._band.set_look(self._measures, self._theme)
        self._show_grips()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        share = self._share_of_cursor()
        super().resizeEvent(event)
        self._place_parts()
        self._keep_at(share)
        self._page_moved()

    def _place_parts(self) -> None:
        places = arranged(self.width(), self.height(), self._measures)
        self._gutter.setGeometry(places.gutter)
        self._area.setGeometry(places.text)
        self._stripes.setGeometry(places.stripes)
        self._overview.setGeometry(places.overview)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.panel)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls over the margins too."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            QApplication.sendEvent(self._area.verticalScrollBar(), event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._area.setAccessibleName(self.tr("Transcript text"))
        super().changeEvent(event)
