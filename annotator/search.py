"""Where do these words stand? Search that folds case and diacritics in every script."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.errors import UserError
from annotator.model.folding import fold, fold_character
from annotator.model.spans import Span, SpanRow
from annotator.pattern_words import required_words

if TYPE_CHECKING:
    from annotator.model.transcript import HeaderField, OpenTranscript, TranscriptInfo

TIME_LIMIT = 2.0
"""Seconds a pattern may take on one text before it is given up."""
_CHUNK = 1 << 16
"""Code points folded at a time, so that other threads go on meanwhile."""
_SEEN_IN_TEXT = frozenset({"stage", "time", "heading"})
_ASCII_RUNS = re.compile("[a-z0-9]+")
_MOST_REQUIRED = 3
_NOT_ASCII = re.compile("[^\\x00-\\x7f]")
_MANY = 1.2
"""Bytes of UTF-8 a character from which on letters are folded one by one."""
_CONTEXT = 80
"""Code points shown before and after a hit."""


class BadQuery(UserError):
    """A pattern that is no pattern, or that takes too long."""


class Query(Struct, frozen=True):
    """What to look for. Case and diacritics do not count (É = e, ß = ss, Й = и) unless `exact`.

    A run of white space in plain words fits any run in the text. A `pattern` is a regular
    expression; where case and diacritics do not count, it is held against the folded text.
    """

    words: str
    whole_words: bool = False
    pattern: bool = False
    exact: bool = False


class Hit(Struct, frozen=True):
    """A hit in a transcript: `span` in code points, and the words around it on one line."""

    info: TranscriptInfo
    span: Span
    before: str
    words: str
    after: str


class Sieve(Struct, frozen=True):
    """What a text must hold so that a query can find anything in it, for a first quick look.

    Of each entry one must stand in the text in small letters (of ASCII: others as they are).
    """

    words: tuple[tuple[str, ...], ...]
    is_sure: bool
    """Whether a text without odd letters (`has_odd_letters`) that falls through holds no hit."""


def sieve(query: Query) -> Sieve | None:
    """The sieve of a query; None where the words say nothing certain about the texts."""
    if not query.words.strip():
        return None
    if query.pattern:
        held = query.words if query.exact else _fold_letters(query.words)
        required = sorted(required_words(held), key=len, reverse=True)[:_MOST_REQUIRED]
        return Sieve(tuple((word,) for word in required), is_sure=True) if required else None
    words: list[tuple[str, ...]] = []
    is_sure = True
    for word in query.words.split():
        runs = _ASCII_RUNS.findall(fold(word))
        if runs:
            words.append((max(runs, key=len),))
        elif any(letter.isalnum() for letter in word):
            is_sure = False
            small = word.lower()
            words.append(tuple(dict.fromkeys((word, small, small.capitalize(), word.upper()))))
    return Sieve(tuple(words), is_sure) if words else None


def has_odd_letters(text: str) -> bool:
    """Whether a text holds letters or marks that fold to others: "é", "ß", a combining accent."""
    return not text.isascii() and _odd_letter().search(text) is not None


@cache
def _odd_letter() -> re.Pattern[str]:
    plain = [
        chr(code)
        for code in range(0x80, 0x3000)
        if unicodedata.category(chr(code))[0] in "PZSC"
        and not any(letter.isalnum() for letter in fold(chr(code)))
    ]
    return re.compile("[^\\x00-\\x7f" + "".join(map(re.escape, plain)) + "]")


def find(text: str, words: str) -> list[Span]:
    """Every place where `words` stand in `text`, as spans of code points, left to right.

    Hits do not overlap. Empty `words` stand nowhere.
    """
    return Searched(text).find(Query(words))


def keyword_in_context(info: TranscriptInfo, text: str, span: Span) -> Hit:
    """A hit with the words around it."""
    before = text[max(0, span.start - _CONTEXT) : span.start]
    after = text[span.end : span.end + _CONTEXT]
    shown = (" ".join(part.split()) for part in (before, text[span.start : span.end], after))
    first, words, last = shown
    return Hit(info, span, first, words, last)


def said(spans: Sequence[Span], header: Sequence[HeaderField]) -> list[Span]:
    """Hits without those in titles, dates, page furniture and speaker labels."""
    fields = [each for each in header if each.kind not in _SEEN_IN_TEXT]
    ends = [each.end for each in fields]
    kept = []
    for span in spans:
        at = bisect_right(ends, span.start)
        if at == len(fields) or fields[at].start >= span.end:
            kept.append(span)
    return kept


def around(transcript: OpenTranscript, hit: Span, level: str) -> Span:
    """The passage a hit proposes for coding: itself ("match"), its sentence or its paragraph."""
    if level == "match":
        return hit
    row: SpanRow = transcript.spans("paragraph" if level == "paragraph" else "sentence")
    touched = row.touching(hit)
    return row[touched[0]].joined(row[touched[-1]]) if touched else hit


class Searched:
    """A text that is searched again and again; what costs time is done once."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __len__(self) -> int:
        """Code points of the text."""
        return len(self._text)

    @cached_property
    def _folded(self) -> _Folded:
        return _Folded(self._text)

    def find(self, query: Query, *, time_limit: float = TIME_LIMIT) -> list[Span]:
        """Every hit, left to right, none overlapping and none empty.

        Raises `BadQuery` for a pattern that cannot be read or takes longer than `time_limit`
        seconds. Safe on any thread.
        """
        if not query.words.strip():
            return []
        if query.exact:
            found = _matches(query, self._text, time_limit)
            return [Span(start, end) for start, end in found if start < end]
        hits: list[Span] = []
        for start, end in _matches(query, self._folded.text, time_limit):
            span = self._folded.span(start, end) if start < end else None
            # Two folded letters may be one stored one (ß = ss): that is one hit.
            if span is not None and (not hits or hits[-1].end <= span.start):
                hits.append(span)
        return hits


def _matches(query: Query, text: str, time_limit: float) -> Iterator[tuple[int, int]]:
    if query.pattern:
        return _pattern_matches(query, text, time_limit)
    pieces = [re.escape(piece if query.exact else fold(piece)) for piece in query.words.split()]
    written = r"\s+".join(piece for piece in pieces if piece)
    if not written:
        return iter(())
    return (match.span() for match in re.finditer(_bounded(query, written), text))


def _pattern_matches(query: Query, text: str, time_limit: float) -> Iterator[tuple[int, int]]:
    import regex  # slow to load, seldom wanted

    written = query.words if query.exact else _fold_letters(query.words)
    flags = 0 if query.exact else regex.IGNORECASE
    try:
        pattern = regex.compile(_bounded(query, written), flags | regex.MULTILINE)
    except regex.error as error:
        raise BadQuery(
            f"This pattern cannot be read: {error}.",
            "Check brackets and backslashes, or search for plain words.",
        ) from error
    try:
        found = [match.span() for match in pattern.finditer(text, timeout=time_limit)]
    except TimeoutError as error:
        raise BadQuery(
            "This pattern takes too long.",
            "Repeats inside repeats, such as (a+)+, are slow: say it more plainly.",
        ) from error
    return iter(found)


def _bounded(query: Query, written: str) -> str:
    return rf"(?<!\w)(?:{written})(?!\w)" if query.whole_words else written


def _fold_letters(pattern: str) -> str:
    """A pattern without diacritics; what is plain ASCII may be an instruction and stays."""
    return "".join(each if each.isascii() else fold(each) or each for each in pattern)


class _Folded:
    """A folded text that knows where each of its characters stood before."""

    def __init__(self, text: str) -> None:
        self._stored = text
        self.text = _folded(text)

    @cached_property
    def _places(self) -> _Places:
        """Needed for a hit only: most of many texts hold none."""
        return _Places(self._stored)

    def span(self, start: int, end: int) -> Span:
        """The stored span of a folded one; a character folded to several counts as a whole."""
        places = self._places
        first, stop = places.of(start), places.of(end - 1) + 1
        while stop < len(self._stored) and stop in places.vanished:
            stop += 1
        return Span(first, stop)


class _Places:
    """Where the characters of a folded text stood before."""

    def __init__(self, text: str) -> None:
        folds = {each: _fold_one(each) for each in set(text)}
        odd = "".join(re.escape(each) for each, to in folds.items() if len(to) != 1)
        matches = list(re.finditer(f"[{odd}]", text)) if odd else []
        grown = [len(folds[match[0]]) - 1 for match in matches]
        # Behind the n-th odd character, folded and stored positions differ by shifts[n].
        self._shifts = [0, *accumulate(grown)]
        self._ends = [
            match.start() + 1 + shift
            for match, shift in zip(matches, self._shifts[1:], strict=True)
        ]
        self._starts = [
            match.start() + shift for match, shift in zip(matches, self._shifts, strict=False)
        ]
        self._odd = [match.start() for match in matches]
        # Characters that fold to nothing are marks on the one before, and go with it.
        self.vanished = frozenset(
            stored for stored, growth in zip(self._odd, grown, strict=True) if growth < 0
        )

    def of(self, folded: int) -> int:
        """Where the character stood that the folded text holds at `folded`."""
        passed = bisect_right(self._ends, folded)
        if passed < len(self._starts) and self._starts[passed] <= folded < self._ends[passed]:
            return self._odd[passed]
        return folded - self._shifts[passed]


def _folded(text: str) -> str:
    """The same as `fold`, for long texts: a piece at a time, so that other threads go on."""
    if text.isascii():
        return text.lower()
    pieces = (text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK))
    return "".join([_folded_piece(piece) for piece in pieces])


def _folded_piece(piece: str) -> str:
    """Bytes know small letters of ASCII alone, so that only the others are looked at singly."""
    stored = piece.encode("utf-8", "surrogatepass")
    if len(stored) > _MANY * len(piece):
        table = {ord(each): _fold_one(each) for each in set(piece)}
        return piece.translate(table)
    small = stored.lower().decode("utf-8", "surrogatepass")
    return _NOT_ASCII.sub(lambda match: _fold_one(match[0]), small)


@cache
def _fold_one(character: str) -> str:
    return fold_character(character)
