"""What happens inside the text column? It paints a page, and reports keys and gestures.

A read-only QPlainTextEdit for its lazy layout and for what screen readers ask of it; painting,
selecting and moving are our own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QWidget

from annotator_ui.theme import Theme
from annotator_ui.transcript_view.coding_index import CodingIndex, CodingRow
from annotator_ui.transcript_view.display import HEADING, Display
from annotator_ui.transcript_view.inks import Inks
from annotator_ui.transcript_view.keys import step_of, typed_by
from annotator_ui.transcript_view.measures import Measures
from annotator_ui.transcript_view.page import Page
from annotator_ui.transcript_view.painting import (
    Band,
    Marks,
    Stretch,
    paint_found,
    paint_tints,
    paint_unit,
)
from annotator_ui.transcript_view.typeset import Typesetter

_DRAG_SCROLL_MS = 40
_LINES_ABOVE = 6
"""Lines above the viewport that a page takes up, so that labels pushed down stay put."""


class TextArea(QPlainTextEdit):
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
    page_moved = Signal()
    """What stands on the page is another part of the text, or lies elsewhere."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._display: Display | None = None
        self._measures = Measures.at_zoom(1.0)
        self._inks: Inks | None = None
        self._index: CodingIndex | None = None
        self._marks = Marks()
        self._found: Sequence[Stretch] = ()
        self._current: Stretch | None = None
        self._page: tuple[object, Page] = (None, Page())
        self._rows: tuple[object, list[CodingRow]] = (None, [])
        self._edition = 0
        self._pressed: tuple[QPointF, int] | None = None
        self._dragging = False
        self._drag_scroll = QTimer(self, interval=_DRAG_SCROLL_MS)
        self._drag_scroll.timeout.connect(self._scroll_while_dragging)
        self._set_up()

    def _set_up(self) -> None:
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        self._typesetter = Typesetter(document)
        document.setDocumentLayout(self._typesetter)
        self.setDocument(document)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QPlainTextEdit { border: none; padding: 0; margin: 0; }")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.updateRequest.connect(self._page_may_have_moved)

    # What it shows

    def show_display(self, display: Display | None) -> None:
        self._display, self._index = display, None
        self._marks, self._found, self._current = Marks(), (), None
        self._typesetter.set_display(display)
        self._forget_page()
        self.setPlainText(display.text if display else "")
        self._forget_page()

    def set_look(self, measures: Measures, inks: Inks) -> None:
        """Other sizes or colours; lays out anew only when the sizes or the theme differ."""
        old = self._inks
        anew = old is None or old.theme != inks.theme or measures != self._measures
        self._measures, self._inks = measures, inks
        if anew:
            self._forget_page()
            self.document().setDocumentMargin(measures.bleed)
            self._typesetter.set_look(measures, inks.theme)
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
        """Show where the unit cursor stands, and put the native cursor there for readers."""
        self._marks = Marks(unit, part, focused=self.hasFocus())
        shown = part or unit
        if shown is not None:
            cursor = QTextCursor(self.document())
            cursor.setPosition(shown[1])
            cursor.setPosition(shown[0], QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
        self.viewport().update()

    def set_found(self, found: Sequence[Stretch], current: Stretch | None) -> None:
        """Frame found words; `found` is in rising order."""
        self._found, self._current = found, current
        self.viewport().update()

    # The page

    def page(self) -> Page:
        """The lines on the screen now. Not to be kept: see `page.py`."""
        block = self.firstVisibleBlock()
        y = self.contentOffset().y()
        size = self.viewport().size()
        key = (block.blockNumber(), y, size.width(), size.height(), self._edition)
        if self._page[0] != key:
            self._page = (key, self._read_page(block, y, size.height()))
        return self._page[1]

    def rows(self) -> list[CodingRow]:
        """The codings on the page."""
        page = self.page()
        if self._index is None or not page.lines:
            return []
        if self._rows[0] is not page:
            self._rows = (page, self._index.shown_between(page.first, page.last))
        return self._rows[1]

    def _read_page(self, block: QTextBlock, top: float, height: int) -> Page:
        page = Page()
        if self._display is None:
            return page
        block, top = self._a_little_above(block, top)
        above = -_LINES_ABOVE * self._measures.pitch
        while block.isValid() and top <= height:
            rect = self._typesetter.blockBoundingRect(block)
            is_heading = self._display.kinds[block.blockNumber()] == HEADING
            page.add_block(
                block,
                round(top),
                above=above,
                bottom=height,
                is_heading=is_heading,
                mixed=self._display.right_to_left,
            )
            top += rect.height()
            block = block.next()
        return page

    def _a_little_above(self, block: QTextBlock, top: float) -> tuple[QTextBlock, float]:
        """A block or two before the first visible one, as far as they are laid out already."""
        above = -_LINES_ABOVE * self._measures.pitch
        before = block.previous()
        while top > above and before.isValid() and before.layout().lineCount():
            block, before = before, before.previous()
            top -= self._typesetter.blockBoundingRect(block).height()
        return block, top

    def _forget_page(self) -> None:
        self._edition += 1
        self._page, self._rows = (None, Page()), (None, [])

    def _page_may_have_moved(self, _rect: QRect, dy: int) -> None:
        if dy:
            self.page_moved.emit()

    # Scrolling

    def bring_to(self, position: int, share: float) -> None:
        """Scroll so that the line of `position` stands at `share` of the height, or nearly."""
        block = self.document().findBlock(position)
        self._typesetter.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(position - block.position())
        room = self.viewport().height() * share
        rise = line.y() if line.isValid() else 0.0
        while room > rise and block.previous().isValid():
            room -= rise
            block = block.previous()
            rise = self._typesetter.blockBoundingRect(block).height()
        number = _first_line_within(block, rise, room) if rise > room else 0
        self.verticalScrollBar().setValue(block.firstLineNumber() + number)

    def share_of(self, position: int) -> float | None:
        """At which share of the height a position stands; None where it is not in view."""
        page, height = self.page(), self.viewport().height()
        if not page.lines or not page.first <= position < page.last or not height:
            return None
        base = page.lines[page.line_of(position)].base
        share = (base - self._measures.above) / height
        return share if base - self._measures.above >= 0 and base < height else None

    def shows(self, first: int, last: int) -> bool:
        """Whether a whole stretch is in view."""
        return self.share_of(first) is not None and self.share_of(max(first, last - 1)) is not None

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        # Qt moves the pixels it has; the line cut at the upper edge must be painted anew.
        self.viewport().update()

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
            if self._display is not None and (step_of(event) or typed_by(event)):
                event.accept()
                return True
            if not event.matches(QKeySequence.StandardKey.Copy):
                event.ignore()
                return False
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's names
        if self._display is not None:
            return False  # Tab steps clauses here; F6 leaves the text
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event)
        if self._display is None:
            event.ignore()
        elif step is not None:
            self.stepped.emit(step)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif not typed_by(event):
            event.ignore()
        elif not event.isAutoRepeat():  # a key held down must not code and uncode in turns
            self.typed.emit(typed_by(event))

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
        self._drag_to(event.position(), snap=_snaps(event))
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
        at = self.viewport().mapFromGlobal(self.cursor().pos()).toPointF()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + (1 if at.y() > 0 else -1))
        snap = not QApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier
        self._drag_to(at, snap=snap)

    def _position(self, at: QPointF, *, snap: bool) -> int:
        """The letter under a point, or the gap between letters where nothing snaps."""
        line = self.page().line_at(at.y(), self._measures.above)
        if line is None:
            return 0
        return line.position_under(at.x()) if snap else line.position_between(at.x())

    # Upkeep

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._forget_page()
        super().resizeEvent(event)
        self._forget_page()
        self.page_moved.emit()

    def changeEvent(self, event: QEvent) -> None:
        # The document's font is ours: a font from a style sheet must not reach it.
        if event.type() not in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            super().changeEvent(event)

    @property
    def theme(self) -> Theme | None:
        return self._inks.theme if self._inks else None


def _first_line_within(block: QTextBlock, rise: float, room: float) -> int:
    """The first line of a block from which `rise` below the block's top is at most `room` away."""
    layout = block.layout()
    low, high = 0, layout.lineCount()
    while low < high:
        middle = (low + high) // 2
        if rise - layout.lineAt(middle).y() <= room:
            high = middle
        else:
            low = middle + 1
    return low


def _snaps(event: QMouseEvent) -> bool:
    return not event.modifiers() & Qt.KeyboardModifier.AltModifier
