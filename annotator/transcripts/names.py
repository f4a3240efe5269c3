"""Whose name stands in a speaker label, and which office goes with it?"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from annotator.transcripts.label_words import (
    DOMAINS,
    HONORIFICS,
    NAME_PARTICLES,
    PARTICLES,
    QUESTION_WORDS,
    ROLES,
    ROLES_ALONE,
)

_ASIDES = re.compile(r"(?:\s*[(\[（][^()\[\]（）]*[)\]）])+\s*$")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_MOST_NAMES = 5
_NOBODY = frozenset({"unidentified", "unknown", "male", "female", "voice", "voices", "all", "man"})
_OTHERS = ROLES | DOMAINS | QUESTION_WORDS | _NOBODY
_EDGE = "\"'“”‘’«».,()[]*_"
# Brackets that say how somebody speaks, not who: "(spoke in French)", "(?)", "(via video link)".
_MANNER = re.compile(
    r"\b(?:spoke|speaking|speaks|interpret\w*|translat\w*|via|through|off.?mi[ck]e?|continu\w*|phonetic"
    r"|inaudible|parle|habla|spricht|on (?:camera|screen|phone))\b",
    re.IGNORECASE,
)


class Person(Struct, frozen=True):
    """A speaker as a label names them; `role` is empty where it cannot be told from the name."""

    name: str
    role: str = ""


@lru_cache(maxsize=4096)
def person_in(label: str) -> Person:
    """The name and the role in a label; the whole label as name where they cannot be told apart."""
    core = without_asides(label)
    asides = [part.strip() for part in re.split(r"[()\[\]（）]", label[len(core) :])]
    telling = (part for part in asides if any(c.isalpha() for c in part))
    aside = next((part for part in telling if not _MANNER.search(part)), "")
    if aside and _bare(aside.split()[0]) in HONORIFICS and _has_role(core):
        return Person(aside, core.strip())
    name, comma, rest = core.partition(",")
    if comma and _has_role(rest):
        return Person(name.strip(), rest.strip())
    role_first = _role_before_name(core)
    if role_first is not None:
        return role_first
    return Person(core.strip(), aside)


@lru_cache(maxsize=4096)
def is_full_name(name: str) -> bool:
    """Whether a speaker is called as one person is: two to five names, no office, no number."""
    words = name.split()
    while words and _bare(words[0]) in HONORIFICS:
        del words[0]
    if not 2 <= len(words) <= _MOST_NAMES or _OTHERS.intersection(map(_bare, words)):
        return False
    return all(
        word in NAME_PARTICLES or (word[0].isupper() and _NAME.fullmatch(word) is not None)
        for word in words
    )


def without_asides(label: str) -> str:
    """The label without the brackets at its end: "Mr. X (Brazil) (spoke in French)"."""
    found = _ASIDES.search(label)
    return label if found is None or found.start() == 0 else label[: found.start()]


@lru_cache(maxsize=8192)
def is_name_word(word: str) -> bool:
    """Whether a word may stand in a label: capital first, a particle, or letters without case."""
    bare = word.strip(_EDGE)
    if not bare or bare in {"&", "-", "–", "/"}:
        return True
    if bare in PARTICLES or bare.casefold() in ROLES:
        return True
    return not bare[0].islower() or any(c.isupper() for c in bare[1:])


@lru_cache(maxsize=4096)
def has_title_or_role(label: str) -> bool:
    """Whether an honorific or the name of an office stands in `label`."""
    words = bare_words(without_asides(label))
    roles = ROLES if len(words) == 1 else HONORIFICS | ROLES - ROLES_ALONE
    return any(bare in roles for bare in words)


def is_address(label: str) -> bool:
    """Whether `label` may be a way of speaking to somebody: "Mr. President", "Madam Speaker"."""
    bare = bare_words(label)
    return len(bare) > 1 and bare[0] in HONORIFICS and all(word in ROLES for word in bare[1:])


@lru_cache(maxsize=4096)
def last_name(label: str) -> str:
    """The last word of the name in a label, in lower case: "ANN COOPER, ANCHOR" -> "cooper"."""
    words = bare_words(person_in(label).name)
    return words[-1] if words else ""


def _has_role(words: str) -> bool:
    return any(bare in ROLES for bare in bare_words(words))


def bare_words(label: str) -> list[str]:
    """The words of a label in lower case, without the marks around them."""
    words = re.split(r"[\s/]+", label)
    return [bare for bare in (word.strip(_EDGE).casefold() for word in words) if bare]


def _role_before_name(label: str) -> Person | None:
    """The office and the name behind it; None where no name is left."""
    words = label.split()
    last = max((i for i, word in enumerate(words) if _is_office(word)), default=None)
    if last is None:
        return None
    first = _skip_domain(words, last + 1)
    name = words[first:]
    if not any(len(word) > 1 and word[0].isalpha() for word in name) or len(name) > 5:
        return None
    if any(_bare(word) in DOMAINS for word in name):
        return None
    return Person(" ".join(name), " ".join(words[:first]))


def _is_office(word: str) -> bool:
    return any(part in ROLES - ROLES_ALONE for part in bare_words(word))


def _skip_domain(words: list[str], at: int) -> int:
    """Where the name begins after an office: behind "of State", "of Foreign Affairs"."""
    if at >= len(words) or _bare(words[at]) not in {"of", "for", "to", "de", "des", "für", "du"}:
        return at + (at < len(words) and _bare(words[at]) in DOMAINS)
    at += 1
    known = at
    while known < len(words) and _bare(words[known]) in DOMAINS | {"and", "the", "of", "und"}:
        known += 1
    if known > at and _bare(words[known - 1]) in DOMAINS:
        return known
    # An unknown domain ("of the Czech Republic"): the name is taken to be the last two words.
    two = len(words) - 2
    while two > at + 1 and _bare(words[two - 1]) in NAME_PARTICLES:
        two -= 1
    least = at + (words[at : at + 1] == ["the"])
    return two if two > least else len(words)


def _bare(word: str) -> str:
    return word.strip(_EDGE).casefold()
