"""Where might a speaker be named? Every place with the shape of a label, in every style.

A place found here is a candidate and no more; `beliefs` decides which of them mark turns.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from msgspec import Struct

from annotator.transcripts.label_words import NEVER_FIRST, NEVER_LABELS, SHORT_TITLES
from annotator.transcripts.names import is_name_word, without_asides

Style = Literal[
    "colon",
    "timed",
    "two lines",
    "question",
    "bracket",
    "period",
    "semicolon",
    "tab",
    "line",
    "inside",
    "told",
]
"""How a label is set apart: `MR. FOX:`, `Fox (00:12):`, an office with `(Mr. Fox):` below it,
`Q `, `[id1]`, `THE MODERATOR.`, `MR. FOX;`, a tabulator, a line of its own, or behind other words
of a paragraph. With `told` the file itself says who speaks, not its words."""

SURE_STYLES: frozenset[Style] = frozenset({"colon", "timed", "two lines"})

TIME = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_LINE = re.compile(r"[^\s][^\n]*")
_LONGEST_LABEL = 91
# What may stand before a label: a time mark, a bullet or a dash, the marks of captions.
_BEFORE = re.compile(
    rf"(?:(?P<time>\[{TIME}\]|\({TIME}\)|{TIME}(?:[ ]?-[ ]?{TIME})?)[ \t]+)?"
    r"(?P<mark>[•·‣▪–—*-][ \t\u00a0]+|>>+[ \t]*)?"
)
_COLON = re.compile(
    rf"(?:\*\*|__)?+(?P<label>[^\s:：][^:：\n]{{0,{_LONGEST_LABEL - 1}}}+)"
    rf"(?::(?![\d/:])|：)(?:\*\*|__)?+(?P<time>[ \t]*[(\[]{TIME}[)\]])?(?P<end>)[ \t\u00a0]*+"
)
_TIMED = re.compile(
    r"(?:\*\*|__)?+(?P<label>[^\s:：(\[][^:：(\[\n]{0,80}?)(?:\*\*|__)?[ \t]*"
    rf"(?:[(\[]{TIME}[)\]][ \t]*:?|[ \t]{TIME}(?=[ \t]*(?:\n|$)))(?:\*\*|__)?(?P<end>)[ \t\u00a0]*+"
)
_SECOND_LINE = re.compile(r"(?P<who>\([^()\n]{2,60}\))[ \t]*[:：](?P<end>)[ \t\u00a0]*+")
_QUESTION = re.compile(
    r"(?P<label>[QA])(?:(?P<end1>\.)[ \t\u00a0]*+|[ \t\u00a0]++)(?=\S)(?!(?:and|&)[ \t]A\b)"
)
_BRACKET = re.compile(r"\[(?P<label>[^\s\[\]][^\[\]\n]{0,40})\]:?(?P<end>)[ \t\u00a0]*+(?=\S)")
_TAB = re.compile(r"(?P<label>[^\t\n:]{1,60})(?P<end>)\t[ \t]*+(?=\S)")
_BULLETS = frozenset("•·‣▪*-")
_NOT_SPACE = re.compile(r"\S+")
_ID = re.compile(r"[a-zA-Z]{1,12}[ _-]?\d{1,3}$")

_MOST_WORDS = 8
_MOST_UNCASED = 12
_LONGEST_LINE = 60
_LONGEST_PERIOD = 100
_SENTENCE_END = ("!", "?", "…", '."', ".”", "。")
_NO_LABEL_LINE = (*_SENTENCE_END, ".", ",", ";", ":", "：", "-", "–", "—", ")", "]", "，", "；")


class Label(Struct, frozen=True):
    """A label at the start of a line: where it stands, and where the words after it begin."""

    text: str
    start: int
    end: int
    """Behind the colon (and the stars of Markdown, and a time mark)."""
    after: int
    """Behind the spaces after the colon, on the same line."""
    style: Style = "colon"
    bulleted: bool = False


def possible_labels(text: str) -> list[Label]:
    """Every place at the start of a line that has the shape of a label, believed or not.

    The stars of a **bold:** label in Markdown belong to the label's place, not to its text.
    """
    found: list[Label] = []
    before = (0, 0)
    for line in _LINE.finditer(text):
        start, end = line.span()
        label = _in_line(text, start, end)
        if label is None and (label := _over_two_lines(text, before, start, end)) is not None:
            above = found[-1] if found and found[-1].start == label.start else None
            if above is not None and above.style != "line":
                label = None  # the line above has a label and words of its own
            elif above is not None:
                found.pop()
        if label is not None:
            found.append(label)
        before = (start, end)
    return found


def has_label_shape(full: str) -> bool:
    """Whether words may name a speaker: few, with capitals, or letters without case."""
    return _shaped(full)


@lru_cache(maxsize=4096)
def is_denied(label: str) -> bool:
    """Whether a label is known to head a line of another kind: "Last updated", "Source"."""
    folded = label.casefold().strip("*_ ").replace("’", "'")
    return folded.rstrip(".") in NEVER_LABELS


def is_id(label: str) -> bool:
    """Whether a label is a sign for somebody: id1, P 12, Speaker_00."""
    return _ID.match(label) is not None


class _Line(NamedTuple):  # made once for every line
    """A line from its first character that is no space; `at` is where a label may begin."""

    start: int
    at: int
    end: int
    bulleted: bool = False
    timed: bool = False
    """Whether a time mark stands before the label, not a mere clock."""


def _in_line(text: str, start: int, end: int) -> Label | None:
    """The label at the start of the line from `start` to `end`, in the first style that fits."""
    if text[start].isalpha():
        return _plainly_named(text, start, end) or _named(text, _Line(start, start, end))
    if text[start] == "[":
        found = _matched(_BRACKET, "bracket", text, _Line(start, start, end))
        if found is not None:
            return found
    # Behind a time mark, a bullet or a dash, which then belong to the place of the label.
    mark = _BEFORE.match(text, start, end)
    at = start if mark is None else mark.end()
    if at >= end:
        return None
    bulleted = mark is not None and (mark["mark"] or "")[:1] in _BULLETS
    timed = mark is not None and (mark["time"] or "").count(":") + (text[start] in "[(") > 1
    return _named(text, _Line(start, at, end, bulleted, timed))


def _plainly_named(text: str, start: int, end: int) -> Label | None:
    """The label of a line such as "MR. FOX: We ...", as most are: what `_named` says, sooner."""
    # Below 0 it would count from the end of the text.
    # Below 0 it would count from the end of the text.
    last = max(start, min(end - 2, start + _LONGEST_LABEL + 1))
    colon = text.find(":", start, last)
    if colon < 0 or text[colon + 1] != " " or not text[colon + 2].isalpha():
        return None
    label = text[start:colon]
    if label[-1].isalpha() and "：" not in label and _shaped(label):
        return Label(label, start, colon + 1, colon + 2)
    return None


def _named(text: str, line: _Line) -> Label | None:
    head = text[line.at : min(line.end, line.at + _LONGEST_PERIOD)]
    if ":" in head or "：" in head:
        found = _matched(_COLON, "colon", text, line) or _matched(_TIMED, "timed", text, line)
        if found is not None:
            return found
    if head[0] in "QA" and not head[1:2].isalpha():
        return _question(text, line)
    if "\t" in head and (found := _matched(_TAB, "tab", text, line)) is not None:
        return found
    if not line.bulleted and head[0].isupper():
        return _with_full_stop(head, line) or _alone(text, line)
    return None


def _matched(rule: re.Pattern[str], style: Style, text: str, line: _Line) -> Label | None:
    found = rule.match(text, line.at, line.end)
    if found is None:
        return None
    label = found["label"].rstrip("*_ \t\u00a0")
    if not _shaped(label) and not (style == "bracket" and is_id(label)):
        return None
    if style == "colon" and (line.timed or found["time"]):
        style = "timed"
    return Label(label, line.start, found.end("end"), found.end(), style, line.bulleted)


def _question(text: str, line: _Line) -> Label | None:
    """`Q ` and `Q.`, and `A.`: the sheets of press offices. `A ` would be an article."""
    found = _QUESTION.match(text, line.at, line.end)
    if found is None or (found["label"] == "A" and found["end1"] is None):
        return None
    end = line.at + (1 if found["end1"] is None else 2)
    return Label(found["label"], line.start, end, found.end(), "question")


def _with_full_stop(head: str, line: _Line) -> Label | None:
    """`THE MODERATOR. ` or `MR. FOX; `: words of a name up to a stop that is no abbreviation."""
    for count, found in enumerate(_NOT_SPACE.finditer(head), 1):
        word = found[0]
        if count > _MOST_WORDS or not is_name_word(word):
            return None
        if word[-1] in ".;" and not _goes_on(word):
            break
    else:
        return None
    label, stop = head[: found.end() - 1], found.end()
    after = len(head) - len(head[stop:].lstrip(" \t\u00a0"))
    if after >= len(head) or not _shaped(label):
        return None
    style: Style = "semicolon" if word[-1] == ";" else "period"
    return Label(label, line.start, line.at + stop, line.at + after, style)


def _goes_on(word: str) -> bool:
    """Whether the full stop belongs to the word: Mr. J. U.S."""
    bare = word[:-1]
    return word[-1] == "." and (len(bare) == 1 or "." in bare or bare.casefold() in SHORT_TITLES)


def _alone(text: str, line: _Line) -> Label | None:
    """A name on a line of its own, with nothing to set it apart."""
    if line.end - line.at > _LONGEST_LINE:
        return None
    label = text[line.at : line.end].rstrip()
    if label.endswith(_NO_LABEL_LINE) or not _shaped(label):
        return None
    return Label(label, line.start, line.at + len(label), line.end, "line")


def _over_two_lines(text: str, before: tuple[int, int], start: int, end: int) -> Label | None:
    """An office on one line and `(Mr. Fox):` on the next, as in the records of Kenya."""
    if text[start] != "(" or text.count("\n", before[1], start) != 1:
        return None
    found = _SECOND_LINE.match(text, start, end)
    office = text[before[0] : before[1]].rstrip()
    if found is None or ":" in office or not _shaped(office):
        return None
    return Label(f"{office} {found['who']}", before[0], found.end("end"), found.end(), "two lines")


@lru_cache(maxsize=4096)
def _shaped(full: str) -> bool:
    label = without_asides(full)
    words = label.split()
    if not words or len(words) > _MOST_WORDS or not label[0].isalpha():
        return False
    if label.endswith(_SENTENCE_END) or words[0].casefold().strip(",.") in NEVER_FIRST:
        return False
    if not label.isascii() and label.lower() == label.upper():
        return len(label) <= _MOST_UNCASED * (1 + label.count(" "))
    return all(map(is_name_word, words)) or is_id(label) or is_denied(label)
