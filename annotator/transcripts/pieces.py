"""How can a unit be narrowed by key? The clause-like pieces and the words inside it."""

from __future__ import annotations

import re
from bisect import bisect_left

from annotator.model.spans import Span

# Words that a piece begins with. One list for all languages would cut at French "as" or
# German "die"; these are the ones that mean the same wherever they occur in transcripts.
_JOINERS = (
    "and|but|or|so|yet|as|with|without|that|which|who|whom|whose|because|since|while|whereas|when"
    "|where|if|unless|until|although|though|including|und|aber|oder|sondern|dass|weil|damit|obwohl"
    "|et|mais|ou|que|qui|parce|donc|y|pero|porque|aunque"
)
_BREAK = re.compile(
    # a mark that divides: comma, semicolon, colon, dash; never inside 1,000 or 16:04 or well-known
    r"(?P<mark>(?:[,;:،؛](?=[\s\"'”’»)\]])|[，；：、—–](?!\d)|\s-{1,2}(?=\s)|--)[\"'”’»)\]]*+)"
    r"|(?<=\s)(?P<word>" + _JOINERS + r")(?=\s)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’.\-‑_&@/:](?=[^\W_])[^\W_]+)*+")
_FEWEST_WORDS = 2


def clauses(text: str, unit: Span) -> list[Span]:
    """The pieces of `unit` in order: its first begins and its last ends where the unit does.

    A piece ends before a comma, semicolon, colon or dash and before words such as "and", "that",
    "which", "because". Between two pieces lie only white space and such marks, so that a
    selection from one piece's start to another's end neither begins nor ends with a comma.
    White space at the ends of `unit` belongs to no piece.
    """
    start, last = _trimmed(text, unit.start, unit.end)
    if start == last:
        return []
    first_letters = [found.start() for found in _WORD.finditer(text, start, last)]
    pieces: list[Span] = []
    for cut in _BREAK.finditer(text, start, last):
        at_word = cut["word"] is not None
        following = cut.start() if at_word else _forward(text, cut.end(), last)
        here = bisect_left(first_letters, start)
        gone = bisect_left(first_letters, cut.start()) - here
        left = len(first_letters) - bisect_left(first_letters, following)
        fewest = _FEWEST_WORDS if at_word else 1
        if min(gone, left) >= fewest:
            pieces.append(Span(start, _back(text, start, cut.start())))
            start = following
    pieces.append(Span(start, last))
    return pieces


def words(text: str, unit: Span) -> list[Span]:
    """The words inside `unit`, in order; "we're", "well-known", "U.S" and "16:04" are one each."""
    return [Span(*found.span()) for found in _WORD.finditer(text, unit.start, unit.end)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    end = _back(text, start, end)
    return _forward(text, start, end), end


def _forward(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _back(text: str, start: int, end: int) -> int:
    while start < end and text[end - 1].isspace():
        end -= 1
    return end
