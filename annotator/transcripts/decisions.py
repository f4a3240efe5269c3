"""What did a person decide about a transcript before it comes in, and how does it read then?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from annotator.transcripts.choices import NO_CHOICES, Choices
from annotator.transcripts.drafts import Asked
from annotator.transcripts.languages import with_language

if TYPE_CHECKING:
    from annotator.model.transcript import Metadata, Transcript
    from annotator.transcripts.dates import DateQuestion
    from annotator.transcripts.formats import Found

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Decisions(Struct, frozen=True):
    """Everything that is not left to the proposals. The first four go for the whole file."""

    encoding: str | None = None
    """A Python codec name; None for the one that the bytes look like."""
    keep_page_edges: bool = False
    """In a PDF: page headers, footers and numbers stay in the text."""
    keep_hyphens: bool = False
    """In a PDF: words that a line end divides stay divided."""
    columns: tuple[tuple[str, str], ...] = ()
    """In a table: (use, column), as `readers.table_columns.USES` calls what columns are for."""
    choices: Choices = field(default_factory=lambda: NO_CHOICES)
    """By label, as `LabelFound.label` gives it; `ANSWERS` and `UNNAMED` for words without one."""
    dates: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """ISO dates by the words of the question that they answer."""
    fields: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """Metadata by hand, by the name of the field; an empty text empties it."""
    extra: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """Variables of the transcript that no field of the metadata is for, by column."""

    @property
    def asked(self) -> Asked:
        """How the file is to be read."""
        return Asked(self.encoding, self.keep_page_edges, self.keep_hyphens, self.columns)


NOTHING_DECIDED = Decisions()


def read_decided(found: Found, decisions: Decisions = NOTHING_DECIDED) -> Transcript:
    """The transcript as it comes in. `found` must have been read as `decisions.asked` says."""
    if decisions.dates:
        proposal = found.draft.propose(decisions.choices)
        return decided(with_language(proposal.transcript), decisions, proposal.dates)
    return decided(with_language(found.draft.read(decisions.choices)), decisions)


def decided(
    read: Transcript, decisions: Decisions, questions: tuple[DateQuestion, ...] = ()
) -> Transcript:
    """A transcript read under the choices, with the answers and the fields by hand put in."""
    answered = [one for one in questions if one.words in decisions.dates]
    metadata = read.metadata
    for one in answered:
        metadata = metadata.with_fields({one.field: decisions.dates[one.words]})
    metadata = _with_extra(metadata.with_fields(decisions.fields), decisions.extra)
    if metadata == read.metadata and not answered:
        return read
    settled = {str(one) for one in answered}
    flags = tuple(flag for flag in read.source.flags if flag not in settled)
    return replace(read, metadata=metadata, source=replace(read.source, flags=flags))


def _with_extra(metadata: Metadata, more: Mapping[str, str]) -> Metadata:
    if not more:
        return metadata
    together = {**dict(metadata.extra), **more}
    return replace(metadata, extra=tuple((key, value) for key, value in together.items() if value))
