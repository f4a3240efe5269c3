"""What stands in the file that holds a codebook, before anybody says what its columns are?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from annotator.errors import FileProblem, NotFound
from annotator.exchange.codebooks.cell_fills import CellFills
from annotator.exchange.codebooks.outlines import markdown_rows, yaml_rows
from annotator.exchange.sheet_cells import cell_text
from annotator.exchange.sheet_oddities import Oddities, oddities_of
from annotator.exchange.spreadsheets import (
    NumberedCells,
    delimited_rows,
    from_file,
    must_have_results,
)

if TYPE_CHECKING:
    from annotator.exchange.open_sheets import OpenSheet

MAX_CODES = 20_000
"""Rows above which a table is no codebook, but the wrong file."""

_OUTLINES = {
    ".md": markdown_rows,
    ".markdown": markdown_rows,
    ".yml": yaml_rows,
    ".yaml": yaml_rows,
}
_MOST_COLUMNS = 200
_MERGED_WORDS = ("Merged cells count for every row they stand beside.",)
_HIDDEN_SHOWN = 6


class RawRow(Struct, frozen=True):
    """The cells of a row as text, blanks in front kept, and how they look."""

    number: int
    """As a spreadsheet shows it, from 1."""
    cells: tuple[str, ...]
    fills: Mapping[int, str] = field(default_factory=dict)
    """Column to the colour of its cell (#RRGGBB), where it has one."""
    indents: Mapping[int, int] = field(default_factory=dict)
    """Column to how far its words are moved in, where they are."""

    def cell(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


class RawTable(Struct, frozen=True):
    """The rows of one sheet that are not blank."""

    name: str
    """Of the file."""
    sheet: str
    sheets: tuple[str, ...]
    """All that hold something, for choosing another; empty for a file without sheets."""
    rows: tuple[RawRow, ...]
    notes: tuple[str, ...] = ()
    """What the reader did about merged cells and hidden rows, in words."""

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


def read_raw(path: Path, *, sheet: str = "") -> RawTable:
    """The rows of a table; of a workbook those of `sheet`, else of one called codebook or codes.

    Raises `FileProblem` for what cannot be read or is no codebook, `NotFound` for a sheet that is
    not there.
    """
    found = from_file(
        path,
        lambda book: _of_workbook(book, path.name, sheet),
        lambda sheets: _of_sheets(sheets, path.name, sheet),
        lambda text: RawTable(path.name, "", (), _of_text(path, text)),
    )
    if not found.rows:
        raise FileProblem(
            f"{path.name} is empty.", "Choose a file with a header and rows under it."
        )
    if len(found.rows) > MAX_CODES + 1:
        raise FileProblem(
            f"{path.name} has more than {MAX_CODES:,} rows: it is no codebook.",
            "Choose the file in which the codes are described.",
        )
    return found


def _rows(lines: Iterator[NumberedCells] | Sequence[NumberedCells]) -> Iterator[RawRow]:
    for number, cells in lines:
        if any(cell.strip() for cell in cells):
            yield RawRow(number, tuple(cells[:_MOST_COLUMNS]))


def _of_text(path: Path, text: str) -> tuple[RawRow, ...]:
    reading = _OUTLINES.get(path.suffix.casefold())
    if reading is None:
        return tuple(_rows(delimited_rows(path.name, text)))
    return tuple(
        RawRow(number, cells, indents={0: depth} if depth else {})
        for number, cells, depth in reading(text)
    )


# .ods and .xls


def _of_sheets(sheets: Sequence[OpenSheet], name: str, wanted: str) -> RawTable:
    filled = [each for each in sheets if each.rows]
    names = tuple(each.name for each in filled)
    if not filled:
        return RawTable(name, "", (), ())
    shown = [each.name for each in filled if not each.is_hidden]
    chosen = filled[names.index(_chosen(names, shown or names, wanted, name))]
    rows = tuple(
        replace(
            row, fills=chosen.fills.get(row.number, {}), indents=chosen.indents.get(row.number, {})
        )
        for row in _rows(chosen.rows)
    )
    merged = _MERGED_WORDS if chosen.has_merged_rows else ()
    return RawTable(name, chosen.name, names, rows, (*merged, *_hidden_words(chosen.hidden_rows)))


# .xlsx


def _of_workbook(book: Any, name: str, wanted: str) -> RawTable:
    sheets = {each.title: each for each in book.worksheets}
    shown = [title for title, each in sheets.items() if each.sheet_state == "visible"]
    order = [_chosen(tuple(sheets), shown or list(sheets), wanted, name)] if sheets else []
    # A sheet nobody asked for by name may be empty: then the next one that is shown is taken.
    order += [] if wanted else [title for title in shown if title not in order]
    for title in order:
        sheet = sheets[title]
        # Some programs declare a million rows for a sheet of ten.
        sheet.reset_dimensions()
        with sheet._get_source() as source:  # noqa: SLF001 - what openpyxl leaves out when streaming
            oddities = oddities_of(source)
        must_have_results(oddities, name)
        rows = tuple(_sheet_rows(sheet, oddities))
        if rows:
            notes = (*_merged_words(oddities), *_hidden_words(oddities.hidden_rows))
            return RawTable(name, title, tuple(sheets), rows, notes)
    return RawTable(name, order[0] if order else "", tuple(sheets), ())


def _sheet_rows(sheet: Any, oddities: Oddities) -> Iterator[RawRow]:
    looks = _Looks(sheet.parent)
    above: dict[int, str] = {}
    kept = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        values = row[:_MOST_COLUMNS]
        cells = [cell_text(cell.value) for cell in values]
        for column, first, last in oddities.merged_at(number):
            if number == first:
                above[column] = cells[column] if column < len(cells) else ""
            elif any(cells) and number <= last:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = above.get(column, "")
        if not any(cell.strip() for cell in cells):
            continue
        while not cells[-1]:
            cells.pop()
        kept += 1
        if kept > MAX_CODES + 1:
            yield RawRow(number, tuple(cells))
            return
        yield RawRow(number, tuple(cells), *looks.of(values))


class _Looks:
    """Colours and indents of cells; each style is looked up once."""

    def __init__(self, book: Any) -> None:
        self._fills = CellFills(book)
        self._known: dict[int, tuple[str, int]] = {}

    def of(self, cells: Sequence[Any]) -> tuple[Mapping[int, str], Mapping[int, int]]:
        fills: dict[int, str] = {}
        indents: dict[int, int] = {}
        for column, cell in enumerate(cells):
            if cell.value is None or not cell._style_id:  # noqa: SLF001 - its looks are slow to ask
                continue
            style = cell._style_id  # noqa: SLF001 - the same
            if style not in self._known:
                self._known[style] = (self._fills.of(cell), int(cell.alignment.indent or 0))
            fill, indent = self._known[style]
            if fill:
                fills[column] = fill
            if indent:
                indents[column] = indent
        return fills, indents


# in words


def _chosen(names: Sequence[str], shown: Sequence[str], wanted: str, file: str) -> str:
    by_name = {each.casefold().strip(): each for each in names}
    if wanted:
        found = by_name.get(wanted.casefold().strip())
        if found is None:
            raise NotFound(
                f"{file} has no sheet called “{wanted}”.", f"It has: {', '.join(names)}."
            )
        return found
    known = ("codebook", "codes", "kodebuch", "codebuch", "codeplan", "code book", "code list")
    return next((by_name[each] for each in known if each in by_name), shown[0])


def _merged_words(oddities: Oddities) -> tuple[str, ...]:
    return _MERGED_WORDS if oddities.merges else ()


def _hidden_words(rows: Sequence[int]) -> tuple[str, ...]:
    if not rows:
        return ()
    shown = ", ".join(map(str, rows[:_HIDDEN_SHOWN]))
    more = f" and {len(rows) - _HIDDEN_SHOWN} more" if len(rows) > _HIDDEN_SHOWN else ""
    which = f"Row {shown} is" if len(rows) == 1 else f"Rows {shown}{more} are"
    return (f"{which} hidden in the sheet and read all the same.",)
