"""How do fields and exclusive groups agree, what do other rules change, does the sample suffice?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator_ui.reliability_place.code_figures import percent
from annotator_ui.reliability_place.figures import Bar, Cell, Figures, Head, Line, Source

if TYPE_CHECKING:
    from annotator.reliability.panel import FieldRow, GroupRow, Panel
    from annotator.reliability.result import Result
    from annotator.reliability.sample_size import SampleSize
    from annotator.reports.passages import Behind


def field_figures(panel: Panel) -> Figures:
    """Each field at its level of measurement, over units that two coders gave the code."""
    heads = (
        Head("Code", right=False), Head("field", 130, right=False), Head("level", 76, right=False),
        Head("alpha", 62), Head("95 % interval", 170, right=False, is_bar=True),
        Head("equal\n%", 60), Head("differ", 60), Head("compared", 92),
        Head("contra-\ndictions", 76),
    )  # fmt: skip
    return Figures("Fields", heads, tuple(_field_line(row) for row in panel.fields))


def group_figures(panel: Panel) -> Figures:
    """Each group of exclusive codes as one variable; over free spans the whole family."""
    lines = [line for group in panel.groups for line in _group_lines(group)]
    heads = (
        Head("Group", right=False), Head("alpha", 62),
        Head("95 % interval", 200, right=False, is_bar=True),
        Head("covers\n%", 70), Head("several\ncodes", 76),
    )  # fmt: skip
    return Figures("Groups of exclusive codes", heads, tuple(lines))


def rule_figures(panel: Panel) -> Figures:
    """What alpha is under the other rules of when a unit counts as coded."""
    from annotator.reliability.panel_words import RULE_WORDS, figure

    chosen = (
        Cell(f"{RULE_WORDS[panel.choice.rule]} (chosen)"),
        Cell(figure(panel.headline.median_alpha)), Cell(figure(panel.pooled.alpha.value)),
        Cell(f"{panel.uncounted:,} of {panel.n_codings:,}"),
    )  # fmt: skip
    others = [
        Line((
            Cell(RULE_WORDS[one.rule]), Cell(figure(one.median_alpha)),
            Cell(figure(one.pooled_alpha)), Cell(f"{one.uncounted:,} of {panel.n_codings:,}"),
        ))
        for one in panel.alternatives
    ]  # fmt: skip
    heads = (
        Head("A unit is coded when a coding covers", right=False), Head("median\nalpha", 80),
        Head("pooled\nalpha", 80), Head("codings in\nno unit", 110),
    )  # fmt: skip
    return Figures("Under other rules", heads, (Line(chosen), *others))


def sample_figures(panel: Panel, sizes: Sequence[SampleSize]) -> Figures:
    """For each code, how many transcripts like these it takes; the most demanding first."""
    from annotator.reliability.panel_words import figure

    rows = {row.code.code_id: row for row in panel.rows}
    found = sorted(sizes, key=lambda one: -(one.high or (10**9 if not one.reason else -1)))
    heads = (
        Head("Code", right=False), Head("alpha", 62), Head("now\nwithin ±", 80),
        Head("coded\n%", 66), Head("clustering", 88), Head("transcripts\nneeded", 228),
    )  # fmt: skip
    lines = []
    for one in found:
        row = rows[str(one.code)]
        source = Source(_behind(row.code.code_id))
        lines.append(
            Line((
                Cell(row.code.name, source, row.code.code_id, code=row.code),
                Cell(figure(one.alpha), source),
                Cell("–" if one.reach is None else figure(one.reach), source, tone="muted"),
                Cell(f"{100 * one.prevalence:.1f}", source, tone="muted"),
                Cell("–" if one.clustering is None else f"{one.clustering:.1f} ×", source,
                     tone="muted"),
                Cell(needed(one), source, one.reason),
            ))
        )  # fmt: skip
    return Figures("Does the sample suffice?", heads, tuple(lines))


def needed(one: SampleSize) -> str:
    """A range of transcripts, or why there is none."""
    if one.low is None or one.high is None:
        return one.reason
    shown = f"{one.low:,}" if one.low == one.high else f"{one.low:,} to {one.high:,}"
    return f"more than {shown}" if one.at_least else shown


def _field_line(row: FieldRow) -> Line:
    from annotator.reliability.panel_words import figure

    source = Source(_behind(row.code.code_id))
    compared = f"{row.n_compared:,} of {row.n_coded:,}"
    return Line(
        (
            Cell(row.code.name, source, row.code.code_id, code=row.code),
            Cell(row.field, source),
            Cell(row.level, source, tone="muted"),
            Cell(figure(row.alpha.value), source, row.alpha.reason),
            Cell(source=source, tip=row.alpha.reason, bar=_bar(row.alpha)),
            Cell(percent(row.percent), source),
            Cell(f"{row.differing:,}", source),
            Cell(compared, source, "Units coded by anyone in which two coders said something."),
            Cell(f"{row.conflicts:,}", source, "Units about which one coder said two things."),
        )
    )


def _group_lines(group: GroupRow) -> list[Line]:
    rows: list[tuple[str, Result, str]] = [
        (f"{group.name}, none counted as a value", group.with_none, f"{group.several:,}"),
        (f"{group.name}, where both gave one", group.without_none, ""),
    ]
    if group.family is not None:
        family = group.family
        rows = [
            ("u: where passages are, and which code", family.u, ""),
            ("|u|: where passages are", family.binary, ""),
            ("cu: which code, where both marked", family.cu, ""),
            *(
                (f"(k)u: {name.name}", result, "")
                for name, result in zip(group.codes, family.by_code, strict=True)
            ),
        ]
    from annotator.reliability.panel_words import figure

    return [
        Line(title=f"{group.name} · {len(group.codes)} codes"),
        *(
            Line((
                Cell(words, None, result.reason),
                Cell(figure(result.value), None, result.reason),
                Cell(tip=result.reason, bar=_bar(result)),
                Cell("–" if result.coverage is None else f"{100 * result.coverage:.0f}"),
                Cell(several, None, "Units to which one coder gave several of them.", "muted"),
            ))
            for words, result, several in rows
        ),
    ]  # fmt: skip


def _bar(result: Result) -> Bar:
    found = result.interval
    low, high = (found.low, found.high) if found is not None else (None, None)
    return Bar(result.value, low, high, words=result.reason if result.value is None else "")


def _behind(code: str) -> Behind:
    from annotator.reports.passages import Behind

    return Behind(code)
