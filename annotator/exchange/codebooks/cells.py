"""What do a number, a key and a colour mean as people write them in cells?

Each gives what can be used and, where that is less than what stood there, a sentence that says so.
"""

from __future__ import annotations

import re
from colorsys import hls_to_rgb

from annotator.exchange.codebooks.row_notes import shortened
from annotator.model.code_ids import MAX_LENGTH, RESERVED_IDS
from annotator.model.code_keys import KEYS_IN_USE, MOST_STROKES

LARGEST_DIGITS = 15
"""As many digits as Excel keeps."""

_WHOLE = re.compile(r"([+-]?[0-9]+)(?:\.0*)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?")
_BLANKS = re.compile(r"[ \t\r\n\v\f]+")  # a no-break space is somebody's wish
_HEX = re.compile(r"(?:#|0x)?([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_RGB = re.compile(r"rgba?\(?\s*(\d{1,3})\s*[,;]\s*(\d{1,3})\s*[,;]\s*(\d{1,3})\b.*", re.IGNORECASE)
_HSL = re.compile(r"hsla?\(\s*(\d{1,3})(?:deg)?\s*,\s*(\d{1,3})%\s*,\s*(\d{1,3})%.*", re.IGNORECASE)
_NAMED = {
    "red": "#C2455E", "green": "#5B7F3A", "blue": "#2D6FB4", "yellow": "#C99700",
    "orange": "#B4552D", "purple": "#8E5EA2", "violet": "#8E5EA2", "brown": "#A6763B",
    "teal": "#2F7F6F", "cyan": "#3E8E9C", "turquoise": "#3E8E9C", "olive": "#7A8450",
    "rot": "#C2455E", "grün": "#5B7F3A", "blau": "#2D6FB4", "gelb": "#C99700",
    "rouge": "#C2455E", "vert": "#5B7F3A", "bleu": "#2D6FB4", "jaune": "#C99700",
    "rojo": "#C2455E", "verde": "#5B7F3A", "azul": "#2D6FB4", "amarillo": "#C99700",
    "pink": "#C2455E", "magenta": "#8E5EA2", "indigo": "#5568B8",
}  # fmt: skip
"""Names of colours as the calm colours of the program that come nearest."""


def one_line(text: str) -> str:
    """A label as it is kept: no line ends, no runs of blanks."""
    return _BLANKS.sub(" ", text).strip()


def number(text: str) -> tuple[int | None, str]:
    """The whole number in a cell; None where there is none."""
    text = text.strip()
    if not text:
        return None, ""
    if is_day(text):
        words = f'"{shortened(text)}" is a date, not a number: format the column as text.'
        return None, words
    whole = _WHOLE.fullmatch(text)
    if whole is None:
        return None, f'"{shortened(text)}" is not a whole number and was left out.'
    digits = whole[1].lstrip("+-0")
    if len(digits) > LARGEST_DIGITS:
        return None, f"a number has at most {LARGEST_DIGITS} digits; it was left out."
    value = int(digits or "0")
    return -value if whole[1].startswith("-") else value, ""


def key(text: str) -> tuple[str, str]:
    """The key in a cell."""
    text = _BLANKS.sub("", text)
    if len(text) > MOST_STROKES:
        return "", f'the key "{shortened(text)}" is longer than two characters and was left out.'
    if text[:1] in KEYS_IN_USE:
        return "", f'the key "{text[0]}" is taken by {KEYS_IN_USE[text[0]]} and was left out.'
    if not text.isprintable():
        return "", "the key is no character that a keyboard makes, and was left out."
    return text, ""


def color(text: str) -> tuple[str, str]:
    """A colour as #RRGGBB; #RGB is doubled, and the opacity in eight digits dropped.

    Excel and REFI-QDA say the opacity first, style sheets last: what says FF there is opaque.
    """
    text = text.strip()
    if not text:
        return "", ""
    match = _HEX.fullmatch(text)
    if match is not None:
        digits = match[1] if len(match[1]) != 3 else "".join(digit * 2 for digit in match[1])
        is_last = len(digits) == 8 and digits[:2].upper() != "FF" == digits[6:].upper()
        return f"#{(digits[:6] if is_last else digits[-6:]).upper()}", ""
    rgb = _RGB.fullmatch(text)
    if rgb is not None and all(int(part) < 256 for part in rgb.groups()):
        return "#{:02X}{:02X}{:02X}".format(*map(int, rgb.groups())), ""
    hsl = _HSL.fullmatch(text)
    if hsl is not None:
        hue, saturation, lightness = map(int, hsl.groups())
        parts = hls_to_rgb(hue / 360 % 1, min(lightness, 100) / 100, min(saturation, 100) / 100)
        return "#{:02X}{:02X}{:02X}".format(*(round(part * 255) for part in parts)), ""
    if text.casefold() in _NAMED:
        return _NAMED[text.casefold()], ""
    return "", f'the colour "{shortened(text)}" is not written as #RRGGBB and was left out.'


def code_id(text: str) -> tuple[str, str]:
    """An id that no program reads as something else; empty where one is to be made."""
    wanted = one_line(text)
    if wanted.casefold() in RESERVED_IDS:
        words = f'the id "{wanted}" would be read as missing by R, pandas or Stata; one was made.'
        return "", words
    if len(wanted) > MAX_LENGTH:
        return "", f"the id has more than {MAX_LENGTH} characters; a shorter one was made."
    if is_day(wanted):
        return wanted, f'the id "{shortened(wanted)}" is a date: Excel may have made it one.'
    return wanted, ""


def is_day(text: str) -> bool:
    """Whether a cell holds a day, as cells with a date are read."""
    return _DAY.fullmatch(text) is not None
