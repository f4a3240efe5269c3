"""What does a Markdown text say? Its words, without the marks that only set them in type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.model.transcript import Metadata
from annotator.transcripts.dates import dates_in
from annotator.transcripts.decoding import decode
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.normalising import normalised
from annotator.transcripts.readers.extracted import Extracted, transcripts_of

_FRONT = re.compile(r"---[ \t]*\n(?P<fields>(?:[^\n]*\n){0,60}?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
_FIELD = re.compile(r"(?P<key>[A-Za-z_-]{1,30})[ \t]*:[ \t]*(?P<value>[^\n]{1,300})\n")
_KNOWN = {
    "title": "title", "date": "date", "author": "byline", "byline": "byline", "place": "place",
    "location": "place", "source": "source", "url": "source", "lang": "language",
    "language": "language", "note": "note",
}  # fmt: skip
_RULE = re.compile(r"[ \t]{0,3}(?:(?:\*[ \t]*+){3,}|(?:-[ \t]*+){3,}|(?:_[ \t]*+){3,}|=+)$")
_START = re.compile(r"(?:[ \t]{0,3}>[ \t]?)*(?:[ \t]{0,3}#{1,6}[ \t]+)?")
_END_OF_HEADING = re.compile(r"[ \t]+#+[ \t]*$")
_BOLD_LABEL = re.compile(
    r"(?P<open>\*\*\*|\*\*|__)(?P<label>[^*_\n]{1,90}?)(?P<colon>[:：]?)(?P=open)"
)
_BOLD = re.compile(r"(\*\*\*|\*\*|__)(?=[^\s*_])([^*_\n]{1,2000}?[^\s*_]|[^\s*_])\1")
_ITALIC = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,2000}?)(?<=[^\s*])\*(?![\w*])")
_UNDERLINED = re.compile(r"(?<![\w_\\])_(?=[^\s_])([^_\n]{1,2000}?)(?<=[^\s_])_(?![\w_])")
_LINK = re.compile(r"(?P<picture>!?)\[(?P<words>[^\[\]\n]{0,500})\]\([^()\n]{0,1000}\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")


def read(data: bytes, name: str, asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcript in a Markdown text."""
    decoded = decode(data, name, asked.encoding)
    text, changes = normalised(decoded.text)
    text, metadata = _front_matter(text)
    lines: list[str] = []
    labels: list[tuple[int, int]] = []
    at = 0
    for line in _without_comments(text).split("\n"):
        plain, label = _plain(line)
        if label:
            labels.append((at, at + label))
        lines.append(plain)
        at += len(plain) + 1
    bare = "\n".join(lines)
    found = Extracted(
        bare,
        metadata,
        normalised=changes + (("Markdown marks removed",) if bare != text else ()),
        flags=decoded.flags,
        labels=tuple(labels),
        encoding=decoded.encoding,
        encoding_certain=decoded.certain,
    )
    yield from transcripts_of(found, data, name)


def _front_matter(text: str) -> tuple[str, Metadata]:
    """The text without the fields between two rules at its top, and what those say."""
    front = _FRONT.match(text)
    values: dict[str, str] = {}
    if front is None or not _FIELD.search(front["fields"]):
        return text, Metadata()
    for one in _FIELD.finditer(front["fields"]):
        known = _KNOWN.get(one["key"].lower())
        value = one["value"].strip().strip("\"'")
        if known == "date":
            value = next((date.iso for date in dates_in(value)), "")
        if known and value:
            values.setdefault(known, value)
    return text[front.end() :].lstrip("\n"), Metadata().with_fields(values)


def _without_comments(text: str) -> str:
    """The text without `<!-- ... -->`; one that is never closed is no comment."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join(kept) + text[at:]


def _plain(line: str) -> tuple[str, int]:
    """A line without its marks, and how much of its start was a label in bold."""
    if _RULE.match(line):
        return "", 0
    start = _START.match(line)
    if start is not None and start.end():
        heading = "#" in start[0]
        line = line[start.end() :]
        line = _END_OF_HEADING.sub("", line) if heading else line
    label = _BOLD_LABEL.match(line)
    head = ""
    if label is not None:
        head = label["label"] + label["colon"]
        line = line[label.end() :]
    plain = head + _without_marks(_HARD_BREAK.sub("", line))
    return plain, len(head.rstrip())


def _without_marks(words: str) -> str:
    words = _LINK.sub(lambda found: "" if found["picture"] else found["words"], words)
    words = _BOLD.sub(r"\2", words)
    words = _ITALIC.sub(r"\1", words)
    words = _UNDERLINED.sub(r"\1", words)
    return _ESCAPED.sub(r"\1", words)
