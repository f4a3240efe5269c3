"""Do coders agree as well late as early, and does one of them drift away from the others?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from annotator.reliability.arrays import FloatArray, IntArray, added_up
from annotator.reliability.patterns import alpha_of, code_sums, with_pooled
from annotator.reliability.result import number
from annotator.reliability.slices import Slice, slices_at

if TYPE_CHECKING:
    from annotator.reliability.presence import Presence

MOST_BLOCKS = 10


class Block(Struct, frozen=True):
    """Some transcripts that were coded one after another."""

    documents: tuple[int, ...]
    """Numbers into the documents of the presence, in the order of the work."""
    agreement: Slice
    by_coder: tuple[float | None, ...]
    """Pooled alpha of each coder with the others, the mean over pairs; in coder order."""


def drift_of(
    presence: Presence, order: Sequence[int], *, blocks: int = MOST_BLOCKS
) -> tuple[Block, ...]:
    """Agreement in blocks of transcripts, from those coded first to those coded last.

    Shape: `order` names documents by their numbers; those it leaves out are left out. Blocks hold
    about equally many units that two coders judged, and whole transcripts only. A rise or fall
    over few blocks may be chance: a block has no interval of its own.
    """
    shared = presence.judged_by_two()
    units = added_up(presence.document, presence.weight * shared, len(presence.documents))
    kept = [document for document in order if units[document] > 0]
    if not kept:
        return ()
    of_place = _blocks(units[kept], min(blocks, len(kept)))
    n_blocks = int(of_place[-1]) + 1
    part = np.full(len(presence.documents), n_blocks, dtype=np.int64)
    part[kept] = of_place
    of_unit = part[presence.document]
    names = tuple(range(1, n_blocks + 1))
    mine = _by_coder(presence, of_unit, n_blocks)
    return tuple(
        Block(
            tuple(document for document in kept if part[document] == at),
            found, tuple(number(float(value)) for value in mine[at]),
        )
        for at, found in enumerate(slices_at(presence, of_unit, names))
    )  # fmt: skip


def _blocks(units: FloatArray, wanted: int) -> IntArray:
    """The block of each transcript: cut where a share of all units is reached."""
    middle = np.cumsum(units) - units / 2
    block = np.floor(middle / units.sum() * wanted).astype(np.int64)
    return np.unique(np.minimum(block, wanted - 1), return_inverse=True)[1].astype(np.int64)


def _by_coder(presence: Presence, of_unit: IntArray, n_blocks: int) -> FloatArray:
    """Shape (blocks, coders); not-a-number where a coder shared nothing with anyone."""
    n_coders = len(presence.coders)
    found: list[list[list[float]]] = [[[] for _ in range(n_coders)] for _ in range(n_blocks)]
    for first, second in combinations(range(n_coders), 2):
        two = presence.of_coders([first, second])
        sums = with_pooled(code_sums(two, of_unit, n_blocks + 1).sums)[:n_blocks]
        for at, value in enumerate(alpha_of(sums)[:, -1].tolist()):
            if np.isfinite(value):
                found[at][first].append(value)
                found[at][second].append(value)
    return np.array([[fmean(own) if own else np.nan for own in block] for block in found])
