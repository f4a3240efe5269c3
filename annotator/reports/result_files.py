"""Which figures came out: one row for every code, unit and coefficient, pairs, confusion?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec.structs import replace

from annotator.reliability.agreement import (
    all_agree,
    holsti,
    negative_agreement,
    percent_agreement,
    positive_agreement,
)
from annotator.reliability.chance import brennan_prediger, fleiss_kappa, gwet_ac
from annotator.reliability.kappa import cohen_kappa, conger_kappa, scott_pi
from annotator.reliability.panel_words import DRAWN
from annotator.reliability.ratings import Ratings, of_two
from annotator.reliability.segmentation import boundary_similarity, pk, windowdiff
from annotator.reports.agreement_columns import CONFUSION, PAIRWISE
from annotator.reports.agreement_rows import confusion_rows, pairwise_rows
from annotator.reports.rating_files import csv_file

if TYPE_CHECKING:
    from annotator.reliability.arrays import BoolArray
    from annotator.reliability.panel import GroupRow, Panel, PanelRow
    from annotator.reliability.presence import Presence
    from annotator.reliability.result import Result
    from annotator.reports.comparison import Comparison

RESULTS = (
    "round", "unit", "code_id", "column", "coefficient", "value", "status", "low", "high",
    "interval", "share_667", "share_80", "n_coders", "n_units", "n_dropped", "n_values",
    "standard_error", "coverage", "warnings",
)  # fmt: skip

POOLED = "pooled"


def holsti_of_shared(ratings: Ratings) -> Result:
    """Holsti's coefficient over units that both of a pair judged, the mean over pairs.

    What a coder was not handed is no decision of the other alone, so it must not lower the figure.
    """
    shared = percent_agreement(ratings)
    pairs = combinations(range(ratings.n_coders), 2)
    found = [holsti(of_two(ratings, first, second)).value for first, second in pairs]
    values = [value for value in found if value is not None]
    value = fmean(values) if values else None
    return replace(shared, coefficient="holsti", value=value, observed=value, settings=())


_OF_ALL: tuple[Callable[..., Result], ...] = (
    percent_agreement, all_agree, holsti_of_shared, positive_agreement, negative_agreement,
    conger_kappa, fleiss_kappa, gwet_ac, brennan_prediger,
)  # fmt: skip
"""Every coefficient over units beside alpha, with its standard error where there is one; some of
them stand in the files and not in the window."""
_OF_TWO: tuple[Callable[..., Result], ...] = (cohen_kappa, scott_pi)


def write_results(
    path: Path, panels: Iterable[Panel], comparison: Comparison, columns: dict[str, str]
) -> None:
    """Every figure of the first panel and of its other units, and why one is missing.

    `columns` names the column of each code in the other files.
    """
    with csv_file(path) as table:
        table.writerow(RESULTS)
        for number, panel in enumerate(panels):
            presence = comparison.compared.presence if not number else None
            for row in panel.rows:
                for result in _results(row, presence):
                    code = row.code.code_id
                    table.writerow(_line(panel, code, columns[code], result, row.warnings))
            for result in _pooled(panel):
                table.writerow(_line(panel, POOLED, "", result, panel.pooled.warnings))
            for field in panel.fields:
                name = f"{field.code.code_id}.{field.field}"
                table.writerow(_line(panel, name, "", field.alpha, (field.level,)))
            for group in panel.groups:
                for result in (*_as_a_variable(group), *_family(group)):
                    table.writerow(_line(panel, group.name, "", result, ()))


def write_pairs(path: Path, panel: Panel) -> None:
    """Each code and pair of coders: the table of four cells, and what follows from it."""
    kept = [at for at, column in enumerate(PAIRWISE) if column.name != "kappa_live"]
    with csv_file(path) as table:
        table.writerow([PAIRWISE[at].name for at in kept])
        for row in pairwise_rows(panel):
            table.writerow([_cell(row[at]) for at in kept])


def write_confusion(path: Path, panel: Panel) -> None:
    """What one coder called this and the other that."""
    with csv_file(path) as table:
        table.writerow([column.name for column in CONFUSION])
        table.writerows([_cell(cell) for cell in row] for row in confusion_rows(panel))


SEGMENTATION = (
    "coder_1", "coder_2", "n_units", "boundary_similarity", "pk", "windowdiff", "status",
)  # fmt: skip


def write_segmentation(path: Path, comparison: Comparison) -> None:
    """How alike two coders cut the texts: a boundary stands where the set of codes changes.

    pk and windowdiff are errors, and take the first coder as the reference.
    """
    presence = comparison.compared.presence
    with csv_file(path) as table:
        table.writerow(SEGMENTATION)
        for first, second in combinations(range(len(presence.coders)), 2):
            cuts = _boundaries(presence, first, second)
            names = [comparison.coders[place].coder_id for place in (first, second)]
            found = [work(*cuts) for work in (boundary_similarity, pk, windowdiff)]
            reasons = "; ".join(dict.fromkeys(one.reason for one in found if one.reason))
            table.writerow(
                [*names, len(cuts[0]), *(_cell(one.value) for one in found), reasons or "ok"]
            )


def _results(row: PanelRow, presence: Presence | None) -> Iterator[Result]:
    yield row.alpha
    if row.spans is not None:
        # one formula under several settings: its name alone would not tell which
        yield replace(row.spans.f1_exact, coefficient="span_f1_exact")
        yield replace(row.spans.f1_overlap, coefficient="span_f1_overlap_50")
        yield replace(row.spans.segments, coefficient="segment_agreement_90")
        yield row.spans.alpha_u_1995
        return
    if presence is None:
        yield from (
            row.percent, row.positive, row.negative, row.kappa, row.fleiss, row.ac1,
            row.brennan_prediger,
        )  # fmt: skip
        return
    ratings = presence.ratings(row.code.id)
    for work in _OF_ALL:
        yield _with_reason(work(ratings), row)
    if ratings.n_coders == 2:
        for work in _OF_TWO:
            yield _with_reason(work(ratings), row)
    else:
        yield row.kappa


def _with_reason(result: Result, row: PanelRow) -> Result:
    """Why there is no value, in the words of codes: never used, used everywhere."""
    if result.value is None and row.alpha.value is None:
        return replace(result, reason=row.alpha.reason)
    return result


def _as_a_variable(group: GroupRow) -> Iterator[Result]:
    for result, name in ((group.with_none, "with_none"), (group.without_none, "without_none")):
        yield replace(result, coefficient=f"{result.coefficient}_{name}")


def _family(group: GroupRow) -> Iterator[Result]:
    if group.family is not None:
        yield from (group.family.u, group.family.binary, group.family.cu)
        for code, result in zip(group.codes, group.family.by_code, strict=True):
            yield replace(result, coefficient=f"{result.coefficient}_{code.code_id}")


def _pooled(panel: Panel) -> Iterator[Result]:
    pooled = panel.pooled
    yield from (pooled.alpha, pooled.percent, pooled.positive, pooled.fleiss, pooled.ac1)


def _line(
    panel: Panel, code: str, column: str, result: Result, warnings: tuple[str, ...]
) -> list[Any]:
    interval = result.interval
    shares = dict(interval.shares) if interval else {}
    # characters are not independent of each other: an error computed as if they were means nothing
    by_character = panel.choice.unit in {"character", "free span"}
    error = None if by_character else result.standard_error
    how = ""
    if interval is not None:
        how = interval.reason or f"{interval.resamples} resamples of {DRAWN[interval.method]}"
    return [
        panel.choice.round, panel.choice.unit, code, column, result.coefficient,
        _cell(result.value), result.reason or "ok",
        _cell(interval.low if interval else None), _cell(interval.high if interval else None),
        how, _cell(shares.get(0.667)), _cell(shares.get(0.80)),
        result.n_coders, _count(result.n_units), _count(result.n_dropped),
        _count(result.n_values), _cell(error), _cell(result.coverage),
        "; ".join(dict.fromkeys([*warnings, *result.warnings])),
    ]  # fmt: skip


def _boundaries(presence: Presence, first: int, second: int) -> tuple[list[bool], list[bool]]:
    """For each unit that both judged, whether this coder's codes change after it.

    Texts lie end to end, with a boundary of both between them.
    """
    both = presence.judged[:, first] & presence.judged[:, second]
    return _cut_by(presence, first, both), _cut_by(presence, second, both)


def _cut_by(presence: Presence, coder: int, units: BoolArray) -> list[bool]:
    own = presence.coder == coder
    sets: list[set[int]] = [set() for _ in range(presence.n_units)]
    marks = zip(presence.unit[own].tolist(), presence.code[own].tolist(), strict=True)
    for unit, code in marks:
        sets[unit].add(code)
    kept = [(sets[unit], presence.document[unit]) for unit in np.flatnonzero(units).tolist()]
    return [*(one != other for one, other in pairwise(kept)), False]


def _cell(value: object) -> object:
    """A figure with all its digits; nothing for None."""
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else value


def _count(value: float) -> object:
    """A whole number without a point."""
    return int(value) if value == int(value) else repr(value)
