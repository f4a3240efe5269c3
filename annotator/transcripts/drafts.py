"""What does a reader hand over? One transcript of a file, before anybody decided who speaks.

A reader knows the words and what its format tells besides; who speaks is decided here, under
the choices of a person, and in the same way whatever the format is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from annotator.model.spans import Span
from annotator.model.transcript import Source, Transcript, Turn
from annotator.transcripts import plain_text
from annotator.transcripts.candidates import Answers, Candidate, Proposal, passage_at, propose
from annotator.transcripts.choices import NO_CHOICES, UNNAMED, Choice, Choices
from annotator.transcripts.languages import language_of
from annotator.transcripts.names import person_in
from annotator.transcripts.readers.added_turns import cut_anew

if TYPE_CHECKING:
    from annotator.transcripts.dates import DateQuestion
    from annotator.transcripts.readers.table_columns import ColumnFound

Finish = Callable[[Transcript], Transcript]


class Asked(Struct, frozen=True):
    """How a file is to be read, where that is not left to what its bytes look like."""

    encoding: str | None = None
    """A Python codec name; None to be told by the bytes."""
    keep_page_edges: bool = False
    """In a PDF: headers, footers and page numbers stay in the text."""
    keep_hyphens: bool = False
    """In a PDF: words that a line end divides stay divided."""
    columns: tuple[tuple[str, str], ...] = ()
    """In a table: (use, name of the column) for what is not left to the names of columns."""


AS_FOUND = Asked()


class Draft(Struct, frozen=True):
    """Either a text to be taken apart, or a transcript whose turns the format tells."""

    text: str = ""
    source: Source = Source()
    told: Transcript | None = None
    finish: tuple[Finish, ...] = ()
    """What the format knows besides, put in one after the other."""
    dates: tuple[DateQuestion, ...] = ()
    """Dates that the format gives and that can be read two ways."""
    place: str = ""
    """Where in its file it stands, in words: row 3, document 12; empty where it is all of it."""
    columns: tuple[ColumnFound, ...] = ()
    """Of the table that it stands in."""

    def then(self, finish: Finish) -> Draft:
        """The draft with one more thing to put in."""
        return replace(self, finish=(*self.finish, finish))

    def read(self, choices: Choices = NO_CHOICES) -> Transcript:
        """The transcript under these choices; a choice on a label that is not there is none."""
        base = self.told
        if base is None:
            base = plain_text.read_text(self.text, source=self.source, choices=choices)
        found = self._finished(base)
        return _under(found, _told_labels(found, base, self.told is not None), choices)

    def propose(self, choices: Choices = NO_CHOICES) -> Proposal:
        """The transcript, and every label that a person may want to decide about."""
        if self.told is None:
            proposal = propose(self.text, source=self.source, choices=choices)
        else:
            proposal = Proposal(self.told, (), None, (), None, language_of(_speech(self.told)))
        base = proposal.transcript
        found = self._finished(base)
        labels = _told_labels(found, base, self.told is not None)
        return replace(
            proposal,
            transcript=_under(found, labels, choices),
            candidates=(*_without(proposal.candidates, labels), *_told(found, labels, choices)),
            unnamed=None if proposal.answers else _unnamed(found, choices),
            dates=(*proposal.dates, *self.dates),
        )

    def _finished(self, transcript: Transcript) -> Transcript:
        for finish in self.finish:
            transcript = finish(transcript)
        if not self.dates:
            return transcript
        flags = (*transcript.source.flags, *map(str, self.dates))
        return replace(transcript, source=replace(transcript.source, flags=flags))


def _speech(transcript: Transcript) -> str:
    return transcript.text[transcript.turns[0].text_start :] if transcript.turns else ""


def _told_labels(found: Transcript, base: Transcript, all_told: bool) -> frozenset[str]:
    """The labels that the format tells and the text alone does not."""
    if found is base and not all_told:
        return frozenset()
    labels = frozenset(turn.label for turn in found.turns if turn.label)
    return labels if all_told else labels - {turn.label for turn in base.turns}


def _without(candidates: tuple[Candidate, ...], labels: frozenset[str]) -> Iterator[Candidate]:
    return (one for one in candidates if one.label not in labels)


def _told(found: Transcript, labels: frozenset[str], choices: Choices) -> Iterator[Candidate]:
    """A candidate for each label that the format tells, in the order of first speaking."""
    places: dict[str, list[Turn]] = {}
    for turn in found.turns:
        if turn.label in labels:
            places.setdefault(turn.label, []).append(turn)
    for label, turns in places.items():
        first = turns[0]
        yield Candidate(
            label=label,
            count=len(turns),
            place=Span(first.start, max(first.text_start, first.start + 1)),
            passage=passage_at(found.text, first.text_start),
            style="told",
            confidence="high",
            reason="Decided by a person"
            if label in choices
            else "The file itself names the speaker",
            choice=choices.get(label) or Choice(name=first.speaker, role=first.role),
        )


def _unnamed(found: Transcript, choices: Choices) -> Answers | None:
    """The words that have no label, and whose they are taken to be."""
    turns = [turn for turn in found.turns if not turn.label]
    if not turns:
        return None
    first = turns[0]
    choice = choices.get(UNNAMED) or Choice(name=first.speaker, role=first.role)
    return Answers(len(turns), passage_at(found.text, first.text_start), choice)


def _under(found: Transcript, labels: frozenset[str], choices: Choices) -> Transcript:
    """The transcript with the choices on labels that the format tells, and on words without."""
    decided = {label: choices[label] for label in (*labels, UNNAMED) if label in choices}
    if not decided:
        return found
    dropped = {label for label, choice in decided.items() if not choice.speaker}
    kept: list[Turn] = []
    opened: set[int] = set()
    before: Turn | None = None
    for turn in found.turns:
        named = _renamed(turn, decided)
        if turn.label in dropped:
            opened.add(turn.start)
            if not kept:
                kept.append(Turn("", "", "", turn.start, turn.start, turn.end))
        elif not (
            before and turn.label in labels and _grew_together(before, turn, kept[-1], named)
        ):
            kept.append(named)
        before = turn
    header = [one for one in found.header if not (one.kind == "label" and one.start in opened)]
    if len(kept) == len(found.turns) and not opened:
        return replace(found, turns=tuple(kept))
    return cut_anew(found, kept, header)


def _grew_together(before: Turn, turn: Turn, kept: Turn, named: Turn) -> bool:
    """Whether two turns that follow each other became one person's by a choice."""
    if not kept.label or (kept.speaker, kept.role) != (named.speaker, named.role):
        return False
    return (before.speaker, before.role) != (turn.speaker, turn.role)


def _renamed(turn: Turn, decided: Choices) -> Turn:
    """A turn with the person whom somebody gave to its label."""
    choice = decided.get(turn.label or UNNAMED)
    if choice is None or not choice.speaker:
        return turn
    if choice.join:
        head = decided.get(choice.join)
        person = person_in(choice.join)
        if head is not None and not head.join:
            return _named(turn, head.name or person.name, head.role, person.role)
        return replace(turn, speaker=person.name, role=person.role or turn.role)
    return _named(turn, choice.name or turn.speaker, choice.role, turn.role)


def _named(turn: Turn, name: str, role: str | None, found: str) -> Turn:
    return replace(turn, speaker=name, role=found if role is None else role)
