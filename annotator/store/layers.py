"""What becomes of work that changes after it was accepted? It goes into a layer of its own.

What was accepted stays as it was accepted, because agreement is computed from it. The layer is a
round that lies over the first: it holds the whole work of the coder on the transcript, as it is
after the change. Its rows and those they come from have uuids that follow from each other, so
that every copy of a project makes the same layer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import sqlalchemy as sa

from annotator.model.rounds import AFTER_DISCUSSION, RoundPlan
from annotator.store import schema
from annotator.store.images import Image, Values
from annotator.store.row_states import RowStates, made_by

if TYPE_CHECKING:
    from annotator.store.taken import Taken
    from annotator.store.writer import Writer

Cell = tuple[int, int, int]
"""transcript, round, coder"""

IN_CELL = (schema.coding, schema.decision, schema.finished)


class Layers:
    """Knows what is sealed here, and leads what changed of it into the layer."""

    def __init__(self, writer: Writer, taken: Taken) -> None:
        self._writer = writer
        self._taken = taken
        self.sealed = sealed_cells(writer.connection)
        self._reopened: set[Cell] = set()
        self._layers: dict[int, tuple[int, UUID]] = {}
        self._codings: dict[UUID, tuple[UUID, UUID]] = {}
        """Codings that are led into a layer: their uuid there, and that of the layer, by the uuid
        that they have in the file.
        """
        self._of_coding: dict[int, UUID] = {}
        """By local id of a coding in a layer: the uuid of the layer."""

    def look(self, row: Values, states: RowStates) -> None:
        """Note accepted work that came back otherwise than it was accepted."""
        cell = cell_of(row)
        if cell not in self.sealed or cell in self._reopened:
            return
        standing = states.standing(row["uuid"])
        if standing is not None:
            differs = states.is_later(row, standing)
        else:
            differs = not row["removed"] and not states.says_the_same(row)
        if differs:
            self._reopened.add(cell)
            self._taken.after_discussion.add((cell[0], cell[2]))

    def look_at_value(self, row: Values, cell: Cell | None, states: RowStates) -> None:
        """The same for what was said in a field of a coding that stands in `cell`."""
        if cell is None or cell not in self.sealed:
            return
        standing = states.standing(row["uuid"])
        if (standing is None and not row["removed"]) or (
            standing is not None and states.is_later(row, standing)
        ):
            self._reopened.add(cell)
            self._taken.after_discussion.add((cell[0], cell[2]))

    def lead(self, table: sa.Table, row: Values, states: RowStates) -> bool:
        """Make of a row of accepted work one of the layer; False where it stays out."""
        if table is schema.coding_field:
            layer = self._of_coding.get(row["coding_id"])
            if layer is not None:
                self._rename(row, layer)
                states.know([row["uuid"]])
            return True
        if table is schema.memo:
            if row["on_uuid"] in self._codings:
                row["on_uuid"], layer = self._codings[row["on_uuid"]]
                self._rename(row, layer)
                states.know([row["uuid"]])
            return True
        if table not in IN_CELL or cell_of(row) not in self.sealed:
            return True
        if cell_of(row) not in self._reopened:
            return False
        before = row["uuid"]
        row["round_id"], layer = self._layer(row["round_id"])
        self._rename(row, layer)
        if table is schema.coding:
            self._codings[before] = row["uuid"], layer
        if table is schema.finished:
            row["sealed_at"] = ""
        states.know([row["uuid"]])
        return True

    def leads(self, coding: UUID) -> bool:
        """Whether the coding that has this uuid in the file has its place in a layer."""
        return coding in self._codings

    def has_place(self, table: sa.Table, row: Values) -> None:
        """A row was led to its place; what is said in the fields of a coding follows it."""
        if table is schema.coding:
            for layer_id, layer in self._layers.values():
                if row["round_id"] == layer_id:
                    self._of_coding[row["id"]] = layer

    def _rename(self, row: Values, layer: UUID) -> None:
        row["uuid"] = uuid5(layer, row["uuid"].hex)
        if row["merged_into"] is not None:
            row["merged_into"] = uuid5(layer, row["merged_into"].hex)

    def _layer(self, round_id: int) -> tuple[int, UUID]:
        if round_id not in self._layers:
            self._layers[round_id] = layer_over(self._writer, round_id)
        return self._layers[round_id]


def cell_of(row: Values) -> Cell:
    """Whose work on which transcript in which round a row belongs to."""
    return row["transcript_id"], row["round_id"], row["coder_id"]


def sealed_cells(connection: sa.Connection) -> frozenset[Cell]:
    """Whose work on which transcript in which round was accepted."""
    finished = schema.finished
    rows = connection.execute(
        sa.select(finished.c.transcript_id, finished.c.round_id, finished.c.coder_id).where(
            finished.c.removed.is_(sa.false()), finished.c.sealed_at != ""
        )
    )
    return frozenset((row[0], row[1], row[2]) for row in rows)


def layer_over(writer: Writer, round_id: int) -> tuple[int, UUID]:
    """The layer after discussion over a round, made where there is none; its id and uuid."""
    round_ = schema.round_
    under = writer.row(round_, round_id)
    uuid = uuid5(under["uuid"], AFTER_DISCUSSION)
    standing = writer.connection.execute(
        sa.select(round_.c.id).where(round_.c.uuid == uuid)
    ).scalar_one_or_none()
    if standing is not None:
        return int(standing), uuid
    plan = RoundPlan.from_json(under["plan"])
    row_id = writer.insert(
        round_,
        uuid=uuid,
        name=f"{under['name']}, {AFTER_DISCUSSION}",
        purpose=AFTER_DISCUSSION,
        blind=False,
        plan=RoundPlan(layer_of=under["uuid"], unit=plan.unit).as_json(),
    )
    if writer.is_merge:  # which tells the rows it brought by their stamps
        digest = made_by(writer.row(round_, row_id))
        writer.images[-1] = Image(round_.name, row_id, None, {"digest": digest})
    return row_id, uuid


def copy_cell(writer: Writer, cell: Cell) -> int:
    """Bring accepted work into the layer, where it can be changed; returns the round's id.

    What is in the layer already stays as it is there.
    """
    transcript_id, round_id, coder_id = cell
    layer_id, layer = layer_over(writer, round_id)
    for table in (schema.coding, schema.decision):
        mine = sa.select(table).where(
            table.c.transcript_id == transcript_id,
            table.c.round_id == round_id,
            table.c.coder_id == coder_id,
            table.c.removed.is_(sa.false()),
        )
        ids = _copy(writer, table, mine, layer, round_id=layer_id)
        if table is schema.coding:
            _copy_what_is_on(writer, ids, layer)
    return layer_id


def _copy_what_is_on(writer: Writer, ids: Mapping[int, tuple[int, UUID]], layer: UUID) -> None:
    """The memos on codings, and what was said in their fields."""
    for before, (after, uuid) in ids.items():
        field, memo = schema.coding_field, schema.memo
        live = sa.select(field).where(field.c.coding_id == before, field.c.removed.is_(sa.false()))
        _copy(writer, field, live, layer, coding_id=after)
        old = writer.row(schema.coding, before)["uuid"]
        noted = sa.select(memo).where(memo.c.on_uuid == old, memo.c.removed.is_(sa.false()))
        _copy(writer, memo, noted, layer, on_uuid=uuid)


def _copy(
    writer: Writer, table: sa.Table, rows: sa.Select[Any], layer: UUID, **other: Any
) -> dict[int, tuple[int, UUID]]:
    """Copy rows under the uuids of the layer; local id and uuid of each copy, by the old id."""
    found: dict[int, tuple[int, UUID]] = {}
    for row in writer.connection.execute(rows).mappings().all():
        uuid = uuid5(layer, row["uuid"].hex)
        known = sa.select(table.c.id).where(table.c.uuid == uuid)
        standing = writer.connection.execute(known).scalar_one_or_none()
        if standing is None:
            values = {name: value for name, value in row.items() if name != "id"}
            copy_id = writer.insert(table, **(values | {"uuid": uuid, **other}))
            found[row["id"]] = copy_id, uuid
    return found
