"""How are rows of words written as .csv or .xlsx, so that no program takes a word for a formula?"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from annotator.errors import FileProblem

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def write_rows(
    rows: Iterable[Sequence[str]], path: Path, *, sheet: str, widths: Sequence[int] = ()
) -> None:
    """Write a header and rows to a .csv or .xlsx, by the ending; whole, or not at all.

    Raises `FileProblem` where the ending is another, or the file cannot be written.
    """
    ending = path.suffix.casefold()
    if ending not in {".csv", ".xlsx"}:
        raise FileProblem(
            f"{path.name} is neither a .csv nor an .xlsx.", f"Call it {path.stem}.xlsx."
        )
    part = path.with_name(f".{uuid4().hex[:12]}.part")
    try:
        if os.path.exists(path):  # noqa: PTH110 - never raises
            path.open("r+b").close()  # where it may not be written this fails now
        part.touch(exist_ok=False)
        if ending == ".csv":
            _as_csv(rows, part)
        else:
            _as_workbook(rows, part, sheet, widths)
        part.replace(path)
    except OSError as error:
        raise cannot_be_written(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def cannot_be_written(path: Path, error: OSError) -> FileProblem:
    """To raise where the disk refuses."""
    return FileProblem(
        f"“{path.name}” cannot be written here.",
        "Choose another folder, or close the program that has it open.",
        type(error).__name__,
    )


def _as_csv(rows: Iterable[Sequence[str]], path: Path) -> None:
    # With a byte order mark, for Excel opens it as something else without one.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


def _as_workbook(
    rows: Iterable[Sequence[str]], path: Path, name: str, widths: Sequence[int]
) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for letter, width in zip(_LETTERS, widths, strict=False):
        sheet.column_dimensions[letter].width = width
    for row in rows:
        cells = [WriteOnlyCell(sheet, value=_NOT_IN_XML.sub("\ufffd", words)) for words in row]
        for cell in cells:
            cell.data_type = "s"  # never a formula
        sheet.append(cells)
    book.save(path)
