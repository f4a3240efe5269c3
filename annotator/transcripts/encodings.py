"""In which encodings may a text file be written, and how are they called?"""

from __future__ import annotations

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
    ("iso8859-5", "Cyrillic (ISO 8859-5)"),
    ("cp866", "Cyrillic (DOS 866)"),
    ("cp1253", "Greek (Windows-1253)"),
    ("cp1254", "Turkish (Windows-1254)"),
    ("cp1255", "Hebrew (Windows-1255)"),
    ("cp1256", "Arabic (Windows-1256)"),
    ("cp1257", "Baltic (Windows-1257)"),
    ("mac-roman", "Western European (old Macintosh)"),
    ("mac-cyrillic", "Cyrillic (old Macintosh)"),
    ("cp437", "Western European (DOS 437)"),
    ("cp850", "Western European (DOS 850)"),
    ("shift_jis", "Japanese (Shift JIS)"),
    ("euc-jp", "Japanese (EUC-JP)"),
    ("euc-kr", "Korean (EUC-KR)"),
    ("gb18030", "Chinese, simplified (GB18030)"),
    ("big5", "Chinese, traditional (Big5)"),
)
"""(codec, words) of everything that is offered, in the order in which it is."""


def encoding_name(codec: str) -> str:
    """How people call a Python codec: "Cyrillic (Windows-1251)"."""
    folded = _folded(codec)
    names = {_folded(key): words for key, words in ENCODINGS}
    plain = folded.removesuffix("-le").removesuffix("-be")
    return names.get(folded) or names.get(plain) or codec


def _folded(codec: str) -> str:
    return codec.lower().replace("_", "-").replace("iso-8859", "iso8859")
