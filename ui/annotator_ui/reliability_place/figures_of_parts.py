"""How do coders agree on what each speaker said, in each transcript, and as the work goes on?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from annotator_ui.item_models.dates import short_date
from annotator_ui.reliability_place.figures import Bar, Cell, Figures, Head, Line, Source

if TYPE_CHECKING:
    from annotator.reliability.choice import Choice
    from annotator.reliability.panel import Panel
    from annotator.reliability.slices import Slice
    from annotator.reports.passages import Behind
    from annotator.reports.study_parts import Drift, Part

FEW: Final = 50
"""Units; a part with fewer is drawn hollow."""
_HEADS: Final = {
    "speaker": "Speaker", "role": "Role", "transcript": "Transcript", "date": "Date",
}  # fmt: skip


def part_figures(panel: Panel, by: str, parts: Sequence[Part]) -> Figures:
    """One row for every part, with its weakest code."""
    lines = tuple(
        Line(tuple(_cells(panel, _named(part.name, by), part.agreement, part.choice)))
        for part in parts
    )
    return Figures(f"Agreement by {by}", _heads(panel, _HEADS[by]), lines, _floor(parts))


def drift_figures(panel: Panel, found: Drift) -> Figures:
    """Rounds, then the transcripts of this round in the order of the work, coder by coder."""
    from annotator.reliability.panel_words import figure
    from annotator.reports.study_parts import doc_ids

    lines: list[Line] = []
    empty = [Cell() for _ in found.coders]
    if len(found.rounds) > 1:
        lines.append(Line(title="From round to round"))
        for part in found.rounds:
            cells = _cells(panel, part.name, part.agreement, part.choice)
            lines.append(Line((*cells, *empty)))
    lines.append(Line(title=f"Within {panel.choice.round}, in the order of the work"))
    for stretch in found.stretches:
        when = short_date(stretch.coded_until[:10])
        name = doc_ids(stretch)
        cells = _cells(panel, name, stretch.block.agreement, stretch.choice)
        cells[0] = replace(cells[0], tip=f"{name}\ncoded until {when}" if when else name)
        source = Source(_disagreed(), stretch.choice)
        mine = [Cell(figure(value), source) for value in stretch.block.by_coder]
        lines.append(Line((*cells, *mine)))
    heads = [
        *_heads(panel, "Round or\ntranscripts"),
        *(Head(f"{coder} with\nothers", 78) for coder in found.coders),
    ]
    return Figures("Agreement over time", tuple(heads), tuple(lines))


def _heads(panel: Panel, first: str) -> tuple[Head, ...]:
    from annotator.reliability.panel_words import PLURAL

    units = PLURAL[panel.choice.unit]
    return (
        Head(first, right=False), Head("median\nalpha", 62),
        Head("median alpha", 190, right=False, is_bar=True), Head("pooled\nalpha", 62),
        Head("dis-\nagreements", 84), Head(units, 76), Head("weakest\ncode", 132),
    )  # fmt: skip


def _cells(panel: Panel, name: str, found: Slice, choice: Choice) -> list[Cell]:
    from annotator.reliability.panel_words import figure

    source = Source(_disagreed(), choice)
    few = found.n_units < FEW
    tip = "Fewer than fifty units: this figure means little." if few else ""
    worst = [
        (value, row.code.code_id)
        for value, row in zip(found.alphas, panel.rows, strict=False)
        if value is not None
    ]
    weakest = f"{min(worst)[1]} {figure(min(worst)[0])}" if worst else "–"
    return [
        Cell(name, source, name),
        Cell(figure(found.median_alpha), source, tip),
        Cell(source=source, tip=tip, bar=Bar(found.median_alpha, hollow=few)),
        Cell(figure(found.pooled_alpha), source, tip),
        Cell(f"{found.disagreements:,.0f}", source),
        Cell(f"{found.n_units:,.0f}", source, tone="muted"),
        Cell(weakest, source, tone="muted"),
    ]


def _named(name: str, by: str) -> str:
    return short_date(name) or name if by == "date" else name


def _floor(parts: Sequence[Part]) -> float:
    lows = [part.agreement.median_alpha or 0.0 for part in parts]
    return max(-1.0, min(-0.1, min(lows, default=0.0) - 0.04))


def _disagreed() -> Behind:
    from annotator.reports.passages import Behind

    return Behind()
