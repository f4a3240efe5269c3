"""Which number or bullet stands before a paragraph of a Word list?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from annotator.transcripts.readers import xml_files, zip_files

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE = _W + "val"
_PLACE = re.compile(r"%(\d)")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LEVELS = 9
_HIGHEST = 4999


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class _Declared:
    """The lists of a document: levels by abstract list, abstract list by number, both by style."""

    levels: dict[str, dict[int, _Level]]
    abstract: dict[str, str]
    styles: dict[str, tuple[str, int]]


class Lists:
    """Counts through the lists of one document, paragraph by paragraph, in their order.

    The parts that declare lists are read at the first paragraph that may be in one: most
    transcripts have none, and these parts are often larger than the text. So the file must be
    open as long as paragraphs are marked, and `mark` raises `FileProblem` for damaged parts.
    """

    def __init__(self, parts: zip_files.ZipParts, name: str) -> None:
        self._parts = parts
        self._name = name
        self._read: _Declared | None = None
        self._counts: dict[str, list[int]] = {}

    def mark(self, look: Element) -> str:
        """What stands before the paragraph with this `pPr`, a space behind; or nothing."""
        style, own = look.find(_W + "pStyle"), look.find(_W + "numPr")
        if style is None and own is None:
            return ""
        if self._read is None:
            self._read = _declared(self._parts, self._name)
        number, depth = (
            self._read.styles.get(_value(style), ("", 0)) if style is not None else ("", 0)
        )
        if own is not None:
            number = _value(own.find(_W + "numId")) or number
            depth = _whole(_value(own.find(_W + "ilvl")), depth)
        return self._counted(self._read, number, min(max(depth, 0), _LEVELS - 1))

    def _counted(self, declared: _Declared, number: str, depth: int) -> str:
        abstract = declared.abstract.get(number, "")
        levels = declared.levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, [0] * _LEVELS)
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        return _shown(levels, level, counts)


def _shown(levels: dict[int, _Level], level: _Level, counts: list[int]) -> str:
    if level.form == "bullet":
        return "• "
    if level.form == "none":
        return ""

    def at(found: re.Match[str]) -> str:
        depth = int(found[1]) - 1
        if not 0 <= depth < _LEVELS:
            return ""
        other = levels.get(depth, level)
        return written(counts[depth] or other.start, other.form)

    words = _PLACE.sub(at, level.text).strip()
    return f"{words} " if words else ""


def _declared(parts: zip_files.ZipParts, name: str) -> _Declared:
    """The lists that a document declares; none where it has no numbering part."""
    if "word/numbering.xml" not in parts:
        return _Declared({}, {}, {})
    root = xml_files.parsed(parts.read("word/numbering.xml"), name)
    levels = {
        one.get(_W + "abstractNumId", ""): _levels_of(one) for one in root.iter(_W + "abstractNum")
    }
    abstract = {
        one.get(_W + "numId", ""): _value(one.find(_W + "abstractNumId"))
        for one in root.iter(_W + "num")
    }
    return _Declared(levels, abstract, _styles_with_lists(parts, name))


def _levels_of(abstract: Element) -> dict[int, _Level]:
    return {
        _whole(level.get(_W + "ilvl", ""), 0): _Level(
            _value(level.find(_W + "numFmt")) or "decimal",
            _value(level.find(_W + "lvlText")),
            _whole(_value(level.find(_W + "start")), 1),
        )
        for level in abstract.iter(_W + "lvl")
    }


def _styles_with_lists(parts: zip_files.ZipParts, name: str) -> dict[str, tuple[str, int]]:
    data = parts.read("word/styles.xml") if "word/styles.xml" in parts else b""
    if b"numPr" not in data:
        return {}
    found: dict[str, tuple[str, int]] = {}
    for style in xml_files.parsed(data, name).iter(_W + "style"):
        numbered = style.find(f"{_W}pPr/{_W}numPr")
        if numbered is not None:
            depth = _whole(_value(numbered.find(_W + "ilvl")), 0)
            found[style.get(_W + "styleId", "")] = _value(numbered.find(_W + "numId")), depth
    return found


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(_VALUE, "")


def _whole(words: str, otherwise: int) -> int:
    return int(words) if words.isdecimal() and words.isascii() and len(words) < 9 else otherwise


def written(count: int, form: str) -> str:
    """A number as a list of this form shows it: 4, d, D, iv, IV or 04."""
    if form in {"lowerLetter", "upperLetter"}:
        letters = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 20)
        return letters.upper() if form == "upperLetter" else letters
    if form in {"lowerRoman", "upperRoman"} and 0 < count <= _HIGHEST:
        roman = ""
        for value, letters in _ROMAN:
            roman += letters * (count // value)
            count %= value
        return roman.upper() if form == "upperRoman" else roman
    if form == "decimalZero":
        return f"{count:02}"
    return str(count)
