"""How does a table in a .csv or .xlsx become rows of text?"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from annotator.errors import FileProblem, UserError

MAX_BYTES = 512 * 1024 * 1024
"""Unpacked size above which a workbook is taken for a bomb, not a table."""

_DELIMITERS = ",;\t"
_SHEET_ENDINGS = {".xlsx", ".xlsm"}
_OTHER_WORKBOOKS = {".xls", ".xlsb", ".ods", ".numbers"}
_BROKEN_WORKBOOK = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # broken XML, whichever parser is installed
    EOFError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
)
"""What openpyxl lets through when a file is damaged, encrypted or something else."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row as text, and the number a spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows under it that are not blank; short rows are filled up."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path | str, *, prefer_sheet: str = "") -> Table:
    """Read the table in a file: .xlsx by its ending, anything else as delimited text.

    Of a workbook the sheet called `prefer_sheet` is read where there is one, else the first
    that is not hidden and not empty. Cells are text as a person reads them, dates as ISO text.
    Raises `FileProblem` for a file that is missing, empty, binary, protected or damaged.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise FileProblem(f"{path.name} is a folder, not a file.", "Choose the file inside it.")
        if path.suffix.lower() in _SHEET_ENDINGS:
            return _table(path.name, _workbook_rows(path, prefer_sheet))
        if path.suffix.lower() in _OTHER_WORKBOOKS:
            raise FileProblem(
                f"{path.name} is a workbook of another kind than .xlsx.",
                "Open it in the program it comes from and save it as .xlsx.",
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileProblem(f"There is no file {path}.", "Check the name and the folder.") from error
    except OSError as error:
        raise FileProblem(
            f"{path.name} cannot be read.",
            "Close it in other programs, and check that you may read it.",
            str(error.strerror),
        ) from error
    return _table(path.name, _delimited_rows(path.name, _decoded(path.name, data)))


class RowProblems:
    """Collects what is wrong, row by row, so that a user can mend a file in one go."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._found: list[str] = []

    def add(self, row: int, what: str) -> None:
        """`what` completes "Row 3: ..." and ends with a full stop."""
        self._found.append(f"Row {row}: {what}")

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
            f"{self._name}, {self._found[0].replace('Row', 'row', 1)}",
            f"{others}Mend the file and import it again; nothing was imported.",
            "\n".join(self._found),
        )


def _table(name: str, rows: Iterable[tuple[int, Sequence[str]]]) -> Table:
    header: tuple[str, ...] | None = None
    kept: list[Row] = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _header(cells)
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
    """Text in UTF-8, UTF-16 or Windows-1252, whichever the bytes are."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1:64:2].count(0) > len(data[:64]) // 4:
        encodings = ["utf-16-le"]
    elif data[:64:2].count(0) > len(data[:64]) // 4:
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileProblem(
        f"{name} is not a table of text.",
        "Save the table as .xlsx or .csv and choose that file.",
    )


def _delimited_rows(name: str, text: str) -> Iterator[tuple[int, Sequence[str]]]:
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        # A line by which Excel is told the delimiter.
        delimiter, text, first_row = first.strip()[4], rest, 2
    else:
        delimiter, first_row = _delimiter(text), 1
    # A passage may be longer than the 131,072 characters that csv takes by default.
    csv.field_size_limit(max(csv.field_size_limit(), 1 << 27))
    try:
        # strict: a quotation mark that is never closed would swallow the rest as one cell.
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        yield from enumerate(lines, first_row)
    except csv.Error as error:
        raise FileProblem(
            f"{name} is not a well-formed table.",
            "A quotation mark may be missing: open it in a spreadsheet and save it again.",
            str(error),
        ) from error


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


def _workbook_rows(path: Path, prefer_sheet: str) -> list[tuple[int, Sequence[str]]]:
    from openpyxl import load_workbook

    with path.open("rb") as file, warnings.catch_warnings():
        # About decoration that openpyxl does not read; the cells are all there.
        warnings.simplefilter("ignore")
        try:
            _must_be_harmless(path.name, file)
            book = load_workbook(file, read_only=True, data_only=True)
            try:
                return list(_sheet_rows(book, prefer_sheet))
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


def _sheet_rows(book: object, prefer_sheet: str) -> Iterator[tuple[int, Sequence[str]]]:
    sheets = list(getattr(book, "worksheets", ()))
    wanted = [s for s in sheets if s.title.casefold() == prefer_sheet.casefold()]
    shown = [s for s in sheets if s.sheet_state == "visible"]
    for sheet in wanted or shown:
        # Some programs declare a million rows for a sheet of ten.
        sheet.reset_dimensions()
        found = False
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            row = [_text(cell) for cell in cells]
            found = found or any(row)
            yield number, row
        if found:
            return


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        # Excel's way to write a carriage return before a line feed.
        return value.replace("_x000D_\n", "\n").replace("_x000D_", "\n")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
