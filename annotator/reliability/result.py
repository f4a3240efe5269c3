"""What does a coefficient come with: its value, or why there is none, and what it rests on?"""

from __future__ import annotations

import math
from typing import Literal

from msgspec import Struct

NEEDS_TWO_CODERS = "needs two coders who both finished the same text"
NO_SHARED_UNIT = "no unit was judged by two coders"
NO_VARIATION = "no variation: every coder gave the same value everywhere"
NEVER_USED = "never used"
NEVER_SHARED = "never used where two coders judged"
USED_EVERYWHERE = "used by every coder everywhere"
ONE_CATEGORY = "the code list has fewer than two values"
NO_CHANCE = "agreement by chance is already complete, so nothing is left to explain"
NOTHING_CODED = "nobody coded anything"
NO_SHARED_PASSAGE = "no text was coded by two coders"
TOO_LITTLE_SHARED = "too little text was coded by two coders to say what chance would do"

ONE_CODER_ONLY = "used by one coder only"
RARE = "fewer than ten uses"
FEW_UNITS = "too few units"
CATEGORIES_OBSERVED = "no code list given: the values that occur were taken for all there are"

Method = Literal["documents", "parts inside documents", "units", "KALPHA-compatible", "none"]


class Interval(Struct, frozen=True):
    """Where the coefficient could as well have been, by resampling.

    `low` and `high` are None where no interval can be given; `reason` then says why. They
    always hold the value of the study: where resampling is so skewed that it would lie
    outside, the nearer end is moved to it.
    """

    low: float | None
    high: float | None
    reason: str = ""
    method: Method = "documents"
    level: float = 0.95
    resampled: int = 0
    """How many documents, parts or units (for KALPHA: pairs) one resample draws."""
    resamples: int = 0
    dropped: int = 0
    """Resamples in which the coefficient is undefined; they are left out."""
    seed: int = 0
    indicative: bool = False
    """Drawn from parts of too few documents: it says nothing about other documents."""
    too_narrow: bool = False
    """Fewer than thirty documents: it is probably too narrow."""
    shares: tuple[tuple[float, float], ...] = ()
    """(mark, share of the resamples at or above it); empty where no interval can be given."""


class Result(Struct, frozen=True):
    """One coefficient of one study."""

    coefficient: str
    value: float | None
    reason: str = ""
    """Why there is no value; empty where there is one."""
    observed: float | None = None
    expected: float | None = None
    of: Literal["agreement", "disagreement"] = "agreement"
    """What `observed` and `expected` measure."""
    n_coders: int = 0
    n_units: float = 0
    """Units that entered; for spans, code points of text read by at least two coders."""
    n_dropped: float = 0
    """Units left out because fewer than two coders judged them (or text, for spans)."""
    n_values: float = 0
    """Single decisions that entered."""
    coverage: float | None = None
    """The share of the material that a partial coefficient looks at."""
    standard_error: float | None = None
    interval: Interval | None = None
    settings: tuple[tuple[str, str], ...] = ()
    """What was chosen: level, weights, number of values and the like, as (name, choice)."""
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.value is None and not self.reason:
            raise ValueError("a result without a value says why")


def number(value: float) -> float | None:
    """A finite number as it is, anything else as None."""
    return float(value) if math.isfinite(value) else None
