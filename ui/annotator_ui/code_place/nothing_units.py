"""Which passages of the open transcript were decided to hold nothing? There may be very many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from annotator.model.coding import DecisionColumns
from annotator.model.spans import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from annotator.changes import Changes


class NothingUnits:
    """Decisions as columns, in order of start; never changed, only renewed."""

    def __init__(self, columns: DecisionColumns | None = None) -> None:
        columns = columns or DecisionColumns()
        self.starts: NDArray[np.int64] = np.array(columns.starts, np.int64)
        self.ends: NDArray[np.int64] = np.array(columns.ends, np.int64)
        self._by_finishing: NDArray[np.bool_] = np.array(columns.by_finishing, np.bool_)

    def __len__(self) -> int:
        return len(self.starts)

    def spans(self) -> tuple[Span, ...]:
        return tuple(map(Span, self.starts.tolist(), self.ends.tolist()))

    def by_finishing(self, span: Span) -> bool:
        """Whether a decision under this passage came by finishing."""
        return bool((self._by_finishing & self._touching(span)).any())

    def renewed(self, within: Span | None, columns: DecisionColumns) -> NothingUnits:
        """These decisions with what was read now of those that touch `within`; None: of all."""
        new = NothingUnits(columns)
        if within is not None:
            rest = ~self._touching(within)
            new.starts = np.concatenate((self.starts[rest], new.starts))
            order = np.argsort(new.starts, kind="stable")
            new.starts = new.starts[order]
            new.ends = np.concatenate((self.ends[rest], new.ends))[order]
            finishing = np.concatenate((self._by_finishing[rest], new._by_finishing))
            new._by_finishing = finishing[order]
        return new

    def _touching(self, span: Span) -> NDArray[np.bool_]:
        touching: NDArray[np.bool_] = (self.starts < span.end) & (self.ends > span.start)
        return touching


def passage_of(changes: Changes, transcript_id: int) -> Span | None:
    """Outside of which an undo or redo decided nothing; None where it may be anywhere."""
    place = changes.place
    if place is None or place.transcript_id != transcript_id or place.start >= place.end:
        return None
    return Span(place.start, place.end) if changes.undone or changes.redone else None
