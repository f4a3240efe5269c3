"""Where does a passage of a text stand in its corrected version?

A correction is a row of stretches that were replaced; everything between them is the same, word
for word. Passages are mapped by it, never looked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from annotator.model.spans import Span

_LINES = re.compile(r"[^\n]*\n+|[^\n]+")
_WORDS = re.compile(r"[^\W_]+|\s+|[^\w\s]|_")
_MOST_PAIRS = 4_000_000
"""Above this, comparing piece by piece takes longer than anybody waits."""
_SENTENCE_END = frozenset('.!?…。！？”"')
_FEWEST_SAME = 2
"""Words that must stand between two changes for them to be two."""


class Change(Struct, frozen=True):
    """`start` to `end` of the text before became `new_start` to `new_end` of the text after."""

    start: int
    end: int
    new_start: int
    new_end: int


def changes_between(old: str, new: str) -> tuple[Change, ...]:
    """The stretches in which two texts differ, by whole words, in order."""
    first = _common_start(old, new)
    last = _common_end(old[first:], new[first:])
    if first == len(old) == len(new):
        return ()
    whole = Change(first, len(old) - last, first, len(new) - last)
    whole = _to_words(old, whole)
    found = [
        each
        for part in _differing(_LINES, old, new, whole)
        for each in _joined(old, list(_differing(_WORDS, old, new, part)))
    ]
    return tuple(_slid(old, new, found))


class TextMap:
    """Maps places and passages of a text to its corrected version."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._changes = tuple(changes)
        self._starts = [each.start for each in changes]
        self._ends = [each.end for each in changes]

    @property
    def changes(self) -> tuple[Change, ...]:
        return self._changes

    def start(self, at: int) -> int:
        """Where a passage begins that began at `at`: what was put in right before stays outside."""
        number = bisect_right(self._starts, at) - 1
        if number < 0:
            return at
        change = self._changes[number]
        if at < change.end:
            return change.new_start
        return change.new_end + at - change.end

    def end(self, at: int) -> int:
        """Where a passage ends that ended at `at`: what was put in right there stays outside."""
        number = bisect_left(self._starts, at) - 1
        if number < 0:
            return at
        change = self._changes[number]
        if at <= change.end:
            return change.new_end
        return change.new_end + at - change.end

    def span(self, span: Span) -> Span | None:
        """The same passage in the corrected text; None where none of its words is left."""
        start, end = self.start(span.start), self.end(span.end)
        return Span(start, end) if start < end else None

    def touched(self, span: Span) -> bool:
        """Whether the words of a passage are other ones than before."""
        first = bisect_right(self._ends, span.start)
        # A stretch that ends where the passage starts left it alone, also where it is empty.
        for change in self._changes[first:]:
            if change.start >= span.end:
                return False
            if change.start < span.end and (change.end > span.start or change.start > span.start):
                return True
        return False


class Chain:
    """Several corrections, one after the other."""

    def __init__(self, maps: Sequence[TextMap]) -> None:
        self._maps = tuple(maps)

    def start(self, at: int) -> int:
        """Where a passage begins that began at `at`."""
        for each in self._maps:
            at = each.start(at)
        return at

    def span(self, span: Span) -> Span | None:
        """The same passage in the last text; None where none of its words is left."""
        found: Span | None = span
        for each in self._maps:
            found = None if found is None else each.span(found)
        return found

    def touched(self, span: Span) -> bool:
        """Whether one of the corrections changed the words of a passage."""
        found: Span | None = span
        for each in self._maps:
            if found is None or each.touched(found):
                return True
            found = each.span(found)
        return False


def _common_start(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:  # slices are compared at the speed of memory
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _to_words(old: str, change: Change) -> Change:
    """The change from the start of a word to the end of one, so that words differ, not letters."""
    start, end = change.start, change.end
    while start > 0 and old[start - 1].isalnum():
        start -= 1
    while end < len(old) and old[end].isalnum():
        end += 1
    return Change(
        start, end, change.new_start - (change.start - start), change.new_end + end - change.end
    )


def _differing(pieces: re.Pattern[str], old: str, new: str, part: Change) -> Iterator[Change]:
    """The parts of a change that differ, cut into pieces of one kind."""
    ours = [found.span() for found in pieces.finditer(old, part.start, part.end)]
    theirs = [found.span() for found in pieces.finditer(new, part.new_start, part.new_end)]
    one = [old[start:end] for start, end in ours]
    other = [new[start:end] for start, end in theirs]
    if not one or not other or _pairs(one, other) > _MOST_PAIRS:
        yield part
        return
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag != "equal":
            yield Change(
                _edge(ours, first, part.end),
                _edge(ours, last, part.end),
                _edge(theirs, new_first, part.new_end),
                _edge(theirs, new_last, part.new_end),
            )


def _pairs(one: Sequence[str], other: Sequence[str]) -> int:
    """In how many ways a piece of one text could be a piece of the other."""
    there = Counter(other)
    return sum(number * there[piece] for piece, number in Counter(one).items())


def _edge(places: Sequence[tuple[int, int]], number: int, end: int) -> int:
    """Where the piece of this number begins; behind the last one, where the part ends."""
    return places[number][0] if number < len(places) else end


def _joined(old: str, changes: Sequence[Change]) -> Iterator[Change]:
    """Changes with hardly a word between them are one: a sentence written anew is not a mosaic."""
    held: Change | None = None
    for each in changes:
        if held is None:
            held = each
            continue
        between = old[held.end : each.start]
        if _is_thin(between) and _is_replaced(held) and _is_replaced(each):
            held = Change(held.start, each.end, held.new_start, each.new_end)
        else:
            yield held
            held = each
    if held is not None:
        yield held


def _slid(old: str, new: str, changes: Sequence[Change]) -> Iterator[Change]:
    """What only went or only came is a whole sentence rather than the end of one and a beginning.

    "A. We pay. B." without "We pay. " is also "A. We pay. B." without ". We pay".
    """
    last = Change(0, 0, 0, 0)
    for number, each in enumerate(changes):
        following = changes[number + 1] if number + 1 < len(changes) else None
        if each.start == each.end:
            most = len(new) if following is None else following.new_start
            by = _best_slide(new, each.new_start, each.new_end, last.new_end, most)
        elif each.new_start == each.new_end:
            most = len(old) if following is None else following.start
            by = _best_slide(old, each.start, each.end, last.end, most)
        else:
            by = 0
        last = Change(each.start + by, each.end + by, each.new_start + by, each.new_end + by)
        yield last


def _best_slide(text: str, start: int, end: int, least: int, most: int) -> int:
    """By how much a stretch is moved, so that it begins where a line, a sentence or a word does."""
    left = right = 0
    while start - left > least and text[start - left - 1] == text[end - left - 1]:
        left += 1
    while end + right < most and text[start + right] == text[end + right]:
        right += 1
    return max(range(-left, right + 1), key=lambda by: (_fitness(text, start + by), -abs(by)))


def _fitness(text: str, at: int) -> int:
    """How good a place is for a stretch to begin."""
    if at >= len(text) or text[at].isspace() or (at and not text[at - 1].isspace()):
        return 0
    before = text[max(0, at - 3) : at].rstrip(" \t")
    return 3 if not before or before[-1] == "\n" else 2 if before[-1] in _SENTENCE_END else 1


def _is_thin(words: str) -> bool:
    return "\n" not in words and sum(part.isalnum() for part in words.split()) < _FEWEST_SAME


def _is_replaced(change: Change) -> bool:
    """Whether words went and words came."""
    return change.start < change.end and change.new_start < change.new_end
