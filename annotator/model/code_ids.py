"""What may a code be called in sheets, and what does a code without an id get?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

MAX_LENGTH = 32

RESERVED_IDS = frozenset(
    {
        *("na", "n/a", "#n/a", "<na>", "#na", "nan", "-nan", "none", "null", "nil", "nat", "-"),
        *("true", "false", "inf", "-inf", "t", "f"),
    }
)
"""What R, pandas or Stata read as missing or as another type, case folded."""

WHY_RESERVED = "R, pandas or Stata would read it as missing or as true or false"

_AN_ID = re.compile(rf"[\w.\-]{{1,{MAX_LENGTH}}}")
_NOT_WORDS = re.compile(r"\W+")


def key_of(text: str) -> str:
    """What two ids or names that count as the same have in common: no case, no extra space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def made_id(name: str, taken: Container[str]) -> str:
    """An id for a code that has only a name: the name itself where it is short, else its words.

    `taken` holds the ids in use, as `key_of` gives them.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = _NOT_WORDS.sub("_", plain).strip("_") or _NOT_WORDS.sub("_", name).strip("_")
    base = name if _AN_ID.fullmatch(name) else words.casefold()[:MAX_LENGTH].rstrip("_") or "code"
    made, number = base, 1
    while key_of(made) in taken or made.casefold() in RESERVED_IDS:
        number += 1
        made = f"{base[: MAX_LENGTH - 5]}_{number}"
    return made
