"""What stands in this HTML, piece by piece? Tags and words as a browser tells them apart.

Written for pages of any origin: it never goes back over what it has read, so that a page built
to be slow is not, and a page that breaks off ends where it breaks off.
"""

from __future__ import annotations

import html
import re
from collections.abc import Generator, Iterator, Mapping
from itertools import islice

from msgspec import Struct, field

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>\x00]{0,60}+)"
    r"(?P<rest>(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])))*+)>"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s=\"'/>]++)(?:\s*+=\s*+(?:\"(?P<a>[^\"]*+)\"|'(?P<b>[^']*+)'|(?P<c>[^\s>\"']++)))?+"
)
_RAW = frozenset({"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes"})
_MOST_ATTRIBUTES = 60


class Words(Struct, frozen=True):
    """Text between tags, with its entities resolved and its white space as it stands."""

    text: str


class Opening(Struct, frozen=True):
    """A tag that opens an element."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)


class Closing(Struct, frozen=True):
    """A tag that closes an element."""

    name: str


Token = Words | Opening | Closing


def tokens(page: str) -> Iterator[Token]:
    """The tags and words of a page in order, without comments, scripts and style sheets."""
    at = 0
    while at < len(page):
        start = page.find("<", at)
        if start < 0:
            start = len(page)
        if start > at:
            yield Words(html.unescape(page[at:start]))
        if start == len(page):
            return
        at = yield from _marked(page, start)


def _marked(page: str, start: int) -> Generator[Token, None, int]:
    """What begins with the "<" at `start`; returns where reading goes on."""
    if page.startswith("<!--", start):
        return _behind(page, "-->", start + 4)
    if page.startswith("<![CDATA[", start):
        end = page.find("]]>", start)
        end = len(page) if end < 0 else end
        yield Words(page[start + 9 : end])
        return end + 3
    if page.startswith(("<!", "<?", "</>"), start):
        return _behind(page, ">", start)
    tag = _TAG.match(page, start)
    if tag is None:
        if page[start + 1 : start + 2].isalpha() or page[start + 1 : start + 2] == "/":
            return _behind(page, ">", start)
        yield Words("<")
        return start + 1
    name = tag["name"].lower()
    if tag["close"]:
        yield Closing(name)
        return tag.end()
    yield Opening(name, _attributes(tag["rest"]))
    if name not in _RAW:
        return tag.end()
    yield Closing(name)
    return _end_of_raw(page, name, tag.end())


def _behind(page: str, mark: str, start: int) -> int:
    """The place behind the next `mark`; the end of the page where there is none."""
    end = page.find(mark, start)
    return len(page) if end < 0 else end + len(mark)


def _end_of_raw(page: str, name: str, start: int) -> int:
    """The place behind the end of an element whose content is no text for readers."""
    end = re.compile(f"</{name}[^>]*+>", re.IGNORECASE).search(page, start)
    return len(page) if end is None else end.end()


def _attributes(rest: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in islice(_ATTRIBUTE.finditer(rest), _MOST_ATTRIBUTES):
        value = one["a"] or one["b"] or one["c"] or ""
        found.setdefault(one["name"].lower(), html.unescape(value))
    return found
