"""How do ratings as people write them become a table that can be counted?"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from annotator.errors import UserError
from annotator.reliability.arrays import (
    BoolArray,
    CodeArray,
    FloatArray,
    IntArray,
    added_up,
)

MISSING = -1

CELLS_AT_MOST = 1 << 23
CELLS_AT_LEAST, CELLS_PER_ROW = 1 << 20, 8
"""Equal rows are counted instead of kept while all possible rows fit into so many cells: eight
for each row there is, but a million in any case and eight millions at most."""


class Ratings(Struct, frozen=True, eq=False):
    """Units by coders.

    `codes` has shape (rows, coders) and holds positions in `values`, -1 where a coder did not
    judge; `times` has shape (rows,) and says how many units look like this row; `cluster`,
    shape (rows,), is what the row belongs to when clusters are resampled.
    """

    codes: CodeArray
    values: tuple[Hashable, ...]
    times: FloatArray
    cluster: IntArray
    n_clusters: int
    listed: bool
    """Whether the values are the whole code list and not just those that occur."""

    @property
    def n_coders(self) -> int:
        return int(self.codes.shape[1])

    @property
    def judged_by(self) -> IntArray:
        """Shape (rows,): how many coders judged the unit."""
        return np.asarray(np.count_nonzero(self.codes != MISSING, axis=1), dtype=np.int64)

    def numbers(self) -> FloatArray:
        """The values as numbers; a UserError where they are none."""
        return np.array([as_number(value) for value in self.values], dtype=np.float64)


RatingsLike = Ratings | Sequence[Sequence[Hashable]] | NDArray[Any]
"""A sequence of units, each with one value per coder, None for missing.

A two-dimensional NumPy array does as well and is read much faster; not-a-number in an array of
floats is missing.
"""


def read_ratings(
    ratings: RatingsLike,
    *,
    categories: Sequence[Hashable] | None = None,
    ordered: bool = False,
) -> Ratings:
    """The ratings as a table; `ordered` sorts the values by size unless `categories` does it.

    Raises UserError where units have unequal numbers of coders, a value is not in
    `categories`, or an order is asked for and the values are no numbers.
    """
    if isinstance(ratings, Ratings):
        return ratings
    if isinstance(ratings, np.ndarray) and ratings.dtype != np.object_:
        codes, found = _from_array(ratings)
    else:
        codes, found = _from_sequences(ratings)
    values = _in_order(found, categories, ordered=ordered)
    place = {value: position for position, value in enumerate(values)}
    moved = np.array([*(place[value] for value in found), MISSING], dtype=np.int32)
    rows = len(codes)
    return Ratings(
        codes=moved[codes],
        values=values,
        times=np.ones(rows),
        cluster=np.zeros(rows, dtype=np.int64),
        n_clusters=1,
        listed=categories is not None,
    )


def ratings_from_table(
    counts: Sequence[Sequence[int]] | NDArray[Any], *, categories: Sequence[Hashable] | None = None
) -> Ratings:
    """Two coders' cross table, shape (values, values): rows are coder 1, columns coder 2."""
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] != table.shape[1] or (table < 0).any():
        raise UserError("A cross table has as many rows as columns and no negative counts.")
    first, second = np.nonzero(table)
    codes = np.stack([first, second], axis=1).astype(np.int32)
    return _counted(codes, table[first, second], table.shape[0], categories)


def ratings_from_counts(
    counts: Sequence[Sequence[int]] | NDArray[Any], *, categories: Sequence[Hashable] | None = None
) -> Ratings:
    """How many coders gave which value, shape (units, values); who did is not known.

    For coefficients that do not need to know who said what: alpha, Fleiss, Gwet, percent.
    """
    table = np.asarray(counts, dtype=np.int64)
    if table.ndim != 2 or (table < 0).any():
        raise UserError("Counts are given per unit and value, and none is negative.")
    widest = int(table.sum(axis=1).max(initial=0))
    codes = np.full((len(table), widest), MISSING, dtype=np.int32)
    for row, unit in enumerate(table):
        said = np.repeat(np.arange(table.shape[1]), unit)
        codes[row, : len(said)] = said
    return _counted(codes, np.ones(len(table)), table.shape[1], categories)


def clustered(ratings: Ratings, cluster: IntArray | None, n_clusters: int = 1) -> Ratings:
    """The same ratings, each row in its cluster, equal rows of a cluster counted together."""
    if cluster is not None:
        if len(cluster) != len(ratings.codes):
            raise UserError("There must be one document for every unit.")
        ratings = replace(ratings, cluster=cluster, n_clusters=n_clusters)
    base = len(ratings.values) + 1
    possible = base**ratings.n_coders * ratings.n_clusters
    cells = min(max(CELLS_PER_ROW * len(ratings.codes), CELLS_AT_LEAST), CELLS_AT_MOST)
    if possible > cells or len(ratings.codes) < 2:
        return ratings
    key = ratings.cluster.copy()
    for coder in range(ratings.n_coders):
        key = key * base + (ratings.codes[:, coder] + 1)
    counted = added_up(key, ratings.times, 1)
    found = np.flatnonzero(counted)
    codes = np.empty((len(found), ratings.n_coders), dtype=np.int32)
    rest = found
    for coder in reversed(range(ratings.n_coders)):
        rest, said = np.divmod(rest, base)
        codes[:, coder] = said - 1
    return replace(ratings, codes=codes, times=counted[found], cluster=rest)


def against_rest(ratings: Ratings, value: Hashable) -> Ratings:
    """The ratings reduced to "this value" (1) and "any other" (0)."""
    if value not in ratings.values:
        raise UserError("This value is not in the code list.")
    position = ratings.values.index(value)
    codes = np.where(ratings.codes == MISSING, MISSING, ratings.codes == position)
    return replace(ratings, codes=codes.astype(np.int32), values=(0, 1), listed=True)


def of_two(ratings: Ratings, first: int, second: int) -> Ratings:
    """Only two of the coders, and only the units that both judged."""
    codes = ratings.codes[:, [first, second]]
    both: BoolArray = (codes != MISSING).all(axis=1)
    return replace(
        ratings, codes=codes[both], times=ratings.times[both], cluster=ratings.cluster[both]
    )


def as_number(value: Any) -> float:
    """The value as a finite number; a UserError where it is none."""
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        raise UserError(
            "This level of measurement needs values that are numbers.",
            "Use the nominal level, or give the values in their order as categories.",
        )
    return found


def _counted(
    codes: CodeArray, times: FloatArray, size: int, categories: Sequence[Hashable] | None
) -> Ratings:
    values = tuple(categories) if categories is not None else tuple(range(1, size + 1))
    if len(values) != size:
        raise UserError("There are as many categories as columns.")
    cluster = np.zeros(len(codes), dtype=np.int64)
    return Ratings(codes, values, times, cluster, n_clusters=1, listed=True)


def _from_array(ratings: NDArray[Any]) -> tuple[CodeArray, list[Hashable]]:
    """Positions in the list of values found, and that list; -1 is missing."""
    if ratings.ndim != 2:
        raise UserError("An array of ratings has one row per unit and one column per coder.")
    if ratings.dtype == np.bool_:
        return ratings.astype(np.int32), [0, 1]
    if np.issubdtype(ratings.dtype, np.integer):
        close = _from_small_integers(ratings)
        if close is not None:
            return close
    missing = np.zeros(ratings.shape, dtype=np.bool_)
    if np.issubdtype(ratings.dtype, np.floating):
        missing = np.isnan(ratings)
    found, places = np.unique(ratings[~missing], return_inverse=True)
    codes = np.full(ratings.shape, MISSING, dtype=np.int32)
    codes[~missing] = places
    return codes, found.tolist()


def _from_small_integers(ratings: NDArray[Any]) -> tuple[CodeArray, list[Hashable]] | None:
    """Without sorting, where the numbers lie close together."""
    if not ratings.size:
        return None
    low, high = int(ratings.min()), int(ratings.max())
    if high - low >= 65_536:
        return None
    offsets = (ratings.astype(np.int64) - low) if low else ratings
    used = np.bincount(offsets.ravel().astype(np.int64, copy=False)) > 0
    place = np.cumsum(used, dtype=np.int32) - 1
    found: list[Hashable] = list((np.flatnonzero(used) + low).tolist())
    return np.asarray(place[offsets], dtype=np.int32), found


def _from_sequences(ratings: Iterable[Sequence[Hashable]]) -> tuple[CodeArray, list[Hashable]]:
    place: dict[Hashable, int] = {}
    rows = [_row(unit, place) for unit in ratings]
    if len({len(row) for row in rows}) > 1:
        raise UserError("Every unit needs one value per coder, None where it is missing.")
    codes = np.array(rows, dtype=np.int32).reshape(len(rows), len(rows[0]) if rows else 0)
    return codes, list(place)


def _row(unit: Sequence[Hashable], place: dict[Hashable, int]) -> list[int]:
    try:
        return [
            MISSING if _is_missing(value) else place.setdefault(value, len(place)) for value in unit
        ]
    except TypeError as error:
        raise UserError(
            "Ratings are given as units, each a sequence with one value per coder."
        ) from error


def _is_missing(value: Hashable) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _in_order(
    found: Sequence[Hashable], categories: Sequence[Hashable] | None, *, ordered: bool
) -> tuple[Hashable, ...]:
    if categories is None:
        return tuple(sorted(found, key=as_number)) if ordered else tuple(found)
    values = tuple(categories)
    if len(set(values)) < len(values):
        raise UserError("A value stands twice in the categories.")
    if not set(found) <= set(values):
        raise UserError("A value occurs that is not in the categories.")
    return values
