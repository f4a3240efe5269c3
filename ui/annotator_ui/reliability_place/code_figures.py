"""How do the codes of a comparison become a table: worst first, the rare ones apart?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from annotator_ui.reliability_place.figures import Bar, Cell, Figures, Head, Line, Source

if TYPE_CHECKING:
    from annotator.reliability.choice import Unit
    from annotator.reliability.panel import Panel, PanelRow
    from annotator.reliability.result import Result

Order = Literal["alpha", "disagreements", "codebook"]
ORDERS: dict[Order, str] = {
    "alpha": "worst first",
    "disagreements": "most disagreements first",
    "codebook": "as in the codebook",
}

_FEW = "Too few uses to judge: fewer than ten"
_ENOUGH = "Enough to judge"


def code_figures(
    panel: Panel,
    *,
    order: Order = "alpha",
    more: bool = False,
    others: Mapping[Unit, Panel] | None = None,
) -> Figures:
    """One row for every code in two blocks; with `more` every coefficient and each coder's uses.

    `others` are the same comparison by other units.
    """
    others = others or {}
    blocks = ((_ENOUGH, panel.enough()), (_FEW, panel.too_few()))
    lines: list[Line] = []
    for title, rows in blocks:
        if rows:
            lines.append(Line(title=f"{title} · {len(rows)}"))
            for row in _sorted(rows, panel, order):
                cells = [*_cells(panel, row), *(_more_cells(row, others) if more else ())]
                lines.append(Line(tuple(cells)))
    heads = [*_heads(panel, order), *(_more_heads(panel, others) if more else ())]
    return Figures("Agreement by code", tuple(heads), tuple(lines), floor_of(panel))


def floor_of(panel: Panel) -> float:
    """Where the axis begins: a little below 0, or below the lowest figure."""
    lows = [0.0]
    for row in panel.rows:
        found = row.alpha.interval
        lows += [value for value in (row.alpha.value, found.low if found else None) if value]
    return max(-1.0, min(-0.1, min(lows) - 0.04))


def words_of_bar(row: PanelRow) -> str:
    """Why there is no value, else what makes it mean little; nothing where the block says it."""
    if row.alpha.value is None:
        return row.reason
    telling = [words for words in row.warnings if words == "used by one coder only"]
    if telling:
        return telling[0]
    found = row.alpha.interval
    if found is not None and found.low is not None:
        return ""
    if row.positive.value == 0:
        return "never together"
    if row.alpha.value >= 1:
        return "always agreed"
    return ""


def _sorted(rows: Iterable[PanelRow], panel: Panel, order: Order) -> list[PanelRow]:
    if order == "alpha":
        return list(rows)
    if order == "disagreements":
        return sorted(rows, key=lambda row: -row.disagreements)
    places = {row.code.id: place for place, row in enumerate(panel.rows)}
    return sorted(rows, key=lambda row: places[row.code.id])


def _heads(panel: Panel, order: Order) -> Iterator[Head]:
    units = _units(panel)
    level = next(
        (row.alpha.interval.level for row in panel.rows if row.alpha.interval is not None), 0.95
    )
    yield Head(f"Code, {ORDERS[order]}", right=False)
    yield Head("alpha", 62)
    from annotator.reliability.panel_words import percent_words

    yield Head(f"{percent_words(level)} interval", 236, right=False, is_bar=True)
    yield Head("dis-\nagreements", 84)
    yield Head(f"{units}\ncoded", 80)


def _more_heads(panel: Panel, others: Mapping[Unit, Panel]) -> Iterator[Head]:
    yield Head("agree\n%", 66)
    yield Head("positive\nagr. %", 70)
    if panel.choice.unit == "free span":
        yield Head("F1\nexact", 60)
        yield Head("F1\noverlap", 62)
        yield Head("≥ 90 %\noverlap", 66)
    else:
        yield Head("kappa" if len(panel.coders) == 2 else "mean\nkappa", 66)
        yield Head("Fleiss", 62)
        yield Head("AC1", 60)
        yield Head("Brennan\nPrediger", 74)
    for unit in others:
        yield Head(f"alpha by\n{unit}", 78)
    what = "passages" if panel.choice.unit == "free span" else _units(panel)
    for coder in panel.coders:
        yield Head(f"{what} by\n{coder}", 100)
    yield Head("in no\nunit", 62)


def _cells(panel: Panel, row: PanelRow) -> list[Cell]:
    from annotator.reliability.panel_words import figure
    from annotator.reports.passages import Behind

    code = row.code.code_id
    apart, coded = (Source(Behind(code, which)) for which in _WHICH)
    found = row.alpha.interval
    remarks = "\n".join([*filter(None, [row.reason]), *row.warnings])
    bar = Bar(
        row.alpha.value, found.low if found else None, found.high if found else None,
        hollow=not row.enough, words=words_of_bar(row),
    )  # fmt: skip
    return [
        Cell(row.code.name, apart, f"{code}\n{remarks}".strip(), code=row.code),
        # in a narrow window the bar may be gone; its words stand here as well
        Cell(figure(row.alpha.value), apart, f"{remarks}\n{_tip_of_interval(row)}".strip()),
        Cell(source=apart, tip=_tip_of_interval(row), bar=bar),
        Cell(f"{row.disagreements:,.0f}", apart, _kinds(row)),
        Cell(f"{row.coded:,.0f}", coded, _uses(panel, row)),
    ]


def _more_cells(row: PanelRow, others: Mapping[Unit, Panel]) -> Iterator[Cell]:
    from annotator.reliability.panel_words import figure
    from annotator.reports.passages import Behind

    code = row.code.code_id
    apart, coded = (Source(Behind(code, which)) for which in _WHICH)
    yield Cell(percent(row.percent), apart, row.percent.reason)
    yield Cell(percent(row.positive), Source(Behind(code, "agreed")), row.positive.reason)
    results: tuple[Result, ...] = (row.kappa, row.fleiss, row.ac1, row.brennan_prediger)
    if row.spans is not None:
        results = (row.spans.f1_exact, row.spans.f1_overlap, row.spans.segments)
    for one in results:
        yield Cell(figure(one.value), apart, one.reason)
    for panel_of_unit in others.values():
        there = panel_of_unit.row(code)
        if there is not None:
            yield Cell(
                figure(there.alpha.value), Source(Behind(code), panel_of_unit.choice),
                there.reason, "muted",
            )  # fmt: skip
        else:
            yield Cell("–", tone="muted")
    for use in row.uses:
        yield Cell(f"{use:,.0f}", coded, tone="muted")
    yield Cell(f"{row.uncounted:,}", coded, "Codings that count in no unit.", "muted")


_WHICH: tuple[Literal["disagreed"], Literal["coded"]] = ("disagreed", "coded")


def percent(result: Result) -> str:
    """A share in per cent with one decimal; an en dash where there is none."""
    return "–" if result.value is None else f"{100 * result.value:.1f}"


def _tip_of_interval(row: PanelRow) -> str:
    from annotator.reliability.panel_words import DRAWN, figure, percent_words

    found = row.alpha.interval
    if found is None:
        return row.reason
    if found.low is None:
        return f"No interval: {found.reason}."
    what = f"{found.resampled:,} {DRAWN[found.method]}"
    lines = [
        f"{figure(found.low)} to {figure(found.high)}",
        f"{found.resamples:,} resamples, each of {what}, seed {found.seed}",
    ]
    if found.dropped:
        lines.append(f"{found.dropped:,} of them have no value and are left out")
    lines += [
        f"{percent_words(share)} of the resamples reach {_mark(mark)}"
        for mark, share in found.shares
    ]
    if found.indicative:
        lines.append("Indicative: it says nothing about other transcripts")
    elif found.too_narrow:
        lines.append("Probably too narrow: fewer than thirty transcripts")
    return "\n".join(lines)


def _mark(mark: float) -> str:
    return f"{mark:.3f}".rstrip("0").lstrip("0") if mark != 0.8 else ".80"


def _kinds(row: PanelRow) -> str:
    return "\n".join(f"{kind}: {count:,}" for kind, count in row.kinds.items() if count)


def _uses(panel: Panel, row: PanelRow) -> str:
    pairs = zip(panel.coders, row.uses, strict=True)
    return "\n".join(f"{coder}: {use:,.0f}" for coder, use in pairs)


def _units(panel: Panel) -> str:
    from annotator.reliability.panel_words import PLURAL

    return PLURAL[panel.choice.unit]
