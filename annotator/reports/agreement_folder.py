"""How does the agreement of coders leave as a folder that others recompute without rework?"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import FileProblem, Progress, no_progress
from annotator.reliability.making_panels import panel_of
from annotator.reports.appendix import write_latex, write_markdown, write_word
from annotator.reports.columns import Column
from annotator.reports.comparison import Comparison, compare
from annotator.reports.folder_readme import readme_text
from annotator.reports.rating_files import (
    FIXED,
    Names,
    csv_file,
    long_rows,
    wide_rows_of,
    write_long,
    write_recal,
    write_transposed,
    write_wide,
)
from annotator.reports.replacing import explained
from annotator.reports.result_files import (
    write_confusion,
    write_pairs,
    write_results,
    write_segmentation,
)
from annotator.reports.sheet_writer import SheetWriter
from annotator.reports.span_files import write_pygamma, write_spans
from annotator.reports.unit_blocks import unit_blocks
from annotator.store import read_transcripts
from annotator_resources import resource

if TYPE_CHECKING:
    from annotator.reliability.choice import Choice, Unit
    from annotator.reliability.panel import Panel
    from annotator.reports.prepared import Prepared

OTHER_UNITS: tuple[Unit, ...] = (
    "sentence", "paragraph", "turn", "transcript", "character", "free span",
)  # fmt: skip
MOST_STATA_ROWS = 2_000_000
MOST_SHEET_ROWS = 500_000
LONGEST_SHEET_NAME = 31
SCRIPTS = ("recompute.R", "recompute.py", "recompute.do")


class FolderReport(Struct, frozen=True):
    """What was written, and what could not be, with the reason."""

    folder: Path
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def write_folder(
    folder: Path,
    connection: sa.Connection,
    choice: Choice,
    prepared: Prepared,
    *,
    progress: Progress = no_progress,
) -> FolderReport:
    """Write every shape of section "Exports" of the manual; all of it stands there, or nothing.

    `FileProblem` where there are files in the folder already.
    """
    comparison = compare(connection, choice, prepared)
    with _whole_or_nothing(folder) as place:
        work = _Writing(place, connection, comparison, prepared, progress)
        notes = tuple(work.everything())
    files = tuple(sorted(path for path in folder.rglob("*") if path.is_file()))
    return FolderReport(folder, files, notes)


class _Writing(Struct, frozen=True, eq=False):
    place: Path
    connection: sa.Connection
    comparison: Comparison
    prepared: Prepared
    progress: Progress

    def everything(self) -> Iterator[str]:
        """Write file after file; what was left out is told."""
        names = Names(self.comparison)
        panels = self._panels()
        self._say(1, "Figures")
        columns = dict(zip(names.code_ids, names.codes, strict=True))
        write_results(self.place / "results.csv", panels, self.comparison, columns)
        write_pairs(self.place / "pairs.csv", panels[0])
        write_confusion(self.place / "confusion.csv", panels[0])
        write_segmentation(self.place / "segmentation.csv", self.comparison)
        self._say(2, "Units")
        self._write_names(names)
        self._write_units()
        write_long(self.place / "long.csv", self.comparison, names)
        write_wide(self.place / "wide", self.comparison, names)
        write_transposed(self.place / "transposed", self.comparison, names)
        self._say(3, "Spreadsheets")
        yield from self._write_workbook(names)
        yield from self._write_stata(names)
        _, refused = write_recal(self.place / "ReCal", self.comparison, names)
        if refused:
            (self.place / "ReCal" / "not written.txt").write_text(f"{refused}\n", encoding="utf-8")
            yield refused
        self._say(4, "Passages")
        write_spans(
            self.place / "spans.csv", self.place / "documents.csv", self.connection,
            self.comparison,
        )  # fmt: skip
        write_pygamma(self.place / "pygamma", self.comparison)
        write_word(self.place / "appendix.docx", panels[0])
        write_latex(self.place / "appendix.tex", panels[0])
        write_markdown(self.place / "appendix.md", panels[0])
        for name in SCRIPTS:
            text = resource("scripts", name).read_text(encoding="utf-8")
            (self.place / name).write_text(text, encoding="utf-8", newline="\n")
        readme = readme_text(panels[0], names)
        (self.place / "README.txt").write_text(readme, encoding="utf-8", newline="\n")
        self._say(5, "")

    def _panels(self) -> list[Panel]:
        """As chosen first, then by the other units."""
        choice = self.comparison.compared.choice
        panels = [panel_of(self.comparison.compared)]
        for unit in OTHER_UNITS:
            if unit != choice.unit:
                other = compare(self.connection, replace(choice, unit=unit), self.prepared)
                panels.append(panel_of(other.compared))
        return panels

    @property
    def _n_units(self) -> int:
        return self.comparison.compared.presence.n_units

    def _write_names(self, names: Names) -> None:
        with csv_file(self.place / "codes.csv") as table:
            table.writerow(["code_id", "column", "name"])
            rows = zip(self.comparison.compared.names, names.codes, strict=True)
            table.writerows([one.code_id, column, one.name] for one, column in rows)
        with csv_file(self.place / "coders.csv") as table:
            table.writerow(["coder", "column"])
            table.writerows(zip(names.coder_ids, names.coders, strict=True))

    def _write_units(self) -> None:
        """The words of every unit that is compared, so that nobody needs the project."""
        with csv_file(self.place / "units.csv") as table:
            table.writerow(["unit_id", "doc_id", "char_start", "char_stop", "text"])
            for block in unit_blocks(self.comparison):
                info = next(one for one in self.comparison.infos if one.doc_id == block.doc_id)
                text = read_transcripts.open_transcript(self.connection, info).text
                bounds = zip(block.labels, block.begin.tolist(), block.end.tolist(), strict=True)
                for label, begin, end in bounds:
                    table.writerow([label, block.doc_id, begin, end, text[begin:end]])

    def _write_workbook(self, names: Names) -> Iterator[str]:
        """One sheet per code, as the files in wide."""
        rows = self._n_units * len(names.codes)
        if rows > MOST_SHEET_ROWS:
            yield f"wide.xlsx would have {rows:,} rows and is left out; the folder wide has them."
            return
        columns = [
            Column("unit_id", "text", 14, "The unit.", ""),
            Column("weight", "number", 8, "1, or code points.", ""),
            *(Column(name, "integer", 12, "1, 0 or blank.", "") for name in names.coders),
        ]
        writer = SheetWriter(self.place / "wide.xlsx")
        try:
            for code, name in enumerate(names.codes):
                sheet = writer.sheet(name[:LONGEST_SHEET_NAME], tuple(columns))
                for row in wide_rows_of(self.comparison, code):
                    sheet.write(row)
            writer.save(_unheard)
        finally:
            writer.drop()

    def _write_stata(self, names: Names) -> Iterator[str]:
        import pandas as pd

        rows = self._n_units * len(names.coders)
        if rows > MOST_STATA_ROWS:
            yield f"long.dta would have {rows:,} rows and is left out; long.csv has them."
            return
        frame = pd.DataFrame(
            list(long_rows(self.comparison, names)), columns=[*FIXED, *names.codes]
        )
        for code in names.codes:
            frame[code] = pd.to_numeric(frame[code].replace("", None)).astype("float32")
        labels = dict(zip(names.codes, names.code_ids, strict=True))
        frame.to_stata(
            self.place / "long.dta", write_index=False, version=118, variable_labels=labels
        )

    def _say(self, done: int, label: str) -> None:
        self.progress(done, 5, label)


def _unheard(_bytes: int) -> None:
    """A small workbook: nobody watches it being packed."""


@contextmanager
def _whole_or_nothing(folder: Path) -> Iterator[Path]:
    """A place to write to, which becomes the folder when the block ends well."""
    with explained(folder):
        is_taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if is_taken:
        raise FileProblem(
            f"There are files in {folder.name} already.", "Choose a new folder, or an empty one."
        )
    place = folder.with_name(f".{uuid.uuid4().hex[:12]}.part")
    with explained(folder):
        place.mkdir(parents=True)
        try:
            yield place
            if folder.exists():
                folder.rmdir()
            place.rename(folder)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
