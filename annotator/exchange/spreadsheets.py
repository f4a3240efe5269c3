"""How does a table in a .csv, .xlsx, .xls or .ods become rows of text?"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any, TypeVar

from msgspec import Struct

from annotator.errors import FileProblem, UserError
from annotator.exchange.old_sheets import old_sheets
from annotator.exchange.open_sheets import OpenSheet, open_sheets
from annotator.exchange.sheet_cells import cell_text
from annotator.exchange.sheet_oddities import Oddities, oddities_of
from annotator.transcripts.decoding import Decoded, decode
from annotator.transcripts.file_bytes import must_be_no_part_of_a_project
from annotator.transcripts.readers.zip_files import BROKEN

MAX_FILE_BYTES = 200_000_000
MAX_BYTES = 512 * 1024 * 1024
"""Unpacked size above which a workbook is taken for a bomb, not a table."""
MAX_ROWS = 1_048_576
"""As many as a sheet of Excel holds."""
_MAX_CELLS = 60_000_000
_LONGEST_SHOWN = 24
_FEWEST_FOREIGN = 6

_DELIMITERS = ",;\t"
_UNLIKELY = re.compile(
    "[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]"
    "|(?<=[a-z])[\u0160\u017d\u0178](?=[a-z])"  # ä, é and ü of an old Mac, read as Windows'
)
_SHEET_ENDINGS = {".xlsx", ".xlsm"}
_OTHER_WORKBOOKS = {".xlsb", ".numbers"}
_OLE = b"\xd0\xcf\x11\xe0"
"""How a workbook of the old kind begins, and one with a password."""

NumberedCells = tuple[int, Sequence[str]]
Answer = TypeVar("Answer")

_BROKEN_WORKBOOK = (
    *BROKEN,
    SyntaxError,  # broken XML, whichever parser is installed
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
)
"""What openpyxl lets through when a file is damaged, encrypted or something else."""


class Row(Struct, frozen=True):
    """The cells of one row as text, and the number a spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]


class Table(Struct, frozen=True):
    """A header and the rows under it that are not blank; short rows are filled up."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path | str, *, prefer_sheet: str = "", max_rows: int = MAX_ROWS) -> Table:
    """Read the table in a file: a workbook by its ending, anything else as delimited text.

    Of a workbook the sheet called `prefer_sheet` is read where there is one, else the first
    that is not hidden and not empty. Cells are text as a person reads them, dates as ISO text.
    Raises `FileProblem` for a file that is missing, empty, binary, protected, damaged or larger
    than any such table.
    """
    path = Path(path)
    rows: list[NumberedCells] = from_file(
        path,
        lambda book: list(_sheet_rows(book, prefer_sheet, path.name)),
        lambda sheets: _rows_of_one(sheets, prefer_sheet),
        lambda text: list(delimited_rows(path.name, text)),
    )
    return _table(path.name, rows, max_rows)


def from_file(
    path: Path,
    in_workbook: Callable[[Any], Answer],
    in_sheets: Callable[[Sequence[OpenSheet]], Answer],
    in_text: Callable[[str], Answer],
) -> Answer:
    """What one of three readers finds in a file: a workbook of openpyxl, sheets, or text.

    Raises `FileProblem` for a file that is missing, binary, protected or damaged.
    """
    must_be_no_part_of_a_project(path, "table")
    try:
        _must_be_a_file(path)
        kind = _kind(path)
        if kind == ".xlsx":
            return _from_workbook(path, in_workbook)
        if kind == ".ods":
            return in_sheets(open_sheets(path))
        if kind == ".xls":
            return in_sheets(old_sheets(path))
        if kind in _OTHER_WORKBOOKS:
            raise FileProblem(
                f"{path.name} is a workbook of another kind than .xlsx.",
                "Open it in the program it comes from and save it as .xlsx.",
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileProblem(f"There is no file {path}.", "Check the name and the folder.") from error
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        raise FileProblem(
            f"{path.name} cannot be read.",
            "Close it in other programs, and check that you may read it.",
            type(error).__name__,
        ) from error
    return in_text(_decoded(path.name, data))


def _kind(path: Path) -> str:
    """The ending that counts; an .xls that is an .xlsx or a table of text is taken as that."""
    ending = path.suffix.casefold()
    if ending in _SHEET_ENDINGS:
        return ".xlsx"
    if ending != ".xls":
        return ending
    with path.open("rb") as file:
        begins = file.read(8)
    if begins.startswith(b"PK\x03\x04"):
        return ".xlsx"
    return ".xls" if begins.startswith(_OLE) or b"\0" in begins else ".csv"


def _rows_of_one(sheets: Sequence[OpenSheet], prefer_sheet: str) -> list[NumberedCells]:
    wanted = [each for each in sheets if each.name.casefold() == prefer_sheet.casefold()]
    shown = [each for each in sheets if not each.is_hidden and each.rows]
    return next((list(each.rows) for each in wanted or shown if each.rows), [])


def _must_be_a_file(path: Path) -> None:
    found = path.stat()
    if S_ISDIR(found.st_mode):
        name = path.name or "That"
        raise FileProblem(f"{name} is a folder, not a file.", "Choose the file inside it.")
    if not S_ISREG(found.st_mode):
        raise FileProblem(f"{path.name} is not an ordinary file.", "Choose a .csv or .xlsx file.")
    if found.st_size > MAX_FILE_BYTES:
        raise FileProblem(
            f"{path.name} is larger than {MAX_FILE_BYTES // 1_000_000} MB.",
            "Split it into several tables.",
        )


class RowProblems:
    """Collects what is wrong, row by row, so that a user can mend a file in one go."""

    def __init__(self, name: str) -> None:
        self.table = name
        self._found: list[str] = []

    def add(self, row: int, what: str, *, column: str = "") -> None:
        """`what` completes "Row 3: ..." and ends with a full stop; `column` is a heading."""
        where = f", column {shortened(column)}" if column else ""
        self._found.append(f"Row {row}{where}: {what}")

    def __bool__(self) -> bool:
        return bool(self._found)

    def raise_if_any(self) -> None:
        """Raise `UserError` with the first problem, how many more, and all in the detail."""
        if not self._found:
            return
        more = len(self._found) - 1
        others = f"{more:,} more rows have problems. " if more > 1 else ""
        others = "One more row has a problem. " if more == 1 else others
        raise UserError(
            f"{self.table}, {self._found[0].replace('Row', 'row', 1)}",
            f"{others}Mend the file and import it again; nothing was imported.",
            "\n".join(self._found),
        )


def shortened(text: str) -> str:
    """A cell as a message can name it: one line, and not a page of it."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _table(name: str, rows: Iterable[tuple[int, Sequence[str]]], max_rows: int) -> Table:
    header: tuple[str, ...] | None = None
    kept: list[Row] = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _header(cells)
        elif len(kept) == max_rows:
            raise FileProblem(
                f"{name} has more than {max_rows:,} rows.", "Split it into several tables."
            )
        else:
            filled = (*cells[: len(header)], *[""] * (len(header) - len(cells)))
            kept.append(Row(number, tuple(filled)))
    if header is None:
        raise FileProblem(f"{name} is empty.", "Choose a file with a header and rows under it.")
    return Table(name, header, tuple(kept))


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    names = [cell.strip() for cell in cells]
    while not names[-1]:
        names.pop()
    return tuple(names)


def _decoded(name: str, data: bytes) -> str:
    """The text of a table, in the encoding that the bytes of it speak for."""
    if not data:
        return ""
    marked = _marked(data)
    if marked is not None:
        return marked
    try:
        decoded = decode(data, name)
    except FileProblem as error:
        raise FileProblem(
            f"{name} is not a table of text.",
            "Save the table as .xlsx or .csv and choose that file.",
        ) from error
    if decoded.lost:
        raise FileProblem(
            f"{name} is damaged: line {decoded.first_lost} holds a letter that is not UTF-8.",
            "Mend it there, or save the table as .xlsx or as CSV in UTF-8.",
        )
    if not decoded.certain and _is_doubtful(decoded):
        raise FileProblem(
            f"Nobody can tell in which encoding {name} is written.",
            "Save the table as .xlsx or as CSV in UTF-8 and choose that file.",
        )
    return decoded.text.removeprefix("\ufeff").replace("\0", "")


def _marked(data: bytes) -> str | None:
    """The text of a file that says itself that it is UTF-8, whatever signs stand in it."""
    if not data.startswith(BOM_UTF8):
        return None
    try:
        return data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return None


def _is_doubtful(decoded: Decoded) -> bool:
    """Whether a guess made signs nobody writes, or is a rare encoding on a few letters only."""
    foreign = sum(not character.isascii() for character in decoded.text)
    common = decoded.encoding.startswith(("cp125", "latin"))
    return bool(_UNLIKELY.search(decoded.text)) or (foreign < _FEWEST_FOREIGN and not common)


def delimited_rows(name: str, text: str) -> Iterator[NumberedCells]:
    """The rows of a CSV, numbered from 1. Raises `FileProblem` where it is not well-formed."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        # A line by which Excel is told the delimiter.
        delimiter, text, first_row = first.strip()[4], rest, 2
    else:
        delimiter, first_row = _delimiter(text), 1
    # A passage may be longer than the 131,072 characters that csv takes by default.
    csv.field_size_limit(max(csv.field_size_limit(), 1 << 27))
    # strict: a quotation mark that is never closed would swallow the rest as one cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    width, begins = 0, first_row
    try:
        for number, cells in enumerate(reader, first_row):
            if _swallowed(cells, width, delimiter):
                raise _unclosed(name, begins)
            width = width or len(cells)
            yield number, cells
            begins = reader.line_num + first_row
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise _unclosed(name, begins) from error
        raise FileProblem(
            f"{name} is not a well-formed table: line {begins} has a quotation mark astray.",
            "Mend it there, or open the table in a spreadsheet and save it again.",
            str(error),
        ) from error


def _swallowed(cells: Sequence[str], width: int, delimiter: str) -> bool:
    """Whether a row is short because a cell of it holds whole rows in its place."""
    return 1 < len(cells) < width and any(
        line.count(delimiter) >= width - 1 for cell in cells for line in cell.splitlines()[1:]
    )


def _unclosed(name: str, line: int) -> FileProblem:
    return FileProblem(
        f"{name} is not a well-formed table: the quotation mark in line {line} is never closed.",
        "Close or remove it there, or open the table in a spreadsheet and save it again.",
    )


def _delimiter(text: str) -> str:
    """The delimiter that stands most often in the header, outside quotation marks."""
    counts = dict.fromkeys(_DELIMITERS, 0)
    quoted = False
    for character in text.lstrip("\r\n"):
        if character == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif character in "\r\n":
            break
        elif character in counts:
            counts[character] += 1
    return max(counts, key=lambda each: counts[each])


def _from_workbook(path: Path, reading: Callable[[Any], Answer]) -> Answer:
    from openpyxl import load_workbook

    with path.open("rb") as file, warnings.catch_warnings():
        # About decoration that openpyxl does not read; the cells are all there.
        warnings.simplefilter("ignore")
        try:
            _must_be_harmless(path.name, file)
            book = load_workbook(file, read_only=True, data_only=True)
            try:
                return reading(book)
            finally:
                book.close()
        except _BROKEN_WORKBOOK as error:
            raise FileProblem(
                f"{path.name} cannot be read as an Excel workbook.",
                "Open it in Excel and save it again as .xlsx, without a password.",
                type(error).__name__,
            ) from error


def _must_be_harmless(name: str, file: io.BufferedReader) -> None:
    with zipfile.ZipFile(file) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > MAX_BYTES:
        raise FileProblem(
            f"{name} unpacks to {size // 1_000_000:,} MB, which is no table of codes or codings.",
            "Copy the table into a new workbook and choose that.",
        )
    file.seek(0)


def _sheet_rows(book: Any, prefer_sheet: str, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    sheets = list(book.worksheets)
    wanted = [s for s in sheets if s.title.casefold() == prefer_sheet.casefold()]
    shown = [s for s in sheets if s.sheet_state == "visible"]
    for sheet in wanted or shown:
        # Some programs declare a million rows for a sheet of ten.
        sheet.reset_dimensions()
        with sheet._get_source() as source:  # noqa: SLF001 - what openpyxl leaves out when streaming
            oddities = oddities_of(source)
        must_have_results(oddities, name)
        rows = list(_rows_of(sheet, oddities, name))
        if rows:
            yield from rows
            return


def must_have_results(oddities: Oddities, name: str) -> None:
    """Refuse a sheet with formulas that no program has computed."""
    if oddities.without_result:
        more = len(oddities.without_result) - 1
        others = f" and {more:,} more" if more else ""
        raise FileProblem(
            f"{name}: the formula in cell {oddities.without_result[0]}{others} has no result in "
            "the file.",
            "Open it in Excel or LibreOffice, save it, and choose it again.",
        )


def _rows_of(sheet: Any, oddities: Oddities, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows that are not blank, merged cells filled down."""
    n_cells = 0
    above: dict[int, str] = {}
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        n_cells += len(cells) + 1
        if n_cells > _MAX_CELLS:
            raise FileProblem(
                f"{name} has more than {_MAX_CELLS:,} cells: too many for a table.",
                "Copy the table into a new workbook and choose that.",
            )
        row = [cell_text(cell) for cell in cells]
        for column, first, last in oddities.merged_at(number):
            if number == first:
                above[column] = row[column] if column < len(row) else ""
            elif any(row) and number <= last:
                row += [""] * (column + 1 - len(row))
                row[column] = above.get(column, "")
        if any(row):
            yield number, row
