"""What in a codebook deserves a look: gaps, doubles, slips of the pen?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from annotator.model.code_ids import key_of

if TYPE_CHECKING:
    from annotator.model.codebook import Code, Codebook

HintKind = Literal[
    "no_definition", "no_example", "same_key", "near_names", "same_definition", "unknown_code",
    "empty_group", "doubled_word", "open_bracket", "same_example", "never_used", "unanswered",
]  # fmt: skip

_NEEDS_A_LOOK: Collection[HintKind] = {
    "no_definition", "no_example", "same_key", "near_names", "same_definition", "unknown_code",
    "unanswered",
}  # fmt: skip
_NEAR = 0.88
_MOST_COMPARED = 1500
_WORD = re.compile(r"\w+")
_DOUBLED = re.compile(r"\b(\w{2,})\s+\1\b", re.IGNORECASE)
_MAY_DOUBLE = frozenset({"that", "had", "die", "der", "das", "sie", "very"})
_USE = re.compile(r"\b[Uu]se ([A-Z][A-Z0-9_.\-]{1,31})\b")
_LOW_QUOTED = re.compile("\u201e[^\u201c\u201d\u201e]*[\u201c\u201d]")
"""As German and Polish quote: their closing mark is the opening one of English."""
_PAIRS = (("(", ")"), ("[", "]"), ("\u201c", "\u201d"))
_TEXTS = ("brief", "full", "use_when", "dont_use_when", "example", "counter_example")


class Hint(Struct, frozen=True):
    """One thing to look at, and the codes it is about."""

    kind: HintKind
    words: str
    """Without the names of the codes: "Two codes without example"."""
    code_ids: tuple[int, ...]
    detail: str = ""
    """What exactly, where it is about one code."""

    @property
    def needs_a_look(self) -> bool:
        """Whether something is to be done; else it is good to know."""
        return self.kind in _NEEDS_A_LOOK


def hints(
    book: Codebook, *, uses: Mapping[int, int] | None = None, unanswered: Iterable[int] = ()
) -> tuple[Hint, ...]:
    """Everything that deserves a look, the more urgent first.

    `uses` are codings by code, None where they are not to be told; `unanswered` are codes whose
    changed definition nobody has explained.
    """
    found = [*_gaps(book), *_doubles(book), *_slips(book)]
    asked = tuple(dict.fromkeys(unanswered))
    if asked:
        changed = _some(len(asked), "changed definition is", "changed definitions are")
        found.append(Hint("unanswered", f"{changed} not explained", asked))
    if uses and any(uses.values()):
        unused = tuple(c.id for c in book.codes if not c.is_group and not uses.get(c.id))
        if unused:
            found.append(Hint("never_used", f"{_codes(unused)} never used", unused))
    return tuple(sorted(found, key=lambda hint: not hint.needs_a_look))


def _gaps(book: Codebook) -> Iterator[Hint]:
    codes = [code for code in book.codes if not code.is_group]
    bare = tuple(code.id for code in codes if not (code.brief or code.full or code.use_when))
    if bare:
        yield Hint("no_definition", f"{_codes(bare)} without definition", bare)
    without = tuple(code.id for code in codes if not code.example)
    if without:
        yield Hint("no_example", f"{_codes(without)} without example", without)
    empty = tuple(c.id for c in book.codes if c.is_group and not book.children(c.id))
    if empty:
        words = _some(len(empty), "group", "groups")
        yield Hint("empty_group", f"{words} without a code", empty)


def _doubles(book: Codebook) -> Iterator[Hint]:
    codes = [code for code in book.codes if not code.is_group]
    for key, twins in _alike((code.key.casefold(), code) for code in codes if code.key):
        yield Hint("same_key", f"Key {key.upper()} twice", twins)
    definitions = ((key_of(f"{c.brief} {c.full}"), c) for c in codes if c.brief or c.full)
    for _, twins in _alike(definitions):
        yield Hint("same_definition", f"{_codes(twins)} with one definition", twins)
    examples = ((key_of(code.example), code) for code in codes if code.example)
    for _, twins in _alike(examples):
        yield Hint("same_example", f"{_codes(twins)} with one example", twins)
    for one, other in _near_names(codes):
        names = f"\u201c{one.name}\u201d, \u201c{other.name}\u201d"
        yield Hint("near_names", "Two names are nearly the same", (one.id, other.id), names)


def _alike(items: Iterable[tuple[str, Code]]) -> Iterator[tuple[str, tuple[int, ...]]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for key, code in items:
        found[key].append(code.id)
    return ((key, tuple(ids)) for key, ids in found.items() if len(ids) > 1)


def _near_names(codes: Collection[Code]) -> Iterator[tuple[Code, Code]]:
    """Pairs of names that differ by a slip: equal but for case, blanks and signs, or nearly."""
    names = sorted((_Name.of(code) for code in codes), key=lambda name: name.plain)
    for at, one in enumerate(names):
        # the whole way for a codebook that a person can read, else neighbours in the alphabet
        last = len(names) if len(names) <= _MOST_COMPARED else at + 4
        for other in names[at + 1 : last]:
            if one.may_be_near(other) and _are_near(one.plain, other.plain):
                yield one.code, other.code


class _Name(Struct, frozen=True):
    """A name made ready to be compared with a thousand others."""

    code: Code
    plain: str
    digits: str
    letters: int
    """A bit for each letter that stands in it."""

    @classmethod
    def of(cls, code: Code) -> _Name:
        plain = " ".join(_WORD.findall(key_of(code.name)))
        digits = "".join(character for character in plain if character.isdigit())
        letters = 0
        for character in plain:
            letters |= 1 << (ord(character) % 61)
        return cls(code, plain, digits, letters)

    def may_be_near(self, other: _Name) -> bool:
        """Numbers tell codes apart; a slip changes few letters and hardly the length."""
        return (
            (self.letters ^ other.letters).bit_count() <= 4
            and abs(len(self.plain) - len(other.plain)) <= 3
            and self.digits == other.digits
        )


def _are_near(one: str, other: str) -> bool:
    """Long names that differ in a letter or two."""
    if one == other:
        return True
    if min(len(one), len(other)) < 6:
        return False
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < _NEAR or matcher.ratio() < _NEAR:
        return False
    return not _is_opposite(one, other)


def _is_opposite(one: str, other: str) -> bool:
    """Whether two names differ by a whole word, as pairs of a scheme do: pro and contra."""
    first, second = one.split(), other.split()
    if len(first) != len(second):
        return len(set(first) ^ set(second)) >= 1 and not _slip("".join(first), "".join(second))
    different = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return not all(_slip(a, b) for a, b in different)


def _slip(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.8


def _slips(book: Codebook) -> Iterator[Hint]:
    known = {code.code_id for code in book.codes}
    for code in book.codes:
        for name in _TEXTS:
            text = getattr(code, name)
            for match in _DOUBLED.finditer(text):
                if match[1].casefold() not in _MAY_DOUBLE:
                    said = f"{code.code_id}: \u201c{match[0]}\u201d"
                    yield Hint("doubled_word", "A word twice", (code.id,), said)
                    break
            paired = _LOW_QUOTED.sub("", text)
            for opening, closing in _PAIRS:
                if paired.count(opening) > paired.count(closing):
                    said = f"{code.code_id}: \u201c{opening}\u201d is never closed"
                    yield Hint("open_bracket", "A bracket or quotation left open", (code.id,), said)
                    break
        for match in _USE.finditer(code.dont_use_when):
            if match[1] not in known:
                said = f"{code.code_id} says: use {match[1]}"
                yield Hint("unknown_code", "A code is named that is not there", (code.id,), said)


_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def _codes(ids: Collection[int]) -> str:
    return _some(len(ids), "code", "codes")


def _some(number: int, one: str, more: str) -> str:
    """A number in words up to ten: "Two codes"."""
    word = _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
    return f"{word} {one if number == 1 else more}"
