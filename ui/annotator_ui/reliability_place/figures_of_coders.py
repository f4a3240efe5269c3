"""How do coders agree two by two, without one, and what did one call this, the other that?"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotator_ui.reliability_place.figures import Cell, Figures, Head, Line, Source

if TYPE_CHECKING:
    from annotator.reliability.panel import ConfusionCell, PairRow, Panel
    from annotator.reports.passages import Behind

_DARKEST = 0.85
_LONGEST, _PER_LETTER = 14, 8
"""Letters of a name that a column of figures is made for, and pixels of one."""


def pair_figures(panel: Panel) -> Figures:
    """Coder by coder: the darker, the better they agree."""
    from annotator.reliability.panel_words import figure

    coders = panel.coders
    by_pair = {frozenset((pair.first, pair.second)): pair for pair in panel.pairs}
    lines: list[Line] = []
    blocks: tuple[tuple[str, Callable[[PairRow], float | None]], ...] = (
        ("Median alpha over codes", lambda pair: pair.median_alpha),
        ("Pooled alpha", lambda pair: pair.pooled_alpha),
        ("Equal decisions, as a share", lambda pair: pair.percent),
    )
    for title, value_of in blocks:
        lines.append(Line(title=title))
        for coder in coders:
            cells = [Cell(coder)]
            for other in coders:
                pair = by_pair.get(frozenset((coder, other)))
                value = value_of(pair) if pair is not None else None
                words = "" if coder == other else figure(value)
                cells.append(
                    Cell(
                        words, _pair_source(panel, pair), _units_of(panel, pair),
                        shade=_shade(value), tone="text" if coder != other else "muted",
                    )
                )  # fmt: skip
            lines.append(Line(tuple(cells)))
    longest = max((len(coder) for coder in coders), default=0)
    column = max(96, min(longest, _LONGEST) * _PER_LETTER)
    names = max(160, min(longest, 2 * _LONGEST) * _PER_LETTER + 20)
    heads = (Head("Coder", names, right=False), *(Head(one, column) for one in coders))
    return Figures("Agreement of each pair of coders", heads, tuple(lines))


def left_out_figures(panel: Panel) -> Figures:
    """The same study without each coder in turn: whose leaving raises the figures most?"""
    from annotator.reliability.panel_words import figure

    whole = panel.headline.median_alpha
    rows = []
    for left in panel.left_out:
        rest = tuple(coder for coder in panel.coders if coder != left.coder)
        source = Source(_disagreed(None), replace(panel.choice, coders=rest))
        change = None
        if whole is not None and left.median_alpha is not None:
            change = left.median_alpha - whole
        cells = (
            Cell(f"without {left.coder}", source),
            Cell(figure(left.median_alpha), source),
            Cell(_signed(change), source),
            Cell(figure(left.pooled_alpha), source),
        )
        rows.append((-(change if change is not None else -9.0), Line(cells)))
    heads = (
        Head("Coder", right=False), Head("median\nalpha", 90), Head("change", 90),
        Head("pooled\nalpha", 90),
    )  # fmt: skip
    lines = tuple(line for _, line in sorted(rows, key=lambda row: row[0]))
    return Figures("Agreement without one coder", heads, lines)


def confusion_figures(panel: Panel) -> Figures:
    """What one coder of each pair called this and the other that, the most frequent first."""
    names = {row.code.code_id: row.code for row in panel.rows}
    lines: list[Line] = []
    mixed = [cell for cell in panel.confusion if cell.code_id != cell.other_code_id]
    many = len(panel.coders) > 2
    for (first, second), cells in groupby(mixed, key=lambda cell: (cell.first, cell.second)):
        if many:
            lines.append(Line(title=f"{first} and {second}"))
        found = sorted(cells, key=_by_weight)
        for cell in found:
            source = Source(
                _instead(cell.code_id, cell.other_code_id),
                replace(panel.choice, coders=(first, second)),
            )
            said = [
                Cell(names[code].name, source, code, code=names[code])
                if code else Cell("nothing of its own", source, tone="muted")
                for code in (cell.code_id, cell.other_code_id)
            ]  # fmt: skip
            lines.append(Line((*said, Cell(f"{cell.units:,.0f}", source))))
    one, other = panel.coders[:2] if len(panel.coders) == 2 else ("The first", "the second")
    heads = (
        Head(f"{one} gave", right=False), Head(f"{other} gave instead", right=False),
        Head(_plural(panel), 96),
    )  # fmt: skip
    return Figures("What one coder called this and the other that", heads, tuple(lines))


def _by_weight(cell: ConfusionCell) -> tuple[bool, float]:
    """Codes for codes first, then codes for nothing; in each the most frequent first."""
    return not (cell.code_id and cell.other_code_id), -cell.units


def _pair_source(panel: Panel, pair: PairRow | None) -> Source | None:
    if pair is None:
        return None
    return Source(_disagreed(None), replace(panel.choice, coders=(pair.first, pair.second)))


def _units_of(panel: Panel, pair: PairRow | None) -> str:
    return f"{pair.units:,.0f} {_plural(panel)} judged by both" if pair is not None else ""


def _shade(value: float | None) -> float | None:
    return None if value is None else max(0.0, min(value, 1.0)) * _DARKEST


def _signed(value: float | None) -> str:
    if value is None:
        return "–"
    shown = f"{value:+.2f}"
    return "0.00" if shown in {"+0.00", "-0.00"} else shown.replace("-", "−")


def _plural(panel: Panel) -> str:
    from annotator.reliability.panel_words import PLURAL

    return PLURAL[panel.choice.unit]


def _disagreed(code: str | None) -> Behind:
    from annotator.reports.passages import Behind

    return Behind(code)


def _instead(code: str, other: str) -> Behind:
    from annotator.reports.passages import Behind

    return Behind(code, instead=other)
