"""What may be a speaker in this text, how surely, why, and what is proposed?

For the sheet on which a person looks at the speakers before anything is written. Everything is
pure: `propose` reads a text and says what it thought, and reads it anew under decisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from annotator.model.spans import Span
from annotator.model.transcript import Source, Transcript
from annotator.transcripts.choices import ANSWERS, NO_CHOICES, Choice, Choices, Decision
from annotator.transcripts.file_names import NameDate, date_in_name
from annotator.transcripts.joins import corrected, resemblances
from annotator.transcripts.label_styles import SURE_STYLES, Label, Style, is_denied
from annotator.transcripts.languages import LanguageGuess, language_of
from annotator.transcripts.normalising import normalised
from annotator.transcripts.plain_text import transcript_of
from annotator.transcripts.reading import Reading, take_apart
from annotator.transcripts.turns import speakers_of

if TYPE_CHECKING:
    from annotator.transcripts.beliefs import Belief, Confidence
    from annotator.transcripts.dates import DateQuestion
    from annotator.transcripts.names import Person

_OFTEN = 3
_LONGEST_PASSAGE = 160
_HEADER_REASONS = {
    "last_updated": "a date follows; before the first turn",
    "date": "a date follows; before the first turn",
    "note": "a note; before the first turn",
    "byline": "part of the by-line",
    "short": "part of the title",
}


class Candidate(Struct, frozen=True):
    """A label, with everything that helps to decide whether it names a speaker."""

    label: str
    count: int
    place: Span
    """Where it stands first, with its colon."""
    passage: Span
    """The first words that it introduces, at most the rest of their line."""
    style: Style
    confidence: Confidence
    """How surely it names a speaker: a proposal "not a speaker" mostly has low."""
    reason: str
    choice: Choice
    """What was decided, else what is proposed; name and role are filled in."""
    resembles: str = ""
    """A frequent label that this one differs from by one letter: perhaps to be joined."""
    hint: str = ""
    """Another spelling of the name that stands in the text, where this one looks misread."""

    @property
    def decision(self) -> Decision:
        return self.choice.decision


class Answers(Struct, frozen=True):
    """Answers that have no label, in a sheet where only the questions have one."""

    count: int
    first: Span
    choice: Choice
    """Speaker False where they are not told from the questions."""


class Proposal(Struct, frozen=True):
    """A text as it would be read, and what a person may want to change about that."""

    transcript: Transcript
    candidates: tuple[Candidate, ...]
    """Speakers in the order of first speaking, then what is proposed not to be one."""
    answers: Answers | None
    dates: tuple[DateQuestion, ...]
    """Dates that can be read two ways; the metadata then hold the year."""
    date_in_name: NameDate | None
    language: LanguageGuess
    unnamed: Answers | None = None
    """Words without a label that are no answers, and whose they are taken to be."""


def propose(
    text: str,
    *,
    source: Source = Source(),  # noqa: B008 - frozen
    choices: Choices = NO_CHOICES,
) -> Proposal:
    """What `text` would become under `choices`, and every label that was thought about.

    `choices` are keyed by `Candidate.label` (and `ANSWERS`). Giving back all the choices of a
    proposal changes nothing.
    """
    text, changes = normalised(text)
    found = take_apart(text, choices)
    transcript = transcript_of(found, replace(source, normalised=source.normalised + changes))
    spoken = found.turns[0].text_start if found.turns else 0
    in_name = date_in_name(source.name)
    asked = in_name.question if in_name is not None and not found.header.metadata.date else None
    return Proposal(
        transcript=transcript,
        candidates=_candidates(found, choices),
        answers=_answers(found, choices),
        dates=found.header.questions if asked is None else (*found.header.questions, asked),
        date_in_name=in_name,
        language=language_of(text[spoken:]),
    )


def proposed_choices(proposal: Proposal) -> dict[str, Choice]:
    """The choices of all candidates and of the answers, as `propose` and `read_text` take them."""
    choices = {candidate.label: candidate.choice for candidate in proposal.candidates}
    if proposal.answers is not None:
        choices[ANSWERS] = proposal.answers.choice
    return choices


def _candidates(found: Reading, choices: Choices) -> tuple[Candidate, ...]:
    spoken = {label.text for label in found.spoken}
    counts: dict[str, int] = {}
    for label in found.spoken:
        counts[label.text] = counts.get(label.text, 0) + 1
    persons = speakers_of(found.spoken, found.joined, choices).persons
    near = resemblances(counts)
    speakers: list[Candidate] = []
    others: list[Candidate] = []
    for label, group in _groups(found):
        if label.text in spoken:
            one = _speaker(found, label, choices, persons[label.text])
            hint = corrected(label.text, found.text)
            near_to = near.get(label.text, "") if not one.choice.join else ""
            count = counts[label.text]
            speakers.append(replace(one, count=count, resembles=near_to, hint=hint))
        elif label.text in choices or _is_worth_asking(found, label, len(group)):
            others.append(replace(_other(found, label, choices), count=len(group)))
    return (*speakers, *others)


def _groups(found: Reading) -> Iterator[tuple[Label, list[Label]]]:
    """Each text of a label with all its places; first the place that marks a turn, if any."""
    marks = {label.start for label in found.spoken}
    groups: dict[str, list[Label]] = {}
    for label in found.labels:
        groups.setdefault(label.text, []).append(label)
    for group in groups.values():
        yield next((one for one in group if one.start in marks), group[0]), group


def _is_worth_asking(found: Reading, label: Label, count: int) -> bool:
    """Whether something that is no speaker looks so much like one that a person should see it."""
    if label.style == "inside":
        return True
    if label.style in {"line", "tab"} and found.spoken:
        return False
    if label.style not in SURE_STYLES:
        return count >= _OFTEN and label.style != "semicolon"
    in_header = any(line.start == label.start for line in found.top)
    return in_header or count > 1 or not is_denied(label.text)


def _speaker(found: Reading, label: Label, choices: Choices, person: Person) -> Candidate:
    belief = found.beliefs.get((label.text, label.style))
    decided = choices.get(label.text)
    join = found.joined.get(label.text) if decided is None else None
    choice = decided or Choice()
    if not choice.join:
        role = person.role if choice.role is None else choice.role
        choice = replace(choice, name=choice.name or person.name, role=role)
    sure: Confidence = belief.confidence if belief is not None else "low"
    reason = belief.reason if belief is not None and belief.speaker else "decided by a person"
    if join is not None:
        choice, reason = Choice(join=join.label), join.reason
        sure = "high" if join.certain else "medium"
    elif reason == "stands in the by-line" and person.role:
        reason = "office and name; both stand in the by-line"
    return _candidate(found.text, label, sure, reason, choice)


def _other(found: Reading, label: Label, choices: Choices) -> Candidate:
    line = next((line for line in found.top if line.start == label.start), None)
    belief: Belief | None = found.beliefs.get((label.text, label.style))
    reason = belief.reason if belief is not None else "nothing says that it is a speaker"
    if label.text in choices and (belief is None or belief.speaker):
        reason = "decided by a person"
    if line is not None:
        reason = _HEADER_REASONS.get(line.kind, "part of the header; before the first turn")
    return _candidate(found.text, label, "low", reason, Choice(speaker=False))


def _candidate(
    text: str, label: Label, confidence: Confidence, reason: str, choice: Choice
) -> Candidate:
    return Candidate(
        label=label.text,
        count=1,
        place=Span(label.start, label.end),
        passage=passage_at(text, label.after),
        style=label.style,
        confidence=confidence,
        reason=reason[:1].upper() + reason[1:],
        choice=choice,
    )


def passage_at(text: str, at: int) -> Span:
    """The first words from `at` on, at most the rest of their line."""
    start = at
    while start < len(text) and text[start].isspace():
        start += 1
    stop = min(len(text), start + _LONGEST_PASSAGE)
    line_end = text.find("\n", start, stop)
    end = stop if line_end < 0 else line_end
    return Span(start, start + len(text[start:end].rstrip()))


def _answers(found: Reading, choices: Choices) -> Answers | None:
    decided = choices.get(ANSWERS)
    if decided is not None and not decided.speaker:
        without: Mapping[str, Choice] = {k: v for k, v in choices.items() if k != ANSWERS}
        undecided = _answers(take_apart(found.text, without), without)
        return undecided and replace(undecided, choice=decided)
    if not found.answers:
        return None
    first = next(
        turn
        for before, turn in zip(found.turns, found.turns[1:], strict=False)
        if before.label and not turn.label
    )
    choice = decided or Choice(name=first.speaker, role=first.role)
    return Answers(found.answers, passage_at(found.text, first.text_start), choice)
