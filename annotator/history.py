"""What was done, by whom, and how is it taken back? Undo, redo and audit trail in one table."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from uuid import uuid4

import sqlalchemy as sa

from annotator.changes import Changes, Notifier, Place
from annotator.errors import Refused
from annotator.store import schema
from annotator.store.connection import Store
from annotator.store.writer import Image, Writer, digest, packed, unpacked

_BULK = 50
"""A step with more images than this keeps them in one compressed blob."""

Kind = Literal["act", "set-up", "undo", "redo", "merge"]


class Act(Writer):
    """A writer that knows what the act is called and where it happened."""

    label = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the audit trail."""

    id: int
    at: str
    coder_id: int | None
    kind: str
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """What one step did to one row; `before` is None where the row was made."""

    step: Step
    row_id: int
    before: dict[str, Any] | None
    after: dict[str, Any]


class History:
    """Runs acts as one transaction and one step each, and takes them back."""

    def __init__(self, store: Store, notifier: Notifier, replica_id: int) -> None:
        self._store = store
        self._notifier = notifier
        self._replica_id = replica_id

    @contextmanager
    def act(self, coder_id: int | None, label: str, kind: Kind = "act") -> Iterator[Act]:
        """Everything written inside is one transaction and, if anything changed, one step."""
        with self._store.writing() as connection:
            act = self._writer(connection, coder_id)
            act.label = label
            yield act
            if act.images:
                _drop_redo(connection, coder_id)
                _record(act, kind=kind, state="done", of_step=None)
        if act.images:
            self._notifier.publish(_changes(act))

    def next_undo(self, coder_id: int) -> str:
        """The label of the act that undo would take back, or ""."""
        with self._store.reading() as connection:
            step = _top(connection, coder_id, "done")
        return step.label if step else ""

    def next_redo(self, coder_id: int) -> str:
        """The label of the act that redo would do again, or ""."""
        with self._store.reading() as connection:
            step = _top(connection, coder_id, "undone")
        return step.label if step else ""

    def undo(self, coder_id: int) -> Changes:
        """Take back this coder's last act; `Refused` says what stands in the way."""
        return self._travel(coder_id, take="done", leave="undone", kind="undo")

    def redo(self, coder_id: int) -> Changes:
        """Do again what undo took back last."""
        return self._travel(coder_id, take="undone", leave="done", kind="redo")

    def steps(self) -> list[Step]:
        """The audit trail, oldest first."""
        with self._store.reading() as connection:
            return [_step(row) for row in connection.execute(_all_steps())]

    def _travel(self, coder_id: int, *, take: str, leave: str, kind: Kind) -> Changes:
        with self._store.writing() as connection:
            step = _top(connection, coder_id, take)
            if step is None:
                raise Refused(f"There is nothing to {kind}.", "")
            if step.kind == "merge":
                raise Refused("Undo stops at a merge.", "Undoing a merge is a command of its own.")
            act = self._writer(connection, coder_id)
            act.label = step.label
            act.place = Place(*step.place) if step.place else None
            images = _images(connection, step.id, step.packed)
            try:
                _take_back(act, images) if kind == "undo" else _do_again(act, images)
            except sa.exc.IntegrityError as error:
                raise _stands_in_the_way(step.label) from error
            _must_have_parents(act)
            _must_not_share_keys(act)
            connection.execute(
                sa.update(schema.step).where(schema.step.c.id == step.id).values(state=leave)
            )
            _record(act, kind=kind, state="past", of_step=step.id)
        changes = _changes(act, undone=kind == "undo", redone=kind == "redo")
        self._notifier.publish(changes)
        return changes

    def _writer(self, connection: sa.Connection, coder_id: int | None) -> Act:
        return Act(connection, coder_id=coder_id, replica_id=self._replica_id)


def row_changes(connection: sa.Connection, table: str) -> Iterator[RowChange]:
    """Everything that ever happened to the rows of one table, oldest first."""
    image = schema.image
    touching = sa.select(image.c.step_id).where(image.c.table_name == table)
    either = schema.step.c.id.in_(touching) | schema.step.c.packed.is_not(None)
    for row in connection.execute(_all_steps().where(either)).all():
        for found in _images(connection, row.id, row.packed):
            if found.table == table:
                yield RowChange(_step(row), found.row_id, found.before, found.after)


def _all_steps() -> sa.Select[Any]:
    return sa.select(schema.step).order_by(schema.step.c.id)


def _step(row: sa.Row[Any]) -> Step:
    return Step(row.id, row.at, row.coder_id, row.kind, row.state, row.label)


def _top(connection: sa.Connection, coder_id: int, state: str) -> sa.Row[Any] | None:
    """The step that undo ("done") or redo ("undone") would take next."""
    step = schema.step
    order = step.c.id.desc() if state == "done" else step.c.id.asc()
    return connection.execute(
        sa.select(step)
        .where(
            step.c.coder_id == coder_id,
            step.c.state == state,
            step.c.kind.in_(("act", "merge")),
        )
        .order_by(order)
        .limit(1)
    ).one_or_none()


def _drop_redo(connection: sa.Connection, coder_id: int | None) -> None:
    """A new act ends what could be done again."""
    step = schema.step
    connection.execute(
        sa.update(step)
        .where(step.c.coder_id == coder_id, step.c.state == "undone")
        .values(state="past")
    )


def _record(act: Act, *, kind: Kind, state: str, of_step: int | None) -> None:
    bulk = len(act.images) > _BULK
    place = act.place
    step_id = act.connection.execute(
        sa.insert(schema.step),
        {
            "uuid": uuid4(),
            "coder_id": act.coder_id,
            "at": act.now,
            "kind": kind,
            "state": state,
            "label": act.label,
            "of_step_id": of_step,
            "place": [place.transcript_id, place.start, place.end] if place else None,
            "packed": _compressed(act.images) if bulk else None,
        },
    ).inserted_primary_key
    if step_id is not None and not bulk and act.images:
        act.connection.execute(
            sa.insert(schema.image),
            [
                {"step_id": step_id[0], "number": number, **_written(image)}
                for number, image in enumerate(act.images)
            ],
        )


def _written(image: Image) -> dict[str, Any]:
    return {
        "table_name": image.table,
        "row_id": image.row_id,
        "before": None if image.before is None else packed(image.before),
        "after": image.after["digest"] if image.before is None else packed(image.after),
    }


def _compressed(images: Sequence[Image]) -> bytes:
    lines = [json.dumps(list(_written(image).values()), ensure_ascii=False) for image in images]
    return zlib.compress("\n".join(lines).encode(), level=6)


def _images(connection: sa.Connection, step_id: int, blob: bytes | None) -> list[Image]:
    if blob is not None:
        rows = [json.loads(line) for line in zlib.decompress(blob).decode().split("\n")]
    else:
        image = schema.image
        columns = (image.c.table_name, image.c.row_id, image.c.before, image.c.after)
        found = connection.execute(
            sa.select(*columns).where(image.c.step_id == step_id).order_by(image.c.number)
        )
        rows = [list(row) for row in found]
    return [
        Image(table, row_id, None, {"digest": after})
        if before is None
        else Image(table, row_id, unpacked(before), unpacked(after))
        for table, row_id, before, after in rows
    ]


def _take_back(act: Act, images: Sequence[Image]) -> None:
    """Replay the images backwards, each only onto a row that still is as the step left it."""
    made = {(image.table, image.row_id) for image in images if image.before is None}
    for image in reversed(images):
        table = schema.metadata.tables[image.table]
        row = act.row(table, image.row_id)
        if image.before is not None:
            _must_equal(row, image.after, act.label)
            act.change(table, image.row_id, **image.before)
            continue
        if row["removed"] or digest(table, row) != image.after["digest"]:
            raise _stands_in_the_way(act.label)
        _must_be_free(act, table, row, made)
        _must_carry_no_memo(act, row, made)
        act.remove(table, image.row_id)


def _do_again(act: Act, images: Sequence[Image]) -> None:
    for image in images:
        table = schema.metadata.tables[image.table]
        row = act.row(table, image.row_id)
        if image.before is not None:
            _must_equal(row, image.before, act.label)
            act.change(table, image.row_id, **image.after)
        elif not row["removed"] or digest(table, row) != image.after["digest"]:
            raise _stands_in_the_way(act.label)
        else:
            act.change(table, image.row_id, removed=False)


def _must_equal(row: dict[str, Any], expected: dict[str, Any], label: str) -> None:
    if any(row[name] != value for name, value in expected.items()):
        raise _stands_in_the_way(label)


def _stands_in_the_way(label: str) -> Refused:
    return Refused(
        f"“{label}” cannot be taken back or done again: it was changed since.",
        "Change it by hand instead.",
    )


def _must_be_free(
    act: Act, table: sa.Table, row: dict[str, Any], made: set[tuple[str, int]]
) -> None:
    """Nothing live outside the step may point to a row that is about to go."""
    for other, column in _pointing_to(table):
        if _OWNERS.get(other.name) == table.name:
            _must_be_untouched(act, other, column == row["id"], made)
            continue
        live = act.connection.execute(
            sa.select(other.c.id).where(column == row["id"], other.c.removed.is_(sa.false()))
        ).scalars()
        if any((other.name, found) not in made for found in live):
            raise Refused(
                f"“{act.label}” cannot be taken back: {_WORDS.get(other.name, other.name)} "
                "made since depend on it.",
                "Remove those first, or delete it by hand.",
            )


_OWNERS = {"text_version": "transcript", "turn": "text_version", "unit_boundaries": "text_version"}
"""Parts of a row come and go with it, without images of their own."""


def _must_be_untouched(
    act: Act, part: sa.Table, belongs: sa.ColumnElement[bool], made: set[tuple[str, int]]
) -> None:
    """The parts of a row that is about to go must be as they came in."""
    rows = act.connection.execute(
        sa.select(part.c.id, part.c.rev).where(belongs, part.c.removed.is_(sa.false()))
    ).all()
    rows = [row for row in rows if (part.name, row.id) not in made]
    if any(row.rev > 1 for row in rows) or (part.name == "text_version" and len(rows) > 1):
        raise _stands_in_the_way(act.label)
    for other, column in _pointing_to(part):
        if _OWNERS.get(other.name) == part.name:
            _must_be_untouched(act, other, column.in_([row.id for row in rows]), made)


def _must_have_parents(act: Act) -> None:
    """What is live after a replay must not belong to something that was removed meanwhile."""
    touched: defaultdict[str, set[int]] = defaultdict(set)
    for image in act.images:
        touched[image.table].add(image.row_id)
    for name, row_ids in touched.items():
        table = schema.metadata.tables[name]
        for key in table.foreign_keys:
            target = key.column.table
            if "removed" in target.c and key.parent.name not in schema.STAMPS:
                _must_be_live(act, table, key.parent, target.alias(), sorted(row_ids))


def _must_be_live(
    act: Act, table: sa.Table, key: sa.Column[Any], target: sa.FromClause, row_ids: list[int]
) -> None:
    for start in range(0, len(row_ids), _AT_ONCE):
        orphans = act.connection.execute(
            sa.select(sa.func.count())
            .select_from(table.join(target, key == target.c.id))
            .where(
                table.c.id.in_(row_ids[start : start + _AT_ONCE]),
                table.c.removed.is_(sa.false()),
                target.c.removed.is_(sa.true()),
            )
        ).scalar_one()
        if orphans:
            raise Refused(
                f"“{act.label}” cannot be taken back or done again: what it belongs to was "
                "removed since.",
                "Bring that back first.",
            )


def _must_not_share_keys(act: Act) -> None:
    """A replay may bring back a code whose key somebody gave to another meanwhile."""
    code = schema.code
    if code.name not in {image.table for image in act.images}:
        return
    live = sa.select(code.c.key).where(code.c.removed.is_(sa.false()), code.c.key != "")
    keys = [key.casefold() for key in act.connection.execute(live).scalars()]
    taken = next((key for key in keys if keys.count(key) > 1), "")
    if taken:
        raise Refused(
            f"“{act.label}” cannot be taken back or done again: the key {taken.upper()} belongs "
            "to another code by now.",
            "Give that code another key first.",
        )


_AT_ONCE = 500

_WORDS = {
    "coding": "codings",
    "code": "codes",
    "memo": "memos",
    "decision": "decisions",
    "finished": "finished marks",
    "coding_field": "field values",
}


def _must_carry_no_memo(act: Act, row: dict[str, Any], made: set[tuple[str, int]]) -> None:
    memo = schema.memo
    on_it = sa.select(memo.c.id).where(
        memo.c.on_uuid == row["uuid"], memo.c.removed.is_(sa.false())
    )
    if any((memo.name, found) not in made for found in act.connection.execute(on_it).scalars()):
        raise Refused(
            f"“{act.label}” cannot be taken back: a memo was written on it since.",
            "Remove the memo first.",
        )


def _pointing_to(table: sa.Table) -> list[tuple[sa.Table, sa.Column[Any]]]:
    """Columns of other rows that refer to rows of `table`, stamps left out."""
    return [
        (other, key.parent)
        for other in schema.metadata.tables.values()
        if "removed" in other.c
        for key in other.foreign_keys
        if key.column.table is table and key.parent.name not in schema.STAMPS
    ]


def _changes(act: Act, *, undone: bool = False, redone: bool = False) -> Changes:
    touched = act.touched
    transcripts = touched["transcript"]
    return Changes(
        label=act.label,
        transcripts=frozenset(transcripts),
        codes=frozenset(touched["code"] | touched["code_field"]),
        codings_in=frozenset(touched["codings_in"]),
        codings=frozenset(touched["coding"]),
        coders=frozenset(touched["coder"]),
        memos=bool(touched["memo"]),
        place=act.place,
        undone=undone,
        redone=redone,
    )
