"""How are a file, its size, its encoding and a date said to a reader, and a date read from one?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from annotator.model.counts import counted
from annotator.transcripts.encodings import encoding_name

DATES: Final = frozenset({"date", "last_updated"})
"""The fields of the metadata that hold dates."""

_SIZES: Final = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def size_words(size: int) -> str:
    """Say "3.6 kB": thousands, as file managers count."""
    for unit, name in _SIZES:
        if size >= unit:
            return f"{size / unit:.1f} {name}" if size < 10 * unit else f"{size / unit:,.0f} {name}"
    return counted(size, "byte")


def encoding_words(codec: str, *, certain: bool) -> str:
    """Say "UTF-8, certain" or "Cyrillic (Windows-1251), a guess"."""
    return f"{encoding_name(codec)}, {'certain' if certain else 'a guess'}"


def listed(names: Sequence[str]) -> str:
    """Say "a, b and c"."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
