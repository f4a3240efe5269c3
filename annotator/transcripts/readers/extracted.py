"""How does text taken out of a document of another kind become a transcript?

The words go the way of every plain text. What the document knew besides is added where the
text alone did not say it: a title, a date, labels set in bold or in a column of their own, and
where the footnotes begin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from msgspec import Struct, field
from msgspec.structs import replace

from annotator.errors import FileProblem
from annotator.model.transcript import Metadata, Source, Transcript, Turn
from annotator.transcripts.drafts import Draft
from annotator.transcripts.normalising import has_words
from annotator.transcripts.readers.added_turns import Place, cut_anew, with_turns
from annotator.transcripts.readers.text_shapes import shaped_transcripts

Bounds = tuple[int, int]
"""Where a place starts and ends: a span, without the cost of one."""

_LABEL_ENDS = ":：.;-–— \t\u00a0"
_MOST_WORDS = 8
_FEWEST_TIMES = 2


class Extracted(Struct, frozen=True):
    """The text of a document, LF only, and what the document says about it."""

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    """Taken where the text itself says nothing."""
    normalised: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    labels: tuple[Bounds, ...] = ()
    """Places at the starts of lines that look like speaker labels by their form."""
    notes_start: int = -1
    """Where footnotes begin that stand behind the text; -1 where there are none."""
    encoding: str = "utf-8"
    encoding_certain: bool = True


def transcripts_of(found: Extracted, data: bytes, name: str) -> Iterator[Draft]:
    """The transcripts in what was extracted from `data`, mostly one."""
    if not has_words(found.text):
        raise no_words(name)
    source = Source(
        name,
        sha256(data).hexdigest(),
        found.encoding,
        found.encoding_certain,
        found.normalised,
        found.flags,
    )
    shaped = shaped_transcripts(found.text, source)
    if shaped is not None:
        yield from shaped
        return
    draft = Draft(found.text, source)
    if found.labels or found.notes_start >= 0:
        draft = draft.then(lambda read: _with_form(read, found))
    if found.metadata != Metadata():
        draft = draft.then(lambda read: with_metadata(read, found.metadata))
    yield draft


def _with_form(read: Transcript, found: Extracted) -> Transcript:
    """The transcript with what only the form of the document tells of its labels and notes."""
    if read.text != found.text:
        return read
    return _with_notes_apart(_with_labels(read, found.labels), found.notes_start)


def no_words(name: str) -> FileProblem:
    """To raise for a file that can be read and says nothing."""
    return FileProblem(f"“{name}” holds no words.", "Check that the file was saved completely.")


def with_metadata(read: Transcript, known: Metadata) -> Transcript:
    """The transcript with what is known about it where its text says nothing."""
    gaps = {
        name: getattr(known, name)
        for name in Metadata.__struct_fields__
        if not getattr(read.metadata, name) and getattr(known, name)
    }
    return replace(read, metadata=replace(read.metadata, **gaps)) if gaps else read


def _with_labels(read: Transcript, places: Sequence[Bounds]) -> Transcript:
    """Turns at labels that only their form gives away, where such a label comes again."""
    known = {turn.start for turn in read.turns if turn.label}
    body = min((turn.start for turn in read.turns), default=len(read.text))
    fresh = [
        Place(read.text[start:end].strip(_LABEL_ENDS), start, end)
        for start, end in places
        if start >= body and start not in known
    ]
    counts = Counter(place.label for place in fresh)
    counts += Counter(turn.label for turn in read.turns if turn.label)
    fresh = [
        place
        for place in fresh
        if place.label
        and counts[place.label] >= _FEWEST_TIMES
        and len(place.label.split()) <= _MOST_WORDS
    ]
    if not fresh:
        return read
    flag = f"{len(fresh)} speaker labels known by bold type or a column of their own"
    return with_turns(read, fresh, flags=(flag,))


def _with_notes_apart(read: Transcript, start: int) -> Transcript:
    """The transcript with the footnotes behind it as words of nobody, not of the last speaker."""
    if start < 0 or not read.turns or read.turns[0].start >= start:
        return read
    turns = [turn for turn in read.turns if turn.start < start]
    turns.append(Turn("", "", "", start, start, -1))
    return cut_anew(read, turns, [one for one in read.header if one.end <= start])
