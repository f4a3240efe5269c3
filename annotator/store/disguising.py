"""How do rows look when names in them are replaced? Places move with the words.

For packs, and for copies of whole projects that exports are written from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import sqlalchemy as sa
from msgspec import Struct

from annotator.model.spans import Span, SpanRow
from annotator.model.stand_ins import StandIns
from annotator.model.text_map import TextMap
from annotator.store import schema

if TYPE_CHECKING:
    from annotator.store.images import Values

_LEFT_OUT = frozenset({"person", "person_label", "person_attribute"})
_AS_IT_IS = frozenset({"coder", "replica"})


class Disguised(Struct, frozen=True):
    """A text as a pack has it: what the project keeps to find the way back."""

    uuid: UUID
    """Of its text version in the pack."""
    text_version_id: int
    sha256: str
    spans: list[list[int]]
    """[start, end, start in the pack, end in the pack] of what was replaced."""


class Disguise:
    """Dresses rows on their way out."""

    def __init__(self, names: Mapping[str, str], *, whole: bool = False) -> None:
        """With `whole` nothing stays behind: persons go along under their other names."""
        self._stand_ins = StandIns(names)
        self._whole = whole
        self._ways: dict[int, TextMap] = {}
        self._bodies: dict[int, str] = {}
        self._of_transcript: dict[UUID, int] = {}
        self._version_of: dict[int, int] = {}
        self.done: dict[int, Disguised] = {}
        self._shapes: dict[str, Callable[[Values], None]] = {
            "text_version": self._text_version,
            "turn": self._turn,
            "unit_boundaries": self._boundaries,
            "coding": self._on_text,
            "decision": self._on_text,
            "recheck": self._on_text,
            "question": self._on_text,
            "memo": self._memo,
            "assignment": self._assignment,
            "code": self._code,
            "codebook_version": self._codebook_version,
        }

    def read(self, project: sa.Connection, version_id: int) -> tuple[str, str]:
        """Work out one text; its hash and its words in the pack."""
        version, transcript, text = schema.text_version, schema.transcript, schema.text
        row = project.execute(
            sa.select(version.c.uuid, version.c.transcript_id, transcript.c.uuid, text.c.body)
            .join(transcript, transcript.c.id == version.c.transcript_id)
            .join(text, text.c.sha256 == version.c.sha256)
            .where(version.c.id == version_id)
        ).one()
        body, changes = self._stand_ins.in_text(row[3], _borders(project, version_id))
        sha256 = hashlib.sha256(body.encode("utf-8")).hexdigest()
        self._ways[version_id], self._bodies[version_id] = TextMap(changes), body
        self._of_transcript[row[2]] = self._version_of[row[1]] = version_id
        spans = [[each.start, each.end, each.new_start, each.new_end] for each in changes]
        self.done[version_id] = Disguised(uuid5(row[0], sha256), version_id, sha256, spans)
        return sha256, body

    def dress(self, table: str, row: Values) -> Values | None:
        """A row as the pack has it; None for one that stays behind."""
        if table in _LEFT_OUT and not self._whole:
            return None
        if table in _AS_IT_IS:
            return row
        for name, value in row.items():
            if isinstance(value, str | dict | list):
                row[name] = self._stand_ins.in_value(value)
        shape = self._shapes.get(table)
        if shape is not None:
            shape(row)
        return row

    def words(self, words: str) -> str:
        """Words with what stands for names."""
        return self._stand_ins.in_words(words)

    def _text_version(self, row: Values) -> None:
        way, made = self._ways[row["id"]], self.done[row["id"]]
        row |= {
            "uuid": made.uuid,
            "sha256": made.sha256,
            "length": len(self._bodies[row["id"]]),
            "source_name": "",
            "source_sha256": "",
            "header": [[kind, way.start(a), way.end(b)] for kind, a, b in row["header"]],
            "changes": None,
        }

    def _turn(self, row: Values) -> None:
        way = self._ways[row["text_version_id"]]
        row |= {
            "start": way.start(row["start"]),
            "text_start": way.start(row["text_start"]),
            "stop": way.end(row["stop"]),
        }
        if not self._whole:
            row["person_id"] = None

    def _boundaries(self, row: Values) -> None:
        way = self._ways[row["text_version_id"]]
        spans = SpanRow.unpacked(row["packed"])
        moved = (Span(way.start(each.start), way.end(each.end)) for each in spans)
        row["packed"] = SpanRow(moved).packed()

    def _on_text(self, row: Values) -> None:
        way = self._ways.get(row["text_version_id"])
        if way is None or row["start"] is None:
            return
        row["start"], row["stop"] = way.start(row["start"]), way.end(row["stop"])
        if "quote" in row:
            row["quote"] = self._bodies[row["text_version_id"]][row["start"] : row["stop"]]

    def _memo(self, row: Values) -> None:
        way = self._ways.get(self._of_transcript.get(row["on_uuid"], 0))
        if way is not None and row["start"] is not None:
            row["start"], row["stop"] = way.start(row["start"]), way.end(row["stop"])

    def _assignment(self, row: Values) -> None:
        way = self._ways.get(self._version_of.get(row["transcript_id"], 0))
        if way is not None and row["stop"]:
            row["start"], row["stop"] = way.start(row["start"]), way.end(row["stop"])

    def _code(self, row: Values) -> None:
        row |= {"example_at": None, "counter_example_at": None}

    def _codebook_version(self, row: Values) -> None:
        if not self._whole:
            row["frozen"] = None


def _borders(project: sa.Connection, version_id: int) -> list[int]:
    """Where units and turns of a text begin and end, in rising order."""
    of, turn = schema.unit_boundaries, schema.turn
    found: set[int] = set()
    packed = sa.select(of.c.packed).where(of.c.text_version_id == version_id)
    for row in project.execute(packed).scalars():
        for span in SpanRow.unpacked(row):
            found |= {span.start, span.end}
    places = sa.select(turn.c.start, turn.c.text_start, turn.c.stop)
    for three in project.execute(places.where(turn.c.text_version_id == version_id)):
        found |= set(three)
    return sorted(found)
