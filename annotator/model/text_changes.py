"""Which words of a text went, and which came?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
Piece = tuple[Kind, str]

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_WORDS = 4000
"""Above this, comparing word by word takes longer than anybody reads."""


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """The later text with what went and what came; "gone" and "new" join to the two texts.

    Joined without what is new the pieces are `before`, without what is gone they are `after`.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > _MOST_WORDS:
        return _whole(before, after)
    return tuple(_joined(_pieces(old, new)))


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, stop, first, last in matcher.get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[start:stop])
            continue
        if stop > start:
            yield "gone", "".join(old[start:stop])
        if last > first:
            yield "new", "".join(new[first:last])


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Changes with nothing but a blank between them are one: words change, not letters."""
    held = list(pieces)
    number = 0
    while number < len(held):
        gone, new = "", ""
        while number < len(held) and (
            held[number][0] != "same" or (_is_thin(held[number][1]) and (gone or new))
        ):
            kind, text = held[number]
            if kind == "same":
                if number + 1 == len(held) or held[number + 1][0] == "same":
                    break
                gone, new = gone + text, new + text
            elif kind == "gone":
                gone += text
            else:
                new += text
            number += 1
        if gone:
            yield "gone", gone
        if new:
            yield "new", new
        if not gone and not new:
            yield held[number]
            number += 1


def _is_thin(text: str) -> bool:
    return not text.strip()


def _whole(before: str, after: str) -> tuple[Piece, ...]:
    if before == after:
        return (("same", before),) if before else ()
    pieces: tuple[Piece, ...] = (("gone", before), ("new", after))
    return tuple(piece for piece in pieces if piece[1])
