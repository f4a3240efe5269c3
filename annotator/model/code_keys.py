"""Which keys give a code: one stroke, or two for codes that share the first? Do two clash?

A key is one character, or two that are pressed one after the other. No key may begin another:
the first stroke would give the one before the other could be meant.
"""

from __future__ import annotations

import string
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from annotator.model.codebook import Code

MOST_STROKES = 2

KEYS_IN_USE = {
    "0": "“nothing applies”",
    "?": "“unsure”",
    "/": "the palette",
    ".": "“repeat on the next unit”",
    " ": "“repeat”",
}
"""Keys of the coding loop: no key of a code begins with one."""

MOST_SINGLE = 26
"""Codes that get one stroke each; more share first strokes by group."""

_SPARE = string.ascii_lowercase + string.digits[1:]

Strokes = tuple[str, ...]
Holder = TypeVar("Holder")


def strokes_of(key: str) -> Strokes:
    """The strokes of a key as they are compared: without case."""
    return tuple(stroke.casefold() for stroke in key)


def key_words(key: str) -> str:
    """A key as it is shown: "U", "T U"."""
    return " ".join(stroke.upper() for stroke in key)


class KeyRing(Generic[Holder]):
    """Keys and who has them."""

    def __init__(self) -> None:
        self._held: dict[Strokes, Holder] = {}
        self._begun: defaultdict[str, set[Strokes]] = defaultdict(set)

    def put(self, key: str, holder: Holder) -> None:
        strokes = strokes_of(key)
        if strokes:
            self._held[strokes] = holder
            self._begun[strokes[0]].add(strokes)

    def take(self, key: str) -> None:
        strokes = strokes_of(key)
        if self._held.pop(strokes, None) is not None:
            self._begun[strokes[0]].discard(strokes)

    def in_the_way(self, key: str) -> tuple[str, Holder] | None:
        """A key that cannot stand beside this one, and who has it."""
        wanted = strokes_of(key)
        for strokes in sorted(self._begun.get(wanted[0], ())) if wanted else ():
            shorter = min(len(strokes), len(wanted))
            if strokes[:shorter] == wanted[:shorter]:
                return "".join(strokes), self._held[strokes]
        return None


def shape_problem(key: str) -> str:
    """What stands against a key, whoever else has which; "" if nothing."""
    if len(key) > MOST_STROKES or not key.isprintable() or " " in key[1:]:
        return "A key is one character, or two that are pressed one after the other."
    if key and key[0] in KEYS_IN_USE:
        return f"The key {key[0]!r} is taken by {KEYS_IN_USE[key[0]]}."
    return ""


def clash_problem(key: str, other: str, name: str) -> str:
    """Why a key cannot stand beside the key of the code of that name."""
    if strokes_of(key) == strokes_of(other):
        return f"The key {key_words(key)} belongs to “{name}”."
    if len(other) < len(key):
        return f"The key {key_words(other)} alone belongs to “{name}”."
    return f"The keys of “{name}” begin with {key_words(key)}: {key_words(other)}."


def proposed_keys(codes: Sequence[Code]) -> dict[int, str]:
    """Keys for the codes that have none, by id; those that stand are left alone.

    Up to 26 codes get one stroke each. In larger codebooks codes of one group share the first
    stroke. Letters of the name come first, so that keys can be remembered. Where no key is left
    a code gets none.
    """
    ring: KeyRing[int] = KeyRing()
    for code in codes:
        ring.put(code.key, code.id)
    real = [code for code in codes if not code.is_group]
    bare = [code for code in real if not code.key]
    by_group = len(real) > MOST_SINGLE
    first = _first_strokes(codes, bare, ring) if by_group else {}
    given: dict[int, str] = {}
    for code in bare:
        begin = first.get(code.parent_id, "")
        key = next((begin + each for each in _letters(code.name) if _free(begin + each, ring)), "")
        if (begin or not by_group) and key:
            ring.put(key, code.id)
            given[code.id] = key
    return given


def _first_strokes(
    codes: Sequence[Code], bare: Sequence[Code], ring: KeyRing[int]
) -> dict[int | None, str]:
    """For every group with codes to be given keys, the stroke that they share."""
    names: dict[int | None, str] = {code.id: code.name for code in codes if code.is_group}
    found: dict[int | None, str] = {
        code.parent_id: code.key[0] for code in codes if len(code.key) == MOST_STROKES
    }
    taken = {strokes_of(first) for first in found.values()}
    for parent in dict.fromkeys(code.parent_id for code in bare):
        if parent in found:
            continue
        letters = _letters(names.get(parent, "other"))
        free = (each for each in letters if _free(each, ring) and strokes_of(each) not in taken)
        found[parent] = next(free, "")
        taken.add(strokes_of(found[parent]))
    return found


def _free(key: str, ring: KeyRing[int]) -> bool:
    return not shape_problem(key) and ring.in_the_way(key) is None


def _letters(name: str) -> Iterator[str]:
    """The beginnings of its words, the other letters, then whatever else a keyboard has."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = "".join(c for c in plain if not unicodedata.combining(c)).split()
    starts: Iterable[str] = (word[0] for word in words)
    rest: Iterable[str] = (letter for word in words for letter in word[1:])
    for each in (*starts, *rest, *_SPARE):
        if each.isalnum():
            yield each
