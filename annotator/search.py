"""Where do these words stand? Search that folds case and diacritics in every script."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

from annotator.model.spans import Span


def find(text: str, words: str) -> list[Span]:
    """Every place where `words` stand in `text`, as spans of code points, left to right.

    Case and diacritics do not count (É = e, ß = ss, Й = и); a run of white space in `words` fits
    any run in the text. Hits do not overlap. Empty `words` stand nowhere.
    """
    pieces = [re.escape(fold(piece)) for piece in words.split()]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return []
    pattern = re.compile(r"\s+".join(pieces))
    folded = _Folded(text)
    hits: list[Span] = []
    for match in pattern.finditer(folded.text):
        span = folded.span(*match.span())
        # Two folded letters may be one stored one (ß = ss): that is one hit.
        if not hits or hits[-1].end <= span.start:
            hits.append(span)
    return hits


def fold(text: str) -> str:
    """Text without case and diacritics."""
    return "".join(map(_fold_character, text))


def _fold_character(character: str) -> str:
    apart = unicodedata.normalize("NFKD", character.casefold())
    return "".join(part for part in apart if not unicodedata.combining(part)).casefold()


class _Folded:
    """A folded text that knows where each of its characters stood before."""

    def __init__(self, text: str) -> None:
        table = {ord(character): _fold_character(character) for character in set(text)}
        self.text = text.translate(table)
        self._length = len(text)
        odd = "".join(re.escape(chr(code)) for code, to in table.items() if len(to) != 1)
        matches = list(re.finditer(f"[{odd}]", text)) if odd else []
        grown = [len(table[ord(match[0])]) - 1 for match in matches]
        # Behind the n-th odd character, folded and stored positions differ by shifts[n].
        self._shifts = [0, *accumulate(grown)]
        self._ends = [
            match.start() + 1 + shift
            for match, shift in zip(matches, self._shifts[1:], strict=True)
        ]
        self._starts = [
            match.start() + shift for match, shift in zip(matches, self._shifts, strict=False)
        ]
        self._stored = [match.start() for match in matches]
        # Characters that fold to nothing are marks on the one before, and go with it.
        self._vanished = frozenset(
            stored for stored, growth in zip(self._stored, grown, strict=True) if growth < 0
        )

    def span(self, start: int, end: int) -> Span:
        """The stored span of a folded one; a character folded to several counts as a whole."""
        first = self._position(start)
        last = self._position(end - 1)
        stop = last + 1
        while stop < self._length and stop in self._vanished:
            stop += 1
        return Span(first, stop)

    def _position(self, folded: int) -> int:
        """Where the character stood that the folded text holds at `folded`."""
        passed = bisect_right(self._ends, folded)
        if passed < len(self._starts) and self._starts[passed] <= folded < self._ends[passed]:
            return self._stored[passed]
        return folded - self._shifts[passed]
