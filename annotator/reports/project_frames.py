"""The data of a project as pandas frames, the same rows as the sheets of the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.reports import frames
from annotator.reports.gathering import gather, opened
from annotator.store.connection import Store

if TYPE_CHECKING:
    import pandas as pd

    from annotator.model.transcript import Level


class ProjectFrames:
    """Asked as `project.frames.segments()`; each call reads the project as it is then."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def segments(self) -> pd.DataFrame:
        """One row per coding of every coder."""
        with self._store.reading() as connection:
            return frames.segments(gather(connection).segments)

    def units(self, level: Level = "sentence") -> pd.DataFrame:
        """One row per unit of every transcript."""
        with self._store.reading() as connection:
            return frames.units(opened(connection), level)

    def documents(self) -> pd.DataFrame:
        """One row per transcript."""
        with self._store.reading() as connection:
            return frames.documents(gather(connection).transcripts)

    def codebook(self) -> pd.DataFrame:
        """One row per code and group, in the order of the codebook."""
        with self._store.reading() as connection:
            content = gather(connection)
        return frames.codebook(content.codebook, content.code_uses)

    def memos(self) -> pd.DataFrame:
        """One row per memo."""
        with self._store.reading() as connection:
            return frames.memos(gather(connection).memos)
