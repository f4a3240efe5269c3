"""The data of a project as pandas frames, the same rows as the sheets of the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotator.reports import frames
from annotator.reports.gathering import gather, opened
from annotator.store.copying import undisturbed
from annotator.store.lens import put_on

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

    from annotator.model.lens import Lens
    from annotator.model.transcript import Level
    from annotator.store.connection import Store


class ProjectFrames:
    """Asked as `project.frames.segments()`; each call reads the project as it is then."""

    def __init__(self, store: Store, lens: Lens) -> None:
        self._store = store
        self._lens = lens

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with undisturbed(self._store) as apart, apart.reading() as connection:
            put_on(connection, self._lens)
            yield connection

    def segments(self) -> pd.DataFrame:
        """One row per coding of every coder."""
        with self._reading() as connection:
            return frames.segments(gather(connection).segments)

    def units(self, level: Level = "sentence") -> pd.DataFrame:
        """One row per unit of every transcript."""
        with self._reading() as connection:
            return frames.units(opened(connection), level)

    def documents(self) -> pd.DataFrame:
        """One row per transcript."""
        with self._reading() as connection:
            return frames.documents(gather(connection).transcripts)

    def codebook(self) -> pd.DataFrame:
        """One row per code and group, in the order of the codebook."""
        with self._reading() as connection:
            content = gather(connection)
        return frames.codebook(content.codebook, content.code_uses)

    def memos(self) -> pd.DataFrame:
        """One row per memo."""
        with self._reading() as connection:
            return frames.memos(gather(connection).memos)

    def icr_wide(self) -> pd.DataFrame:
        """One row per code and unit, one column per coder: 1, 0, or missing."""
        from annotator.reliability.choice import Choice
        from annotator.reports.agreement_columns import wide
        from annotator.reports.agreement_rows import wide_rows
        from annotator.reports.comparison import compare
        from annotator.reports.prepared import Prepared

        with self._reading() as connection:
            found = compare(connection, Choice(), Prepared())
        return frames.of_rows(wide(found.compared.coders), wide_rows(found))

    def icr_summary(self) -> pd.DataFrame:
        """One row per code: alpha with its interval, other coefficients, or why there is none."""
        from annotator.reliability.choice import Choice
        from annotator.reliability.making_panels import panel_of
        from annotator.reports.agreement_columns import SUMMARY
        from annotator.reports.agreement_rows import summary_rows
        from annotator.reports.comparison import compare
        from annotator.reports.prepared import Prepared

        with self._reading() as connection:
            found = compare(connection, Choice(), Prepared())
        return frames.of_rows(SUMMARY, summary_rows([panel_of(found.compared)]))
