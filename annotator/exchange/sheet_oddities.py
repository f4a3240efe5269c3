"""What of a sheet does a reader that streams it leave out? Merges, formulas never computed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from msgspec import Struct

_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_CHUNK = 1 << 20
_MAX_MERGES = 100_000

Merge = tuple[int, int, int]
"""Column from 0, first and last row from 1."""


class Oddities(Struct, frozen=True):
    """Places of a sheet, as a spreadsheet names them."""

    without_result: Sequence[str]
    """Cells with a formula that no program has computed yet."""
    merges: Mapping[int, Sequence[Merge]]
    """By row: the cells merged downwards that touch it, by their first column."""
    hidden_rows: Sequence[int] = ()
    """Rows that a person does not see, filtered or folded away."""

    def merged_at(self, row: int) -> Sequence[Merge]:
        return self.merges.get(row, ())


NONE = Oddities((), {})


def oddities_of(sheet: IO[bytes]) -> Oddities:
    """What stands in the XML of a sheet; its bytes are searched before any of it is parsed."""
    if not _mentions(sheet, (b"<f", b":f>", b":f ", b"mergeCell", b'hidden="')):
        return NONE
    sheet.seek(0)
    without: list[str] = []
    merges: dict[int, list[Merge]] = {}
    hidden: list[int] = []
    n_merges = 0
    for _, element in iterparse(sheet):  # noqa: S314 - openpyxl reads the same bytes so
        tag = element.tag.rpartition("}")[2]
        if tag == "c":
            if _is_without_result(element):
                without.append(element.get("r", "?"))
        elif tag == "mergeCell" and n_merges < _MAX_MERGES:
            n_merges += _put_down(element.get("ref", ""), merges)
        if tag == "row" and element.get("hidden") in {"1", "true"}:
            number = element.get("r", "")
            hidden += [int(number)] if number.isdigit() else []
        if tag in {"row", "mergeCell"}:
            element.clear()
    return Oddities(without, merges, hidden)


def _mentions(sheet: IO[bytes], words: Sequence[bytes]) -> bool:
    before = b""
    while chunk := sheet.read(_CHUNK):
        if any(word in before + chunk for word in words):
            return True
        before = chunk[-16:]
    return False


def _is_without_result(cell: Element) -> bool:
    """Whether a cell holds a formula and nothing that came of it; an empty text is a result."""
    formula = result = False
    for part in cell:
        name = part.tag.rpartition("}")[2]
        formula = formula or name == "f"
        result = result or (name == "v" and bool(part.text)) or name == "is"
    return formula and not result and cell.get("t") != "str"


def _put_down(ref: str, merges: dict[int, list[Merge]]) -> int:
    """Note a range of cells under each of its rows; how many rows that were."""
    found = _RANGE.fullmatch(ref)
    if found is None:
        return 0
    first, last = int(found[2]), int(found[4])
    if not first < last <= first + _MAX_MERGES:
        return 0
    merge = (_column(found[1]), first, last)
    for row in range(first, last + 1):
        merges.setdefault(row, []).append(merge)
    return last - first + 1


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
