"""Which lines stand on a page, and in which order are they read? Columns told apart by space."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from msgspec import Struct

_WORD_GAP = 0.18
_PIECE_GAP = 1.6
"""Of the height of the letters: a wider gap divides columns or the cells of a table."""
_FEWEST_IN_COLUMN = 4
_SAME_LINE = 0.45
_NARROWEST_GUTTER = 6.0


class Glyph(NamedTuple):
    """A character and its box, in points from the bottom left corner of the page."""

    sign: str
    left: float
    right: float
    bottom: float
    top: float


class PageLine(Struct, frozen=True):
    """A line of words on a page, and the column it stands in."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    column: int = 0

    @property
    def height(self) -> float:
        return self.top - self.bottom


def lines_of_page(glyphs: Sequence[Glyph]) -> list[PageLine]:
    """The lines of a page in the order of reading, two columns one after the other."""
    pieces = [piece for run in _runs(glyphs) for piece in _pieces(run)]
    if not pieces:
        return []
    gutter = _gutter(pieces)
    if gutter is None:
        return _rows(pieces, 0)
    lines: list[PageLine] = []
    band: list[PageLine] = []
    for piece in sorted(pieces, key=lambda one: -one.top):
        if piece.left < gutter < piece.right:
            lines += [*_two_columns(band, gutter), piece]
            band = []
        else:
            band.append(piece)
    return [*lines, *_two_columns(band, gutter)]


def _two_columns(band: Sequence[PageLine], gutter: float) -> list[PageLine]:
    left = [one for one in band if one.right <= gutter]
    return [*_rows(left, 1), *_rows([one for one in band if one.right > gutter], 2)]


def _runs(glyphs: Sequence[Glyph]) -> Iterable[list[Glyph]]:
    """Characters that follow each other on one baseline, blanks without a box left out."""
    run: list[Glyph] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.sign.isspace() or glyph.top <= glyph.bottom:
            # a blank, or a sign PDFium made up: the gap in the place says the same
            if run and glyph.sign.isspace():
                run.append(glyph)
            continue
        if last is not None and not _goes_on(last, glyph):
            yield run
            run = []
        run.append(glyph)
        last = glyph
    if run:
        yield run


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    overlap = min(last.top, glyph.top) - max(last.bottom, glyph.bottom)
    height = max(last.top - last.bottom, glyph.top - glyph.bottom)
    close = min(abs(last.bottom - glyph.bottom), abs(last.top - glyph.top)) < height
    return (overlap > 0 or close) and glyph.left > last.left - height


def _pieces(run: Sequence[Glyph]) -> list[PageLine]:
    """A run cut at wide gaps, with blanks where words end."""
    signs = [one for one in run if not one.sign.isspace()]
    if not signs:
        return []
    size = max(one.top - one.bottom for one in signs)
    found: list[PageLine] = []
    part: list[Glyph] = []
    words = ""
    blank = False
    for glyph in run:
        if glyph.sign.isspace():
            blank = True
            continue
        gap = glyph.left - part[-1].right if part else 0.0
        if part and gap > _PIECE_GAP * size:
            found.append(_line(words, part))
            part, words, blank = [], "", False
        elif part and blank:
            words += " "
        words += glyph.sign
        part.append(glyph)
        blank = False
    found.append(_line(words, part))
    return found


def _line(words: str, part: Sequence[Glyph], column: int = 0) -> PageLine:
    return PageLine(
        words,
        min(one.left for one in part),
        max(one.right for one in part),
        min(one.bottom for one in part),
        max(one.top for one in part),
        column,
    )


def _gutter(pieces: Sequence[PageLine]) -> float | None:
    """Where the white strip between two columns is, or None where there is one column."""
    left, right = min(one.left for one in pieces), max(one.right for one in pieces)
    width = right - left
    inside = [one for one in pieces if one.right - one.left < 0.6 * width]
    edges = sorted((one.left, one.right) for one in inside)
    best: tuple[float, float] | None = None
    reach = left
    for start, end in edges:
        middle = (reach + start) / 2
        wide = start - reach
        central = left + 0.25 * width < middle < right - 0.25 * width
        if central and wide > _NARROWEST_GUTTER and (best is None or wide > best[0]):
            best = (wide, middle)
        reach = max(reach, end)
    if best is None:
        return None
    gutter = best[1]
    first = [one for one in inside if one.right <= gutter]
    second = [one for one in inside if one.left >= gutter]
    crossing = len(pieces) - len(first) - len(second)
    if min(len(first), len(second)) < _FEWEST_IN_COLUMN or crossing > len(pieces) / 2:
        return None
    filled = all(_is_column(side, width) for side in (first, second))
    return gutter if filled else None


def _is_column(pieces: Sequence[PageLine], width: float) -> bool:
    """Whether the pieces are lines of running words, not the cells of a table or names."""
    return median(one.right - one.left for one in pieces) > 0.25 * width


def _rows(pieces: Sequence[PageLine], column: int) -> list[PageLine]:
    """Pieces from top to bottom, those on one baseline joined by a blank."""
    rows: list[list[PageLine]] = []
    for piece in sorted(pieces, key=lambda one: (-one.bottom, one.left)):
        row = rows[-1] if rows else None
        if row is not None and abs(row[0].bottom - piece.bottom) < _SAME_LINE * max(
            row[0].height, piece.height
        ):
            row.append(piece)
        else:
            rows.append([piece])
    return [_joined(sorted(row, key=lambda one: one.left), column) for row in rows]


def _joined(row: Sequence[PageLine], column: int) -> PageLine:
    words = row[0].text
    for before, after in pairwise(row):
        touching = after.left - before.right < _WORD_GAP * max(before.height, after.height)
        words += after.text if touching else f" {after.text}"
    return PageLine(
        words,
        row[0].left,
        max(one.right for one in row),
        min(one.bottom for one in row),
        max(one.top for one in row),
        column,
    )
