"""Which labels name the same person? Other cases, titles, slips of the scanner, short forms.

Only what is nearly certain is joined; a label one letter away from another is pointed out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from annotator.transcripts.label_words import HONORIFICS, MEN, QUESTION_WORDS, ROLES, WOMEN
from annotator.transcripts.names import bare_words, person_in, without_asides

_MISREAD = str.maketrans({"0": "o", "1": "i", "5": "s", "8": "b", "l": "i", "|": "i", "!": "i"})
_ODD = re.compile(r"(?<=[^\W\d_])[0158|!](?=[^\W\d_])|\b[01](?=[^\W\d_]{2})|[A-Z]l[A-Z]")
_DIGIT = re.compile(r"(?<=[^\W\d_])[0158|!](?=[^\W\d_])")
_LETTERS = {"0": "O", "1": "I", "5": "S", "8": "B", "|": "I", "!": "I"}
_ARTICLES = frozenset({"the", "der", "die", "le", "la", "el", "il", "l'"})
_SHORTEST = 3
_SHORTEST_MISSPELT = 5
_MOST_OF_ONE_NAME = 20
_CLOSING = (")", "]", "）")
_UNKNOWN = frozenset({"unidentified", "unknown", "unidentifizierter"})
_NO_FAMILY = ROLES | QUESTION_WORDS
_RARELY = 2
_MUCH_OFTENER = 3


class Join(Struct, frozen=True):
    """A label that names the same person as another one, and why that is thought."""

    label: str
    reason: str
    certain: bool = True
    """False where more than the spelling speaks for it."""


def joins(counts: Mapping[str, int]) -> dict[str, Join]:
    """For each label that is another form of one, that one. `counts` says how often each stands.

    The target of a join is never joined itself.
    """
    found: dict[str, Join] = {}
    _gather(counts, found, _spelling, "the same name in another spelling")
    heads = [label for label in counts if label not in found]
    misread = "a letter misread by a scanner"
    _gather({h: counts[h] for h in heads}, found, _misread, misread, certain=False)
    heads = [label for label in heads if label not in found]
    for label, longer in _short_forms(heads).items():
        found[label] = Join(longer, "the end of a longer label", certain=False)
    return {
        label: Join(_last(found, label), join.reason, join.certain) for label, join in found.items()
    }


def resemblances(counts: Mapping[str, int]) -> dict[str, str]:
    """For each rare label, a much more frequent one that is one letter away."""
    near: dict[str, list[str]] = defaultdict(list)
    for label in counts:
        for form in _with_one_letter_less(_letters(label)):
            near[form].append(label)
    found: dict[str, str] = {}
    for alike in near.values():
        best = max(alike, key=lambda one: counts[one])
        for label in alike:
            rare = counts[label] <= _RARELY and counts[label] * _MUCH_OFTENER <= counts[best]
            if label != best and rare and _may_be_slip(label, best):
                found.setdefault(label, best)
    return found


def corrected(label: str, text: str) -> str:
    """The label without the digits of a scanner, where the text has the name so: else nothing."""
    if not _DIGIT.search(label):
        return ""
    better = _DIGIT.sub(lambda found: _LETTERS[found[0]], label)
    better = better.upper() if label.isupper() else better.title()
    name = person_in(better).name
    return better if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) else ""


def _gather(
    counts: Mapping[str, int],
    found: dict[str, Join],
    key: Callable[[str], tuple[str, ...]],
    reason: str,
    *,
    certain: bool = True,
) -> None:
    """Join labels of one key to the one that stands most often, the first where they tie."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for label in counts:
        groups[key(label)].append(label)
    for group in groups.values():
        if len(group) > 1:
            head = max(group, key=lambda label: (not _looks_misread(label), counts[label]))
            found.update({label: Join(head, reason, certain) for label in group if label != head})


def _last(found: Mapping[str, Join], label: str) -> str:
    while label in found:
        label = found[label].label
    return label


@lru_cache(maxsize=4096)
def _spelling(label: str) -> tuple[str, ...]:
    """Words without case, marks and article, and what stands in brackets behind the name."""
    words = bare_words(without_asides(label))
    aside = person_in(label).role if label.endswith(_CLOSING) else ""
    return (*(words[1:] if words[0] in _ARTICLES and words[1:] else words), aside.casefold())


@lru_cache(maxsize=4096)
def _misread(label: str) -> tuple[str, ...]:
    return tuple(
        word.translate(_MISREAD) if sum(map(str.isalpha, word)) > 1 else word
        for word in _spelling(label)
    )


def _looks_misread(label: str) -> bool:
    return _ODD.search(label) is not None


class _Name(Struct, frozen=True):
    """What of a label is a name, and what else it says about the person."""

    label: str
    words: tuple[str, ...]
    gender: str
    titled: bool
    described: bool


@lru_cache(maxsize=4096)
def _name_in(label: str) -> _Name:
    person = person_in(label)
    every = bare_words(person.name)
    words = tuple(word for word in every if word not in HONORIFICS)
    titles = set(bare_words(label))
    gender = "f" if titles & WOMEN else "m" if titles & MEN else ""
    return _Name(label, words, gender, len(words) < len(every), bool(person.role))


def _short_forms(labels: Sequence[str]) -> dict[str, str]:
    """For each label that only repeats the family name of one other, that other one.

    `labels` are in the order of first speaking: the full form comes first, except where it only
    says that nobody knows who it was.
    """
    by_last: dict[str, list[_Name]] = defaultdict(list)
    names = [_name_in(label) for label in labels]
    for name in names:
        if name.words and len(name.words[-1]) >= _SHORTEST:
            by_last[name.words[-1]].append(name)
    found: dict[str, str] = {}
    for family in by_last.values():
        if 1 < len(family) <= _MOST_OF_ONE_NAME:
            found |= _in_family(family)
    return found


def _in_family(family: Sequence[_Name]) -> dict[str, str]:
    found: dict[str, str] = {}
    for at, name in enumerate(family):
        longer = [
            other
            for place, other in enumerate(family)
            if _is_short_for(name, other) and (place < at or _UNKNOWN & set(other.words))
        ]
        if len({other.words for other in longer}) == 1 and longer[0].label not in found:
            found[name.label] = longer[0].label
    return found


def _is_short_for(short: _Name, full: _Name) -> bool:
    last = short.words[-1]
    if {short.gender, full.gender} == {"f", "m"} or not last.isalpha() or last in _NO_FAMILY:
        return False
    if short.words == full.words:
        return not (short.titled or short.described) and (full.titled or full.described)
    return len(short.words) == 1 < len(full.words)


def _may_be_slip(label: str, other: str) -> bool:
    """Whether two labels one letter apart may be one: not "Speaker 1" and "Speaker 2"."""
    ours, theirs = _spelling(label), _spelling(other)
    if len(ours) != len(theirs):
        return False
    apart = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    if len(apart) != 1:
        return False
    one, two = apart[0]
    long_enough = min(len(one), len(two)) >= _SHORTEST_MISSPELT
    return long_enough and one.isalpha() and two.isalpha() and one not in ROLES


def _letters(label: str) -> str:
    return " ".join(_spelling(label))


def _with_one_letter_less(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
