"""How is a panel told on a terminal, to a program, and as a plain table?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from annotator.model.counts import counted
from annotator.reliability.choice import WORKS
from annotator.reliability.panel_words import PLURAL, RULE_WORDS, figure, headline_words
from annotator.reliability.projection import RULES

if TYPE_CHECKING:
    from annotator.reliability.panel import FieldRow, GroupRow, Panel, PanelRow
    from annotator.reliability.result import Result

_HEAD = ("code", "alpha", "95 % interval", "apart", "coded", "agree %", "pos. %", "kappa", "AC1")


def panel_lines(panel: Panel) -> Iterator[str]:
    """A table for people: two blocks, and what must be known before it is believed."""
    choice = panel.choice
    what = "group" if choice.level == "parent" else "code"
    yield (
        f"Round {choice.round} · {', '.join(panel.coders) or 'nobody'} · "
        f"{counted(len(panel.transcripts), 'transcript')} · {counted(len(panel.rows), what)} · "
        f"by {choice.unit} · {WORKS[choice.work or 'finished']}"
    )
    yield headline_words(panel)
    yield from (f"  {note}" for note in panel.notes)
    yield from (f"  Not as planned: {each}" for each in panel.facts.deviations)
    for title, rows in _blocks(panel):
        if rows:
            yield ""
            yield title
            yield from _table(panel, rows)
    if panel.fields or panel.groups:
        yield ""
        yield from _fields_and_groups(panel)
    if panel.alternatives:
        yield ""
        yield from _under_other_rules(panel)


def panel_data(panel: Panel) -> dict[str, Any]:
    """Everything as plain values for JSON; what has no value is null, with its reason."""
    return {
        **_choice_data(panel),
        **_study_data(panel),
        "headline": {
            "median_alpha": panel.headline.median_alpha,
            "codes_with_a_value": panel.headline.n_codes,
            "codes_at_least_80": panel.headline.n_good,
            "same_code_sets": panel.headline.same_code_sets,
            "pooled_alpha": panel.pooled.alpha.value,
            "pooled_percent": panel.pooled.percent.value,
        },
        "notes": list(panel.notes),
        "codes": [_row_data(panel, row) for row in panel.rows],
        "fields": [_field_data(row) for row in panel.fields],
        "groups": [_group_data(row) for row in panel.groups],
        **_coder_data(panel),
        "other_rules": [
            {
                "rule": RULES[one.rule], "codings_in_no_unit": one.uncounted,
                "median_alpha": one.median_alpha, "pooled_alpha": one.pooled_alpha,
            }
            for one in panel.alternatives
        ],
    }  # fmt: skip


def _choice_data(panel: Panel) -> dict[str, Any]:
    choice = panel.choice
    return {
        "round": choice.round,
        "unit": choice.unit,
        "rule": RULES[choice.rule] if choice.unit not in {"character", "free span"} else "",
        "level": choice.level,
        "work": WORKS[choice.work or "finished"],
        "since": choice.since,
        "until": choice.until,
        "speakers": None if choice.speakers is None else list(choice.speakers),
        "roles": None if choice.roles is None else list(choice.roles),
        "seed": choice.seed,
        "resamples": choice.resamples,
    }


def _study_data(panel: Panel) -> dict[str, Any]:
    return {
        "blind": panel.facts.blind,
        "after_discussion": panel.facts.after_discussion,
        "codable": panel.facts.codable,
        "plan_frozen": panel.facts.frozen_at,
        "deviations": list(panel.facts.deviations),
        "coders": list(panel.coders),
        "transcripts": list(panel.transcripts),
        "units": panel.n_units,
        "units_dropped": panel.n_dropped,
        "codings": panel.n_codings,
        "codings_in_no_unit": panel.uncounted,
        "zeros_by_finishing": panel.by_finishing,
        "median_alpha_without_them": panel.median_without_finishing,
        "codebook_version": panel.codebook_version,
    }


def _coder_data(panel: Panel) -> dict[str, Any]:
    return {
        "pairs": [
            {
                "coders": [pair.first, pair.second], "units": pair.units,
                "median_alpha": pair.median_alpha, "pooled_alpha": pair.pooled_alpha,
                "percent": pair.percent,
            }
            for pair in panel.pairs
        ],
        "without_one_coder": [
            {"coder": one.coder, "median_alpha": one.median_alpha, "pooled_alpha": one.pooled_alpha}
            for one in panel.left_out
        ],
        "confusion": [
            {
                "coder": cell.first, "other_coder": cell.second, "code": cell.code_id,
                "other_code": cell.other_code_id, "units": cell.units,
            }
            for cell in panel.confusion
        ],
    }  # fmt: skip


def _field_data(row: FieldRow) -> dict[str, Any]:
    return {
        "code": row.code.code_id, "field": row.field, "level": row.level,
        "units_coded": row.n_coded, "units_compared": row.n_compared,
        "units_with_other_values": row.differing, "units_in_conflict": row.conflicts,
        "percent": row.percent.value, **_result_data(row.alpha),
    }  # fmt: skip


def _group_data(row: GroupRow) -> dict[str, Any]:
    family = row.family
    return {
        "group": row.name,
        "codes": [code.code_id for code in row.codes],
        "units_with_several": row.several,
        "with_none": _result_data(row.with_none),
        "without_none": _result_data(row.without_none),
        "u_family": None if family is None else {
            "u": _result_data(family.u),
            "binary_u": _result_data(family.binary),
            "cu": _result_data(family.cu),
            "ku": {
                code.code_id: _result_data(result)
                for code, result in zip(row.codes, family.by_code, strict=True)
            },
        },
    }  # fmt: skip


def interval_words(result: Result) -> str:
    """As in 0.40 to 0.91, else why there is none; empty where nothing was asked for."""
    found = result.interval
    if found is None:
        return ""
    if found.low is None or found.high is None:
        return found.reason
    return f"{figure(found.low)} to {figure(found.high)}"


def _blocks(panel: Panel) -> Iterator[tuple[str, tuple[PanelRow, ...]]]:
    yield "Enough to judge, worst first", panel.enough()
    yield "Too few uses to judge", panel.too_few()


class _Line(Struct, frozen=True):
    cells: Sequence[str]
    remark: str


def _table(panel: Panel, rows: Sequence[PanelRow]) -> Iterator[str]:
    lines = [_Line((*_HEAD, *panel.coders), ""), *(_line(row) for row in rows)]
    widths = [max(len(line.cells[place]) for line in lines) for place in range(len(lines[0].cells))]
    for line in lines:
        first, *rest = (
            cell.ljust(width) if place in (0, 2) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line.cells, widths, strict=True))
        )
        yield f"  {'  '.join([first, *rest])}  {line.remark}".rstrip()


def _line(row: PanelRow) -> _Line:
    found = row.alpha.interval
    interval = interval_words(row.alpha) if found and found.low is not None else ""
    cells = (
        row.code.code_id, figure(row.alpha.value), interval, f"{row.disagreements:,.0f}",
        f"{row.coded:,.0f}", _percent(row.percent), _percent(row.positive),
        figure(row.kappa.value), figure(row.ac1.value), *(f"{use:,.0f}" for use in row.uses),
    )  # fmt: skip
    return _Line(cells, "; ".join([*filter(None, [row.reason]), *row.warnings]))


def _fields_and_groups(panel: Panel) -> Iterator[str]:
    for row in panel.fields:
        units = PLURAL[panel.choice.unit]
        yield (
            f"Field {row.field} of {row.code.code_id}: {row.level} alpha {figure(row.alpha.value)}"
            f" over {row.n_compared:,} of {row.n_coded:,} coded {units}{_why(row.alpha)}"
        )
    for group in panel.groups:
        with_none, without = group.with_none, group.without_none
        yield (
            f"One of {group.name}: nominal alpha {figure(with_none.value)}{_why(with_none)}; "
            f"where both gave one {figure(without.value)}{_why(without)}"
        )
        if group.family is not None:
            family = group.family
            yield (
                f"  as free spans: u {figure(family.u.value)}, |u| {figure(family.binary.value)}, "
                f"cu {figure(family.cu.value)}{_why(family.u)}"
            )


def _why(result: Result) -> str:
    return f" ({result.reason})" if result.reason else ""


def _result_data(result: Result) -> dict[str, Any]:
    interval = result.interval
    return {
        "alpha": result.value, "reason": result.reason, "coverage": result.coverage,
        "low": interval.low if interval else None, "high": interval.high if interval else None,
    }  # fmt: skip


def _under_other_rules(panel: Panel) -> Iterator[str]:
    units = PLURAL[panel.choice.unit]
    yield f"With {units} coded where a coding covers"
    for one in panel.alternatives:
        yield (
            f"  {RULE_WORDS[one.rule]}: median alpha {figure(one.median_alpha)}, "
            f"{counted(one.uncounted, 'coding')} count{'s' if one.uncounted == 1 else ''} nowhere"
        )


def _percent(result: Result) -> str:
    return "–" if result.value is None else f"{100 * result.value:.1f}"


def _row_data(panel: Panel, row: PanelRow) -> dict[str, Any]:
    interval = row.alpha.interval
    found: dict[str, Any] = {
        "code": row.code.code_id,
        "name": row.code.name,
        "enough_to_judge": row.enough,
        "alpha": row.alpha.value,
        "reason": row.reason,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "interval_reason": interval.reason if interval else "",
        "interval_method": interval.method if interval else "",
        "resamples_without_value": interval.dropped if interval else 0,
        "share_at_least_667": _share(row, 0.667),
        "share_at_least_80": _share(row, 0.80),
    }
    if row.spans is not None:
        found |= {
            "passages": dict(zip(panel.coders, row.spans.passages, strict=True)),
            "f1_exact": row.spans.f1_exact.value,
            "f1_half_overlap": row.spans.f1_overlap.value,
            "segments_90": row.spans.segments.value,
            "alpha_u_1995": row.spans.alpha_u_1995.value,
        }
    for name in ("percent", "positive", "kappa", "fleiss", "ac1", "brennan_prediger"):
        result: Result = getattr(row, name)
        found[name] = result.value
    return found | {
        "kappa_reason": row.kappa.reason,
        "units": row.alpha.n_units,
        "uses": dict(zip(panel.coders, row.uses, strict=True)),
        "coded": row.coded,
        "disagreements": row.disagreements,
        "kinds": dict(row.kinds),
        "codings_in_no_unit": row.uncounted,
        "warnings": list(row.warnings),
    }


def _share(row: PanelRow, mark: float) -> float | None:
    shares = row.alpha.interval.shares if row.alpha.interval else ()
    return dict(shares).get(mark)
