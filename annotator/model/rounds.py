"""What is a round? A planned piece of coding: what for, under which rules, who codes what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args
from uuid import UUID

from msgspec import Struct, field
from msgspec.structs import replace

if TYPE_CHECKING:
    from annotator.model.transcript import Level

Purpose = Literal["training", "pilot", "reliability", "main"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
BLIND_BY_DEFAULT = frozenset({"pilot", "reliability"})
"""Rounds whose codings are compared: in these nobody sees the others before they are done."""

AFTER_DISCUSSION = "after discussion"
"""Of a layer over a round: what was changed after the work of a coder was accepted."""

Codable = Literal["all", "answers", "persons"]
"""Which turns may be coded: every one, those that answer a question, those of chosen persons."""
CODABLES: tuple[Codable, ...] = get_args(Codable)

Deciding = Literal["every unit", "by finishing"]
"""Whether each unit needs a decision, or finishing may stand for the undecided ones."""
DECIDINGS: tuple[Deciding, ...] = get_args(Deciding)

Scheme = Literal["all", "split", "pairs", "again"]
"""Everybody codes everything; each item goes to one coder; each to two, in rotation; each coder
gets some of what they coded in an earlier round.
"""


class AllocationRule(Struct, frozen=True):
    """How the work of a round was handed out; the same items and seed give the same again."""

    scheme: Scheme = "split"
    seed: int = 1
    overlap: int = 0
    """Items that several code, whatever the scheme does with the others."""
    overlap_share: float = 0.0
    """The same as a share of the items, 0 to 1."""
    overlap_coders: int | None = None
    """How many code each of them; None: everybody."""
    strata: tuple[str, ...] = ()
    """By what the sample is spread evenly: speaker, date, source, or an attribute of persons."""
    sample: int | None = None
    """How many of the items are drawn; None: all."""
    item: Literal["transcript", "turn", "paragraph"] = "transcript"
    """What is handed out."""
    chosen: tuple[str, ...] = ()
    """Uuids in hex of the transcripts that a person chose, sorted; none: all there are."""


class RoundPlan(Struct, frozen=True):
    """What was planned for a round, beyond its name, purpose and whether it is blind."""

    codebook: UUID | None = None
    """The version of the codebook to code under; None for the one that is open."""
    begins: str = ""
    """ISO date, or empty."""
    due: str = ""
    unit: Level = "sentence"
    codable: Codable = "all"
    persons: tuple[str, ...] = ()
    """Names of speakers, for `codable` "persons"."""
    decide: Deciding = "by finishing"
    own_codings: bool = True
    """Whether a pack brings along what its coder has done in this round already."""
    again_of: UUID | None = None
    """The round whose transcripts are served again, for agreement with oneself."""
    rule: AllocationRule | None = None
    """None as long as nothing was handed out by a rule."""
    threshold: float = 0.8
    """The alpha that was set as enough before the coding began."""
    note: str = ""
    layer_of: UUID | None = None
    """Of a layer after discussion: the round it lies over."""
    frozen: FrozenPlan | None = None

    def as_json(self) -> dict[str, Any]:
        """What stands in the project; what equals its default is left out."""
        return _as_json(self)

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> RoundPlan:
        """The plan that `as_json` wrote; what is not known here, or no such value, is passed over.

        A file that a newer program or a hand wrote must not keep a project from opening.
        """
        values = dict(written)
        rule, frozen = values.pop("rule", None), values.pop("frozen", None)
        plan = cls(**_known(cls, values))
        if isinstance(rule, dict):
            plan = replace(plan, rule=AllocationRule(**_known(AllocationRule, rule)))
        if isinstance(frozen, dict):
            plan = replace(plan, frozen=FrozenPlan.from_json(frozen))
        return plan


class FrozenPlan(Struct, frozen=True):
    """The plan of a round as it stood when it was frozen, for a pre-registration."""

    at: str
    """UTC, ISO."""
    name: str
    purpose: str
    blind: bool
    plan: RoundPlan
    codebook: str = ""
    """The name of the version."""
    work: Mapping[str, tuple[tuple[str, int, int], ...]] = field(default_factory=dict)
    """By uuid of the coder in hex: uuid of the transcript in hex, start and end of the stretch."""

    def as_json(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "name": self.name,
            "purpose": self.purpose,
            "blind": self.blind,
            "plan": self.plan.as_json(),
            "codebook": self.codebook,
            "work": {coder: [list(item) for item in items] for coder, items in self.work.items()},
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> FrozenPlan | None:
        try:
            return cls(
                str(written["at"]),
                str(written["name"]),
                str(written["purpose"]),
                bool(written["blind"]),
                RoundPlan.from_json(written["plan"]),
                str(written.get("codebook", "")),
                {
                    str(coder): tuple((str(one), int(start), int(end)) for one, start, end in items)
                    for coder, items in written.get("work", {}).items()
                },
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            return None


def _as_json(made: Any) -> dict[str, Any]:
    written = {}
    defaults = _defaults(type(made))
    for name in made.__struct_fields__:
        value = getattr(made, name)
        if name in defaults and value == defaults[name]:
            continue
        if isinstance(value, UUID):
            value = value.hex
        elif isinstance(value, FrozenPlan):
            value = value.as_json()
        elif isinstance(value, AllocationRule):
            value = _as_json(value)
        elif isinstance(value, tuple):
            value = list(value)
        written[name] = value
    return written


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "unit": ("sentence", "paragraph", "turn"),
    "codable": CODABLES,
    "decide": DECIDINGS,
    "scheme": get_args(Scheme),
    "item": ("transcript", "turn", "paragraph"),
}
_NUMBERS = {"seed": int, "overlap": int, "overlap_coders": int, "sample": int}


def _known(made: type[Struct], written: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a record of ours can have."""
    found = {}
    defaults = _defaults(made)
    for name in made.__struct_fields__:
        value = written.get(name)
        if value is None:
            continue
        try:
            found[name] = _fitting(name, value, defaults.get(name))
        except (ValueError, TypeError):
            continue
    return found


def _defaults(made: type[Struct]) -> dict[str, Any]:
    """The values that fields have of their own; those that come last have one."""
    given = made.__struct_defaults__
    return dict(zip(made.__struct_fields__[-len(given) :], given, strict=True)) if given else {}


def _fitting(name: str, value: Any, default: Any) -> Any:
    if name in _CHOICES:
        if value not in _CHOICES[name]:
            raise ValueError(name)
        return value
    if name in {"codebook", "again_of", "layer_of"}:
        return UUID(hex=value)
    if isinstance(default, tuple):
        return tuple(str(one) for one in value)
    if isinstance(default, bool):
        return bool(value)
    if name in _NUMBERS:
        return int(value)
    return float(value) if isinstance(default, float) else str(value)
