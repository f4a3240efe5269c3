"""Which of several codings under the pointer is meant? On a repeated click, the next one."""

from __future__ import annotations

from collections.abc import Sequence


class ClickCycle:
    """Remembers what was clicked last."""

    def __init__(self) -> None:
        self._last: tuple[int, ...] = ()
        self._turn = 0

    def next_of(self, ids: Sequence[int]) -> int | None:
        """The coding a click on these means, innermost first; None where there is none."""
        again = bool(ids) and tuple(ids) == self._last
        self._turn = (self._turn + 1) % len(ids) if again else 0
        self._last = tuple(ids)
        return ids[self._turn] if ids else None
