"""Which of very many places are on the page? Columns of positions: none is looked at singly.

A letter looked for in a transcript of 5 MB stands in half a million places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from annotator.model.spans import Span
    from annotator_ui.transcript_view.offsets import Numbers, Offsets
    from annotator_ui.transcript_view.painting import Stretch


class Stretches:
    """Places of the shown document, in rising order and none within another."""

    def __init__(self, firsts: Numbers | None = None, lasts: Numbers | None = None) -> None:
        nothing = np.zeros(0, np.int64)
        self.firsts = nothing if firsts is None else firsts
        self._lasts = nothing if lasts is None else lasts

    @classmethod
    def of(cls, spans: Sequence[Span], offsets: Offsets | None) -> Stretches:
        """Where passages of the text, in rising order, stand in the shown document."""
        count = len(spans)
        starts = np.fromiter((span.start for span in spans), np.int64, count)
        ends = np.fromiter((span.end for span in spans), np.int64, count)
        return cls.at(starts, ends, offsets)

    @classmethod
    def at(cls, starts: Numbers, ends: Numbers, offsets: Offsets | None) -> Stretches:
        """The same of passages by their starts and ends."""
        if offsets is None or not len(starts):
            return cls()
        return cls(offsets.starts_to_positions(starts), offsets.ends_to_positions(ends))

    def __len__(self) -> int:
        return len(self.firsts)

    def __getitem__(self, number: int) -> Stretch:
        return int(self.firsts[number]), int(self._lasts[number])

    def between(self, first: int, last: int) -> list[Stretch]:
        """Those that touch positions `first` up to `last`."""
        begin = int(np.searchsorted(self._lasts, first, side="right"))
        end = int(np.searchsorted(self.firsts, last, side="left"))
        part = slice(begin, max(begin, end))
        return list(zip(self.firsts[part].tolist(), self._lasts[part].tolist(), strict=True))
