"""Which transcripts are there, and what does one of them hold?"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from annotator.errors import ProjectProblem
from annotator.model.folding import folded_hash
from annotator.model.spans import SpanRow
from annotator.model.transcript import (
    LEVELS,
    HeaderField,
    Level,
    Metadata,
    OpenTranscript,
    Source,
    TranscriptInfo,
    Turn,
    Units,
)
from annotator.store import read_codings
from annotator.store.schema import text, text_version, transcript, turn, unit_boundaries

_METADATA = (
    "title",
    "byline",
    "date",
    "last_updated",
    "place",
    "source",
    "note",
    "kind",
    "language",
)
_LIVE = transcript.c.removed.is_(sa.false())
_AT_ONCE = 1_000
_FIRST = 20
_MOST_TEXT = 8_000_000
"""Code points read at once."""


def transcript_infos(
    connection: sa.Connection,
    *,
    coder_id: int | None = None,
    round_id: int | None = None,
    transcript_id: int | None = None,
) -> tuple[TranscriptInfo, ...]:
    """The live transcripts in list order, with the codings of one coder and round counted.

    None stands for all coders, all rounds, all transcripts.
    """
    counts = read_codings.count_by_text(
        connection, coder_id=coder_id, round_id=round_id, transcript_id=transcript_id
    )
    rows = connection.execute(_info_query(transcript_id))
    return tuple(_info(row, counts.get(row.version_id, 0)) for row in rows)


def bare_infos(
    connection: sa.Connection, *, transcript_id: int | None = None
) -> tuple[TranscriptInfo, ...]:
    """The live transcripts in list order, or one of them; their codings are not counted."""
    return tuple(_info(row, 0) for row in connection.execute(_info_query(transcript_id)))


def open_transcript(connection: sa.Connection, info: TranscriptInfo) -> OpenTranscript:
    """One transcript with its text, turns and units; the text is checked against its hash."""
    version = info.text_version_id
    body = connection.execute(
        sa.select(text.c.body).where(text.c.sha256 == info.text_sha256)
    ).scalar_one()
    if hashlib.sha256(body.encode("utf-8")).hexdigest() != info.text_sha256:
        raise ProjectProblem(
            f"The text of “{info.metadata.title or info.doc_id}” is not the one that was imported.",
            "Open the newest backup; then check the drive this project lies on.",
        )
    row = connection.execute(sa.select(text_version).where(text_version.c.id == version)).one()
    return OpenTranscript(
        info=info,
        text=body,
        turns=_turns(connection, version),
        units=_units(connection, version),
        header=tuple(HeaderField(*field) for field in row.header),
        source=Source(
            name=row.source_name,
            sha256=row.source_sha256,
            encoding=row.encoding,
            encoding_certain=row.encoding_certain,
            normalised=tuple(row.normalised),
            flags=tuple(row.flags),
        ),
    )


def bodies(
    connection: sa.Connection,
    infos: Sequence[TranscriptInfo],
    holding: Sequence[Sequence[str]] = (),
) -> Iterator[tuple[TranscriptInfo, str]]:
    """The texts of these transcripts in their order, for reading through many.

    With `holding` only texts that hold one word of each entry, in small letters as the database
    makes them.
    """
    query = sa.select(text.c.sha256, text.c.body)
    for words in holding:
        small = sa.func.lower(text.c.body)
        query = query.where(sa.or_(*(small.contains(word, autoescape=True) for word in words)))
    for part in _parts(infos):
        wanted = [info.text_sha256 for info in part]
        found = connection.execute(query.where(text.c.sha256.in_(wanted))).all()
        by_hash = {row[0]: row[1] for row in found}
        for info in part:
            if info.text_sha256 in by_hash:
                yield info, by_hash[info.text_sha256]


def _parts(infos: Sequence[TranscriptInfo]) -> Iterator[list[TranscriptInfo]]:
    """A few transcripts at a time: at most so many, and not more text than fits into memory.

    The first few come alone, so that nobody waits long for what is found in them.
    """
    part: list[TranscriptInfo] = []
    length, most = 0, _FIRST
    for info in infos:
        if part and (len(part) == most or length + info.length > _MOST_TEXT):
            yield part
            part, length, most = [], 0, min(2 * most, _AT_ONCE)
        part.append(info)
        length += info.length
    if part:
        yield part


def header_of(connection: sa.Connection, info: TranscriptInfo) -> tuple[HeaderField, ...]:
    """The stretches of one transcript that carry no codes."""
    query = sa.select(text_version.c.header).where(text_version.c.id == info.text_version_id)
    return tuple(HeaderField(*field) for field in connection.execute(query).scalar_one())


def unit_row(connection: sa.Connection, version: int, level: Level) -> SpanRow:
    """The units of one level of a text version; empty where it was not cut at it."""
    query = sa.select(unit_boundaries.c.packed).where(
        unit_boundaries.c.text_version_id == version,
        unit_boundaries.c.level == level,
        unit_boundaries.c.removed.is_(sa.false()),
    )
    packed = connection.execute(query).scalar_one_or_none()
    return SpanRow() if packed is None else SpanRow.unpacked(packed)


def text_hashes(connection: sa.Connection) -> dict[str, int]:
    """The SHA-256 of every live transcript's text, with its transcript id."""
    query = (
        sa.select(text_version.c.sha256, transcript.c.id)
        .join(transcript, transcript.c.id == text_version.c.transcript_id)
        .where(_LIVE)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def standing_texts(
    connection: sa.Connection,
) -> tuple[dict[str, tuple[int, str]], dict[str, tuple[int, str]]]:
    """(id, title) of the live transcripts by two hashes of their texts.

    The first is the SHA-256 of the text, the second is `folded_hash`.
    """
    query = (
        sa.select(text.c.sha256, text.c.body, transcript.c.id, transcript.c.title)
        .join(text_version, text_version.c.sha256 == text.c.sha256)
        .join(transcript, transcript.c.id == text_version.c.transcript_id)
        .where(_LIVE, text_version.c.removed.is_(sa.false()))
        .order_by(transcript.c.id)
    )
    exact: dict[str, tuple[int, str]] = {}
    alike: dict[str, tuple[int, str]] = {}
    for sha256, body, transcript_id, title in connection.execute(query):
        exact.setdefault(sha256, (transcript_id, title))
        alike.setdefault(folded_hash(body), (transcript_id, title))
    return exact, alike


def of_versions(connection: sa.Connection, version_ids: Collection[int]) -> set[int]:
    """The transcripts to which these text versions belong."""
    ordered, found = sorted(version_ids), set[int]()
    for first in range(0, len(ordered), _AT_ONCE):
        part = ordered[first : first + _AT_ONCE]
        query = sa.select(text_version.c.transcript_id).where(text_version.c.id.in_(part))
        found.update(connection.execute(query).scalars())
    return found


def folded_doc_ids(connection: sa.Connection) -> Iterator[tuple[str, int]]:
    """Every live doc_id, case folded, with its transcript id."""
    query = sa.select(transcript.c.doc_id_folded, transcript.c.id).where(_LIVE)
    return ((row[0], row[1]) for row in connection.execute(query))


def last_position(connection: sa.Connection) -> int:
    """The place of the last transcript in the list, removed ones too; -1 where there is none."""
    last = sa.select(sa.func.coalesce(sa.func.max(transcript.c.position), -1))
    return int(connection.execute(last).scalar_one())


def metadata_columns(metadata: Metadata) -> dict[str, Any]:
    """The columns of a transcript row that hold its metadata."""
    columns = {name: getattr(metadata, name) for name in _METADATA}
    return columns | {"extra": dict(metadata.extra)}


def _info_query(transcript_id: int | None = None) -> sa.Select[Any]:
    """Of all transcripts in list order, or of one of them."""
    which = [_LIVE] if transcript_id is None else [_LIVE, transcript.c.id == transcript_id]
    newer = text_version.alias()
    is_newest = ~(
        sa.select(newer.c.id)
        .where(
            newer.c.removed.is_(sa.false()),
            newer.c.transcript_id == transcript.c.id,
            newer.c.number > text_version.c.number,
        )
        .correlate(transcript, text_version)
        .exists()
    )
    current = sa.and_(
        text_version.c.transcript_id == transcript.c.id,
        text_version.c.removed.is_(sa.false()),
        is_newest,
    )
    return (
        sa.select(
            transcript.c.id,
            transcript.c.uuid,
            transcript.c.doc_id,
            transcript.c.created_at,
            *(transcript.c[name] for name in _METADATA),
            transcript.c.extra,
            text_version.c.id.label("version_id"),
            text_version.c.sha256,
            text_version.c.length,
            text_version.c.speakers,
            text_version.c.n_turns,
            text_version.c.n_paragraphs,
            text_version.c.n_sentences,
            text_version.c.source_name,
        )
        .select_from(transcript)
        .join(text_version, current)
        .where(*which)
        .order_by(transcript.c.position, transcript.c.id)
    )


def _info(row: sa.Row[Any], n_codings: int) -> TranscriptInfo:
    """Columns are taken by their place: there may be 10,000 rows."""
    (
        id_, uuid, doc_id, created_at, title, byline, date, last_updated, place, source, note,
        kind, language, extra, version_id, sha256, length, speakers, n_turns, n_paragraphs,
        n_sentences, source_name,
    ) = tuple(row)  # fmt: skip
    return TranscriptInfo(
        id=id_,
        uuid=uuid,
        doc_id=doc_id,
        metadata=Metadata(
            title, byline, date, last_updated, place, source, note, kind, language,
            tuple(extra.items()) if extra else (),
        ),
        text_version_id=version_id,
        text_sha256=sha256,
        length=length,
        speakers=tuple((name, role) for name, role in speakers),
        n_turns=n_turns,
        n_paragraphs=n_paragraphs,
        n_sentences=n_sentences,
        n_codings=n_codings,
        source_name=source_name,
        imported_at=created_at,
    )  # fmt: skip


def _turns(connection: sa.Connection, version: int) -> tuple[Turn, ...]:
    columns = (
        turn.c.label,
        turn.c.speaker,
        turn.c.role,
        turn.c.start,
        turn.c.text_start,
        turn.c.stop,
    )
    rows = connection.execute(
        sa.select(*columns)
        .where(turn.c.text_version_id == version, turn.c.removed.is_(sa.false()))
        .order_by(turn.c.start, turn.c.number)
    )
    return tuple(Turn(*row) for row in rows)


def _units(connection: sa.Connection, version: int) -> tuple[Units, ...]:
    rows = connection.execute(
        sa.select(unit_boundaries).where(
            unit_boundaries.c.text_version_id == version,
            unit_boundaries.c.removed.is_(sa.false()),
        )
    )
    found = {
        row.level: Units(
            level=_level(row.level),
            spans=SpanRow.unpacked(row.packed),
            segmenter=row.segmenter,
            version=row.segmenter_version,
        )
        for row in rows
    }
    return tuple(found[level] for level in LEVELS if level in found)


def _level(written: str) -> Level:
    for level in LEVELS:
        if level == written:
            return level
    raise ProjectProblem(f"This project holds units of a kind unknown here ({written}).", "")
