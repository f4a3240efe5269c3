"""Which steps were done, and what did each do to which rows? The audit trail, written and read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from msgspec import Struct

from annotator.changes import Place
from annotator.store.images import Image, PackedImages, image_of, images_in, lines, written
from annotator.store.schema import image, step

if TYPE_CHECKING:
    from annotator.store.writer import Writer

_LONG = 2_048
"""Bytes of packed images from which on a replay takes a moment: some hundred rows or more."""
_BULK = 50
"""A step with more images than this keeps them in one compressed blob."""


class Step(Struct, frozen=True):
    """One entry of the audit trail."""

    id: int
    at: str
    coder_id: int | None
    kind: str
    state: str
    label: str
    place: Place | None = None


class RowChange(Struct, frozen=True):
    """What one step did to one row; `before` is None where the row was made."""

    step: Step
    row_id: int
    before: dict[str, Any] | None
    after: dict[str, Any]


def every(connection: sa.Connection) -> list[Step]:
    """The audit trail, oldest first."""
    return [_step(row) for row in connection.execute(_steps())]


def last(connection: sa.Connection) -> tuple[int, UUID] | None:
    """Number and uuid of the newest step, None where nothing was done yet."""
    newest = sa.select(step.c.id, step.c.uuid).order_by(step.c.id.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return (row.id, row.uuid) if row else None


def top(connection: sa.Connection, coder_id: int, state: str) -> Step | None:
    """The step that undo ("done") or redo ("undone") would take next."""
    order = step.c.id.desc() if state == "done" else step.c.id.asc()
    row = connection.execute(
        sa.select(step)
        .where(
            step.c.coder_id == coder_id,
            step.c.state == state,
            step.c.kind.in_(("act", "merge")),
        )
        .order_by(order)
        .limit(1)
    ).one_or_none()
    return _step(row) if row else None


def last_merge(connection: sa.Connection) -> Step | None:
    """The newest merge that stands."""
    merges = sa.select(step).where(step.c.kind == "merge", step.c.state == "done")
    row = connection.execute(merges.order_by(step.c.id.desc()).limit(1)).one_or_none()
    return _step(row) if row else None


def set_state(connection: sa.Connection, step_id: int, state: str) -> None:
    """Say whether a step is done, undone or past."""
    connection.execute(sa.update(step).where(step.c.id == step_id).values(state=state))


def drop_redo(connection: sa.Connection, coder_id: int | None) -> None:
    """A new act ends what could be done again."""
    connection.execute(
        sa.update(step)
        .where(step.c.coder_id == coder_id, step.c.state == "undone")
        .values(state="past")
    )


def record(
    writer: Writer,
    *,
    label: str,
    place: Place | None,
    kind: str,
    state: str,
    of_step: int | None = None,
) -> None:
    """Write down what a writer did as one step."""
    images = writer.images
    if writer.packed is not None:
        writer.packed.add(images)
    bulk = writer.packed is not None or len(images) > _BULK
    key = writer.connection.execute(
        sa.insert(step),
        {
            "uuid": uuid4(),
            "coder_id": writer.coder_id,
            "at": writer.now,
            "kind": kind,
            "state": state,
            "label": label,
            "of_step_id": of_step,
            "place": [place.transcript_id, place.start, place.end] if place else None,
            "packed": (writer.packed or PackedImages(images)).whole() if bulk else None,
        },
    ).inserted_primary_key
    if key is not None and images and not bulk:
        rows = [
            {"step_id": key[0], "number": number, **written(item)}
            for number, item in enumerate(images)
        ]
        writer.connection.execute(sa.insert(image), rows)


def is_long(connection: sa.Connection, step_id: int) -> bool:
    """Whether a step touched some thousand rows or more."""
    size = sa.select(sa.func.length(step.c.packed)).where(step.c.id == step_id)
    return (connection.execute(size).scalar_one() or 0) > _LONG


def images_of(connection: sa.Connection, step_id: int) -> list[Image]:
    """What a step did, in the order in which it did it."""
    blob = connection.execute(sa.select(step.c.packed).where(step.c.id == step_id)).scalar_one()
    return _images(connection, step_id, blob)


def row_changes(connection: sa.Connection, table: str) -> Iterator[RowChange]:
    """Everything that ever happened to the rows of one table, oldest first."""
    touching = sa.select(image.c.step_id).where(image.c.table_name == table)
    either = step.c.id.in_(touching) | step.c.packed.is_not(None)
    for row in connection.execute(_steps().where(either)).all():
        for found in _images_on(connection, row, table):
            yield RowChange(_step(row), found.row_id, found.before, found.after)


def last_on(connection: sa.Connection, table: str, row_id: int) -> Step | None:
    """The newest step that touched a row."""
    touching = sa.select(image.c.step_id).where(
        image.c.table_name == table, image.c.row_id == row_id
    )
    either = step.c.id.in_(touching) | step.c.packed.is_not(None)
    for row in connection.execute(_steps(newest_first=True).where(either)):
        if row.packed is None or any(
            (found.table, found.row_id) == (table, row_id)
            for found in _images(connection, row.id, row.packed)
        ):
            return _step(row)
    return None


def stand_on(connection: sa.Connection, table: str, row_id: int) -> bool:
    """Whether some step that changed a row stands: it was not taken back, or was done again."""
    touching = sa.select(image.c.step_id).where(
        image.c.table_name == table, image.c.row_id == row_id
    )
    either = step.c.id.in_(touching) | step.c.packed.is_not(None)
    standing = 0
    for row in connection.execute(_steps().where(either)).all():
        if row.packed is None or any(
            (found.table, found.row_id) == (table, row_id)
            for found in _images(connection, row.id, row.packed)
        ):
            standing += -1 if row.kind == "undo" else 1
    return standing > 0


def has_acted(connection: sa.Connection, coder_id: int) -> bool:
    """Whether a coder ever did anything."""
    query = sa.select(step.c.id).where(step.c.coder_id == coder_id).limit(1)
    return connection.execute(query).one_or_none() is not None


def _steps(*, newest_first: bool = False) -> sa.Select[Any]:
    return sa.select(step).order_by(step.c.id.desc() if newest_first else step.c.id)


def _step(row: sa.Row[Any]) -> Step:
    place = Place(*row.place) if row.place else None
    return Step(row.id, row.at, row.coder_id, row.kind, row.state, row.label, place)


def _images(connection: sa.Connection, step_id: int, blob: bytes | None) -> list[Image]:
    if blob is not None:
        return list(images_in(lines(blob)))
    columns = (image.c.table_name, image.c.row_id, image.c.before, image.c.after)
    found = connection.execute(
        sa.select(*columns).where(image.c.step_id == step_id).order_by(image.c.number)
    )
    return [image_of(*row) for row in found]


def _images_on(connection: sa.Connection, row: sa.Row[Any], table: str) -> Iterator[Image]:
    """What a step did to one table; a bulk step on another one is only looked through."""
    if row.packed is None:
        yield from (found for found in _images(connection, row.id, None) if found.table == table)
        return
    beginning = json.dumps([table], ensure_ascii=False)[:-1].encode()
    for line in lines(row.packed):
        if line.startswith(beginning):
            yield image_of(*json.loads(line))
