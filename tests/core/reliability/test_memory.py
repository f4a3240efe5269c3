"""Does a study take memory by its size, and not by its size times the number of values?"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from annotator.reliability import krippendorff_alpha
from annotator.reliability.alpha import LEVELS, MeasurementLevel

UNITS, VALUES = 20_000, 2_000


def peak(work: Callable[[], object]) -> int:
    """The most bytes that were held at a time."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("level", LEVELS)
def test_many_values_take_no_table_of_units_by_values(level: MeasurementLevel) -> None:
    chance = np.random.default_rng(1)
    few = chance.integers(1, 50, (UNITS, 2))
    many = chance.integers(1, VALUES, (UNITS, 2))
    assert peak(lambda: krippendorff_alpha(few, level=level)) < 20 * few.nbytes
    # 2,000 by 20,000 numbers would be 320 MB; blocks of values by values are 16 MB at most
    most = 20 * many.nbytes + (80_000_000 if level == "ratio" else 0)
    assert peak(lambda: krippendorff_alpha(many, level=level)) < most


def test_twice_the_units_take_twice_the_memory() -> None:
    chance = np.random.default_rng(2)
    one, two = (chance.integers(1, VALUES, (size, 2)) for size in (UNITS, 2 * UNITS))
    assert peak(lambda: krippendorff_alpha(two)) < 2.5 * peak(lambda: krippendorff_alpha(one))
