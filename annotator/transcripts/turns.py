"""Who speaks where? Cuts a text into turns at the labels that are believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.model.transcript import HeaderField, Turn
from annotator.transcripts.label_styles import Label, possible_labels
from annotator.transcripts.label_words import QUESTION_WORDS
from annotator.transcripts.labels_inside import INSIDE, bare_label
from annotator.transcripts.names import Person, bare_words, person_in

if TYPE_CHECKING:
    from annotator.transcripts.choices import Choices
    from annotator.transcripts.joins import Join

__all__ = [
    "Label",
    "Speakers",
    "fields_of",
    "first_word",
    "only_questions",
    "possible_labels",
    "speakers_of",
    "turns_of",
    "with_answers",
]


class Speakers(Struct, frozen=True):
    """Which person each label stands for."""

    persons: Mapping[str, Person]
    heads: Mapping[str, str]
    """For each label the one whose person it shares; itself where it is joined to none."""


def speakers_of(labels: Sequence[Label], joined: Mapping[str, Join], choices: Choices) -> Speakers:
    """The persons behind the labels, by what was found out and by what was decided."""
    persons: dict[str, Person] = {}
    heads: dict[str, str] = {}
    for label in labels:
        if label.text not in heads:
            head = _head_of(label.text, joined, choices)
            heads[label.text] = head
            persons[label.text] = _person(label.text, head, choices)
    return Speakers(persons, heads)


def turns_of(labels: Sequence[Label], text: str, speakers: Speakers) -> tuple[Turn, ...]:
    """One turn from each label to the next of somebody else, the last to the end of the text."""
    firsts = list(_first_of_each_turn(labels, speakers))
    ends = [label.start for label in firsts[1:]] + [len(text)]
    shown = {
        words: (bare_label(words), person.name, person.role)
        for words, person in speakers.persons.items()
    }
    return tuple(
        Turn(*shown[label.text], label.start, min(first_word(text, label.after), end), end)
        for label, end in zip(firsts, ends, strict=False)
    )


def with_answers(labels: Sequence[Label], text: str, person: Person, end: int) -> tuple[Turn, ...]:
    """Turns where only questions have a label: what follows their paragraph answers them."""
    turns: list[Turn] = []
    for index, label in enumerate(labels):
        stop = labels[index + 1].start if index + 1 < len(labels) else end
        asked = person_in(label.text)
        words = min(first_word(text, label.after), stop)
        line_end = text.find("\n", words, stop)
        answer = first_word(text, line_end) if line_end >= 0 else stop
        question_end = min(answer, stop)
        turns.append(Turn(label.text, asked.name, asked.role, label.start, words, question_end))
        if answer < stop:
            turns.append(Turn("", person.name, person.role, answer, answer, stop))
    return tuple(turns)


def only_questions(labels: Sequence[Label]) -> bool:
    """Whether every label stands for whoever asks."""
    return bool(labels) and all(_asks(name) for name in {label.text for label in labels})


def fields_of(labels: Sequence[Label]) -> list[HeaderField]:
    """The labels as stretches that cannot be coded."""
    return [HeaderField("label", label.start, label.end) for label in labels]


def first_word(text: str, at: int) -> int:
    """The first place from `at` on that is not white space, or the end of the text."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _first_of_each_turn(labels: Sequence[Label], speakers: Speakers) -> Iterator[Label]:
    """The labels without those that only say again who speaks."""
    numbers: dict[Person, int] = {}
    for person in speakers.persons.values():
        numbers.setdefault(person, len(numbers))
    whose = {words: numbers[person] for words, person in speakers.persons.items()}
    head, number = "", -1
    for label in labels:
        words = label.text
        if speakers.heads[words] != head and whose[words] != number:
            yield label
        head, number = speakers.heads[words], whose[words]


def _head_of(label: str, joined: Mapping[str, Join], choices: Choices) -> str:
    """The label whose person this one shares; a circle of decisions ends where it began."""
    seen: set[str] = set()
    while label not in seen:
        seen.add(label)
        choice = choices.get(label)
        if choice is not None and (choice.join or choice.name or not label.startswith(INSIDE)):
            label = choice.join or label
        elif label in joined:
            label = joined[label].label
    return label


def _person(label: str, head: str, choices: Choices) -> Person:
    choice, found = choices.get(head), person_in(bare_label(head))
    role = found.role or person_in(bare_label(label)).role
    if choice is None or choice.join:
        return Person(found.name, role)
    return Person(choice.name or found.name, role if choice.role is None else choice.role)


def _asks(label: str) -> bool:
    words = bare_words(label)
    return bool(words) and words[0] in QUESTION_WORDS
