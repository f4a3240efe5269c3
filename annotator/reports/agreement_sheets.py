"""How does the agreement of coders come into the workbook? Only where there are two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from msgspec.structs import replace

from annotator.errors import Progress, no_progress
from annotator.reliability.choice import Choice, Unit
from annotator.reliability.making_panels import panel_of
from annotator.reports import agreement_columns as sheets
from annotator.reports import agreement_rows as rows
from annotator.reports.agreement_content import Agreement
from annotator.reports.columns import UNITS, Column
from annotator.reports.comparison import compare
from annotator.reports.prepared import Prepared
from annotator.reports.rows import unit_rows
from annotator.reports.sheet_writer import Layout, SheetWriter
from annotator.work import Throttled

if TYPE_CHECKING:
    from annotator.reliability.panel import Panel
    from annotator.reports.content import WorkbookContent

_UNITS: tuple[Unit, ...] = ("sentence", "paragraph", "turn", "transcript", "character", "free span")


def with_agreement(
    connection: sa.Connection, content: WorkbookContent, progress: Progress = no_progress
) -> WorkbookContent:
    """The content with the sheets of reliability, where two coders have worked in one round."""
    found = agreement_in(connection, progress)
    if found is None:
        return content
    return replace(content, agreement=found, notes=(*content.notes, *notes_on(found)))


def agreement_in(connection: sa.Connection, progress: Progress = no_progress) -> Agreement | None:
    """The agreement of the newest round with two coders; None where one works alone.

    One unit after the other, and nothing of it is kept but the panel: five more cuts of the same
    texts are large. Sentences are read once more for the sheets that list them: while a panel is
    made, what those need would be most of the memory.
    """
    told, steps = Throttled(progress), len(_UNITS) + 1
    panels: list[Panel] = []
    for number, unit in enumerate(_UNITS):

        def watch(number: int = number, unit: Unit = unit) -> None:
            told(number, steps, f"Comparing coders by {unit}")

        found = compare(connection, Choice(unit=unit), Prepared(kept=False), watch=watch).compared
        if len(found.coders) < 2:
            return None
        panels.append(panel_of(found, watch=watch))
        del found  # before the next one is made

    def at_last() -> None:
        told(steps - 1, steps, "Comparing coders by sentence once more")

    comparison = compare(connection, Choice(), Prepared(kept=False), watch=at_last)
    return Agreement(comparison, tuple(panels), connection)


Shown = dict[str, tuple[Column, ...]]
_WRAPPED = Layout(wrap=True)


def write_units_and_agreement(writer: SheetWriter, agreement: Agreement) -> Shown:
    """The sheets that stand behind segments; what they show, for the dictionary."""
    wide = sheets.wide(agreement.panel.coders)
    units = writer.sheet("units", UNITS)
    for opened in agreement.units():
        for row in unit_rows(opened):
            units.write([getattr(row, column.name) for column in UNITS])
    summary = writer.sheet("icr_summary", sheets.SUMMARY)
    for cells in rows.summary_rows(agreement.panels):
        summary.write(cells)
    table = writer.sheet("icr_wide", wide)
    for cells in rows.wide_rows(agreement.comparison) if agreement.fits_wide else ():
        table.write(cells)
    apart = writer.sheet("disagreements", sheets.DISAGREEMENTS, _WRAPPED)
    for cells in rows.disagreement_rows(agreement.passages()):
        apart.write(cells)
    return {
        "units": UNITS,
        "icr_summary": sheets.SUMMARY,
        "icr_wide": wide,
        "disagreements": sheets.DISAGREEMENTS,
    }


def write_pairs_and_method(writer: SheetWriter, agreement: Agreement) -> Shown:
    """The sheets that stand before the dictionary."""
    pairwise = writer.sheet("icr_pairwise", sheets.PAIRWISE)
    for cells in rows.pairwise_rows(agreement.panel):
        pairwise.write(
            [
                cell.in_row(pairwise.next_row) if isinstance(cell, rows.LiveKappa) else cell
                for cell in cells
            ],
            formula="kappa_live",
        )
    confusion = writer.sheet("icr_confusion", sheets.CONFUSION)
    for cells in rows.confusion_rows(agreement.panel):
        confusion.write(cells)
    method = writer.sheet("icr_method", sheets.METHOD, Layout(wrap=True, filter=False))
    for cells in rows.method_rows(agreement.panel):
        method.write(cells)
    return {
        "icr_pairwise": sheets.PAIRWISE,
        "icr_confusion": sheets.CONFUSION,
        "icr_method": sheets.METHOD,
    }


def notes_on(agreement: Agreement) -> tuple[str, ...]:
    """What is missing in the sheets, and where it is."""
    if agreement.fits_wide:
        return ()
    words = f"icr_wide would have {agreement.n_wide:,} rows and is left empty"
    return (f"{words}; `annotator reliability --out FOLDER` writes it code by code.",)
