"""How does a merge go as if it had never been? Row by row, exactly, without tombstones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.store import dependents, must_hold, schema, steps
from annotator.store.row_states import made_by
from annotator.store.writer import own_references

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.store.images import Image, Values
    from annotator.store.writer import Writer

_AT_ONCE = 500
_KNOWING: tuple[sa.Column[Any], ...] = (
    schema.memo.c.on_uuid,
    schema.answer.c.on_uuid,
    schema.recheck.c.coding_uuid,
    schema.carried.c.coding_uuid,
)
"""Columns that say by uuid what a row is about; no foreign key does."""


class TouchedSince(Exception):
    """Rows that a merge brought or changed are no longer as it left them."""


def take_out(writer: Writer, merge_id: int) -> None:
    """Restore every row that the merge of this step changed and delete every row that it brought.

    Raises `TouchedSince` where a row was changed
    after it or something belongs to it that was made later, and SQLAlchemy's `IntegrityError`
    where something made later refers to one that goes.
    """
    images = steps.images_of(writer.connection, merge_id)
    rows = _rows(writer.connection, images)
    for name, found in rows.items():
        for row_id, row in found.items():
            writer.touch(schema.metadata.tables[name], row_id, row)
    texts = {row["sha256"] for row in rows[schema.text_version.name].values()}
    came = {row["uuid"] for found in rows.values() for row in found.values()}
    for image in reversed(images):
        rows[image.table][image.row_id] = _before(image, rows[image.table].get(image.row_id, {}))
    for table in reversed(schema.metadata.sorted_tables):
        if table.name in rows:
            _write(writer.connection, table, rows[table.name])
    _forget_texts(writer.connection, texts)
    if must_hold.broken(writer.connection, images):
        raise TouchedSince
    if dependents.left_alone(writer.connection, images) is not None:
        raise TouchedSince  # coded since with what the merge had brought back
    if _spoken_of_since(writer.connection, merge_id, came - _uuids(rows)):
        raise TouchedSince


def _forget_texts(connection: sa.Connection, texts: Collection[str]) -> None:
    """Those that no transcript has any more go as well."""
    text, version = schema.text, schema.text_version
    for sha256 in texts:
        used = sa.select(version.c.id).where(version.c.sha256 == text.c.sha256).exists()
        connection.execute(sa.delete(text).where(text.c.sha256 == sha256, ~used))


def _uuids(rows: Mapping[str, Mapping[int, Values]]) -> set[UUID]:
    return {row["uuid"] for found in rows.values() for row in found.values() if row}


def _spoken_of_since(connection: sa.Connection, merge_id: int, gone: Collection[UUID]) -> bool:
    """Whether something that knows what it is about by uuid alone was written on one of these
    after the merge: a memo, an answer, a passage to look at again, a field that names a person.

    A memo may have been there before what it is about.
    """
    uuids = list(gone)
    for start in range(0, len(uuids), _AT_ONCE):
        some = uuids[start : start + _AT_ONCE]
        about = [(column, column.in_(some)) for column in _KNOWING]
        said = schema.coding_field.c.value
        about.append((said, said.in_([uuid.hex for uuid in some])))
        for column, condition in about:
            table = column.table
            live = sa.select(table.c.id).where(condition, table.c.removed.is_(sa.false()))
            for row_id in connection.execute(live).scalars().all():
                last = steps.last_on(connection, table.name, row_id)
                if last is not None and last.id > merge_id:
                    return True
    return False


def _before(image: Image, row: Values) -> Values:
    """The row as it was before, empty where it was not there."""
    if not row:
        raise TouchedSince
    if image.before is None:
        if made_by(row) != image.after["digest"]:
            raise TouchedSince
        return {}
    if any(row[name] != value for name, value in image.after.items()):
        raise TouchedSince
    return row | image.before


def _rows(
    connection: sa.Connection, images: Sequence[Image]
) -> defaultdict[str, dict[int, Values]]:
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for image in images:
        wanted[image.table].add(image.row_id)
    rows: defaultdict[str, dict[int, Values]] = defaultdict(dict)
    for name, ids in wanted.items():
        table = schema.metadata.tables[name]
        ordered = sorted(ids)
        for start in range(0, len(ordered), _AT_ONCE):
            part = ordered[start : start + _AT_ONCE]
            found = connection.execute(sa.select(table).where(table.c.id.in_(part))).mappings()
            rows[name].update((row["id"], dict(row)) for row in found)
    return rows


def _write(connection: sa.Connection, table: sa.Table, rows: dict[int, Values]) -> None:
    gone = [{"of_row": row_id} for row_id, row in rows.items() if not row]
    back = [row for row in rows.values() if row]
    # Out of each other's way first: no two live rows may agree even for a moment, and nothing
    # goes that another one still belongs to.
    aside = sa.update(table).where(table.c.id == sa.bindparam("of_row"))
    if back:
        connection.execute(aside.values(removed=True), [{"of_row": row["id"]} for row in back])
    if gone:
        connection.execute(aside.values(removed=True, **dict.fromkeys(own_references(table))), gone)
    for row in back:
        values = {name: value for name, value in row.items() if name != "id"}
        connection.execute(sa.update(table).where(table.c.id == row["id"]), values)
    if gone:
        connection.execute(sa.delete(table).where(table.c.id == sa.bindparam("of_row")), gone)
