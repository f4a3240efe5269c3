"""How is a text divided after a correction by hand? Turns split, joined and given away; units too.

No word and no passage moves. Once something is coded the sentences stay as they are: a unit that
was decided on must be there when decisions are compared.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import Refused
from annotator.model.spans import Span, SpanRow
from annotator.model.transcript import HeaderField, Level, Turn
from annotator.transcripts.label_styles import possible_labels
from annotator.transcripts.names import Person, person_in
from annotator.transcripts.segmentation import cut

if TYPE_CHECKING:
    from annotator.model.shape import Shape

_LABEL_END = ".:;：*_ \t\u00a0"


class Beginning(Struct, frozen=True):
    """Where a new turn could begin, and what stands there that looks like a label."""

    start: int
    text_start: int
    label: str = ""
    speaker: Person = Person("")


def beginning_at(shape: Shape, at: int) -> Beginning:
    """The beginning of the sentence at `at` as that of a turn; its label, where it has one."""
    sentences = shape.spans("sentence")
    number = sentences.at(at)
    start = at if number is None else sentences[number].start
    line_start = shape.text.rfind("\n", 0, start) + 1
    if not shape.text[line_start:start].strip():
        line_end = shape.text.find("\n", start)
        line = shape.text[line_start : len(shape.text) if line_end < 0 else line_end]
        for label in possible_labels(line):
            return Beginning(
                line_start + label.start,
                _forward(shape.text, line_start + label.after),
                label.text,
                person_in(label.text),
            )
    return Beginning(start, start)


def split_turn(shape: Shape, at: int, speaker: Person, *, frozen: bool) -> Shape:
    """The sentence at `at`, and what follows it in its turn, becomes a turn of its own.

    A label there is silent from now on. Where the speaker of before is named again further on,
    they go on from there. Raises `Refused` where no turn can begin.
    """
    begin = beginning_at(shape, at)
    number = _turn_at(shape, begin.start)
    if number is None:
        raise Refused("Nobody speaks there.", "Choose a sentence of a speaker.")
    old = shape.turns[number]
    if not shape.text[old.text_start : begin.start].strip():
        raise Refused("A turn begins there already.", "Choose a later sentence.")
    text_start = min(begin.text_start, old.end)
    again = _named_again(shape, old, text_start)
    end = again.start if again is not None else old.end
    new = Turn(begin.label, speaker.name, speaker.role, begin.start, text_start, end)
    made = (replace(old, end=begin.start), new, *([] if again is None else [again]))
    header = shape.header
    if begin.label:
        end = begin.start + len(shape.text[begin.start : text_start].rstrip())
        header = _with_label(header, HeaderField("label", begin.start, end))
    turns = (*shape.turns[:number], *made, *shape.turns[number + 1 :])
    return _divided(replace(shape, turns=turns, header=header), made, frozen=frozen)


def join_turn(shape: Shape, number: int, *, label_is_speech: bool, frozen: bool) -> Shape:
    """The turn of this number goes on with the one before it.

    Its label stays silent, as one that is repeated, unless it was none and is speech.
    """
    if not 0 < number < len(shape.turns):
        raise Refused("There is no turn before it to join it with.", "Give it to a speaker.")
    before, turn = shape.turns[number - 1], shape.turns[number]
    joined = replace(before, end=turn.end)
    header = shape.header
    if label_is_speech:
        header = tuple(
            one for one in header if not (one.kind == "label" and one.start == turn.start)
        )
    turns = (*shape.turns[: number - 1], joined, *shape.turns[number + 1 :])
    return _divided(replace(shape, turns=turns, header=header), (joined,), frozen=frozen)


def give_turns(shape: Shape, numbers: Iterable[int], speaker: Person) -> Shape:
    """These turns are somebody else's; their labels stay as they stand in the text."""
    wanted = frozenset(numbers)
    turns = tuple(
        replace(turn, speaker=speaker.name, role=speaker.role) if number in wanted else turn
        for number, turn in enumerate(shape.turns)
    )
    return replace(shape, turns=turns)


def split_unit(shape: Shape, level: Level, at: int) -> Shape:
    """The sentence or paragraph at `at` becomes two, the second of which begins with that word.

    A paragraph is cut between two of its sentences.
    """
    spans = shape.spans(level)
    number = spans.at(at)
    if number is None:
        raise Refused(f"No {level} stands there.", f"Choose a place inside a {level}.")
    unit, start = spans[number], at
    if level == "paragraph":
        sentence = shape.spans("sentence").at(at)
        start = at if sentence is None else shape.spans("sentence")[sentence].start
    start = _forward(shape.text, start)
    end = _back(shape.text, unit.start, start)
    if not unit.start < end <= start < unit.end:
        raise Refused(
            f"A {level} begins there already.",
            f"Choose a later {'sentence' if level == 'paragraph' else 'word'}.",
        )
    two = (Span(unit.start, end), Span(start, unit.end))
    return shape.with_spans(level, _spliced(spans, number, number + 1, two), by_hand=True)


def join_unit(shape: Shape, level: Level, number: int) -> Shape:
    """The unit of this number goes on with the one before it, within what holds both."""
    spans = shape.spans(level)
    if not 0 < number < len(spans):
        raise Refused(f"There is no {level} before it to join it with.", "")
    larger: Level = "paragraph" if level == "sentence" else "turn"
    one, two = spans[number - 1], spans[number]
    if shape.spans(larger).at(one.start) != shape.spans(larger).at(two.start):
        raise Refused(
            f"The {level} before it belongs to another {larger}.",
            f"Join the {larger}s first.",
        )
    whole = _spliced(spans, number - 1, number + 1, (one.joined(two),))
    return shape.with_spans(level, whole, by_hand=True)


# inside


def _named_again(shape: Shape, turn: Turn, after: int) -> Turn | None:
    """What is left of a turn from where its speaker is named again; None where they are not."""
    for field in shape.header:
        if field.kind == "label" and after <= field.start < turn.end:
            label = shape.text[field.start : field.end].rstrip(_LABEL_END)
            said = min(_forward(shape.text, field.end), turn.end)
            return replace(turn, label=label, start=field.start, text_start=said)
    return None


def _divided(shape: Shape, turns: Sequence[Turn], *, frozen: bool) -> Shape:
    """The shape with the units of these turns made anew, or fitted to them."""
    first, last = turns[0].start, turns[-1].end
    if not frozen:
        for units in cut(shape.text, turns, silent=shape.header):
            spans = shape.spans(units.level)
            start, stop = _between(spans, first, last)
            shape = shape.with_spans(units.level, _spliced(spans, start, stop, units.spans))
        return shape
    paragraphs = shape.spans("paragraph")
    start, stop = _between(paragraphs, first, last)
    pieces = [
        piece
        for number in range(start, stop)
        for piece in _parted(shape, paragraphs[number], [turn.start for turn in turns[1:]])
    ]
    shape = shape.with_spans("paragraph", _spliced(paragraphs, start, stop, pieces))
    whole = shape.spans("turn")
    start, stop = _between(whole, first, last)
    wholes = [span for turn in turns for span in _whole(shape, turn)]
    return shape.with_spans("turn", _spliced(whole, start, stop, wholes))


def _parted(shape: Shape, paragraph: Span, cuts: Sequence[int]) -> list[Span]:
    """A paragraph, cut where turns begin inside it."""
    pieces = [paragraph]
    for at in cuts:
        last = pieces[-1]
        if last.start < at < last.end:
            end = _back(shape.text, last.start, at)
            pieces[-1:] = [Span(last.start, end), Span(_forward(shape.text, at), last.end)]
    return pieces


def _whole(shape: Shape, turn: Turn) -> list[Span]:
    """The unit of a turn, from its first paragraph to its last; none where nothing is said."""
    paragraphs = shape.spans("paragraph")
    start, stop = _between(paragraphs, turn.start, turn.end)
    if start == stop:
        return []
    return [paragraphs[start].joined(paragraphs[stop - 1])]


def _between(spans: SpanRow, first: int, last: int) -> tuple[int, int]:
    """The numbers of the spans that begin from `first` on and before `last`, end excluded."""
    starts = [span.start for span in spans]
    return bisect_right(starts, first - 1), bisect_right(starts, last - 1)


def _spliced(spans: SpanRow, start: int, stop: int, new: Iterable[Span]) -> SpanRow:
    every = list(spans)
    return SpanRow([*every[:start], *new, *every[stop:]])


def _with_label(header: Sequence[HeaderField], label: HeaderField) -> tuple[HeaderField, ...]:
    kept = [one for one in header if one.end <= label.start or one.start >= label.end]
    return tuple(sorted((*kept, label), key=lambda one: one.start))


def _turn_at(shape: Shape, at: int) -> int | None:
    number = bisect_right([turn.start for turn in shape.turns], at) - 1
    return number if number >= 0 and at < shape.turns[number].end else None


def _forward(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _back(text: str, start: int, at: int) -> int:
    while at > start and text[at - 1].isspace():
        at -= 1
    return at
