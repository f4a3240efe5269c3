"""How will the text of a transcript stand, who speaks where, and which of it cannot be coded?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QRectF
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from annotator.model.code_colors import CALM_COLORS
from annotator.model.spans import Span
from annotator_ui.parts.icons import zoom_of
from annotator_ui.theme import Theme, reading_font, ui_font

if TYPE_CHECKING:
    from annotator.model.transcript import OpenTranscript, Transcript, Turn

MOST: Final = 6000
"""Code points shown: this is a look at the beginning, the Code place shows everything."""
MOST_TURNS: Final = 40
PARAGRAPHS: Final = 2
"""Shown of every turn where long turns are folded."""
LINE, INSIDE, KINDS, BAR = 20, 14, 76, 3
HEADINGS: Final = {
    "title": "title",
    "byline": "by-line",
    "date": "date",
    "last_updated": "last updated",
    "note": "note",
    "furniture": "not coded",
}
BARS: Final = tuple(CALM_COLORS[number] for number in (5, 2, 9, 3, 6, 4, 10, 7))
"""One colour a speaker, so that turns can be told apart at a glance; names stand beside them."""


class _Block(Struct, frozen=True):
    """What a block of the document shows: a passage of the text, and whose turn it is in."""

    start: int
    end: int
    bar: str = ""
    is_heading: bool = False


class TextPreview(QTextEdit):
    """Speakers as headings, header lines in grey with what they were read as.

    With `folded` only the first paragraphs of each turn stand there, so that all speakers are
    seen at a look.
    """

    def __init__(self, theme: Theme, *, folded: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._folded = folded
        self._shown: OpenTranscript | Transcript | None = None
        self._first_turn = 0
        self._blocks: list[_Block] = []
        self._lit: Span | None = None
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Text as it will stand")
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._write()

    @property
    def shown(self) -> OpenTranscript | Transcript | None:
        return self._shown

    def show_transcript(self, transcript: OpenTranscript | Transcript | None) -> None:
        self._shown, self._first_turn, self._lit = transcript, 0, None
        self._write()

    def light(self, place: Span | None) -> None:
        """Put the ground of the cursor behind the lines of a passage and bring them into sight."""
        self._lit = place
        if place is not None and self._shown is not None:
            turns = self._shown.turns
            turn = next(
                (n for n, each in enumerate(turns) if each.start <= place.start < each.end), 0
            )
            if not self._first_turn <= turn < self._first_turn + MOST_TURNS:
                self._first_turn = turn
                self._write()
        self._mark()

    def light_line(self, number: int) -> None:
        """Like `light`, for the words of a line of the text, counted from 1; 0 for none."""
        if self._shown is None or number < 1:
            self.light(None)
            return
        lines = self._shown.text.split("\n", number)
        start = sum(len(line) + 1 for line in lines[: number - 1])
        self.light(Span(start, start + 1))

    # writing

    def _write(self) -> None:
        self.clear()
        self._blocks = []
        if self._shown is None:
            return
        cursor = QTextCursor(self.document())
        if self._first_turn:
            self._line(cursor, f"{self._first_turn:,} turns above", self._small(), above=0)
        else:
            self._headers(cursor, self._shown)
        self._turns(cursor, self._shown)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._mark()

    def _headers(self, cursor: QTextCursor, shown: OpenTranscript | Transcript) -> None:
        first = shown.turns[0].start if shown.turns else len(shown.text)
        for field in shown.header:
            if field.start < first and field.kind in HEADINGS:
                words = " ".join(shown.text[field.start : field.end].split())
                self._header(cursor, HEADINGS[field.kind], words)
                self._keep(field.start, field.end)

    def _turns(self, cursor: QTextCursor, shown: OpenTranscript | Transcript) -> None:
        names = list(dict.fromkeys(turn.speaker or turn.label for turn in shown.turns))
        bars = {name: BARS[n % len(BARS)] for n, name in enumerate(names) if name}
        room = MOST
        for number, turn in enumerate(shown.turns[self._first_turn :], self._first_turn):
            if room <= 0 or number >= self._first_turn + MOST_TURNS:
                left = len(shown.turns) - number
                more = "1 more turn" if left == 1 else f"{left:,} more turns"
                self._line(cursor, more, self._small(), above=14)
                self._keep(turn.start, len(shown.text))
                return
            room -= self._turn(cursor, shown, turn, room, bars.get(turn.speaker or turn.label, ""))

    def _turn(
        self,
        cursor: QTextCursor,
        shown: OpenTranscript | Transcript,
        turn: Turn,
        room: int,
        bar: str,
    ) -> int:
        """Write a turn, and how many code points of it stand there."""
        if turn.speaker or turn.label:
            self._line(cursor, turn.speaker or turn.label, self._name(), above=14, inside=bool(bar))
            cursor.insertText(f"   {turn.role}" if turn.role else "", self._small())
            self._keep(turn.start, turn.text_start, bar, is_heading=True)
        paragraphs = _paragraphs(shown.text, turn.text_start, turn.end)
        written = 0
        for number, (start, end) in enumerate(paragraphs):
            if (self._folded and number == PARAGRAPHS) or written >= room:
                left = _left_out(shown, paragraphs[number:], turn.end)
                self._line(cursor, left, self._small(), above=2, inside=bool(bar))
                self._keep(start, turn.end, "")
                break
            look = self._grey() if _is_silent(shown, start, end) else self._body()
            self._line(cursor, shown.text[start:end], look, above=4, inside=bool(bar))
            self._keep(start, end, bar)
            written += end - start
        return written

    def _header(self, cursor: QTextCursor, kind: str, words: str) -> None:
        zoom = zoom_of(self)
        hang = (KINDS + 10) * zoom
        block = self._format(above=2)
        block.setLeftMargin(hang)
        block.setTextIndent(-hang)
        right, left = QTextOption.TabType.RightTab, QTextOption.TabType.LeftTab
        block.setTabPositions([QTextOption.Tab(KINDS * zoom, right), QTextOption.Tab(hang, left)])
        self._insert(cursor, block, f"\t{kind}\t", self._small())
        cursor.insertText(words, self._small())

    def _line(
        self,
        cursor: QTextCursor,
        words: str,
        look: QTextCharFormat,
        *,
        above: int,
        inside: bool = False,
    ) -> None:
        block = self._format(above=above)
        block.setLeftMargin(INSIDE * zoom_of(self) if inside else 0)
        self._insert(cursor, block, words, look)

    def _insert(
        self, cursor: QTextCursor, block: QTextBlockFormat, words: str, look: QTextCharFormat
    ) -> None:
        if self._blocks or not self.document().isEmpty():
            cursor.insertBlock(block)
        else:
            cursor.setBlockFormat(block)
        cursor.insertText(words, look)
        self._blocks += [_Block(0, 0)] * (cursor.blockNumber() + 1 - len(self._blocks))

    def _keep(self, start: int, end: int, bar: str = "", *, is_heading: bool = False) -> None:
        """Remember which passage the last block shows."""
        self._blocks[-1] = _Block(start, end, bar, is_heading)

    def _format(self, *, above: int) -> QTextBlockFormat:
        zoom = zoom_of(self)
        block = QTextBlockFormat()
        block.setTopMargin(above * zoom)
        block.setLineHeight(LINE * zoom, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return block

    # looks

    def _small(self) -> QTextCharFormat:
        return _look(ui_font(12 * zoom_of(self)), self._theme.muted)

    def _name(self) -> QTextCharFormat:
        return _look(ui_font(13 * zoom_of(self), 600), self._theme.text)

    def _body(self) -> QTextCharFormat:
        return _look(reading_font(13.5 * zoom_of(self)), self._theme.text)

    def _grey(self) -> QTextCharFormat:
        return _look(reading_font(13.5 * zoom_of(self)), self._theme.muted)

    # marks

    def _mark(self) -> None:
        """Show where the lit passage stands."""
        block = self._lit_block()
        if block is not None:
            found = self.document().findBlockByNumber(block)
            cursor = QTextCursor(found)
            top = self.cursorRect(cursor).top()
            if not 0 <= top <= self.viewport().height() - 2 * LINE:
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + top - self.viewport().height() // 4)
        self.viewport().update()

    def _lit_block(self) -> int | None:
        lit = self._lit
        if lit is None:
            return None
        holding = (
            number
            for number, block in enumerate(self._blocks)
            if block.end > block.start and block.start <= lit.start < block.end
        )
        return next(holding, None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        lit = self._lit_block()
        if lit is not None:
            place = self._rect(lit)
            painter.fillRect(place, QColor(self._theme.unit))
            place.setWidth(BAR)
            painter.fillRect(place, QColor(self._theme.unit_edge))
        for first, last, bar in _stretches(self._blocks):
            place = self._rect(first).united(self._rect(last))
            place.setWidth(BAR)
            painter.fillRect(place, QColor(bar))
        painter.end()
        super().paintEvent(event)

    def _rect(self, number: int) -> QRectF:
        """Where a block stands in the viewport, without the room above it."""
        block = self.document().findBlockByNumber(number)
        layout = self.document().documentLayout()
        height = layout.blockBoundingRect(block).height()
        top = self.cursorRect(QTextCursor(block)).top()
        return QRectF(0, top, self.viewport().width(), height)


def _look(font: QFont, color: str) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFont(font)
    look.setForeground(QColor(color))
    return look


def _stretches(blocks: Sequence[_Block]) -> list[tuple[int, int, str]]:
    """The first and the last block of every run that has one bar; a heading begins a new run."""
    found: list[tuple[int, int, str]] = []
    for number, block in enumerate(blocks):
        if not block.bar:
            continue
        if found and found[-1][1] == number - 1 and not block.is_heading:
            found[-1] = (found[-1][0], number, block.bar)
        else:
            found.append((number, number, block.bar))
    return found


def _is_silent(shown: OpenTranscript | Transcript, start: int, end: int) -> bool:
    return any(field.start <= start and end <= field.end for field in shown.header)


def _left_out(
    shown: OpenTranscript | Transcript, paragraphs: Sequence[tuple[int, int]], end: int
) -> str:
    """How much of a turn is folded away: "3 more paragraphs · 7 sentences"."""
    start = paragraphs[0][0]
    sentences = sum(start <= span.start < end for span in shown.spans("sentence"))
    more = "1 more paragraph" if len(paragraphs) == 1 else f"{len(paragraphs):,} more paragraphs"
    said = "1 sentence" if sentences == 1 else f"{sentences:,} sentences"
    return f"{more} · {said}"


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the lines with words in them stand, in code points."""
    found = []
    position = start
    for line in text[start:end].split("\n"):
        if line.strip():
            found.append((position, position + len(line)))
        position += len(line) + 1
    return found
