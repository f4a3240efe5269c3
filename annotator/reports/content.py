"""What is a workbook made of, and what does writing one report?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from annotator.model.codebook import Codebook
    from annotator.model.people import Coder, Round
    from annotator.model.transcript import TranscriptInfo
    from annotator.reports.agreement_content import Agreement
    from annotator.reports.rows import CodeUse, LogRow, MemoRow, SegmentRow


class WorkbookContent(Struct, frozen=True):
    """What a workbook is made of. The iterables are gone through once, row by row.

    The counts are only for progress; a wrong one does no harm.
    """

    project: str
    created_at: str
    """UTC, ISO."""
    coders: Sequence[Coder]
    rounds: Sequence[Round]
    codebook: Codebook
    code_uses: Mapping[int, CodeUse]
    """By `Code.id`; codes that are not in it were never used."""
    transcripts: Sequence[TranscriptInfo]
    segments: Iterable[SegmentRow]
    n_segments: int
    memos: Iterable[MemoRow] = ()
    n_memos: int = 0
    log: Iterable[LogRow] = ()
    n_log: int = 0
    agreement: Agreement | None = None
    """Where two coders or more are compared."""
    notes: tuple[str, ...] = ()
    """Further sentences for the README, for instance on passages that failed a check."""


class ExportReport(Struct, frozen=True):
    """What was written, and what had to be changed on the way."""

    path: Path
    rows: Mapping[str, int]
    """Sheet to rows, header not counted, a continued sheet counted under its first name."""
    notes: tuple[str, ...] = ()
    """One sentence each: what was replaced, cut, continued."""
    files: tuple[Path, ...] = ()
    """All files written: the workbook, and the CSV of long texts where there is one."""
