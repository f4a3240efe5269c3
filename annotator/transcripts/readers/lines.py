"""How do the paragraphs and table rows of a document become lines of one text?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

_TIME = re.compile(r"\W*(?:\d{1,3}:)?\d{1,3}:\d\d(?:[.,]\d+)?(?:\s*[-–—>]+.*)?\W*$")
_MOST_WORDS = 8
_FEWEST_ROWS = 2
_LEADING_SPACE = re.compile(r"\s*")


class Line(Struct, frozen=True):
    """A paragraph (it may hold line feeds), and how much of its start looks like a label."""

    text: str
    label: int = 0
    """Code points at the start that are set in bold or stand in a column of their own."""


def joined(lines: Sequence[Line]) -> tuple[str, list[tuple[int, int]]]:
    """The text of the lines, and where in it their labels start and end."""
    labels: list[tuple[int, int]] = []
    at = 0
    clean = [_clean(line.text) for line in lines]
    for line, text in zip(lines, clean, strict=True):
        if line.label and text == line.text:
            blank = _LEADING_SPACE.match(text)
            start = blank.end() if blank is not None else 0
            if start < line.label:
                labels.append((at + start, at + line.label))
        at += len(text) + 1
    return "\n".join(clean), labels


def rows_as_lines(rows: Sequence[Sequence[Sequence[Line]]]) -> tuple[list[Line], int]:
    """One line per table row, its cells divided by tabs; and in how many a time was left out.

    A first column of times is left out. A first column of short words beside a column of long
    ones is taken for speakers, to be believed only where a name comes again.
    """
    cells = [[_cell(lines) for lines in row] for row in rows]
    cells = [row for row in cells if any(cell.strip() for cell in row)]
    timed = 0
    if len(cells) >= _FEWEST_ROWS and all(len(row) > 1 for row in cells) and _all_times(cells):
        timed = sum(bool(_TIME.match(row[0])) for row in cells)
        cells = [row[1:] for row in cells]
    if len(cells) >= _FEWEST_ROWS and all(len(row) > 1 for row in cells) and _has_labels(cells):
        return [Line("\t".join(row), len(row[0].rstrip())) for row in cells], timed
    return [Line("\t".join(row).rstrip("\t")) for row in cells], timed


def _cell(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines).strip()


def _all_times(cells: Sequence[Sequence[str]]) -> bool:
    """Whether the first column holds times, a header over it apart."""
    return all(_TIME.match(row[0]) or not row[0] for row in cells[1:]) and any(
        _TIME.match(row[0]) for row in cells
    )


def _has_labels(cells: Sequence[Sequence[str]]) -> bool:
    short = all(len(row[0].split()) <= _MOST_WORDS and "\n" not in row[0] for row in cells)
    first = sum(len(row[0]) for row in cells)
    return short and sum(len(row[-1]) for row in cells) > 2 * first


def _clean(text: str) -> str:
    if "\r" in text or "\x00" in text:
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text
