"""Which transcripts are in the project, one row each?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from annotator.model.transcript import TranscriptInfo
from annotator_ui.item_models.dates import short_date
from annotator_ui.parts.row_model import RowModel
from annotator_ui.parts.rows import Columns

COLUMNS: Final = Columns(
    ("Id", "Title", "Date", "Speakers", "Sentences", "Codings", "Imported"),
    title=1,
    numbers=frozenset({4, 5}),
    secondary=frozenset({0, 2, 3, 6}),
    widths={"Id": 80, "Date": 104, "Sentences": 92, "Codings": 84, "Imported": 124},
    least={"Imported": 720, "Codings": 440, "Speakers": 580, "Sentences": 360},
)


class TranscriptTable(RowModel[TranscriptInfo]):
    """Rows in the order of the project."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)

    def row_of(self, transcript_id: int) -> int:
        """The row of a transcript, -1 where it is not there."""
        return next((n for n, info in enumerate(self.rows) if info.id == transcript_id), -1)

    def cells(self, row: TranscriptInfo) -> Sequence[str]:
        return (
            row.doc_id,
            row.metadata.title or row.source_name or row.doc_id,
            short_date(row.metadata.date) or "–",
            ", ".join(name for name, _ in row.speakers if name) or "–",
            f"{row.n_sentences:,}",
            f"{row.n_codings:,}",
            _day(row.imported_at),
        )

    def tip(self, row: TranscriptInfo, column: int) -> str | None:
        """Who speaks, a line each."""
        if COLUMNS.names[column] != "Speakers":
            return None
        return "\n".join(f"{name}, {role}".strip(", ") for name, role in row.speakers)


def _day(moment: str) -> str:
    """The local day of a UTC moment."""
    try:
        local = datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return moment
    return short_date(local.date().isoformat())
