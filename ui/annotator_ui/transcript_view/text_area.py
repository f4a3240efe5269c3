"""What happens inside the text column? It paints a page, and reports keys and gestures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from annotator_ui.transcript_view.coding_index import CodingIndex, CodingRow
from annotator_ui.transcript_view.display import Display
from annotator_ui.transcript_view.inks import Inks
from annotator_ui.transcript_view.keys import step_of, typed_by
from annotator_ui.transcript_view.measures import Measures
from annotator_ui.transcript_view.page import Page
from annotator_ui.transcript_view.paged_edit import PagedEdit
from annotator_ui.transcript_view.painting import (
    Band,
    Marks,
    Stretch,
    paint_found,
    paint_tints,
    paint_unit,
)
from annotator_ui.transcript_view.unit_cursor import UnitCursor

_DRAG_SCROLL_MS = 40


class TextArea(PagedEdit):
    """The text column. Positions it reports are of the shown document."""

    stepped = Signal(object)
    """A key that moves or narrows was pressed: a function of the unit cursor."""
    typed = Signal(str)
    copy_asked = Signal()
    clicked = Signal(int, bool)
    """Position of the letter; whether Shift was held."""
    double_clicked = Signal(int)
    dragged = Signal(int, int, bool)
    """From, to, and whether to snap to words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._inks: Inks | None = None
        self._index: CodingIndex | None = None
        self._marks = Marks()
        self._found: Sequence[Stretch] = ()
        self._current: Stretch | None = None
        self._rows: tuple[object, list[CodingRow]] = (None, [])
        self._pressed: tuple[QPointF, int] | None = None
        self._dragging = False
        self._drag_at = QPointF()
        self._drag_scroll = QTimer(self, interval=_DRAG_SCROLL_MS)
        self._drag_scroll.timeout.connect(self._scroll_while_dragging)

    # What it shows

    def show_display(self, display: Display | None) -> None:
        self._index, self._rows, self._pressed = None, (None, []), None
        self._drag_scroll.stop()
        self._marks, self._found, self._current = Marks(), (), None
        super().show_display(display)

    def set_look(self, measures: Measures, inks: Inks) -> None:
        """Other sizes or colours; lays out anew only when the sizes or the theme differ."""
        old = self._inks
        self._inks = inks
        if old is None or old.theme != inks.theme or measures != self._measures:
            self.typeset(measures, inks.theme)
        self.viewport().update()

    def set_index(self, index: CodingIndex | None) -> None:
        self._index = index
        self.codings_changed()

    def codings_changed(self, first: int | None = None, last: int | None = None) -> None:
        """Paint anew, only the lines from `first` to `last` where these are given."""
        self._rows = (None, [])
        if first is None or last is None:
            self.viewport().update()
            return
        lines = list(self.page().lines_over(first, last))
        if lines:
            top = lines[0].base - self._measures.above
            height = lines[-1].base + self._measures.pitch - top
            self.viewport().update(0, top, self.viewport().width(), height)

    def set_marks(self, unit: Stretch | None, part: Stretch | None) -> None:
        """Show where the unit cursor stands."""
        self._marks = Marks(unit, part, focused=self.hasFocus())
        self.viewport().update()

    def tell_readers(self) -> None:
        """Put the native cursor, which screen readers follow, where the unit cursor stands.

        Qt scrolls to where that cursor is put: it goes to an end of the selection that is in
        view, and stays where it was when none is.
        """
        stretch = self._marks.part or self._marks.unit
        if stretch is None:
            return
        first, last = stretch
        if self.share_of(first) is not None:
            anchor, position = last, first
        elif self.share_of(max(first, last - 1)) is not None:
            anchor, position = first, last
        else:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def set_found(self, found: Sequence[Stretch], current: Stretch | None) -> None:
        """Frame found words; `found` is in rising order."""
        self._found, self._current = found, current
        self.viewport().update()

    def rows(self) -> list[CodingRow]:
        """The codings on the page."""
        page = self.page()
        if self._index is None or not page.lines:
            return []
        if self._rows[0] is not page:
            self._rows = (page, self._index.shown_between(page.first, page.last))
        return self._rows[1]

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self._inks is None:
            return
        theme, exposed = self._inks.theme, event.rect()
        painter.fillRect(exposed, theme.panel)
        painter.setClipRect(exposed)
        page = self.page()
        band = Band(self._measures, exposed.top(), exposed.bottom())
        paint_unit(painter, page, self._marks, theme, band)
        paint_tints(painter, page, self.rows(), self._inks, band)
        if self._found:
            found = self._found_on(page)
            paint_found(painter, page, found, current=self._current, theme=theme, band=band)
        painter.setPen(theme.text)
        clip = exposed.toRectF()
        for layout, top in page.blocks:
            if top <= exposed.bottom():
                layout.draw(painter, QPointF(0, top), [], clip)
        painter.end()

    def _found_on(self, page: Page) -> Sequence[Stretch]:
        first = bisect_right(self._found, page.first, key=lambda stretch: stretch[1])
        last = bisect_left(self._found, page.last, key=lambda stretch: stretch[0])
        return self._found[first:last]

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Keys of the text come here before they become shortcuts of the window.
            event.setAccepted(self._takes(event))
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's names
        if self._display is not None:
            return False  # Tab steps clauses here; F6 leaves the text
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event)
        if not self._takes(event):
            event.ignore()
        elif step is not None:
            self.stepped.emit(step)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif not event.isAutoRepeat():  # a key held down must not code and uncode in turns
            self.typed.emit(typed_by(event))

    def _takes(self, event: QKeyEvent) -> bool:
        """Whether a key means something here. Esc does only where there is a part to drop."""
        if self._display is None:
            return False
        step = step_of(event)
        if step is not None:
            return step is not UnitCursor.drop or self._marks.part is not None
        return event.matches(QKeySequence.StandardKey.Copy) or typed_by(event) != ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus()

    def _show_focus(self) -> None:
        self._marks = Marks(self._marks.unit, self._marks.part, focused=self.hasFocus())
        self.viewport().update()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._display is None:
            event.ignore()
            return
        at = event.position()
        self._pressed, self._dragging = (at, self._position(at, snap=_snaps(event))), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        way = (event.position() - self._pressed[0]).manhattanLength()
        self._dragging = self._dragging or way >= QApplication.startDragDistance()
        if not self._dragging:
            return
        self._drag_at = event.position()
        self._drag_to(self._drag_at, snap=_snaps(event))
        beyond = not 0 <= event.position().y() < self.viewport().height()
        if beyond and not self._drag_scroll.isActive():
            self._drag_scroll.start()
        elif not beyond:
            self._drag_scroll.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        was_click, self._pressed = not self._dragging, None
        self._drag_scroll.stop()
        if was_click:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.clicked.emit(self._position(event.position(), snap=True), shift)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._display is not None:
            self._pressed = None
            self.double_clicked.emit(self._position(event.position(), snap=True))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # the window zooms
        else:
            super().wheelEvent(event)

    def _drag_to(self, at: QPointF, *, snap: bool) -> None:
        if self._pressed is None:
            return
        start, end = sorted((self._pressed[1], self._position(at, snap=snap)))
        self.dragged.emit(start, end + 1 if snap else end, snap)

    def _scroll_while_dragging(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + (1 if self._drag_at.y() > 0 else -1))
        snap = not QApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier
        self._drag_to(self._drag_at, snap=snap)

    def _position(self, at: QPointF, *, snap: bool) -> int:
        """The letter under a point, or the gap between letters where nothing snaps."""
        line = self.page().line_at(at.y(), self._measures.above)
        if line is None:
            return 0
        return line.position_under(at.x()) if snap else line.position_between(at.x())


def _snaps(event: QMouseEvent) -> bool:
    return not event.modifiers() & Qt.KeyboardModifier.AltModifier
