"""How is a plain text read? Header, speaker turns and units of one text."""

from __future__ import annotations

from msgspec.structs import replace

from annotator.model.transcript import Metadata, Source, Transcript
from annotator.transcripts.choices import NO_CHOICES, Choices
from annotator.transcripts.file_names import date_by_day, date_in_name
from annotator.transcripts.normalising import flags, normalised
from annotator.transcripts.reading import Reading, take_apart
from annotator.transcripts.segmentation import cut

_DAY = len("2023-11-28")
_NEAR_TOP = 5000


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
    if changes:
        source = replace(source, normalised=source.normalised + changes)
    return transcript_of(take_apart(text, choices), source)


def transcript_of(found: Reading, source: Source) -> Transcript:
    """A text that was taken apart as a transcript, cut into units."""
    metadata, about_date = _with_date(found.header.metadata, source.name, found.text)
    about = (*flags(found.text), *about_date, *found.flags())
    if about:
        source = replace(source, flags=source.flags + about)
    return Transcript(
        text=found.text,
        metadata=metadata,
        turns=found.turns,
        units=cut(found.text, found.turns, silent=found.silent),
        header=found.silent,
        source=source,
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
