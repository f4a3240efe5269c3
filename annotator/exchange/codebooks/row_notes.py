"""What was read otherwise than it stands in a file, or left out, row by row?"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

_LONGEST_SHOWN = 24


class RowNote(Struct, frozen=True):
    """One thing about one row; `row` is 0 where it is about the whole file."""

    row: int
    column: str
    """The heading, or empty."""
    what: str
    """A sentence without its first capital letter."""

    def __str__(self) -> str:
        if not self.row:
            return self.what[:1].upper() + self.what[1:]
        where = f", column {shortened(self.column)}" if self.column else ""
        return f"Row {self.row}{where}: {self.what}"


class RowNotes:
    """Collects notes in the order in which they are found."""

    def __init__(self) -> None:
        self._found: list[RowNote] = []

    def add(self, row: int, what: str, *, column: str = "") -> None:
        """`what` completes "Row 3: ..." and ends with a full stop; `column` is a heading."""
        self._found.append(RowNote(row, column, what))

    def __iter__(self) -> Iterator[RowNote]:
        return iter(self._found)

    def in_order(self) -> tuple[RowNote, ...]:
        """Each once, by row."""
        return tuple(sorted(dict.fromkeys(self._found), key=lambda note: note.row))


def shortened(text: str) -> str:
    """A cell as a message can name it: one line, and not a page of it."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
