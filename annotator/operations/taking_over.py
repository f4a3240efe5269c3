"""How does what stands on one text go over to a corrected one? Codings, decisions, notes.

A coding of which no word is left stays on the text before. What the correction touched is put
down as `carried`, for its coder to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from msgspec import Struct

from annotator.errors import Progress, no_progress
from annotator.model.moved_stretches import in_order
from annotator.model.spans import Span, SpanRow
from annotator.model.text_map import Chain, TextMap
from annotator.operations.code_merging import join_memos, join_values
from annotator.store import read_corrections, read_division
from annotator.store.exactly import change_unstamped, insert_exactly
from annotator.store.joining import join_what_is_on_codings
from annotator.store.read_corrections import on_version
from annotator.store.schema import (
    assignment,
    carried,
    code,
    coding,
    decision,
    finished,
    memo,
    question,
    recheck,
)

if TYPE_CHECKING:
    from annotator.history import Act
    from annotator.model.corrections import What

_NAMESPACE = UUID("b6b0a3a4-6d3f-4f0f-9b51-0d5f4b1c9d77")
_EXAMPLES = ("example_at", "counter_example_at")


class Hand(Struct, frozen=True):
    """Writes rows as an act does or, with `exactly`, as a merge does: taken back whole.

    What a merge carries over is no decision of anybody, and keeps its stamps: of two states that
    meet later the same one stands as would have without it.
    """

    act: Act
    exactly: bool = False

    def change(self, table: sa.Table, row_id: int, **values: Any) -> None:
        if self.exactly:
            change_unstamped(self.act, table, row_id, **values)
        else:
            self.act.change(table, row_id, **values)

    def insert(self, table: sa.Table, **values: Any) -> None:
        if self.exactly:
            insert_exactly(self.act, table, **values)
        else:
            self.act.insert(table, **values)


class Way(Struct, frozen=True):
    """From which text to which one of a transcript, and what became of every passage."""

    transcript_id: int
    old: int
    """The id of a text version."""
    new: int
    text: str
    """The corrected one."""
    passages: Chain
    unit: Callable[[Span], Span | None]
    """What became of a sentence."""


class Counts(Struct):
    """What happened to what stood on a text."""

    carried: int = 0
    touched: int = 0
    gone: int = 0
    joined: int = 0
    decisions_gone: int = 0


def take_over(hand: Hand, way: Way, *, progress: Progress = no_progress) -> Counts:
    """Let codings, decisions, marks and passages to look at again stand on the new text."""
    counts = Counts()
    _codings(hand, way, counts, progress)
    _decisions(hand, way, counts)
    _marks(hand, way)
    for row in on_version(hand.act.connection, recheck, way.old):
        new = way.passages.span(Span(row.start, row.stop))
        if new is not None:
            _move(hand, way, recheck, row, new)
    _questions(hand, way)
    return counts


def foresee(connection: sa.Connection, way: Way) -> Counts:
    """What `take_over` would count; nothing is written."""
    counts = Counts()
    taken: set[tuple[Any, ...]] = set()
    for row in on_version(connection, coding, way.old):
        was = Span(row.start, row.stop)
        span = way.passages.span(was)
        if span is None:
            counts.gone += 1
        elif _says(row, span) in taken:
            counts.joined += 1
        else:
            taken.add(_says(row, span))
            counts.carried += 1
            counts.touched += way.passages.touched(was)
    decided: set[tuple[Any, ...]] = set()
    for row in on_version(connection, decision, way.old):
        new = _decided(way, row)
        if new is None or _decides(row, new) in decided:
            counts.decisions_gone += 1
        else:
            decided.add(_decides(row, new))
    return counts


def take_over_notes(act: Act, way: Way, transcript_uuid: UUID) -> None:
    """The same for what is there once: memos, stretches of coders, examples of codes."""
    _memos(act, way, transcript_uuid)
    _stretches(act, way)
    _examples(act, way, transcript_uuid)


def take_over_late(act: Act, transcript_ids: Sequence[int]) -> int:
    """Let what a merge brought for a text before stand on the text of now; how many codings.

    Codings that a correction left behind because none of their words is left stay there.
    """
    number = 0
    several = read_corrections.corrected(act.connection) if transcript_ids else set()
    for transcript_id in (each for each in transcript_ids if each in several):
        versions = read_corrections.versions(act.connection, transcript_id)
        for way in _ways(act, transcript_id, versions):
            number += take_over(Hand(act, exactly=True), way).carried
    return number


def _ways(act: Act, transcript_id: int, versions: Sequence[Any]) -> list[Way]:
    """From every text before to the one of now, the oldest first."""
    if len(versions) < 2:
        return []
    now, *before = versions
    text = read_corrections.body(act.connection, now.id) or ""
    rows = read_division.unit_rows(act.connection, now.id)
    sentences = SpanRow.unpacked(rows["sentence"].packed)
    found: list[Way] = []
    maps = [TextMap(now.changes)]
    for version in before:
        passages = Chain(list(maps))
        found.append(
            Way(transcript_id, version.id, now.id, text, passages, _nearest(passages, sentences))
        )
        maps.insert(0, TextMap(version.changes))
    return found[::-1]


def _nearest(passages: Chain, sentences: SpanRow) -> Callable[[Span], Span | None]:
    """The sentence of now that has the first words of one of before."""

    def unit(span: Span) -> Span | None:
        new = passages.span(span)
        numbers = sentences.touching(new) if new is not None else range(0)
        return sentences[numbers[0]] if numbers else None

    return unit


def _codings(hand: Hand, way: Way, counts: Counts, progress: Progress) -> None:
    connection = hand.act.connection
    rows = on_version(connection, coding, way.old)
    taken = {
        _says(row, Span(row.start, row.stop)): row
        for row in on_version(connection, coding, way.new)
    }
    joined: list[tuple[sa.Row[Any], sa.Row[Any]]] = []
    left = read_corrections.left_behind(connection, way.transcript_id)
    for done, row in enumerate(rows):
        progress(done, len(rows), "Taking codings over")
        was = Span(row.start, row.stop)
        span = way.passages.span(was)
        if row.uuid in left:
            continue
        if span is None:
            counts.gone += 1
            _put_down(hand, way, row, "gone")
        elif _says(row, span) in taken:
            counts.joined += 1
            _put_down(hand, way, row, "same as another")
            twin = taken[_says(row, span)]
            hand.change(coding, row.id, removed=True, merged_into=twin.uuid)
            joined.append((row, twin))
        else:
            taken[_says(row, span)] = row
            counts.carried += 1
            if way.passages.touched(was):
                counts.touched += 1
                _put_down(hand, way, row, "other words")
            quote = way.text[span.start : span.end]
            _move(hand, way, coding, row, span, quote=quote)
    _join_what_is_on(hand, joined)
    progress(len(rows), len(rows), "Taking codings over")


def _join_what_is_on(hand: Hand, joined: Sequence[tuple[sa.Row[Any], sa.Row[Any]]]) -> None:
    """What was noted on codings that became one with others, and said in their fields, goes along.

    After a merge they may come apart again, so there each stays a row of its own.
    """
    if hand.exactly:
        if joined:
            join_what_is_on_codings(hand.act)
        return
    join_values(hand.act, {row.id: twin.id for row, twin in joined})
    join_memos(hand.act, {row.uuid: twin.uuid for row, twin in joined})


def _says(row: sa.Row[Any], span: Span) -> tuple[Any, ...]:
    """Who says what of which passage: two codings that agree in it are one."""
    return (row.round_id, row.coder_id, row.code_id, span)


def _put_down(hand: Hand, way: Way, row: sa.Row[Any], what: What) -> None:
    """Once in all copies: the uuid follows from the coding and the text."""
    version = read_corrections.row(hand.act.connection, way.new).uuid
    uuid = uuid5(_NAMESPACE, f"{row.uuid.hex} {version.hex}")
    if read_corrections.is_put_down(hand.act.connection, uuid):
        return
    hand.insert(
        carried,
        uuid=uuid,
        text_version_id=way.new,
        transcript_id=row.transcript_id,
        round_id=row.round_id,
        coder_id=row.coder_id,
        coding_uuid=row.uuid,
        start=row.start,
        stop=row.stop,
        quote=row.quote,
        what=what,
        looked_at="",
    )


def _decisions(hand: Hand, way: Way, counts: Counts) -> None:
    connection = hand.act.connection
    taken = {
        _decides(row, Span(row.start, row.stop))
        for row in on_version(connection, decision, way.new)
    }
    for row in on_version(connection, decision, way.old):
        new = _decided(way, row)
        if new is None or _decides(row, new) in taken:
            counts.decisions_gone += 1
            hand.change(decision, row.id, removed=True)
            continue
        taken.add(_decides(row, new))
        _move(hand, way, decision, row, new)


def _decided(way: Way, row: sa.Row[Any]) -> Span | None:
    """The unit of the new text that a decision is on."""
    was = Span(row.start, row.stop)
    return way.unit(was) if row.level == "sentence" else way.passages.span(was)


def _decides(row: sa.Row[Any], unit: Span) -> tuple[Any, ...]:
    """Who decided on which unit: two decisions that agree in it are one."""
    return (row.round_id, row.coder_id, row.level, unit)


def _marks(hand: Hand, way: Way) -> None:
    """Who has finished the transcript has finished it."""
    connection = hand.act.connection
    taken = {(row.round_id, row.coder_id) for row in on_version(connection, finished, way.new)}
    for row in on_version(connection, finished, way.old):
        if (row.round_id, row.coder_id) in taken:
            hand.change(finished, row.id, removed=True)
        else:
            hand.change(finished, row.id, text_version_id=way.new)


def _questions(hand: Hand, way: Way) -> None:
    for row in on_version(hand.act.connection, question, way.old):
        if row.start is None:
            hand.change(question, row.id, text_version_id=way.new)
            continue
        new = way.passages.span(Span(row.start, row.stop))
        place = new or _place(way, row.start)
        quote = way.text[new.start : new.end] if new is not None else row.quote
        hand.change(
            question,
            row.id,
            text_version_id=way.new,
            start=place.start,
            stop=place.end,
            quote=quote,
        )


def _memos(act: Act, way: Way, transcript_uuid: UUID) -> None:
    on_passages = sa.select(memo).where(
        memo.c.on_uuid == transcript_uuid,
        memo.c.on_kind == "passage",
        memo.c.start.is_not(None),
        memo.c.removed.is_(sa.false()),
    )
    for row in act.connection.execute(on_passages).all():
        new = way.passages.span(Span(row.start, row.stop)) or _place(way, row.start)
        act.change(memo, row.id, start=new.start, stop=new.end)


def _place(way: Way, at: int) -> Span:
    """The character that stands where something stood of which nothing is left."""
    start = min(way.passages.start(at), max(0, len(way.text) - 1))
    return Span(start, min(start + 1, len(way.text)))


def _stretches(act: Act, way: Way) -> None:
    given = sa.select(assignment).where(
        assignment.c.transcript_id == way.transcript_id,
        assignment.c.stop > 0,
        assignment.c.removed.is_(sa.false()),
    )
    rows = act.connection.execute(given).all()
    spans = [(row, Span(row.start, row.stop)) for row in rows]
    moves = [
        (row.id, (row.round_id, row.coder_id), span, way.passages.span(span) or span)
        for row, span in spans
    ]
    for row_id, new in in_order(moves):
        if new is None:
            act.remove(assignment, row_id)
        else:
            act.change(assignment, row_id, start=new.start, stop=new.end)


def _examples(act: Act, way: Way, transcript_uuid: UUID) -> None:
    """Examples that the codebook quotes from here; where no word is left, their place goes."""
    rows = act.connection.execute(sa.select(code).where(code.c.removed.is_(sa.false()))).all()
    for row in rows:
        for name in _EXAMPLES:
            at = getattr(row, name)
            if not at or at.get("transcript") != transcript_uuid.hex:
                continue
            new = way.passages.span(Span(at["start"], at["stop"]))
            if new is not None:
                quote = way.text[new.start : new.end]
                at = at | {"start": new.start, "stop": new.end, "quote": quote}
            act.change(code, row.id, **{name: at if new is not None else None})


def _move(hand: Hand, way: Way, table: sa.Table, row: sa.Row[Any], new: Span, **more: Any) -> None:
    hand.change(table, row.id, text_version_id=way.new, start=new.start, stop=new.end, **more)
