"""How do rows become an .xlsx that Excel, R, pandas and Stata read without loss?

The one place that knows openpyxl's traps on the way out: strings stay strings, characters that
XML cannot hold are replaced and counted, texts too long for a cell are cut and kept whole in a
CSV, rows beyond the limit go on in a second sheet, and everything streams to disk.
"""

from __future__ import annotations

import csv
import importlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from msgspec import Struct, field

from annotator.model.long_texts import long_texts_name
from annotator.reports.cell_styles import CellStyles, WriteOnlySheet, height_of, is_color
from annotator.reports.cells import cleaned, cut, fits, local, looks_escaped
from annotator.reports.replacing import Replacement, errors_of_writing

if TYPE_CHECKING:
    from annotator.reports.columns import Column

Value = str | int | float | date | datetime | None
"""What a cell may hold; a datetime is aware and becomes local time."""

MAX_ROWS = 1_048_576
"""Rows of a sheet, the header included."""

_CHUNK = 1 << 18
_AT_SIDES = 1
"""Characters that the room at the sides of a printed cell takes."""
_DATE_FORMAT = "yyyy-mm-dd"
_MOMENT_FORMAT = "yyyy-mm-dd hh:mm:ss"


class Layout(Struct, frozen=True):
    """How a sheet looks; nothing of it changes a value."""

    wrap: bool = False
    filter: bool = True
    printed_to: str = ""
    """The last column that is printed: landscape, one page wide, the header on every page."""
    spaced: bool = False
    """Room at the sides of each cell and a hairline under it; for sheets that are wrapped."""
    fill_column: str = ""
    """The one column whose cells take a colour."""


PLAIN_LAYOUT = Layout()
CODEBOOK_LAYOUT = Layout(wrap=True, spaced=True, printed_to="key", fill_column="name")
BLANK_LAYOUT = Layout(
    wrap=True, spaced=True, filter=False, printed_to="your_questions", fill_column="name"
)


class Findings(Struct):
    """What the writer had to change, counted over all sheets."""

    replaced_characters: int = 0
    cleaned_cells: int = 0
    cut_cells: int = 0
    escape_like_cells: int = 0
    continued: list[str] = field(default_factory=list)
    """Sheets that go on in another one."""


class Sheet:
    """One named sheet, and the further ones it goes on in when it is full."""

    def __init__(
        self, book: SheetWriter, name: str, columns: tuple[Column, ...], layout: Layout
    ) -> None:
        self.name = name
        self.rows = 0
        self._book = book
        self._columns = columns
        self._layout = layout
        self._part = 1
        self._rows_here = 0
        self._styles = book.styles
        self._fill_index = next(
            (i for i, column in enumerate(columns) if column.name == layout.fill_column), -1
        )
        self._sheet = self._begin(name)

    @property
    def next_row(self) -> int:
        """The number, from 1 and with the header, of the row that is written next."""
        return 2 if self._rows_here == self._book.max_rows else self._rows_here + 1

    def write(
        self,
        values: Sequence[Value],
        *,
        fill: str = "",
        formula: str = "",
        is_heading: bool = False,
    ) -> None:
        """Add one row; `fill` ("#RRGGBB") colours the cell of the layout's fill column.

        A row that is a heading has words in bold there.
        `formula` names the one column whose text is a formula; everywhere else text stays text.
        """
        if self._rows_here == self._book.max_rows:
            self._go_on()
        cells: list[Any] = [self._cell(index, value) for index, value in enumerate(values)]
        for index, column in enumerate(self._columns if formula else ()):
            if column.name == formula:
                cells[index] = values[index]
        if self._layout.spaced:
            cells = [self._styles.spaced(self._sheet, cell) for cell in cells]
        if is_heading and self._fill_index >= 0 and values[self._fill_index]:
            cells[self._fill_index] = self._styles.strong(cells[self._fill_index])
        if is_color(fill) and self._fill_index >= 0 and values[self._fill_index]:
            cells[self._fill_index] = self._styles.filled(cells[self._fill_index], fill)
        if self._layout.wrap:
            self._append_wrapped(cells, values)
        else:
            self._sheet.append(cells)
        self.rows += 1
        self._rows_here += 1

    def finish(self) -> None:
        """Set what can only be known at the end."""
        if self._layout.filter:
            last = self._book.column_letter(len(self._columns))
            self._sheet.auto_filter.ref = f"A1:{last}{self._rows_here}"
        if self._layout.printed_to:
            names = [column.name for column in self._columns]
            last = self._book.column_letter(names.index(self._layout.printed_to) + 1)
            self._sheet.print_area = f"A1:{last}{self._rows_here}"

    def _begin(self, title: str) -> WriteOnlySheet:
        sheet = self._book.new_sheet(title, after=self._title(self._part - 1))
        # Panes and widths set after the first row are silently lost.
        sheet.freeze_panes = "A2"
        for number, column in enumerate(self._columns, 1):
            sheet.column_dimensions[self._book.column_letter(number)].width = column.width
        if self._layout.printed_to:
            self._styles.make_printable(sheet)
        sheet.row_dimensions[1].height = height_of(
            (column.name, column.width * 0.8) for column in self._columns
        )
        spaced = self._layout.spaced
        sheet.append(
            [self._styles.header(sheet, column.name, spaced=spaced) for column in self._columns]
        )
        self._rows_here = 1
        return sheet

    def _append_wrapped(self, cells: list[Any], values: Sequence[Value]) -> None:
        """Add a row as high as its longest cell; not every program finds that out by itself."""
        row = self._rows_here + 1
        self._sheet.row_dimensions[row].height = height_of(
            (value, column.width - (_AT_SIDES if self._layout.spaced else 0))
            for value, column in zip(values, self._columns, strict=True)
            if isinstance(value, str)
        )
        self._sheet.append(cells)
        # It is written; kept, it would cost memory for every row.
        del self._sheet.row_dimensions[row]

    def _go_on(self) -> None:
        self.finish()
        self._part += 1
        title = self._title(self._part)
        self._book.findings.continued.append(title)
        self._sheet = self._begin(title)

    def _title(self, part: int) -> str:
        if part < 1:
            return ""
        return self.name if part == 1 else f"{self.name}_{part}"

    def _cell(self, index: int, value: Value) -> object:
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return self._text(index, value)
        if isinstance(value, datetime):
            return self._styles.dated(
                self._sheet, local(value), _MOMENT_FORMAT, wrap=self._layout.wrap
            )
        if isinstance(value, date):
            return self._styles.dated(self._sheet, value, _DATE_FORMAT, wrap=self._layout.wrap)
        return self._styles.wrapped(self._sheet, value) if self._layout.wrap else value

    def _text(self, index: int, text: str) -> object:
        text = self._book.safe_text(
            text,
            sheet=self._title(self._part),
            row=self._rows_here + 1,
            column=self._columns[index],
        )
        if self._layout.wrap:
            return self._styles.wrapped(self._sheet, text)
        if text[0] in "=#":
            # openpyxl would make a formula of "=1+1" and an error value of "#N/A".
            return self._styles.text(self._sheet, text)
        return text


class SheetWriter:
    """An .xlsx being written: open sheets, add rows to any of them, save; or drop it all.

    Memory does not grow with the rows. `save` puts the workbook (and the CSV of long texts,
    where there is one) in place; until then nothing stands under their names.
    """

    def __init__(self, path: Path, *, max_rows: int = MAX_ROWS) -> None:
        from openpyxl import Workbook
        from openpyxl.utils import get_column_letter

        self.max_rows = max_rows
        self.findings = Findings()
        self.column_letter = get_column_letter
        self.styles = CellStyles()
        self.characters = 0
        """A rough measure of how much there is to compress."""
        self._long_texts = _LongTexts(path.with_name(long_texts_name(path.name)))
        self._sheets: list[Sheet] = []
        self._book: Any = Workbook(write_only=True)
        self._file = Replacement(path)

    def sheet(self, name: str, columns: tuple[Column, ...], layout: Layout = PLAIN_LAYOUT) -> Sheet:
        """Open the next sheet; its header is written at once."""
        sheet = Sheet(self, name, columns, layout)
        self._sheets.append(sheet)
        return sheet

    def rows(self) -> dict[str, int]:
        """How many rows each sheet got, its header not counted."""
        return {sheet.name: sheet.rows for sheet in self._sheets}

    def long_texts_name(self) -> str:
        """The name of the CSV with the full texts, empty where nothing was cut."""
        return self._long_texts.name if self.findings.cut_cells else ""

    def save(self, on_bytes: Callable[[int], None]) -> tuple[Path, ...]:
        """Pack and put in place; `on_bytes` hears how much went through and may raise."""
        for sheet in self._sheets:
            sheet.finish()
        written = self._pack(on_bytes)
        self._long_texts.close()
        on_bytes(0)
        files = self._long_texts.commit()
        try:
            self._file.commit()
        except BaseException:
            self._long_texts.withdraw()
            raise
        return (written, *files)

    def drop(self) -> None:
        """Remove every temporary file; after `save` there is nothing left to remove."""
        self._file.drop()
        self._long_texts.drop()
        for sheet in self._book.worksheets:
            _forget(sheet)

    def new_sheet(self, title: str, *, after: str) -> WriteOnlySheet:
        """A sheet at the end, or right behind the one it continues."""
        index = self._book.sheetnames.index(after) + 1 if after else None
        return self._book.create_sheet(title, index)

    def safe_text(self, text: str, *, sheet: str, row: int, column: Column) -> str:
        """The text as a cell can hold it; what had to change is counted."""
        text, replaced = cleaned(text)
        if replaced:
            self.findings.replaced_characters += replaced
            self.findings.cleaned_cells += 1
        if looks_escaped(text):
            self.findings.escape_like_cells += 1
        if not fits(text):
            self.findings.cut_cells += 1
            self._long_texts.write(sheet, row, column.name, text)
            text = cut(text)
        self.characters += len(text) + 50
        return text

    def _pack(self, on_bytes: Callable[[int], None]) -> Path:
        # The stubs of openpyxl leave this module out.
        excel = importlib.import_module("openpyxl.writer.excel")
        now = datetime.now(UTC).replace(tzinfo=None)
        self._book.properties.created = self._book.properties.modified = now
        self._book.properties.creator = ""
        with _ReportingZip(self._file.temporary, on_bytes) as archive:
            excel.ExcelWriter(self._book, archive).save()
        return self._file.target


class _ReportingZip(ZipFile):
    """A ZIP that says how many bytes of a file went in, so that packing can be cancelled."""

    def __init__(self, path: Path, on_bytes: Callable[[int], None]) -> None:
        super().__init__(path, "w", ZIP_DEFLATED, allowZip64=True)
        self._on_bytes = on_bytes

    def write(
        self,
        filename: Any,
        arcname: Any = None,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        info = ZipInfo.from_file(filename, arcname)
        info.compress_type = ZIP_DEFLATED if compress_type is None else compress_type
        del compresslevel
        with Path(filename).open("rb") as source, self.open(info, "w") as sink:
            while chunk := source.read(_CHUNK):
                sink.write(chunk)
                self._on_bytes(len(chunk))


class _LongTexts:
    """The CSV of texts that a cell cannot hold; there is none until there is one."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self._file: Replacement | None = None
        self._stream: TextIO | None = None
        self._was_there = False

    def write(self, sheet: str, row: int, column: str, text: str) -> None:
        if self._stream is None:
            self._was_there = self._path.exists()
            self._file = Replacement(self._path)
            self._stream = self._file.temporary.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self._stream).writerow(("sheet", "row", "column", "text"))
        csv.writer(self._stream).writerow((sheet, row, column, text))

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()

    def commit(self) -> tuple[Path, ...]:
        if self._file is None:
            return ()
        self._file.commit()
        return (self._path,)

    def withdraw(self) -> None:
        """The workbook could not be put in place: leave no new CSV beside it either."""
        if self._file is not None and not self._was_there:
            self._path.unlink(missing_ok=True)

    def drop(self) -> None:
        with suppress(OSError):
            self.close()
        if self._file is not None:
            self._file.drop()


def _forget(sheet: Any) -> None:
    """Delete the temporary file of a sheet that will not be saved.

    openpyxl keeps it until the interpreter ends, and it holds passages of transcripts.
    """
    writer = sheet._writer  # noqa: SLF001 - there is no public way to it
    if writer is None:
        return
    with suppress(*errors_of_writing(), StopIteration):
        # On a full disk the stream may have ended before the sheet did.
        if not sheet.closed:
            sheet.close()
    with suppress(*errors_of_writing()):
        writer.close()
    with suppress(OSError, ValueError):
        writer.cleanup()
