"""When do two texts say the same, but for case, diacritics, white space or quotation marks?"""

from __future__ import annotations

import hashlib
import unicodedata

_QUOTES = {ord(c): '"' for c in "“”„«»"} | {ord(c): "'" for c in "‘’‚‛′´`"}


def folded_hash(text: str) -> str:
    """The SHA-256 (hexadecimal) that texts share which differ in nothing else."""
    folded = " ".join(text.translate(_QUOTES).casefold().split())
    return hashlib.sha256(folded.encode("utf-8")).hexdigest()


def fold(text: str) -> str:
    """Text without case and diacritics."""
    return "".join(map(fold_character, text))


def fold_character(character: str) -> str:
    """What a character is looked for as: several letters, one, or none."""
    apart = unicodedata.normalize("NFKD", character.casefold())
    return "".join(part for part in apart if not unicodedata.combining(part)).casefold()
