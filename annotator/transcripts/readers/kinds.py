"""What kind of file is this? Told by what stands in it; its ending decides only between tables.

People rename files, mail programs change endings, and servers send a web page where a text was
asked for. So the content is believed before the ending, and where the two differ it is said.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from annotator.errors import FileProblem
from annotator.transcripts.readers import zip_files

Kind = Literal[
    "text", "unknown text", "markdown", "docx", "odt", "flat odt", "rtf", "pdf", "html", "epub",
    "subtitles", "json", "json lines", "tei", "akoma ntoso", "delimited", "workbook", "zip",
]  # fmt: skip

ENDINGS: dict[str, Kind] = {
    ".txt": "text", ".text": "text",
    ".md": "markdown", ".markdown": "markdown",
    ".docx": "docx", ".docm": "docx", ".dotx": "docx",
    ".odt": "odt", ".ott": "odt", ".fodt": "flat odt",
    ".rtf": "rtf", ".pdf": "pdf", ".epub": "epub",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".srt": "subtitles", ".vtt": "subtitles", ".sbv": "subtitles",
    ".json": "json", ".otr": "json", ".jsonl": "json lines", ".ndjson": "json lines",
    ".csv": "delimited", ".tsv": "delimited", ".tab": "delimited",
    ".xlsx": "workbook", ".xlsm": "workbook", ".xltx": "workbook",
    ".zip": "zip",
}  # fmt: skip
NAMES: dict[Kind, str] = {
    "text": "plain text", "unknown text": "plain text", "markdown": "a Markdown text",
    "docx": "a Word document", "odt": "an OpenDocument text",
    "flat odt": "an OpenDocument text", "rtf": "an RTF document", "pdf": "a PDF document",
    "html": "a web page", "epub": "an e-book", "subtitles": "a subtitle file",
    "json": "a JSON file", "json lines": "a JSON file", "tei": "a TEI document",
    "akoma ntoso": "an Akoma Ntoso document", "delimited": "a table",
    "workbook": "an Excel workbook", "zip": "a ZIP archive",
}  # fmt: skip
_OTHER_OFFICE = {
    "ppt/presentation.xml": "a PowerPoint presentation",
    "xl/workbook.bin": "a binary Excel workbook (.xlsb)",
    "project.qde": "a REFI-QDA project",
    "Index/Document.iwa": "a Pages document",
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/epub+zip": "epub",
}
_HEAD = 4096
_HTML = re.compile(
    rb"(?:<!--.*?-->\s*+)*+(?:<!doctype\s+html|<html[\s>])", re.DOTALL | re.IGNORECASE
)
_XML_ROOT = re.compile(
    rb"(?:<\?.*?\?>\s*+|<!--.*?-->\s*+|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*+)?+>\s*+)*+<(?:[\w.-]+:)?(?P<root>[\w.-]+)",
    re.DOTALL,
)
_ROOTS: dict[bytes, Kind] = {
    b"html": "html", b"TEI": "tei", b"teiCorpus": "tei", b"TEI.2": "tei",
    b"akomaNtoso": "akoma ntoso", b"document": "flat odt",
}  # fmt: skip
_SRT = re.compile(
    rb"(?:\d{1,6}[ \t]*\r?\n)?(?:\d{1,2}:)?\d{1,2}:\d\d[.,]\d{1,3}[ \t]*-->[ \t]*\d", re.ASCII
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of file that `data` is. Raises `FileProblem` for kinds that are not read."""
    by_ending = ENDINGS.get(PurePath(name).suffix.lower(), "unknown text")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data, name)
    if data.startswith(_OLE):
        raise _old_office(data, name)
    return _by_signs(data, name, by_ending)


def _by_signs(data: bytes, name: str, by_ending: Kind) -> Kind:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    head = _readable_head(data)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"WEBVTT") or _SRT.match(head):
        return "subtitles"
    if head.startswith(b"<"):
        kind = _marked_up(head, by_ending)
        if kind is not None:
            return kind
        if head.startswith(b"<?xml") or name.lower().endswith(".xml"):
            raise not_read(name, "an XML file of a kind that is not known")
    if by_ending in {"markdown", "delimited", "json", "json lines", "subtitles", "html"}:
        return by_ending
    # An ending that promises a package, on a file that is none: plain text, if it is text.
    return "text" if by_ending == "text" else "unknown text"


def _readable_head(data: bytes) -> bytes:
    """The first characters as UTF-8, whatever they are written in, without white space before."""
    head = data[: 2 * _HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode("utf-8")
    elif head[1:2] == b"\x00":
        head = head.decode("utf-16-le", "ignore").encode("utf-8", "ignore")
    elif head[:1] == b"\x00":
        head = head.decode("utf-16-be", "ignore").encode("utf-8", "ignore")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:_HEAD]


def _marked_up(head: bytes, by_ending: Kind) -> Kind | None:
    if _HTML.match(head):
        return "html"
    root = _XML_ROOT.match(head)
    kind = _ROOTS.get(root["root"]) if root is not None else None
    if kind == "flat odt" and b"opendocument" not in head:
        kind = None
    return kind or (by_ending if by_ending == "html" else None)


def _packed(data: bytes, name: str) -> Kind:
    """What a ZIP file is, by what is packed in it."""
    with zip_files.opened(data, name) as parts:
        names = set(parts.names)
        if "mimetype" in names and parts.size("mimetype") < _HEAD:
            kind = parts.read("mimetype").strip()
            if kind in _OPEN_DOCUMENT:
                return "odt" if _OPEN_DOCUMENT[kind] == "odt" else "epub"
            if kind.startswith(b"application/vnd.oasis"):
                raise not_read(name, "an OpenDocument file, but not a text")
        if "word/document.xml" in names or "word/document2.xml" in names:
            return "docx"
        if "xl/workbook.xml" in names:
            return "workbook"
        if "content.xml" in names and "META-INF/manifest.xml" in names:
            return "odt"
        if "META-INF/container.xml" in names:
            return "epub"
        for part, what in _OTHER_OFFICE.items():
            if part in names:
                raise not_read(name, what)
    return "zip"


def _old_office(data: bytes, name: str) -> FileProblem:
    if _PACKAGE in data:
        return zip_files.protected(name)
    what = "an Office document of the old kind"
    if "WordDocument".encode("utf-16-le") in data:
        what = "a Word document of the old kind (.doc)"
    elif "Workbook".encode("utf-16-le") in data:
        what = "an Excel workbook of the old kind (.xls)"
    elif "PowerPoint".encode("utf-16-le") in data:
        what = "a PowerPoint presentation"
    return FileProblem(
        f"“{name}” is {what}, which is not read.",
        "Open it in Word, Excel or LibreOffice, save it as .docx, .xlsx or .txt and import that.",
    )


def not_read(name: str, what: str) -> FileProblem:
    """To raise for a kind of file that is known and not read."""
    return FileProblem(f"“{name}” is {what}.", "Save its text as .txt or .docx and import that.")
