"""Which arrays pass between the modules of this room?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
CodeArray = NDArray[np.int32]
PlaceArray = NDArray[np.int32]
"""Code points of one text and numbers of things, where there are very many of them."""
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


def distinct(values: IntArray) -> IntArray:
    """Each of them once, in order. NumPy's own brings a package of several megabytes with it."""
    found: IntArray = np.sort(values)
    new: BoolArray = np.diff(found, prepend=found[:1] - 1) != 0
    return found[new]


def among(values: IntArray, known: IntArray | PlaceArray) -> BoolArray:
    """Shape of the values: which of them are known as well."""
    in_order = np.sort(known)
    if not len(in_order):
        return np.zeros(len(values), dtype=np.bool_)
    place = np.minimum(np.searchsorted(in_order, values), len(in_order) - 1)
    return np.asarray(in_order[place] == values, dtype=np.bool_)
