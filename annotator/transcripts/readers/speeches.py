"""How do speeches that a format tells apart become a transcript? Words, labels, turns, units.

Subtitles, parliamentary XML, chats and the like say themselves who speaks. Their text is made
here: each turn is its label, a colon and its words, so that the text alone still says it all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from annotator.errors import FileProblem
from annotator.model.transcript import HeaderField, Metadata, Source, Transcript, Turn
from annotator.transcripts.file_names import date_in_name
from annotator.transcripts.names import Person, person_in
from annotator.transcripts.normalising import flags
from annotator.transcripts.readers.xml_files import one_line
from annotator.transcripts.segmentation import cut


class Speech(Struct, frozen=True):
    """What one speaker says; `label` is empty where nobody is named."""

    label: str
    paragraphs: Sequence[str | Aside]
    person: Person | None = None
    """Who speaks; None where only the label tells."""


class Aside(Struct, frozen=True):
    """Words that nobody speaks: a heading, a stage direction. Kept, but not coded."""

    words: str
    kind: str = "furniture"


class _Draft(Struct):
    """A text under construction, with what was noted on the way."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    turns: list[Turn] = field(default_factory=list)
    fields: list[HeaderField] = field(default_factory=list)

    def add(self, words: str) -> int:
        """Append words and return where they begin."""
        start = self.length
        self.text.append(words)
        self.length += len(words)
        return start


def transcript_from(
    parts: Iterable[Speech | Aside], *, metadata: Metadata, source: Source
) -> Transcript:
    """The transcript that these parts make up. Raises `FileProblem` where they hold no words."""
    draft = _Draft()
    for part in parts:
        if isinstance(part, Aside):
            _add_aside(draft, part)
        else:
            _add_speech(draft, part)
    text = "".join(draft.text)
    if not text.strip() or not draft.turns:
        raise FileProblem(
            f"“{source.name}” holds no words.", "Check that the file was saved completely."
        )
    ends = [turn.start for turn in draft.turns[1:]] + [len(text)]
    turns = tuple(
        replace(turn, end=end, text_start=min(turn.text_start, end))
        for turn, end in zip(draft.turns, ends, strict=True)
    )
    header = tuple(draft.fields)
    nobody = () if any(turn.speaker for turn in turns) else ("no speakers found",)
    return Transcript(
        text=text,
        metadata=_with_date(metadata, source.name),
        turns=turns,
        units=cut(text, turns, silent=header),
        header=header,
        source=replace(source, flags=source.flags + flags(text) + nobody),
    )


def _with_date(metadata: Metadata, name: str) -> Metadata:
    """The metadata with the day in the file name where the format itself says none."""
    day = None if metadata.date else date_in_name(name)
    return metadata if day is None else replace(metadata, date=day.iso)


def _add_aside(draft: _Draft, aside: Aside) -> None:
    words = one_line(aside.words)
    if words:
        _separate(draft, "\n\n")
        start = draft.add(words)
        draft.fields.append(HeaderField(aside.kind, start, draft.length))


def _add_speech(draft: _Draft, speech: Speech) -> None:
    spoken = [part if isinstance(part, Aside) else one_line(part) for part in speech.paragraphs]
    spoken = [part for part in spoken if (part.words if isinstance(part, Aside) else part)]
    label = one_line(speech.label).rstrip(":： ")
    if not label and not spoken:
        return
    _separate(draft, "\n\n")
    start = draft.length
    if label:
        draft.add(f"{label}:")
        draft.fields.append(HeaderField("label", start, draft.length))
    person = speech.person or (person_in(label) if label else Person(""))
    text_start = -1
    for part in spoken:
        at_label = label and text_start < 0 and isinstance(part, str)
        _separate(draft, " " if at_label else "\n")
        words = one_line(part.words) if isinstance(part, Aside) else part
        begin = draft.add(words)
        text_start = begin if text_start < 0 else text_start
        if isinstance(part, Aside):
            draft.fields.append(HeaderField(part.kind, begin, draft.length))
    text_start = draft.length if text_start < 0 else text_start
    draft.turns.append(Turn(label, person.name, person.role, start, text_start, -1))


def _separate(draft: _Draft, space: str) -> None:
    if draft.text and not draft.text[-1].endswith("\n"):
        draft.add(space)
