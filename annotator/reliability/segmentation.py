"""How alike are two ways of cutting the same text into segments?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from annotator.errors import UserError
from annotator.reliability.result import Result

if TYPE_CHECKING:
    from annotator.reliability.arrays import IntArray

NO_BOUNDARY = "nobody set a boundary"
TOO_SHORT = "the text is shorter than the window"
NO_REFERENCE = "the reference has no boundary, so the window has no default size"


def boundaries_of(masses: Sequence[int]) -> list[bool]:
    """Segment lengths as boundaries: one entry per unit, true where a segment ends after it.

    The end of the text is no boundary.
    """
    if any(mass < 1 for mass in masses):
        raise UserError("A segment holds at least one unit.")
    ends = set(accumulate(masses[:-1]))
    return [place + 1 in ends for place in range(sum(masses))]


def boundary_similarity(
    first: Sequence[object], second: Sequence[object], *, n_t: int = 2
) -> Result:
    """1 - (full misses + weighted near misses) / (misses + near misses + matches), symmetric.

    Source: Fournier (2013), B for one kind of boundary. A boundary that lies d units beside its
    counterpart, 0 < d < n_t, is a near miss of weight d / n_t. Near misses are paired one to
    one, as many as possible, then the closest.
    Shape: one truth value per unit, true where a segment ends after it; both equally long.
    Missing: none. None: nobody set a boundary.
    """
    one, two = _places(first, second)
    matches = len(one.keys() & two.keys())
    pairs, distance = _near_misses(
        sorted(one.keys() - two.keys()), sorted(two.keys() - one.keys()), n_t
    )
    misses = len(one) + len(two) - 2 * matches - 2 * pairs
    total = misses + pairs + matches
    wrong = misses + Fraction(distance, n_t)
    return Result(
        "boundary_similarity", float(1 - wrong / total) if total else None,
        "" if total else NO_BOUNDARY, n_coders=2, n_units=len(first), n_values=total,
        settings=(("n_t", str(n_t)),),
    )  # fmt: skip


def pk(
    reference: Sequence[object], hypothesis: Sequence[object], *, k: int | None = None
) -> Result:
    """The share of windows of k units for which only one of the two sees a boundary inside.

    Source: Beeferman, Berger and Lafferty (1999), counted as NLTK does. Lower is better; it is
    an error, not an agreement, and needs one coder as the reference.
    Shape: one truth value per unit, true where a segment ends after it; both equally long. k is
    half the mean length of the reference's segments unless given. Missing: none.
    None: no default for k, or a text shorter than k.
    """
    return _windowed("pk", reference, hypothesis, k)


def windowdiff(
    reference: Sequence[object], hypothesis: Sequence[object], *, k: int | None = None
) -> Result:
    """The share of windows of k units in which the two count different numbers of boundaries.

    Source: Pevzner and Hearst (2002), counted as NLTK does. Shape, missing, None: as in `pk`.
    """
    return _windowed("windowdiff", reference, hypothesis, k)


def _windowed(
    name: str, reference: Sequence[object], hypothesis: Sequence[object], k: int | None
) -> Result:
    one, two = _places(reference, hypothesis)
    size = len(reference)
    if k is None and not one:
        return Result(name, None, NO_REFERENCE, n_coders=2, n_units=size)
    window = k if k is not None else max(1, round(size / (2 * len(one))))
    if window < 1:
        raise UserError("A window holds at least one unit.")
    counts = size - window + 1
    if counts < 1:
        return Result(name, None, TOO_SHORT, n_coders=2, n_units=size)
    mine, theirs = (_in_window(places, size, window) for places in (one, two))
    wrong = (mine > 0) != (theirs > 0) if name == "pk" else mine != theirs
    value = float(np.count_nonzero(wrong) / counts)
    return Result(
        name, value, observed=value, of="disagreement", n_coders=2, n_units=size,
        n_values=counts, settings=(("k", str(window)),),
    )  # fmt: skip


def _in_window(places: dict[int, None], size: int, window: int) -> IntArray:
    marks = np.zeros(size + 1, dtype=np.int64)
    marks[[place + 1 for place in places]] = 1
    before = np.cumsum(marks)
    return np.asarray(before[window:] - before[: size - window + 1], dtype=np.int64)


def _places(
    first: Sequence[object], second: Sequence[object]
) -> tuple[dict[int, None], dict[int, None]]:
    if len(first) != len(second):
        raise UserError("Both cut the same text, so both have one entry per unit of it.")
    one, two = ({place: None for place, ends in enumerate(cut) if ends} for cut in (first, second))
    return one, two


def _near_misses(one: Sequence[int], two: Sequence[int], n_t: int) -> tuple[int, int]:
    """How many boundaries pair up within less than n_t, and their distances added up."""
    if n_t < 1:
        raise UserError("n_t is at least 1 (1 knows no near misses).")
    pairs = far = 0
    group: tuple[list[int], list[int]] = ([], [])
    last = 0
    for place, whose in sorted([(place, 0) for place in one] + [(place, 1) for place in two]):
        if place - last >= n_t:
            more, further = _best_pairing(*group, n_t)
            pairs, far, group = pairs + more, far + further, ([], [])
        group[whose].append(place)
        last = place
    more, further = _best_pairing(*group, n_t)
    return pairs + more, far + further


def _best_pairing(one: Sequence[int], two: Sequence[int], n_t: int) -> tuple[int, int]:
    """On a line the best pairing never crosses, so it is found from left to right."""
    best = [(0, 0)] * (len(two) + 1)
    for place in one:
        row = [best[0]]
        for column, other in enumerate(two):
            options = [row[column], best[column + 1]]
            distance = abs(place - other)
            if distance < n_t:
                pairs, far = best[column]
                options.append((pairs + 1, far + distance))
            row.append(max(options, key=lambda option: (option[0], -option[1])))
        best = row
    return best[-1]
