"""Who codes what? Transcripts handed out to coders by a scheme, repeatable by its seed.

Pure: nothing here knows a project. The same transcripts, coders, scheme and seed give the same
allocation, in whatever order they are named, today and in ten years: of Python's generator only
`random()` is used, whose sequence is promised to stay.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from annotator.errors import Refused

if TYPE_CHECKING:
    from annotator.model.rounds import AllocationRule as Rule

Item = TypeVar("Item")


class Work(Struct, frozen=True):
    """One transcript, or a stretch of one, to be handed out."""

    key: str
    """What tells it from others, and stays: its UUID as text, with the places of a stretch."""
    length: int
    """How much there is to code: sentences, or code points."""
    stratum: str = ""
    """Transcripts of one stratum (a year, a source, a speaker) are spread evenly."""


class Allocation(Struct, frozen=True):
    """Who codes what, and in which order."""

    work: Mapping[str, tuple[str, ...]]
    """Coder to keys of transcripts, in the order to code them: the overlap is hidden in it."""
    overlap: tuple[str, ...]
    """Keys of the transcripts that were chosen to be coded by several, sorted."""
    load: Mapping[str, int]
    """Coder to the lengths of their transcripts together."""

    def coders_of(self, key: str) -> tuple[str, ...]:
        """Who codes a transcript."""
        return tuple(coder for coder, keys in self.work.items() if key in keys)


def allocate(transcripts: Iterable[Work], coders: Sequence[str], rule: Rule) -> Allocation:
    """Hand out every transcript, or the sample that the rule wants of them.

    `rule.overlap` transcripts are coded by everybody, or by `overlap_coders` of them, whatever
    the scheme does with the others; `overlap_share` gives them as a share of the transcripts
    instead, rounded up. With the scheme "all" everything is overlap anyway. Raises `Refused` for
    a rule that cannot be followed.
    """
    works = sorted(transcripts, key=lambda work: work.key)
    names = sorted(coders)
    _must_fit(works, names, rule)
    chance = random.Random(rule.seed)  # noqa: S311 - it must be repeatable, not secret
    shuffled = _shuffled(works, chance)
    if rule.sample is not None:
        drawn = _sample(shuffled, rule.sample)
        shuffled = [work for work in shuffled if work.key in drawn]
    shared = _sample(shuffled, _overlap_size(rule, len(shuffled)))
    hands = _Hands(names, chance)
    per_shared = len(names) if rule.overlap_coders is None else rule.overlap_coders
    hands.give([work for work in shuffled if work.key in shared], per_shared)
    per_rest = {"all": len(names), "split": 1, "pairs": 2}[rule.scheme]
    hands.give([work for work in shuffled if work.key not in shared], per_rest)
    orders = {name: hands.in_order(name) for name in names}
    return Allocation(
        work={name: orders[name] for name in coders},
        overlap=tuple(sorted(shared)),
        load={name: hands.load[name] for name in coders},
    )


class _Hands:
    """What each coder holds so far."""

    def __init__(self, names: Sequence[str], chance: random.Random) -> None:
        self.load = dict.fromkeys(names, 0)
        self._held: dict[str, list[Work]] = {name: [] for name in names}
        self._together: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._chance = chance

    def give(self, works: Sequence[Work], n_coders: int) -> None:
        """Give each to `n_coders` coders, the longest first, stratum by stratum, so that each
        coder gets of each.
        """
        for _, stratum in sorted(_by_stratum(works).items()):
            for work in sorted(stratum, key=lambda work: -work.length):
                for name in self._pair() if n_coders == 2 else self._idlest(n_coders):
                    self._held[name].append(work)
                    self.load[name] += work.length

    def _idlest(self, n_coders: int) -> Sequence[str]:
        """Those with the least to do, among equals by chance."""
        return sorted(_shuffled(list(self.load), self._chance), key=self.load.__getitem__)[
            :n_coders
        ]

    def _pair(self) -> Sequence[str]:
        """The two who share the fewest transcripts, among equals those with the least to do."""
        pairs = _shuffled(list(combinations(self.load, 2)), self._chance)
        pair = min(
            pairs, key=lambda two: (self._together[two], self.load[two[0]] + self.load[two[1]])
        )
        self._together[pair] += 1
        return pair

    def in_order(self, name: str) -> tuple[str, ...]:
        """What a coder holds, in an order that says nothing of why."""
        held = sorted(self._held[name], key=lambda work: work.key)
        return tuple(work.key for work in _shuffled(held, self._chance))


def _must_fit(works: Sequence[Work], names: Sequence[str], rule: Rule) -> None:
    if len({work.key for work in works}) < len(works) or len(set(names)) < len(names):
        raise ValueError("transcripts and coders must be distinct")
    fewest = 2 if rule.scheme == "pairs" or rule.overlap or rule.overlap_share else 1
    if len(names) < fewest:
        raise Refused(
            "One coder alone can neither work in pairs nor share transcripts."
            if names
            else "There is nobody to hand transcripts to.",
            "Add a coder first.",
        )
    if rule.sample is not None and not 1 <= rule.sample <= len(works):
        raise Refused(
            f"A sample of {rule.sample} cannot be drawn from {len(works)}.",
            f"Choose between 1 and {len(works)}.",
        )
    count = len(works) if rule.sample is None else rule.sample
    if rule.overlap > count or not 0 <= rule.overlap_share <= 1 or rule.overlap < 0:
        raise Refused(
            f"An overlap of {rule.overlap or rule.overlap_share} does not fit {count} transcripts.",
            "Give a number of transcripts, or a share between 0 and 100 %.",
        )
    if rule.overlap_coders is not None and not 2 <= rule.overlap_coders <= len(names):
        raise Refused(
            f"An overlap cannot be coded by {rule.overlap_coders} of {len(names)} coders.",
            f"Choose between 2 and {len(names)}.",
        )


def again(done: Mapping[str, Sequence[str]], rule: Rule, lengths: Mapping[str, int]) -> Allocation:
    """Give each coder some of what they coded first, for agreement with oneself.

    `done` has, by coder, keys in the order in which they were finished. Of the first half
    `rule.sample` are drawn (all of it where fewer are there): early work is what drift is
    measured against.
    """
    chance = random.Random(rule.seed)  # noqa: S311 - it must be repeatable, not secret
    work: dict[str, tuple[str, ...]] = {}
    for coder in sorted(done):
        early = list(done[coder])[: max(1, math.ceil(len(done[coder]) / 2))]
        size = len(early) if rule.sample is None else min(rule.sample, len(early))
        work[coder] = tuple(_shuffled(early, chance)[:size])
    if not any(work.values()):
        raise Refused(
            "Nobody has finished anything in that round, so nothing can be served again.",
            "Choose a round whose work came back.",
        )
    load = {coder: sum(lengths.get(key, 0) for key in keys) for coder, keys in work.items()}
    return Allocation({coder: work[coder] for coder in done}, (), load)


def _overlap_size(rule: Rule, count: int) -> int:
    return rule.overlap or math.ceil(round(rule.overlap_share * count, 9))


def _sample(shuffled: Sequence[Work], size: int) -> frozenset[str]:
    """`size` transcripts, from each stratum in proportion (largest remainder), else by chance."""
    strata = _by_stratum(shuffled)
    exact = {name: size * len(inside) / len(shuffled) for name, inside in strata.items() if size}
    share = {name: int(each) for name, each in exact.items()}
    most_left = sorted(exact, key=lambda name: (share[name] - exact[name], name))
    for name in most_left[: size - sum(share.values())]:
        share[name] += 1
    return frozenset(work.key for name in share for work in strata[name][: share[name]])


def _by_stratum(works: Iterable[Work]) -> dict[str, list[Work]]:
    strata: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        strata[work.stratum].append(work)
    return strata


def _shuffled(items: Sequence[Item], chance: random.Random) -> list[Item]:
    draws = [chance.random() for _ in items]
    return [items[at] for at in sorted(range(len(items)), key=draws.__getitem__)]
