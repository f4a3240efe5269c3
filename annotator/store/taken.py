"""What came in from a file that was merged, counted by coder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from msgspec import Struct, field

What = Literal["added", "changed", "removed", "left out", "aside", "lost", "same"]


class Count(NamedTuple):
    """What happened to rows of which table, and of which coder where rows have one."""

    what: What
    table: str
    coder_id: int | None


class Taken(Struct):
    """What came in from one file."""

    counts: Counter[Count] = field(default_factory=Counter)
    relabelled: list[str] = field(default_factory=list)
    """Short labels that were taken, and what stands now, in words."""
    why_aside: Counter[str] = field(default_factory=Counter)
    """Reasons why rows were put aside, with how many."""
    after_discussion: set[tuple[int, int]] = field(default_factory=set)
    """(transcript, coder) whose work was accepted before and came back changed."""
    carried: int = 0
    """Codings that were made on an earlier text, or under a code that became another."""
    comments: Counter[int] = field(default_factory=Counter)
    """Memos on codes, by coder."""

    def number(self, what: What, table: str, coder_id: int | None = None) -> int:
        """How many rows of a table; of all coders where none is named."""
        return sum(
            number
            for count, number in self.counts.items()
            if (count.what, count.table) == (what, table) and coder_id in {None, count.coder_id}
        )

    def came(self, table: str) -> int:
        """How many rows of a table are new here or changed."""
        return self.number("added", table) + self.number("changed", table)

    def note(self, what: What, table: str, row: Mapping[str, Any]) -> None:
        """Count what happened to a row; memos on codes are counted once more by themselves."""
        self.counts[Count(what, table, row.get("coder_id"))] += 1
        if table == "memo" and row["on_kind"] == "code" and what in {"added", "changed", "removed"}:
            self.comments[row["coder_id"]] += 1
