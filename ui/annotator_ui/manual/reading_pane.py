"""How does a page of the manual look in the window's own type and colours?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from annotator_ui.theme import Theme, ui_font

if TYPE_CHECKING:
    from annotator_ui.manual.pages import Page

_SIZES = {0: 14.0, 1: 22.0, 2: 16.0}
_LINE, _AFTER = 150, 10.0
_MARGIN = 32.0


class ReadingPane(QTextBrowser):
    """Shows one page; loads nothing, neither from the network nor from the disk."""

    link_followed = Signal(str)
    """The name of another page."""

    def __init__(self, theme: Theme, zoom: float) -> None:
        super().__init__()
        self._theme, self._zoom = theme, zoom
        self._page: Page | None = None
        self._marked = ""
        self.setProperty("part", "page")
        self.setAccessibleName("Manual")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.anchorClicked.connect(lambda url: self.link_followed.emit(url.fileName()))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is loaded: a page is words alone."""
        del kind, name
        return None

    def show_page(self, page: Page, marked: str = "") -> None:
        """Show a page from its top, or from the first place of the words to mark."""
        self._page, self._marked = page, marked
        document = self.document()
        document.setDefaultFont(ui_font(_SIZES[0] * self._zoom))
        document.setDocumentMargin(_MARGIN * self._zoom)
        document.setMarkdown(page.text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self._typeset(document)
        self._mark(marked)

    def set_look(self, theme: Theme, zoom: float) -> None:
        self._theme, self._zoom = theme, zoom
        if self._page is not None:
            at = self.verticalScrollBar().value()
            self.show_page(self._page, self._marked)
            self.verticalScrollBar().setValue(at)

    def _typeset(self, document: QTextDocument) -> None:
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        block = document.begin()
        while block.isValid():
            self._set_block(QTextCursor(block), block)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._set_table(frame)
        cursor.endEditBlock()

    def _set_block(self, cursor: QTextCursor, block: QTextBlock) -> None:
        level = min(block.blockFormat().headingLevel(), 2)
        in_table = cursor.currentTable() is not None
        shape = QTextBlockFormat()
        shape.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setTopMargin((14.0 if level == 2 else 0.0) * self._zoom)
        shape.setBottomMargin((0.0 if in_table else _AFTER if level < 2 else 4.0) * self._zoom)
        cursor.mergeBlockFormat(shape)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        if level:
            words = QTextCharFormat()
            words.setFont(ui_font(_SIZES[level] * self._zoom, 600))
            cursor.setCharFormat(words)  # Markdown's own sizes are relative and would stay
        self._set_keys(block)

    def _set_keys(self, block: QTextBlock) -> None:
        """Keys and names of columns in the window's own type on a soft ground."""
        fragment = block.begin()
        while not fragment.atEnd():
            piece = fragment.fragment()
            if piece.charFormat().fontFixedPitch():
                cursor = QTextCursor(block)
                cursor.setPosition(piece.position())
                cursor.setPosition(
                    piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor
                )
                look = QTextCharFormat()
                look.setFont(ui_font(13 * self._zoom, 500))
                look.setFontFixedPitch(False)
                look.setBackground(QBrush(QColor(self._theme.hover)))
                cursor.mergeCharFormat(look)
                fragment = block.begin()  # what was merged has moved the pieces
                continue
            if piece.charFormat().isAnchor():
                self._color(piece.position(), piece.length(), self._theme.accent_text)
            fragment += 1

    def _color(self, position: int, length: int, color: str) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setForeground(QBrush(QColor(color)))
        cursor.mergeCharFormat(look)

    def _set_table(self, table: QTextTable) -> None:
        shape = table.format()
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderBrush(QBrush(QColor(self._theme.line)))
        shape.setBorder(1)
        shape.setBorderCollapse(True)
        shape.setCellPadding(6 * self._zoom)
        shape.setCellSpacing(0)
        shape.setBottomMargin(16 * self._zoom)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        first = QTextLength(QTextLength.Type.PercentageLength, 34)
        rest = QTextLength(QTextLength.Type.PercentageLength, 66 / max(table.columns() - 1, 1))
        shape.setColumnWidthConstraints([first, *([rest] * (table.columns() - 1))])
        table.setFormat(shape)

    def _mark(self, words: str) -> None:
        """Underlay every place of the words, and go to the first."""
        self.setExtraSelections([])
        top = self.document().find(words) if words else QTextCursor()
        if top.isNull():
            self.moveCursor(QTextCursor.MoveOperation.Start)
            return
        marks, at = [], top
        while not at.isNull():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = at
            mark.format.setBackground(QColor(self._theme.unit))
            marks.append(mark)
            at = self.document().find(words, at)
        self.setExtraSelections(marks)
        place = QTextCursor(top)
        place.clearSelection()
        self.setTextCursor(place)
        self.ensureCursorVisible()

    def page(self) -> Page | None:
        return self._page
