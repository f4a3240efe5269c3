"""How is a corrected text divided? As it was before, wherever its words are the same.

Turns keep their speakers, and units stay the same units with other words in them. What was put in
between two units is cut by the rules. Where nothing is coded yet, the turns that were touched are
cut anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from annotator.model.shape import Shape
from annotator.model.spans import Span, SpanRow
from annotator.model.transcript import HeaderField, Turn, Units
from annotator.transcripts.segmentation import cut

if TYPE_CHECKING:
    from annotator.model.text_map import TextMap

_LABEL_END = ".:;：*_ \t\u00a0\n"


class Carried(Struct, frozen=True):
    """A text's division after a correction, and which sentence became which."""

    shape: Shape
    sentences: tuple[tuple[Span, Span], ...]
    """(before, after) of every sentence that is left."""


def carried(before: Shape, text: str, where: TextMap, *, frozen: bool) -> Carried:
    """The division of a corrected text. With `frozen` no sentence that is left is cut anew."""
    header = tuple(_header(before, text, where))
    turns = tuple(_turns(before, text, where))
    pairs = list(_sentences(before, text, where, turns))
    if not frozen:
        touched = list(_touched(turns, where))
        pairs = [pair for pair in pairs if not any(span.overlaps(pair[1]) for span in touched)]
    sentences, paragraphs, wholes = _units(text, turns, header, [after for _, after in pairs])
    named = {units.level: units for units in before.units}
    units = (
        replace(named["sentence"], spans=sentences),
        replace(named["paragraph"], spans=paragraphs),
        replace(named["turn"], spans=wholes),
    )
    return Carried(Shape(text, turns, units, header), tuple(pairs))


def _header(before: Shape, text: str, where: TextMap) -> Iterator[HeaderField]:
    at = 0
    for field in before.header:
        span = _grown(text, where, Span(field.start, field.end))
        if span is not None and span.start >= at:
            yield HeaderField(field.kind, span.start, span.end)
            at = span.end


def _turns(before: Shape, text: str, where: TextMap) -> Iterator[Turn]:
    """The turns, which tile the text from the first on; one with nothing left of it goes."""
    held: Turn | None = None
    for turn in before.turns:
        start = where.start(turn.start)
        said = min(max(start, where.start(turn.text_start)), len(text))
        new = replace(turn, start=start, text_start=said, end=len(text))
        if turn.label:
            new = _labelled(before.text, text, turn, new)
        if held is not None:
            if text[held.start : start].strip():
                yield replace(held, end=start, text_start=min(held.text_start, start))
            else:
                new = replace(new, start=held.start)
        held = new
    if held is not None and text[held.start :].strip():
        yield held


def _labelled(old: str, text: str, turn: Turn, new: Turn) -> Turn:
    """A label that was corrected names whom it says now, unless somebody had decided otherwise."""
    words = old[turn.start : turn.text_start]
    now = text[new.start : new.text_start]
    if words == now:
        return new
    label = now.strip().rstrip(_LABEL_END)
    return replace(new, label=label, speaker=label if turn.speaker == turn.label else turn.speaker)


def _sentences(
    before: Shape, text: str, where: TextMap, turns: Sequence[Turn]
) -> Iterator[tuple[Span, Span]]:
    """Every sentence that is left; none reaches into another one, or into another turn."""
    at, number = 0, 0
    for span in before.spans("sentence"):
        found = _grown(text, where, span)
        if found is None or found.end <= at:
            continue
        start = max(found.start, at)
        while number < len(turns) and turns[number].end <= start:
            number += 1
        end = min(found.end, turns[number].end) if number < len(turns) else found.end
        found = _bare(text, Span(start, max(start, end)))
        if found is not None:
            yield span, found
            at = found.end


def _grown(text: str, where: TextMap, span: Span) -> Span | None:
    """The span in the corrected text, with what was written right on to its ends: a full stop."""
    found = where.span(span)
    if found is None:
        return None
    start, end = found.start, found.end
    for change in where.changes:
        if change.start == change.end == span.end and change.new_start == end:
            while end < change.new_end and not text[end].isspace():
                end += 1
        if change.start == change.end == span.start and change.new_end == start:
            while start > change.new_start and not text[start - 1].isspace():
                start -= 1
    return Span(start, end)


def _touched(turns: Sequence[Turn], where: TextMap) -> Iterator[Span]:
    """The turns of the corrected text in which words are other ones than before."""
    for turn in turns:
        for change in where.changes:
            if change.new_start <= turn.end and turn.start <= change.new_end:
                yield Span(turn.start, turn.end)
                break


def _units(
    text: str, turns: Sequence[Turn], header: Sequence[HeaderField], kept: Sequence[Span]
) -> tuple[SpanRow, SpanRow, SpanRow]:
    """Sentences that are kept and those the rules find between them, and what holds them."""
    found = {units.level: units for units in cut(text, turns, silent=header)}
    sentences = _filled(kept, found["sentence"])
    paragraphs = _around(found["paragraph"].spans, sentences)
    wholes: list[Span] = []
    number = 0
    for turn in turns:
        mine: list[Span] = []
        while number < len(paragraphs) and paragraphs[number].start < turn.end:
            mine.append(paragraphs[number])
            number += 1
        if mine:
            wholes.append(mine[0].joined(mine[-1]))
    return SpanRow(sentences), SpanRow(paragraphs), SpanRow(wholes)


def _filled(kept: Sequence[Span], rules: Units) -> list[Span]:
    """The kept spans, and those of the rules that share no word with any of them."""
    row = SpanRow(kept)
    new = [span for span in rules.spans if not row.touching(span)]
    return sorted((*kept, *new))


def _around(paragraphs: Iterable[Span], sentences: Sequence[Span]) -> list[Span]:
    """Paragraphs that hold every sentence whole: those that share one are joined."""
    every = sorted((*paragraphs, *sentences), key=lambda span: (span.start, -span.end))
    found: list[Span] = []
    for span in every:
        if found and span.start < found[-1].end:
            found[-1] = found[-1].joined(span)
        else:
            found.append(span)
    return found


def _bare(text: str, span: Span) -> Span | None:
    """The span without white space at its ends; None where nothing is left."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip())) if words.strip() else None
