"""What stands in the sheets on agreement, row by row?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from annotator.reliability.choice import WORKS
from annotator.reliability.panel_words import DRAWN, figure, headline_words
from annotator.reliability.projection import RULES
from annotator.reports.methods_text import interval_words, methods_text
from annotator.reports.program_version import program_version

if TYPE_CHECKING:
    from annotator.reliability.panel import FieldRow, GroupRow, Panel, PanelRow
    from annotator.reliability.result import Result
    from annotator.reports.comparison import Comparison
    from annotator.reports.passages import CoderPassage, PassageRow

Cell = str | int | float | None

_AT_ONCE = 10_000
"""Units that stand as plain numbers at a time: all of them as lists would be large."""

_UNITIZING = (
    "|u|-alpha of Krippendorff, Mathet, Bouvry and Widlöcher (2016), re-derived from published "
    "implementations: each code is one continuum, marked or not; u-, cu- and (k)u-alpha for groups "
    "of codes that exclude each other"
)
_OLDER = (
    "alpha_u_1995: Krippendorff's alpha_U (1995; 2004, 11.6) of free spans, compatible with "
    "INCEpTION and DKPro, each code alone, the mean over transcripts; superseded by |u|-alpha "
    "(2016), because a split or merged passage pulls it down out of proportion"
)


class LiveKappa(Struct, frozen=True):
    """Cohen's kappa as a formula over the counts of its own row, in columns E to H."""

    def in_row(self, row: int) -> str:
        """`row` counts from 1, the header included."""
        both, first, second, neither = (f"{column}{row}" for column in "EFGH")
        total = f"({both}+{first}+{second}+{neither})"
        chance = (
            f"((({both}+{first})*({both}+{second})+({neither}+{first})*({neither}+{second}))"
            f"/{total}^2)"
        )
        return f"=(({both}+{neither})/{total}-{chance})/(1-{chance})"


def summary_rows(panels: Iterable[Panel]) -> Iterator[Sequence[Cell]]:
    """One row for every code by every unit, and its fields and exclusive groups behind them."""
    for panel in panels:
        for row in panel.rows:
            yield _summary_row(panel, row)
        for field in panel.fields:
            yield _field_row(panel, field)
        for group in panel.groups:
            yield from _group_rows(panel, group)


def wide_rows(comparison: Comparison) -> Iterator[Sequence[Cell]]:
    """Every code and every unit that two coders judged: 1, 0 or missing for each coder."""
    presence = comparison.compared.presence
    shared = np.flatnonzero(presence.judged.sum(axis=1) >= 2)
    for place, name in enumerate(comparison.compared.names):
        judged = presence.judged_for(place)
        ones = np.zeros((presence.n_units, len(presence.coders)), dtype=np.bool_)
        units, coders = presence.marks_of(place)
        ones[units, coders] = True
        for first in range(0, len(shared), _AT_ONCE):
            some = shared[first : first + _AT_ONCE]
            labels = unit_labels(comparison, some.tolist())
            for label, has, could in zip(
                labels, ones[some].tolist(), judged[some].tolist(), strict=True
            ):
                values = [int(one) if may else None for one, may in zip(has, could, strict=True)]
                yield name.code_id, label, *values


def unit_labels(comparison: Comparison, units: Sequence[int]) -> list[str]:
    """The transcript's doc_id, a colon and the number of the unit, as in the sheet units."""
    presence = comparison.compared.presence
    sizes = np.bincount(presence.document, minlength=len(comparison.infos))
    starts = np.cumsum(sizes) - sizes
    place = np.asarray(units, dtype=np.int64)
    document = presence.document[place]
    numbers = (place - starts[document] + 1).tolist()
    return [
        f"{comparison.infos[at].doc_id}:{number}"
        for at, number in zip(document.tolist(), numbers, strict=True)
    ]


def pairwise_rows(panel: Panel) -> Iterator[Sequence[Cell | LiveKappa]]:
    """One row for every code and every pair of coders."""
    for pair in panel.pairs:
        for row, two in zip(panel.rows, pair.codes, strict=True):
            yield (
                row.code.code_id, pair.first, pair.second,
                int(two.units), int(two.both), int(two.first_only), int(two.second_only),
                int(two.neither), two.percent, two.alpha, two.kappa,
                LiveKappa() if two.kappa is not None else None, two.reason or "ok",
            )  # fmt: skip


def confusion_rows(panel: Panel) -> Iterator[Sequence[Cell]]:
    """What one coder of each pair called this and the other that."""
    for cell in panel.confusion:
        yield cell.first, cell.second, cell.code_id, cell.other_code_id, int(cell.units)


def disagreement_rows(passages: Iterable[PassageRow]) -> Iterator[Sequence[Cell]]:
    """One row for every code and unit on which coders differ."""
    for row in passages:
        yield (
            row.code_id, row.kind, f"{row.doc_id}:{row.unit}", row.doc_id, row.unit, row.speaker,
            row.start, row.end,
            ", ".join(coder.coder_id for coder in row.coders if coder.coded),
            ", ".join(coder.coder_id for coder in row.coders if not coder.coded),
            "; ".join(
                f"{coder.coder_id}: {', '.join(row.instead(coder))}"
                for coder in row.coders if row.instead(coder)
            ),
            row.text, "\n".join(_marked(coder) for coder in row.coders if coder.quotes),
        )  # fmt: skip


def method_rows(panel: Panel) -> Iterator[Sequence[Cell]]:
    """How the figures came about, in words."""
    choice = panel.choice
    yield "methods section", methods_text(panel)
    yield "headline", headline_words(panel)
    yield "pooled alpha", _figure(panel.pooled.alpha, "every pair of code and unit as one unit")
    yield "round", choice.round
    yield "coders", ", ".join(panel.coders)
    yield "transcripts", ", ".join(panel.transcripts)
    yield "unit", choice.unit
    yield "rule", RULES[choice.rule]
    yield "work compared", WORKS[choice.work or "finished"]
    yield "codebook version", panel.codebook_version
    for one in panel.alternatives:
        alphas = f"median alpha {figure(one.median_alpha)}, pooled {figure(one.pooled_alpha)}"
        nowhere = f"{one.uncounted:,} codings count in no unit"
        yield f"under “{one.rule}”", f"{alphas}; {nowhere}: {RULES[one.rule]}"
    for left in panel.left_out:
        yield f"without {left.coder}", f"median alpha {figure(left.median_alpha)}"
    for note in panel.notes:
        yield "note", note
    yield from _formulas()
    yield "interval", interval_words(panel)
    yield "program", f"Transcript Annotator {program_version()}".strip()


def _formulas() -> Iterator[Sequence[Cell]]:
    yield "alpha", "Krippendorff (2004, 2018): 1 - (N - 1) D / (2 n1 n0), nominal, missing allowed"
    yield "alpha by free span", _UNITIZING
    yield "kappa", "Cohen (1960); for more than two coders the mean over pairs (Light, 1971)"
    yield "ac1, fleiss", "Gwet (2014), with missing values; the code list is present, absent"
    yield "other coefficients", _OLDER
    yield "missing", "not assigned, not finished or undecided in a draft: missing, never zero"
    yield "marks", ".667 and .80 are marks, not verdicts"


def _summary_row(panel: Panel, row: PanelRow) -> Sequence[Cell]:
    return (
        panel.choice.round, panel.choice.unit, row.code.code_id, row.code.name,
        None, "nominal", "yes" if row.enough else "no", row.alpha.n_coders,
        int(row.alpha.n_units), int(row.alpha.n_dropped), int(row.coded), int(sum(row.uses)),
        ", ".join(
            f"{coder} {use:,.0f}" for coder, use in zip(panel.coders, row.uses, strict=True)
        ),
        int(row.disagreements), row.kinds["only one coder coded"], row.kinds["other code"],
        row.kinds["boundary only"], row.uncounted,
        row.alpha.value, row.alpha.coverage, row.reason or "ok", *_interval_cells(row.alpha),
        row.percent.value, row.positive.value, row.kappa.value, row.fleiss.value, row.ac1.value,
        row.brennan_prediger.value, row.spans.alpha_u_1995.value if row.spans else None,
        "; ".join(row.warnings),
    )  # fmt: skip


def _field_row(panel: Panel, row: FieldRow) -> Sequence[Cell]:
    """What was said in a field, over the units in which two coders said something."""
    conflicts = f"{row.conflicts} {_places(panel)} with conflicting values are left out"
    return (
        panel.choice.round, panel.choice.unit, row.code.code_id, row.code.name,
        row.field, row.level, None, row.alpha.n_coders,
        row.n_compared, row.n_coded - row.n_compared, row.n_coded, None, None,
        row.differing, None, None, None, None,
        row.alpha.value, row.alpha.coverage, row.alpha.reason or "ok", *_interval_cells(row.alpha),
        row.percent.value, None, None, None, None, None, None,
        "; ".join([*([conflicts] if row.conflicts else []), *row.alpha.warnings]),
    )  # fmt: skip


def _group_rows(panel: Panel, row: GroupRow) -> Iterator[Sequence[Cell]]:
    """A group of codes that exclude each other as one variable."""
    several = f"{row.several} {_places(panel)} with several of its codes are left out"
    figures = [("none is a value", row.with_none), ("without none", row.without_none)]
    if row.family is not None:
        family = row.family
        figures += [("u-alpha", family.u), ("|u|-alpha", family.binary), ("cu-alpha", family.cu)]
        figures += [
            (f"(k)u-alpha, {code.code_id}", result)
            for code, result in zip(row.codes, family.by_code, strict=True)
        ]
    for what, result in figures:
        yield (
            panel.choice.round, panel.choice.unit, row.name, row.name, what, "nominal", None,
            result.n_coders, int(result.n_units), int(result.n_dropped), *[None] * 8,
            result.value, result.coverage, result.reason or "ok", *_interval_cells(result),
            *[None] * 7, "; ".join([*([several] if row.several else []), *result.warnings]),
        )  # fmt: skip


def _interval_cells(result: Result) -> Sequence[Cell]:
    """Its ends, how it was drawn or why there is none, and the shares at the marks."""
    interval = result.interval
    if interval is None:
        return None, None, "", None, None
    drawn = interval.reason or (
        f"{interval.resamples:,} resamples of {DRAWN[interval.method]}, "
        f"{interval.dropped} without a value"
    )
    shares = dict(interval.shares)
    return interval.low, interval.high, drawn, shares.get(0.667), shares.get(0.80)


def _places(panel: Panel) -> str:
    """By character and free span it is stretches of text that are looked at."""
    return "stretches" if panel.choice.unit in {"character", "free span"} else "units"


def _figure(result: Result, words: str) -> str:
    return f"{figure(result.value)} ({words})" if result.value is not None else result.reason


def _marked(coder: CoderPassage) -> str:
    said = "; ".join(
        f"{code} “{quote}”" for code, quote in zip(coder.codes, coder.quotes, strict=True)
    )
    return f"{coder.coder_id}: {said}"
