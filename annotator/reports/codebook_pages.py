"""How does a codebook look on paper? As Word for an appendix, and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.model.code_notation import written_rules
from annotator.model.versions import field_words, own_rules
from annotator.reports.cells import cleaned
from annotator.reports.word_document import WordDocument

if TYPE_CHECKING:
    from annotator.model.codebook import Code, Codebook

_PARTS = {
    "Definition": "brief",
    "In full": "full",
    "Use when": "use_when",
    "Don't use when": "dont_use_when",
    "Example": "example",
    "Counter-example": "counter_example",
}
"""What a reader is told of a code; memos are the team's own."""

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LIST_STARTS = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)


class _Entry(Struct, frozen=True):
    """One code or group as it is printed."""

    depth: int
    """0 for the top of the tree."""
    heading: str
    lines: tuple[tuple[str, str], ...]
    """Label and text of everything that is said about it."""


def write_word(path: Path, codebook: Codebook) -> None:
    """Write the codebook as .docx: a heading for each group and code, a table under it."""
    document = WordDocument(_title(codebook))
    for entry in _entries(codebook):
        document.heading(entry.heading, level=entry.depth + 1)
        if entry.lines:
            document.table(entry.lines, (1, 4), together=True)
    document.save(path)


def write_markdown(path: Path, codebook: Codebook) -> None:
    """Write the codebook as Markdown (UTF-8, LF); nothing in it is taken for a sign of Markdown."""
    pages = [f"# {_escaped(_title(codebook))}\n"]
    for entry in _entries(codebook):
        pages.append(f"{'#' * min(entry.depth + 2, 6)} {_escaped(entry.heading)}\n")
        pages += [f"**{label}.** {_escaped(text)}\n" for label, text in entry.lines]
    path.write_text("\n".join(pages), encoding="utf-8", newline="\n")


def _title(codebook: Codebook) -> str:
    return f"Codebook, version {codebook.version.name}"


def _entries(codebook: Codebook) -> Iterator[_Entry]:
    for code in codebook.codes:
        lines = [(label, getattr(code, field)) for label, field in _PARTS.items()]
        if code.number is not None:
            lines.insert(0, ("Number", str(code.number)))
        fields = (field_words(each.draft) for each in codebook.own_fields(code.id))
        lines.append(("Fields", "\n".join(fields)))
        lines.append(("Rules", written_rules(own_rules(codebook, code))))
        yield _Entry(
            len(codebook.path(code)) - 1,
            _heading(code),
            tuple((label, text) for label, text in lines if text),
        )


def _heading(code: Code) -> str:
    return code.name if code.is_group else f"{code.name} ({code.code_id})"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it stands, with its line ends kept."""
    plain = _MARKS.sub(r"\\\1", cleaned(text)[0])
    plain = _LIST_STARTS.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", plain)
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", "\\\\\n", re.sub(r"\n{2,}", "\n\n", plain))
