"""How is the window seen soon? Habits of the libraries that cost time wait until it is."""

from __future__ import annotations

import builtins
import gc
import os
from collections.abc import Sequence


def open_window(argv: Sequence[str]) -> int:
    """Show the window, with the project whose path is given, until it is closed."""
    _hurry()
    from annotator_ui.app import open_window

    return open_window(argv)


def settle() -> None:
    """Look for garbage again from now on, but not among what is loaded: that stays."""
    gc.freeze()
    gc.enable()


def _hurry() -> None:
    """Load modules without looking for garbage, and without PySide reading each one's source.

    PySide replaces the import function to look for `from __feature__ import` in the source of
    every module that comes after it. We use none; with SQLAlchemy and NumPy still to come that
    reading is a sixth of the time until a project can be read.
    """
    import PySide6.QtCore  # noqa: F401 - it puts its import function in place

    # NumPy would start a thread per core for matrices, and the window multiplies none.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    gc.disable()
