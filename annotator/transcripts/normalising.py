"""What is changed in a text on the way in, and what stays but deserves a look?"""

from __future__ import annotations

import re
import unicodedata

from annotator.model.counts import counted

_LONE_CR = re.compile("\r(?!\n)")
_BREAKING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u2028\u2029\ufdd0\ufdd1\ufeff\ufffd]"
)
_PRINTED = bytes(range(0x20, 0x7F)) + b"\n"
# The line feed stands first, so that the search skips from one to the next.
_WRAPPED = re.compile(r"\n(?<=[\w,]\n)(?=[^\W\d_A-ZÀ-ÞА-Я])")
_FEWEST_WRAPPED = 5
_LONG_PARAGRAPH = 20_000
_CONFLICT = re.compile(r"^<{7} .*$", re.MULTILINE)
_READ_WRONGLY = re.compile(
    "[\u00c2\u00c3\u00d0\u00d1][\u0080-\u00bf\u201a-\u2122\u20ac]|\u00e2[\u0080\u20ac]"
)
_FEWEST_WRONG = 2
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_NAMED = {
    "long": (
        f"paragraph of more than {_LONG_PARAGRAPH:,} characters, slow to read",
        f"paragraphs of more than {_LONG_PARAGRAPH:,} characters, slow to read",
    ),
    "conflict": ("merge-conflict marker", "merge-conflict markers"),
    "\x0b": ("vertical tab", "vertical tabs"),
    "\x0c": ("form feed", "form feeds"),
    "\x85": ("next-line character", "next-line characters"),
    "\xad": ("soft hyphen", "soft hyphens"),
    "\u2028": ("line separator", "line separators"),
    "\u2029": ("paragraph separator", "paragraph separators"),
    "\ufdd0": ("non-character U+FDD0", "non-characters U+FDD0"),
    "\ufdd1": ("non-character U+FDD1", "non-characters U+FDD1"),
    "\ufeff": ("byte order mark inside the text", "byte order marks inside the text"),
    "\ufffd": ("replacement character (a lost letter)", "replacement characters (lost letters)"),
}


def has_words(text: str) -> bool:
    """Whether anything can be seen of a text: more than white space, format and control marks."""
    return any(
        not character.isspace() and unicodedata.category(character) not in _UNSEEN
        for character in text
    )


def normalised(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as it is kept, and in words what was changed; doing it twice changes nothing."""
    changes: list[str] = []
    if "\x00" in text:
        count = text.count("\x00")
        changes.append(f"{count} NUL removed")
        text = text.replace("\x00", "")
    if text.startswith("\ufeff"):
        changes.append("byte order mark removed")
        text = text.lstrip("\ufeff")
    if "\r" in text:
        pairs = text.count("\r\n")
        lone = len(_LONE_CR.findall(text))
        changes += [f"{pairs} CRLF to LF"] * bool(pairs) + [f"{lone} lone CR to LF"] * bool(lone)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, tuple(changes)


def flags(text: str) -> tuple[str, ...]:
    """In words, what stays in the text although it may surprise somebody."""
    counts: dict[str, int] = {}
    for found in () if _is_plain(text) else _BREAKING.findall(text):
        kind = found if found in _NAMED else ("\x80" if found >= "\x7f" else "\x00")
        counts[kind] = counts.get(kind, 0) + 1
    words = [_in_words(kind, counts[kind]) for kind in sorted(counts)]
    wrapped = sum(text[m.end()].islower() for m in _WRAPPED.finditer(text))
    long = _long_paragraphs(text)
    if long:
        words.append(_in_words("long", long))
    if "<<<<<<< " in text and (places := len(_CONFLICT.findall(text))):
        words.append(_in_words("conflict", places))
    if not text.isascii() and len(_READ_WRONGLY.findall(text)) >= _FEWEST_WRONG:
        words.append("letters such as Ã© or â€™: UTF-8 that was read as another encoding before")
    if wrapped >= _FEWEST_WRAPPED and 2 * wrapped >= text.count("\n"):
        words.append("lines look wrapped: sentences are cut at the ends of lines")
    return tuple(words)


def _long_paragraphs(text: str) -> int:
    """How many paragraphs are so long that they are slow to read and to show."""
    if len(text) < _LONG_PARAGRAPH:
        return 0
    return sum(len(line) > _LONG_PARAGRAPH for line in text.split("\n"))


def _is_plain(text: str) -> bool:
    """Whether the text holds but what can be printed; most do, and it is soon known."""
    if text.isascii():  # a tenth of the time of what follows
        return not text.encode("ascii").translate(None, _PRINTED)
    return "\ufffd" not in text and text.replace("\n", "").isprintable()


def _in_words(kind: str, count: int) -> str:
    if kind in _NAMED:
        return f"{count} {_NAMED[kind][count > 1]}"
    if kind == "\x80":
        return f"{counted(count, 'C1 control character')} (often cp1252 read as Latin-1)"
    return counted(count, "control character")
