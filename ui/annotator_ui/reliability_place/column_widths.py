"""How wide is each column of a table of figures, where there is room and where there is not?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from annotator_ui.reliability_place.figures import Head

LEAST_WORDS: Final = 120
MOST_WORDS: Final = 360
LEAST_BAR: Final = 110


def column_widths(heads: Sequence[Head], room: int, *, longest: int, zoom: float) -> list[int]:
    """Pixels of each column, 0 where it is not shown.

    `room` is what there is, `longest` what the longest words of the columns without a width of
    their own take. Names come before bars: first the bars get shorter, then the names, then the
    bars go; where even that is too much, everything is whole and the table scrolls.
    """
    wanted = [round(head.width * zoom) for head in heads]
    free = [column for column, head in enumerate(heads) if not head.width]
    bars = [column for column, head in enumerate(heads) if head.is_bar]
    least = round(LEAST_WORDS * zoom)
    names = max(least, min(longest, round(MOST_WORDS * zoom)))
    short = [min(wanted[column], round(LEAST_BAR * zoom)) for column in bars]
    others = sum(wanted) - sum(wanted[column] for column in bars)
    left = room - others - names * len(free)
    if left < sum(short):
        left = room - others - least * len(free)
        if left >= sum(short):
            left = sum(short)
        elif left >= 0:
            left = 0
        else:
            left = sum(wanted[column] for column in bars)
            room = others + left + names * len(free)
    left = min(left, sum(wanted[column] for column in bars))
    for column in bars:
        wanted[column] = left // len(bars)
    rest = (room - others - (left if bars else 0)) // max(len(free), 1)
    for column in free:
        wanted[column] = rest
    return wanted
