"""How does a test get a small file of every kind? Made here, byte by byte."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)
TALK = (
    "Joint statements",
    "28 November 2023",
    "MR. FOX: Good morning. We met today.",
    "MS. HARE: Thank you. It was good.",
    "MR. FOX: Any questions?",
)


def zipped(parts: Mapping[str, str | bytes], *, store: bool = False) -> bytes:
    """A ZIP file with these parts."""
    out = io.BytesIO()
    kind = zipfile.ZIP_STORED if store else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word document; `body` is what stands in w:body, other parts by their short name."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}</w:body>'
        "</w:document>"
    )
    more = {f"word/{name}.xml": xml for name, xml in parts.items()}
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **more})


def docx_lines(lines: Iterable[str]) -> bytes:
    return docx("".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines))


def odt(body: str, styles: str = "", **parts: str) -> bytes:
    """An OpenDocument text; `body` is what stands in office:text."""
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    packed = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    return zipped({**packed, **{f"{name}.xml": xml for name, xml in parts.items()}}, store=True)


def pdf(pages: Iterable[Iterable[tuple[float, float, str]]]) -> bytes:
    """A PDF; each page is its words with the place where they begin, in points."""
    objects: list[bytes] = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids: list[int] = []
    for page in pages:
        ink = "".join(f"BT /F1 10 Tf {x} {y} Td ({words}) Tj ET\n" for x, y, words in page)
        stream = ink.encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    listed = " ".join(f"{kid} 0 R" for kid in kids).encode()
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    )


def pdf_lines(lines: Iterable[str], *, left: float = 72, top: float = 760) -> bytes:
    return pdf([[(left, top - 14 * n, line) for n, line in enumerate(lines)]])


def epub(chapters: Iterable[str]) -> bytes:
    pages = list(chapters)
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(pages))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(pages)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<metadata><dc:title>Press points</dc:title><dc:creator>An Office</dc:creator>"
        f"<dc:language>en</dc:language></metadata><manifest>{items}</manifest>"
        f"<spine>{spine}</spine></package>"
    )
    container = '<container><rootfiles><rootfile full-path="O/book.opf"/></rootfiles></container>'
    parts: dict[str, str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "O/book.opf": package,
    }
    parts |= {f"O/c{n}.xhtml": f"<html><body>{page}</body></html>" for n, page in enumerate(pages)}
    return zipped(parts)


def workbook(rows: Iterable[Iterable[object]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"
    r"{\info{\title Secret}}{\header Running head\par}"
    r"{\b MR. FOX:} Caf\'e9 and \u8364?uro\~now.\par "
    r"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}\par Kept{\deleted gone} words.\par "
    r"MS. HARE: See{\super\chftn}{\footnote\pard A note.} below.\par MR. FOX: Yes.\par}"
)
VTT = (
    "WEBVTT\n\n1\n00:00:00.050 --> 00:00:01.790\nAnna Berg: Good\n\n"
    "2\n00:00:02.070 --> 00:00:04.050\nAnna Berg: morning.\n\n"
    "3\n00:00:05.000 --> 00:00:06.000\neverybody.\n\n"
    "4\n00:00:07.000 --> 00:00:08.000\nDr. Tom Hill: Hello.\n\n"
    "5\n00:00:09.000 --> 00:00:09.500\nAnna Berg: Yes.\n"
)
VOICES = (
    "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n<v Anna Berg>Good morning.</v>\n\n"
    "00:00:02.000 --> 00:00:03.000\n<v Tom Hill>Hello &amp; welcome.</v>\n\n"
    "00:00:03.000 --> 00:00:04.000\n<v Tom Hill>We begin.</v>\n"
)
SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Good morning</i>\r\n\r\n"
    "2\r\n00:00:02,600 --> 00:00:04,000\r\nto all of you.\r\n\r\n"
    "3\r\n00:00:14,000 --> 00:00:16,000\r\nThe next point.\r\n"
)
CHAT = (
    "00:05:16\tRyan Sloan:\tLet us begin 👍\r\n00:11:15\tAna Lima:\tGreat!\r\n"
    "Second line\r\n00:12:00\tRyan Sloan:\tThanks\r\n"
)
TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="sl"><teiHeader><fileDesc><titleStmt>
<title type="main">Corpus</title><title type="sub">Session 21</title></titleStmt>
<sourceDesc><bibl><date when="1998-11-25"/></bibl></sourceDesc></fileDesc>
<profileDesc><particDesc><listPerson><person xml:id="FoxAnna"><persName><surname>Fox</surname>
<forename>Anna</forename></persName></person></listPerson></particDesc></profileDesc></teiHeader>
<text><body><div><head>Opening</head><note type="speaker">THE CHAIR:</note>
<u who="#FoxAnna"><seg>Good morning.</seg><note type="time">(10.05)</note><seg>We begin.</seg></u>
<u who="#HillTom"><seg>Thank you, <note>(Applause.)</note> Chair.</seg></u>
</div></body></text></TEI>"""
AKOMA = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate><meta>
<identification><FRBRWork><FRBRthis value="/za/debate/2013-06-04/main"/>
<FRBRdate date="3000-01-01"/></FRBRWork>
<FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification>
<references><TLCPerson id="fox" showAs="Anna Fox"/></references></meta>
<debateBody><debateSection><heading>Questions</heading>
<speech by="#fox"><from>The SPEAKER</from><p>Order.</p><p>We begin.</p></speech>
<scene>Laughter</scene><speech by="#hill"><from>Mr T HILL:</from><p>Thank you.</p></speech>
</debateSection></debateBody></debate></akomaNtoso>"""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Site | Talk</title>
<meta property="og:title" content="A talk"><script>var a = "<p>no</p>";</script></head><body>
<nav><a href="/">Home</a><a href="/x">Menu entry</a></nav><main><h1>A talk</h1>
<p>28 November 2023</p><p><strong>Anna Fox</strong><br>Good&nbsp;morning &amp; hello.</p>
<p>MR. HILL: Thank you.</p><p>MS. FOX: We begin.</p><ul><li>one</li><li>two</li></ul></main>
<footer>Imprint</footer></body></html>"""
MARKDOWN = """---
title: A talk
date: 2023-11-28
---
# Heading

**Anna Fox:** Good *morning* and [hello](https://example.org).

**Tom Hill:** Thank you.

**Anna Fox:** Yes.
"""
LEXIS = """
                               1 of 2 DOCUMENTS

                                 The Daily Paper

                          November 28, 2023 Tuesday

Ministers meet in town

BYLINE: By Anna Fox

SECTION: NEWS; Pg. 1

LENGTH: 12 words

The ministers met. They were pleased.

LOAD-DATE: November 29, 2023
LANGUAGE: ENGLISH

                               2 of 2 DOCUMENTS

                                 The Other Paper

                               May 2, 2022

HEADLINE: No news

LENGTH: 3 words

Nothing happened.

LOAD-DATE: May 3, 2022
"""
WHISPER = json.dumps(
    {
        "text": " Good morning. Hello. Yes.",
        "language": "en",
        "segments": [
            {"start": 0.0, "end": 1.0, "text": " Good morning.", "speaker": "SPEAKER_00"},
            {"start": 1.0, "end": 2.0, "text": " Hello.", "speaker": "SPEAKER_01"},
            {"start": 2.0, "end": 3.0, "text": " Yes.", "speaker": "SPEAKER_01"},
        ],
    }
)
OTRANSCRIBE = json.dumps(
    {
        "text": "".join(
            f'<p><span class="timestamp" data-timestamp="{at}">0:{at}</span>&nbsp;{words}</p>'
            for at, words in zip(
                (10, 19, 32, 45), ("Anna: Good.", "Tom: Hi.", "Anna: Yes.", "Tom: No."), strict=True
            )
        ),
        "media": "a.mp3",
        "media-time": 1.0,
    }
)
CSV = (
    "doc_id,date,party,text\nA1,2020-05-01,Green,We want peace. And more.\n"
    'A2,2021,Blue,"MR. FOX: One, two.\nMS. HARE: Three.\nMR. FOX: Four."\n'
)


def every_kind() -> dict[str, bytes]:
    """A small file of every kind that is read, by its name."""
    return {
        "a.txt": "\n".join(TALK).encode(),
        "a.md": MARKDOWN.encode(),
        "a.docx": docx_lines(TALK),
        "a.odt": odt("".join(f"<text:p>{line}</text:p>" for line in TALK)),
        "a.rtf": RTF.encode("latin-1"),
        "a.pdf": pdf_lines(TALK),
        "a.html": PAGE.encode(),
        "a.epub": epub(["<h1>One</h1><p>MR. FOX: Yes.</p>", "<p>MR. FOX: No.</p>"]),
        "a.vtt": VTT.encode(),
        "b.vtt": VOICES.encode(),
        "a.srt": SRT.encode(),
        "a.json": WHISPER.encode(),
        "a.otr": OTRANSCRIBE.encode(),
        "chat.txt": CHAT.encode(),
        "tei.xml": TEI.encode(),
        "akn.xml": AKOMA.encode(),
        "a.csv": CSV.encode(),
        "a.jsonl": b'{"id": "x", "text": "Some words here."}\n{"id": "y", "text": "More words."}\n',
        "a.xlsx": workbook([["doc_id", "text"], ["A1", "We want peace."], ["A2", "And more."]]),
        "lexis.txt": LEXIS.encode(),
        "a.zip": zipped({"x/a.txt": "MR. FOX: Yes.\nMR. FOX: No.", "b.srt": SRT}),
    }
