"""Which code do one or two key presses mean, on whatever keyboard layout they were made?"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.model.code_keys import Strokes, strokes_of

if TYPE_CHECKING:
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


class KeyPress(Struct, frozen=True):
    """One key press: the text it made, and the numbers from which its place can be told."""

    text: str
    scan_code: int = 0
    virtual_key: int = 0
    qt_key: int = 0

    def strokes(self, platform: str = sys.platform) -> tuple[str, ...]:
        """What this key can stand for, the likeliest first."""
        made = self.text.casefold()
        return (made, self.place(platform)) if _foreign(self.text) else (made,)

    def place(self, platform: str = sys.platform) -> str:
        """What a US keyboard would have made at this place, or empty where it is unknown."""
        if platform == "darwin":
            return _MAC_PLACES.get(self.virtual_key, "") if self.scan_code else self._from_qt()
        shift = 0 if platform == "win32" else _X11_SHIFT
        return _PC_PLACES.get(self.scan_code - shift, "") or self._from_qt()

    def _from_qt(self) -> str:
        return chr(self.qt_key).casefold() if 0x21 <= self.qt_key <= 0x7E else ""


class Waiting(Struct, frozen=True):
    """A first stroke was pressed: what the next one may be."""

    begun: str
    """The strokes so far, in small letters."""
    nexts: tuple[tuple[str, Code], ...]
    """(stroke, the code it gives), in codebook order."""


class KeyTable:
    """The codes by their keys."""

    def __init__(self, codes: Iterable[Code] = ()) -> None:
        self._whole: dict[Strokes, Code] = {}
        self._nexts: dict[Strokes, list[tuple[str, Code]]] = {}
        for code in codes:
            strokes = strokes_of(code.key)
            if not strokes or code.is_group:
                continue
            self._whole[strokes] = code
            if len(strokes) > 1:
                self._nexts.setdefault(strokes[:-1], []).append((strokes[-1], code))

    def press(
        self, press: KeyPress, begun: Waiting | None = None, platform: str = sys.platform
    ) -> Code | Waiting | None:
        """The code that is meant, or what may follow; None where the key means no code.

        A key is told by the character made, else by its place on the board. The place counts
        only where the layout makes no Latin letters: on a German board the key that makes z
        must never act as y.
        """
        before: Strokes = () if begun is None else strokes_of(begun.begun)
        for stroke in press.strokes(platform):
            strokes = (*before, stroke)
            if strokes in self._whole:
                return self._whole[strokes]
            if strokes in self._nexts:
                return Waiting("".join(strokes), tuple(self._nexts[strokes]))
        return None


def _foreign(text: str) -> bool:
    """Whether this is a letter of another script than Latin."""
    return len(text) == 1 and text.isalpha() and not _is_latin(text)


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("LATIN", "MODIFIER LETTER", "FULLWIDTH LATIN"))
