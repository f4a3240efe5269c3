"""Which part of the text is on the screen, and how is another part brought there?

A read-only QPlainTextEdit, for its lazy layout and for what screen readers ask of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextBlock, QTextDocument
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from annotator_ui.transcript_view.display import HEADING, PARAGRAPH, Display
from annotator_ui.transcript_view.measures import Measures
from annotator_ui.transcript_view.page import Page, PageLine
from annotator_ui.transcript_view.typeset import Typesetter

if TYPE_CHECKING:
    from annotator_ui.theme import Theme

_LINES_ABOVE = 6
"""Lines above the viewport that a page takes up, so that labels pushed down stay put."""


class PagedEdit(QPlainTextEdit):
    """The shown document and its pages. Positions are of the shown document."""

    page_moved = Signal()
    """What stands on the page is another part of the text, or lies elsewhere."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._display: Display | None = None
        self._measures = Measures.at_zoom(1.0)
        self._page: tuple[object, Page] = (None, Page())
        self._edition = 0
        self.covered = 0
        """Pixels at the upper edge over which the speaker's name lies."""
        self._set_up()

    def _set_up(self) -> None:
        self.typeset_text = QTextDocument(self)
        """The document. Asking Qt for it again would make PySide move it between two owners."""
        self.typeset_text.setUndoRedoEnabled(False)
        self._typesetter = Typesetter(self.typeset_text)
        self.typeset_text.setDocumentLayout(self._typesetter)
        self.setDocument(self.typeset_text)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("part", "page")  # no frame, see the style sheet of the window
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.updateRequest.connect(self._page_may_have_moved)

    def show_display(self, display: Display | None) -> None:
        """Show these blocks from the first on; None empties the page."""
        self._display = None  # no page is read while document and display differ
        self._typesetter.set_display(display)
        self._forget_page()
        self.setPlainText(display.text if display else "")
        self._display = display
        self._forget_page()

    def typeset(self, measures: Measures, theme: Theme) -> None:
        """Lay everything out anew."""
        self._measures = measures
        self._forget_page()
        self.typeset_text.setDocumentMargin(measures.bleed)
        self._typesetter.set_look(measures, theme)
        self._forget_page()  # somebody may have asked while the lines were still the old ones

    def page(self) -> Page:
        """The lines on the screen now. Not to be kept: see `page.py`."""
        block = self.firstVisibleBlock()
        y = self.contentOffset().y()
        size = self.viewport().size()
        key = (block.blockNumber(), y, size.width(), size.height(), self._edition)
        if self._page[0] != key:
            self._page = (key, self._read_page(block, y, size.height()))
        return self._page[1]

    def heading_above(self) -> tuple[str, str, int] | None:
        """Speaker, role and position of the heading that is out of sight above the page."""
        first = self._first_in_sight()
        if self._display is None or first is None:
            return None
        number = self.typeset_text.findBlock(first.start).blockNumber()
        heading = self._display.heading_over(number)
        if heading is None or heading == number:
            return None
        block = self.typeset_text.findBlockByNumber(heading)
        cut = self._display.name_units.get(heading, 0)
        units = block.text().encode("utf-16-le", "surrogatepass")
        name = units[: 2 * cut].decode("utf-16-le", "surrogatepass")
        role = units[2 * cut :].decode("utf-16-le", "surrogatepass")
        return name, role, block.position()

    def next_heading_top(self) -> int | None:
        """Where in the viewport the next heading begins, if one is in sight."""
        first = self._first_in_sight()
        for line in self.page().lines:
            if line.is_heading and first is not None and line.start > first.start:
                number = self.typeset_text.findBlock(line.start).blockNumber()
                if self._display is not None and self._display.kinds[number] == HEADING:
                    return line.base - self._measures.above
        return None

    def _first_in_sight(self) -> PageLine | None:
        for line in self.page().lines:
            if line.base + self._measures.below > 1:
                return line
        return None

    def _read_page(self, block: QTextBlock, top: float, height: int) -> Page:
        page = Page()
        if self._display is None:
            return page
        block, top = self._a_little_above(block, top)
        above = -_LINES_ABOVE * self._measures.pitch
        while block.isValid() and top <= height:
            rect = self._typesetter.blockBoundingRect(block)
            is_heading = self._display.kinds[block.blockNumber()] != PARAGRAPH
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
        self._page = (None, Page())

    def _page_may_have_moved(self, _rect: QRect, dy: int) -> None:
        if dy:
            self.page_moved.emit()

    # Scrolling

    def bring_to(self, position: int, share: float) -> None:
        """Scroll so that the line of `position` stands at `share` of the height, or nearly."""
        block = self.typeset_text.findBlock(position)
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
        top, foot = base - self._measures.above, base + self._measures.below
        return top / height if top >= self.covered and foot < height else None

    def shows(self, first: int, last: int) -> bool:
        """Whether a whole stretch is in view."""
        return self.share_of(first) is not None and self.share_of(max(first, last - 1)) is not None

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        # Qt moves the pixels it has; the line cut at the upper edge must be painted anew.
        self.viewport().update()

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
