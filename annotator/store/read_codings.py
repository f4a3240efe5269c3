"""Which passages carry which codes?

`round_id` None means all rounds, `coder_id` None all coders. Where a question is about a
transcript, a code or a count, it is about codings on the current texts.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from annotator.model.code_fields import is_person
from annotator.model.coding import Coding, CodingColumns
from annotator.model.rule_checks import Standing
from annotator.model.spans import Span
from annotator.store import current_text, read_persons
from annotator.store.schema import code_field, coding, coding_field, memo

_LIVE = coding.c.removed.is_(sa.false())
_STORED = tuple(name for name in Coding.__struct_fields__ if name != "fields")
_CODING = tuple(coding.c["stop" if name == "end" else name] for name in _STORED)
_AT_ONCE = 500


def columns(
    connection: sa.Connection,
    transcript_id: int,
    *,
    coder_id: int | None = None,
    round_id: int | None = None,
) -> CodingColumns:
    """The codings of one transcript as columns, in order of start, then -end."""
    query = sa.select(
        coding.c.id,
        coding.c.start,
        coding.c.stop,
        coding.c.code_id,
        coding.c.coder_id,
        coding.c.unsure,
    ).where(
        _LIVE,
        coding.c.text_version_id == current_text.of_one(transcript_id),
        *whose(coder_id, round_id),
    )
    rows = connection.execute(query.order_by(coding.c.start, coding.c.stop.desc())).fetchall()
    return CodingColumns(*zip(*rows, strict=True)) if rows else CodingColumns()


def one(connection: sa.Connection, coding_id: int) -> Coding | None:
    """A live coding, or None."""
    return next(iter(some(connection, [coding_id])), None)


def some(connection: sa.Connection, coding_ids: Collection[int]) -> tuple[Coding, ...]:
    """Those of these codings that are live; meant for a few hundred at most."""
    rows = connection.execute(sa.select(*_CODING).where(_LIVE, coding.c.id.in_(coding_ids)))
    return _whole(connection, rows.all())


def of_uuid(connection: sa.Connection, uuid: UUID) -> Coding | None:
    """The live coding with this uuid, or None."""
    rows = connection.execute(sa.select(*_CODING).where(_LIVE, coding.c.uuid == uuid))
    return next(iter(_whole(connection, rows.all())), None)


def transcripts_of(connection: sa.Connection, coding_ids: Collection[int]) -> set[int]:
    """The transcripts of these codings, removed ones too."""
    found: set[int] = set()
    ids = list(coding_ids)
    for first in range(0, len(ids), _AT_ONCE):
        query = sa.select(coding.c.transcript_id).where(
            coding.c.id.in_(ids[first : first + _AT_ONCE])
        )
        found.update(connection.execute(query.distinct()).scalars())
    return found


def on_passage(connection: sa.Connection, **where: int) -> int | None:
    """The id of the live coding with exactly these column values, or None."""
    conditions = [coding.c[name] == value for name, value in where.items()]
    return connection.execute(sa.select(coding.c.id).where(_LIVE, *conditions)).scalar_one_or_none()


def touching(
    connection: sa.Connection, text_version_id: int, span: Span, *, coder_id: int, round_id: int
) -> list[Span]:
    """Where codings of a coder in a round share words with a passage, in order."""
    rows = connection.execute(
        sa.select(coding.c.start, coding.c.stop)
        .where(
            _LIVE,
            coding.c.text_version_id == text_version_id,
            coding.c.start < span.end,
            coding.c.stop > span.start,
            *whose(coder_id, round_id),
        )
        .order_by(coding.c.start, coding.c.stop)
    )
    return [Span(row[0], row[1]) for row in rows]


def standing(
    connection: sa.Connection, text_version_id: int, span: Span, *, coder_id: int, round_id: int
) -> list[Standing]:
    """The codings of a coder in a round that share words with a passage, in order."""
    rows = connection.execute(
        sa.select(coding.c.id, coding.c.code_id, coding.c.start, coding.c.stop)
        .where(
            _LIVE,
            coding.c.text_version_id == text_version_id,
            coding.c.start < span.end,
            coding.c.stop > span.start,
            *whose(coder_id, round_id),
        )
        .order_by(coding.c.start, coding.c.stop)
    )
    return [Standing(row[0], row[1], Span(row[2], row[3])) for row in rows]


def filled_in(connection: sa.Connection, coding_ids: Sequence[int]) -> set[tuple[int, int]]:
    """(coding, field) for every field of these codings that has a value."""
    found: set[tuple[int, int]] = set()
    for first in range(0, len(coding_ids), _AT_ONCE):
        rows = connection.execute(
            sa.select(coding_field.c.coding_id, coding_field.c.code_field_id).where(
                coding_field.c.removed.is_(sa.false()),
                coding_field.c.coding_id.in_(coding_ids[first : first + _AT_ONCE]),
            )
        )
        found.update((row[0], row[1]) for row in rows)
    return found


def said_of_person(connection: sa.Connection, uuid: str) -> list[int]:
    """The values of fields that name a person by the hexadecimal digits of the uuid."""
    rows = connection.execute(
        sa.select(coding_field.c.id)
        .join(code_field, code_field.c.id == coding_field.c.code_field_id)
        .where(
            coding_field.c.value == uuid,
            coding_field.c.removed.is_(sa.false()),
            code_field.c.kind == "person",
        )
        .order_by(coding_field.c.id)
    )
    return list(rows.scalars())


def of_code(
    connection: sa.Connection,
    code_id: int,
    *,
    coder_id: int | None,
    round_id: int | None,
    limit: int | None = None,
) -> tuple[Coding, ...]:
    """Codings of a code, the latest first; with a limit as quick as the index leads to them."""
    query = sa.select(*_CODING).where(
        _LIVE,
        coding.c.code_id == code_id,
        coding.c.text_version_id == current_text.of_this(coding.c.transcript_id),
        *whose(coder_id, round_id),
    )
    rows = connection.execute(query.order_by(coding.c.id.desc()).limit(limit))
    return _whole(connection, rows.all())


def with_codes(connection: sa.Connection, code_ids: Collection[int]) -> list[tuple[int, UUID]]:
    """(id, uuid) of every live coding with one of these codes, on earlier texts too."""
    return _keys(connection, coding.c.code_id.in_(code_ids))


def of_transcript(connection: sa.Connection, transcript_id: int) -> list[tuple[int, UUID]]:
    """(id, uuid) of every live coding of a transcript, on earlier texts too."""
    return _keys(connection, coding.c.text_version_id.in_(current_text.every(transcript_id)))


def in_transcript(
    connection: sa.Connection, transcript_id: int, *, round_id: int | None = None
) -> Iterator[Coding]:
    """The codings of a transcript, of all coders, in order of start, then -end."""
    here = coding.c.text_version_id == current_text.of_one(transcript_id)
    return _in_order(connection, here, *whose(None, round_id))


def on_any_text(connection: sa.Connection, transcript_id: int) -> Iterator[Coding]:
    """Every live coding of a transcript, on earlier texts too."""
    return _in_order(connection, coding.c.text_version_id.in_(current_text.every(transcript_id)))


def count(connection: sa.Connection) -> int:
    """How many codings the project holds, in all rounds."""
    return connection.execute(
        sa.select(sa.func.count())
        .select_from(coding)
        .where(_LIVE, coding.c.text_version_id.in_(current_text.of_all()))
    ).scalar_one()


def count_by_text(
    connection: sa.Connection,
    *,
    coder_id: int | None = None,
    round_id: int | None = None,
    transcript_id: int | None = None,
) -> dict[int, int]:
    """How many codings stand on each current text, by text version id."""
    versions: Any = current_text.of_all()
    if transcript_id is not None:
        versions = [current_text.of_one(transcript_id)]
    rows = connection.execute(
        sa.select(coding.c.text_version_id, sa.func.count())
        .where(_LIVE, coding.c.text_version_id.in_(versions), *whose(coder_id, round_id))
        .group_by(coding.c.text_version_id)
    )
    return {row[0]: row[1] for row in rows}


def with_memos(connection: sa.Connection) -> dict[UUID, Coding]:
    """The live codings that carry a memo, by their uuid."""
    carrying = sa.select(memo.c.on_uuid).where(
        memo.c.removed.is_(sa.false()), memo.c.on_kind == "coding"
    )
    rows = connection.execute(sa.select(*_CODING).where(_LIVE, coding.c.uuid.in_(carrying)))
    return {found.uuid: found for found in (Coding(*row) for row in rows)}


def whose(coder_id: int | None, round_id: int | None) -> Iterator[sa.ColumnElement[bool]]:
    """The conditions for codings of one coder and one round, None for all."""
    if round_id is not None:
        yield coding.c.round_id == round_id
    if coder_id is not None:
        yield coding.c.coder_id == coder_id


def _keys(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> list[tuple[int, UUID]]:
    rows = connection.execute(sa.select(coding.c.id, coding.c.uuid).where(_LIVE, condition))
    return [(row[0], row[1]) for row in rows]


def _in_order(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> Iterator[Coding]:
    """Codings one after another, a few hundred held at a time.

    Only their ids are put in order, which an index holds: sorting the rows would take room for
    every quote.
    """
    ids = array(
        "q",
        connection.execute(
            sa.select(coding.c.id)
            .where(_LIVE, *conditions)
            .order_by(coding.c.start, coding.c.stop.desc(), coding.c.id)
        ).scalars(),
    )
    for first in range(0, len(ids), _AT_ONCE):
        wanted = ids[first : first + _AT_ONCE].tolist()
        rows = connection.execute(sa.select(*_CODING).where(coding.c.id.in_(wanted)))
        by_id = {row.id: row for row in rows}
        yield from _whole(connection, [by_id[each] for each in wanted])


def _whole(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> tuple[Coding, ...]:
    """Codings with their field values."""
    values = _values(connection, [row.id for row in rows]) if rows else {}
    return tuple(_coding(row, values.get(row.id, ())) for row in rows)


def _coding(row: sa.Row[Any], fields: Iterable[tuple[str, str]]) -> Coding:
    sides: tuple[Any, ...] = (*row, tuple(fields))
    return Coding(*sides)


def _values(
    connection: sa.Connection, coding_ids: Iterable[int]
) -> dict[int, list[tuple[str, str]]]:
    rows = connection.execute(
        sa.select(
            coding_field.c.coding_id, code_field.c.name, coding_field.c.value, code_field.c.kind
        )
        .join(code_field, code_field.c.id == coding_field.c.code_field_id)
        .where(
            coding_field.c.removed.is_(sa.false()),
            code_field.c.removed.is_(sa.false()),
            coding_field.c.coding_id.in_(coding_ids),
        )
        .order_by(code_field.c.position, code_field.c.id)
    ).all()
    persons = [row.value for row in rows if row.kind == "person" and is_person(row.value)]
    names = read_persons.names(connection, persons)
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for coding_id, name, value, kind in rows:
        shown = names.get(value, value) if kind == "person" else value
        found[coding_id].append((name, shown))
    return found
