"""Which live rows belong to which others? What must not be left alone when a row goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from msgspec import Struct

from annotator.model.code_keys import KeyRing
from annotator.store import steps
from annotator.store.schema import (
    STAMPS,
    code,
    coding,
    memo,
    metadata,
    question,
    text_version,
    transcript,
    turn,
    unit_boundaries,
)

if TYPE_CHECKING:
    from annotator.store.images import Image

MAY_OUTLIVE = frozenset(
    {
        ("text_version", "transcript"),
        ("recheck", "code"),
        ("question", "transcript"),
        ("question", "code"),
        ("disguise", "text_version"),
        ("turn", "person"),
        ("turn", "text_version"),
        ("unit_boundaries", "text_version"),
    }
)
"""A removed transcript keeps its text, turns and units, so that undo can bring it back.

What was decided on a passage stays decided, also for a code that went later, and a question keeps
what it was about. A turn keeps the name of its person where that person is out of the register.
"""

_AT_ONCE = 500
_IDS = "row_ids"


class Dependence(Struct, frozen=True):
    """A live row, and the removed one it belongs to."""

    table: str
    row_id: int
    on_table: str
    on_row_id: int


def is_needed(connection: sa.Connection, table: sa.Table, row_id: int) -> bool:
    """Whether a live row belongs to this one, or (a coder) somebody acted as them."""
    if table.name == "coder" and steps.has_acted(connection, row_id):
        return True
    return any(
        connection.execute(
            sa.select(other.c.id).where(column == row_id, _counts(other)).limit(1)
        ).one_or_none()
        for other, column in _pointing_to(table)
    )


def left_alone(connection: sa.Connection, images: Sequence[Image]) -> Dependence | None:
    """The first live row that belongs to a row which these images touched and which is removed."""
    for table, row_ids in _touched(images).items():
        for part in _parts(row_ids):
            found = _left_by(connection, table, part)
            if found is not None:
                return found
    return None


def without_parent(connection: sa.Connection, images: Sequence[Image]) -> Dependence | None:
    """The first live row among those which these images touched that belongs to a removed one.

    What may outlive it counts only where it came to life just now: what stood on it before, and
    was only changed, goes on as it was.
    """
    living = _touched([image for image in images if _comes_to_life(image)])
    for table, touched in _touched(images).items():
        found = _on_nothing(connection, touched) if table is memo else None
        if found is not None:
            return found
        for parent, query in _on_removed(table):
            outlives = (table.name, parent) in MAY_OUTLIVE
            if table is question and outlives:
                continue  # it stands without: taken back after its transcript went, it comes again
            row_ids = living.get(table, []) if outlives else touched
            if len(row_ids) > _AT_ONCE and not _has_removed(connection, metadata.tables[parent]):
                continue
            for part in _parts(row_ids):
                row = connection.execute(query, {_IDS: part}).one_or_none()
                if row is not None:
                    return Dependence(table.name, row[0], parent, row[1])
    return None


def _comes_to_life(image: Image) -> bool:
    return image.before is None or image.after.get("removed") is False


@cache
def _on_removed(table: sa.Table) -> tuple[tuple[str, sa.Select[Any]], ...]:
    """For each table that rows of this one belong to: its name, and the query for the first of
    some live rows whose row there is removed.

    Put together once: every undo and redo asks for it, and that took a third of their time.
    """
    found = []
    for key in table.foreign_keys:
        parent = key.column.table
        if "removed" not in parent.c or key.parent.name in STAMPS:
            continue
        target = parent.alias()
        query = (
            sa.select(table.c.id, target.c.id)
            .select_from(table.join(target, key.parent == target.c.id))
            .where(
                table.c.id.in_(sa.bindparam(_IDS, expanding=True)),
                _is_live(table),
                target.c.removed.is_(sa.true()),
            )
            .limit(1)
        )
        found.append((parent.name, query))
    return tuple(found)


def _has_removed(connection: sa.Connection, table: sa.Table) -> bool:
    """Whether any row of a table is removed; asked before many rows are looked at one by one."""
    removed = sa.select(table.c.id).where(table.c.removed.is_(sa.true())).limit(1)
    return connection.execute(removed).one_or_none() is not None


def _on_nothing(connection: sa.Connection, memo_ids: list[int]) -> Dependence | None:
    """The first of these memos whose coding, code or transcript is removed; it knows it by uuid."""
    for subject in (coding, code, transcript):
        for part in _parts(memo_ids):
            row = connection.execute(
                sa.select(memo.c.id, subject.c.id)
                .select_from(memo.join(subject, memo.c.on_uuid == subject.c.uuid))
                .where(memo.c.id.in_(part), _is_live(memo), subject.c.removed.is_(sa.true()))
                .limit(1)
            ).one_or_none()
            if row is not None:
                return Dependence(memo.name, row[0], subject.name, row[1])
    return None


def changed_part(connection: sa.Connection, transcript_ids: Sequence[int]) -> Dependence | None:
    """The first part of these transcripts that is no longer as it came in: text, turn or unit."""
    for part in _parts(list(transcript_ids)):
        mine = sa.select(text_version.c.id).where(
            text_version.c.transcript_id.in_(part), _is_live(text_version)
        )
        versions = text_version.c.transcript_id.in_(part) & (text_version.c.number > 1)
        for table, condition in (
            (text_version, versions),
            (text_version, text_version.c.id.in_(mine) & (text_version.c.rev > 1)),
            (turn, turn.c.text_version_id.in_(mine) & (turn.c.rev > 1)),
            (
                unit_boundaries,
                unit_boundaries.c.text_version_id.in_(mine) & (unit_boundaries.c.rev > 1),
            ),
        ):
            rows = connection.execute(sa.select(table.c.id).where(condition, _is_live(table)))
            for row_id in rows.scalars().all():
                if steps.stand_on(connection, table.name, row_id):
                    return Dependence(table.name, row_id, "transcript", part[0])
    return None


def shared_keys(connection: sa.Connection) -> dict[str, list[int]]:
    """Keys of live codes that clash with the key of another one, with the ids of both codes."""
    rows = connection.execute(
        sa.select(code.c.key, code.c.id)
        .where(_is_live(code), code.c.key != "")
        .order_by(sa.func.length(code.c.key), code.c.id)
    )
    ring: KeyRing[int] = KeyRing()
    found: dict[str, list[int]] = {}
    for key, code_id in rows:
        standing = ring.in_the_way(key)
        if standing is None:
            ring.put(key, code_id)
        else:
            found.setdefault(standing[0], [standing[1]]).append(code_id)
    return found


def _left_by(connection: sa.Connection, table: sa.Table, row_ids: list[int]) -> Dependence | None:
    removed = sa.select(table.c.id).where(table.c.id.in_(row_ids), table.c.removed.is_(sa.true()))
    gone = list(connection.execute(removed).scalars())
    if not gone:
        return None
    for other, column in _pointing_to(table):
        row = connection.execute(
            sa.select(other.c.id, column).where(column.in_(gone), _is_live(other)).limit(1)
        ).one_or_none()
        if row is not None and (other.name, table.name) not in MAY_OUTLIVE:
            return Dependence(other.name, row[0], table.name, row[1])
    note = memo.alias()
    noted = connection.execute(
        sa.select(note.c.id, table.c.id)
        .select_from(note.join(table, note.c.on_uuid == table.c.uuid))
        .where(table.c.id.in_(gone), _is_live(note))
        .limit(1)
    ).one_or_none()
    return None if noted is None else Dependence(memo.name, noted[0], table.name, noted[1])


def _touched(images: Sequence[Image]) -> dict[sa.Table, list[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for image in images:
        found[image.table].add(image.row_id)
    return {metadata.tables[name]: sorted(row_ids) for name, row_ids in found.items()}


def _parts(row_ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(row_ids), _AT_ONCE):
        yield row_ids[start : start + _AT_ONCE]


def _counts(table: Any) -> sa.ColumnElement[bool]:
    """A live row; a turn only where its transcript is there."""
    live: sa.ColumnElement[bool] = _is_live(table)
    if table is not turn:
        return live
    standing = (
        sa.select(text_version.c.id)
        .join(transcript, transcript.c.id == text_version.c.transcript_id)
        .where(_is_live(transcript))
    )
    spoken: sa.ColumnElement[bool] = turn.c.text_version_id.in_(standing)
    return live & spoken


def _is_live(table: Any) -> sa.ColumnElement[bool]:
    live: sa.ColumnElement[bool] = table.c.removed.is_(sa.false())
    return live


@cache
def _pointing_to(table: sa.Table) -> Collection[tuple[sa.Table, sa.Column[Any]]]:
    """Columns of other rows that refer to rows of `table`, stamps left out."""
    return [
        (other, key.parent)
        for other in metadata.tables.values()
        if "removed" in other.c
        for key in other.foreign_keys
        if key.column.table is table and key.parent.name not in STAMPS
    ]
