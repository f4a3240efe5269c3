"""What does the sheet say about one file? Words only; where they come from stands in `review`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from annotator.transcripts.readers.table_columns import ColumnFound
    from annotator.transcripts.surveys import Survey
    from annotator_ui.import_review.banner import Said


class ShownFile(Struct, frozen=True):
    """One file, as the middle of the sheet shows it."""

    key: int
    name: str
    facts: str
    """Its kind and size: "Text file, 3.6 kB"."""
    counts: str = ""
    """What it holds: "2 turns, 9 paragraphs, 33 sentences"."""
    encoding: str = ""
    """In words: "UTF-8, certain"; empty where there is nothing to choose."""
    encodings: tuple[tuple[str, str], ...] = ()
    """(codec, words) of what it may be read as instead."""
    said: tuple[tuple[str, Said], ...] = ()
    """(what is asked, banner), in the order in which they are asked."""
    survey: Survey | None = None
    """None for a file that is refused."""
    asked: tuple[str, ...] = ()
    """The labels that are asked about and not yet decided."""
    columns: tuple[ColumnFound, ...] = ()
    """Of the table that it stands in."""

    @property
    def is_open(self) -> bool:
        """Whether something is asked that nobody has answered."""
        waiting = (said.sort == "warn" and not said.chosen for _, said in self.said)
        return bool(self.asked) or any(waiting)
