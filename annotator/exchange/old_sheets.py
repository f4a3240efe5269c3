"""How does a workbook of Excel 97 to 2003 (.xls) become sheets of text?"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FileProblem
from annotator.exchange.compound_files import SIGNATURE, stream_of
from annotator.exchange.open_sheets import OpenSheet
from annotator.exchange.sheet_cells import cell_text

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Cell, Sheet

_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What xlrd lets through when a file is damaged or something else."""
_WHITE_AND_BLACK = {(255, 255, 255), (0, 0, 0)}


def old_sheets(path: Path) -> list[OpenSheet]:
    """The sheets of an .xls. Raises `FileProblem` for a file that is damaged or protected."""
    from xlrd import open_workbook
    from xlrd.biffh import XLRDError

    try:
        data = path.read_bytes()
        if data.startswith(SIGNATURE):
            data = stream_of(data, ("Workbook", "Book"))
        with open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, ragged_rows=True
        ) as book:
            return [_sheet(book, sheet) for sheet in book.sheets()]
    except (XLRDError, *_BROKEN) as error:
        raise FileProblem(
            f"{path.name} cannot be read as an Excel workbook.",
            "Open it in Excel and save it as .xlsx, without a password.",
            type(error).__name__,
        ) from error


def _sheet(book: Book, sheet: Sheet) -> OpenSheet:
    merged = list(_merged(sheet))
    rows: list[tuple[int, Sequence[str]]] = []
    fills: dict[int, Mapping[int, str]] = {}
    indents: dict[int, Mapping[int, int]] = {}
    for row in range(sheet.nrows):
        cells = [_text(book, cell) for cell in sheet.row(row)]
        if not any(cells):
            continue
        for first, last, column in merged:
            if first < row < last:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or _cell(book, sheet, first, column)
        while not cells[-1]:
            cells.pop()
        rows.append((row + 1, cells))
        fills[row + 1], indents[row + 1] = _looks(book, sheet, row)
    hidden = [row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden]
    shown = {number for number, _ in rows}
    return OpenSheet(
        sheet.name,
        bool(sheet.visibility),
        rows,
        sorted(shown & set(hidden)),
        fills,
        indents,
        has_merged_rows=bool(merged),
    )


def _merged(sheet: Sheet) -> Iterator[tuple[int, int, int]]:
    """First row, the row after the last, and column of cells that stand beside several rows."""
    for first, after, column, _ in sheet.merged_cells:
        if after - first > 1:
            yield first, after, column


def _cell(book: Book, sheet: Sheet, row: int, column: int) -> str:
    return _text(book, sheet.cell(row, column)) if column < sheet.row_len(row) else ""


def _text(book: Book, cell: Cell) -> str:
    from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, error_text_from_code, xldate

    if isinstance(cell.value, str):
        return cell_text(cell.value)
    if cell.ctype == XL_CELL_DATE:
        try:
            return cell_text(xldate.xldate_as_datetime(cell.value, book.datemode))
        except (ValueError, OverflowError):  # a number that only looks like a date
            return cell_text(cell.value)
    if cell.ctype == XL_CELL_BOOLEAN:
        return cell_text(bool(cell.value))
    if cell.ctype == XL_CELL_ERROR:
        return error_text_from_code.get(int(cell.value), "")
    return cell_text(cell.value)


def _looks(book: Book, sheet: Sheet, row: int) -> tuple[dict[int, str], dict[int, int]]:
    """Colours and indents of the cells of a row, where they have any."""
    fills: dict[int, str] = {}
    indents: dict[int, int] = {}
    for column, cell in enumerate(sheet.row(row)):
        if cell.xf_index is None or not cell.value:
            continue
        style = book.xf_list[cell.xf_index]
        ground, place = style.background, style.alignment
        if ground is not None and ground.fill_pattern == 1:
            rgb = book.colour_map.get(ground.pattern_colour_index)
            if rgb and rgb not in _WHITE_AND_BLACK:
                fills[column] = "#{:02X}{:02X}{:02X}".format(*rgb)
        if place is not None and place.indent_level:
            indents[column] = place.indent_level
    return fills, indents
