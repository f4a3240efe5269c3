"""How is the window seen soon? Habits of the libraries that cost time wait until it is."""

from __future__ import annotations

import builtins
import gc
import importlib.util
import inspect
import os
import sys
import threading
from collections.abc import Sequence
from types import ModuleType
from typing import Any

_NOT_NEEDED = (
    # SQLAlchemy loads these for event loops, other drivers, plug-ins and long names, and never
    # asks them anything here: below them lie TLS, e-mail and OpenSSL.
    "asyncio",
    "hashlib",
    "importlib.metadata",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "sqlalchemy.dialects.sqlite.pysqlcipher",
    # NumPy: functions of C, and what its own are documented with
    "ctypes",
    "numpy._core._add_newdocs",
    "numpy._core._add_newdocs_scalars",
)
"""Modules that what is loaded after the first paint imports and has no use for."""
_ACTS = (
    "code_merging", "code_order", "codebook_arriving", "correcting", "dividing", "finishing",
    "label_choices", "persons", "placing", "questions", "rechecking", "sending", "stand_ins",
    "taking_over", "transcripts",
)  # fmt: skip
"""Of our own: what nobody does by opening a project."""
_TYPES = "numpy._typing"


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
    gc.disable()
    import PySide6.QtCore  # noqa: F401 - it puts its import function in place

    # NumPy would start a thread per core for matrices, and the window multiplies none.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    for name in (*_NOT_NEEDED, *(f"annotator.operations.{each}" for each in _ACTS)):
        if name not in sys.modules:
            _put_off(name)
    if _TYPES not in sys.modules:
        _put_off_types()


def _put_off(name: str) -> None:
    later = sys.modules[name] = _Later(name)
    package, _, own_name = name.rpartition(".")
    if package in sys.modules:  # which knows its parts by name, as after an import
        setattr(sys.modules[package], own_name, later)


def _put_off_types() -> None:
    """NumPy describes some of its results by the type of arrays, and loads all its types for it."""
    package, _, own_name = _TYPES.partition(".")
    found = importlib.util.find_spec(package)
    folders = found.submodule_search_locations if found is not None else None
    if folders:
        _put_off(_TYPES)
        vars(sys.modules[_TYPES]).update(
            NDArray=list, __path__=[f"{folder}{os.sep}{own_name}" for folder in folders]
        )


class _Later(ModuleType):
    """Stands for a module until somebody wants something of it, and loads it then."""

    iscoroutine = staticmethod(inspect.iscoroutine)
    """The one thing of `asyncio` that SQLAlchemy takes when it is loaded."""
    _one_by_one = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        with self._one_by_one:  # threads ask too
            vars(self).pop("NDArray", None)
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)
