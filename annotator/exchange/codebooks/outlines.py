"""How does a codebook kept as Markdown or YAML become the rows of a table?

Headings and keys are names, and how deep they stand says the tree; what stands below a name is its
definition, or the part that a label in bold names. This reads what people write by hand, not every
document that these formats allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

Cells = tuple[int, tuple[str, ...], int]
"""Number of the line, cells, and how far the name is moved in."""

NAME, ID, TEXT = "name", "code_id", "definition"

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*")
_LABELLED = re.compile(r"\*\*(?P<label>[^*]{2,30}?)[.:]?\*\*[.:]?\s*(?P<text>.*)")
_WITH_ID = re.compile(r"(?P<name>.+) \((?P<id>[\w.\-]{1,32})\)")
_KEY = re.compile(
    r"""(?P<in>\s*)(?:-\s+)?(?P<name>"[^"]+"|'[^']+'|[^\s#:"'][^:]*?)\s*:(?:\s+(?P<text>.*))?"""
)
_ITEM = re.compile(r"(?P<in>\s*)-\s+(?P<name>[^:]+)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#|~+.\-)])")
_STRESSED = re.compile(r"(?<!\\)(\*\*|__|\*|_)(.+?)(?<!\\)\1")
_PARTS = {"label", "name", "definition", "description", "example", "examples", "note", "memo"}
"""Keys of YAML that say something about the code above them."""


class _Entry(Struct):
    line: int
    depth: int
    name: str
    parts: dict[str, str] = field(default_factory=dict)

    def add(self, part: str, text: str) -> None:
        before = self.parts.get(part, "")
        self.parts[part] = f"{before}\n{text}" if before else text


def markdown_rows(text: str) -> list[Cells]:
    """The headings of a Markdown document as rows; a title above all others is none of them."""
    return _rows(_without_title(list(_headings(text))))


def yaml_rows(text: str) -> list[Cells]:
    """The keys and items of nested YAML as rows."""
    return _rows(list(_keys(text)))


def _headings(text: str) -> Iterator[_Entry]:
    entry: _Entry | None = None
    part = TEXT
    for number, line in enumerate(text.splitlines(), 1):
        heading = _HEADING.fullmatch(line)
        if heading is not None:
            if entry is not None:
                yield entry
            entry, part = _Entry(number, len(heading[1]), _plain(heading[2])), TEXT
            continue
        if entry is None or not line.strip():
            continue
        labelled = _LABELLED.match(line.strip())
        said = line
        if labelled is not None:
            part, said = labelled["label"].strip(), labelled["text"]
        entry.add(part, _plain(said.rstrip().removesuffix("\\")))
    if entry is not None:
        yield entry


def _without_title(entries: list[_Entry]) -> list[_Entry]:
    if len(entries) > 1 and all(each.depth > entries[0].depth for each in entries[1:]):
        return entries[1:]
    return entries


def _keys(text: str) -> Iterator[_Entry]:
    above: list[_Entry] = []
    found: list[_Entry] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith(("#", "---")):
            continue
        match = _KEY.fullmatch(line) or _ITEM.fullmatch(line)
        if match is None:
            if found:
                found[-1].add(TEXT, line.strip())
            continue
        depth = len(match["in"].expandtabs(4))
        name = match["name"].strip().strip("\"'")
        said = (match.groupdict().get("text") or "").strip().strip("\"'|>")
        while above and above[-1].depth >= depth:
            above.pop()
        if above and name.casefold() in _PARTS:
            above[-1].add(name.casefold(), said)
            continue
        entry = _Entry(number, depth, name, {TEXT: said} if said else {})
        above.append(entry)
        found.append(entry)
    return iter(found)


def _rows(entries: Sequence[_Entry]) -> list[Cells]:
    """A row of headings, and a row for each entry."""
    if not entries:
        return []
    labels = list(dict.fromkeys(part for each in entries for part in each.parts))
    has_ids = any(_WITH_ID.fullmatch(each.name) for each in entries)
    header = (NAME, *([ID] if has_ids else []), *(label for label in labels if label != NAME))
    top = min(each.depth for each in entries)
    rows: list[Cells] = [(0, header, 0)]
    for each in entries:
        match = _WITH_ID.fullmatch(each.name) if has_ids else None
        name, code_id = (match["name"], match["id"]) if match else (each.name, "")
        cells = [each.parts.get(label, "") for label in header[2 if has_ids else 1 :]]
        rows.append((each.line, (name, *([code_id] if has_ids else []), *cells), each.depth - top))
    return rows


def _plain(text: str) -> str:
    """Words without the signs that keep Markdown from taking them for its own."""
    return _ESCAPED.sub(r"\1", _STRESSED.sub(r"\2", text.strip()))
