"""How is a text taken apart? Header, labels and what is believed of them, turns, silent places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from annotator.model.transcript import HeaderField, Turn
from annotator.transcripts.beliefs import Belief, Key, judged, once_only
from annotator.transcripts.choices import ANSWERS, Choices
from annotator.transcripts.headings import headings
from annotator.transcripts.joins import Join, joins
from annotator.transcripts.label_styles import SURE_STYLES, Label, is_denied, possible_labels
from annotator.transcripts.labels_inside import bare_label, labels_inside
from annotator.transcripts.metadata import (
    Header,
    TopLine,
    header_of,
    lines_before_speech,
    speaker_in_byline,
    top_lines,
)
from annotator.transcripts.names import Person
from annotator.transcripts.stage_directions import directions
from annotator.transcripts.taken_places import Stretches
from annotator.transcripts.titles import speaker_in_title
from annotator.transcripts.turns import (
    fields_of,
    first_word,
    only_questions,
    speakers_of,
    turns_of,
    with_answers,
)


class Reading(Struct, frozen=True):
    """A text taken apart, with everything that a person may want to know about how."""

    text: str
    header: Header
    top: tuple[TopLine, ...]
    """The lines of the header."""
    labels: tuple[Label, ...]
    """Everything with the shape of a label, the header's lines included."""
    spoken: tuple[Label, ...]
    """Those of them that mark turns."""
    beliefs: Mapping[Key, Belief]
    joined: Mapping[str, Join]
    turns: tuple[Turn, ...]
    silent: tuple[HeaderField, ...]
    """Every place that cannot be coded, the header's included, in order."""
    answers: int
    """How many turns are answers without a label."""

    def flags(self) -> tuple[str, ...]:
        """In words, what a person should look at."""
        return (*map(str, self.header.questions), *self._about_speakers(), *self._about_labels())

    def _about_speakers(self) -> tuple[str, ...]:
        if not self.spoken:
            return () if any(turn.speaker for turn in self.turns) else ("no speakers found",)
        if self.answers:
            whose = next(turn.speaker for turn in reversed(self.turns) if not turn.label)
            by = f"{whose}'s" if whose else "nobody's"
            return (
                f"{self.answers} answer{'s' * (self.answers > 1)} without a label read as {by}",
            )
        return () if self.turns[0].label else ("text before the first speaker",)

    def _about_labels(self) -> tuple[str, ...]:
        counts = Counter(label.text for label in self.spoken if label.style != "inside")
        once = sum(n == 1 for n in counts.values()) and once_only(
            label for label in self.spoken if label.text not in self.joined
        )
        found = [f"{once} speaker label{'s' * (once > 1)} found only once"] if once else []
        left = sum(one.style == "inside" for one in self.labels) - sum(
            one.style == "inside" for one in self.spoken
        )
        if left:
            labels = "1 possible label" if left == 1 else f"{left} possible labels"
            found.append(f"{labels} inside paragraphs left as words")
        weak = sum(label.style in {"line", "tab"} for label in self.spoken)
        if weak:
            found.append(f"{weak} speaker labels are lines or columns without a colon")
        short = sum(not join.certain for join in self.joined.values())
        if short:
            found.append(f"{short} speaker label{'s' * (short > 1)} joined with another")
        return tuple(found)


def take_apart(text: str, choices: Choices) -> Reading:
    """What stands where in a text whose line ends are LF, with `choices` before any belief."""
    labels = possible_labels(text)
    top = _top(text, labels, choices)
    body = top[-1].end if top else 0
    header = header_of(top, text)
    behind = [label for label in labels if label.start >= body]
    beliefs = judged(behind, text, header.metadata.byline)
    spoken = [label for label in behind if _is_spoken(label, beliefs, choices)]
    if spoken:
        more, body = lines_before_speech(text, body, spoken[0].start)
        if more:
            top = [*top, *more]
            header = header_of(top, text)
    joined = joins(Counter(label.text for label in spoken))
    inside = labels_inside(text, body, labels, spoken)
    if inside:
        known = {label.text for label in spoken}
        labels = [*labels, *inside]
        beliefs = beliefs | {(one.text, one.style): _LEFT_INSIDE for one in inside}
        joined |= {one.text: _same_words(one) for one in inside if bare_label(one.text) in known}
        chosen = [label for label in inside if _is_spoken(label, beliefs, choices)]
        spoken = sorted((*spoken, *chosen), key=lambda label: label.start)
    turns, answers = _turns(text, body, spoken, joined=joined, choices=choices, header=header)
    named = fields_of(spoken)
    silent = _silent(text, turns, [*header.fields, *named])
    return Reading(
        text,
        header,
        tuple(top),
        tuple(labels),
        tuple(spoken),
        beliefs,
        joined,
        turns,
        silent,
        answers,
    )


_LEFT_INSIDE = Belief(False, "low", "inside a paragraph, behind other words")


def _same_words(label: Label) -> Join:
    return Join(bare_label(label.text), "the same words as the label of other turns")


def _top(text: str, labels: Sequence[Label], choices: Choices) -> list[TopLine]:
    """The lines of the header, up to a label that somebody decided to be a speaker's."""
    sure = [one for one in labels if one.style in SURE_STYLES and not is_denied(one.text)]
    lines = top_lines(text, sure)
    if choices:
        lines = lines[: _first_decided(lines, labels, choices)]
    if lines and not text[lines[-1].end :].strip():
        return []
    return lines


def _first_decided(lines: Sequence[TopLine], labels: Sequence[Label], choices: Choices) -> int:
    """The first line with a label that was decided to be a speaker's and stands only up here."""
    body = lines[-1].end if lines else 0
    below = {label.text for label in labels if label.start >= body}
    chosen = {text for text, choice in choices.items() if choice.speaker} - below
    starts = {label.start for label in labels if label.text in chosen}
    return next((at for at, line in enumerate(lines) if line.start in starts), len(lines))


def _is_spoken(label: Label, beliefs: Mapping[Key, Belief], choices: Choices) -> bool:
    choice = choices.get(label.text)
    belief = beliefs.get((label.text, label.style))
    believed = belief is not None and belief.speaker
    if choice is None:
        return believed
    # In a style that is not believed anywhere for these words, the decision is all there is.
    known = believed or not any(b.speaker for (text, _), b in beliefs.items() if text == label.text)
    return choice.speaker and known


def _turns(
    text: str,
    body: int,
    spoken: Sequence[Label],
    *,
    joined: Mapping[str, Join],
    choices: Choices,
    header: Header,
) -> tuple[tuple[Turn, ...], int]:
    """The turns, and how many of them are answers without a label."""
    if not spoken:
        return _unlabelled(text, body, len(text), _only_speaker(header)), 0
    answering = choices.get(ANSWERS)
    if only_questions(spoken) and (answering is None or answering.speaker):
        person = _only_speaker(header)
        if answering is not None:
            person = Person(answering.name or person.name, answering.role or person.role)
        found = with_answers(spoken, text, person, len(text))
        count = sum(not turn.label for turn in found)
        if count:
            return (*_unlabelled(text, body, spoken[0].start, person), *found), count
    speakers = speakers_of(spoken, joined, choices)
    before = _unlabelled(text, body, spoken[0].start, Person(""))
    return (*before, *turns_of(spoken, text, speakers)), 0


def _unlabelled(text: str, start: int, end: int, person: Person) -> tuple[Turn, ...]:
    """Speech without a label, as one turn."""
    first = first_word(text, start)
    return (Turn("", person.name, person.role, first, first, end),) if first < end else ()


def _only_speaker(header: Header) -> Person:
    """Whose the words without a label are, by the by-line or the title."""
    metadata = header.metadata
    found = speaker_in_byline(metadata.byline) if metadata.byline else None
    if found is None and not metadata.byline:
        found = speaker_in_title(metadata.title)
    return found or Person("")


def _silent(text: str, turns: Sequence[Turn], fields: list[HeaderField]) -> tuple[HeaderField, ...]:
    taken = Stretches(fields)
    noted = directions(text, turns, taken)
    between = headings(text, turns, taken)
    if between:
        topics = Stretches(between)
        noted = [field for field in noted if not topics.hold(field.start)]
    return tuple(sorted((*fields, *noted, *between), key=lambda field: field.start))
