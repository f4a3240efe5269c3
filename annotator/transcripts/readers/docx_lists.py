"""Which number or bullet stands before a paragraph of a Word list?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, unescape

from msgspec import Struct

from annotator.transcripts.readers import xml_files, zip_files

WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_W = "{" + WORD.decode("ascii") + "}"
_NUMBERING, _STYLES = "word/numbering.xml", "word/styles.xml"
_OPENING = re.compile(rb"<w:styles\b[^>]*>")
_BASED_ON = re.compile(rb'<w:basedOn\s+w:val="([^"]*)"')
_STYLE_END = b"</w:style>"
_HEAD = 8192
_VALUE, _STYLE, _LISTED = _W + "val", _W + "pStyle", _W + "numPr"
_PLACE = re.compile(r"%(\d)")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LEVELS = 9
_HIGHEST = 4999


class _Level(Struct, frozen=True):
    form: str
    text: str
    start: int


class _Declared(Struct, frozen=True):
    """The lists of a document: levels by abstract list, abstract list by number."""

    levels: dict[str, dict[int, _Level]]
    abstract: dict[str, str]


_InList = tuple[str, int]
"""The number of a list and the depth in it; an empty number where it is none."""
_NO_LIST: _InList = ("", 0)


class Lists:
    """Counts through the lists of one document, paragraph by paragraph, in their order.

    The parts that declare lists are read at the first paragraph that may be in one, and of the
    styles only those that are used: most transcripts have no lists, and these parts are often
    many times larger than the text. So the file must be open as long as paragraphs are marked,
    and `mark` raises `FileProblem` for damaged parts.
    """

    def __init__(self, parts: zip_files.ZipParts, name: str) -> None:
        self._parts = parts
        self._name = name
        self._has_lists = _NUMBERING in parts
        self._styles: _Styles | None = None
        self._read: _Declared | None = None
        self._counts: dict[str, list[int]] = {}

    def mark(self, look: Element) -> str:
        """What stands before the paragraph with this `pPr`, a space behind; or nothing."""
        if not self._has_lists:
            return ""
        style, own = look.find(_STYLE), look.find(_LISTED)
        number, depth = _NO_LIST if style is None else self._of_style(_value(style))
        if own is not None:
            number = _value(own.find(_W + "numId")) or number
            depth = _whole(_value(own.find(_W + "ilvl")), depth)
        if not number:
            return ""
        if self._read is None:
            numbering = in_usual_namespace(self._parts.read(_NUMBERING))
            self._read = _declared(numbering, self._name)
        return self._counted(self._read, number, min(max(depth, 0), _LEVELS - 1))

    def _of_style(self, style: str) -> _InList:
        if self._styles is None:
            pieces = self._parts.pieces(_STYLES) if _STYLES in self._parts else iter(())
            self._styles = _Styles(pieces, self._name)
        return self._styles.list_of(style)

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


def in_usual_namespace(part: bytes) -> bytes:
    """The part as most programs write it, where it is of the strict kind by its first element."""
    return part.replace(_STRICT, WORD) if _STRICT in part[:_HEAD] else part


def _declared(numbering: bytes, name: str) -> _Declared:
    root = xml_files.parsed(numbering, name)
    levels = {
        one.get(_W + "abstractNumId", ""): _levels_of(one) for one in root.iter(_W + "abstractNum")
    }
    abstract = {
        one.get(_W + "numId", ""): _value(one.find(_W + "abstractNumId"))
        for one in root.iter(_W + "num")
    }
    return _Declared(levels, abstract)


def _levels_of(abstract: Element) -> dict[int, _Level]:
    return {
        _whole(level.get(_W + "ilvl", ""), 0): _Level(
            _value(level.find(_W + "numFmt")) or "decimal",
            _value(level.find(_W + "lvlText")),
            _whole(_value(level.find(_W + "start")), 1),
        )
        for level in abstract.iter(_W + "lvl")
    }


class _Styles:
    """Which styles put their paragraphs into a list, by themselves or by the style they are of.

    Word and others write hundreds of styles, of which a transcript uses a few. Where the part is
    written as they write it, it is unpacked up to those, and no other is parsed.
    """

    def __init__(self, pieces: Iterator[bytes], name: str) -> None:
        self._pieces = pieces
        self._name = name
        self._data = bytearray(next(pieces, b""))
        self._found: dict[str, _InList] = {}
        opening = _OPENING.search(self._data)
        self._opening = b"" if opening is None or b"<!" in self._data[:100] else bytes(opening[0])
        self._whole: dict[str, Element] | None = None

    def list_of(self, style: str) -> _InList:
        known = self._found.get(style)
        if known is None:
            self._found[style] = _NO_LIST  # should styles go in a circle
            known = self._found[style] = self._read(style)
        return known

    def _read(self, style: str) -> _InList:
        piece = self._piece(style) if self._opening else b""
        if piece and b"numPr" not in piece:  # as most: then it need not be parsed
            named = _BASED_ON.search(piece)
            return _NO_LIST if named is None else self.list_of(unescape(named[1].decode()))
        element = self._parsed(piece) if self._opening else self._all().get(style)
        if element is None:
            return _NO_LIST
        based = element.find(_W + "basedOn")
        number, depth = _NO_LIST if based is None else self.list_of(_value(based))
        own = element.find(f"{_W}pPr/{_W}numPr")
        if own is not None:
            number = _value(own.find(_W + "numId")) or number
            depth = _whole(_value(own.find(_W + "ilvl")), depth)
        return number, depth

    def _piece(self, style: str) -> bytes:
        """The style as it is written, without its last tag; nothing where there is none."""
        at = self._place(b'w:styleId="%s"' % escape(style, {'"': "&quot;"}).encode(), 0)
        end = self._place(_STYLE_END, at) if at >= 0 else -1
        start = self._data.rfind(b"<w:style ", 0, max(at, 0))
        return bytes(self._data[start:end]) if min(start, end) >= 0 else b""

    def _parsed(self, piece: bytes) -> Element | None:
        if not piece:
            return None
        whole = b"".join((self._opening, piece, _STYLE_END, b"</w:styles>"))
        return xml_files.parsed(in_usual_namespace(whole), self._name).find(_W + "style")

    def _place(self, words: bytes, start: int) -> int:
        """Where `words` stand first from `start` on; -1 where they do not."""
        at = self._data.find(words, start)
        while at < 0 and (piece := next(self._pieces, b"")):
            searched = max(start, len(self._data) - len(words))
            self._data += piece
            at = self._data.find(words, searched)
        return at

    def _all(self) -> dict[str, Element]:
        if self._whole is None:
            data = in_usual_namespace(b"".join((self._data, *self._pieces)))
            root = xml_files.parsed(data, self._name) if data else Element("none")
            self._whole = {one.get(_W + "styleId", ""): one for one in root.iter(_W + "style")}
        return self._whole


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
