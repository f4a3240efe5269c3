"""Acts on transcripts: add, describe, remove."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.errors import Progress, Refused, no_progress
from annotator.model.names import name_problem
from annotator.operations.field_values import remove_with_all
from annotator.operations.label_choices import keep_choices
from annotator.operations.memos import remove_memos
from annotator.operations.placing import Placing
from annotator.store import (
    read_assignments,
    read_codings,
    read_decisions,
    read_transcripts,
    texts,
)
from annotator.store.connection import few_pages
from annotator.store.schema import (
    assignment,
    carried,
    decision,
    finished,
    recheck,
    text_version,
    transcript,
    turn,
    unit_boundaries,
)

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.people import Coder, LabelChoice
    from annotator.model.transcript import Metadata, TranscriptInfo
    from annotator.operations.arriving import Columns, Prepared, Waiting


def add_transcripts(
    history: History,
    coder: Coder,
    waiting: Collection[Prepared] | Waiting,
    *,
    choices: Sequence[LabelChoice] = (),
    progress: Progress = no_progress,
) -> list[int]:
    """Add transcripts in order as one act, and return their ids.

    `choices` on labels are kept for the next files. What `progress` raises ends the act without
    a trace. A transcript is taken back as a whole: its text, turns and units have no images.
    """
    count = len(waiting)
    label = "One transcript imported" if count == 1 else f"{count} transcripts imported"
    ids: list[int] = []
    with history.act(coder.id, label) as act, few_pages(act.connection):
        names, placing = _Names(act), Placing(act)
        for chunk in _chunks(waiting):
            progress(len(ids), count, "Writing")
            ids += _add(act, chunk, names, placing)
        keep_choices(act, choices)
    return ids


_AT_ONCE = 100
"""Transcripts written with one statement a table: a few megabytes."""


def _chunks(waiting: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    rest = iter(waiting)
    while chunk := list(islice(rest, _AT_ONCE)):
        yield chunk


def change_transcript(
    history: History, coder: Coder, info: TranscriptInfo, metadata: Metadata, doc_id: str
) -> None:
    """Set what a transcript says about itself, and its short id."""
    wanted = doc_id.strip()
    if not wanted:
        raise Refused("A transcript needs an id.", "For instance D1.")
    if problem := name_problem(wanted):
        raise Refused(problem, "For instance D1.")
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
        return _remove(act, info.id, info.uuid)


def _remove(act: Act, transcript_id: int, uuid: UUID) -> int:
    codings = read_codings.of_transcript(act.connection, transcript_id)
    remove_memos(act, [uuid])
    remove_with_all(act, codings)
    for table in (decision, finished, recheck, carried):
        for row_id in read_decisions.of_transcript(act.connection, table, transcript_id):
            act.remove(table, row_id)
    for row_id in read_assignments.of_transcript(act.connection, transcript_id):
        act.remove(assignment, row_id)
    act.remove(transcript, transcript_id)
    return len(codings)


class _Names:
    """Hands out short ids and list positions without asking the database each time."""

    def __init__(self, act: Act) -> None:
        self._taken = {folded for folded, _ in read_transcripts.folded_doc_ids(act.connection)}
        self._next = len(self._taken)
        self._position = read_transcripts.last_position(act.connection)

    def doc_id(self) -> str:
        self._next += 1
        while f"d{self._next}" in self._taken:
            self._next += 1
        self._taken.add(f"d{self._next}")
        return f"D{self._next}"

    def position(self) -> int:
        self._position += 1
        return self._position


def _add(act: Act, chunk: Sequence[Prepared], names: _Names, placing: Placing) -> list[int]:
    """Write some transcripts with everything that belongs to them; returns their ids."""
    for item in chunk:
        placing.place(item)
    ids = act.insert_many(transcript, [_columns(act, item, names) for item in chunk])
    texts.keep(act.connection, {item.version["sha256"]: item.text for item in chunk})
    versions = [
        item.version | {"transcript_id": row_id, "number": 1}
        for row_id, item in zip(ids, chunk, strict=True)
    ]
    version_ids = act.insert_parts(text_version, versions)
    _add_parts(act, turn, version_ids, [item.turns for item in chunk])
    _add_parts(act, unit_boundaries, version_ids, [item.units for item in chunk])
    return ids


def _add_parts(
    act: Act, table: sa.Table, version_ids: Sequence[int], parts: Sequence[Columns]
) -> None:
    """Write the turns or the units of some text versions, with one statement."""
    names = list(parts[0])
    joined = {name: list(chain.from_iterable(part[name] for part in parts)) for name in names}
    counts = [len(part[names[0]]) for part in parts]
    owners = chain.from_iterable(map(repeat, version_ids, counts))
    act.insert_columns(table, joined | {"text_version_id": list(owners)})


def _columns(act: Act, item: Prepared, names: _Names) -> dict[str, Any]:
    """The row of a transcript; one that replaces another gets its id and its place."""
    doc_id, position = _freed(act, item.replaces) if item.replaces else ("", 0)
    if not doc_id:
        doc_id, position = names.doc_id(), names.position()
    return item.transcript | {
        "title": item.transcript["title"] or doc_id,
        "doc_id": doc_id,
        "doc_id_folded": doc_id.casefold(),
        "position": position,
    }


def _freed(act: Act, transcript_id: int) -> tuple[str, int]:
    """Remove a transcript that nobody has coded; its id and place in the list."""
    row = act.row(transcript, transcript_id)
    if row["removed"]:
        return "", 0
    if read_codings.of_transcript(act.connection, transcript_id) or any(
        read_decisions.of_transcript(act.connection, table, transcript_id)
        for table in (decision, finished)
    ):
        raise Refused(
            f"“{row['title']}” is coded already and is not replaced by a file.",
            "Keep both, or correct its text instead.",
        )
    _remove(act, transcript_id, row["uuid"])
    return row["doc_id"], row["position"]
