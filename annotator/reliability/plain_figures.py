"""What does another version of the same study say, without intervals?"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.reliability.panel import Alternative
from annotator.reliability.patterns import plain_alphas
from annotator.reliability.result import number

if TYPE_CHECKING:
    from annotator.reliability.presence import Presence
    from annotator.reliability.projection import Rule


class PlainFigures(Struct, frozen=True):
    """Alphas code by code, and pooled."""

    alphas: tuple[float | None, ...]
    pooled: float | None

    @classmethod
    def of(cls, presence: Presence) -> PlainFigures:
        """Nominal alpha of everything that is in it."""
        *alphas, pooled = (number(value) for value in plain_alphas(presence).tolist())
        return cls(tuple(alphas), pooled)

    @property
    def median(self) -> float | None:
        return median_of(self.alphas)


def alternative_of(rule: Rule, presence: Presence) -> Alternative:
    """The study under another rule of what makes a unit coded."""
    found = PlainFigures.of(presence)
    return Alternative(rule, presence.uncounted, found.median, found.pooled, found.alphas)


def median_of(values: Iterable[float | None]) -> float | None:
    """Of those that are known."""
    known = [value for value in values if value is not None]
    return median(known) if known else None
