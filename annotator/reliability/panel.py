"""How well do the coders of a project agree: everything the Reliability place and sheets show."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from annotator.model.rounds import Codable
from annotator.reliability.arrays import IntArray
from annotator.reliability.by_code import (
    RARE_BELOW,
    AgreementTable,
    CodeAgreement,
    Headline,
    agreement_by_code,
)
from annotator.reliability.choice import Choice
from annotator.reliability.kinds import Kind, confusions_of, disagreements_of
from annotator.reliability.pairs import PairOfCoders, coder_pairs, kappa_of
from annotator.reliability.panel_words import notes_of
from annotator.reliability.patterns import plain_alphas
from annotator.reliability.presence import Presence
from annotator.reliability.projection import Rule
from annotator.reliability.resampling import Resampling
from annotator.reliability.result import Result, number


@dataclass(frozen=True, slots=True)
class CodeName:
    """A code as people call it."""

    id: int
    code_id: str
    name: str
    color: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What must be known of the round that is compared."""

    blind: bool = False
    after_discussion: bool = False
    """A layer of changes that were made knowing what others had coded."""
    codable: Codable = "all"
    persons: tuple[str, ...] = ()
    seed: int | None = None
    """Of the draw of transcripts; None where they were not drawn here."""
    strata: tuple[str, ...] = ()
    threshold: float | None = None
    """The alpha that was set as enough before the coding began."""


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One code: what the coefficients say, and what they rest on."""

    code: CodeName
    enough: bool
    """Ten uses or more, all coders together; else too few to judge."""
    alpha: Result
    percent: Result
    positive: Result
    negative: Result
    kappa: Result
    """Cohen's for two coders, for more the mean over pairs."""
    fleiss: Result
    ac1: Result
    brennan_prediger: Result
    uses: tuple[float, ...]
    """Units coded by each coder, in the order of the coders."""
    coded: float
    """Distinct units coded by anyone."""
    disagreements: float
    kinds: Mapping[Kind, int]
    """How many disagreements of each kind; "boundary only" does not count against agreement."""
    uncounted: int
    """Codings with this code that count in no unit under the rule."""
    warnings: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Why there is no alpha; empty where there is one."""
        return self.alpha.reason


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two coders over all codes, on the units that both judged."""

    first: str
    second: str
    units: float
    median_alpha: float | None
    pooled_alpha: float | None
    percent: float | None
    codes: tuple[PairOfCoders, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The same study without one coder: who pulls the figures down, or up?"""

    coder: str
    median_alpha: float | None
    pooled_alpha: float | None
    alphas: tuple[float | None, ...]
    """By code, in the order of the rows."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """The same codings under another rule of what makes a unit coded."""

    rule: Rule
    uncounted: int
    """Codings that count in no unit."""
    median_alpha: float | None
    pooled_alpha: float | None
    alphas: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ConfusionCell:
    """Units that the first coder gave one code and the second another; "" stands for none."""

    first: str
    second: str
    code_id: str
    other_code_id: str
    units: float


@dataclass(frozen=True, slots=True)
class Panel:
    """Agreement of one choice of a project. Coders and transcripts go by their short labels."""

    choice: Choice
    """As it was answered: what was left open is filled in."""
    coders: tuple[str, ...]
    transcripts: tuple[str, ...]
    """Those that at least two coders judged."""
    n_units: float
    """Units judged by at least two coders (code points where the unit is the character)."""
    n_dropped: float
    """Units that fewer than two coders judged."""
    n_codings: int
    """Codings compared, before any projection."""
    uncounted: int
    by_finishing: float | None
    """Of all zeros, the share by finishing without a decision."""
    median_without_finishing: float | None
    """The median alpha with those zeros as missing; None where there are none."""
    rows: tuple[PanelRow, ...]
    """In the order of the codebook."""
    pooled: CodeAgreement
    headline: Headline
    pairs: tuple[PairRow, ...]
    left_out: tuple[LeftOut, ...]
    """Empty below three coders."""
    alternatives: tuple[Alternative, ...]
    confusion: tuple[ConfusionCell, ...]
    codebook_version: str
    corpus: int
    """Transcripts in the project."""
    facts: RoundFacts
    notes: tuple[str, ...]
    """What must be known before a figure is believed, in plain words."""

    def enough(self) -> tuple[PanelRow, ...]:
        """Codes with enough uses to judge, the worst alpha first, those without a value last."""
        return _worst_first(row for row in self.rows if row.enough)

    def too_few(self) -> tuple[PanelRow, ...]:
        """Codes with too few uses to judge, in the same order."""
        return _worst_first(row for row in self.rows if not row.enough)

    def row(self, code_id: str) -> PanelRow | None:
        """The row of one code by its short label."""
        return next((row for row in self.rows if row.code.code_id == code_id), None)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a panel is made of: the projection chosen, and the same under other rules."""

    choice: Choice
    presence: Presence
    """Its codes and coders are local ids."""
    others: Mapping[Rule, Presence]
    boundary: IntArray
    """Shape (codes,): units on which only the boundary differs."""
    uncounted: IntArray
    """Shape (codes,): codings that count in no unit."""
    names: Sequence[CodeName]
    coders: Sequence[str]
    transcripts: Sequence[str]
    n_codings: int
    drafts: bool
    codebook_version: str
    corpus: int
    facts: RoundFacts = RoundFacts()


def panel_of(compared: Compared) -> Panel:
    """Everything about one comparison. Nothing in it is not-a-number; what lacks says why."""
    choice, presence = compared.choice, compared.presence
    table = agreement_by_code(
        presence,
        resampling=Resampling(resamples=choice.resamples, seed=choice.seed),
        intervals=("krippendorff_alpha",),
    )
    pairs = coder_pairs(presence)
    by_finishing = presence.share_by_finishing()
    without = _summary(presence.without_finishing()) if by_finishing else None
    shared = presence.judged.sum(axis=1) >= 2
    n_units = float(presence.weight @ shared)
    panel = Panel(
        choice,
        coders=tuple(compared.coders),
        transcripts=tuple(
            compared.transcripts[place] for place in np.unique(presence.document[shared]).tolist()
        ),
        n_units=n_units,
        n_dropped=float(presence.weight.sum()) - n_units,
        n_codings=compared.n_codings,
        uncounted=presence.uncounted,
        by_finishing=by_finishing,
        median_without_finishing=without.median if without else None,
        rows=_rows(compared, table, pairs),
        pooled=table.pooled,
        headline=table.headline,
        pairs=_pair_rows(compared, pairs),
        left_out=_left_out(compared),
        alternatives=tuple(_alternative(*item) for item in compared.others.items()),
        confusion=_confusion(compared),
        codebook_version=compared.codebook_version,
        corpus=compared.corpus,
        facts=compared.facts,
        notes=(),
    )  # fmt: skip
    return _noted(panel, drafts=compared.drafts)


@dataclass(frozen=True, slots=True)
class _Summary:
    """Alphas of another version of the same study, without intervals."""

    alphas: tuple[float | None, ...]
    pooled: float | None

    @property
    def median(self) -> float | None:
        return _median(self.alphas)


def _summary(presence: Presence) -> _Summary:
    *alphas, pooled = (number(value) for value in plain_alphas(presence).tolist())
    return _Summary(tuple(alphas), pooled)


def _rows(
    compared: Compared, table: AgreementTable, pairs: tuple[PairOfCoders, ...]
) -> tuple[PanelRow, ...]:
    only, other = disagreements_of(compared.presence).counts(len(compared.names))
    return tuple(
        _row(name, found, kappa_of(found.code, pairs), int(compared.uncounted[place]), {
            "only one coder coded": int(only[place]),
            "other code": int(other[place]),
            "boundary only": int(compared.boundary[place]),
        })
        for place, (name, found) in enumerate(zip(compared.names, table.codes, strict=True))
    )  # fmt: skip


def _row(
    name: CodeName, found: CodeAgreement, kappa: Result, uncounted: int, kinds: Mapping[Kind, int]
) -> PanelRow:
    return PanelRow(
        name,
        enough=sum(found.uses) >= RARE_BELOW,
        alpha=found.alpha, percent=found.percent, positive=found.positive,
        negative=found.negative, kappa=kappa,
        fleiss=found.fleiss, ac1=found.ac1, brennan_prediger=found.brennan_prediger,
        uses=found.uses, coded=found.coded, disagreements=found.disagreements,
        kinds=kinds, uncounted=uncounted, warnings=found.warnings,
    )  # fmt: skip


def _pair_rows(compared: Compared, pairs: tuple[PairOfCoders, ...]) -> tuple[PairRow, ...]:
    names = dict(zip(compared.presence.coders, compared.coders, strict=True))
    by_pair: dict[tuple[Hashable, Hashable], list[PairOfCoders]] = {}
    for pair in pairs:
        by_pair.setdefault((pair.first, pair.second), []).append(pair)
    return tuple(
        _pair_row(names[first], names[second], tuple(own))
        for (first, second), own in by_pair.items()
    )


def _pair_row(first: str, second: str, own: tuple[PairOfCoders, ...]) -> PairRow:
    def summed(part: Callable[[PairOfCoders], float]) -> float:
        return sum(part(pair) for pair in own)

    pooled = PairOfCoders(
        first, second, "pooled",
        both=summed(lambda pair: pair.both), first_only=summed(lambda pair: pair.first_only),
        second_only=summed(lambda pair: pair.second_only), neither=summed(lambda p: p.neither),
    )  # fmt: skip
    units = max((pair.units for pair in own), default=0.0)
    alphas = tuple(pair.alpha for pair in own)
    return PairRow(first, second, units, _median(alphas), pooled.alpha, pooled.percent, own)


def _left_out(compared: Compared) -> tuple[LeftOut, ...]:
    every = range(len(compared.coders))
    if len(every) < 3:
        return ()
    found = []
    for gone in every:
        rest = _summary(compared.presence.of_coders([who for who in every if who != gone]))
        found.append(LeftOut(compared.coders[gone], rest.median, rest.pooled, rest.alphas))
    return tuple(found)


def _alternative(rule: Rule, presence: Presence) -> Alternative:
    found = _summary(presence)
    return Alternative(rule, presence.uncounted, found.median, found.pooled, found.alphas)


def _confusion(compared: Compared) -> tuple[ConfusionCell, ...]:
    labels = [name.code_id for name in compared.names]

    def label(place: int | None) -> str:
        return "" if place is None else labels[place]

    return tuple(
        ConfusionCell(
            compared.coders[cell.first], compared.coders[cell.second],
            label(cell.code), label(cell.other_code), cell.units,
        )
        for cell in confusions_of(compared.presence)
    )  # fmt: skip


def _noted(panel: Panel, *, drafts: bool) -> Panel:
    return replace(panel, notes=tuple(notes_of(panel, drafts=drafts)))


def _worst_first(rows: Iterable[PanelRow]) -> tuple[PanelRow, ...]:
    def order(row: PanelRow) -> tuple[bool, float]:
        value = row.alpha.value
        return value is None, 0.0 if value is None else value

    return tuple(sorted(rows, key=order))


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None
