"""How do the rows of the sheets become pandas data frames?

The columns are those of the workbook, with types that hold what is missing: text as string,
whole numbers as Int64, others as Float64, days as datetime64[s], moments as datetime64[ms, UTC].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from annotator.reports import columns as sheets
from annotator.reports.extra_columns import document_rows, extra_columns
from annotator.reports.rows import (
    CodeUse,
    MemoRow,
    SegmentRow,
    codebook_rows,
    unit_rows,
)

if TYPE_CHECKING:
    import pandas as pd

    from annotator.model.codebook import Codebook
    from annotator.model.transcript import Level, OpenTranscript, TranscriptInfo
    from annotator.reports.columns import Column, Kind


def segments(rows: Iterable[SegmentRow]) -> pd.DataFrame:
    """One row per coding."""
    return _frame(sheets.SEGMENTS, rows)


def units(transcripts: Iterable[OpenTranscript], level: Level = "sentence") -> pd.DataFrame:
    """One row per sentence (or paragraph, or turn) of every transcript."""
    rows = (row for transcript in transcripts for row in unit_rows(transcript, level))
    return _frame(sheets.UNITS, rows)


def documents(transcripts: Iterable[TranscriptInfo]) -> pd.DataFrame:
    """One row per transcript, with the team's own variables behind the fixed columns."""
    infos = tuple(transcripts)
    extra = extra_columns(infos)
    return _frame((*sheets.DOCUMENTS, *extra.values()), document_rows(infos, extra))


def codebook(book: Codebook, uses: Mapping[int, CodeUse]) -> pd.DataFrame:
    """One row per code and group, in tree order."""
    return _frame(sheets.CODEBOOK, codebook_rows(book, uses))


def memos(rows: Iterable[MemoRow]) -> pd.DataFrame:
    """One row per memo."""
    return _frame(sheets.MEMOS, rows)


def of_rows(columns: tuple[Column, ...], rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Rows that are sequences in the order of the columns."""
    import pandas as pd

    held = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pd.DataFrame(
        {
            column.name: _series(column.kind, list(values))
            for column, values in zip(columns, held, strict=True)
        }
    )


def _frame(columns: tuple[Column, ...], rows: Iterable[object]) -> pd.DataFrame:
    import pandas as pd

    held: list[list[Any]] = [[] for _ in columns]
    names = [column.name for column in columns]
    for row in rows:
        for values, name in zip(held, names, strict=True):
            values.append(getattr(row, name))
    return pd.DataFrame(
        {
            column.name: _series(column.kind, values)
            for column, values in zip(columns, held, strict=True)
        }
    )


def _series(kind: Kind, values: list[Any]) -> pd.Series[Any]:
    import numpy as np
    import pandas as pd

    if kind == "text":
        return pd.Series([value or None for value in values], dtype="string")
    if kind == "integer":
        return pd.Series(values, dtype="Int64")
    if kind == "number":
        return pd.Series(values, dtype="Float64")
    if kind == "date":
        days: list[date | None] = values
        return pd.Series(np.array(days, dtype="datetime64[s]"))
    moments = [_in_utc(value) for value in values]
    return pd.Series(np.array(moments, dtype="datetime64[ms]")).dt.tz_localize("UTC")


def _in_utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC).replace(tzinfo=None)
