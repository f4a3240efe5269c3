"""How does a report become a Word document? Headings, paragraphs and plain tables, no more.

Office Open XML (ECMA-376), written part by part: what is needed here is small, and a document
without macros, links or the name of a computer is easier to be sure of than one pruned of them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from annotator.reports.cells import cleaned

_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TWIPS: Final = 9026
"""Width between the margins of an A4 page, in twentieths of a point."""
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The same document twice is the same bytes."""


class WordDocument:
    """A document being put together, top down; nothing is on disk before `save`."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._body: list[str] = []
        self.paragraph(title, style="Title")

    def heading(self, text: str, *, level: int) -> None:
        """A heading of level 1 to 4; deeper ones look like the fourth."""
        self.paragraph(text, style=f"Heading{min(max(level, 1), 4)}")

    def paragraph(self, text: str, *, style: str = "Normal") -> None:
        self._body.append(_paragraph(text, style))

    def table(
        self,
        rows: Sequence[Sequence[str]],
        shares: Sequence[int],
        *,
        header: bool = False,
        together: bool = False,
    ) -> None:
        """Cells as text; `shares` are widths relative to each other, one for each column.

        With `header` the first row is bold and comes again on every page; with `together` the
        rows stand on one page where they have room on one.
        """
        widths = [_TWIPS * share // sum(shares) for share in shares]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        lines = "".join(
            _row(
                cells,
                widths,
                heading=header and number == 0,
                whole=together,
                with_next=together and number + 1 < len(rows),
            )
            for number, cells in enumerate(rows)
        )
        self._body.append(
            '<w:tbl><w:tblPr><w:tblStyle w:val="Lines"/>'
            f'<w:tblW w:w="{_TWIPS}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
        )
        self.paragraph("")

    def save(self, path: Path) -> None:
        """Write the file; the path must be writable."""
        parts = {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": self._document(),
            "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
            "word/styles.xml": _STYLES,
            "docProps/core.xml": _core(self._title),
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in parts.items():
                entry = zipfile.ZipInfo(name, _LONG_AGO)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, _DECLARATION + body)

    def _document(self) -> str:
        page = (
            '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"'
            ' w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
        )
        body = "".join(self._body)
        return f'<w:document xmlns:w="{_MAIN}"><w:body>{body}{page}</w:body></w:document>'


def _paragraph(text: str, style: str, *, bold: bool = False, with_next: bool = False) -> str:
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    lines = [
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in cleaned(text)[0].split("\n")
    ]
    run = f"<w:r>{weight}{'<w:br/>'.join(lines)}</w:r>" if text else ""
    keep = "<w:keepNext/>" if with_next else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>{run}</w:p>'


def _row(
    cells: Sequence[str], widths: Sequence[int], *, heading: bool, whole: bool, with_next: bool
) -> str:
    said = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if heading else "")
    about = f"<w:trPr>{said}</w:trPr>" if said else ""
    inside = ""
    for number, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        bold = heading or (number == 0 and len(cells) == 2)
        words = _paragraph(cell, "Cell", bold=bold, with_next=with_next)
        inside += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{words}</w:tc>'
    return f"<w:tr>{about}{inside}</w:tr>"


def _core(title: str) -> str:
    return (
        "<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(cleaned(title)[0])}</dc:title></cp:coreProperties>"
    )


def _style(name: str, shown: str, size: int, *, bold: bool, before: int, after: int) -> str:
    outline = f'<w:outlineLvl w:val="{int(name[-1]) - 1}"/>' if name[-1].isdigit() else ""
    keep = "<w:keepNext/>" if bold else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr>{keep}'
        f'<w:spacing w:before="{before}" w:after="{after}"/>{outline}</w:pPr>'
        f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{size * 2}"/></w:rPr></w:style>'
    )


_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE: Final = "application/vnd.openxmlformats-package"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/docProps/core.xml" ContentType="{_PACKAGE}.core-properties+xml"/>'
    "</Types>"
)
_SCHEMA_OF_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS: Final = (
    f'<Relationships xmlns="{_SCHEMA_OF_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_TYPES}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_SCHEMA_OF_RELATIONS}/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS: Final = (
    f'<Relationships xmlns="{_SCHEMA_OF_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_TYPES}/styles" Target="styles.xml"/></Relationships>'
)
_LINE: Final = 'w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"'
_STYLES: Final = (
    f'<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    '<w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:pPr><w:spacing w:after="120"/></w:pPr></w:style>'
    + _style("Title", "Title", 20, bold=True, before=0, after=240)
    + _style("Heading1", "heading 1", 15, bold=True, before=360, after=120)
    + _style("Heading2", "heading 2", 13, bold=True, before=280, after=80)
    + _style("Heading3", "heading 3", 12, bold=True, before=240, after=80)
    + _style("Heading4", "heading 4", 11, bold=True, before=200, after=80)
    + _style("Cell", "Cell", 10, bold=False, before=40, after=40)
    + '<w:style w:type="table" w:styleId="Lines"><w:name w:val="Lines"/><w:tblPr><w:tblBorders>'
    f"<w:top {_LINE}/><w:bottom {_LINE}/><w:insideH {_LINE}/>"
    "</w:tblBorders></w:tblPr></w:style></w:styles>"
)
