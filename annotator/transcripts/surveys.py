"""What would this file become, in a few lines? What was found, where, how surely, what is asked.

A survey holds no text, only first passages, so that a thousand of them are small: the text is
read again from its file when somebody wants to see it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from annotator.model.folding import folded_hash
from annotator.transcripts.choices import ANSWERS, UNNAMED, Choice, Choices, Decision
from annotator.transcripts.decisions import NOTHING_DECIDED, Decisions, decided
from annotator.transcripts.encodings import encoding_name
from annotator.transcripts.languages import LanguageGuess, with_language
from annotator.transcripts.readers.kinds import NAMES, Kind

if TYPE_CHECKING:
    from annotator.model.transcript import Metadata, Transcript
    from annotator.transcripts.beliefs import Confidence
    from annotator.transcripts.candidates import Answers, Candidate, Proposal
    from annotator.transcripts.dates import DateQuestion
    from annotator.transcripts.formats import Found
    from annotator.transcripts.label_styles import Style
    from annotator.transcripts.readers.table_columns import ColumnFound

Origin = Literal["text", "file name", "file", "by hand", "guess"]

FIELDS = (
    "title", "byline", "date", "last_updated", "place", "source", "note", "kind", "language",
)  # fmt: skip
"""The fields of the metadata, in the order in which they are shown."""

_FORMATS: Mapping[Kind, str] = {
    kind: name.removeprefix("a ").removeprefix("an ").removeprefix("A ")
    for kind, name in NAMES.items()
} | {"text": "text file", "unknown text": "text file", "delimited": "table of texts"}
_PAGE_NOTES = ("page numbers removed", "removed from ")
_HYPHEN_NOTE = "words joined that a line end divided"
_SHOWN = 60


class FieldFound(Struct, frozen=True):
    """One field of the metadata, what was found for it, and where."""

    name: str
    value: str
    line: int | None = None
    """The number of the line it stands on, from 1; None where it stands on none of its own."""
    origin: Origin = "text"


class LabelFound(Struct, frozen=True):
    """Something that looks like a speaker label, and what is decided or proposed about it."""

    label: str
    count: int
    passage: str
    """The first words that it introduces."""
    line: int
    """Where it stands first, from 1."""
    style: Style
    confidence: Confidence
    reason: str
    choice: Choice
    """With name and role filled in."""
    resembles: str = ""
    hint: str = ""

    @property
    def decision(self) -> Decision:
        return self.choice.decision


class WithoutLabel(Struct, frozen=True):
    """Words without a label, and whose they are taken to be."""

    count: int
    passage: str
    choice: Choice


class PageProposal(Struct, frozen=True):
    """Something that was changed about the pages of a PDF, to be kept or refused."""

    what: Literal["page edges", "hyphens"]
    words: tuple[str, ...]
    accepted: bool


class Question(Struct, frozen=True):
    """Something that a person should look at before the transcript comes in."""

    about: Literal["label", "answers", "date", "encoding", "twin"]
    key: str
    """The label, or the words of the date; empty for the others."""
    short: str
    """For a line of a list: 3 April or 4 March 2023?"""
    sentence: str
    """What is asked and what is proposed."""


class Survey(Struct, frozen=True):
    """One transcript in a file, as it would come in under the decisions that it was read under."""

    name: str
    """The file name without its folder."""
    member: str
    """Its path inside an archive, or empty."""
    place: str
    """Where in its file it stands, in words, where the file holds several."""
    format: str
    """In words: text file."""
    size: int
    """Bytes."""
    encoding: str
    encoding_certain: bool
    metadata: Metadata
    fields: tuple[FieldFound, ...]
    """Every field of `FIELDS`, also the empty ones."""
    labels: tuple[LabelFound, ...]
    """Speakers in the order of first speaking, then what is proposed not to be one."""
    answers: WithoutLabel | None
    unnamed: WithoutLabel | None
    dates: tuple[DateQuestion, ...]
    """Dates that can be read two ways, answered or not."""
    pages: tuple[PageProposal, ...]
    language: LanguageGuess
    normalised: tuple[str, ...]
    flags: tuple[str, ...]
    speakers: tuple[tuple[str, str], ...]
    """(name, role) in the order of first speaking."""
    n_turns: int
    n_paragraphs: int
    n_sentences: int
    sha256: str
    """Of the text in UTF-8."""
    folded_sha256: str
    """Of the text without differences of white space, quotation marks and case."""
    columns: tuple[ColumnFound, ...] = ()
    """Of the table that it stands in; empty where it stands in none."""

    def label(self, label: str) -> LabelFound | None:
        """What was found about one label."""
        return next((one for one in self.labels if one.label == label), None)

    @property
    def proposed(self) -> Choices:
        """The choices as they stand, all of them, as `Decisions.choices` takes them."""
        choices = {one.label: one.choice for one in self.labels}
        if self.answers is not None:
            choices[ANSWERS] = self.answers.choice
        if self.unnamed is not None:
            choices[UNNAMED] = self.unnamed.choice
        return choices

    def questions(self, decisions: Decisions) -> tuple[Question, ...]:
        """What is still open under these decisions, the most telling first."""
        found = [*_about_labels(self, decisions.choices)]
        found += [date_asked(one) for one in self.dates if one.words not in decisions.dates]
        if self.answers is not None and ANSWERS not in decisions.choices:
            found.append(_about_answers(self.answers))
        if not self.encoding_certain and decisions.encoding is None:
            found.append(_about_encoding(self.encoding))
        return tuple(found)


def survey(found: Found, decisions: Decisions = NOTHING_DECIDED) -> tuple[Survey, Transcript]:
    """What a transcript would become, and the transcript itself, from one reading."""
    proposal = found.draft.propose(decisions.choices)
    told = proposal.transcript.metadata.language
    read = decided(with_language(proposal.transcript), decisions, proposal.dates)
    metadata, source = read.metadata, read.source
    text = read.text
    return (
        Survey(
            name=source.name,
            member=found.member,
            place=found.draft.place,
            format=_FORMATS[found.kind],
            size=found.size,
            encoding=source.encoding,
            encoding_certain=source.encoding_certain,
            metadata=metadata,
            fields=_fields(read, decisions, guessed=not told),
            labels=tuple(_label(text, one) for one in proposal.candidates),
            answers=_without_label(text, proposal.answers),
            unnamed=_without_label(text, proposal.unnamed),
            dates=proposal.dates,
            pages=_pages(proposal, decisions) if found.kind == "pdf" else (),
            language=proposal.language,
            normalised=source.normalised,
            flags=source.flags,
            speakers=speakers_in(read),
            n_turns=len(read.turns),
            n_paragraphs=len(read.spans("paragraph")),
            n_sentences=len(read.spans("sentence")),
            sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
            folded_sha256=folded_hash(text),
            columns=found.draft.columns,
        ),
        read,
    )


def speakers_in(read: Transcript) -> tuple[tuple[str, str], ...]:
    """(name, role) of everyone who speaks, in the order of first speaking."""
    return tuple(dict.fromkeys((turn.speaker, turn.role) for turn in read.turns if turn.speaker))


def _fields(read: Transcript, decisions: Decisions, *, guessed: bool) -> tuple[FieldFound, ...]:
    lines: dict[str, int] = {}
    for field in read.header:
        if field.kind in FIELDS:
            lines.setdefault(field.kind, _line(read.text, field.start))
    return tuple(
        _field(
            name,
            value,
            lines.get(name) if value else None,
            _origin(name, read, decisions, guessed=guessed and name == "language"),
        )
        for name in FIELDS
        for value in (getattr(read.metadata, name),)
    )


@lru_cache(maxsize=256)
def _field(name: str, value: str, line: int | None, origin: Origin) -> FieldFound:
    """One record for all files in which a field is the same: most fields of most are empty."""
    return FieldFound(name, value, line, origin)


def _origin(name: str, read: Transcript, decisions: Decisions, *, guessed: bool) -> Origin:
    if name in decisions.fields:
        return "by hand"
    if guessed:
        return "guess"
    if any(field.kind == name for field in read.header):
        return "text"
    if name == "kind":
        return "guess"
    named = any(
        flag.startswith("the date ") and "the file name" in flag for flag in read.source.flags
    )
    return "file name" if name == "date" and named else "file"


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _label(text: str, one: Candidate) -> LabelFound:
    return LabelFound(
        label=one.label,
        count=one.count,
        passage=text[one.passage.start : one.passage.end],
        line=_line(text, one.place.start),
        style=one.style,
        confidence=one.confidence,
        reason=one.reason,
        choice=one.choice,
        resembles=one.resembles,
        hint=one.hint,
    )


def _without_label(text: str, one: Answers | None) -> WithoutLabel | None:
    if one is None:
        return None
    return WithoutLabel(one.count, text[one.first.start : one.first.end], one.choice)


def _pages(proposal: Proposal, decisions: Decisions) -> tuple[PageProposal, ...]:
    notes = proposal.transcript.source.normalised
    edges = tuple(note for note in notes if note.startswith(_PAGE_NOTES))
    hyphens = tuple(note for note in notes if note.endswith(_HYPHEN_NOTE))
    found: list[PageProposal] = []
    if edges or decisions.keep_page_edges:
        found.append(PageProposal("page edges", edges, not decisions.keep_page_edges))
    if hyphens or decisions.keep_hyphens:
        found.append(PageProposal("hyphens", hyphens, not decisions.keep_hyphens))
    return tuple(found)


def _about_labels(found: Survey, choices: Choices) -> list[Question]:
    """Labels that are doubtful and not decided, as questions."""
    questions: list[Question] = []
    for one in found.labels:
        doubt = _doubt(one)
        if doubt and one.label not in choices:
            name = one.label if len(one.label) <= _SHOWN else one.label[:_SHOWN] + "…"
            proposed = f"Proposed: {_in_words(one)}."
            short = f"Is “{name}” a speaker?" if one.decision != "join" else f"Who is “{name}”?"
            questions.append(Question("label", one.label, short, f"“{name}” {doubt} {proposed}"))
    return questions


def _doubt(one: LabelFound) -> str:
    """Why a label deserves a look, or nothing."""
    if one.decision == "join":
        if one.confidence == "high":
            return ""
        short = one.choice.join.casefold().endswith(f" {one.label.casefold()}")
        return f"{'may be short for' if short else 'looks like a misspelt'} “{one.choice.join}”."
    if one.decision == "speaker":
        if one.resembles:
            return f"differs from “{one.resembles}” by a letter."
        if one.hint:
            return f"looks misread: the text has “{one.hint}” too."
        return "" if one.confidence != "low" else f"may be a speaker ({_lower(one.reason)})."
    if one.style == "inside":
        places = "a paragraph" if one.count == 1 else f"{one.count} paragraphs"
        return f"stands inside {places} where somebody else may go on."
    doubtful = one.count > 1 and "before the first turn" not in one.reason
    return f"stands like a speaker label {one.count} times." if doubtful else ""


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _in_words(one: LabelFound) -> str:
    if one.decision == "join":
        return f"the same person as “{one.choice.join}”"
    return "a speaker" if one.choice.speaker else "not a speaker"


def date_asked(one: DateQuestion) -> Question:
    """The question about a date that can be read two ways."""
    days = " or ".join(_day(iso) for iso in one.readings)
    where = "" if one.where == "text" else f" in the {one.where}"
    return Question(
        "date", one.words, f"{days}?", f"The date {one.words}{where} can be read as {days}."
    )


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{int(day)} {_MONTH_NAMES[int(month) - 1]} {year}"


_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def _about_answers(found: WithoutLabel) -> Question:
    whose = found.choice.name or "nobody"
    return Question(
        "answers",
        "",
        "Answers have no label",
        f"{found.count} answer{'s' * (found.count > 1)} after a question have no label. "
        f"Proposed: {whose} answers.",
    )


def _about_encoding(encoding: str) -> Question:
    name = encoding_name(encoding)
    return Question(
        "encoding",
        "",
        f"Is it {name}?",
        f"The letters are read as {name}, which is a guess. Look whether the words are right.",
    )
