"""The verbs of the command line, a module for each room of the work."""

from __future__ import annotations

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
"""Known before any of them is loaded: a word that is none of them is a file for the window."""
