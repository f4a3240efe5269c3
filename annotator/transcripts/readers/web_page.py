"""What does a web page say? The article and not the menus, buttons and banners around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from annotator.errors import FileProblem
from annotator.model.transcript import Metadata
from annotator.transcripts.decoding import Decoded, decode, decode_unicode
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.readers import text_files
from annotator.transcripts.readers.extracted import Extracted, no_words, transcripts_of
from annotator.transcripts.readers.html_tokens import Closing, Opening, Words, tokens

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr", "basefont", "frame",
    }
)  # fmt: skip
_AWAY = frozenset(
    {
        "nav", "footer", "aside", "script", "style", "noscript", "template", "svg", "math",
        "button", "select", "option", "menu", "dialog", "iframe", "object", "audio", "video",
        "canvas", "map", "datalist", "textarea", "figure", "head", "label",
    }
)  # fmt: skip
_AWAY_ROLES = frozenset(
    {
        "navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar",
        "dialog", "alert",
    }
)  # fmt: skip
_AWAY_CLASSES = frozenset(
    {
        "nav", "navbar", "navigation", "menu", "main-menu", "mainmenu", "breadcrumb",
        "breadcrumbs", "sidebar", "footer", "site-footer", "site-header", "page-footer",
        "page-header", "masthead", "cookie", "cookies", "cookie-banner", "cookie-consent",
        "share", "sharing", "social", "social-share", "social-media", "addthis", "related",
        "related-articles", "related-content", "related-links", "newsletter", "comments",
        "comment-list", "advert", "advertisement", "ads", "ad", "skip-link", "skiplinks",
        "skip", "pagination", "pager", "toolbar", "tags", "taglist", "search", "search-form",
        "popup", "modal", "login", "subscribe", "promo", "visually-hidden", "sr-only",
        "screen-reader-text", "noprint", "no-print",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6",
        "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "caption", "thead", "tbody", "tfoot",
        "blockquote", "pre", "address", "form", "fieldset", "body", "html", "center", "hgroup",
        "details", "summary", "figcaption", "title",
    }
)  # fmt: skip
_APART = frozenset(
    {
        "p", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote",
        "pre", "ul", "ol", "dl", "table",
    }
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_BOLD = frozenset({"b", "strong"})
_LONGEST_LABEL = 90
_ENOUGH = 200
"""So many characters in <main> or <article> are believed to be the text."""


class Block(Struct, frozen=True):
    """A paragraph, heading, list item or table row, and where in the page it stands."""

    text: str
    kind: str
    label: int = 0
    """Code points at the start that are set in bold."""
    away: bool = False
    """Whether it stands in a menu, a footer or the like."""
    main: bool = False
    article: int = 0
    """The number of the article around it; 0 for none."""


class Page(Struct, frozen=True):
    """The blocks of a page, and what its head says."""

    blocks: tuple[Block, ...]
    metadata: Metadata
    elements: int


def read(data: bytes, name: str, asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcript on a web page."""
    decoded = decoded_page(data, name, asked.encoding)
    page = page_of(decoded.text)
    if not page.elements:
        yield from text_files.read(data, name, asked)
        return
    if not page.blocks:
        raise no_words(name)
    blocks = article_of(page.blocks)
    text, labels = text_of(blocks)
    left_out = sum(len(one.text) for one in page.blocks) - sum(len(one.text) for one in blocks)
    note = f"menus and the like around the article left out, {left_out:,} characters"
    found = Extracted(
        text,
        page.metadata,
        normalised=(note,) if left_out else (),
        flags=decoded.flags,
        labels=labels,
        encoding=decoded.encoding,
        encoding_certain=decoded.certain,
    )
    yield from transcripts_of(found, data, name)


def decoded_page(data: bytes, name: str, encoding: str | None) -> Decoded:
    """The characters of a page: UTF-8 where it is valid, then what it declares, then a guess."""
    if encoding is not None:
        return decode(data, name, encoding)
    try:
        return decode_unicode(data, name)
    except FileProblem:
        declared = _CHARSET.search(data[:4096])
    if declared is not None:
        try:
            return decode(data, name, declared[1].decode("ascii"))
        except FileProblem:
            pass  # it declares what it is not written in
    return decode(data, name)


def page_of(page: str) -> Page:
    """Everything that a page shows, in order, with where it stands."""
    reading = _Reading()
    for token in tokens(page):
        if isinstance(token, Words):
            reading.words(token.text)
        elif isinstance(token, Opening):
            reading.open(token)
        else:
            reading.close(token)
    reading.end_block()
    return Page(tuple(reading.blocks), reading.metadata, reading.elements)


def article_of(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of the article; all that is shown where the page does not say what that is."""
    shown = [block for block in blocks if not block.away] or list(blocks)
    length = sum(len(block.text) for block in shown)
    inside = [block for block in shown if block.main]
    if sum(len(block.text) for block in inside) >= min(_ENOUGH, length / 2):
        shown = inside
    sizes: Counter[int] = Counter()
    for block in shown:
        sizes[block.article] += len(block.text) if block.article else 0
    article, size = max(sizes.items(), key=lambda one: one[1], default=(0, 0))
    if article and 2 * size > sum(len(block.text) for block in shown):
        first = next(i for i, block in enumerate(shown) if block.article == article)
        headings = [block for block in shown[:first] if block.kind == "h1"]
        return headings[-1:] + [block for block in shown if block.article == article]
    return shown


def text_of(blocks: Sequence[Block]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The blocks as one text, and the places in it that are set in bold at the start of one."""
    pieces: list[str] = []
    labels: list[tuple[int, int]] = []
    at = 0
    for number, block in enumerate(blocks):
        if number:
            apart = block.kind in _APART or blocks[number - 1].kind in _APART
            pieces.append("\n\n" if apart else "\n")
            at += len(pieces[-1])
        if block.label:
            labels.append((at, at + block.label))
        pieces.append(block.text)
        at += len(block.text)
    return "".join(pieces), tuple(labels)


class _Element(Struct, frozen=True):
    """An element that is open, and what holds inside it."""

    name: str
    away: bool
    main: bool
    article: int
    count: int = 0


class _Reading:
    """One pass through a page."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.elements = 0
        self._head: dict[str, str] = {}
        self._open: list[_Element] = []
        self._names: Counter[str] = Counter()
        self._articles = 0
        self._items: list[int] = []
        self._pieces: list[str] = []
        self._bold = 0
        self._bold_length = 0
        self._all_bold = True

    @property
    def metadata(self) -> Metadata:
        head = self._head
        title = head.get("h1") or head.get("og:title") or head.get("title") or ""
        return Metadata(
            title=title,
            byline=head.get("author", ""),
            date=_iso_date(head.get("date", "")),
            language=head.get("lang", ""),
        )

    def words(self, text: str) -> None:
        here = self._open[-1] if self._open else None
        if here is not None and here.name == "title":
            self._head.setdefault("title", _BLANKS.sub(" ", text).strip())
            return
        if not self._names["pre"]:
            text = _BLANKS.sub(" ", text)
            if not self._pieces or self._pieces[-1].endswith((" ", "\n", "\t")):
                text = text.lstrip(" ")
        text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
        if text:
            self._all_bold = self._all_bold and (self._bold > 0 or not text.strip())
            self._bold_length += len(text) if self._all_bold else 0
            self._pieces.append(text)

    def open(self, tag: Opening) -> None:
        self.elements += 1
        name = tag.name
        if name in {"br", "hr"}:
            self._break("\n")
        if name == "meta":
            self._meta(tag.attributes)
        if name == "html":
            self._head.setdefault("lang", tag.attributes.get("lang", "")[:35])
        if name in _VOID:
            return
        if name in _BLOCKS:
            self.end_block()
        if name in {"p", "li", "td", "th", "tr", "dt", "dd", "option"}:
            self._close_open(name)
        if name in _CELLS and self._pieces:
            self._break("\t")
        self._bold += name in _BOLD
        self._push(tag)
        if name == "li":
            self._mark_item()

    def close(self, tag: Closing) -> None:
        name = tag.name
        if not self._names[name]:
            return
        if name in _BLOCKS:
            self.end_block()
        while self._pop() != name:
            pass

    def end_block(self) -> None:
        """Finish the paragraph under way, where there is one."""
        text = "".join(self._pieces)
        lead = len(text) - len(text.lstrip())
        text = text.strip(" \t\n\u00a0")
        if text:
            here = self._open[-1] if self._open else _Element("", away=False, main=False, article=0)
            kind = self._kind()
            label = len(text[: max(self._bold_length - lead, 0)].rstrip())
            label = label if label <= _LONGEST_LABEL and not kind.startswith("h") else 0
            self.blocks.append(Block(text, kind, label, here.away, here.main, here.article))
            if kind == "h1" and not here.away:
                self._head.setdefault("h1", " ".join(text.split()))
        self._pieces = []
        self._bold_length = 0
        self._all_bold = True

    def _break(self, sign: str) -> None:
        if self._pieces:
            self._pieces[-1] = self._pieces[-1].rstrip(" ")
        self._pieces.append(sign)

    def _kind(self) -> str:
        """The innermost block around the words under way."""
        for element in reversed(self._open[-12:]):
            if element.name in _BLOCKS:
                return element.name
        return "p"

    def _push(self, tag: Opening) -> None:
        outer = self._open[-1] if self._open else _Element("", away=False, main=False, article=0)
        name, role = tag.name, tag.attributes.get("role", "").lower()
        article = outer.article
        if name == "article" and not article:
            self._articles += 1
            article = self._articles
        main = outer.main or name == "main" or role == "main"
        away = outer.away or _is_away(tag, role, inside=main or article > 0)
        self._open.append(_Element(name, away, main, article))
        self._names[name] += 1
        if name in {"ol", "ul"}:
            start = tag.attributes.get("start", "1")
            number = int(start) if start.isdecimal() and len(start) < 7 else 1
            self._items.append(number if name == "ol" else 0)

    def _pop(self) -> str:
        name = self._open.pop().name
        self._names[name] -= 1
        self._bold -= name in _BOLD
        if name in {"ol", "ul"}:
            self._items.pop()
        return name

    def _close_open(self, name: str) -> None:
        """An element that closes by itself where the next of its kind begins."""
        if self._open and self._open[-1].name == name:
            self._pop()

    def _mark_item(self) -> None:
        number = self._items[-1] if self._items else 0
        if number:
            self._items[-1] += 1
        self._pieces.append(f"{number}. " if number else "• ")
        self._all_bold = False

    def _meta(self, attributes: Mapping[str, str]) -> None:
        key = (attributes.get("name") or attributes.get("property") or "").lower()
        known = _META.get(key)
        if known is not None:
            self._head.setdefault(known, attributes.get("content", "").strip()[:300])


_META = {
    "og:title": "og:title", "dc.title": "og:title", "dcterms.title": "og:title",
    "author": "author", "dc.creator": "author", "dcterms.creator": "author",
    "date": "date", "dc.date": "date", "dcterms.date": "date", "article:published_time": "date",
    "dcterms.created": "date", "publish-date": "date", "dc.date.issued": "date",
}  # fmt: skip


def _is_away(tag: Opening, role: str, *, inside: bool) -> bool:
    if tag.name in {"html", "body", "main", "article"}:
        return False
    if tag.name in _AWAY or role in _AWAY_ROLES or (tag.name == "header" and not inside):
        return True
    attributes = tag.attributes
    if "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true":
        return True
    style = attributes.get("style", "").replace(" ", "").lower()
    if "display:none" in style:
        return True
    marks = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower().split()
    return any(mark in _AWAY_CLASSES for mark in marks) or (not inside and "header" in marks)


def _iso_date(words: str) -> str:
    found = re.match(r"\d{4}-\d\d-\d\d", words)
    return found[0] if found is not None else ""
