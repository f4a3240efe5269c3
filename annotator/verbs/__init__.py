"""The verbs of the command line, a module for each room of the work."""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import Final

MODULES: Final = MappingProxyType(
    {
        "projects": ("sample", "new", "info"),
        "transcripts": ("import",),
        "codebook": ("codebook",),
        "coding": ("apply", "undo"),
        "handing_over": ("export",),
        "teams": ("round", "allocate", "pack", "handback", "merge", "progress"),
        "asking": ("questions", "names"),
        "agreement": ("reliability",),
        "care": ("check", "backup", "restore", "delete", "doctor"),
    }
)
"""Which module of this package has which verbs, in the order of the help."""

VERBS: Final = frozenset(verb for verbs in MODULES.values() for verb in verbs)
"""Known before any of them is loaded; a verb beats a file of the same name."""


def is_for_window(word: str) -> bool:
    """Whether this word is a file, there or not; another one is a verb, right or mistyped."""
    if word in VERBS or word.startswith("-"):
        return False
    looks_like_one = "." in word or os.sep in word or "/" in word
    return looks_like_one or os.path.lexists(word)
