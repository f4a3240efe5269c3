"""What if two copies of a project have different texts of one transcript? All are kept, in order.

Each text says how it differs from the one before. Where a merge puts another one between them,
or takes one away, that is worked out anew; and what knows its place in the text without saying
in which (notes on passages, stretches handed out, quoted examples) goes over to the text of now.

None of this is a decision of anybody: the rows keep their stamps.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from msgspec.structs import astuple

from annotator.model.moved_stretches import in_order
from annotator.model.spans import Span
from annotator.model.text_map import Chain, Change, TextMap, changes_between
from annotator.store import current_text, read_corrections, schema
from annotator.store.exactly import change_unstamped
from annotator.store.row_states import parts

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.store.images import Values
    from annotator.store.writer import Writer

_EXAMPLES = ("example_at", "counter_example_at")


class Places:
    """Knows which texts were read before something came in, and lets what stood on them follow."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._here = writer.connection
        self._before = self._now()

    def follow(
        self,
        there: Mapping[int, int] | None = None,
        came: Mapping[str, Collection[int]] | None = None,
    ) -> None:
        """Put texts in order, and places on the text of now.

        `there` is by transcript the text version that was read in the file that came in, `came` by
        table the ids of the rows that came from there; all other rows were here before.
        """
        corrected = read_corrections.corrected(self._here)
        if not corrected and not self._has_gone_back():
            return
        for transcript_id in sorted(corrected):
            self._put_in_order(transcript_id)
        now = self._now()
        for transcript_id, version in now.items():
            ways = _Ways(self._here, transcript_id, version)
            here, from_there = (
                known.get(transcript_id, version) for known in (self._before, there or {})
            )
            if {here, from_there} != {version}:
                self._carry(transcript_id, ways, (here, from_there), came or {})
        self._before = now

    def _has_gone_back(self) -> bool:
        return self._now() != self._before

    def _now(self) -> dict[int, int]:
        version = schema.text_version
        query = sa.select(version.c.transcript_id, version.c.id).where(
            version.c.id.in_(current_text.of_all())
        )
        return dict(cast("Sequence[tuple[int, int]]", self._here.execute(query).all()))

    def _put_in_order(self, transcript_id: int) -> None:
        """Let every text say how it differs from the one that stands before it now."""
        versions = read_corrections.versions(self._here, transcript_id)[::-1]
        before = read_corrections.body(self._here, versions[0].id) or ""
        for version in versions[1:]:
            body = read_corrections.body(self._here, version.id) or ""
            if not _tells(version.changes, before, body):
                changes = [list(astuple(each)) for each in changes_between(before, body)]
                change_unstamped(self._writer, schema.text_version, version.id, changes=changes)
                self._writer.touched["codings_in"].add(transcript_id)
            before = body

    def _carry(
        self,
        transcript_id: int,
        ways: _Ways,
        versions: tuple[int, int],
        came: Mapping[str, Collection[int]],
    ) -> None:
        """Rows that were here stood on the first of two versions, those that came on the other."""
        transcript = schema.transcript
        uuid: UUID = self._here.execute(
            sa.select(transcript.c.uuid).where(transcript.c.id == transcript_id)
        ).scalar_one()
        here, there = versions
        stretches = []
        for table, row in _placed(self._here, transcript_id, uuid):
            way = ways.of(there if row["id"] in came.get(table.name, ()) else here)
            if table is schema.assignment:
                span = Span(row["start"], row["stop"])
                new = span if way is None else way.place(span)
                stretches.append((row["id"], (row["round_id"], row["coder_id"]), span, new))
            elif way is not None:
                self._move(table, row, way, uuid)
        for row_id, moved in in_order(stretches):
            values = {"removed": True} if moved is None else _columns(moved)
            change_unstamped(self._writer, schema.assignment, row_id, **values)

    def _move(self, table: sa.Table, row: Values, way: _Way, uuid: UUID) -> None:
        values: Values = {}
        if table is schema.code:
            for name in _EXAMPLES:
                at = row[name]
                if at and at.get("transcript") == uuid.hex:
                    values[name] = way.example(at)
        else:
            values = _columns(way.place(Span(row["start"], row["stop"])))
        change_unstamped(self._writer, table, row["id"], **values)


def _columns(span: Span) -> Values:
    return {"start": span.start, "stop": span.end}


def transcripts_touched(writer: Writer) -> set[int]:
    """Where something stands, perhaps on an earlier text, that was written; or the text itself."""
    found = set(writer.touched["codings_in"])
    for table in (schema.text_version, schema.question, schema.recheck):
        for part in parts(sorted(writer.touched[table.name])):
            query = sa.select(table.c.transcript_id).where(
                table.c.id.in_(part), table.c.transcript_id.is_not(None)
            )
            found.update(writer.connection.execute(query).scalars())
    return found


def _placed(
    connection: sa.Connection, transcript_id: int, uuid: UUID
) -> list[tuple[sa.Table, Values]]:
    """Live rows that have a place in the text of a transcript without a text version."""
    memo, assignment, code = schema.memo, schema.assignment, schema.code
    found = []
    for table, condition in (
        (
            memo,
            (memo.c.on_kind == "passage") & (memo.c.on_uuid == uuid) & memo.c.start.is_not(None),
        ),
        (assignment, (assignment.c.transcript_id == transcript_id) & (assignment.c.stop > 0)),
        (code, code.c.example_at.is_not(None) | code.c.counter_example_at.is_not(None)),
    ):
        query = sa.select(table).where(table.c.removed.is_(sa.false()), condition)
        found += [(table, dict(row)) for row in connection.execute(query).mappings()]
    return found


class _Way:
    """From one text to that of now."""

    def __init__(self, passages: Chain, text: str) -> None:
        self._passages = passages
        self._text = text

    def place(self, span: Span) -> Span:
        """Where a passage stands; where nothing is left of it, the character that is there."""
        new = self._passages.span(span)
        if new is not None:
            return new
        start = min(self._passages.start(span.start), max(0, len(self._text) - 1))
        return Span(start, min(start + 1, len(self._text)))

    def example(self, at: Mapping[str, Any]) -> dict[str, Any] | None:
        new = self._passages.span(Span(at["start"], at["stop"]))
        if new is None:
            return None
        quote = self._text[new.start : new.end]
        return {**at, "start": new.start, "stop": new.end, "quote": quote}


class _Ways:
    """From every text of a transcript to that of now."""

    def __init__(self, connection: sa.Connection, transcript_id: int, now: int) -> None:
        self._here = connection
        self._transcript_id = transcript_id
        self._now = now

    def of(self, version: int) -> _Way | None:
        """From a text version, which may be one that was taken back; None from that of now."""
        if version == self._now:
            return None
        text = read_corrections.body(self._here, self._now) or ""
        chain = read_corrections.versions(self._here, self._transcript_id)
        later = next((n for n, each in enumerate(chain) if each.id == version), None)
        if later is None:
            body = read_corrections.body(self._here, version) or ""
            return _Way(Chain([TextMap(changes_between(body, text))]), text)
        return _Way(Chain([TextMap(each.changes) for each in chain[:later][::-1]]), text)


def _tells(changes: Sequence[Change], old: str, new: str) -> bool:
    """Whether changes make the one text of the other: what they leave out is the same in both."""
    at, now = 0, 0
    for each in changes:
        if old[at : each.start] != new[now : each.new_start]:
            return False
        at, now = each.end, each.new_end
    return old[at:] == new[now:]
