"""In which shapes do other programs read who gave which unit which code?"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from annotator.reports.plain_names import plain_names
from annotator.reports.unit_blocks import UnitBlock, unit_blocks

if TYPE_CHECKING:
    from annotator.reliability.arrays import BoolArray
    from annotator.reports.comparison import Comparison

FIXED = ("unit_id", "doc_id", "unit_type", "char_start", "char_stop", "weight", "coder")
OPEN_AT_ONCE = 100
"""Files of single codes that are written in one pass over the units."""


class Names:
    """The names of codes and coders in files."""

    def __init__(self, comparison: Comparison) -> None:
        self.code_ids = [name.code_id for name in comparison.compared.names]
        self.coder_ids = list(comparison.compared.coders)
        codes = plain_names(self.code_ids, prefix="code", taken=frozenset(FIXED))
        coders = plain_names(self.coder_ids, prefix="coder", taken=frozenset(FIXED))
        self.codes = [codes[code_id] for code_id in self.code_ids]
        self.coders = [coders[coder_id] for coder_id in self.coder_ids]


def write_long(path: Path, comparison: Comparison, names: Names) -> None:
    """One row per unit and coder, a column of 0 and 1 per code; blank where nothing was judged.

    What tidycomm and any pivot table read.
    """
    with csv_file(path) as table:
        table.writerow([*FIXED, *names.codes])
        for row in long_rows(comparison, names):
            table.writerow(row)


def long_rows(comparison: Comparison, names: Names) -> Iterator[list[Any]]:
    """The rows of the long table."""
    unit = comparison.compared.choice.unit
    for block in unit_blocks(comparison):
        values = _values(block.given, block.judged)
        columns = (block.labels, block.begin.tolist(), block.end.tolist(), block.weight.tolist())
        for at, (label, begin, end, weight) in enumerate(zip(*columns, strict=True)):
            for coder, name in enumerate(names.coder_ids):
                yield [
                    label, block.doc_id, unit, begin, end, _whole(weight), name,
                    *values[at, coder].tolist(),
                ]  # fmt: skip


def write_wide(folder: Path, comparison: Comparison, names: Names) -> list[Path]:
    """One file per code: units in rows, coders in columns, with a header.

    What R irr (agree, kappa2, kappam.fleiss) and irrCAC, Stata kappaetc and KALPHA read.
    """
    header = ["unit_id", "weight", *names.coders]
    return _by_code(folder, comparison, names, header=header, rows=_named_rows, missing="")


def wide_rows_of(comparison: Comparison, code: int) -> Iterator[list[Any]]:
    """The rows of one code's file, by its number; None where a value is missing."""
    for block in unit_blocks(comparison):
        for row in _named_rows(block, code):
            yield [None if value == "" else value for value in row]


def write_transposed(folder: Path, comparison: Comparison, names: Names) -> list[Path]:
    """One file per code: coders in rows, units in columns.

    What R irr::kripp.alpha and icr::krippalpha and Python krippendorff read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    blocks = list(unit_blocks(comparison))
    labels = [label for block in blocks for label in block.labels]
    for code, stem in enumerate(names.codes):
        path = folder / f"{stem}.csv"
        with csv_file(path) as table:
            table.writerow(["coder", *labels])
            for coder, name in enumerate(names.coder_ids):
                pieces = [
                    _values(block.given[:, coder, code], block.judged[:, coder, code])
                    for block in blocks
                ]
                table.writerow([name, *(value for piece in pieces for value in piece.tolist())])
        written.append(path)
    return written


def write_recal(folder: Path, comparison: Comparison, names: Names) -> tuple[list[Path], str]:
    """Files without a header for the calculators ReCal2, ReCal3 and ReCal OIR.

    The first two know no missing values: where some are missing these files are not written, and
    the reason is returned. ReCal OIR has # for them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    refused = _why_no_recal(comparison)
    written = _by_code(
        folder / "ReCal OIR", comparison, names, header=None, rows=_bare_rows, missing="#"
    )
    if refused:
        return written, refused
    written += _by_code(
        folder / "ReCal3" if len(names.coders) > 2 else folder / "ReCal2 one by one",
        comparison, names, header=None, rows=_bare_rows, missing="",
    )  # fmt: skip
    if len(names.coders) == 2:
        path = folder / "ReCal2.csv"
        with csv_file(path) as table:
            for block in unit_blocks(comparison):
                pairs = block.given.astype(np.int8).transpose(0, 2, 1)
                table.writerows(pairs.reshape(len(pairs), -1).tolist())
        written.append(path)
    return written, ""


@contextmanager
def csv_file(path: Path) -> Iterator[Any]:
    """A comma-separated file in UTF-8 with line feeds; numbers with all their digits."""
    with path.open("w", encoding="utf-8", newline="") as file:
        yield csv.writer(file, lineterminator="\n")


def _by_code(
    folder: Path,
    comparison: Comparison,
    names: Names,
    *,
    header: Sequence[str] | None,
    rows: Any,
    missing: str,
) -> list[Path]:
    """A file per code, so many of them in one pass over the units."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{stem}.csv" for stem in names.codes]
    for first in range(0, len(paths), OPEN_AT_ONCE):
        chosen = range(first, min(first + OPEN_AT_ONCE, len(paths)))
        with ExitStack() as stack:
            tables = {code: stack.enter_context(csv_file(paths[code])) for code in chosen}
            for table in tables.values():
                if header is not None:
                    table.writerow(header)
            for block in unit_blocks(comparison):
                for code, table in tables.items():
                    for row in rows(block, code):
                        table.writerow([missing if value == "" else value for value in row])
    return paths


def _named_rows(block: UnitBlock, code: int) -> Iterator[list[Any]]:
    values = _values(block.given[:, :, code], block.judged[:, :, code])
    labels, weights = block.labels, block.weight.tolist()
    for at in np.flatnonzero(block.judged[:, :, code].any(axis=1)).tolist():
        yield [labels[at], _whole(weights[at]), *values[at].tolist()]


def _bare_rows(block: UnitBlock, code: int) -> Iterator[Sequence[Any]]:
    judged = block.judged[:, :, code]
    values = _values(block.given[:, :, code], judged)
    rows: list[list[Any]] = values[judged.any(axis=1)].tolist()
    return iter(rows)


def _values(given: BoolArray, judged: BoolArray) -> Any:
    """0, 1, or an empty cell."""
    values = given.astype(np.int8).astype(object)
    values[~judged] = ""
    return values


def _why_no_recal(comparison: Comparison) -> str:
    compared = comparison.compared
    if compared.choice.unit == "character":
        return "ReCal counts units, and by character there are stretches of many lengths."
    lacking = total = 0
    for block in unit_blocks(comparison):
        lacking += int(np.count_nonzero(~block.judged.all(axis=(1, 2))))
        total += len(block.number)
    if not lacking:
        return ""
    return (
        f"ReCal2 and ReCal3 take no missing values, and {lacking:,} of {total:,} units lack "
        "the decision of a coder. Compare only transcripts that every coder finished, or use "
        "ReCal OIR, where # stands for missing."
    )


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else number
