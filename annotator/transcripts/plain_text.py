"""How is a plain text read? Header, speaker turns and units of one text or one `.txt` file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from annotator.errors import FileProblem
from annotator.model.transcript import Metadata, Source, Transcript
from annotator.transcripts.choices import NO_CHOICES, Choices
from annotator.transcripts.decoding import Decoded, decode, decode_unicode
from annotator.transcripts.file_names import date_by_day, date_in_name
from annotator.transcripts.normalising import flags, normalised
from annotator.transcripts.reading import Reading, take_apart
from annotator.transcripts.segmentation import cut

_DAY = len("2023-11-28")
_NEAR_TOP = 5000


def read_file(data: bytes, name: str, encoding: str | None) -> Iterator[Transcript]:
    """The one transcript in the bytes of a text file. Raises `FileProblem` where it is none."""
    yield _read(decode(data, name, encoding), data, name)


def read_file_if_text(data: bytes, name: str, encoding: str | None) -> Iterator[Transcript]:
    """Like `read_file`, but refuses what is text only by a guess at its encoding."""
    decoded = decode_unicode(data, name) if encoding is None else decode(data, name, encoding)
    yield _read(decoded, data, name)


def read_text(
    text: str,
    *,
    source: Source = Source(),  # noqa: B008 - frozen
    choices: Choices = NO_CHOICES,
) -> Transcript:
    """A text as a transcript: line ends made LF, then header, turns and units.

    Text without a recognisable shape becomes one turn with neither label nor speaker.
    `source` is handed on, with what was changed and what deserves a look added to it; its name
    may say the date. `choices` are decisions about labels, which overrule what is proposed.
    """
    text, changes = normalised(text)
    source = replace(source, normalised=source.normalised + changes)
    return transcript_of(take_apart(text, choices), source)


def transcript_of(found: Reading, source: Source) -> Transcript:
    """A text that was taken apart as a transcript, cut into units."""
    metadata, about_date = _with_date(found.header.metadata, source.name, found.text)
    about = (*flags(found.text), *about_date, *found.flags())
    return Transcript(
        text=found.text,
        metadata=metadata,
        turns=found.turns,
        units=cut(found.text, found.turns, silent=found.silent),
        header=found.silent,
        source=replace(source, flags=source.flags + about),
    )


def _with_date(metadata: Metadata, name: str, text: str) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata with the date in the file name where the text says none, and a flag then."""
    if metadata.date or not name:
        return metadata, ()
    found = date_in_name(name)
    if found is not None and found.question is not None:
        return replace(metadata, date=found.iso), (str(found.question),)
    if found is not None and len(found.iso) == _DAY:
        return replace(metadata, date=found.iso), ("the date is taken from the file name",)
    found = date_by_day(name, text[:_NEAR_TOP]) if found is None else None
    if found is None:
        return metadata, ()
    return replace(metadata, date=found.iso), ("the date is taken from the file name and the text",)


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
