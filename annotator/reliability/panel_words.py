"""What must be said in plain words before a figure of a panel is believed?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.model.counts import counted
from annotator.reliability.resampling import NEWLY_NARROW

if TYPE_CHECKING:
    from annotator.reliability.choice import Unit
    from annotator.reliability.panel import Panel
    from annotator.reliability.projection import Rule
    from annotator.reliability.result import Method

FEWEST_FOR_INTERVALS = 10
PLURAL: dict[Unit, str] = {
    "sentence": "sentences",
    "paragraph": "paragraphs",
    "turn": "turns",
    "transcript": "transcripts",
    "character": "characters",
    "free span": "characters",
}
SINGULAR: dict[Unit, str] = {
    unit: "character" if unit == "free span" else str(unit) for unit in PLURAL
}
DRAWN: dict[Method, str] = {
    "documents": "transcripts",
    "parts inside documents": "parts of transcripts",
    "units": "units",
    "KALPHA-compatible": "pairs, KALPHA-compatible",
    "none": "nothing",
}
"""What one resample is made of."""
MARKS = (0.667, 0.80, 1.0)
RULE_WORDS: dict[Rule, str] = {
    "half": "half of the unit or half of the coding",
    "any": "any part of the unit",
    "half of the unit": "half of the unit",
}
"""What must be covered for a unit to be coded, in few words."""


_ALONE = "Only one coder has worked here: a coefficient needs two who finished the same text."
_HIDDEN = (
    "The work of one coder at most can be seen: the round is blind, and what is not handed back "
    "and accepted yet stays hidden. Accept it in Team, or with merge --accept."
)


def notes_of(panel: Panel, *, drafts: bool) -> Iterator[str]:
    """One sentence each, the gravest first."""
    if len(panel.coders) < 2:
        yield _HIDDEN if panel.facts.blind else _ALONE
        return
    if not panel.n_units:
        yield (
            "Of what is chosen here, no two coders have judged the same text."
            if panel.choice.is_limited
            else "No two coders have judged the same text yet."
        )
        return
    if panel.facts.after_discussion:
        yield (
            "After discussion: coders knew what others had coded, so these figures say nothing "
            "about how reliable the coding was."
        )
    units = PLURAL[panel.choice.unit]
    yield from _on_work(panel, units, drafts=drafts)
    yield from _on_size(panel)
    if panel.n_dropped:
        yield (
            f"{counted(panel.n_dropped, SINGULAR[panel.choice.unit])} judged by fewer than two "
            f"coders {_is(panel.n_dropped)} left out."
        )
    if panel.uncounted:
        yield (
            f"{counted(panel.uncounted, 'coding')} of {panel.n_codings:,} "
            f"{_counts(panel.uncounted)} in no {panel.choice.unit} under the rule chosen."
        )


class KeyFigure(Struct, frozen=True):
    """A figure of the headline, what it is, and the formula behind it."""

    figure: str
    words: str
    tip: str = ""


def headline_figures(panel: Panel) -> tuple[KeyFigure, KeyFigure, KeyFigure]:
    """The median over codes, how many reach .80, and the share of units with equal code sets."""
    head, unit = panel.headline, SINGULAR[panel.choice.unit]
    percent = panel.pooled.percent.value
    formula = f"every pair of {unit} and code as one unit, 1 − (N − 1) D / (2 n₁ n₀)."
    if panel.choice.unit == "free span":
        formula = "1 − Σ observed / Σ expected disagreement over the codes."
    pooled = f"Pooled alpha {figure(panel.pooled.alpha.value)}: {formula}"
    if percent is not None:
        equal = percent_words(percent, 1)
        pooled += f"\nPooled agreement {equal}: the share of these decisions that are equal."
    same = head.same_code_sets
    shown = "–" if same is None else percent_words(same, 1)
    return (
        KeyFigure(figure(head.median_alpha), f"median alpha over\n{counted(head.n_codes, 'code')}",
                  pooled),
        KeyFigure(f"{head.n_good} of {head.n_codes}", "codes reach .80",
                  f"Codes without a value ({len(panel.rows) - head.n_codes}) are not counted."),
        KeyFigure(shown,
                  f"of {counted(panel.n_units, unit)} have\nidentical code sets",
                  f"On so many {PLURAL[panel.choice.unit]} all coders gave exactly the same codes, "
                  "or all gave none."),
    )  # fmt: skip


def headline_words(panel: Panel) -> str:
    """The three figures of the headline as one line."""
    head = panel.headline
    if head.median_alpha is None:
        return "No code has a value yet."
    same = ""
    if head.same_code_sets is not None:
        share, units = percent_words(head.same_code_sets, 1), PLURAL[panel.choice.unit]
        same = f" {share} of the {units} have identical code sets."
    return (
        f"Median alpha {figure(head.median_alpha)} over {counted(head.n_codes, 'code')}; "
        f"{head.n_good} of them reach{'es' if head.n_good == 1 else ''} .80.{same}"
    )


def percent_words(share: float, decimals: int = 0) -> str:
    """A share as it is shown: "54 %"."""
    return f"{share:.{decimals}%}".replace("%", " %")


def figure(value: float | None) -> str:
    """A coefficient as it is shown: two decimals, a true minus, an en dash for none."""
    if value is None:
        return "–"
    for decimals in (2, 3, 4):
        shown = f"{value:.{decimals}f}"
        if all((float(shown) >= mark) == (value >= mark - 1e-12) for mark in MARKS):
            break  # rounding must not say that a mark is reached where it is not
    return "0.00" if shown == "-0.00" else shown.replace("-", "−")


def _on_work(panel: Panel, units: str, *, drafts: bool) -> Iterator[str]:
    if panel.choice.work == "as finished" and drafts:
        yield (
            f"Unfinished work is counted as if it were finished: {units} without a decision "
            "count as zeros."
        )
    elif drafts and not panel.undecided:
        yield "These are drafts: not everything is marked as finished, but everything is decided."
    elif drafts:
        yield (
            f"These are drafts: not everything is finished, and {units} without a decision "
            "are missing, not zero."
        )
    if panel.by_finishing:
        median = panel.median_without_finishing
        shown = "there is no median alpha" if median is None else (
            f"the median alpha is {figure(median)}"
        )  # fmt: skip
        yield (
            f"{percent_words(panel.by_finishing)} of the zeros are by finishing, without a "
            f"decision of their own; with these as missing {shown}."
        )


def _on_size(panel: Panel) -> Iterator[str]:
    count = len(panel.transcripts)
    if count == 1:
        yield "One transcript: these figures describe this text only."
    if count < FEWEST_FOR_INTERVALS:
        if panel.choice.indicative:
            yield "Intervals from parts of so few transcripts are indicative only."
        elif count > 1:
            yield f"{count} transcripts: there are no intervals below ten."
    elif count < NEWLY_NARROW:
        yield f"{count} transcripts: the intervals are probably too narrow below thirty."


def _is(count: float) -> str:
    return "is" if count == 1 else "are"


def _counts(count: float) -> str:
    return "counts" if count == 1 else "count"
