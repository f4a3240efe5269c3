"""Where does a paragraph seem to go on with somebody else? Labels behind other words of a line.

"... until they comply. HUCKABEE: No." may be a turn that was not set apart. It is asked, and
stays words of whoever speaks unless a person decides otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from annotator.transcripts.label_styles import Label, has_label_shape, is_denied
from annotator.transcripts.label_words import QUESTION_WORDS

INSIDE = "… "
"""Stands before the words of such a label, so that it is decided apart from the others."""

_COLON = re.compile(r":(?![\d/:])[ \t\u00a0]+(?=\S)")
_SENTENCE_END = re.compile(r"(?:[.!?…][\"'”’)\]]*+|[)\]]|[—–-]{1,2})[ \t\u00a0]+")
_LONGEST = 60
_FEWEST_LETTERS = 4


def labels_inside(
    text: str, body: int, labels: Sequence[Label], spoken: Sequence[Label]
) -> list[Label]:
    """The labels inside paragraphs from `body` on, behind `labels`; `spoken` are the sure ones.

    Only where others are sure, and only their words or a name in capitals: a colon alone is as
    often part of a sentence.
    """
    if not spoken or text.count(":", body) <= len(spoken):
        return []
    known = {label.text for label in spoken}
    at_starts = {label.end for label in labels}
    return [
        label
        for colon in _COLON.finditer(text, body)
        if colon.start() + 1 not in at_starts
        for label in _before(text, colon, known)
    ]


def bare_label(label: str) -> str:
    """The words of a label as they stand in the text."""
    return label.removeprefix(INSIDE)


def _before(text: str, colon: re.Match[str], known: Collection[str]) -> Iterator[Label]:
    """The label that ends with this colon, if one does."""
    end = colon.start()
    near = max(0, end - _LONGEST)
    first = max(text.rfind("\n", near, end) + 1, near)
    for sentence in reversed(list(_SENTENCE_END.finditer(text, first, end))):
        words = text[sentence.end() : end]
        if words in known or _is_in_capitals(words):
            start = sentence.end()
            yield Label(INSIDE + words, start, end + 1, colon.end(), "inside")
            return


def _is_in_capitals(words: str) -> bool:
    if words.casefold() in QUESTION_WORDS or is_denied(words) or not has_label_shape(words):
        return False
    return words.isupper() and sum(map(str.isalpha, words)) >= _FEWEST_LETTERS
