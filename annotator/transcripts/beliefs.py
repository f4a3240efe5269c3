"""Which of the places with the shape of a label mark turns, how surely, and why?

A label is believed where it comes again, or names an office, or is written in capitals, or
stands in the by-line. The weaker a style sets labels apart, the more often one must come again;
what else looks like a label ("Now: we must ...") stays speech.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from annotator.transcripts.label_styles import SURE_STYLES, Label, Style, is_denied, is_id
from annotator.transcripts.label_words import NOT_NAMES, ROLES
from annotator.transcripts.names import (
    bare_words,
    has_title_or_role,
    is_address,
    last_name,
    without_asides,
)
from annotator.transcripts.stage_directions import is_stage_word

Confidence = Literal["high", "medium", "low"]
Key = tuple[str, Style]

_TOP_LINES = 20
_OFTEN = 3
_FEWEST_WEAK = 2
_LONGEST_UNCASED = 6
_ONE_IN = 10
"""A label with a full stop is believed where there is one for at most ten with a colon."""


class Belief(Struct, frozen=True):
    """Whether a label marks turns; `confidence` says how surely it names a speaker."""

    speaker: bool
    confidence: Confidence
    reason: str


def judged(labels: Sequence[Label], text: str, byline: str) -> dict[Key, Belief]:
    """What to believe of each of the labels behind the header, by its words and its style."""
    set_apart = [one for one in labels if one.style in SURE_STYLES]
    found = _with_colons(set_apart, text, byline)
    if len(set_apart) == len(labels):
        return found
    sure = [one for one in labels if _spoken(found, one)]
    found |= _semicolons(labels, sure)
    found |= _periods([one for one in labels if one.style == "period"], sure)
    found |= _brackets([one for one in labels if one.style == "bracket"])
    found |= _questions([one for one in labels if one.style == "question"], text, found)
    if not any(belief.speaker for belief in found.values()):
        found |= _weak([one for one in labels if one.style == "tab"])
    if not any(belief.speaker for belief in found.values()):
        found |= _weak([one for one in labels if one.style == "line"])
    return found


def _spoken(beliefs: Mapping[Key, Belief], label: Label) -> bool:
    belief = beliefs.get((label.text, label.style))
    return belief is not None and belief.speaker


def _with_colons(labels: Sequence[Label], text: str, byline: str) -> dict[Key, Belief]:
    counts = Counter(label.text for label in labels)
    first: dict[str, Label] = {}
    for label in labels:
        first.setdefault(label.text, label)
    beliefs = {name: _by_itself(label, counts[name], byline) for name, label in first.items()}
    capitals = [name for name in counts if in_capitals(name) and not is_denied(name)]
    if any(belief.speaker for belief in beliefs.values()) or len(capitals) > 1:
        for name in capitals:
            _believe(beliefs, name, Belief(True, "medium", "written in capitals, like a name"))
    # A single speaker in capitals is believed where little stands before the label.
    for label in labels[:1]:
        if label.text in capitals and text.count("\n", 0, label.start) <= _TOP_LINES:
            _believe(beliefs, label.text, Belief(True, "medium", "in capitals, near the top"))
    if any(belief.speaker for belief in beliefs.values()):
        _believe_names(beliefs, first, text)
    return {(label.text, label.style): beliefs[label.text] for label in labels}


def _believe_names(beliefs: dict[str, Belief], first: Mapping[str, Label], text: str) -> None:
    """Names that stand once are believed where others are speakers beyond doubt."""
    for name, label in first.items():
        if is_denied(name) or label.bulleted:
            continue
        if _is_short_without_case(name):
            _believe(beliefs, name, Belief(True, "low", "short, like the others; only once"))
        elif _is_full_name(label, text):
            _believe(beliefs, name, Belief(True, "low", "a first and a last name, only once"))


def _believe(beliefs: dict[str, Belief], name: str, belief: Belief) -> None:
    if not beliefs[name].speaker:
        beliefs[name] = belief


def _by_itself(label: Label, count: int, byline: str) -> Belief:
    """What a label with a colon says without a look at the others."""
    name = label.text
    if is_denied(name):
        return Belief(False, "low", "a word that heads a line, not a person")
    office = has_title_or_role(name) and not is_address(name)
    if len(name) > 2 and name.casefold() in byline.casefold():
        return Belief(True, "high", "stands in the by-line")
    if count > 1:
        sure = count >= _OFTEN or office or label.style == "timed"
        return Belief(True, "high" if sure else "medium", f"stands {count} times")
    if label.style == "timed":
        return Belief(True, "medium", "a time mark follows")
    if office and not label.bulleted:
        return Belief(True, "medium", "names an office or has a title")
    return Belief(False, "low", "stands only once and names no office")


def _semicolons(labels: Sequence[Label], sure: Sequence[Label]) -> dict[Key, Belief]:
    """`MR. NIXON;` is a slip for `MR. NIXON:` where that stands elsewhere."""
    known = {label.text.casefold() for label in sure}
    yes = Belief(True, "high", "elsewhere with a colon")
    no = Belief(False, "low", "a semicolon follows")
    return {
        (one.text, one.style): yes if one.text.casefold() in known else no
        for one in labels
        if one.style == "semicolon"
    }


def _periods(labels: Sequence[Label], sure: Sequence[Label]) -> dict[Key, Belief]:
    """`THE MODERATOR.` must stand three times, and in no file that gives it a colon.

    Where such labels are established and none has a colon, offices and full names that stand
    less often are believed with them.
    """
    counts = Counter(label.text for label in labels)
    taken = {last_name(label.text) for label in sure}
    fewest = max(_OFTEN, len(sure) // _ONE_IN)
    often = {
        name
        for name, count in counts.items()
        if count >= fewest and _may_have_full_stop(name) and last_name(name) not in taken
    }
    beliefs: dict[Key, Belief] = {}
    for name, count in counts.items():
        beliefs[name, "period"] = Belief(False, "low", "a full stop follows: likely a sentence")
        if name in often:
            beliefs[name, "period"] = Belief(True, "high", f"stands {count} times")
        elif often and not sure and _may_stand_once(name):
            beliefs[name, "period"] = Belief(True, "low", "a name or an office, like the others")
    return beliefs


def _may_have_full_stop(name: str) -> bool:
    if is_denied(name) or is_address(name):
        return False
    one_word = len(name.split()) == 1
    return in_capitals(name) or has_title_or_role(name) or (not one_word and _all_names(name))


def _may_stand_once(name: str) -> bool:
    if is_denied(name) or is_address(name):
        return False
    return has_title_or_role(name) or (2 <= len(name.split()) <= 5 and _all_names(name))


def _all_names(name: str) -> bool:
    words = bare_words(name)
    return all(not word.islower() for word in name.split()) and not NOT_NAMES.intersection(words)


def _brackets(labels: Sequence[Label]) -> dict[Key, Belief]:
    """`[id1]` must come again, and so must another one; "[applause]" never counts."""
    counts = Counter(
        one.text
        for one in labels
        if not is_stage_word(one.text) and (is_id(one.text) or one.text[:1].isupper())
    )
    again = {name for name, count in counts.items() if count > 1}
    settled = len(again) > 1 or any(counts[name] >= _OFTEN for name in again)
    ids = {name for name in counts if is_id(name)}
    beliefs: dict[Key, Belief] = {}
    for name, count in counts.items():
        key: Key = (name, "bracket")
        beliefs[key] = Belief(False, "low", "in brackets, and nothing says that it is a speaker")
        if settled and name in again:
            beliefs[key] = Belief(True, "high", f"in brackets, stands {count} times")
        elif settled and name in ids and again & ids:
            beliefs[key] = Belief(True, "medium", "in brackets, like the others")
    return beliefs


def _questions(
    labels: Sequence[Label], text: str, known: Mapping[Key, Belief]
) -> dict[Key, Belief]:
    """`Q ` must come again or stand among other labels; one `Q.` must ask something."""
    counts = Counter(label.text for label in labels)
    others = any(belief.speaker for belief in known.values())
    asked = counts["Q"] > 1 or others or any(_asks(label, text) for label in labels)
    beliefs: dict[Key, Belief] = {}
    for name, count in counts.items():
        yes = asked and (name == "Q" or "Q" in counts)
        reason = f"the sign for a question or an answer, stands {count} times"
        sure: Confidence = "high" if count > 1 else "medium"
        beliefs[name, "question"] = Belief(yes, sure if yes else "low", reason)
    return beliefs


def _asks(label: Label, text: str) -> bool:
    end = text.find("\n", label.after)
    line = text[label.after : end if end >= 0 else len(text)]
    return text[label.start : label.end].endswith(".") and line.rstrip().endswith("?")


def _weak(labels: Sequence[Label]) -> dict[Key, Belief]:
    """Labels before a tabulator or on a line of their own: two must come again."""
    counts = Counter(label.text for label in labels if _is_likely_name(label.text))
    again = {name for name, count in counts.items() if count > 1}
    settled = len(again) >= _FEWEST_WEAK or any(counts[name] >= _OFTEN for name in again)
    capitals = all(map(in_capitals, again))
    beliefs: dict[Key, Belief] = {}
    for label in labels:
        name = label.text
        belief = Belief(False, "low", "a short line, and nothing says that it is a speaker")
        if settled and name in again:
            belief = Belief(True, "medium", f"stands {counts[name]} times without a colon")
        elif settled and name in counts and (in_capitals(name) if capitals else _is_two(name)):
            belief = Belief(True, "low", "like the other labels, but only once")
        beliefs[name, label.style] = belief
    return beliefs


def _is_likely_name(name: str) -> bool:
    if is_denied(name) or is_stage_word(name) or NOT_NAMES.intersection(bare_words(name)):
        return False
    return in_capitals(name) or _is_two(name) or is_id(name) or name.casefold() in ROLES


def _is_two(name: str) -> bool:
    return 2 <= len(name.split()) <= 5 and _all_names(name)


def in_capitals(label: str) -> bool:
    """Whether a label is written in capitals, its aside in brackets apart."""
    core = label.split("(", maxsplit=1)[0]
    return sum(c.isalpha() for c in core) > 1 and core.isupper()


def _is_short_without_case(name: str) -> bool:
    """Whether a label of a writing without capitals is as short as a name: 陳議員, not 他說."""
    without_case = not name.isascii() and name.lower() == name.upper()
    return without_case and len(name) <= _LONGEST_UNCASED and name[-1] not in "说說道曰是问問为為"


def _is_full_name(label: Label, text: str) -> bool:
    """Whether a label that stands once has the look of a first and a last name with words after."""
    words = without_asides(label.text).split()
    if not all(word[:1].isalpha() for word in words):
        return False
    if not 2 <= len(words) <= 4 or label.after >= len(text) or text[label.after] == "\n":
        return False
    return words[0][0].isupper() and not NOT_NAMES.intersection(w.casefold() for w in words)


def once_only(labels: Iterable[Label]) -> int:
    """How many labels stand once and name neither an office nor a title."""
    counts = Counter(label.text for label in labels)
    return sum(n == 1 and not has_title_or_role(name) for name, n in counts.items())
