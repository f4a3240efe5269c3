"""Which arrays pass between the modules of this room?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
CodeArray = NDArray[np.int32]
BoolArray = NDArray[np.bool_]

Statistic = Callable[[FloatArray], FloatArray]
"""Weights of clusters, shape (resamples, clusters), to values, shape (resamples,).

Not-a-number stands for "undefined in this resample" inside this room only; it never leaves it.
The value of the study itself is the statistic of one row of ones, so that a point and its
interval cannot come from two different formulas.
"""


def added_up(key: IntArray, weights: FloatArray, size: int) -> FloatArray:
    """Shape (size,): the weights that belong to each key, added up."""
    return np.asarray(np.bincount(key, weights=weights, minlength=size), dtype=np.float64)
