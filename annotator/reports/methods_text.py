"""What does a paper say about the agreement of its coders? The sentence for the methods section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.model.counts import counted
from annotator.reliability.panel_words import FEWEST_FOR_INTERVALS, PLURAL, SINGULAR, figure
from annotator.reliability.projection import RULES
from annotator.reports.program_version import program_version

if TYPE_CHECKING:
    from annotator.reliability.choice import Choice
    from annotator.reliability.panel import Panel, PanelRow

_NUMBERS = (
    "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
)  # fmt: skip


def methods_text(panel: Panel) -> str:
    """Some sentences that are true of this panel and no other; nothing is claimed of blindness."""
    return " ".join(_sentences(panel))


def _sentences(panel: Panel) -> Iterator[str]:
    if panel.headline.median_alpha is None:
        yield "No agreement between coders can be reported: no code has a value."
        yield from _plan(panel)
        return
    yield _study(panel)
    yield from _overlap(panel)
    yield from _limits(panel)
    if panel.choice.level == "parent":
        yield "Each group stands for all its codes."
    yield from _what_was_codable(panel)
    if panel.choice.unit not in {"character", "free span"}:
        yield f"{_upper(RULES[panel.choice.rule])}."
    yield from _zeros(panel)
    yield _range(panel)
    yield from _lacking(panel)
    yield from _fields(panel)
    yield interval_words(panel)
    yield from _plan(panel)
    yield f"Computed with Transcript Annotator {program_version()}".strip() + "."


def _study(panel: Panel) -> str:
    """It says "independently" of sealed blind rounds alone."""
    choice, facts = panel.choice, panel.facts
    coders, texts = len(_compared(panel)), len(panel.transcripts)
    how = "independently " if facts.blind and choice.work == "sealed" else ""
    version = f", codebook {panel.codebook_version}" if panel.codebook_version else ""
    after = " after discussion" if facts.after_discussion else ""
    return (
        f"{_count(coders, 'coder')} {how}coded {_count(texts, 'transcript').lower()} "
        f"({_selection(panel)}{counted(panel.n_units, SINGULAR[choice.unit])}, "
        f"{counted(len(panel.rows), 'code')}{version}, round {choice.round}{after})."
    )


def _compared(panel: Panel) -> tuple[str, ...]:
    """The coders who share a unit with another; whoever else worked in the round is not in it."""
    sharing = {who for pair in panel.pairs if pair.units for who in (pair.first, pair.second)}
    return tuple(who for who in panel.coders if who in sharing) or panel.coders


def _overlap(panel: Panel) -> Iterator[str]:
    """That not everybody judged everything, where three and more share the work."""
    among = set(_compared(panel))
    shared = [pair.units for pair in panel.pairs if {pair.first, pair.second} <= among]
    if len(among) > 2 and min(shared, default=panel.n_units) < panel.n_units:
        unit = SINGULAR[panel.choice.unit]
        yield f"Not every coder judged every {unit}: each was judged by two or more."


def _selection(panel: Panel) -> str:
    """Share of the corpus, and how it was chosen: drawn with a seed, or not recorded."""
    texts, facts = len(panel.transcripts), panel.facts
    if panel.corpus <= texts:
        return ""
    share = f"{texts / panel.corpus:.0%} of the corpus"
    if facts.seed is None:
        return f"{share}, selection not recorded; "
    strata = f", stratified by {' and '.join(facts.strata)}" if facts.strata else ""
    return f"{share}, drawn at random with seed {facts.seed}{strata}; "


def _plan(panel: Panel) -> Iterator[str]:
    """The plan that was frozen before, and every deviation from it."""
    facts = panel.facts
    if not facts.frozen_at:
        return
    day = facts.frozen_at[:10]
    if facts.deviations:
        yield f"The plan was frozen on {day}; deviations: {' '.join(facts.deviations)}"
    else:
        yield f"The plan was frozen on {day} and kept."
    yield f"The plan set an alpha of {figure(facts.threshold)} as enough."


def _limits(panel: Panel) -> Iterator[str]:
    """What of it was left out by the choice: days, speakers, roles."""
    choice = panel.choice
    days = day_words(choice)
    if days:
        yield f"Only transcripts {days} were compared."
    who = [
        *([f"by {_listed(choice.speakers)}"] if choice.speakers is not None else []),
        *([f"in the role {_listed(choice.roles)}"] if choice.roles is not None else []),
    ]
    if who:
        yield f"Only {PLURAL[choice.unit]} said {' '.join(who)} were compared."


def day_words(choice: Choice) -> str:
    """From which day to which, in words; empty where there is no limit."""
    if choice.since and choice.until:
        same = choice.since == choice.until
        return f"of {choice.since}" if same else f"of {choice.since} to {choice.until}"
    if choice.since:
        return f"since {choice.since}"
    return f"until {choice.until}" if choice.until else ""


def _listed(names: Sequence[str]) -> str:
    return " or ".join(name or "nobody named" for name in names)


def _what_was_codable(panel: Panel) -> Iterator[str]:
    if panel.facts.codable == "answers":
        yield "Only turns that answer a question were coded."
    elif panel.facts.codable == "persons":
        yield f"Only what {', '.join(panel.facts.persons)} said was coded."


def _zeros(panel: Panel) -> Iterator[str]:
    units = PLURAL[panel.choice.unit]
    if panel.choice.work == "as finished":
        yield f"All {units} without a code count as zeros, whether or not a coder decided so."
        return
    if panel.choice.work == "drafts" and panel.undecided:
        yield f"Coding was not finished; {units} without a decision are treated as missing."
        return
    if panel.choice.work == "drafts":
        yield "Coding was not marked as finished, but everything was decided."
    if panel.by_finishing is not None:
        explicit = 1 - panel.by_finishing
        rest = "; the rest are by finishing" if panel.by_finishing else ""
        yield f"Of all zeros, {explicit:.0%} are explicit decisions{rest}."


def _fields(panel: Panel) -> Iterator[str]:
    for row in panel.fields:
        if row.alpha.value is not None:
            coverage = f" ({row.alpha.coverage:.0%})" if row.alpha.coverage is not None else ""
            yield (
                f"For {row.field} of {row.code.code_id}, {row.level} alpha was "
                f"{figure(row.alpha.value)} over the {row.n_compared:,} of {row.n_coded:,} coded "
                f"{PLURAL[panel.choice.unit]}{coverage} in which two coders said something."
            )


def _range(panel: Panel) -> str:
    values = [row.alpha.value for row in panel.rows if row.alpha.value is not None]
    head = panel.headline
    what = "Krippendorff's nominal alpha, computed for each code as present or absent,"
    if panel.choice.unit == "free span":
        what = "Krippendorff's |u|-alpha for unitizing (2016), computed for each code,"
    if len(values) == 1:
        return f"By {panel.choice.unit}, {what} was {figure(values[0])}, for one code."
    return (
        f"By {panel.choice.unit}, {what} {_spread(values)} (median {figure(head.median_alpha)} "
        f"over {head.n_codes} codes; {head.n_good} at .80 or above)."
    )


def _spread(values: Sequence[float]) -> str:
    return f"ranged from {figure(min(values))} to {figure(max(values))}"


def _lacking(panel: Panel) -> Iterator[str]:
    never = [row for row in panel.rows if row.alpha.value is None]
    few = [row for row in panel.too_few() if row.alpha.value is not None]
    if few and panel.choice.unit != "character":
        yield f"Fewer than ten uses: {_named(few)}."
    if never:
        whys = {row.reason for row in never}
        why = f" ({whys.pop()})" if len(whys) == 1 else ""
        yield f"Without a value{why}: {_named(never)}."


def interval_words(panel: Panel) -> str:
    """What the intervals were drawn from, or why there are none."""
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
    dropped = max(one.dropped for one in found if one.low is not None)
    without = f"; up to {dropped:,} of one code had no value and are left out" if dropped else ""
    return (
        f"The {drawn.level:.0%} intervals rest on {drawn.resamples:,} resamples of {what}, "
        f"seed {drawn.seed}{without}.{_without_interval(panel)}"
    )


def _without_interval(panel: Panel) -> str:
    """Codes with a value of which too many resamples have none, or all the same."""
    lacking = [
        row for row in panel.rows
        if row.alpha.value is not None
        and (row.alpha.interval is None or row.alpha.interval.low is None)
    ]  # fmt: skip
    return f" Without an interval: {_named(lacking)}." if lacking else ""


def _named(rows: Sequence[PanelRow]) -> str:
    return ", ".join(row.code.code_id for row in rows)


def _count(count: int, noun: str) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"
    return f"{number} {noun}{'' if count == 1 else 's'}"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
