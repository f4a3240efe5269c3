"""What does an OpenDocument text say? Its words as a reader of the finished document sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from annotator.model.counts import counted
from annotator.model.transcript import Metadata
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.readers import xml_files, zip_files
from annotator.transcripts.readers.docx_lists import written
from annotator.transcripts.readers.extracted import Extracted, transcripts_of
from annotator.transcripts.readers.lines import Line, joined, rows_as_lines
from annotator.transcripts.readers.xml_files import attribute, bare

_BLANKS = re.compile(r"[ \t\r\n]+")
_PARAGRAPHS = frozenset({"p", "h"})
_LEFT_OUT = frozenset(
    {
        "tracked-changes", "annotation", "annotation-end", "ruby-text", "forms",
        "sequence-decls", "variable-decls", "user-field-decls", "title", "desc",
    }
)  # fmt: skip
_BODY = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text"
_BULLET = "list-level-style-bullet"
_NUMBER = "list-level-style-number"
_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
}  # fmt: skip
_MOST_SPACES = 1000
_LONGEST_LABEL = 90


def read(data: bytes, name: str, _asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcript in an OpenDocument text, packed (.odt) or flat (.fodt)."""
    if not data.startswith(b"PK"):
        yield from transcripts_of(_extracted(xml_files.parsed(data, name), None), data, name)
        return
    with zip_files.opened(data, name) as parts:
        manifest = parts.read("META-INF/manifest.xml") if _MANIFEST in parts else b""
        if b"encryption-data" in manifest:
            raise zip_files.protected(name)
        content = xml_files.parsed(parts.read("content.xml"), name)
        styles = None
        if "styles.xml" in parts and b"<text:list " in parts.read("content.xml"):
            styles = xml_files.parsed(parts.read("styles.xml"), name)
    yield from transcripts_of(_extracted(content, styles), data, name)


_MANIFEST = "META-INF/manifest.xml"


def _extracted(content: Element, styles: Element | None) -> Extracted:
    reading = _Reading(content, styles)
    body = next((one for one in content.iter() if one.tag == _BODY), None)
    lines = reading.blocks(body) if body is not None else []
    text, labels = joined(lines)
    start = -1
    if reading.notes:
        start = len(text) + 2
        text += "\n\n" + "\n".join(f"[{n}] {words}" for n, words in enumerate(reading.notes, 1))
    changes = []
    deleted = sum(bare(one.tag) == "deletion" for one in content.iter())
    if deleted:
        changes.append(f"tracked changes accepted, {counted(deleted, 'deletion')} left out")
    if reading.times:
        changes.append(f"times in {counted(reading.times, 'table row')} left out")
    if reading.notes:
        changes.append(f"{counted(len(reading.notes), 'note')} moved behind the text")
    return Extracted(
        text,
        Metadata(title=reading.title),
        normalised=tuple(changes),
        labels=tuple(labels),
        notes_start=start,
    )


class _Paragraph(Struct):
    """The words of a paragraph under way, and what of its start is bold."""

    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    still_bold: bool = True
    boxes: list[Element] = field(default_factory=list)

    def add(self, words: str | None, *, bold: bool) -> None:
        if not words:
            return
        words = _BLANKS.sub(" ", words)
        if not self.pieces or self.pieces[-1].endswith((" ", "\n", "\t")):
            words = words.removeprefix(" ")
        self.put(words, bold=bold)

    def put(self, words: str, *, bold: bool) -> None:
        """Add words as they are, without folding their white space."""
        self.pieces.append(words)
        self.still_bold = self.still_bold and (bold or not words.strip())
        self.bold += len(words) if self.still_bold else 0


class _Reading:
    """One pass through a document, with what is met on the way."""

    def __init__(self, content: Element, styles: Element | None) -> None:
        self._bold = frozenset(_bold_styles(content))
        self._marks = _list_marks(content) | ({} if styles is None else _list_marks(styles))
        self.notes: list[str] = []
        self.times = 0
        self.title = ""

    def blocks(self, holder: Element) -> list[Line]:
        lines: list[Line] = []
        for child in holder:
            name = bare(child.tag)
            if name in _PARAGRAPHS:
                lines += self._paragraph(child)
            elif name == "list":
                lines += self._list(child, attribute(child, "style-name"), 1)
            elif name == "table":
                lines += self._table(child)
            elif name and name not in _LEFT_OUT:
                lines += self.blocks(child)
        return lines

    def _paragraph(self, element: Element, mark: str = "") -> list[Line]:
        paragraph = _Paragraph()
        if mark:
            paragraph.put(mark, bold=False)
        style = attribute(element, "style-name")
        self._inline(element, paragraph, bold=style in self._bold)
        text = "".join(paragraph.pieces)
        if style == "Title" and not self.title:
            self.title = " ".join(text.split())
        bold = len(text[: paragraph.bold].rstrip())
        lines = [Line(text, bold if bold <= _LONGEST_LABEL else 0)]
        for box in paragraph.boxes:
            lines += self.blocks(box)
        return lines

    def _inline(self, holder: Element, paragraph: _Paragraph, *, bold: bool) -> None:
        paragraph.add(holder.text, bold=bold)
        for child in holder:
            name = bare(child.tag)
            if name == "s":
                count = attribute(child, "c")
                number = int(count) if count.isdecimal() and len(count) < 6 else 1
                paragraph.put(" " * min(number, _MOST_SPACES), bold=bold)
            elif name == "tab":
                paragraph.put("\t", bold=bold)
            elif name == "line-break":
                paragraph.put("\n", bold=bold)
            elif name == "note":
                self._note(child, paragraph)
            elif name in {"frame", "text-box"}:
                paragraph.boxes += [child] if name == "text-box" else _boxes(child)
            elif name and name not in _LEFT_OUT:
                inner = bold or (name == "span" and attribute(child, "style-name") in self._bold)
                self._inline(child, paragraph, bold=inner)
            paragraph.add(child.tail, bold=bold)

    def _note(self, note: Element, paragraph: _Paragraph) -> None:
        body = next((one for one in note if bare(one.tag) == "note-body"), None)
        self.notes.append("")
        number = len(self.notes)
        lines = self.blocks(body) if body is not None else []
        self.notes[number - 1] = " ".join(line.text for line in lines)
        paragraph.put(f"[{number}]", bold=False)

    def _list(self, element: Element, style: str, depth: int) -> list[Line]:
        lines: list[Line] = []
        form, suffix, number = self._marks.get((style, depth), ("", "", 1))
        for item in element:
            mark = ""
            if bare(item.tag) == "list-item":
                mark = "• " if form == _BULLET else _mark(form, number, suffix)
                number += 1
            for child in item:
                name = bare(child.tag)
                if name in _PARAGRAPHS:
                    lines += self._paragraph(child, mark)
                    mark = ""
                elif name == "list":
                    own = attribute(child, "style-name") or style
                    lines += self._list(child, own, depth + 1)
        return lines

    def _table(self, table: Element) -> list[Line]:
        rows = [
            [self.blocks(cell) for cell in row if bare(cell.tag) == "table-cell"]
            for row in _rows(table)
        ]
        lines, timed = rows_as_lines(rows)
        self.times += timed
        return lines


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table itself, not of tables in its cells."""
    for child in table:
        name = bare(child.tag)
        if name == "table-row":
            yield child
        elif name in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(child)


def _boxes(frame: Element) -> list[Element]:
    return [child for child in frame if bare(child.tag) == "text-box"]


def _bold_styles(content: Element) -> Iterator[str]:
    yield "Strong_20_Emphasis"
    for style in xml_files.every(content, "style"):
        if any(attribute(look, "font-weight") in {"bold", "700"} for look in style):
            yield attribute(style, "name")


def _list_marks(root: Element) -> dict[tuple[str, int], tuple[str, str, int]]:
    """For each list style and depth: the form of its numbers, what follows them, the first."""
    found: dict[tuple[str, int], tuple[str, str, int]] = {}
    for style in xml_files.every(root, "list-style"):
        for level in style:
            name = bare(level.tag)
            depth = attribute(level, "level")
            start = attribute(level, "start-value")
            form = attribute(level, "num-format") if name == _NUMBER else name
            if depth.isdecimal():
                number = int(start) if start.isdecimal() and len(start) < 9 else 1
                place = attribute(style, "name"), int(depth[:3])
                found[place] = form, attribute(level, "num-suffix"), number
    return found


def _mark(form: str, number: int, suffix: str) -> str:
    known = _FORMS.get(form)
    return "" if known is None else f"{written(number, known)}{suffix} "
