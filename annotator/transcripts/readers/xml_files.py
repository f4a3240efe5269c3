"""Which elements stand in this XML? Parsed as hostile: no entities, nothing fetched, no depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from xml.etree.ElementTree import Element, ParseError, XMLParser

from annotator.errors import FileProblem

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_MOST_DEPTH = 200
_MOST_MARKS = 4_000_000
"""Of elements that begin or end; each costs memory however small it is in the file."""


def parsed(data: bytes, name: str) -> Element:
    """The root element. Raises `FileProblem` for what is no XML, or XML that is up to no good.

    A document type with declarations of its own is refused, and with it every entity that
    could grow without end or reach for another file. Elements are at most 200 deep.
    """
    if not _plainly_utf8(data):
        # The parser takes text at its word and overlooks the encoding that is declared inside.
        data = decoded(data, name).encode("utf-8", "replace")
    if b"!ENTITY" in data:
        raise FileProblem(
            f"“{name}” declares XML entities, which can be used for attacks.",
            "It was left alone for safety; save its text as .txt and import that.",
        )
    if data.count(b"<") > _MOST_MARKS:
        raise FileProblem(
            f"“{name}” holds more XML elements than any transcript.", "Split it into smaller files."
        )
    parser = XMLParser(encoding="utf-8")  # noqa: S314 - entities are refused above
    try:
        parser.feed(data)
        root = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise FileProblem(
            f"“{name}” is damaged: its XML cannot be read.",
            "Save or download it again and import that.",
            type(error).__name__,
        ) from error
    _refuse_depth(root, name)
    return root


def decoded(data: bytes, name: str) -> str:
    """The characters of an XML file: byte order mark first, then what it declares, else UTF-8."""
    codec = "utf-8-sig"
    declared = _DECLARED.search(data[:400])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = "utf-16"
    elif data[:2] == b"<\x00":
        codec = "utf-16-le"
    elif data[:2] == b"\x00<":
        codec = "utf-16-be"
    elif declared is not None and not data.startswith(b"\xef\xbb\xbf"):
        codec = declared[1].decode("ascii")
    try:
        return data.decode(codec)
    except (LookupError, ValueError) as error:
        raise FileProblem(
            f"“{name}” is not written in the encoding it declares.",
            "Save or download it again and import that.",
            type(error).__name__,
        ) from error


def bare(tag: object) -> str:
    """The name of an element without its namespace; empty for comments."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """The value of an attribute whatever its namespace, or nothing."""
    found = element.get(name)
    if found is not None:
        return found
    ending = "}" + name
    return next((value for key, value in element.items() if key.endswith(ending)), "")


def first(element: Element, *names: str) -> Element | None:
    """The first element inside with one of these names, whatever its namespace."""
    return next((found for found in element.iter() if bare(found.tag) in names), None)


def every(element: Element, *names: str) -> Iterator[Element]:
    """Every element inside with one of these names, whatever its namespace."""
    return (found for found in element.iter() if bare(found.tag) in names)


def words_of(element: Element | None) -> str:
    """The text inside an element with every run of white space made one space."""
    return "" if element is None else one_line("".join(element.itertext()))


def one_line(words: str) -> str:
    """Words with every run of blanks and line ends made one space; NBSP stays as it is."""
    return re.sub(r"[ \t\r\n\f\v\x00\u2028\u2029]+", " ", words).strip(" ")


def _plainly_utf8(data: bytes) -> bool:
    declared = _DECLARED.search(data[:400])
    plain = not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00"))
    return plain and (declared is None or declared[1].lower() in {b"utf-8", b"us-ascii"})


def _refuse_depth(root: Element, name: str) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > _MOST_DEPTH:
            raise FileProblem(
                f"“{name}” nests its XML deeper than any transcript.",
                "It was left alone for safety; save its text as .txt and import that.",
            )
        level = list(chain.from_iterable([one for one in level if len(one)]))
