"""Which lines stand on the screen, and where on them does a passage lie?

A page is read once per scroll position and shared by the text, the gutter, the stripes and the
overview. It holds lines of Qt, which live only as long as the layout of their block does: ask the
text area for the page each time, never keep one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct, field
from PySide6.QtGui import QTextBlock, QTextLayout, QTextLine

_NEAR = 0.6
"""Pixels by which two boxes of one run may stand apart."""


class PageLine(Struct):
    """One line on the screen; `start` and `end` are positions, lengths are pixels."""

    start: int
    end: int
    base: int
    """Where the base line stands in the viewport."""
    block_start: int
    is_heading: bool
    mixed: bool
    """Whether the line may hold right-to-left words."""
    line: QTextLine
    left: float
    right: float
    """Where the words begin and end, without the white space at the wrap."""

    def runs(self, start: int, end: int) -> list[tuple[float, float]]:
        """Left and right edges of what `start` up to `end` covers on this line.

        In a line that mixes directions one passage can lie in several places.
        """
        first, last = max(start, self.start), min(end, self.end)
        if first >= last:
            return []
        if not self.mixed:
            left = self.left if first == self.start else self._x(first)
            right = self.right if last == self.end else min(self._x(last), self.right)
            return [(left, right)] if right > left else []
        boxes = self._boxes(first, last)
        cut = [(max(a, self.left), min(b, self.right)) for a, b in boxes]
        return [(a, b) for a, b in cut if b > a]

    def edges(self, position: int) -> tuple[float, float]:
        """Where the letter at `position` begins and where it ends, in the direction it is read."""
        left, right = self._box(position) if self.mixed else (0.0, 0.0)
        if left == right:
            return self._x(position), self._x(position, QTextLine.Edge.Trailing)
        return (right, left) if self._runs_leftwards(position) else (left, right)

    def position_under(self, x: float) -> int:
        """The position of the letter under `x`, or the nearest one on the line."""
        found = self.line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        return min(max(self.block_start + found, self.start), max(self.start, self.end - 1))

    def position_between(self, x: float) -> int:
        """The gap between two letters nearest to `x`."""
        found = self.line.xToCursor(x, QTextLine.CursorPosition.CursorBetweenCharacters)
        return min(max(self.block_start + found, self.start), self.end)

    def _boxes(self, start: int, end: int) -> list[tuple[float, float]]:
        """One box per stretch of neighbouring letters, joined where they touch."""
        boxes: list[tuple[float, float]] = []
        for position in range(start, end):
            left, right = self._box(position)
            if left == right:
                continue
            if boxes and abs(boxes[-1][1] - left) < _NEAR:
                boxes[-1] = (boxes[-1][0], right)
            elif boxes and abs(boxes[-1][0] - right) < _NEAR:
                boxes[-1] = (left, boxes[-1][1])
            else:
                boxes.append((left, right))
        return _joined(boxes)

    def _box(self, position: int) -> tuple[float, float]:
        """Left and right edge of one letter; equal for a mark that stands on another letter.

        Where the direction turns, Qt's cursor has one place for two letters: then the glyph
        itself is asked.
        """
        a, b = self._x(position), self._x(position, QTextLine.Edge.Trailing)
        if a != b:
            return min(a, b), max(a, b)
        glyphs = self.line.glyphRuns(position - self.block_start, 1)
        boxes = [run.boundingRect() for run in glyphs]
        if not boxes:
            return a, a
        return min(box.left() for box in boxes), max(box.right() for box in boxes)

    def _runs_leftwards(self, position: int) -> bool:
        for near in (position, position + 1, position - 1):
            if self.start <= near < self.end:
                a, b = self._x(near), self._x(near, QTextLine.Edge.Trailing)
                if a != b:
                    return b < a
        return False

    def _x(self, position: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
        found = self.line.cursorToX(position - self.block_start, edge)
        return float(found[0]) if isinstance(found, tuple) else float(str(found))


class Page(Struct):
    """The lines of one scroll position from top to bottom, and the blocks they belong to."""

    lines: list[PageLine] = field(default_factory=list)
    blocks: list[tuple[int, int]] = field(default_factory=list)
    """Each visible block's number and its top in the viewport. Not its layout: when the document
    goes, PySide does not hear of it, and takes what comes to lie at its address for the layout."""
    _starts: list[int] = field(default_factory=list)

    def add_block(
        self, block: QTextBlock, top: int, *, above: int, bottom: int, is_heading: bool, mixed: bool
    ) -> None:
        """Take up those lines of a block that cross the viewport (`above` may be negative)."""
        layout = block.layout()
        self.blocks.append((block.blockNumber(), top))
        start = block.position()
        for number in range(_first_line_below(layout, above - top), layout.lineCount()):
            line = layout.lineAt(number)
            words = line.naturalTextRect()
            if top + words.top() > bottom:
                break
            first = start + line.textStart()
            self._starts.append(first)
            self.lines.append(
                PageLine(
                    first,
                    first + line.textLength(),
                    top + round(words.top() + line.ascent()),
                    start,
                    is_heading,
                    mixed,
                    line,
                    words.left(),
                    words.right(),
                )
            )

    @property
    def first(self) -> int:
        return self.lines[0].start if self.lines else 0

    @property
    def last(self) -> int:
        return self.lines[-1].end if self.lines else 0

    def line_of(self, position: int) -> int:
        """The number of the line that holds a position, or the nearest one."""
        return max(0, bisect_right(self._starts, position) - 1)

    def lines_over(self, start: int, end: int) -> Iterator[PageLine]:
        """The lines of words that `start` up to `end` touches."""
        for number in range(self.line_of(start), len(self.lines)):
            line = self.lines[number]
            if line.start >= end:
                return
            if line.end > start and not line.is_heading:
                yield line

    def line_at(self, y: float, above: int) -> PageLine | None:
        """The line whose band is at or next above `y`; `above` is the band's rise."""
        found = None
        for line in self.lines:
            if found is not None and line.base - above > y:
                break
            found = line
        return found


def _first_line_below(layout: QTextLayout, y: float) -> int:
    """The first line that reaches below `y`, found by bisection: blocks may be very long."""
    low, high = 0, layout.lineCount()
    while low < high:
        middle = (low + high) // 2
        line = layout.lineAt(middle)
        if line.y() + line.height() < y:
            low = middle + 1
        else:
            high = middle
    return low


def _joined(boxes: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for left, right in sorted(boxes):
        if joined and left - joined[-1][1] < _NEAR:
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
        else:
            joined.append((left, right))
    return joined
