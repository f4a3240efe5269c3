"""What does a PDF with a text layer say? Lines put in order, page furniture apart, lines joined.

Everything that is not simply what the page shows (headers taken out, words joined that a line
end divided, lines made paragraphs) is put down in `Source.normalised` as what was proposed.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import closing
from ctypes import byref, c_double
from threading import Lock
from typing import Any

from annotator.errors import FileProblem
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.readers import zip_files
from annotator.transcripts.readers.extracted import Extracted, transcripts_of
from annotator.transcripts.readers.pdf_lines import Glyph, PageLine, lines_of_page
from annotator.transcripts.readers.pdf_paragraphs import paragraphs_of, without_furniture

_MOST_PAGES = 5_000
_MOST_GLYPHS = 200_000
"""On one page; drawings made of letters hold more, and no transcript does."""
_FEWEST_LETTERS = 3
_HYPHENS = frozenset({0x02, 0xFFFE, 0xAD})
"""What PDFium gives for a hyphen that divides a word at the end of a line."""
_BLANK = Glyph(" ", 0, 0, 0, 0)
_ONE_AT_A_TIME = Lock()
"""PDFium keeps its own state and may not be called from two threads at once."""


def read(data: bytes, name: str, asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcript in a PDF. One that holds pictures of pages only is refused as such."""
    with _ONE_AT_A_TIME:
        found = _extracted(data, name, asked)
    yield from transcripts_of(found, data, name)


def _extracted(data: bytes, name: str, asked: Asked) -> Extracted:
    pages = _pages(data, name)
    letters = sum(len(line.text) for page in pages for line in page)
    if letters < _FEWEST_LETTERS * len(pages):
        raise FileProblem(
            f"“{name}” holds pictures of pages and no text.",
            "Run text recognition (OCR) on it first, in a scanner program or PDF editor.",
        )
    blank = sum(not page for page in pages)
    kept, removed = (pages, ()) if asked.keep_page_edges else without_furniture(pages)
    text, changes = paragraphs_of(kept, keep_hyphens=asked.keep_hyphens)
    flags = (f"{blank} of {len(pages)} pages hold no text, pictures perhaps",) if blank else ()
    return Extracted(text, normalised=(*removed, *changes), flags=flags)


def _pages(data: bytes, name: str) -> list[list[PageLine]]:
    """The lines of every page, in the order of reading."""
    library = importlib.import_module("pypdfium2")
    raw = importlib.import_module("pypdfium2.raw")
    try:
        with closing(library.PdfDocument(data)) as document:
            if len(document) > _MOST_PAGES:
                raise FileProblem(
                    f"“{name}” has more than {_MOST_PAGES:,} pages.", "Split it into smaller files."
                )
            return [_lines(raw, document[number]) for number in range(len(document))]
    except library.PdfiumError as error:
        if getattr(error, "err_code", None) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            raise zip_files.protected(name) from error
        raise zip_files.damaged(name, type(error).__name__) from error


def _lines(raw: Any, page: Any) -> list[PageLine]:
    with closing(page), closing(page.get_textpage()) as text:
        return lines_of_page(list(_glyphs(raw, text)))


def _glyphs(raw: Any, text: Any) -> Iterator[Glyph]:
    """Every character of a page with its place, in points from the bottom left."""
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    places = [byref(one) for one in (left, right, bottom, top)]
    handle = text.raw
    high = 0
    for number in range(min(text.count_chars(), _MOST_GLYPHS)):
        code = raw.FPDFText_GetUnicode(handle, number)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        if code in _HYPHENS:
            code = 0x2D
        if code <= 0x20 or code > 0x10FFFF:
            yield _BLANK
            continue
        raw.FPDFText_GetCharBox(handle, number, *places)
        yield Glyph(chr(code), left.value, right.value, bottom.value, top.value)
