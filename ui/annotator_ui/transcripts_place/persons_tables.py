"""Which persons are known, and which speakers are nobody yet, one row each?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from annotator.model.persons import Attribute, Person, Unplaced
from annotator_ui.item_models.dates import short_date
from annotator_ui.parts.row_model import RowModel
from annotator_ui.parts.rows import Columns

Shown = TypeVar("Shown", Person, Unplaced)

PERSONS: Final = Columns(
    ("Name", "Also called", "What holds", "Turns", "Transcripts"),
    title=0,
    numbers=frozenset({3, 4}),
    secondary=frozenset({1, 2}),
    widths={"Turns": 76, "Transcripts": 96},
    least={"Also called": 620, "Transcripts": 420, "What holds": 460},
)
UNPLACED: Final = Columns(
    ("Speaker", "Office", "Labels", "Turns", "Transcripts"),
    title=0,
    numbers=frozenset({3, 4}),
    secondary=frozenset({1, 2}),
    widths={"Turns": 76, "Transcripts": 96},
    least={"Labels": 620, "Transcripts": 420, "Office": 460},
)


class _Table(RowModel[Shown]):
    """Rows that are shown where they fit what is looked for."""

    def __init__(self, columns: Columns) -> None:
        super().__init__(columns)
        self._every: tuple[Shown, ...] = ()
        self._sought = ""

    def show(self, rows: Sequence[Shown]) -> None:
        self._every = tuple(rows)
        self.find(self._sought)

    def find(self, sought: str) -> None:
        """Show the rows in which these words stand."""
        self._sought = sought.strip().casefold()
        self.set_rows(
            [row for row in self._every if self._sought in " ".join(self.cells(row)).casefold()]
        )

    def row_of(self, key: object) -> int:
        """The row of somebody, by what tells them apart; -1 where they are not shown."""
        return next((n for n, row in enumerate(self.rows) if self.key(row) == key), -1)

    def key(self, row: Shown) -> object:
        raise NotImplementedError

    def tip(self, row: Shown, column: int) -> str | None:
        """The cell again: it may be cut off."""
        return self.cells(row)[column]


class PersonTable(_Table[Person]):
    """The register."""

    def __init__(self) -> None:
        super().__init__(PERSONS)

    def cells(self, row: Person) -> tuple[str, ...]:
        held = [row.role] if row.role else []
        held += [attribute_words(one) for one in row.attributes]
        return (
            row.name,
            ", ".join(label.label for label in row.labels) or "–",
            ", ".join(held) or "–",
            f"{row.n_turns:,}",
            f"{row.n_transcripts:,}",
        )

    def key(self, row: Person) -> object:
        return row.id


class UnplacedTable(_Table[Unplaced]):
    """Speakers who are nobody of the register yet."""

    def __init__(self) -> None:
        super().__init__(UNPLACED)

    def cells(self, row: Unplaced) -> tuple[str, ...]:
        return (
            row.name,
            row.role or "–",
            ", ".join(row.labels) or "–",
            f"{row.n_turns:,}",
            f"{row.n_transcripts:,}",
        )

    def key(self, row: Unplaced) -> object:
        return (row.name, row.role)


def attribute_words(one: Attribute) -> str:
    """Say "Secretary General (since Oct 2014)"."""
    if one.since and one.until:
        when = f" ({short_date(one.since)} to {short_date(one.until)})"
    elif one.since:
        when = f" (since {short_date(one.since)})"
    elif one.until:
        when = f" (until {short_date(one.until)})"
    else:
        when = ""
    return one.value + when
