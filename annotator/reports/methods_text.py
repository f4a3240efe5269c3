"""What does a paper say about the agreement of its coders? The sentence for the methods section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.reliability.panel import Panel, PanelRow
from annotator.reliability.panel_words import FEWEST_FOR_INTERVALS, PLURAL, figure
from annotator.reliability.projection import RULES
from annotator.reports.readme_sheet import program_version

_NUMBERS = (
    "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
)  # fmt: skip


def methods_text(panel: Panel) -> str:
    """Some sentences that are true of this panel and no other; nothing is claimed of blindness."""
    return " ".join(_sentences(panel))


def _sentences(panel: Panel) -> Iterator[str]:
    if panel.headline.median_alpha is None:
        yield "No agreement between coders can be reported: no code has a value."
        return
    yield _study(panel)
    if panel.choice.unit != "character":
        yield f"{_upper(RULES[panel.choice.rule])}."
    yield from _zeros(panel)
    yield _range(panel)
    yield from _lacking(panel)
    yield _intervals(panel)
    yield f"Computed with Transcript Annotator {program_version()}".strip() + "."


def _study(panel: Panel) -> str:
    choice = panel.choice
    coders, texts = len(panel.coders), len(panel.transcripts)
    share = f"{texts / panel.corpus:.0%} of the corpus; " if panel.corpus > texts else ""
    version = f", codebook {panel.codebook_version}" if panel.codebook_version else ""
    return (
        f"{_count(coders, 'coder')} coded {_count(texts, 'transcript').lower()} "
        f"({share}{panel.n_units:,.0f} {PLURAL[choice.unit]}, {len(panel.rows)} codes{version}, "
        f"round {choice.round})."
    )


def _zeros(panel: Panel) -> Iterator[str]:
    units = PLURAL[panel.choice.unit]
    if panel.choice.work == "as finished":
        yield f"All {units} without a code count as zeros, whether or not a coder decided so."
    elif panel.choice.work == "drafts":
        yield f"Coding was not finished; {units} without a decision are treated as missing."
    if panel.by_finishing is not None:
        explicit = 1 - panel.by_finishing
        if panel.choice.work == "finished":
            yield f"Of all zeros, {explicit:.0%} are explicit decisions; the rest are by finishing."


def _range(panel: Panel) -> str:
    values = [row.alpha.value for row in panel.rows if row.alpha.value is not None]
    head = panel.headline
    return (
        f"By {panel.choice.unit}, Krippendorff's nominal alpha, computed for each code as present "
        f"or absent, ranged from {figure(min(values))} to {figure(max(values))} "
        f"(median {figure(head.median_alpha)} over {head.n_codes} codes; "
        f"{head.n_good} at .80 or above)."
    )


def _lacking(panel: Panel) -> Iterator[str]:
    never = [row for row in panel.rows if row.alpha.value is None]
    few = [row for row in panel.too_few() if row.alpha.value is not None]
    if few and panel.choice.unit != "character":
        yield f"Fewer than ten uses: {_named(few)}."
    if never:
        whys = {row.reason for row in never}
        why = f" ({whys.pop()})" if len(whys) == 1 else ""
        yield f"Without a value{why}: {_named(never)}."


def _intervals(panel: Panel) -> str:
    found = [row.alpha.interval for row in panel.rows if row.alpha.interval is not None]
    drawn = next((one for one in found if one.low is not None), None)
    if drawn is None:
        few = len(panel.transcripts) < FEWEST_FOR_INTERVALS
        return (
            "No intervals are given: there are fewer than ten transcripts."
            if few and not panel.choice.indicative
            else "No intervals are given."
        )
    what = f"{drawn.resampled} transcripts"
    if drawn.indicative:
        what = f"{drawn.resampled} parts inside transcripts (indicative only)"
    return (
        f"The {drawn.level:.0%} intervals rest on {drawn.resamples:,} resamples of {what}, "
        f"seed {drawn.seed}."
    )


def _named(rows: Sequence[PanelRow]) -> str:
    return ", ".join(row.code.code_id for row in rows)


def _count(count: int, noun: str) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"
    return f"{number} {noun}{'' if count == 1 else 's'}"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
