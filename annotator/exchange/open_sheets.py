"""How does a spreadsheet of LibreOffice (.ods) become sheets of text?

The format is OpenDocument 1.3: one content.xml in a ZIP, with rows and cells that may say how
often they are repeated.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from annotator.errors import FileProblem
from annotator.exchange.open_sheet_looks import PLAIN, CellStyles, default_styles
from annotator.transcripts.readers.xml_files import attribute, bare, parsed
from annotator.transcripts.readers.zip_files import BROKEN

_MOST_BYTES = 256 * 1024 * 1024
_MOST_REPEATED = 1_000
"""Cells or rows repeated more often than this are the empty rest of a sheet."""
_MOST_COLUMNS = 16_384


class OpenSheet(Struct, frozen=True):
    """One sheet: its rows that are not blank, numbered as the program shows them."""

    name: str
    is_hidden: bool
    rows: Sequence[tuple[int, Sequence[str]]]
    hidden_rows: Sequence[int] = ()
    fills: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    """Row number and column (from 0) to the colour of the cell (#RRGGBB), where it has one."""
    indents: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    """The same to how far its words are moved in."""
    has_merged_rows: bool = False
    """Whether cells stand beside several rows; they are filled down."""


def open_sheets(path: Path) -> list[OpenSheet]:
    """The sheets of an .ods. Raises `FileProblem` for a file that is damaged or protected."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("content.xml").file_size > _MOST_BYTES:
                raise FileProblem(
                    f"{path.name} is too large for a table.",
                    "Copy the table into a new spreadsheet and choose that.",
                )
            data = archive.read("content.xml")
            named = _named_styles(archive)
    except (KeyError, *BROKEN) as error:
        raise FileProblem(
            f"{path.name} cannot be read as a spreadsheet.",
            "Open it in LibreOffice and save it again, without a password.",
            type(error).__name__,
        ) from error
    root = parsed(data, path.name)
    tables = [each for each in root.iter() if bare(each.tag) == "table"]
    hidden = _hidden_styles(root)
    styles = CellStyles([root] if named is None else [parsed(named, path.name), root])
    return [_sheet(table, hidden, styles) for table in tables]


def _named_styles(archive: zipfile.ZipFile) -> bytes | None:
    """What is said of styles that have names; a spreadsheet is read without them as well."""
    try:
        is_small = archive.getinfo("styles.xml").file_size <= _MOST_BYTES
    except KeyError:
        return None
    return archive.read("styles.xml") if is_small else None


def _hidden_styles(root: Element) -> frozenset[str]:
    """The styles of tables that are not displayed."""
    return frozenset(
        attribute(style, "name")
        for style in root.iter()
        if bare(style.tag) == "style"
        for part in style
        if bare(part.tag) == "table-properties" and attribute(part, "display") == "false"
    )


def _sheet(table: Element, hidden: frozenset[str], styles: CellStyles) -> OpenSheet:
    rows: list[tuple[int, Sequence[str]]] = []
    unseen: list[int] = []
    fills: dict[int, Mapping[int, str]] = {}
    indents: dict[int, Mapping[int, int]] = {}
    looks = _Looks(styles, default_styles(table))
    number = 1
    merged = _Merged()
    for row in _rows(table):
        times = _repeated(row, "number-rows-repeated")
        cells = merged.filled(row, _cells(row), number)
        if any(cells):
            fill, indent = looks.of(row)
            for again in range(number, number + min(times, _MOST_REPEATED)):
                rows.append((again, cells))
                fills[again], indents[again] = fill, indent
                if attribute(row, "visibility") in {"collapse", "filter"}:
                    unseen.append(again)
        number += times
    is_hidden = attribute(table, "style-name") in hidden
    name = attribute(table, "name")
    return OpenSheet(name, is_hidden, rows, unseen, fills, indents, has_merged_rows=merged.has_any)


class _Looks:
    """Colours and indents of the cells of a row that hold something."""

    def __init__(self, styles: CellStyles, defaults: Sequence[tuple[int, str]]) -> None:
        self._styles, self._defaults = styles, defaults

    def of(self, row: Element) -> tuple[Mapping[int, str], Mapping[int, int]]:
        fills: dict[int, str] = {}
        indents: dict[int, int] = {}
        for_row = attribute(row, "default-cell-style-name")
        column = 0
        for cell in row:
            times = _repeated(cell, "number-columns-repeated")
            if len(cell):
                name = attribute(cell, "style-name") or for_row or self._of_column(column)
                fill, indent = self._styles.of(name) if name else PLAIN
                for at in range(column, column + min(times, _MOST_REPEATED)):
                    fills |= {at: fill} if fill else {}
                    indents |= {at: indent} if indent else {}
            column += times
        return fills, indents

    def _of_column(self, column: int) -> str:
        return next((name for after, name in self._defaults if column < after), "")


class _Merged:
    """Fills cells that stand beside several rows down, into rows that hold something."""

    def __init__(self) -> None:
        self.has_any = False
        self._open: dict[int, tuple[str, int]] = {}
        """Column to the words of its cell, and the row after the last that it stands beside."""

    def filled(self, row: Element, cells: list[str], number: int) -> list[str]:
        if any(cells):
            for column, (text, after) in self._open.items():
                if number < after:
                    cells += [""] * (column + 1 - len(cells))
                    cells[column] = cells[column] or text
        for column, cell in enumerate(row):
            spanned = _repeated(cell, "number-rows-spanned")
            if spanned > 1 and bare(cell.tag) == "table-cell":
                self.has_any = True
                self._open[_column(row, column)] = (_text(cell), number + spanned)
        return cells


def _column(row: Element, at: int) -> int:
    """The column of the cell at a place among the children of its row."""
    return sum(_repeated(cell, "number-columns-repeated") for cell in list(row)[:at])


def _rows(table: Element) -> Iterator[Element]:
    """The rows, also those in groups and under repeated headings."""
    for child in table:
        if bare(child.tag) == "table-row":
            yield child
        elif bare(child.tag) in {"table-row-group", "table-header-rows", "table-rows"}:
            yield from _rows(child)


def _cells(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if bare(cell.tag) not in {"table-cell", "covered-table-cell"}:
            continue
        text = _text(cell)
        times = _repeated(cell, "number-columns-repeated")
        if not text and times > _MOST_REPEATED:
            break
        cells += [text] * min(times, _MOST_COLUMNS - len(cells))
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: Element) -> str:
    """The words of a cell; a date as ISO text, a whole number without a point."""
    kind = attribute(cell, "value-type")
    if kind == "date":
        return attribute(cell, "date-value").removesuffix("T00:00:00")
    if kind == "float":
        value = attribute(cell, "value")
        return value.removesuffix(".0")
    paragraphs = (_paragraph(each) for each in cell if bare(each.tag) == "p")
    return "\n".join(paragraphs)


def _paragraph(element: Element) -> str:
    """The text of a paragraph; runs of blanks, tabs and line ends are elements of their own."""
    parts = [element.text or ""]
    for child in element:
        match bare(child.tag):
            case "s":
                parts.append(" " * min(int(attribute(child, "c") or "1"), _MOST_REPEATED))
            case "tab":
                parts.append("\t")
            case "line-break":
                parts.append("\n")
            case "annotation" | "note":
                pass
            case _:
                parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _repeated(element: Element, name: str) -> int:
    said = attribute(element, name)
    return max(1, int(said)) if said.isdigit() else 1
