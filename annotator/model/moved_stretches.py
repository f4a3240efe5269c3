"""In which order do stretches of a text move, so that no two begin at one place on the way?"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

from annotator.model.spans import Span

Owner = TypeVar("Owner", bound=Hashable)
"""Within which no two stretches begin at one place."""

Moved = tuple[int, Span | None]
"""The id of a stretch and where it stands then; None for one that became part of another."""


def in_order(stretches: Iterable[tuple[int, Owner, Span, Span]]) -> list[Moved]:
    """What becomes of stretches (id, owner, before, after), to be done one after the other.

    Those that end up beginning at one place become one. What goes away goes first; then what
    moves on, the last first, and then what moves back, the first first.
    """
    kept: dict[tuple[Owner, int], tuple[int, Span, Span]] = {}
    gone: list[Moved] = []
    for row_id, owner, before, after in sorted(stretches, key=lambda each: (each[2], each[0])):
        first = kept.setdefault((owner, after.start), (row_id, before, after))
        if first[0] != row_id:
            gone.append((row_id, None))
            whole = Span(after.start, max(after.end, first[2].end))
            kept[owner, after.start] = (first[0], first[1], whole)
    on = [each for each in kept.values() if each[2].start > each[1].start]
    rest = [each for each in kept.values() if each[2].start <= each[1].start]
    on.sort(key=lambda each: each[1], reverse=True)
    rest.sort(key=lambda each: each[1])
    return [*gone, *((row_id, after) for row_id, _, after in (*on, *rest))]
