"""What does an e-book say? Its chapters in the order of reading, as one transcript."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from annotator.model.transcript import Metadata
from annotator.transcripts.dates import dates_in
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.readers import xml_files, zip_files
from annotator.transcripts.readers.extracted import Extracted, transcripts_of
from annotator.transcripts.readers.web_page import article_of, decoded_page, page_of, text_of
from annotator.transcripts.readers.xml_files import attribute, every, words_of

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})


def read(data: bytes, name: str, _asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcript in an e-book. One with copy protection is refused."""
    with zip_files.opened(data, name) as parts:
        package_path = _package_path(parts, name)
        package = xml_files.parsed(parts.read(package_path), name)
        text, labels = "", []
        for part in _spine(package, package_path):
            if part not in parts:
                continue
            if _is_locked(parts, part):
                raise zip_files.protected(name)
            page = page_of(decoded_page(parts.read(part), name, None).text)
            chapter, places = text_of(article_of(page.blocks))
            start = len(text) + 2 if text else 0
            text = f"{text}\n\n{chapter}" if text and chapter else text or chapter
            labels += [(start + first, start + last) for first, last in places]
    found = Extracted(text, _metadata(package), labels=tuple(labels))
    yield from transcripts_of(found, data, name)


def _package_path(parts: zip_files.ZipParts, name: str) -> str:
    container = xml_files.parsed(parts.read(_CONTAINER), name)
    paths = [attribute(one, "full-path") for one in every(container, "rootfile")]
    path = next((path for path in paths if path in parts), "")
    path = path or next((path for path in parts.names if path.endswith(".opf")), "")
    if not path:
        raise zip_files.damaged(name, "no package document")
    return path


def _spine(package: Element, package_path: str) -> Iterator[str]:
    """The parts that hold the chapters, in order, the table of contents left out."""
    folder = posixpath.dirname(package_path)
    items = {
        attribute(item, "id"): attribute(item, "href")
        for item in every(package, "item")
        if attribute(item, "media-type") in _PAGES and "nav" not in attribute(item, "properties")
    }
    for place in every(package, "itemref"):
        path = items.get(attribute(place, "idref"), "")
        if path:
            yield posixpath.normpath(posixpath.join(folder, unquote(path)))


def _is_locked(parts: zip_files.ZipParts, part: str) -> bool:
    return _ENCRYPTION in parts and part.encode("utf-8") in parts.read(_ENCRYPTION)


def _metadata(package: Element) -> Metadata:
    found = {
        name: words_of(next(every(package, name), None))
        for name in ("title", "creator", "date", "language", "publisher")
    }
    return Metadata(
        title=found["title"],
        byline=found["creator"],
        date=next((date.iso for date in dates_in(found["date"])), ""),
        language=found["language"],
        source=found["publisher"],
    )
