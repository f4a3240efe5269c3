"""Which passage would a code key take? The unit cursor, its steps and its narrowing.

Pure logic over the units of a transcript. A selection runs from a start in one sentence to an end
in the same or a later one; whole sentences are the resting state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from unicodedata import category

from msgspec import Struct
from msgspec.structs import replace

from annotator.model.spans import Span, SpanRow

if TYPE_CHECKING:
    from annotator.model.transcript import OpenTranscript

Cut = Callable[[str, Span], list[Span]]

_JOINER = "\u200d"
_CLOSING, _OPENING = (
    frozenset(".,;:!?\u2026)]}\u00bb\u201d\u2019"),
    frozenset("([{\u00ab\u201c\u2018"),
)
_LONG = 4_000
"""Code points of a sentence above which words are looked for in a stretch of it only."""


class Where(Struct, frozen=True):
    """Sentences from `anchor` to `head` (either may stand first), and a part of them or None."""

    anchor: int
    head: int
    part: Span | None = None

    @property
    def first(self) -> int:
        return min(self.anchor, self.head)

    @property
    def last(self) -> int:
        return max(self.anchor, self.head)


class UnitCursor:
    """The place of work in one transcript. Every step returns nothing and never raises."""

    def __init__(self, text: str, sentences: SpanRow, paragraphs: SpanRow, turns: SpanRow) -> None:
        if not len(sentences):
            raise ValueError("a unit cursor needs at least one unit")
        self._text = text
        self._sentences, self._paragraphs, self._turns = sentences, paragraphs, turns
        self.where = Where(0, 0)

    @classmethod
    def over(cls, transcript: OpenTranscript) -> UnitCursor | None:
        """A cursor on the first unit; None where a transcript has no words at all."""
        rows = [transcript.spans(level) for level in ("sentence", "paragraph", "turn")]
        whole = SpanRow([Span(0, len(transcript.text))] if transcript.text else [])
        finest = next((row for row in (*rows, whole) if len(row)), None)
        if finest is None:
            return None
        sentences, paragraphs, turns = (row if len(row) else finest for row in rows)
        return cls(transcript.text, sentences, paragraphs, turns)

    def copied(self) -> UnitCursor:
        """Another cursor on the same place, to try a step with."""
        copy = UnitCursor(self._text, self._sentences, self._paragraphs, self._turns)
        copy.where = self.where
        return copy

    # What it stands on

    @property
    def sentences(self) -> SpanRow:
        """The units it steps through; coarser ones where a transcript has no sentences."""
        return self._sentences

    @property
    def unit(self) -> Span:
        """The whole sentences under the cursor."""
        return self._sentences[self.where.first].joined(self._sentences[self.where.last])

    @property
    def selection(self) -> Span:
        """The passage a code key would take."""
        return self.where.part or self.unit

    @property
    def head(self) -> Span:
        """The sentence at the end that moves when the selection is extended."""
        return self._sentences[self.where.head]

    @property
    def is_narrowed(self) -> bool:
        return self.where.part is not None

    @property
    def number(self) -> tuple[int, int]:
        """The first sentence under the cursor, counted from 1, and how many there are."""
        return self.where.first + 1, len(self._sentences)

    # Moving

    def next_sentence(self) -> None:
        self._rest_on(self.where.last + 1)

    def previous_sentence(self) -> None:
        self._rest_on(self.where.first - 1)

    def next_paragraph(self) -> None:
        self._rest_on(self._start_of_next(self._paragraphs))

    def previous_paragraph(self) -> None:
        self._rest_on(self._start_of_previous(self._paragraphs))

    def next_turn(self) -> None:
        self._rest_on(self._start_of_next(self._turns))

    def previous_turn(self) -> None:
        self._rest_on(self._start_of_previous(self._turns))

    def first_unit(self) -> None:
        self._rest_on(0)

    def last_unit(self) -> None:
        self._rest_on(len(self._sentences) - 1)

    # Extending: the anchor stays, the head moves; a narrowed start or end stays narrowed

    def extend(self) -> None:
        """By one sentence; a cut at the end of the selection is taken back first."""
        part, end = self.where.part, self.unit.end
        if part and part.end < end and self.where.head == self.where.last:
            self._take(Span(part.start, end))
        else:
            self._head_to(self.where.head + 1)

    def shrink(self) -> None:
        self._head_to(self.where.head - 1)

    def extend_paragraph(self) -> None:
        """To the end of the paragraph, or of the next one when already there."""
        self._head_to(self._end_after_head(self._paragraphs))

    def extend_turn(self) -> None:
        self._head_to(self._end_after_head(self._turns))

    def shrink_paragraph(self) -> None:
        self._head_to(self._last_before(self._paragraphs))

    def shrink_turn(self) -> None:
        self._head_to(self._last_before(self._turns))

    def extend_to_first(self) -> None:
        self._head_to(0)

    def extend_to_last(self) -> None:
        self._head_to(len(self._sentences) - 1)

    # Narrowing

    def narrow_left(self) -> None:
        """Drop the first clause of the selection; the last one stays."""
        self._start_at_next(self._pieces(_clauses))

    def narrow_right(self) -> None:
        """Drop the last clause of the selection; the first one stays."""
        self._end_at_previous(self._pieces(_clauses))

    def narrow_word_left(self) -> None:
        self._start_at_next(self._words_near(self.selection.start))

    def narrow_word_right(self) -> None:
        self._end_at_previous(self._words_near(self.selection.end - 1))

    def widen_word_left(self) -> None:
        """Take up the word before the selection, also from the sentence before."""
        start = self.selection.start
        before = [piece.start for piece in self._words_near(start - 1) if piece.start < start]
        if before:
            self.select(Span(before[-1], self.selection.end))

    def widen_word_right(self) -> None:
        end = self.selection.end
        after = [piece.end for piece in self._words_near(end) if piece.end > end]
        if after:
            self.select(self._whole_letters(Span(self.selection.start, after[0])))

    def drop(self) -> None:
        """Back from a narrowed or free selection to the whole units it lies in."""
        self.where = replace(self.where, part=None)

    # Going somewhere

    def place(self, offset: int) -> None:
        """Rest on the sentence at a code point, or the next one after it."""
        self._rest_on(self._sentence_at(offset))

    def select(self, span: Span) -> None:
        """Take any passage; the units it touches become the ground it stands on."""
        touched = self._sentences.touching(span)
        if not touched:
            self.place(span.start)
            return
        self.where = Where(touched[0], touched[-1])
        if len(span):
            self._take(span)

    def snapped(self, span: Span) -> Span | None:
        """`span` grown so that it cuts no word, without white space and stray marks at its ends."""
        if not len(span):
            return None
        whole = self._whole_letters(span)
        start, end = whole.start, whole.end
        for word in self._words_near(start):
            if word.start < start < word.end:
                start = word.start
        for word in self._words_near(end - 1):
            if word.start < end < word.end:
                end = word.end
        start, end = self._trimmed(*self._without_strays(*self._trimmed(start, end)))
        return self._whole_letters(Span(start, end)) if start < end else None

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self._text[start].isspace():
            start += 1
        while start < end and self._text[end - 1].isspace():
            end -= 1
        return start, end

    def _without_strays(self, start: int, end: int) -> tuple[int, int]:
        """Without the full stop of the words before, and the bracket that opens the next."""
        first, last = start, end
        while first < end and self._text[first] in _CLOSING:
            first += 1
        while last > start and self._text[last - 1] in _OPENING:
            last -= 1
        start = first if first < end and self._text[first].isspace() else start
        end = last if last > start and self._text[last - 1].isspace() else end
        return start, end

    def word_at(self, offset: int) -> Span | None:
        """The word that holds a code point, if one does."""
        around = self._words_near(offset)
        return next((word for word in around if word.start <= offset < word.end), None)

    # How

    def _rest_on(self, sentence: int) -> None:
        sentence = max(0, min(sentence, len(self._sentences) - 1))
        self.where = Where(sentence, sentence)

    def _head_to(self, head: int) -> None:
        head = max(0, min(head, len(self._sentences) - 1))
        before, part = self.where, self.where.part
        if head == before.head:
            return
        self.where = Where(before.anchor, head)
        if part is None:
            return
        start, end = self.unit.start, self.unit.end
        if self.where.first == before.first:
            start = part.start  # the side that does not move keeps its cut
        if self.where.last == before.last:
            end = part.end
        self._take(Span(start, end))

    def _take(self, part: Span) -> None:
        """Narrow to a part of the units under the cursor, or rest on all of them."""
        self.where = replace(self.where, part=part if part != self.unit else None)

    def _start_of_next(self, row: SpanRow) -> int:
        """The first sentence of the next paragraph or turn; this one where there is none."""
        at = row.nearest(self._sentences[self.where.last].end - 1)
        if at is None or at + 1 >= len(row):
            return self.where.last
        return self._sentence_at(row[at + 1].start)

    def _start_of_previous(self, row: SpanRow) -> int:
        """The start of this paragraph or turn, or of the one before when already there."""
        at = row.nearest(self._sentences[self.where.first].start)
        if at is None:
            return self.where.first
        start = self._sentence_at(row[at].start)
        if start < self.where.first or at == 0:
            return start
        return self._sentence_at(row[at - 1].start)

    def _end_after_head(self, row: SpanRow) -> int:
        """The last sentence of the unit that holds the head, or of the next one."""
        head = self.where.head
        for sentence in (head, min(head + 1, len(self._sentences) - 1)):
            at = row.nearest(self._sentences[sentence].start)
            inside = self._sentences.touching(row[at]) if at is not None else range(0)
            if inside and inside[-1] > head:
                return inside[-1]
        return head

    def _last_before(self, row: SpanRow) -> int:
        """The last sentence of the unit before the head's; never above the anchor."""
        at = row.nearest(self._sentences[self.where.head].start)
        inside = self._sentences.touching(row[at - 1]) if at else range(0)
        return max(inside[-1], self.where.anchor) if inside else self.where.anchor

    def _sentence_at(self, offset: int) -> int:
        found = self._sentences.nearest(offset)
        return 0 if found is None else found

    def _start_at_next(self, pieces: Iterable[Span]) -> None:
        old = self.selection
        inside = [piece.start for piece in pieces if old.start < piece.start < old.end]
        if inside:
            self._narrow_to(Span(inside[0], old.end))

    def _end_at_previous(self, pieces: Iterable[Span]) -> None:
        old = self.selection
        inside = [piece.end for piece in pieces if old.start < piece.end < old.end]
        if inside:
            end = self._without_space(old.start, inside[-1])
            part = self._whole_letters(Span(old.start, end))
            if part != old:
                self._narrow_to(part)

    def _narrow_to(self, span: Span) -> None:
        """Take a part; sentences that no longer touch it are left behind."""
        anchor_first = self.where.anchor <= self.where.head
        self.select(span)
        if not anchor_first:
            self.where = replace(self.where, anchor=self.where.head, head=self.where.anchor)

    def _whole_letters(self, span: Span) -> Span:
        """`span` grown so that no accent or joiner is cut from the letter it belongs to."""
        start, end = span.start, span.end
        while start > 0 and _joins(self._text, start):
            start -= 1
        while end < len(self._text) and _joins(self._text, end):
            end += 1
        return Span(start, end)

    def _without_space(self, start: int, end: int) -> int:
        while end > start + 1 and self._text[end - 1].isspace():
            end -= 1
        return end

    def _pieces(self, cut: Cut) -> Iterable[Span]:
        for number in range(self.where.first, self.where.last + 1):
            yield from cut(self._text, self._sentences[number])

    def _words_near(self, offset: int) -> list[Span]:
        """The words of the sentence at `offset` and of its neighbours, or of a stretch of them."""
        at = self._sentence_at(max(offset, 0))
        found: list[Span] = []
        for number in range(max(at - 1, 0), min(at + 2, len(self._sentences))):
            unit = self._sentences[number]
            if len(unit) > _LONG:
                unit = self._stretch(unit, offset)
            found += _words(self._text, unit) if len(unit) else []
        return found

    def _stretch(self, unit: Span, offset: int) -> Span:
        """The part of a very long unit around `offset`, cut at spaces."""
        start, end = max(unit.start, offset - _LONG // 2), min(unit.end, offset + _LONG // 2)
        while unit.start < start < unit.end and not self._text[start - 1].isspace():
            start -= 1
        while unit.start < end < unit.end and not self._text[end].isspace():
            end += 1
        return Span(start, end) if start < end else Span(unit.start, unit.start)


def _joins(text: str, at: int) -> bool:
    """Whether a code point belongs to a letter before it."""
    mark = text[at]
    is_mark = mark == _JOINER or category(mark) in {"Mn", "Mc", "Me"}
    return is_mark and at > 0 and not text[at - 1].isspace()


def _clauses(text: str, unit: Span) -> list[Span]:
    # The readers of transcripts are loaded with the first step, not with the view.
    from annotator.transcripts import clauses

    return clauses(text, unit)


def _words(text: str, unit: Span) -> list[Span]:
    from annotator.transcripts import words

    return words(text, unit)
