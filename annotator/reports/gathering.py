"""What of a project goes into its workbook? Read in one state of the project, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from msgspec.structs import replace

from annotator.reports.cells import moment
from annotator.reports.content import WorkbookContent
from annotator.reports.rows import (
    CodeUse,
    LogRow,
    MemoRow,
    Names,
    SegmentRow,
    memo_row,
    segment_rows,
)
from annotator.store import (
    about,
    read_codebook,
    read_codings,
    read_memos,
    read_people,
    read_transcripts,
    steps,
)
from annotator.store.integrity import transcript_findings

if TYPE_CHECKING:
    from annotator.model.transcript import OpenTranscript, TranscriptInfo
    from annotator.store.steps import RowChange

_LOGGED = {
    "code_id": "code_id",
    "number": "code_num",
    "name": "name",
    "parent_id": "group",
    "key": "key",
    "color": "color",
    "brief": "brief_definition",
    "full": "full_definition",
    "use_when": "use_when",
    "dont_use_when": "dont_use_when",
    "example": "example",
    "counter_example": "counter_example",
    "memo": "memo",
}
"""Columns of a code that the log of changes shows, with their names in the codebook sheet."""


def gather(connection: sa.Connection) -> WorkbookContent:
    """The content of a project's workbook; the rows are read while the workbook is written.

    All of it is one state of the project, whatever is coded meanwhile.
    """
    infos = read_transcripts.transcript_infos(connection)
    me = about.about(connection)
    memos = read_memos.memos(connection)
    log = list(_log(connection))
    return WorkbookContent(
        project=me.name,
        created_at=me.created_at,
        coders=read_people.coders(connection),
        rounds=read_people.rounds(connection),
        codebook=read_codebook.codebook(connection),
        code_uses={
            code_id: CodeUse(*use) for code_id, use in read_codebook.uses(connection).items()
        },
        transcripts=infos,
        segments=segments(connection, infos),
        n_segments=read_codings.count(connection),
        memos=_memos(connection, infos),
        n_memos=len(memos),
        log=log,
        n_log=len(log),
    )


def gather_checked(connection: sa.Connection) -> WorkbookContent:
    """The same for a file that leaves the house: broken passages are told in its notes."""
    content = gather(connection)
    return replace(content, notes=tuple(_broken_passages(connection, content.transcripts)))


def _broken_passages(connection: sa.Connection, infos: Sequence[TranscriptInfo]) -> Iterator[str]:
    for info in infos:
        found = transcript_findings(connection, info.id) if info.n_codings else ()
        count = sum(finding.kind == "passage" for finding in found)
        if count:
            words = "1 coding does" if count == 1 else f"{count:,} codings do"
            yield (
                f"Warning: {words} not stand on the words quoted in {info.doc_id}; the check of "
                "the project says which, and a backup may have them right."
            )


def segments(connection: sa.Connection, infos: tuple[TranscriptInfo, ...]) -> Iterator[SegmentRow]:
    """Every coding of every coder, transcript by transcript."""
    names = _names(connection)
    for info in infos:
        if info.n_codings:
            opened = read_transcripts.open_transcript(connection, info)
            yield from segment_rows(opened, read_codings.in_transcript(connection, info.id), names)


def opened(connection: sa.Connection) -> Iterator[OpenTranscript]:
    """Every transcript with its text, one at a time."""
    for info in read_transcripts.transcript_infos(connection):
        yield read_transcripts.open_transcript(connection, info)


def _names(connection: sa.Connection) -> Names:
    return Names.of(
        read_codebook.codebook(connection),
        read_people.coders(connection),
        read_people.rounds(connection),
        read_codebook.versions(connection),
    )


def _memos(connection: sa.Connection, infos: tuple[TranscriptInfo, ...]) -> Iterator[MemoRow]:
    coders = {coder.id: coder.coder_id for coder in read_people.coders(connection)}
    codes = {code.uuid: code.code_id for code in read_codebook.codebook(connection).codes}
    labels = read_codebook.labels(connection)
    docs_by_uuid: dict[UUID, str] = {info.uuid: info.doc_id for info in infos}
    docs = {info.id: info.doc_id for info in infos}
    codings = read_codings.with_memos(connection)
    for memo in read_memos.memos(connection):
        coding = codings.get(memo.on_uuid)
        yield memo_row(
            memo,
            coder_id=coders[memo.coder_id],
            doc_id=docs[coding.transcript_id] if coding else docs_by_uuid.get(memo.on_uuid, ""),
            code_id=labels[coding.code_id][0] if coding else codes.get(memo.on_uuid, ""),
            coding=coding,
        )


def _log(connection: sa.Connection) -> Iterator[LogRow]:
    coders = {coder.id: coder.coder_id for coder in read_people.coders(connection)}
    labels = read_codebook.labels(connection)
    version = read_codebook.version(connection).name
    for change in steps.row_changes(connection, "code"):
        if change.row_id not in labels:
            continue  # a merge brought it, and was taken back as if it had never been
        code_id, name = labels[change.row_id]
        for field, before, after in _fields(change, name, labels):
            yield LogRow(
                changed_at=moment(change.step.at),
                coder_id=coders.get(change.step.coder_id or 0, ""),
                act=_act_words(change),
                code_id=code_id,
                field=field,
                before=before,
                after=after,
                codebook_version=version,
            )


def _act_words(change: RowChange) -> str:
    prefix = {"undo": "Taken back: ", "redo": "Done again: "}.get(change.step.kind, "")
    return prefix + change.step.label


def _fields(
    change: RowChange, name: str, labels: dict[int, tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """(column, before, after) of one change; a code that came or went has no column."""
    if change.before is None:
        yield "", "", name
        return
    if "removed" in change.after:
        gone = bool(change.after["removed"])
        yield "", name if gone else "", "" if gone else name
    for column, sheet_name in _LOGGED.items():
        if column in change.after:
            values = (change.before[column], change.after[column])
            before, after = (_words(column, value, labels) for value in values)
            yield sheet_name, before, after


def _words(column: str, value: Any, labels: dict[int, tuple[str, str]]) -> str:
    if value is None:
        return ""
    return labels[value][1] if column == "parent_id" else str(value)
