"""How well do the coders of a project agree: everything the Reliability place and sheets show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from annotator.model.rounds import Codable
    from annotator.reliability.alpha import MeasurementLevel
    from annotator.reliability.arrays import IntArray
    from annotator.reliability.by_code import CodeAgreement, Headline
    from annotator.reliability.choice import Choice
    from annotator.reliability.continua import Continua
    from annotator.reliability.exclusive import FamilyAgreement
    from annotator.reliability.field_values import SaidValues
    from annotator.reliability.kinds import Kind
    from annotator.reliability.pairs import PairOfCoders
    from annotator.reliability.presence import Presence
    from annotator.reliability.projection import Rule
    from annotator.reliability.result import Result
    from annotator.reliability.span_table import SpanAgreement


class CodeName(Struct, frozen=True):
    """A code as people call it."""

    id: int
    code_id: str
    name: str
    color: str = ""
    key: str = ""


class RoundFacts(Struct, frozen=True):
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
    frozen_at: str = ""
    """When the plan of the round was frozen, UTC; empty where it was not."""
    deviations: tuple[str, ...] = ()
    """Where the round is not as its frozen plan says, in sentences."""


class PanelRow(Struct, frozen=True):
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
    """Of the units that two or more judged, those coded by each coder, in their order; of free
    spans, passages in texts that two or more read."""
    coded: float
    """Of the units that two or more judged, those coded by anyone."""
    disagreements: float
    kinds: Mapping[Kind, int]
    """How many disagreements of each kind; "boundary only" does not count against agreement."""
    uncounted: int
    """Codings with this code that count in no unit under the rule."""
    warnings: tuple[str, ...]
    spans: SpanAgreement | None = None
    """What more there is to say of free spans; None where the study has units."""

    @property
    def reason(self) -> str:
        """Why there is no alpha; empty where there is one."""
        return self.alpha.reason


class FieldRow(Struct, frozen=True):
    """One field of one code; see `FieldAgreement`."""

    code: CodeName
    field: str
    level: MeasurementLevel
    alpha: Result
    percent: Result
    n_coded: int
    n_both: int
    n_compared: int
    conflicts: int
    """Units about which one coder said different things; they are left out."""
    differing: int
    """Units in which the values are not all equal: "other field value"."""


class GroupRow(Struct, frozen=True):
    """A group of codes that exclude each other, as one variable; see `GroupAgreement`."""

    name: str
    codes: tuple[CodeName, ...]
    with_none: Result
    without_none: Result
    several: int
    """Units to which one coder gave several of them; they are left out."""
    family: FamilyAgreement | None
    """Over free spans; None where the study has units."""


class PairRow(Struct, frozen=True):
    """Two coders over all codes, on the units that both judged."""

    first: str
    second: str
    units: float
    median_alpha: float | None
    pooled_alpha: float | None
    percent: float | None
    codes: tuple[PairOfCoders, ...]


class LeftOut(Struct, frozen=True):
    """The same study without one coder: who pulls the figures down, or up?"""

    coder: str
    median_alpha: float | None
    pooled_alpha: float | None
    alphas: tuple[float | None, ...]
    """By code, in the order of the rows."""


class Alternative(Struct, frozen=True):
    """The same codings under another rule of what makes a unit coded."""

    rule: Rule
    uncounted: int
    """Codings that count in no unit."""
    median_alpha: float | None
    pooled_alpha: float | None
    alphas: tuple[float | None, ...]


class ConfusionCell(Struct, frozen=True):
    """Units that the first coder gave one code and the second another; "" stands for none."""

    first: str
    second: str
    code_id: str
    other_code_id: str
    units: float


class Panel(Struct, frozen=True):
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
    undecided: bool
    """Whether units are missing because a coder who began a transcript did not decide them."""
    by_finishing: float | None
    """Of all zeros where two coders judged, the share by finishing without a decision."""
    median_without_finishing: float | None
    """The median alpha with those zeros as missing; None where there are none."""
    rows: tuple[PanelRow, ...]
    """In the order of the codebook."""
    pooled: CodeAgreement
    headline: Headline
    fields: tuple[FieldRow, ...]
    groups: tuple[GroupRow, ...]
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


class FieldStudy(Struct, frozen=True):
    """A field of one of the codes compared, and what was said in it."""

    code: int
    """Number into the codes."""
    field: str
    level: MeasurementLevel
    categories: tuple[str, ...] | None
    """The values it can take, in order; None where any are."""
    values: SaidValues


class GroupStudy(Struct, frozen=True):
    """Codes of which a unit, or a passage, should have only one."""

    name: str
    codes: tuple[int, ...]
    """Numbers into the codes."""


class Compared(Struct, frozen=True):
    """What a panel is made of: the projection chosen, and figures of the same under other rules."""

    choice: Choice
    presence: Presence
    """Its codes and coders are local ids."""
    alternatives: tuple[Alternative, ...]
    boundary: IntArray
    """Shape (cells, 2): code and unit where several coded and not the same words."""
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
    fields: tuple[FieldStudy, ...] = ()
    groups: tuple[GroupStudy, ...] = ()
    continua: Continua | None = None
    """The texts as free spans, where those are compared."""


def _worst_first(rows: Iterable[PanelRow]) -> tuple[PanelRow, ...]:
    def order(row: PanelRow) -> tuple[bool, float]:
        value = row.alpha.value
        return value is None, 0.0 if value is None else value

    return tuple(sorted(rows, key=order))
