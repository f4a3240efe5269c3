"""How often was a code used: by whom, in the open transcript and in the whole project?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from annotator.model.counts import counted

EVERYBODY: Final = "everybody"
Choice = int | str | None
"""Whose codings are looked at: a coder by id, `EVERYBODY`, or None: the coder at work."""
ByCoder = Mapping[int, Mapping[int, int]]
"""Coder id, then code id, to a number of codings."""
_MOST_NAMED = 12


class CodeCounts:
    """Own codings are counted as they are made; those of others as they were counted last."""

    def __init__(self) -> None:
        self.here: dict[int, int] = {}
        self.in_project: dict[int, int] = {}
        self.others_here: ByCoder = {}
        self.others_in_project: ByCoder = {}
        self.names: Mapping[int, str] = {}
        """The other coders who may be looked at; nobody where none may."""
        self.choice: Choice = None

    def count(self, code_id: int) -> int:
        """Codings in the open transcript, of whoever is looked at."""
        return _sum(self._chosen(self.here, self.others_here), code_id)

    def total(self, code_id: int) -> int:
        """In the whole project; never fewer than in the open transcript."""
        total = _sum(self._chosen(self.in_project, self.others_in_project), code_id)
        return max(total, self.count(code_id))

    def numbers(self) -> dict[int, tuple[int, int]]:
        """Codings here and in the project by code, for all codes that have any."""
        here = _sums(self._chosen(self.here, self.others_here))
        total = _sums(self._chosen(self.in_project, self.others_in_project))
        return {
            code_id: (here.get(code_id, 0), max(total.get(code_id, 0), here.get(code_id, 0)))
            for code_id in here.keys() | total.keys()
        }

    def change(self, code_id: int, by: int) -> None:
        """One own coding more or fewer, in the open transcript and so in the project."""
        for counts in (self.here, self.in_project):
            counts[code_id] = max(0, counts.get(code_id, 0) + by)

    def has_some(self, coder_id: int) -> bool:
        return coder_id in self.others_here or coder_id in self.others_in_project

    def by_coder(self, code_id: int) -> list[str]:
        """A line for each coder who used the code, the one at work only where others are shown."""
        own = {} if self.choice is None else {0: "you"}
        here: dict[int, Mapping[int, int]] = {0: self.here, **self.others_here}
        in_project: dict[int, Mapping[int, int]] = {0: self.in_project, **self.others_in_project}
        lines = []
        for coder_id, name in (own | dict(self.names)).items():
            count = here.get(coder_id, {}).get(code_id, 0)
            total = max(count, in_project.get(coder_id, {}).get(code_id, 0))
            if total:
                lines.append(f"{name}: {count:,} here, {total:,} in the project")
        rest = len(lines) - _MOST_NAMED
        return lines if rest <= 0 else [*lines[:_MOST_NAMED], f"and {counted(rest, 'coder')} more"]

    def _chosen(self, own: Mapping[int, int], others: ByCoder) -> Iterator[Mapping[int, int]]:
        if self.choice is None or self.choice == EVERYBODY:
            yield own
        for coder_id in self.names:
            if self.choice in {coder_id, EVERYBODY}:
                yield others.get(coder_id, {})


def _sums(counts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for each in counts:
        for code_id, count in each.items():
            sums[code_id] = sums.get(code_id, 0) + count
    return sums


def _sum(counts: Iterable[Mapping[int, int]], code_id: int) -> int:
    return sum(each.get(code_id, 0) for each in counts)
