"""What stands for names in the packs of a project, and how does a text read with it?"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from annotator.model.text_map import Change

NOTHING_LEFT = "–"
"""For what is left of a name behind the border of a unit, that no unit may lose its words."""


class StandIns:
    """Replaces whole names, the longest first; a name all in capitals is found too."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._stands: dict[str, str] = {}
        for name, stands in names.items():
            self._stands.setdefault(name, stands)
            if name.upper() != name:
                self._stands.setdefault(name.upper(), stands.upper())
        longest = sorted(self._stands, key=lambda name: (-len(name), name))
        words = "|".join(re.escape(name) for name in longest)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if longest else None

    def in_words(self, words: str) -> str:
        """The words with what stands for names in them."""
        if self._pattern is None:
            return words
        return self._pattern.sub(lambda found: self._stands[found.group()], words)

    def in_value(self, value: Any) -> Any:
        """The same in all words of a list or mapping; keys stay."""
        if isinstance(value, str):
            return self.in_words(value)
        if isinstance(value, Mapping):
            return {key: self.in_value(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.in_value(each) for each in value]
        return value

    def in_text(self, text: str, borders: Sequence[int]) -> tuple[str, tuple[Change, ...]]:
        """A text with what stands for names, and what changed, in code points.

        `borders`, in rising order, are where units begin and end: nothing reaches over one.
        """
        pieces: list[str] = []
        changes: list[Change] = []
        last = length = 0
        for start, end, stands in self._found(text, borders):
            pieces += (text[last:start], stands)
            length += start - last
            changes.append(Change(start, end, length, length + len(stands)))
            length += len(stands)
            last = end
        pieces.append(text[last:])
        return "".join(pieces), tuple(changes)

    def _found(self, text: str, borders: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        for found in self._pattern.finditer(text) if self._pattern else ():
            inside = borders[
                bisect_right(borders, found.start()) : bisect_left(borders, found.end())
            ]
            edges = [found.start(), *inside, found.end()]
            stands = self._stands[found.group()]
            for start, end in pairwise(edges):
                yield start, end, stands
                stands = NOTHING_LEFT


def proposed(speakers: Sequence[str]) -> dict[str, str]:
    """For each speaker a stand-in, for the full name and for the last one alone."""
    found: dict[str, str] = {}
    for number, name in enumerate(dict.fromkeys(each.strip() for each in speakers), start=1):
        if not name:
            continue
        stands = f"Person {number}"
        found.setdefault(name, stands)
        last = name.split()[-1]
        if len(last) > 2 and last[:1].isupper():
            found.setdefault(last, stands)
    return found
