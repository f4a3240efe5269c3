"""What is a transcript? Its text, who speaks where, and the units it falls into."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct, field
from msgspec.structs import replace

from annotator.model.spans import Span, SpanRow

Level = Literal["sentence", "paragraph", "turn"]
LEVELS: tuple[Level, ...] = ("sentence", "paragraph", "turn")


class Turn(Struct, frozen=True):
    """What one speaker says without interruption.

    `start` is where the label begins (or the text, where there is no label), `text_start`
    where the words begin; both and `end` are code points of the transcript's text. `end` is
    where the next turn starts, or the end of the text, white space included.
    """

    label: str
    speaker: str
    role: str
    start: int
    text_start: int
    end: int


class Units(Struct, frozen=True):
    """The coding units of one level, with who cut them and in which version."""

    level: Level
    spans: SpanRow
    segmenter: str
    version: str


class HeaderField(Struct, frozen=True):
    """A stretch of text that is kept but cannot be coded, and what it was read as."""

    kind: str
    """title, byline, date, last_updated, note, furniture, label, stage, time or heading"""
    start: int
    end: int


class Source(Struct, frozen=True):
    """Where a text came from and what reading it changed."""

    name: str = ""
    """The file name without its folder."""
    sha256: str = ""
    """Of the original bytes, in hexadecimal."""
    encoding: str = ""
    """A Python codec name, for instance utf-8 or cp1252."""
    encoding_certain: bool = True
    """False where the encoding is a statistical guess."""
    normalised: tuple[str, ...] = ()
    """What was changed on the way in, in words: "12 CRLF to LF", "byte order mark removed"."""
    flags: tuple[str, ...] = ()
    """What stayed but deserves a look, in words: "3 soft hyphens", "no speakers found"."""


class Metadata(Struct, frozen=True):
    """What a transcript says about itself. Dates are ISO text and may be partial (2023-11)."""

    title: str = ""
    byline: str = ""
    date: str = ""
    last_updated: str = ""
    """ISO date, with minutes where the text gives them: 2023-11-28T16:04"""
    place: str = ""
    source: str = ""
    note: str = ""
    """For instance (As delivered), with its brackets, as it stands in the text."""
    kind: str = ""
    """For instance press point."""
    language: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    """What else a table or file knew, as (column, value): the variables of a corpus."""

    def with_fields(self, values: Mapping[str, str]) -> Metadata:
        """The metadata with these fields in the place of its own; `extra` is none of them."""
        known: dict[str, Any] = {
            name: values[name] for name in self.__struct_fields__ if name in values
        }
        known.pop("extra", None)
        return replace(self, **known)


class Transcript(Struct, frozen=True):
    """A file as it was read: pure data, not yet in a project."""

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    turns: tuple[Turn, ...] = ()
    units: tuple[Units, ...] = ()
    """One entry per level, in the order sentence, paragraph, turn."""
    header: tuple[HeaderField, ...] = ()
    source: Source = field(default_factory=Source)

    @property
    def title(self) -> str:
        return self.metadata.title

    @property
    def date(self) -> str:
        return self.metadata.date

    @property
    def note(self) -> str:
        return self.metadata.note

    def spans(self, level: Level) -> SpanRow:
        """The units of one level; empty where the transcript was not cut at it."""
        for units in self.units:
            if units.level == level:
                return units.spans
        return SpanRow()


class TranscriptInfo(Struct, frozen=True):
    """One transcript in the list of a project: everything but the text itself."""

    id: int
    uuid: UUID
    doc_id: str
    metadata: Metadata
    text_version_id: int
    text_sha256: str
    length: int
    """Code points of the text."""
    speakers: tuple[tuple[str, str], ...]
    """(name, role) in the order of first speaking, without repeats."""
    n_turns: int
    n_paragraphs: int
    n_sentences: int
    n_codings: int
    source_name: str
    imported_at: str


class OpenTranscript(Struct, frozen=True):
    """Everything the window needs to show one transcript of a project, text included."""

    info: TranscriptInfo
    text: str
    turns: tuple[Turn, ...]
    units: tuple[Units, ...]
    header: tuple[HeaderField, ...]
    source: Source

    def spans(self, level: Level) -> SpanRow:
        """The units of one level; empty where the transcript was not cut at it."""
        for units in self.units:
            if units.level == level:
                return units.spans
        return SpanRow()

    def quote(self, span: Span) -> str:
        """The words of a passage."""
        return self.text[span.start : span.end]

    def codable(self, span: Span) -> tuple[Span, ...]:
        """The passages of `span` that a code may stand on, in order of the text.

        Speaker labels, and stage directions, time marks and headings between sentences, part
        one passage from the next. White space at their ends is left out.
        """
        turns = self.spans("turn")
        pieces = [turns[number].clipped(span) for number in turns.touching(span)]
        found = [part for piece in pieces if piece for part in self._between_fields(piece)]
        bare = [self._bare(part) for part in found]
        return tuple(part for part in bare if len(part))

    def _between_fields(self, piece: Span) -> Iterator[Span]:
        """What is left of a part of a turn; words inside a sentence stay in it."""
        sentences, at = self.spans("sentence"), piece.start
        first = bisect_left(self.header, piece.start + 1, key=lambda field: field.end)
        for number in range(first, len(self.header)):
            field = self.header[number]
            if field.start >= piece.end:
                break
            if not sentences.touching(Span(field.start, field.end)):
                yield Span(at, max(at, field.start))
                at = min(field.end, piece.end)
        yield Span(at, piece.end)

    def _bare(self, span: Span) -> Span:
        """`span` without white space at its ends; at its start where nothing is left."""
        words = self.quote(span)
        start = span.start + len(words) - len(words.lstrip())
        return Span(min(start, span.end), min(start, span.end) + len(words.strip()))
