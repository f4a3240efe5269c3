"""Which column of a table of texts holds what? By its name, by its words, or as somebody says.

The text is the column that is called so, else the one with the longest words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from hashlib import sha256

from msgspec import Struct

from annotator.errors import FileProblem

_TEXT = (
    "text", "texts", "body", "fulltext", "full_text", "content", "contents", "transcript",
    "speech", "speech_text", "speechtext", "words", "utterance", "statement", "sentence",
    "paragraph", "article", "article_text", "document", "txt", "message", "text_content",
    "inhalt", "rede", "texte", "texto", "testo",
)  # fmt: skip
_ID = (
    "doc_id", "docid", "document_id", "id", "text_id", "textid", "speech_id", "doc", "document",
    "file", "filename", "file_name", "name", "title", "headline", "debate", "session",
)  # fmt: skip
_FIELDS = {
    "title": ("title", "headline", "titel", "titre", "título", "titolo", "name"),
    "date": ("date", "datum", "day", "speech_date", "date_published", "published", "fecha", "data"),
    "byline": ("byline", "by_line", "author"),
    "place": ("place", "location", "venue", "city", "ort", "lieu", "lugar"),
    "source": ("source", "url", "link", "publication", "newspaper", "outlet", "quelle"),
    "note": ("note", "notes", "comment"),
    "kind": ("kind", "type", "genre", "doc_type"),
    "language": ("language", "lang", "sprache"),
}
_SPEAKER = ("speaker", "speaker_name", "speakername", "sprecher", "orateur", "who", "spkr")
_ROLE = ("role", "speaker_role", "function", "office", "position", "funktion")
VARIABLE, LEFT_OUT = "variable", "left out"
_ONE_EACH = ("text", "id", "speaker", "role", *_FIELDS)
USES = (*_ONE_EACH, VARIABLE, LEFT_OUT)
"""What a column can be for, where somebody says so; any number of them for the last two."""

Said = Sequence[tuple[str, str]]
"""(use, name of the column)"""
_SHORTEST_TEXT = 40
_SAMPLES, _SAMPLE_LENGTH = 3, 48


class ColumnFound(Struct, frozen=True):
    """One column of a table, and what it is for."""

    name: str
    """Its heading; where that is missing or there twice, with its letter."""
    use: str
    """One of `USES`."""
    sample: str
    """The first things that stand in it."""


class Columns(Struct, frozen=True):
    """Which column, by number, holds what."""

    text: int
    id: int | None
    speaker: int | None
    role: int | None
    fields: Mapping[str, int]
    others: tuple[int, ...]
    found: tuple[ColumnFound, ...] = ()
    """Every column, in order."""
    is_guess: bool = False
    """Neither a name nor a person says which column is the text."""


class NoTextColumn(FileProblem):
    """A table in which no column looks like texts; somebody may say which one it is."""

    columns: tuple[ColumnFound, ...] = ()


def no_text_column(name: str, columns: tuple[ColumnFound, ...] = ()) -> NoTextColumn:
    """To raise where nothing in a table is taken for its text."""
    problem = NoTextColumn(
        f"“{name}” has no column that holds texts.",
        "Say which column it is, or call it “text”, and the one with names “speaker”. A codebook "
        "is brought in at the Codebook place.",
    )
    problem.columns = columns
    return problem


def columns_of(
    header: Sequence[str], rows: Sequence[Sequence[str]], said: Said, name: str
) -> Columns:
    """What the columns of a table are for; `said` overrules their names.

    Raises `FileProblem` where a column that is said is not there, `NoTextColumn` without a text.
    """
    shown = tuple(_shown_names(header))
    chosen, variables, left_out = _chosen(shown, said, name)
    spoken_for = {*chosen.values(), *variables, *left_out}
    # What somebody chose is no longer there for the names to choose from.
    names = ["" if at in spoken_for else _folded(cell) for at, cell in enumerate(header)]
    named = chosen.get("text", _named(names, _TEXT))
    text = _longest(rows, len(names), spoken_for) if named is None else named
    places: dict[str, int] = {}
    for field, known in _FIELDS.items():
        number = chosen.get(field, _named(names, known))
        if number is not None and number not in {text, *places.values()}:
            places[field] = number
    speaker = chosen.get("speaker", _named(names, _SPEAKER))
    role = chosen.get("role", _named(names, _ROLE))
    ids = (_named(names, (key,)) for key in _ID)
    place = next((at for at in ids if at not in {None, text}), chosen.get("title"))
    place = chosen.get("id", place)
    taken = {text, speaker, role, place, *places.values(), *left_out}
    others = tuple(
        at for at in range(len(names)) if at not in taken and (names[at] or at in variables)
    )
    uses = dict.fromkeys(others, VARIABLE)
    single = (("id", place), ("role", role), ("speaker", speaker), *places.items(), ("text", text))
    uses |= {at: use for use, at in single if at is not None}
    found = tuple(
        ColumnFound(each, uses.get(at, LEFT_OUT), _sample(rows, at))
        for at, each in enumerate(shown)
    )
    if text is None:
        raise no_text_column(name, found)
    return Columns(text, place, speaker, role, places, others, found, is_guess=named is None)


def signature_of(columns: Sequence[ColumnFound]) -> str:
    """The same for every table with these columns in whatever order."""
    names = "\n".join(sorted(_folded(one.name) for one in columns))
    return sha256(names.encode("utf-8")).hexdigest()[:32]


def _chosen(
    shown: Sequence[str], said: Said, name: str
) -> tuple[dict[str, int], frozenset[int], frozenset[int]]:
    """The numbers of the columns that somebody named: by use, of variables, of those left out."""
    names = [_folded(cell) for cell in shown]
    chosen: dict[str, int] = {}
    asides: dict[str, set[int]] = {VARIABLE: set(), LEFT_OUT: set()}
    for use, column in said:
        if _folded(column) not in names:
            there = ", ".join(shown)
            raise FileProblem(
                f"“{name}” has no column called “{column}”.", f"Its columns are {there}."
            )
        number = names.index(_folded(column))
        if use in asides:
            asides[use].add(number)
        else:
            chosen[use] = number
    return chosen, frozenset(asides[VARIABLE]), frozenset(asides[LEFT_OUT])


def _shown_names(header: Sequence[str]) -> Iterator[str]:
    """A name for each column by which no other is called."""
    seen: set[str] = set()
    for at, cell in enumerate(header):
        name = cell.strip() or f"column {_letter(at)}"
        while _folded(name) in seen:
            name = f"{name} (column {_letter(at)})"
        seen.add(_folded(name))
        yield name


def _letter(at: int) -> str:
    """As spreadsheets call it: A, B ... Z, AA."""
    before, last = divmod(at, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _folded(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


def _named(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(one) for one in known if one in names), None)


def _longest(rows: Sequence[Sequence[str]], columns: int, spoken_for: Container[int]) -> int | None:
    """The column whose cells hold most words, where they are more than a few."""
    sizes: Counter[int] = Counter()
    for row in rows[:200]:
        for number, cell in enumerate(row[:columns]):
            if number not in spoken_for:
                sizes[number] += len(cell)
    number, size = max(sizes.items(), key=lambda one: one[1], default=(0, 0))
    return number if size >= _SHORTEST_TEXT * min(len(rows), 200) else None


def _sample(rows: Sequence[Sequence[str]], at: int) -> str:
    """The first different things that stand in a column."""
    cells = (" ".join(row[at][:200].split()) for row in rows[:50] if at < len(row))
    first = list(dict.fromkeys(cell for cell in cells if cell))[:_SAMPLES]
    return "  \u00b7  ".join(
        cell if len(cell) <= _SAMPLE_LENGTH else cell[: _SAMPLE_LENGTH - 1] + "…" for cell in first
    )
