"""Which code does a key press mean, on whatever keyboard layout it was made?"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.model.codebook import Code

# The places of a board are named by what a US keyboard makes there.
_ROWS = ((2, "1234567890-="), (16, "qwertyuiop[]"), (30, "asdfghjkl;'"), (44, "zxcvbnm,./"))
_PC_PLACES = {first + n: char for first, row in _ROWS for n, char in enumerate(row)}
_MAC_PLACES = dict(enumerate("asdfhgzxcv", 0)) | {
    **dict(enumerate("bqweryt123465=97-80]ou[ip", 11)),
    37: "l",
    38: "j",
    39: "'",
    40: "k",
    41: ";",
    43: ",",
    44: "/",
    45: "n",
    46: "m",
    47: ".",
}
_X11_SHIFT = 8


@dataclass(frozen=True, slots=True)
class KeyPress:
    """One key press: the text it made, and the numbers from which its place can be told."""

    text: str
    scan_code: int = 0
    virtual_key: int = 0
    qt_key: int = 0

    def place(self, platform: str = sys.platform) -> str:
        """What a US keyboard would have made at this place, or empty where it is unknown."""
        if platform == "darwin":
            return _MAC_PLACES.get(self.virtual_key, "") if self.scan_code else self._from_qt()
        shift = 0 if platform == "win32" else _X11_SHIFT
        return _PC_PLACES.get(self.scan_code - shift, "") or self._from_qt()

    def _from_qt(self) -> str:
        return chr(self.qt_key).casefold() if 0x21 <= self.qt_key <= 0x7E else ""


def code_for(press: KeyPress, codes: Iterable[Code], platform: str = sys.platform) -> Code | None:
    """The code whose key was pressed: by the character made, else by the place on the board.

    The place counts only where the layout makes no Latin letters: on a German board the key
    that makes z must never act as y.
    """
    keyed = {code.key.casefold(): code for code in codes if code.key and not code.is_group}
    by_character = keyed.get(press.text.casefold())
    if by_character is not None or not _foreign(press.text):
        return by_character
    return keyed.get(press.place(platform))


def _foreign(text: str) -> bool:
    """Whether this is a letter of another script than Latin."""
    return len(text) == 1 and text.isalpha() and not _is_latin(text)


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("LATIN", "MODIFIER LETTER", "FULLWIDTH LATIN"))
