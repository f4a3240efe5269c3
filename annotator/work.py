"""How does long work say how far it is without slowing down?"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.errors import Progress

INTERVAL = 0.05
"""Seconds between two calls: 20 a second look smooth, and Cancel is noticed at once."""

Watch = Callable[[], None]
"""Called in the middle of work that cannot say how far it is; may raise `Cancelled`."""


def unwatched() -> None:
    """Where nobody watches."""


class Throttled:
    """Passes progress on at most every `INTERVAL` seconds, so that a loop may report every row.

    A new label and the last call (`done` has reached `total`) always pass. What the callback
    raises, `Cancelled` above all, goes through.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._next = 0.0
        self._label: str | None = None

    def __call__(self, done: int, total: int, label: str = "") -> None:
        now = time.monotonic()
        if now < self._next and done < total and label == self._label:
            return
        self._next = now + INTERVAL
        self._label = label
        self._progress(done, total, label)
