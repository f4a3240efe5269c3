"""Which codes are meant by a few typed letters, the likeliest first?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.model.codebook import Code

_LEAST_IN_TEXT = 3
"""Fewer letters stand in every definition."""
_HELD = 70
"""From this score on every word typed is held by the name or id."""


def ranked(typed: str, codes: Iterable[Code]) -> list[Code]:
    """Codes that fit what was typed, best first; all codes in their order for nothing typed.

    A code fits when its key is what was typed, when every word typed is found in its name, id
    or definition, or when the letters typed stand in this order in its name or id.
    """
    wanted = folded(typed)
    real = [code for code in codes if not code.is_group]
    if not wanted:
        return real
    scored = [(_score(wanted, code), number, code) for number, code in enumerate(real)]
    best = max((score for score, _, _ in scored), default=0)
    # letters scattered over a name are a guess, not wanted beside a name that holds the words
    guesses = best >= _HELD
    fitting = [each for each in scored if each[0] > 0 and not (guesses and 40 <= each[0] < _HELD)]
    return [code for _, _, code in sorted(fitting, key=lambda entry: (-entry[0], entry[1]))]


def folded(text: str) -> str:
    """Lower case without accents, with single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _score(wanted: str, code: Code) -> float:
    name, code_id = folded(code.name), folded(code.code_id)
    if wanted == folded(code.key):
        return 100
    if wanted in (code_id, name):
        return 95
    if code_id.startswith(wanted) or name.startswith(wanted):
        return 90
    words = wanted.split()
    if all(f" {word}" in f" {name} {code_id}" for word in words):
        return 80
    if all(word in f"{name} {code_id}" for word in words):
        return 70
    scattered = max(_scattered(wanted, name), _scattered(wanted, code_id))
    if scattered:
        return 40 + 20 * scattered
    if len(wanted) < _LEAST_IN_TEXT:
        return 0
    text = folded(f"{code.brief} {code.full} {code.use_when} {code.example}")
    return 30 if all(word in f"{name} {text}" for word in words) else 0


def _scattered(wanted: str, text: str) -> float:
    """1 where the letters follow each other closely, near 0 where far apart, 0 where not there.

    Letters at the beginning of a word count as close: "bs" finds "burden sharing".
    """
    letters = wanted.replace(" ", "")
    position, gaps = -1, 0
    for letter in letters:
        found = text.find(letter, position + 1)
        if found < 0:
            return 0.0
        starts_word = found == 0 or not text[found - 1].isalnum()
        gaps += 0 if starts_word else found - position - 1
        position = found
    return len(letters) / (len(letters) + gaps) if gaps <= 3 * len(letters) else 0.0
