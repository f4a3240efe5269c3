"""Acts on transcripts: add, describe, remove."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa

from annotator.errors import Refused
from annotator.history import Act, History
from annotator.model.people import Coder
from annotator.model.transcript import Metadata, Transcript, TranscriptInfo, Turn
from annotator.operations.coding import remove_memos
from annotator.store import read_transcripts
from annotator.store.schema import (
    coding,
    decision,
    finished,
    text,
    text_version,
    transcript,
    turn,
    unit_boundaries,
)


def add_transcripts(history: History, coder: Coder, arriving: Iterable[Transcript]) -> list[int]:
    """Add transcripts in order as one act, and return their ids.

    `arriving` may be read from files while this runs: what it raises ends the act without a trace.
    """
    with history.act(coder.id, "") as act:
        names = _Names(act)
        ids = [_add(act, item, names) for item in arriving]
        act.label = (
            "One transcript imported" if len(ids) == 1 else f"{len(ids)} transcripts imported"
        )
    return ids


def change_transcript(
    history: History, coder: Coder, info: TranscriptInfo, metadata: Metadata, doc_id: str
) -> None:
    """Set what a transcript says about itself, and its short id."""
    wanted = doc_id.strip()
    if not wanted:
        raise Refused("A transcript needs an id.", "For instance D1.")
    with history.act(coder.id, f"“{metadata.title or wanted}” described anew") as act:
        for folded, other in read_transcripts.folded_doc_ids(act.connection):
            if folded == wanted.casefold() and other != info.id:
                raise Refused(f"The id {wanted} belongs to another transcript.", "Choose another.")
        act.change(
            transcript,
            info.id,
            doc_id=wanted,
            doc_id_folded=wanted.casefold(),
            **read_transcripts.metadata_columns(metadata),
        )


def remove_transcript(history: History, coder: Coder, info: TranscriptInfo) -> int:
    """Remove a transcript with its codings, decisions and memos; how many codings went."""
    title = info.metadata.title or info.doc_id
    with history.act(coder.id, f"“{title}” removed") as act:
        codings = _live(act, coding, info.id)
        remove_memos(act, [info.uuid, *(row.uuid for row in codings)])
        for table in (coding, decision, finished):
            for row in _live(act, table, info.id):
                act.remove(table, row.id)
        act.remove(transcript, info.id)
    return len(codings)


class _Names:
    """Hands out short ids and list positions without asking the database each time."""

    def __init__(self, act: Act) -> None:
        self._taken = {folded for folded, _ in read_transcripts.folded_doc_ids(act.connection)}
        self._next = len(self._taken)
        self._position = act.connection.execute(
            sa.select(sa.func.coalesce(sa.func.max(transcript.c.position), -1))
        ).scalar_one()

    def doc_id(self) -> str:
        self._next += 1
        while f"d{self._next}" in self._taken:
            self._next += 1
        self._taken.add(f"d{self._next}")
        return f"D{self._next}"

    def position(self) -> int:
        self._position += 1
        return int(self._position)


def _add(act: Act, item: Transcript, names: _Names) -> int:
    doc_id = names.doc_id()
    columns = read_transcripts.metadata_columns(item.metadata)
    columns["title"] = columns["title"] or PurePath(item.source.name).stem or doc_id
    transcript_id = act.insert(
        transcript,
        doc_id=doc_id,
        doc_id_folded=doc_id.casefold(),
        position=names.position(),
        **columns,
    )
    version_id = _add_version(act, transcript_id, item)
    act.insert_many(turn, _turn_rows(version_id, item.turns))
    act.insert_many(
        unit_boundaries,
        [
            {
                "text_version_id": version_id,
                "level": units.level,
                "segmenter": units.segmenter,
                "segmenter_version": units.version,
                "packed": units.spans.packed(),
            }
            for units in item.units
        ],
    )
    return transcript_id


def _add_version(act: Act, transcript_id: int, item: Transcript) -> int:
    sha256 = hashlib.sha256(item.text.encode("utf-8")).hexdigest()
    stands = sa.select(text.c.sha256).where(text.c.sha256 == sha256)
    if act.connection.execute(stands).one_or_none() is None:
        act.connection.execute(sa.insert(text), {"sha256": sha256, "body": item.text})
    return act.insert(
        text_version,
        transcript_id=transcript_id,
        number=1,
        sha256=sha256,
        length=len(item.text),
        source_name=item.source.name,
        source_sha256=item.source.sha256,
        encoding=item.source.encoding,
        encoding_certain=item.source.encoding_certain,
        normalised=list(item.source.normalised),
        flags=list(item.source.flags),
        header=[[field.kind, field.start, field.end] for field in item.header],
        speakers=[list(pair) for pair in speakers(item.turns)],
        n_turns=len(item.turns),
        n_paragraphs=len(item.spans("paragraph")),
        n_sentences=len(item.spans("sentence")),
    )


def speakers(turns: Iterable[Turn]) -> tuple[tuple[str, str], ...]:
    """(name, role) of everyone who speaks, in the order of first speaking."""
    return tuple(dict.fromkeys((turn.speaker, turn.role) for turn in turns if turn.speaker))


def _turn_rows(version_id: int, turns: Sequence[Turn]) -> list[dict[str, Any]]:
    return [
        {
            "text_version_id": version_id,
            "number": number,
            "label": item.label,
            "speaker": item.speaker,
            "role": item.role,
            "start": item.start,
            "text_start": item.text_start,
            "stop": item.end,
            "person_id": None,
        }
        for number, item in enumerate(turns, start=1)
    ]


def _live(act: Act, table: sa.Table, transcript_id: int) -> Sequence[sa.Row[Any, Any]]:
    return act.connection.execute(
        sa.select(table.c.id, table.c.uuid).where(
            table.c.transcript_id == transcript_id, table.c.removed.is_(sa.false())
        )
    ).all()
