"""How many keys does it take to code the whole sample as coder A did, without a mouse?"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean

from PySide6.QtCore import Qt

from annotator.model.spans import Span
from annotator.model.transcript import OpenTranscript
from annotator_resources import resource
from annotator_ui.transcript_view.unit_cursor import UnitCursor, Where
from tests.ui.code_place.desk import Desk

SHIFT, CTRL, PLAIN = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)
Press = tuple[Qt.Key, Qt.KeyboardModifier]
Steps = dict[Press, Callable[[UnitCursor], None]]
MOVES: Steps = {
    (Qt.Key.Key_Down, PLAIN): UnitCursor.next_sentence,
    (Qt.Key.Key_Right, PLAIN): UnitCursor.next_paragraph,
    (Qt.Key.Key_PageDown, PLAIN): UnitCursor.next_turn,
    (Qt.Key.Key_Up, PLAIN): UnitCursor.previous_sentence,
    (Qt.Key.Key_Escape, PLAIN): UnitCursor.drop,
}
TRIMS: Steps = {
    (Qt.Key.Key_Down, SHIFT): UnitCursor.extend,
    (Qt.Key.Key_Tab, PLAIN): UnitCursor.narrow_left,
    (Qt.Key.Key_Backtab, SHIFT): UnitCursor.narrow_right,
    (Qt.Key.Key_Right, CTRL): UnitCursor.narrow_word_left,
    (Qt.Key.Key_Left, CTRL): UnitCursor.narrow_word_right,
    (Qt.Key.Key_Right, CTRL | SHIFT): UnitCursor.widen_word_right,
    (Qt.Key.Key_Left, CTRL | SHIFT): UnitCursor.widen_word_left,
}


EXTEND: Press = (Qt.Key.Key_Down, SHIFT)
LEFT: tuple[Press, Press, Press] = (
    (Qt.Key.Key_Tab, PLAIN),
    (Qt.Key.Key_Right, CTRL),
    (Qt.Key.Key_Left, CTRL | SHIFT),
)
"""For the start of a passage: a clause on, a word on, a word back."""
RIGHT: tuple[Press, Press, Press] = (
    (Qt.Key.Key_Backtab, SHIFT),
    (Qt.Key.Key_Left, CTRL),
    (Qt.Key.Key_Right, CTRL | SHIFT),
)


@dataclass(frozen=True)
class Wanted:
    """One coding of coder A."""

    span: Span
    code_id: str
    unsure: bool


def of_coder_a() -> list[Wanted]:
    with resource("sample", "codings.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["coder_id"] == "coder_a"]
    made = [
        Wanted(
            Span(int(row["char_start"]), int(row["char_stop"])),
            row["code_id"],
            row["certainty"] == "unsure",
        )
        for row in rows
    ]
    return sorted(made, key=lambda each: (each.span.start, -each.span.end))


def ways_on(cursor: UnitCursor, before: Where, steps: Steps, most: int) -> dict[Where, list[Press]]:
    """Every place these steps lead to, with the fewest keys that do."""
    ways: dict[Where, list[Press]] = {before: []}
    edge = [before]
    for _ in range(most):
        following: list[Where] = []
        for where in edge:
            for press, step in steps.items():
                cursor.where = where
                step(cursor)
                if cursor.where not in ways:
                    ways[cursor.where] = [*ways[where], press]
                    following.append(cursor.where)
        edge = following
    return ways


def fewest(cursor: UnitCursor, wanted: Span) -> list[Press]:
    """Few keys from where the cursor stands to a passage; the cursor is moved there.

    First the sentence it begins in, then the sentences it reaches over, then each end: by
    clauses as far as they lead, then by words.
    """
    numbers = cursor.sentences.touching(wanted)
    moved = ways_on(cursor, cursor.where, MOVES, 12)
    here = next(iter(moved))
    starts = {Where(numbers[0], numbers[0])} & moved.keys()
    if here.first == numbers[0] and here.last == numbers[-1]:
        starts |= {here}
    plans = [
        (moved[start] + keys, end)
        for start in starts
        for keys, end in [_trim(cursor, start, wanted, numbers[-1] - start.last)]
        if keys is not None
    ]
    keys, end = min(plans, key=lambda plan: len(plan[0]))
    cursor.where = end
    return keys


def _trim(
    cursor: UnitCursor, begin: Where, wanted: Span, more: int
) -> tuple[list[Press], Where] | tuple[None, Where]:
    cursor.where = begin
    for _ in range(more):
        cursor.extend()
    if cursor.selection == wanted:
        return [EXTEND] * more, cursor.where
    left = _one_end(cursor, LEFT, lambda: cursor.selection.start - wanted.start)
    right = None
    if left is not None:
        right = _one_end(cursor, RIGHT, lambda: wanted.end - cursor.selection.end)
    if left is None or right is None:
        return None, begin
    return [EXTEND] * more + left + right, cursor.where


def _one_end(
    cursor: UnitCursor, side: tuple[Press, Press, Press], beyond: Callable[[], int]
) -> list[Press] | None:
    """The fewest keys that bring one end to its place; the cursor is left there."""
    clause, word, back = side
    before, best = cursor.where, None
    for clauses in range(8):
        cursor.where = before
        for _ in range(clauses):
            TRIMS[clause](cursor)
        keys = [clause] * clauses
        forth, stood = (word, -1) if beyond() < 0 else (back, 1)
        while beyond() * stood > 0 and len(keys) < 20:
            TRIMS[forth](cursor)
            keys.append(forth)
        if beyond() == 0 and (best is None or len(keys) < len(best[0])):
            best = (keys, cursor.where)
    cursor.where = best[1] if best else before
    return best[0] if best else None


def test_the_sample_coded_by_keys_alone(desk: Desk) -> None:
    opened = desk.place.loop.transcript
    assert opened is not None
    cursor = UnitCursor.over(opened)
    assert cursor is not None
    counts: list[tuple[bool, int]] = []
    for wanted in of_coder_a():
        keys = fewest(cursor, wanted.span)
        for key, held in keys:
            desk.press(key, held)
        assert desk.place.view.selection() == wanted.span
        desk.type(desk.code(wanted.code_id).key)
        if wanted.unsure:
            desk.type("?")
        counts.append((_whole(opened, wanted.span), len(keys) + 1))
    expected = sorted((w.span.start, w.span.end, w.code_id, w.unsure) for w in of_coder_a())
    assert sorted(desk.stored()) == expected
    whole = [number for is_whole, number in counts if is_whole]
    assert len(whole) == 17
    assert mean(whole) <= 2.9
    assert mean(number for _, number in counts) <= 5.5


def _whole(transcript: OpenTranscript, span: Span) -> bool:
    sentences = transcript.spans("sentence")
    numbers = sentences.touching(span)
    return sentences[numbers[0]].joined(sentences[numbers[-1]]) == span
