"""What may anybody do who is not root? Told also where the tests run as root."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")

_VERSION_3 = 0x20080522
"""Of what Linux calls capabilities."""


def as_anybody(act: Callable[[], Answer]) -> Answer:
    """What an act answers, or raises, for somebody who is bound by the rights of files.

    Root is not: there the act is done in a thread that has given its capabilities away.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        return act()
    with ThreadPoolExecutor(1, initializer=_give_rights_away) as thread:
        return thread.submit(act).result()


def _give_rights_away() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION_3, 0)
    if libc.capset(header, (ctypes.c_uint32 * 6)()) != 0:
        raise OSError(ctypes.get_errno(), "capset")
