"""How do turns get into a transcript where more is known than its text alone shows?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from annotator.model.spans import Span
from annotator.model.transcript import HeaderField, Transcript, Turn
from annotator.transcripts.names import person_in
from annotator.transcripts.segmentation import cut

_SETTLED = frozenset({"no speakers found"})


class Place(Struct, frozen=True):
    """A label and where it stands in the text, with its colon, time or tab."""

    label: str
    start: int
    end: int


def with_turns(
    read: Transcript,
    places: Sequence[Place],
    *,
    silent: Sequence[Span] = (),
    flags: tuple[str, ...] = (),
) -> Transcript:
    """The transcript with a turn at each place, and without coding units in `silent` spans.

    The places are in order. A label that the text gave at the same start gives way.
    """
    starts = {place.start for place in places}
    inside = sorted(places, key=lambda place: place.start)
    turns = [turn for turn in read.turns if turn.start not in starts]
    turns += [_turn_at(read.text, place) for place in inside]
    taken = [*(Span(place.start, place.end) for place in inside), *silent]
    taken.sort()
    header = [one for one in read.header if not _meets(one, taken)]
    header += [HeaderField("label", place.start, place.end) for place in inside]
    header += [HeaderField("furniture", span.start, span.end) for span in silent]
    before = [one for one in read.source.flags if not (places and one in _SETTLED)]
    source = replace(read.source, flags=(*before, *flags))
    return cut_anew(replace(read, source=source), turns, header)


def cut_anew(read: Transcript, turns: Sequence[Turn], header: Sequence[HeaderField]) -> Transcript:
    """The transcript with these turns and header, ends of turns and units worked out anew."""
    inside = sorted(turns, key=lambda turn: turn.start)
    ends = [turn.start for turn in inside[1:]] + [len(read.text)]
    fields = tuple(sorted(header, key=lambda one: one.start))
    ended = tuple(
        replace(turn, text_start=min(turn.text_start, end), end=end)
        for turn, end in zip(inside, ends, strict=True)
    )
    return replace(read, turns=ended, header=fields, units=cut(read.text, ended, silent=fields))


def _turn_at(text: str, place: Place) -> Turn:
    person = person_in(place.label)
    at = place.end
    while at < len(text) and (text[at].isspace() or (at == place.end and text[at] in ":：")):
        at += 1
    return Turn(place.label, person.name, person.role, place.start, at, -1)


def _meets(one: HeaderField, taken: Sequence[Span]) -> bool:
    """Whether a field overlaps one of the spans, which are in order and apart."""
    near = bisect_right(taken, one.start, key=lambda span: span.end)
    return near < len(taken) and taken[near].start < one.end
