"""Who speaks where? Finds the labels that end with a colon, and cuts the text into turns.

A label is believed where it comes again, or names an office, or is written in capitals, or
stands in the by-line. Everything else that looks like one ("Now: we must ...") stays speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.model.transcript import HeaderField, Turn
from annotator.transcripts.label_words import NEVER_FIRST, NEVER_LABELS, NOT_NAMES
from annotator.transcripts.names import (
    Person,
    has_title_or_role,
    is_address,
    is_name_word,
    person_in,
    without_asides,
)

_LABEL = re.compile(
    r"^[ \t\u00a0]*+(?P<start>)(?:\*\*|__)?+(?P<label>[^\s:：][^:：\n]{0,90}+)"
    r"(?::(?![\d/:])|：)(?:\*\*|__)?+(?P<end>)[ \t\u00a0]*+",
    re.MULTILINE,
)
# "Q. ", "Q ", "THE MODERATOR. ", "MR. NIXON; ", "[id1] ", "Name (00:12)": no colon of ours.
_OTHER_STYLES = re.compile(
    r"^[ \t]*(?:Q\.? |\[\w{1,12}\] |(?:THE|The|MR\.?|Mr\.|MRS\.?|Mrs\.|MS\.?|Ms\.) "
    r"[A-Z][\w'’]+[.;] |[A-Z][\w.' -]{1,40}+\(\d\d?:\d\d)",
    re.MULTILINE,
)
_FEWEST_OTHER = 2
_MOST_WORDS = 8
_MOST_UNCASED = 12
_TOP_LINES = 20
_SENTENCE_END = ("!", "?", "…", '."', ".”", "。")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a line: where it stands, and where the words after it begin."""

    text: str
    start: int
    end: int
    """Behind the colon (and the stars of Markdown)."""
    after: int
    """Behind the spaces after the colon, on the same line."""


def possible_labels(text: str) -> list[Label]:
    """Every place at the start of a line that has the shape of a label, believed or not.

    The stars of a **bold:** label in Markdown belong to the label's place, not to its text.
    """
    shaped: dict[str, bool] = {}
    found: list[Label] = []
    for match in _LABEL.finditer(text):
        label = match["label"].rstrip("*_ \t\u00a0")
        if label not in shaped:
            shaped[label] = _has_label_shape(label)
        if shaped[label]:
            found.append(Label(label, match.start("start"), match.start("end"), match.end()))
    return found


def believed(labels: Sequence[Label], text: str, byline: str) -> list[Label]:
    """Those of the labels behind the header that mark turns."""
    counts = Counter(label.text for label in labels)
    capitals = {label.text for label in labels if _in_capitals(label.text)}
    signs: tuple[Callable[[str], bool], ...] = (
        lambda name: counts[name] > 1,
        lambda name: has_title_or_role(name) and not is_address(name),
        lambda name: len(name) > 2 and name.casefold() in byline.casefold(),
    )
    sure = {name for name in counts if any(sign(name) for sign in signs)}
    if sure or len(capitals) > 1:
        sure |= capitals
    # A single speaker in capitals is believed where little stands before the label.
    sure |= {
        label.text for label in labels[:1] if label.text in capitals and _near_top(label, text)
    }
    if sure:
        sure |= {label.text for label in labels if _is_full_name(label, text)}
    return [label for label in labels if label.text in sure]


def turns_of(labels: Sequence[Label], text: str) -> tuple[Turn, ...]:
    """One turn from each label to the next, the last one to the end of the text."""
    persons: dict[str, Person] = {}
    turns: list[Turn] = []
    for index, label in enumerate(labels):
        end = labels[index + 1].start if index + 1 < len(labels) else len(text)
        person = persons.setdefault(label.text, person_in(label.text))
        text_start = min(first_word(text, label.after), end)
        turns.append(Turn(label.text, person.name, person.role, label.start, text_start, end))
    return tuple(turns)


def fields_of(labels: Sequence[Label]) -> list[HeaderField]:
    """The labels as stretches that cannot be coded."""
    return [HeaderField("label", label.start, label.end) for label in labels]


def doubts(labels: Sequence[Label], text: str) -> tuple[str, ...]:
    """In words, what a person should look at: labels that stand once, styles not read yet."""
    counts = Counter(label.text for label in labels)
    once = sum(
        n == 1 and not has_title_or_role(name) and not person_in(name).role
        for name, n in counts.items()
    )
    other = len(_OTHER_STYLES.findall(text))
    found: list[str] = []
    if once:
        found.append(f"{once} speaker label{'s' * (once > 1)} found only once")
    if other >= _FEWEST_OTHER:
        found.append(f"{other} lines may begin with a speaker in a style that is not read yet")
    return tuple(found)


def first_word(text: str, at: int) -> int:
    """The first place from `at` on that is not white space, or the end of the text."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _has_label_shape(full: str) -> bool:
    label = without_asides(full)
    words = label.split()
    if not words or len(words) > _MOST_WORDS or not label[0].isalpha():
        return False
    if label.endswith(_SENTENCE_END):
        return False
    folded = label.casefold().strip("*_ ").replace("’", "'")
    if folded.rstrip(".") in NEVER_LABELS or words[0].casefold().strip(",.") in NEVER_FIRST:
        return False
    if not label.isascii() and label.lower() == label.upper():
        return len(label) <= _MOST_UNCASED * (1 + label.count(" "))
    return all(map(is_name_word, words))


def _in_capitals(label: str) -> bool:
    """Whether a label is written in capitals, its aside in brackets apart."""
    core = label.split("(", maxsplit=1)[0]
    return sum(c.isalpha() for c in core) > 1 and core.isupper()


def _near_top(label: Label, text: str) -> bool:
    return text.count("\n", 0, label.start) <= _TOP_LINES


def _is_full_name(label: Label, text: str) -> bool:
    """Whether a label that stands once has the look of a first and a last name with words after."""
    words = without_asides(label.text).split()
    if not all(word[:1].isalpha() for word in words):
        return False
    if not 2 <= len(words) <= 4 or label.after >= len(text) or text[label.after] == "\n":
        return False
    return words[0][0].isupper() and not any(w.casefold() in NOT_NAMES for w in words)
