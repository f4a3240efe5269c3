"""Which lines between two turns are headings that nobody speaks?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.model.transcript import HeaderField, Turn
from annotator.transcripts.label_words import PARTICLES

if TYPE_CHECKING:
    from annotator.transcripts.taken_places import Stretches

_NUMBERED = re.compile(
    r"(?:part|segment|section|topic|round|chapter|agenda item|item|session|block|thema|teil"
    r"|tagesordnungspunkt|punkt|point|partie|parte|розділ|часть)\s+(?:\d{1,3}|[IVX]{1,5})\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"END(?:\s+\d{1,2}[:.]\d{2}[^\n]{0,15})?$|#{3}$|[-*_]{3,}$|(?:\*\s*){3}$|\[?END\]?$"
)
_MARKDOWN = re.compile(r"#{1,6}[ \t]+\S")
_LONGEST = 100
_MOST_WORDS = 12
_MOST_AT_ONCE = 3
_NOT_AT_END = (".", "!", "?", "…", ",", ";", ":", "-", "–", "—", "”", '"', ")", "]", "。", "：")
_SENTENCE_END = (".", "!", "?", "…", "”", '"', ")", "]", "。", "’")


def headings(text: str, turns: Sequence[Turn], taken: Stretches) -> list[HeaderField]:
    """The headings that stand last in a turn, right before the next label, or end the text.

    Only what follows other words of the turn can be one: a turn is never a heading alone, and a
    line with a label inside the turn is speech.
    """
    fields: list[HeaderField] = []
    for index, turn in enumerate(turns):
        is_last = index + 1 == len(turns)
        if not is_last and not turns[index + 1].label:
            continue
        line_end = text.find("\n", turn.text_start, turn.end)
        if line_end < 0 or text[line_end : turn.end].isspace():
            continue  # one line, as in most turns
        found = [
            HeaderField("heading", *place)
            for place in _at_end_of(text, turn, taken, is_last=is_last)
        ]
        fields += reversed(found)
    return fields


def _at_end_of(
    text: str, turn: Turn, taken: Stretches, *, is_last: bool
) -> Iterator[tuple[int, int]]:
    end = turn.end
    for _ in range(_MOST_AT_ONCE):
        end = _back_over_space(text, turn.text_start, end)
        start = max(text.rfind("\n", turn.text_start, end) + 1, turn.text_start)
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if start <= turn.text_start or end - start > _LONGEST or end <= start:
            return
        if taken.hold(start):
            return
        line = text[start:end]
        before = text[max(turn.text_start, start - _LONGEST) : start]
        if not (_CLOSING.match(line) if is_last else _is_heading(line, before)):
            return
        yield start, end
        end = start


def _is_heading(line: str, before: str) -> bool:
    """Whether a line names a topic; `before` is what stands before it."""
    if _MARKDOWN.match(line) or _CLOSING.match(line):
        return True
    words = line.split()
    if line.endswith(_NOT_AT_END) or len(words) > _MOST_WORDS:
        return False
    spoken = before.rstrip()
    if not spoken.endswith(_SENTENCE_END):
        return False
    if _NUMBERED.match(line):
        return True
    if line.isupper():
        return max(map(len, words)) > 3 and not spoken.rsplit("\n", 1)[-1].isupper()
    apart = before[len(spoken) :].count("\n") > 1
    return apart and len(words) > 1 and all(map(_is_title_word, words))


def _is_title_word(word: str) -> bool:
    return not word[0].islower() or word in PARTICLES or word in {"a", "an", "with", "from", "as"}


def _back_over_space(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
