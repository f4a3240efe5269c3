"""When may Python look for garbage in circles? Not while many rows go by, which form none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_looking_for_garbage() -> Iterator[None]:
    """A quarter of the time of a merge goes into looking through rows that are all in use.

    Where somebody else has turned it off already, as the window does, it stays theirs.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
