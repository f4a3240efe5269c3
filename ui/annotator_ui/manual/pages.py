"""Which pages does the manual have, and where in it do some words stand?"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from annotator_resources import resource

_AROUND = 34
"""Letters of a hit's surroundings on each side."""


class Page(Struct, frozen=True):
    """One page: the name of its file, its title, and its text in Markdown."""

    name: str
    title: str
    text: str


class Hit(Struct, frozen=True):
    """A page that holds what was looked for, how often, and the words around the first place."""

    page: Page
    count: int
    around: str


def pages(folder: Path | None = None) -> tuple[Page, ...]:
    """All pages in the order in which they are read."""
    files = sorted((folder or resource("manual")).glob("*.md"))
    return tuple(_page(file) for file in files)


def hits(found_in: tuple[Page, ...], wanted: str) -> list[Hit]:
    """The pages with these words, those first that name them in the title; case does not count."""
    words = " ".join(wanted.split()).casefold()
    if not words:
        return []
    found = []
    for page in found_in:
        plain = plain_words(page.text)
        count = plain.casefold().count(words)
        if count:
            found.append(Hit(page, count, _around(plain, words)))
    return sorted(found, key=lambda hit: words not in hit.page.title.casefold())


def plain_words(markdown: str) -> str:
    """The words of a page as they are read: without marks, links and the frames of tables."""
    plain = markdown.replace("`", "").replace("*", "").replace("|", " ")
    while (at := plain.find("](")) >= 0:
        end = plain.find(")", at)
        plain = plain[:at].replace("[", "") + plain[end + 1 :]
    lines = (line.lstrip("#- ").strip() for line in plain.splitlines())
    return " ".join(" ".join(lines).split())


def _page(file: Path) -> Page:
    text = file.read_text(encoding="utf-8")
    return Page(file.name, text.partition("\n")[0].removeprefix("# ").strip(), text)


def _around(plain: str, words: str) -> str:
    """The words with what stands beside them, in whole words."""
    at = plain.casefold().find(words)
    before, after = plain[:at], plain[at + len(words) :]
    head = before[-_AROUND:].partition(" ")[2] if len(before) > _AROUND else before
    tail = after[:_AROUND].rpartition(" ")[0] if len(after) > _AROUND else after
    shown = f"{head}{plain[at : at + len(words)]}{tail}".strip()
    return f"{'… ' if head != before else ''}{shown}{' …' if tail != after else ''}"
