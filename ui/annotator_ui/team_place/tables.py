"""How does a list of rows of words become a table?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from annotator_ui.parts.row_model import RowModel
from annotator_ui.parts.rows import Columns

Entry = tuple[object, tuple[str, ...]]
"""What a row stands for, and its cells."""

PARTS: Final = Columns(
    ("Coder", "State", "Transcripts", "Units", "Finished", "Pack", "Came back", "Units an hour"),
    title=0,
    numbers=frozenset({2, 3, 4, 7}),
    secondary=frozenset({1, 5, 6}),
    widths={
        "State": 128, "Transcripts": 92, "Units": 76, "Finished": 84, "Pack": 116,
        "Came back": 116, "Units an hour": 104,
    },
    least={"Units an hour": 760, "Units": 680, "Pack": 600, "Came back": 520},
)  # fmt: skip
LOADS: Final = Columns(
    ("Coder", "Items", "Units", "Shared"),
    title=0,
    numbers=frozenset({1, 2, 3}),
    widths={"Items": 92, "Units": 64, "Shared": 72},
    least={"Units": 320},
)
FILES: Final = Columns(
    ("File", "Coder", "Round", "New", "Changed", "Removed", "Memos", "Finished", "Look at"),
    title=0,
    numbers=frozenset({3, 4, 5, 6, 7}),
    secondary=frozenset({2, 8}),
    widths={
        "Coder": 110, "Round": 110, "New": 64, "Changed": 76, "Removed": 78, "Memos": 66,
        "Finished": 76, "Look at": 110,
    },
    least={"Round": 890, "Memos": 780, "Changed": 714, "Removed": 638, "Finished": 560},
)  # fmt: skip
_LOOKED_AT = frozenset({"State", "Look at"})


class Rows(RowModel[Entry]):
    """Rows of words, each with what it stands for."""

    def cells(self, row: Entry) -> Sequence[str]:
        return row[1]

    def tip(self, row: Entry, column: int) -> str | None:
        return f"{self._columns.names[column]}: {row[1][column]}"

    def tone(self, row: Entry, column: int) -> str:
        if self._columns.names[column] not in _LOOKED_AT:
            return ""
        said = row[1][column]
        if said == "refused":
            return "error"
        return "warn" if said == "overdue" or said.endswith(("note", "notes")) else ""

    def what(self, row: int) -> object | None:
        """What a row stands for."""
        entry = self.at(row)
        return None if entry is None else entry[0]

    def words(self, row: int) -> tuple[str, ...]:
        """The words of a row."""
        return self.rows[row][1]
