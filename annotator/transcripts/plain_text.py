"""How is a plain text read? Header, speaker turns and units of one text or one `.txt` file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from annotator.errors import FileProblem
from annotator.model.transcript import Source, Transcript, Turn
from annotator.transcripts.decoding import Decoded, decode, decode_unicode
from annotator.transcripts.metadata import (
    Header,
    header_of,
    lines_before_speech,
    speaker_in_byline,
    top_lines,
)
from annotator.transcripts.names import Person
from annotator.transcripts.normalising import flags, normalised
from annotator.transcripts.segmentation import cut
from annotator.transcripts.turns import (
    Label,
    believed,
    doubts,
    fields_of,
    first_word,
    possible_labels,
    turns_of,
)


def read_file(data: bytes, name: str, encoding: str | None) -> Iterator[Transcript]:
    """The one transcript in the bytes of a text file. Raises `FileProblem` where it is none."""
    yield _read(decode(data, name, encoding), data, name)


def read_file_if_text(data: bytes, name: str, encoding: str | None) -> Iterator[Transcript]:
    """Like `read_file`, but refuses what is text only by a guess at its encoding."""
    decoded = decode_unicode(data, name) if encoding is None else decode(data, name, encoding)
    yield _read(decoded, data, name)


def read_text(text: str, *, source: Source = Source()) -> Transcript:  # noqa: B008 - frozen
    """A text as a transcript: line ends made LF, then header, turns and units.

    Text without a recognisable shape becomes one turn with neither label nor speaker.
    `source` is handed on, with what was changed and what deserves a look added to it.
    """
    text, changes = normalised(text)
    labels = possible_labels(text)
    lines = top_lines(text, labels)
    body_start = lines[-1].end if lines else 0
    if not text[body_start:].strip():
        lines, body_start = [], 0
    header = header_of(lines, text)
    labels = believed(
        [label for label in labels if label.start >= body_start],
        text,
        header.metadata.byline,
    )
    if labels:
        more, speech = lines_before_speech(text, body_start, labels[0].start)
        header = header_of([*lines, *more], text)
        turns = (*_unlabelled(text, speech, labels[0].start), *turns_of(labels, text))
    else:
        turns = _whole(text, body_start, header)
    return Transcript(
        text=text,
        metadata=header.metadata,
        turns=turns,
        units=cut(text, turns),
        header=tuple(sorted((*header.fields, *fields_of(labels)), key=lambda f: f.start)),
        source=replace(
            source,
            normalised=source.normalised + changes,
            flags=source.flags
            + flags(text)
            + header.flags
            + _about_speakers(labels, turns)
            + doubts(labels, text),
        ),
    )


def _read(decoded: Decoded, data: bytes, name: str) -> Transcript:
    if not decoded.text.strip("\x00\ufeff \t\r\n\v\f\x85\u00a0\u2028\u2029"):
        raise FileProblem(f"“{name}” holds no words.", "Check that the file was saved completely.")
    guess = () if decoded.certain else (f"the encoding is a guess: {decoded.encoding}",)
    source = Source(
        name=name,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        encoding_certain=decoded.certain,
        flags=guess,
    )
    return read_text(decoded.text, source=source)


def _unlabelled(text: str, start: int, end: int) -> tuple[Turn, ...]:
    """Speech before the first label, as a turn of nobody."""
    first = first_word(text, start)
    return (Turn("", "", "", first, first, end),) if first < end else ()


def _whole(text: str, start: int, header: Header) -> tuple[Turn, ...]:
    """The text behind the header as one turn; the by-line may say whose it is."""
    first = first_word(text, start)
    if first == len(text):
        return ()
    person = speaker_in_byline(header.metadata.byline) or Person("")
    return (Turn("", person.name, person.role, first, first, len(text)),)


def _about_speakers(labels: Sequence[Label], turns: Sequence[Turn]) -> tuple[str, ...]:
    if not labels:
        return () if any(turn.speaker for turn in turns) else ("no speakers found",)
    return ("text before the first speaker",) if len(turns) > len(labels) else ()
