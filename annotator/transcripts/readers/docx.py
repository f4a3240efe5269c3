"""What does a Word document say? Its words as a reader of the finished document sees them.

Tracked changes are taken as accepted, numbers of lists are written out, footnotes stand behind
the text, text boxes behind their paragraph, and the cells of a table row on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from annotator.model.counts import counted
from annotator.model.transcript import Metadata
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.readers import xml_files, zip_files
from annotator.transcripts.readers.docx_lists import WORD, Lists, in_usual_namespace
from annotator.transcripts.readers.extracted import Extracted, transcripts_of
from annotator.transcripts.readers.lines import Line, joined, rows_as_lines

_W = "{" + WORD.decode("ascii") + "}"
_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_P, _R, _T, _TABLE, _ROW, _CELL = (_W + name for name in ("p", "r", "t", "tbl", "tr", "tc"))
_RUN_LOOK, _PARAGRAPH_LOOK, _BOX = _W + "rPr", _W + "pPr", _W + "txbxContent"
_STYLE, _RUN_STYLE, _BOLD, _VANISH, _SYMBOL, _DELETED = (
    _W + name for name in ("pStyle", "rStyle", "b", "vanish", "sym", "del")
)
_HOLDERS = frozenset(
    _W + name
    for name in (
        "ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml",
        "dir", "bdo", "ruby", "rubyBase",
    )
)  # fmt: skip
_GONE = frozenset({_W + "del", _W + "moveFrom"})
_SIGNS = {
    _W + "tab": "\t", _W + "ptab": "\t", _W + "br": "\n", _W + "cr": "\n",
    _W + "noBreakHyphen": "\u2011", _W + "softHyphen": "\u00ad",
}  # fmt: skip
_NOTES = {_W + "footnoteReference": "footnote", _W + "endnoteReference": "endnote"}
_DRAWN = frozenset({_W + "drawing", _W + "pict", _W + "object", _CHOICES})
_VALUE = _W + "val"
_FALSE = frozenset({"0", "false", "off"})
_BOLD_STYLES = frozenset({"Strong", "Fett", "IntenseEmphasis"})
_TITLE_STYLES = frozenset({"Title", "Titel", "Titre", "Ttulo"})
_LONGEST_LABEL = 90


def read(data: bytes, name: str, _asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcript in a Word document (or several, in an export of many articles)."""
    yield from transcripts_of(extracted(data, name), data, name)


def extracted(data: bytes, name: str) -> Extracted:
    """The text of a Word document, with what is known besides."""
    with zip_files.opened(data, name) as parts:
        main = next((part for part in _MAIN_PARTS if part in parts), _MAIN_PARTS[0])
        body = _part(parts, main, name).find(_W + "body")
        if body is None:
            raise zip_files.damaged(name, "no body")
        reading = _Reading(Lists(parts, name))
        lines = reading.blocks(body)
        notes = _notes(reading, parts, name)
        comments = "word/comments.xml" in parts
    text, labels = joined(lines)
    start = -1
    if notes:
        start = len(text) + 2
        text = text + "\n\n" + "\n".join(notes)
    return Extracted(
        text,
        Metadata(title=reading.title),
        normalised=tuple(_changes(reading, len(notes))),
        flags=("comments beside the text were left out",) if comments else (),
        labels=tuple(labels),
        notes_start=start,
    )


_MAIN_PARTS = ("word/document.xml", "word/document2.xml")


def _changes(reading: _Reading, notes: int) -> Iterator[str]:
    if reading.deleted:
        yield f"tracked changes accepted, {counted(reading.deleted, 'deletion')} left out"
    if reading.hidden:
        yield f"{counted(reading.hidden, 'piece')} of hidden text left out"
    if reading.times:
        yield f"times in {counted(reading.times, 'table row')} left out"
    if notes:
        yield f"{counted(notes, 'note')} moved behind the text"


def _part(parts: zip_files.ZipParts, part: str, name: str) -> Element:
    return xml_files.parsed(in_usual_namespace(parts.read(part)), name)


def _notes(reading: _Reading, parts: zip_files.ZipParts, name: str) -> list[str]:
    """The foot and end notes in the order in which the text refers to them."""
    found: dict[tuple[str, str], str] = {}
    for kind in {kind for kind, _ in reading.notes}:
        part = f"word/{kind}s.xml"
        if part not in parts:
            continue
        for note in _part(parts, part, name):
            lines = reading.blocks(note)
            words = " ".join(line.text.strip() for line in lines if line.text.strip())
            found[kind, note.get(_W + "id", "")] = words
    return [f"[{n}] {found.get(key, '')}" for n, key in enumerate(reading.notes, 1)]


class _Paragraph:
    """The pieces of a paragraph under way, and the boxes that hang on it."""

    __slots__ = ("bold", "boxes", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.bold: list[bool] = []
        self.boxes: list[Element] = []

    def add(self, words: str, *, bold: bool) -> None:
        self.pieces.append(words)
        self.bold.append(bold)


class _Reading:
    """One pass through a document, with what is met on the way."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._kept: _Paragraph | None = None
        self.notes: list[tuple[str, str]] = []
        self.deleted = self.hidden = self.times = 0
        self.title = ""

    def blocks(self, holder: Element) -> list[Line]:
        """The lines of everything in a body, a cell, a text box or a note."""
        lines: list[Line] = []
        for child in holder:
            tag = child.tag
            if tag == _P:
                self._paragraph(child, lines)
            elif tag == _TABLE:
                lines += self._table(child)
            elif tag in _HOLDERS:
                lines += self.blocks(child)
            elif tag == _CHOICES:
                lines += self.blocks(_chosen(child))
        return lines

    def _paragraph(self, element: Element, lines: list[Line]) -> None:
        paragraph, self._kept = self._kept or _Paragraph(), None
        look = element.find(_PARAGRAPH_LOOK)
        if look is None:  # as most paragraphs of most transcripts
            self._inline(element, paragraph)
            self._close(paragraph, lines)
            return
        mark = self._lists.mark(look)
        if mark:
            paragraph.add(mark, bold=False)
        self._inline(element, paragraph)
        end = look.find(_RUN_LOOK)
        if end is not None and end.find(_DELETED) is not None:
            self._kept = paragraph  # its end was deleted: the next paragraph goes on with it
            self.deleted += 1
            return
        style = None if self.title else look.find(_STYLE)
        if style is not None and style.get(_VALUE) in _TITLE_STYLES:
            self.title = " ".join("".join(paragraph.pieces).split())
        self._close(paragraph, lines)

    def _close(self, paragraph: _Paragraph, lines: list[Line]) -> None:
        text = "".join(paragraph.pieces)
        lines.append(Line(text, _bold_start(paragraph, text)))
        for box in paragraph.boxes:
            lines += self.blocks(box)

    def _inline(self, holder: Element, paragraph: _Paragraph) -> None:
        for child in holder:
            tag = child.tag
            if tag == _R:
                if len(child) == 1 and child[0].tag == _T:  # words and no look of their own
                    paragraph.add(child[0].text or "", bold=False)
                else:
                    self._run(child, paragraph)
            elif tag == _PARAGRAPH_LOOK:
                continue
            elif tag in _HOLDERS:
                self._inline(child, paragraph)
            elif tag in _GONE:
                self.deleted += 1
            elif tag == _CHOICES:
                self._inline(_chosen(child), paragraph)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                paragraph.add("".join(child.itertext()), bold=False)

    def _run(self, run: Element, paragraph: _Paragraph) -> None:
        bold = False
        for child in run:
            tag = child.tag
            if tag == _T:
                paragraph.pieces.append(child.text or "")
                paragraph.bold.append(bold)
            elif tag == _RUN_LOOK:
                look = {one.tag: one for one in child}  # sooner than to search for each
                if _VANISH in look and _is_on(look[_VANISH]):
                    self.hidden += 1
                    return
                bold = _is_bold(look)
            elif tag in _SIGNS:
                paragraph.add(_SIGNS[tag], bold=bold)
            elif tag in _NOTES:
                self.notes.append((_NOTES[tag], child.get(_W + "id", "")))
                paragraph.add(f"[{len(self.notes)}]", bold=bold)
            elif tag in _DRAWN:
                paragraph.boxes += _boxes(child)
            elif tag == _SYMBOL:
                paragraph.add(_symbol(child), bold=bold)
            elif tag in _HOLDERS:
                self._inline(child, paragraph)

    def _table(self, table: Element) -> list[Line]:
        rows: list[list[list[Line]]] = []
        for row in table:
            if row.tag in _HOLDERS:
                rows += [self._cells(inner) for inner in row.iter(_ROW)]
            elif row.tag == _ROW and row.find(f"{_W}trPr/{_W}del") is not None:
                self.deleted += 1
            elif row.tag == _ROW:
                rows.append(self._cells(row))
        lines, timed = rows_as_lines(rows)
        self.times += timed
        return lines

    def _cells(self, row: Element) -> list[list[Line]]:
        found: list[list[Line]] = []
        for cell in row:
            if cell.tag == _CELL:
                found.append(self.blocks(cell))
            elif cell.tag in _HOLDERS:
                found += [self.blocks(inner) for inner in cell.iter(_CELL)]
        return found


def _chosen(choices: Element) -> Element:
    """One of the ways in which a drawing is given twice or more."""
    return choices[0] if len(choices) else choices


def _boxes(drawn: Element) -> list[Element]:
    """The text boxes in a drawing; of a choice of forms only the first."""
    if drawn.tag == _CHOICES:
        drawn = _chosen(drawn)
    inner = drawn.find(f".//{_CHOICES}")
    if inner is not None:
        return _boxes(inner)
    found = list(drawn.iter(_BOX))
    return found[:1] if any(one.find(f".//{_BOX}") is not None for one in found) else found


def _is_on(switch: Element) -> bool:
    return switch.get(_VALUE, "1") not in _FALSE


def _is_bold(look: Mapping[str, Element]) -> bool:
    """By what stands in a `rPr`, each element under its tag."""
    if _BOLD in look and _is_on(look[_BOLD]):
        return True
    return _RUN_STYLE in look and look[_RUN_STYLE].get(_VALUE) in _BOLD_STYLES


def _symbol(element: Element) -> str:
    """A character of a symbol font; such fonts sit in the private area, where bullets live."""
    code = element.get(_W + "char", "")
    if not re.fullmatch(r"[0-9A-Fa-f]{4}", code):
        return ""
    value = int(code, 16)
    return "•" if 0xF000 <= value <= 0xF0FF or 0xD800 <= value <= 0xDFFF else chr(value)


def _bold_start(paragraph: _Paragraph, text: str) -> int:
    """How many characters at the start are set in bold and could be a label."""
    if True not in paragraph.bold:
        return 0
    if not paragraph.bold[0] and paragraph.pieces[0].strip():
        return 0
    length = 0
    for words, is_bold in zip(paragraph.pieces, paragraph.bold, strict=True):
        if not is_bold and words.strip():
            break
        length += len(words)
    length = len(text[:length].rstrip())
    return length if length <= _LONGEST_LABEL else 0
