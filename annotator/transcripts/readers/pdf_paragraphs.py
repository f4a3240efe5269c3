"""Which lines of a PDF are one paragraph, and which are only the furniture of its pages?"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from annotator.transcripts.label_styles import SURE_STYLES, possible_labels
from annotator.transcripts.names import has_title_or_role

if TYPE_CHECKING:
    from annotator.transcripts.readers.pdf_lines import PageLine

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|pagina|página|p\.|s\.)?\s*[-–—|/(\[]*\s*(?:\d{1,4}|[ivxlc]{1,6})\s*[-–—|)\]]*"
    r"(?:\s*(?:/|of|von|sur|de|di)\s*\d{1,4})?",
    re.IGNORECASE,
)
_EDGE = 3
"""So many lines at the top and at the bottom of a page may be furniture."""
_FEWEST_PAGES = 2
_WIDE_GAP = 1.35
_INDENT = 0.9
_SHORT = 0.88
_BULLET = re.compile(r"[•·‣▪●○–—-]\s|\(?\d{1,3}[.)]\s|\([a-z]\)\s")
_SENTENCE_END = (".", "!", "?", "…", ":", '"', "”", "’", ")", "。", "»")
_DIVIDED = re.compile(r"(?P<first>[^\W\d_]{2,})[-\u2010]$")
_SHOWN = 50


def without_furniture(
    pages: Sequence[Sequence[PageLine]],
) -> tuple[list[list[PageLine]], tuple[str, ...]]:
    """The pages without headers, footers and page numbers; in words, what was taken out."""
    if len(pages) < _FEWEST_PAGES:
        return [list(page) for page in pages], ()
    edges = [_edge_lines(page) for page in pages]
    counts = Counter(key for keys in edges for key in set(keys.values()))
    enough = max(_FEWEST_PAGES, len(pages) // 2 if len(pages) > 3 else len(pages))
    repeated = {key for key, count in counts.items() if count >= enough}
    numbers = 0
    kept: list[list[PageLine]] = []
    removed: Counter[str] = Counter()
    for page, keys in zip(pages, edges, strict=True):
        left: list[PageLine] = []
        for number, line in enumerate(page):
            key = keys.get(number)
            if key is not None and _PAGE_NUMBER.fullmatch(line.text.strip()):
                numbers += 1
            elif key in repeated and key is not None:
                removed[key] += 1
            else:
                left.append(line)
        kept.append(left)
    notes = [f"page numbers removed from {numbers} pages"] if numbers else []
    notes += [
        f"removed from {count} pages: “{key[:_SHOWN]}”" for key, count in removed.most_common(10)
    ]
    return kept, tuple(notes)


def paragraphs_of(
    pages: Sequence[Sequence[PageLine]], *, keep_hyphens: bool = False
) -> tuple[str, tuple[str, ...]]:
    """The text with a line per paragraph; in words, what was joined."""
    lines = [line for page in pages for line in page]
    if not lines:
        return "", ()
    vocabulary = {word for line in lines for word in re.findall(r"[\w-]+", line.text)}
    edges = _edges(lines)
    pitch = _pitch(lines)
    paragraphs = [lines[0].text]
    joined = divided = 0
    for before, line in itertools.pairwise(lines):
        if _begins(before, line, edges, pitch):
            paragraphs.append(line.text)
            continue
        word = _DIVIDED.search(paragraphs[-1])
        if word is not None and line.text[:1].islower():
            rest = line.text.split(maxsplit=1)[0].rstrip(".,;:!?)\"'”’")
            # "well-known" is written so elsewhere: then the hyphen is its own.
            keeps = keep_hyphens or f"{word['first']}-{rest}" in vocabulary
            paragraphs[-1] = (paragraphs[-1] if keeps else paragraphs[-1][:-1]) + line.text
            divided += not keeps
        else:
            blank = "" if paragraphs[-1].endswith(("-", "\u2010")) else " "
            paragraphs[-1] += blank + line.text
        joined += 1
    notes = [f"{joined} line ends joined into paragraphs"] if joined else []
    notes += [f"{divided} words joined that a line end divided"] if divided else []
    return "\n".join(paragraphs), tuple(notes)


def _edge_lines(page: Sequence[PageLine]) -> dict[int, str]:
    """The numbers of the lines set apart at the top and the bottom, and their words, digits as #.

    Without white space between it and the text only a page number can be furniture: a sentence
    may well come again on every page.
    """
    order = sorted(range(len(page)), key=lambda n: -page[n].top)
    pitch = _pitch([page[n] for n in order])
    apart = {*_set_apart(page, order, pitch), *_set_apart(page, order[::-1], pitch)}
    apart |= {n for n in (*order[:1], *order[-1:]) if _PAGE_NUMBER.fullmatch(page[n].text.strip())}
    return {n: _DIGITS.sub("#", " ".join(page[n].text.split())) for n in apart}


def _set_apart(page: Sequence[PageLine], order: Sequence[int], pitch: float) -> Sequence[int]:
    """The lines from one edge of the page up to the last wide gap near it."""
    wide = [
        at + 1
        for at, (one, other) in enumerate(pairwise(order[: _EDGE + 1]))
        if abs(page[one].bottom - page[other].bottom) > _WIDE_GAP * max(pitch, page[one].height)
    ]
    return order[: wide[-1]] if wide else ()


def _edges(lines: Sequence[PageLine]) -> dict[int, tuple[float, float]]:
    """For each column, where its lines mostly begin, and how far they reach."""
    found: dict[int, tuple[float, float]] = {}
    for column in {line.column for line in lines}:
        inside = [line for line in lines if line.column == column]
        found[column] = median(line.left for line in inside), max(line.right for line in inside)
    return found


def _pitch(lines: Sequence[PageLine]) -> float:
    """The usual distance from one line to the next."""
    steps = [a.bottom - b.bottom for a, b in itertools.pairwise(lines)]
    steps = [step for step in steps if step > 0]
    return median(steps) if steps else 0.0


def _begins(
    before: PageLine, line: PageLine, edges: dict[int, tuple[float, float]], pitch: float
) -> bool:
    """Whether a line begins a paragraph, by its place, its words and the line before."""
    left, _right = edges[line.column]
    before_left, before_right = edges[before.column]
    turned = line.column != before.column or line.bottom > before.bottom
    if not turned and pitch and before.bottom - line.bottom > _WIDE_GAP * pitch:
        return True
    if abs(before.height - line.height) > 0.35 * max(before.height, line.height) and (
        before.text.isupper() == line.text.isupper()
    ):
        return before.text.endswith(_SENTENCE_END) or line.text[:1].isupper()
    if _BULLET.match(line.text) or _is_labelled(line.text):
        return True
    reach = (before.right - before_left) / max(before_right - before_left, 1.0)
    ended = before.text.endswith(_SENTENCE_END)
    if reach < _SHORT and (ended or not line.text[:1].islower()):
        return True
    indented = left + 4 * line.height > line.left > left + _INDENT * line.height
    return indented and ended and before.left <= before_left + _INDENT * before.height


def _is_labelled(words: str) -> bool:
    """Whether a line begins with a label beyond doubt: MR. FOX: or The President:"""
    labels = possible_labels(words[:120])
    if not labels or labels[0].start != 0 or labels[0].style not in SURE_STYLES:
        return False
    label = labels[0].text
    return label.isupper() or has_title_or_role(label)
