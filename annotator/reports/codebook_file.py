"""How does a codebook leave as a file of its own, to be edited and brought back?"""

from __future__ import annotations

import csv
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FileProblem
from annotator.reports.cells import cleaned
from annotator.reports.codebook_pages import write_markdown, write_word
from annotator.reports.columns import BLANK_FORM, CODEBOOK_FORM
from annotator.reports.replacing import explained, must_be_a_file_name, replacing
from annotator.reports.rows import codebook_rows
from annotator.reports.sheet_writer import BLANK_LAYOUT, CODEBOOK_LAYOUT, SheetWriter

if TYPE_CHECKING:
    from annotator.model.codebook import Codebook

_PAGES = {".docx": write_word, ".md": write_markdown}
_VALUES = attrgetter(*(column.name for column in CODEBOOK_FORM))


def write_codebook(path: Path | str, codebook: Codebook, *, blank: bool = False) -> Path:
    """Write the codebook as .xlsx (the sheet of the workbook), .csv, .docx or .md, by the ending.

    In a table groups stand as rows of kind *group*, so that it reads back as it was. Counts and
    dates are left out: they belong to a project, not to a codebook. A `blank` form (.xlsx) is for
    training: codes and definitions, and columns to fill in by hand. Raises `FileProblem`.
    """
    path = Path(path)
    must_be_a_file_name(path)
    ending = path.suffix.lower()
    if ending == ".csv":
        _write_csv(path, codebook)
    elif ending in _PAGES:
        with replacing(path) as temporary:
            _PAGES[ending](temporary, codebook)
    elif ending in {".xlsx", ""}:
        path = path.with_suffix(".xlsx")
        (_write_blank if blank else _write_workbook)(path, codebook)
    else:
        raise FileProblem(
            f"A codebook is written as .xlsx, .csv, .docx, .md or .qdc, not as {path.suffix}.",
            f"Call it {path.stem}.xlsx.",
        )
    return path


def _write_workbook(path: Path, codebook: Codebook) -> None:
    with explained(path):
        writer = SheetWriter(path)
        try:
            sheet = writer.sheet("codebook", CODEBOOK_FORM, CODEBOOK_LAYOUT)
            for row in codebook_rows(codebook, None):
                sheet.write(_VALUES(row), fill=row.color, is_heading=row.kind == "group")
            writer.save(_no_bytes)
        finally:
            writer.drop()


def _write_blank(path: Path, codebook: Codebook) -> None:
    names = [column.name for column in BLANK_FORM]
    with explained(path):
        writer = SheetWriter(path)
        try:
            sheet = writer.sheet("codebook", BLANK_FORM, BLANK_LAYOUT)
            for row in codebook_rows(codebook, None):
                values = [getattr(row, name, "") for name in names]
                sheet.write(values, fill=row.color, is_heading=row.kind == "group")
            writer.save(_no_bytes)
        finally:
            writer.drop()


def _write_csv(path: Path, codebook: Codebook) -> None:
    """Comma-separated, UTF-8 with the mark by which Excel knows it.

    Texts that begin with = + - @ stay as they are. A spreadsheet may take them for formulas,
    but this is a data file for R, pandas and this program, and a quotation mark put in front
    would change what people wrote; who opens it in Excel is better served by the .xlsx, where
    a text is a text.
    """
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        table = csv.writer(file)
        table.writerow(column.name for column in CODEBOOK_FORM)
        for row in codebook_rows(codebook, None):
            table.writerow(
                cleaned(value)[0] if isinstance(value, str) else value for value in _VALUES(row)
            )


def _no_bytes(count: int) -> None:
    """Nobody watches a file of this size being packed."""
    del count
