"""How are a file, its size, its encoding and a date said to a reader, and a date read from one?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

ENCODINGS: Final = (
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Western European (Windows-1252)"),
    ("latin-1", "Western European (Latin-1)"),
    ("cp1250", "Central European (Windows-1250)"),
    ("iso8859-2", "Central European (Latin-2)"),
    ("cp1251", "Cyrillic (Windows-1251)"),
    ("koi8-r", "Cyrillic (KOI8-R)"),
    ("koi8-u", "Ukrainian (KOI8-U)"),
    ("cp1253", "Greek (Windows-1253)"),
    ("cp1254", "Turkish (Windows-1254)"),
    ("cp1255", "Hebrew (Windows-1255)"),
    ("cp1256", "Arabic (Windows-1256)"),
    ("cp1257", "Baltic (Windows-1257)"),
    ("mac-roman", "Western European (old Macintosh)"),
    ("cp437", "Western European (DOS 437)"),
    ("cp850", "Western European (DOS 850)"),
    ("shift_jis", "Japanese (Shift JIS)"),
    ("euc-kr", "Korean (EUC-KR)"),
    ("gb18030", "Chinese, simplified (GB18030)"),
    ("big5", "Chinese, traditional (Big5)"),
)
"""What a text file may be read as: (codec, words)."""

DATES: Final = frozenset({"date", "last_updated"})
"""The fields of the metadata that hold dates."""

_SIZES: Final = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def counted(number: int, what: str) -> str:
    """Say "1 turn" or "3 turns"."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def size_words(size: int) -> str:
    """Say "3.6 kB": thousands, as file managers count."""
    for unit, name in _SIZES:
        if size >= unit:
            return f"{size / unit:.1f} {name}" if size < 10 * unit else f"{size / unit:,.0f} {name}"
    return counted(size, "byte")


def encoding_words(codec: str, *, certain: bool) -> str:
    """Say "UTF-8, certain" or "Cyrillic (Windows-1251), a guess"."""
    folded = codec.lower().replace("_", "-")
    names = {key.replace("_", "-"): words for key, words in ENCODINGS}
    name = names.get(folded) or names.get(folded.removesuffix("-le").removesuffix("-be"), codec)
    return f"{name}, {'certain' if certain else 'a guess'}"


def listed(names: Sequence[str]) -> str:
    """Say "a, b and c"."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
