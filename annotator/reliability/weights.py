"""How much do two different values count as agreement?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from annotator.errors import UserError
from annotator.reliability.ratings import as_number

if TYPE_CHECKING:
    from annotator.reliability.arrays import FloatArray

WeightName = Literal["identity", "linear", "quadratic"]
Weights = WeightName | Sequence[Sequence[float]] | NDArray[Any]
"""A name, or a square matrix of agreement weights: 1 on the diagonal, at most 1 elsewhere."""


def is_identity(weights: Weights) -> bool:
    """Whether only equal values agree."""
    return isinstance(weights, str) and weights == "identity"


def weight_name(weights: Weights) -> str:
    """What a result says about its weights."""
    return weights if isinstance(weights, str) else "own matrix"


def weight_matrix(weights: Weights, values: Sequence[Hashable]) -> FloatArray:
    """Shape (values, values), in the order of `values`.

    Linear: 1 - |v - w| / range; quadratic: 1 - ((v - w) / range) squared, where v and w are the
    values themselves if all of them are numbers, else their places in the code list.
    """
    if not isinstance(weights, str):
        return _own_matrix(np.asarray(weights, dtype=np.float64), len(values))
    if weights == "identity":
        return np.eye(len(values))
    apart = _distances(values)
    if weights == "linear":
        return 1.0 - apart
    if weights == "quadratic":
        return 1.0 - apart**2
    raise UserError("Weights are identity, linear, quadratic or a matrix.")


def _distances(values: Sequence[Hashable]) -> FloatArray:
    """Shape (values, values), from 0 to 1."""
    try:
        places = np.array([as_number(value) for value in values])
    except UserError:
        places = np.arange(len(values), dtype=np.float64)
    if not len(places):
        return np.zeros((0, 0))
    places = places / max(np.abs(places).max(), 1e-300)  # so that no difference overflows
    apart = np.abs(places[:, None] - places[None, :])
    return np.asarray(apart / (apart.max() or 1.0))


def _own_matrix(weights: FloatArray, size: int) -> FloatArray:
    if weights.shape != (size, size) or not np.isfinite(weights).all():
        raise UserError("A matrix of weights has one row and one column per value.")
    if (np.diag(weights) != 1).any() or (weights > 1).any():
        raise UserError("Weights are 1 for equal values and at most 1 for others.")
    return weights
