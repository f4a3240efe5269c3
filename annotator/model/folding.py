"""When are two texts the same but for white space, quotation marks and case?"""

from __future__ import annotations

import hashlib

_QUOTES = {ord(c): '"' for c in "“”„«»"} | {ord(c): "'" for c in "‘’‚‛′´`"}


def folded_hash(text: str) -> str:
    """The SHA-256 (hexadecimal) that texts share which differ in nothing else."""
    folded = " ".join(text.translate(_QUOTES).casefold().split())
    return hashlib.sha256(folded.encode("utf-8")).hexdigest()
