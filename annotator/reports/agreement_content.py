"""What are the sheets on agreement made of?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import sqlalchemy as sa
from msgspec import Struct

from annotator.reports.passages import PassageRow, every_disagreement
from annotator.store import read_transcripts

if TYPE_CHECKING:
    from annotator.model.transcript import OpenTranscript
    from annotator.reliability.panel import Panel
    from annotator.reports.comparison import Comparison

MOST_WIDE_ROWS = 500_000
"""Above, icr_wide would be larger than everything else; the single files hold it then."""


class Agreement(Struct, frozen=True, eq=False):
    """What the sheets are made of; the passages are read while they are written."""

    comparison: Comparison
    panels: tuple[Panel, ...]
    """By sentence first, then by the other units."""
    connection: sa.Connection

    @property
    def panel(self) -> Panel:
        return self.panels[0]

    @property
    def n_wide(self) -> int:
        return int(self.panel.n_units) * len(self.panel.rows)

    @property
    def fits_wide(self) -> bool:
        return self.n_wide <= MOST_WIDE_ROWS

    def units(self) -> Iterator[OpenTranscript]:
        """The transcripts that are compared, one at a time."""
        for info in self.comparison.infos:
            yield read_transcripts.open_transcript(self.connection, info)

    def passages(self) -> Iterator[PassageRow]:
        return every_disagreement(self.connection, self.comparison)
