"""How does a project become one Excel workbook?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from annotator.errors import FileProblem, Progress, no_progress
from annotator.reports import columns as sheets
from annotator.reports.columns import Column
from annotator.reports.content import ExportReport, WorkbookContent
from annotator.reports.extra_columns import document_rows, extra_columns
from annotator.reports.readme_sheet import notes_of, readme_lines
from annotator.reports.replacing import explained, must_be_a_file_name
from annotator.reports.rows import codebook_rows, document_row
from annotator.reports.sheet_writer import CODEBOOK_LAYOUT, MAX_ROWS, Layout, Sheet, SheetWriter
from annotator.work import Throttled

if TYPE_CHECKING:
    from annotator.model.transcript import TranscriptInfo

T = TypeVar("T")
Shown = dict[str, tuple[Column, ...]]


def write_workbook(
    path: Path | str,
    content: WorkbookContent,
    *,
    progress: Progress = no_progress,
    max_rows: int = MAX_ROWS,
) -> ExportReport:
    """Write the workbook of a project; an older file of that name is replaced in one step.

    Raises `FileProblem` where the place cannot be written to; then, and when `progress` raises,
    nothing new stands in the folder. `.xlsx` is added to a name without it.
    """
    target = workbook_path(path)
    with explained(target):
        writer = SheetWriter(target, max_rows=max_rows)
        try:
            return _written(writer, target, content, Throttled(progress))
        finally:
            writer.drop()


def workbook_path(path: Path | str) -> Path:
    """The path with the ending .xlsx; another ending of Excel's is refused, not kept."""
    path = Path(path)
    must_be_a_file_name(path)
    if path.suffix.lower() in {".xls", ".xlsm", ".xlsb", ".csv", ".ods"}:
        raise FileProblem(
            f"A workbook is written as .xlsx, not as {path.suffix}.",
            f"Call it {path.stem}.xlsx.",
        )
    return path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")


def table_columns(
    columns: tuple[Column, ...], transcripts: Iterable[TranscriptInfo]
) -> tuple[Column, ...]:
    """The columns that a project needs: doc_date_text only where some date is not a full one."""
    if any(document_row(info).doc_date_text for info in transcripts):
        return columns
    return sheets.without_partial_dates(columns)


def _written(
    writer: SheetWriter, target: Path, content: WorkbookContent, progress: Progress
) -> ExportReport:
    steps = _Steps(progress, content)
    plain, wrapped = Layout(), Layout(wrap=True)
    segments = table_columns(sheets.SEGMENTS, content.transcripts)
    extra = extra_columns(content.transcripts)
    documents = (*table_columns(sheets.DOCUMENTS, content.transcripts), *extra.values())
    readme = writer.sheet(
        "README", sheets.README, Layout(wrap=True, filter=False, printed_to="text")
    )
    codebook = writer.sheet("codebook", sheets.CODEBOOK, CODEBOOK_LAYOUT)

    for row in steps.watched(codebook_rows(content.codebook, content.code_uses), "codebook"):
        values, is_group = _values(sheets.CODEBOOK, row), row.kind == "group"
        codebook.write(values, fill=row.color, is_heading=is_group)
    _fill(writer.sheet("segments", segments, plain), segments, content.segments, steps)
    compared = _agreement_before(writer, content)
    rows = document_rows(content.transcripts, extra)
    _fill(writer.sheet("documents", documents, plain), documents, rows, steps)
    _fill(writer.sheet("memos", sheets.MEMOS, wrapped), sheets.MEMOS, content.memos, steps)
    _fill(writer.sheet("codebook_log", sheets.LOG, wrapped), sheets.LOG, content.log, steps)
    shown = {
        "README": sheets.README,
        "codebook": sheets.CODEBOOK,
        "segments": segments,
        **compared,
        "documents": documents,
        "memos": sheets.MEMOS,
        "codebook_log": sheets.LOG,
        **_agreement_after(writer, content),
        "dictionary": sheets.DICTIONARY,
    }
    dictionary = Layout(wrap=True, printed_to="missing")
    _write_dictionary(writer.sheet("dictionary", sheets.DICTIONARY, dictionary), shown)

    notes = (*notes_of(writer, transcripts=content.transcripts), *content.notes)
    for line in readme_lines(target.name, content, writer.rows(), notes):
        readme.write(line)
    files = writer.save(steps.packing(writer.characters))
    return ExportReport(target, writer.rows(), notes, files)


def _fill(sheet: Sheet, columns: tuple[Column, ...], rows: Iterable[Any], steps: _Steps) -> None:
    values = attrgetter(*(column.name for column in columns))
    for row in steps.watched(rows, sheet.name):
        sheet.write(values(row))


def _agreement_before(writer: SheetWriter, content: WorkbookContent) -> Shown:
    """The sheets of units and agreement; NumPy is loaded only where there is any."""
    if content.agreement is None:
        return {}
    from annotator.reports.agreement_sheets import write_units_and_agreement

    return write_units_and_agreement(writer, content.agreement)


def _agreement_after(writer: SheetWriter, content: WorkbookContent) -> Shown:
    if content.agreement is None:
        return {}
    from annotator.reports.agreement_sheets import write_pairs_and_method

    return write_pairs_and_method(writer, content.agreement)


def _values(columns: tuple[Column, ...], row: object) -> list[Any]:
    return [getattr(row, column.name) for column in columns]


def _write_dictionary(sheet: Sheet, shown: Mapping[str, tuple[Column, ...]]) -> None:
    for name, columns in shown.items():
        for column in columns:
            kind = sheets.TYPE_WORDS[column.kind]
            sheet.write((name, column.name, kind, column.meaning, column.missing))


class _Steps:
    """Counts rows, then packing, as one progress: packing is a sixth of the work."""

    def __init__(self, progress: Progress, content: WorkbookContent) -> None:
        self._progress = progress
        self._rows = sum(
            (
                len(content.codebook.codes),
                content.n_segments,
                len(content.transcripts),
                content.n_memos,
                content.n_log,
            )
        )
        self._total = self._rows + max(1, self._rows // 5)
        self._done = 0
        progress(0, self._total, "Preparing the workbook")

    def watched(self, rows: Iterable[T], name: str) -> Iterator[T]:
        label = f"Writing {name}"
        for row in rows:
            yield row
            self._done += 1
            self._progress(min(self._done, self._rows), self._total, label)

    def packing(self, characters: int) -> Any:
        through = 0

        def on_bytes(count: int) -> None:
            nonlocal through
            through += count
            share = min(0.99, through / (characters + 1))
            done = self._rows + int((self._total - self._rows) * share)
            self._progress(min(done, self._total - 1), self._total, "Packing the workbook")

        return on_bytes
