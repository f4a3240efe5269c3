"""Which articles stand in this batch of LexisNexis? Many documents in one file, told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from annotator.model.transcript import HeaderField, Metadata, Source, Transcript, Turn
from annotator.transcripts.dates import dates_in
from annotator.transcripts.drafts import Draft
from annotator.transcripts.normalising import flags, normalised
from annotator.transcripts.segmentation import cut

_COUNTED = re.compile(r"^[ \t]*\d{1,6} of \d{1,6} DOCUMENTS?[ \t]*$", re.MULTILINE)
_END = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_FIELD = re.compile(
    r"(?P<key>BYLINE|SECTION|LENGTH|DATELINE|HEADLINE|TITLE|LOAD-DATE|LANGUAGE|PUBLICATION-TYPE"
    r"|JOURNAL-CODE|GRAPHIC|DOCUMENT-TYPE|CORRECTION-DATE|SUBJECT|HIGHLIGHT|NOTES?|SERIES|SOURCE"
    r"|Byline|Section|Length|Dateline|Headline|Load-Date|Language|Publication-Type|Highlight"
    r"|Copyright|Graphic|Subject)(?::[ \t]*|(?<=Copyright)[ \t]+)(?P<value>[^\n]*)"
)
_TAIL = frozenset(
    {
        "load-date", "language", "publication-type", "journal-code", "graphic", "document-type",
        "copyright", "subject", "correction-date", "series",
    }
)  # fmt: skip
_BODY = re.compile(r"(?:Body|BODY:)[ \t]*$", re.MULTILINE)
_MOST_TOP = 25
_LONGEST_TOP = 220


def is_batch(text: str) -> bool:
    """Whether documents are counted out or closed as LexisNexis does."""
    if "DOCUMENT" in text and _COUNTED.search(text[:4000]) is not None:
        return True
    return "End of Document" in text and "Load-Date:" in text and _END.search(text) is not None


def read(text: str, source: Source) -> Iterator[Draft]:
    """The articles of a batch, one transcript each."""
    text, changes = normalised(text)
    source = replace(source, normalised=source.normalised + changes)
    for number, part in enumerate(_documents(text), start=1):
        lines = "\n".join(line.strip(" \t") for line in part.split("\n"))
        document = re.sub(r"\n{3,}", "\n\n", lines).strip("\n")
        if document.strip():
            yield Draft(told=_article(document, source), place=f"document {number}")


def _documents(text: str) -> Iterator[str]:
    """The stretches of text between the counts or up to the ends of documents."""
    counted = list(_COUNTED.finditer(text))
    if counted:
        ends = [one.start() for one in counted[1:]] + [len(text)]
        for one, end in zip(counted, ends, strict=True):
            yield text[one.end() : end]
        return
    start = 0
    for one in _END.finditer(text):
        yield _without_list(text[start : one.start()])
        start = one.end()


def _without_list(part: str) -> str:
    """An article without the list of all documents that stands before the first."""
    page = part.rfind("\f")
    return part[page + 1 :] if page >= 0 else part


def _article(text: str, source: Source) -> Transcript:
    """One document as a transcript of nobody: title and fields apart, the body to be coded."""
    lines = list(_LINE.finditer(text))
    values: dict[str, str] = {}
    fields: list[HeaderField] = []
    body_at = _top(lines, values, fields)
    body = lines[body_at:]
    tail_at = len(body)
    while tail_at and _is_tail(body[tail_at - 1][0]):
        tail_at -= 1
    fields += [HeaderField("furniture", line.start(), line.end()) for line in body[tail_at:]]
    start = body[0].start() if body else len(text)
    turns = (Turn("", "", "", start, start, len(text)),) if tail_at else ()
    metadata = Metadata(
        title=values.get("title", ""),
        byline=values.get("byline", ""),
        date=values.get("date", ""),
        source=values.get("source", ""),
        place=values.get("dateline", ""),
        kind="article",
    )
    source = replace(source, flags=source.flags + flags(text))
    units = cut(text, turns, silent=fields)
    return Transcript(text, metadata, turns, units, tuple(fields), source)


def _top(lines: list[re.Match[str]], values: dict[str, str], fields: list[HeaderField]) -> int:
    """Read the lines above the body; returns the number of the first line of the body.

    Above the fields stand the newspaper, the day and mostly the headline, without names.
    """
    named = [n for n, line in enumerate(lines[:_MOST_TOP]) if _is_top_field(line[0])]
    marked = [n for n, line in enumerate(lines[:_MOST_TOP]) if _BODY.match(line[0])]
    last = marked[0] if marked else max(named, default=-1)
    for number, line in enumerate(lines[: last + 1]):
        field = _FIELD.match(line[0])
        kind = "furniture"
        if field is not None:
            key = field["key"].lower()
            key = {"headline": "title"}.get(key, key)
            values.setdefault(key, field["value"].strip())
            kind = {"title": "title", "byline": "byline"}.get(key, kind)
        elif number < min(named, default=last + 1) and number < last + 1:
            kind = _unnamed(line[0], values, newer=bool(marked))
        fields.append(HeaderField(kind, line.start(), line.end()))
    return last + 1


def _unnamed(line: str, values: dict[str, str], *, newer: bool) -> str:
    """What a line without a name is: newspaper, day, headline; or headline, newspaper, day."""
    date = next(dates_in(line), None)
    if line.startswith("Copyright") or len(line) > _LONGEST_TOP or _BODY.match(line):
        return "furniture"
    if date is not None and "date" not in values and (values or not newer):
        values["date"] = date.iso
        return "date"
    order = ("title", "source") if newer else ("source", "title")
    kind = next((name for name in order if name not in values), "")
    if kind:
        values[kind] = line
    return "title" if kind == "title" else "furniture"


def _is_top_field(line: str) -> bool:
    field = _FIELD.match(line)
    return field is not None and field["key"].lower() not in _TAIL


def _is_tail(line: str) -> bool:
    field = _FIELD.match(line)
    known = field is not None and field["key"].lower() in _TAIL
    return known or line.startswith(("Copyright ", "All Rights Reserved", "©"))
