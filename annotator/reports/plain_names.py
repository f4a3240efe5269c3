"""What are columns and files called, so that R, pandas and Stata take the names as they are?"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

LONGEST = 32
RESERVED = frozenset(
    {
        "byte", "double", "end", "float", "if", "in", "int", "long", "using", "with", "else",
        "repeat", "while", "function", "for", "next", "break", "true", "false", "null", "inf",
        "nan", "na", "strl", "str", "con", "nul", "prn", "aux",
    }
)  # fmt: skip
"""Words that mean something to one of them, and file names that Windows keeps for itself."""


def is_reserved(name: str) -> bool:
    """Whether a name in small letters means something of its own; Stata has str1 to str2045."""
    return name in RESERVED or re.fullmatch(r"str\d+", name) is not None


def plain_names(
    labels: Iterable[str], *, prefix: str, taken: Container[str] = frozenset()
) -> dict[str, str]:
    """Each label's name: lower-case ASCII, at most 32, not reserved, all different.

    `prefix` is put before what cannot stand alone.
    """
    found: dict[str, str] = {}
    used: set[str] = set()
    for label in labels:
        name = re.sub(r"[^a-z0-9_]", "_", label.casefold())[: LONGEST - 4].strip("_")
        if not name or not name[0].isalpha() or is_reserved(name) or name in taken:
            name = f"{prefix}_{name}".rstrip("_")[:LONGEST]
        plain, number = name[: LONGEST - 4], 2
        while name in used or name in taken:
            name, number = f"{plain}_{number}", number + 1
        used.add(name)
        found[label] = name
    return found
